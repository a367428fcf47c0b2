"""In which order the tests run."""

from pathlib import Path

import pytest

FIRST = ("deploy", "flows")  # they wait for servers and processes, while others compute


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let what takes longest begin first, so that the processes of a test run end together."""
    items.sort(key=lambda item: _folder(item.path) not in FIRST)


def _folder(path: Path) -> str:
    inside = path.relative_to(Path(__file__).parent)
    return inside.parts[0]
