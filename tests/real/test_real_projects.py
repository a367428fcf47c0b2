"""Facts about the project tables of 万州区's plan report: counts and names of projects only."""

from pathlib import Path

import polars as pl
import pytest

from flows.parse.normalise import normalise
from flows.parse.projects import projects
from flows.parse.table_cells import table_cells

REPORT = Path(__file__).parents[3] / "shared" / "reports" / "004_0798edd91b3d5539.txt"

pytestmark = pytest.mark.skipif(not REPORT.is_file(), reason="the real reports (../shared/reports) are not here")


@pytest.fixture(scope="module")
def text() -> pl.DataFrame:
    raw = {
        "doc_id": "d" * 64, "source_name": REPORT.name, "source_uri": REPORT.as_uri(), "source_names": [REPORT.name],
        "encoding": "utf-8", "media_type": "text/plain", "text": REPORT.read_text(encoding="utf-8"),
    }  # fmt: skip
    return normalise(pl.DataFrame([raw]))


@pytest.fixture(scope="module")
def found(text: pl.DataFrame) -> pl.DataFrame:
    documents = pl.DataFrame({"doc_id": ["d" * 64], "plan_year": [2025]}, schema_overrides={"plan_year": pl.Int32})
    return projects(table_cells(text), documents)


def test_projects_by_table_and_phase(found: pl.DataFrame) -> None:
    assert found.group_by("table_no", "phase").len().sort("table_no", "phase").rows() == [
        (2, "completed", 24), (2, "started", 25), (2, "under_way", 31),
        (9, "completed", 16), (9, "started", 19), (9, "under_way", 14),
        (10, "completed", 23), (10, "started", 21), (10, "under_way", 7),
        (11, "completed", 4), (11, "started", 10), (11, "under_way", 7),
        (12, "completed", 10), (12, "started", 8), (12, "under_way", 6),
    ]  # fmt: skip


def test_year_is_that_of_the_title(found: pl.DataFrame) -> None:
    years = found.group_by("table_no").agg(pl.col("year").unique().first()).sort("table_no")
    assert years.rows() == [(2, 2024), (9, 2025), (10, 2025), (11, 2025), (12, 2025)]


@pytest.mark.parametrize(
    ("table_no", "sectors"),
    [
        (2, ["产业发展", "交通", "水利", "城建", "生态环保", "社会民生"]),
        (9, ["交通", "水利", "能源", "城建"]),
        (10, [None]),
        (12, ["生态保护修复", "污染防范治理", "绿色低碳转型"]),
    ],
)
def test_sectors(found: pl.DataFrame, table_no: int, sectors: list[str | None]) -> None:
    own = found.filter(pl.col("table_no") == table_no)
    assert own["sector"].unique(maintain_order=True).to_list() == sectors


@pytest.mark.parametrize(
    ("name", "table_no", "phase"),
    [
        ("氧化铝智能化升级和产能置换（一期）", 2, "completed"),
        ("孙家书房还房C栋和D栋", 2, "completed"),
        ("五桥等片区雨污水错接混接隐患整治", 2, "completed"),
        ("数字渔业示范基地", 2, "started"),
        ("开万梁高速", 9, "under_way"),
        ("农村公路建设", 9, "started"),
        ("全球保税维修", 10, "completed"),
        ("油脂仓储项目", 10, "started"),
        ("江南（密溪沟）污水处理厂", 12, "completed"),
        ("“两岸青山·千里林带”", 12, "started"),
        ("家庭厨余垃圾处置", 12, "under_way"),
    ],
)
def test_project(found: pl.DataFrame, name: str, table_no: int, phase: str) -> None:
    own = found.filter((pl.col("table_no") == table_no) & (pl.col("name") == name))
    assert own["phase"].to_list() == [phase]


def test_no_name_ends_in_the_tail_of_its_list(found: pl.DataFrame) -> None:
    assert found.filter(pl.col("name").str.contains("(?:等|等项目|。)$")).is_empty()


def test_all_spans_hold(text: pl.DataFrame, found: pl.DataFrame) -> None:
    whole = text["text"][0]
    assert all(
        whole[start:end] == name for start, end, name in found.select("char_start", "char_end", "name").iter_rows()
    )
