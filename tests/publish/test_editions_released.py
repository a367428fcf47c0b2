"""Parts and editions through the whole way: texts come in runs, links are made and refreshed, copies count once."""

import json
from collections.abc import Callable

import polars as pl
import pytest

from flows import batch
from flows.layout import Layout
from flows.parse.parse import Parsed, parse
from flows.publish.plan import Plan
from flows.publish.read import scan

TITLE = "关于示例市2023年国民经济和社会发展计划执行情况与2024年计划草案的报告"
HEAD = f"""{TITLE}
2024年1月9日在示例市第五届人民代表大会第四次会议上
示例市发展和改革委员会
各位代表：
"""
FIRST = f"""{HEAD}一、2023年计划执行情况
全市地区生产总值完成203.5亿元、增长6.1%。规模以上工业增加值增长7.2%，粮食总产量保持稳定。
重点项目有序推进，完成投资86亿元，乡村道路改造提升，城乡供水一体化加快。
自来水普及率、燃气普及率分别达到80%、
（下转第六版）
"""
SECOND = """（上接第五版）
90%、70%。营商环境评价位次前移，民营企业户数增长较快，各项改革任务按期推进。
二、2024年主要目标
地区生产总值增长6%左右，城镇新增就业4200人以上，森林覆盖率稳步提升。
"""
FOOT = f"\n{TITLE}\n"  # a newspaper prints the title across its pages
SITE = HEAD + (
    FIRST.removeprefix(HEAD).replace("\n（下转第六版）\n", "").replace("86亿元", "68亿元")
    + SECOND.removeprefix("（上接第五版）\n")
)
SECOND += FOOT
Run = Callable[..., Plan]


@pytest.fixture
def run(run_texts: Run) -> Run:
    return run_texts


def linked(layout: Layout) -> dict[str, tuple[str, int, list[str], str | None]]:
    """Name → name of its report, part, missing parts, name of the report that it is an edition of."""
    documents = scan(layout, "documents").select("doc_id", "source_name").collect()
    names = dict(documents.iter_rows())
    rows = scan(layout, "editions").select("doc_id", "report_id", "part", "missing_parts", "edition_of").collect()
    return {
        names[doc_id]: (names[report], part, missing, names.get(edition_of))
        for doc_id, report, part, missing, edition_of in rows.iter_rows()
    }


def found(layout: Layout) -> list[tuple[str, str]]:
    """rule and source of every finding over several documents."""
    rows = scan(layout, "findings").filter(pl.col("area").is_not_null()).select("rule", "source_name").collect()
    return sorted(rows.iter_rows())


@pytest.mark.parametrize("second", [SECOND, SECOND.removesuffix(FOOT)], ids=["with its place", "without its place"])
def test_parts_that_come_in_two_runs_are_linked_and_checked_as_one_report(
    layout: Layout, run: Run, second: str
) -> None:
    run({"5.txt": FIRST})
    assert linked(layout) == {"5.txt": ("5.txt", 1, ["第六版"], None)}
    assert found(layout) == [("document.missing_part", "5.txt")]
    plan = run({"6.txt": second})
    assert linked(layout) == {"5.txt": ("5.txt", 1, [], None), "6.txt": ("5.txt", 2, [], None)}
    assert found(layout) == [("lists.respectively", "5.txt")]
    assert plan.findings_gone["rule"].to_list() == ["document.missing_part"]
    assert set(scan(layout, "panel").collect()["area"]) == {"示例市"}


def test_parts_of_a_newspaper_are_another_edition_of_the_site_s_and_give_no_rows_twice(
    layout: Layout, run: Run
) -> None:
    run({"site.txt": SITE})
    before = {table: scan(layout, table).collect().height for table in ("outcomes", "panel")}
    plan = run({"5.txt": FIRST, "6.txt": SECOND})
    assert {name: of for name, (*_, of) in linked(layout).items()} == {
        "5.txt": "site.txt",
        "6.txt": "site.txt",
        "site.txt": None,
    }
    hit = scan(layout, "findings").filter(pl.col("rule") == "agreement.editions").collect().row(0, named=True)
    assert (hit["source_name"], hit["severity"], hit["quotes"], hit["expected"]) == (
        "site.txt",
        "warning",
        ["68亿元"],
        "86亿元",
    )
    assert plan.found_elsewhere["finding_id"].to_list() == [hit["finding_id"]]
    assert {table: scan(layout, table).collect().height for table in before} == before


def test_a_second_run_makes_no_new_versions(layout: Layout, run: Run) -> None:
    run({"5.txt": FIRST, "6.txt": SECOND, "site.txt": SITE})
    current = json.loads((layout.releases / "current.json").read_text(encoding="utf-8"))
    assert not run({"5.txt": FIRST, "6.txt": SECOND, "site.txt": SITE}).changed
    assert json.loads((layout.releases / "current.json").read_text(encoding="utf-8")) == current


def test_a_link_goes_with_the_document_that_is_read_otherwise(
    layout: Layout, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when a newer parser reads another place or other page marks."""
    run({"5.txt": FIRST, "6.txt": SECOND})
    monkeypatch.setattr(batch, "parse", _without_marks)
    monkeypatch.setattr(batch, "parser_version", lambda: "newer")
    run({"6.txt": SECOND})
    assert linked(layout) == {"5.txt": ("5.txt", 1, ["第六版"], None), "6.txt": ("6.txt", 1, [], None)}
    assert found(layout) == [("document.missing_part", "5.txt")]


def _without_marks(texts: pl.DataFrame) -> Parsed:
    parsed = parse(texts)
    unmarked = parsed.tables["documents"].with_columns(continued_from=pl.lit(None, pl.String))
    return Parsed(parsed.texts, parsed.tables | {"documents": unmarked})
