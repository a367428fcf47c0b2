"""What is found on documents that belong together: two editions with different numbers, parts that are missing."""

import polars as pl
import pytest

from expectations.rules import check_areas
from expectations.rules.editions import missing_part, numbers
from expectations.rules.together import led_back, together
from expectations.schemas import empty

PAPER, SITE = "a" * 64, "b" * 64


def document(doc_id: str, name: str, chars: int, **about: object) -> dict[str, object]:
    return {
        "doc_id": doc_id, "source_name": name, "kind": "plan_report", "region": "示例市", "area": "示例市",
        "review_year": 2023, "plan_year": 2024, "chars": chars, **about,
    }  # fmt: skip


def sentences(doc_id: str, *lines: str) -> list[dict[str, object]]:
    """A line is a paragraph of one sentence; a line with | is a row of a table, its cells divided so."""
    rows, start = [], 0
    for number, line in enumerate(lines):
        for cell in line.split("|"):
            at = {"char_start": start, "char_end": start + len(cell)}
            place = {"paragraph": number, "table_no": 1 if "|" in line else None}
            rows.append({"doc_id": doc_id, "text": cell} | place | at)
            start += len(cell) + 1
    return rows


def beside(doc_id: str, **about: object) -> dict[str, object]:
    alone = {"doc_id": doc_id, "report_id": doc_id, "part": 1, "parts_known": 1, "missing_parts": []}
    return {"area": "示例市"} | alone | about


def table(name: str, rows: list[dict[str, object]]) -> pl.DataFrame:
    return pl.concat([empty(name), pl.DataFrame(rows, infer_schema_length=None)], how="diagonal_relaxed")


def two_editions(paper: tuple[str, ...], site: tuple[str, ...]) -> dict[str, pl.DataFrame]:
    """A newspaper's text that counts, and the same report from a site."""
    return {
        "documents": table("documents", [document(PAPER, "paper.txt", 99), document(SITE, "site.html", 99)]),
        "sentences": table("sentences", [*sentences(PAPER, *paper), *sentences(SITE, *site)]),
        "editions": table("editions", [beside(PAPER), beside(SITE, edition_of=PAPER, likeness=0.9)]),
    }


def found(paper: tuple[str, ...], site: tuple[str, ...]) -> list[tuple[str, list[str], str]]:
    """severity, quotes of the edition that counts, numbers of the other."""
    return numbers(two_editions(paper, site)).select("severity", "quotes", "expected").rows()


def test_another_number_in_the_same_sentence_is_likely_copied_wrongly() -> None:
    hits = numbers(two_editions(("全市粮食总产量达到42.5万吨。",), ("全市粮食总产量达到45.2万吨。",)))
    hit = hits.row(0, named=True)
    assert (hit["doc_id"], hit["severity"], hit["quotes"], hit["expected"]) == (
        PAPER,
        "warning",
        ["42.5万吨"],
        "45.2万吨",
    )
    assert "42.5万吨" in hit["message"]
    assert "45.2万吨" in hit["message_en"]
    assert "site.html" in hit["message"]
    assert hit["evidence"] == "全市粮食总产量达到42.5万吨。\n全市粮食总产量达到45.2万吨。"
    assert hit["char_spans"] == [{"start": 9, "end": 15}]


@pytest.mark.parametrize(
    ("paper", "site"),
    [
        ("全市新增城镇就业4200人。", "全市新增城镇就业4200人。"),
        ("全市新增城镇就业4200人，", "全市 新增城镇就业4200人。"),
        ("工业投资占比提高到40%。", "工业投资占比提高到40.0%。"),
        ("增长5%。", "增长6%。"),
        ("全市新增城镇就业4200人。", "全市新增农村就业4300人。"),
    ],
    ids=["the same", "other marks", "the same value", "too short to be known again", "other words"],
)
def test_nothing_is_found_where_the_numbers_or_the_words_do_not_tell(paper: str, site: str) -> None:
    assert found((paper,), (site,)) == []


def test_a_sentence_that_a_report_has_twice_is_left_alone() -> None:
    twice = ("全市新增城镇就业4200人。", "全市新增城镇就业4300人。")
    assert found(twice, ("全市新增城镇就业4300人。",)) == []


def test_all_numbers_that_differ_are_quoted_in_one_finding() -> None:
    assert found(("全市改造老旧小区86个、惠及9000户居民。",), ("全市改造老旧小区68个、惠及9500户居民。",)) == [
        ("warning", ["86个", "9000户"], "68个、9500户")
    ]  # fmt: skip


def test_a_rounded_number_is_an_info() -> None:
    assert found(("全市地区生产总值完成203.5亿元。",), ("全市地区生产总值完成203.47亿元。",)) == [
        ("info", ["203.5亿元"], "203.47亿元")
    ]


def test_a_clause_of_a_sentence_that_was_edited_is_an_info() -> None:
    paper = "一年来，全市建成农村公路86公里，群众出行更方便。"
    site = "全市建成农村公路68公里，出行条件改善。"
    hits = numbers(two_editions((paper,), (site,)))
    assert hits.select("severity", "quotes", "char_spans").rows() == [("info", ["86"], [{"start": 12, "end": 14}])]


def test_cells_of_the_same_row_are_compared() -> None:
    paper, site = "规模以上工业增加值增速|5.2|6.0", "规模以上工业增加值增速|5.2|6.9"
    hits = numbers(two_editions((paper,), (site,)))
    assert hits.select("quotes", "expected", "char_spans").rows() == [(["6.0"], "6.9", [{"start": 16, "end": 19}])]


def test_where_many_numbers_differ_one_edition_was_revised() -> None:
    things = "甲乙丙丁戊己庚辛壬癸"
    lines = [tuple(f"全市{thing}类产品产量达到{n}万吨。" for thing in things) for n in (12, 21)]
    assert {severity for severity, *_ in found(*lines)} == {"info"}


def test_a_missing_part_is_named() -> None:
    rows = table("editions", [beside(PAPER, missing_parts=["第六版"]), beside(SITE)])
    named = table("documents", [document(PAPER, "paper.txt", 99), document(SITE, "site.html", 99)])
    [hit] = missing_part({"editions": rows, "documents": named}).to_dicts()
    assert (hit["doc_id"], hit["severity"], hit["quotes"]) == (PAPER, "info", [])
    assert "第六版" in hit["message"]
    assert "第六版" in hit["message_en"]


def test_a_part_is_not_missed_where_another_edition_is_whole() -> None:
    rows = table("editions", [beside(PAPER, missing_parts=["第六版"], edition_of=SITE), beside(SITE)])
    assert missing_part({"editions": rows, "documents": empty("documents")}).is_empty()


def in_two_parts(first: tuple[str, ...], second: tuple[str, ...], **about: object) -> dict[str, pl.DataFrame]:
    """All tables of a report whose second part is another document."""
    texts = [sentences(PAPER, *first), sentences(SITE, *second)]
    sizes = [rows[-1]["char_end"] for rows in texts]
    parts = [beside(PAPER, parts_known=2), beside(SITE, report_id=PAPER, part=2, parts_known=2, **about)]
    titled = document(PAPER, "5.txt", sizes[0], title="示例市2023年计划执行情况的报告", continues_on="第六版")
    return {name: empty(name) for name in ("sections", "observations", "milestones")} | {
        "documents": table("documents", [titled, document(SITE, "6.txt", sizes[1], continued_from="第五版")]),
        "sentences": table("sentences", [*texts[0], *texts[1]]),
        "editions": table("editions", parts),
    }


def test_a_list_that_is_cut_by_the_end_of_a_page_is_checked_whole() -> None:
    found = check_areas(in_two_parts(("自来水普及率、燃气普及率分别达到80%、",), ("90%、70%。", "其他工作稳步推进。")))
    lists = found.filter(rule="lists.respectively")
    assert lists.select("doc_id", "source_name", "area").rows() == [(PAPER, "5.txt", "示例市")]
    assert "90%、70%" in lists["evidence"].item()
    assert lists["quotes"].item().to_list() == ["自来水普及率、燃气普及率", "80%"]


def test_what_is_found_in_one_part_alone_is_not_found_again() -> None:
    wrong = "自来水普及率、燃气普及率分别达到80%、90%、70%。"
    assert check_areas(in_two_parts((wrong,), ("其他工作稳步推进。",))).is_empty()


def test_a_finding_on_the_second_part_points_into_it() -> None:
    second = ("其中，", "自来水普及率、燃气普及率分别达到80%、90%、70%。")
    tables = in_two_parts(("全市工作稳步推进。",), second)
    reports = together(tables)
    assert reports.tables["sentences"]["char_start"].to_list() == [0, 9, 13]
    hits = pl.DataFrame(
        [{"rule": "r", "doc_id": PAPER, "evidence": "e", "quotes": ["80%"], "char_spans": [{"start": 29, "end": 32}]}]
    )
    assert led_back(hits, reports.parts).select("doc_id", "char_spans").row(0) == (SITE, [{"start": 20, "end": 23}])


def test_another_edition_is_not_compared_as_another_report() -> None:
    tables = in_two_parts(("全市工作稳步推进。",), ("其他工作稳步推进。",))
    one = tables | {"editions": table("editions", [beside(PAPER), beside(SITE, edition_of=PAPER)])}
    assert together(one).tables["documents"]["doc_id"].to_list() == [PAPER]
