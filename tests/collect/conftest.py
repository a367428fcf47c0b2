from pathlib import Path

import pytest

from flows.collect import Limits, RawStore

REPORT = "示例市2024年地区生产总值实现321.5亿元，同比增长5.6%。\n城镇新增就业1.2万人。\n"


@pytest.fixture
def store(tmp_path: Path) -> RawStore:
    return RawStore(tmp_path / "store")


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


@pytest.fixture
def report() -> str:
    """A small report."""
    return REPORT


@pytest.fixture
def limits() -> Limits:
    return Limits(max_bytes=100_000)
