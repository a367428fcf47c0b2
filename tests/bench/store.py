"""A store of many reports, built from a few: the real ones where they are, else the samples, as long as real ones are.

Every copy is of another place and year, and its decimals differ, so that no two have the same bytes or the same sentences
with numbers, and a place has a handful of reports, as it would.
"""

import os
import re
from pathlib import Path

from expectations.reference import regions
from flows.collect import RawStore

ROOT = Path(__file__).parents[2]
REAL, SAMPLES = ROOT.parent / "shared" / "reports", ROOT / "data" / "raw" / "inbox"
CHARACTERS = 20_000  # of a usual report
FIRST_YEAR, YEARS = 2015, 10
DECIMAL = re.compile(r"([0-9]+)\.([0-9])")  # 5.7


def originals() -> tuple[list[str], str]:
    """Texts to copy, and what they are."""
    folder, what = (REAL, "the real reports") if REAL.is_dir() else (SAMPLES, "the samples, repeated")
    texts = [path.read_text(encoding="utf-8-sig") for path in sorted(folder.glob("*.txt"))]
    return [text * max(1, CHARACTERS // len(text)) for text in texts], what


def counties() -> list[str]:
    """The counties of today."""
    known = regions()
    return known.filter((known["level"] == "county") & known["valid_to"].is_null())["name"].to_list()


def copy(texts: list[str], places: list[str], number: int) -> str:
    """Report `number`: of a place and a year of its own."""
    place, year = places[number % len(places)], FIRST_YEAR + number // len(places) % YEARS
    title = f"{place}{year}年国民经济和社会发展计划执行情况与{year + 1}年国民经济和社会发展计划草案的报告"
    told = DECIMAL.sub(lambda found: f"{found[1]}.{number % 1000:03}", texts[number % len(texts)])
    return f"{title}\n{told.replace('全市', place)}\n编号{number}。\n"


def build(root: Path, reports: int) -> str:
    """Put so many reports into the raw store below `root`; returns what they were made of."""
    texts, what = originals()
    places, store = counties(), RawStore(root / "raw" / "store")
    synced, os.fsync = os.fsync, lambda _: None  # a store that is thrown away need not survive a power cut
    try:
        for number in range(reports):
            text = copy(texts, places, number).encode()
            store.add(text, f"file:///reports/{number}.txt", f"{number}.txt")
    finally:
        os.fsync = synced
    return what
