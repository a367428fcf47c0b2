"""Headings are numbered without a gap, and as many as announced."""

import polars as pl
import pytest

from expectations.rules.counts import numbering_gap, numeral, stated_count
from expectations.schemas import empty

ANNOUNCEMENT = "重点做好以下3个方面工作："


def tables(*lines: str, continues_on: str | None = None) -> dict[str, pl.DataFrame]:
    """A report of these lines: `（一）甲` and `一是乙` are headings below the section, the rest its sentences."""
    sections: list[dict[str, object]] = []
    sentences: list[dict[str, object]] = []
    at, above = 0, "top"
    for line in lines:
        end = at + len(line)
        if line.startswith(("（", "1", "2", "3")) or line[1] == "是":
            cut = line.index("）") + 1 if line.startswith("（") else 2
            below = line[1] == "是"
            section, parent = f"s{at}", above if below else "top"
            above = above if below else section
            sections.append(
                {
                    "doc_id": "d", "section_id": section, "parent_id": parent, "level": 3 if below else 2,
                    "number": line[:cut], "title": line[cut:], "char_start": at, "char_end": end,
                }
            )  # fmt: skip
        else:
            sentences.append({"doc_id": "d", "section_id": "top", "text": line, "char_start": at, "char_end": end})
        at = end + 1
    documents: list[dict[str, object]] = [{"doc_id": "d", "continues_on": continues_on}]
    return {
        "sections": table("sections", sections),
        "sentences": table("sentences", sentences),
        "documents": table("documents", documents),
    }


def table(name: str, rows: list[dict[str, object]]) -> pl.DataFrame:
    whole = empty(name)
    types = {column: whole.schema[column] for column in rows[0]} if rows else {}
    return pl.concat([whole, pl.DataFrame(rows, schema=types)], how="diagonal") if rows else whole


def test_as_many_headings_as_announced_are_left_alone() -> None:
    assert stated_count(tables(ANNOUNCEMENT, "（一）抓项目", "（二）促消费", "（三）惠民生")).is_empty()


def test_fewer_headings_than_announced_are_a_warning() -> None:
    row = stated_count(tables(ANNOUNCEMENT, "（一）抓项目", "（三）惠民生")).row(0, named=True)
    assert (row["severity"], row["expected"], row["observed"]) == ("warning", "3", "2")
    assert row["quotes"] == ["3个", "（一）", "（三）"]


def test_a_single_heading_may_be_all_that_a_text_shows() -> None:
    assert stated_count(tables(ANNOUNCEMENT, "（一）抓项目"))["severity"].to_list() == ["info"]


def test_a_text_that_breaks_off_may_show_some_headings() -> None:
    six = ANNOUNCEMENT.replace("3", "6").replace("三", "六")
    broken = tables(six, "（一）抓项目", "（二）促消费")
    assert stated_count(broken)["severity"].to_list() == ["info"]


def test_a_text_that_goes_on_elsewhere_may_show_fewer_headings() -> None:
    shown = (ANNOUNCEMENT, "（一）抓项目", "（二）促消费")
    assert stated_count(tables(*shown, continues_on="第六版")).is_empty()


def test_headings_that_do_not_start_with_one_are_not_the_announced_ones() -> None:
    assert stated_count(tables(ANNOUNCEMENT, "（二）抓项目", "（三）惠民生")).is_empty()


ITEMS = ("（一）抓项目", "一是谋划。", "二是开工。", "（二）促消费", "一是发券。", "（三）惠民生", "一是就业。")


@pytest.mark.parametrize(
    ("stated", "holds"),
    [pytest.param("4", True, id="four items below"), pytest.param("9", False, id="not nine")],
)
def test_items_below_the_headings_are_counted_too(stated: str, holds: bool) -> None:
    found = stated_count(tables(f"重点做好以下3个方面{stated}项工作：", *ITEMS))
    assert found["severity"].to_list() == ([] if holds else ["info"])


def test_a_skipped_number_is_a_warning() -> None:
    row = numbering_gap(tables("工作如下。", "（一）抓项目", "（二）促消费", "（四）惠民生")).row(0, named=True)
    assert (row["expected"], row["observed"], row["quotes"]) == ("（三）", "（四）", ["（二）", "（四）"])


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(("（一）抓项目", "（二）促消费", "（三）惠民生"), id="no gap"),
        pytest.param(
            ("（一）抓项目", "（二）促消费", "其中（三）强产业另行安排。", "（四）惠民生"), id="it stands in the text"
        ),
        pytest.param(("（一）抓项目", "一是谋划。", "三是开工。", "（二）促消费"), id="items within a paragraph"),
        pytest.param((ANNOUNCEMENT, "（一）抓项目", "（三）惠民生"), id="the announced count tells it already"),
    ],
)
def test_a_numbering_that_may_be_whole_is_left_alone(lines: tuple[str, ...]) -> None:
    assert numbering_gap(tables(*lines)).is_empty()


@pytest.mark.parametrize(
    ("written", "number"),
    [("8", 8), ("31", 31), ("八", 8), ("十", 10), ("十二", 12), ("二十", 20), ("三十一", 31), ("两", 2), ("几", None), ("二〇", None)],
)  # fmt: skip
def test_numerals(written: str, number: int | None) -> None:
    assert numeral(written) == number


@pytest.mark.parametrize("announcement", ["重点抓好以下5项工作：", "今年重点做好五方面工作："])
def test_other_words_that_announce_headings_are_counted_too(announcement: str) -> None:
    found = stated_count(tables(announcement, "（一）发展工业", "（二）发展农业", "（三）改善民生"))
    assert found["observed"].to_list() == ["3"]
