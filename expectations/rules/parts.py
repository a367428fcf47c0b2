"""Rules on parts: what stands behind 其中 is not more than the whole before it.

Sentences come in; a finding goes out where a part, or all parts of a list together, exceed the whole within no rounding.
Parts that make less than the whole are no finding, since 其中 may leave some out.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

import polars as pl

from expectations.rules.candidates import candidates
from expectations.rules.rounding import NUMBER, Printed, printed
from expectations.rules.rule import Hit, Quote, Rule, Severity, Tables, hits_frame

ROUNDED = "half of the last printed digit of the whole and of each part, none for plain counts"
ROUNDED_ZH = "总数和各部分各可差其末位数字的一半，整数计数不容差"

PIECE = re.compile("[^；。]+")
OF_WHICH = re.compile("其中[，：]?")
UNIT = "[万亿]{0,2}(?:元|美元|吨|亩|公顷|平方米|平方公里|公里|千瓦时|千瓦|人次|人|户|家|个|项|件|所|座|处|名|条|台|辆|张|场|头)"
QUANTITY = re.compile(rf"(?<![0-9.第—])(?P<number>{NUMBER})(?:余|多)?(?P<unit>{UNIT})(?![0-9级以]|百分点)")
ASIDE = re.compile("（[^（）]*）")  # 建设项目27项（省级6项、市级21项）: parts of a part
MASK = "□"
LIST_END = re.compile("[，；。]")
OF_ALL_TIME = re.compile("累计|总量|总数|达到|全国|全省|全市")


def exceeds(tables: Tables) -> pl.DataFrame:
    """Parts (其中…) that are more than the whole that they are parts of."""
    rows = candidates(tables, ["其中"], r"[0-9].*其中.*[0-9]").iter_rows()
    return hits_frame((hit for row in rows for hit in _sentence_hits(*row)), ROUNDED)


def _sentence_hits(doc_id: str, text: str, at: int) -> Iterator[Hit]:
    masked = ASIDE.sub(lambda m: MASK * len(m[0]), text)
    for piece in PIECE.finditer(masked):
        for word in OF_WHICH.finditer(masked, *piece.span()):
            before = list(QUANTITY.finditer(masked, piece.start(), word.start()))
            parts = _parts(masked, word.end(), piece.end())
            if before and parts:
                yield from _piece_hits(doc_id, text, at, before, parts)


def _parts(text: str, start: int, stop: int) -> list[re.Match[str]]:
    """The quantities of the list behind 其中, one an item; none where an item says that it counts more than the whole."""
    end = LIST_END.search(text, start, stop)
    listed_end = end.start() if end else stop
    found = list(QUANTITY.finditer(text, start, listed_end))
    if not found or OF_ALL_TIME.search(text, start, found[-1].start()):
        return []
    return [m for m in found if m["unit"] == found[0]["unit"]]


def _piece_hits(
    doc_id: str, text: str, at: int, before: Sequence[re.Match[str]], parts: Sequence[re.Match[str]]
) -> Iterator[Hit]:
    wholes = [m for m in before if m["unit"] == parts[0]["unit"]]
    if not wholes:
        return
    whole, values = _value(wholes[-1]), [_value(m) for m in parts]
    made = sum((value.interval.low for value in values), Decimal(0))
    if made <= whole.interval.high:
        return
    # 50亿元，其中甲11亿元，其中乙32亿元: both may be parts of the first
    another = any(_value(m).interval.high >= made for m in wholes[:-1])
    severity: Severity = "info" if another else "warning"
    added = " + ".join(str(value.number) for value in values)
    total = sum((value.number for value in values), Decimal(0))
    sum_text = f"{added} = {total} > {whole.number}" if len(values) > 1 else f"{total} > {whole.number}"
    yield Hit(
        doc_id=doc_id,
        severity=severity,
        message=f"“其中”各项之和应不大于总数，此处{sum_text}（{whole.unit}）。",
        message_en=f"Parts (其中) should not be more than their whole; here {sum_text} ({whole.unit}).",
        evidence=text,
        quotes=tuple(Quote(m[0], at + m.start(), at + m.end()) for m in (wholes[-1], *parts)),
        expected=f"<= {whole.number}",
        observed=str(total),
    )


def _value(match: re.Match[str]) -> Printed:
    return printed(match["number"], match["unit"])


EXCEEDS = Rule(
    id="sums.exceeds",
    title_zh="“其中”各项大于总数",
    title_en="Parts that exceed their whole",
    checks_zh="“其中”之后的一个部分或几个部分，应不大于前面的总数。",
    checks="What stands behind 其中, one part or a list of parts, is not more than the whole before it.",
    severity="warning",
    tolerance_zh=ROUNDED_ZH,
    tolerance=ROUNDED,
    check=exceeds,
)
