"""A folder as a colleague downloaded it: one report in every form, and files that are none."""

import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hostile import CSV, by_hand, cut, random_bytes
from printers import as_docx, as_page, as_pdf

Jihua = Callable[..., subprocess.CompletedProcess[str]]

REPORT = (
    "关于示例市2024年国民经济和社会发展计划执行情况与2025年计划草案的报告\n一、2024年计划执行情况\n"
    "全市地区生产总值实现203.5亿元、增长6.1%。规模以上工业增加值增长7.5%。\n"
    "表1 主要指标\n| 指标 | 2024年计划 | 2024年完成 |\n| 粮食产量（万吨） | 35 | 36.2 |\n"
    "二、2025年主要目标\n地区生产总值增长6%左右，城镇新增就业4200人以上。"
)
FORMS = {
    "page.html": as_page(REPORT),
    "old-page.htm": as_page(REPORT, "br", "table"),
    "word.docx": as_docx(REPORT),
    "news.pdf": as_pdf(REPORT),
    "text.txt": REPORT.encode("gb18030"),
}
# Some of each form; tests/collect/test_hostile_files.py has all, with the seconds and the memory that each takes
BOMBS = (
    "bomb.docx laughs.docx outside.docx ../../climbing.docx nested.zip labels.html tabs.txt long.csv locked.pdf".split()
)
STATED = ["indicator", "measure", "value", "unit", "year", "status", "region", "origin"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("downloads")
    bad = [*((name, data) for name, data in by_hand() if name in BOMBS), *cut(1), *random_bytes(9)]
    for name, data in [*FORMS.items(), ("annex.csv", CSV.encode("gb18030")), *bad]:
        (made / Path(name).name).write_bytes(data)
    (made / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") * 9)
    return made


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("root") / "data"


@pytest.fixture(scope="module")
def run(jihua: Jihua, folder: Path, data: Path) -> subprocess.CompletedProcess[str]:
    return jihua("ingest", folder, "--data", data)


@pytest.fixture
def table(data: Path, run: subprocess.CompletedProcess[str]) -> Callable[[str], pl.DataFrame]:
    assert run.returncode == 0, run.stdout + run.stderr
    return lambda name: pl.read_delta(str(data / "curated" / name))


def test_every_form_gives_the_same_observations(table: Callable[[str], pl.DataFrame]) -> None:
    observations = table("observations").filter(pl.col("source_name").is_in(list(FORMS)))
    by_form = {
        name: sorted(rows.select(STATED).rows(), key=str) for (name,), rows in observations.group_by("source_name")
    }
    assert len(by_form) == len(FORMS)
    assert all(rows == by_form["text.txt"] for rows in by_form.values())
    assert len(by_form["text.txt"]) >= 7


def test_documents_say_what_each_was_and_what_the_site_said_of_it(table: Callable[[str], pl.DataFrame]) -> None:
    documents = table("documents").filter(pl.col("source_name").is_in(list(FORMS)))
    forms = dict(documents.select("source_name", "media_type").iter_rows())
    assert forms["news.pdf"] == "application/pdf"
    assert forms["old-page.htm"] == "text/html"
    assert documents["encoding"].null_count() == 0
    page = documents.row(by_predicate=pl.col("source_name") == "page.html", named=True)
    assert (page["index_number"], page["published_on"]) == ("99010102008670164Y/2024-00031", date(2025, 1, 20))


def test_rows_of_a_csv_are_cells_and_observations(table: Callable[[str], pl.DataFrame]) -> None:
    documents = table("documents").filter(source_name="annex.csv")
    cells = table("table_cells").join(documents.select("doc_id"), on="doc_id", how="semi")
    assert cells.filter(row=3)["text"].to_list() == ["指标2", "亿元", "2.5", "2.6"]
    found = table("observations").filter(source_name="annex.csv", indicator="指标2")
    assert sorted(found.select("value", "status").rows()) == [(2.5, "target"), (2.6, "actual")]


def test_bad_files_are_set_aside_with_reasons(table: Callable[[str], pl.DataFrame], folder: Path) -> None:
    quarantine = table("quarantine").filter(stage="collect")
    reasons = {Path(uri).name: reason for uri, reason in quarantine.select("source_uri", "reason").iter_rows()}
    assert reasons["locked.pdf"] == "it is locked with a password"
    assert reasons["bomb.docx"] == "it unpacks to far more than it is"
    assert len(reasons) >= 20
    assert quarantine["detail"].str.ends_with(".").all()
    assert table("documents").height + len(reasons) == len(list(folder.iterdir()))


@pytest.mark.long
def test_a_backfill_reads_the_originals_again_and_finds_the_same(
    jihua: Jihua, data: Path, table: Callable[[str], pl.DataFrame]
) -> None:
    before = table("observations").sort("observation_id")
    for read in (data / "raw" / "store").glob("??/*/read-*.txt"):
        read.unlink()

    again = jihua("backfill", "--force", "--data", data)

    assert again.returncode == 0, again.stdout + again.stderr
    same = [c for c in before.columns if c not in ("run_id", "flags")]
    assert table("observations").sort("observation_id").select(same).equals(before.select(same))
    assert list((data / "raw" / "store").glob("??/*/read-*.txt"))
