"""The real reports, written in every encoding that reports come in, are read as they were."""

import random
from pathlib import Path

import pytest

from flows.collect.encodings import Encoding, decode, find_encoding

REPORTS = sorted(Path(__file__).parents[3].joinpath("shared", "reports").glob("*.txt"))
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be")

pytestmark = pytest.mark.skipif(not REPORTS, reason="the real reports (../shared/reports) are not here")


def read(data: bytes) -> str | None:
    found = find_encoding(data)
    return decode(data, found.name) if isinstance(found, Encoding) else None


@pytest.mark.parametrize("codec", ENCODINGS)
def test_whole_reports(codec: str) -> None:
    texts = [path.read_text(encoding="utf-8") for path in REPORTS]

    assert [read(text.encode(codec)) for text in texts] == texts


@pytest.mark.parametrize("codec", [*ENCODINGS, "gbk", "gb2312"])
def test_pieces_of_twenty_characters(codec: str) -> None:
    choose = random.Random(20)
    wrong = total = 0
    for path in REPORTS:
        text = path.read_text(encoding="utf-8").encode(codec, errors="ignore").decode(codec)
        for start in choose.sample(range(len(text) - 20), 40):
            piece = text[start : start + 20]
            if piece.strip():
                total += 1
                wrong += read(piece.encode(codec)) != piece
    assert wrong / total <= 0.005
