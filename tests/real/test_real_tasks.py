"""Facts about 达州市's responsibility plan of 2021: counts, numbers, years and names of bodies only."""

from pathlib import Path

import polars as pl
import pytest

from flows.parse.normalise import normalise
from flows.parse.sections import sections
from flows.parse.tasks import milestones, tasks

REPORT = Path(__file__).parents[3] / "shared" / "reports" / "002_4d4b2807dcec1cae.txt"

pytestmark = pytest.mark.skipif(not REPORT.is_file(), reason="the real reports (../shared/reports) are not here")


@pytest.fixture(scope="module")
def plan() -> pl.DataFrame:
    raw = {
        "doc_id": "d" * 64, "source_name": REPORT.name, "source_uri": REPORT.as_uri(), "source_names": [REPORT.name],
        "encoding": "utf-8", "media_type": "text/plain", "text": REPORT.read_text(encoding="utf-8"),
    }  # fmt: skip
    return normalise(pl.DataFrame([raw]))


@pytest.fixture(scope="module")
def found(plan: pl.DataFrame) -> pl.DataFrame:
    documents = pl.DataFrame({"doc_id": ["d" * 64], "kind": ["responsibility_plan"]})
    return tasks(plan, sections(plan), documents)


@pytest.fixture(scope="module")
def owed(plan: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    return milestones(plan, found)


def test_all_tasks_with_their_numbers(found: pl.DataFrame) -> None:
    assert found["task_no"].to_list() == list(range(1, 135))


def test_every_task_has_a_leader_a_body_that_leads_and_one_that_supports(found: pl.DataFrame) -> None:
    for column in ("leaders", "lead_units", "support_units"):
        assert found[column].list.len().min() >= 1


def test_tasks_stand_under_35_headings(found: pl.DataFrame) -> None:
    assert found["theme"].null_count() == 0
    assert found["theme"].n_unique() == 35
    assert found["theme"].to_list()[:13] == ["主要目标"] * 12 + ["创建万达开川渝统筹发展示范区"]


@pytest.mark.parametrize(
    ("task_no", "leaders", "lead", "support"),
    [
        (1, ["丁应虎", "张俊懿", "唐志坤", "张杰"], ["市发展改革委", "市农业农村局", "市经信局", "市商务局"], 13),
        (7, ["丁应虎"], ["市财政局"], 8),
        (43, ["王光生", "刘政", "唐志坤"], ["市商务局", "市民政局", "市卫生健康委"], 4),
        (70, ["丁应虎", "颜晓平"], ["市发展改革委", "市交通运输局"], 3),
        (77, ["丁应虎"], ["市金融工作局"], 6),
        (106, ["张俊懿"], ["市住房城乡建设局"], 2),
        (134, ["丁应虎"], ["市财政局"], 4),
    ],
)
def test_leaders_and_bodies(
    found: pl.DataFrame, task_no: int, leaders: list[str], lead: list[str], support: int
) -> None:
    row = found.filter(pl.col("task_no") == task_no).row(0, named=True)
    assert (row["leaders"], row["lead_units"], len(row["support_units"])) == (leaders, lead, support)


def test_names_of_bodies_are_bare(found: pl.DataFrame) -> None:
    names = pl.concat([found["lead_units"].explode(), found["support_units"].explode()]).unique()
    assert names.filter(names.str.contains("[，。；、]") & ~names.str.contains("（[^（）]+）")).to_list() == []
    assert names.filter(names.str.ends_with("等")).to_list() == []


def test_every_task_owes_something(found: pl.DataFrame, owed: pl.DataFrame) -> None:
    assert found.join(owed, on=["doc_id", "task_no"], how="anti").is_empty()
    assert owed.height == 514


def test_years_lie_within_the_plan(owed: pl.DataFrame) -> None:
    assert owed["year"].drop_nulls().unique().sort().to_list() == [2021, 2022, 2023, 2024, 2025]
    assert owed["year_from"].drop_nulls().min() == 2021


@pytest.mark.parametrize(
    ("task_no", "years"),
    [
        (1, [(2021, 2025), (None, 2021), (None, 2022), (None, 2023), (None, 2024), (None, 2025)]),
        (6, [(None, 2021), (None, 2022), (None, 2023), (None, 2024), (None, 2025)]),
        (45, [(None, 2021), (None, 2022), (None, 2023), (None, 2024), (None, 2025)]),
        (47, [(None, None), (2021, 2023), (2024, None)]),
        (71, [(None, None)]),
        (83, [(2022, 2025), (None, 2022), (None, 2024)]),
        (112, [(None, None), (None, 2025)]),
    ],
)
def test_years_of_a_task(owed: pl.DataFrame, task_no: int, years: list[tuple[int | None, int | None]]) -> None:
    assert owed.filter(pl.col("task_no") == task_no).select("year_from", "year").rows() == years


def test_all_spans_hold(plan: pl.DataFrame, found: pl.DataFrame, owed: pl.DataFrame) -> None:
    text = plan["text"][0]
    assert all(
        text[start:end] == said for start, end, said in owed.select("char_start", "char_end", "text").iter_rows()
    )
    assert all(
        title in text[start:end] for start, end, title in found.select("char_start", "char_end", "title").iter_rows()
    )
