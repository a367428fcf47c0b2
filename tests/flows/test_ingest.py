"""The main job as a person runs it: reports in, a release and a quality report out."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

REPORT = """关于虚构县2024年国民经济和社会发展计划执行情况与2025年计划草案的报告
2025年1月8日在虚构县第十届人民代表大会第五次会议上
虚构县发展和改革局
各位代表：
一、2024年计划执行情况
全县地区生产总值实现203.5亿元、增长6.1%。固定资产投资、工业投资分别增长7%、8%、9%。
二、2025年主要目标
地区生产总值增长6%左右，城镇新增就业4200人以上。
"""
Jihua = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A good report in GBK, the same under another name, and two sources that cannot be taken."""
    folder = tmp_path_factory.mktemp("sources")
    (folder / "虚构县.txt").write_bytes(REPORT.encode("gb18030"))
    (folder / "副本.txt").write_bytes(REPORT.encode("gb18030"))
    (folder / "空.txt").write_bytes(b"")
    (folder / "图片.txt").write_bytes(bytes(range(256)) * 40)
    return folder


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("root") / "data"


@pytest.fixture(scope="module")
def first(cold_jihua: Jihua, sources: Path, data: Path) -> subprocess.CompletedProcess[str]:
    return cold_jihua("ingest", sources, "--data", data)


@pytest.fixture
def table(data: Path, first: subprocess.CompletedProcess[str]) -> Callable[[str], pl.DataFrame]:
    assert first.returncode == 0, first.stderr
    return lambda name: pl.read_delta(str(data / "curated" / name))


def test_a_first_run_publishes_and_says_where_the_report_lies(
    first: subprocess.CompletedProcess[str], data: Path
) -> None:
    assert first.returncode == 0, first.stderr
    [report] = (data / "curated" / "reports").glob("*.html")
    assert str(report) in first.stdout.replace("\n", "")


def test_the_numbers_are_in_the_table_with_their_sentences(table: Callable[[str], pl.DataFrame]) -> None:
    rows = table("observations").filter(indicator_code="gdp", status="actual").sort("measure")
    assert rows.select("measure", "value", "unit", "year").rows() == [
        ("growth", 6.1, "%", 2024),
        ("level", 203.5, "亿元", 2024),
    ]
    assert all(quote in evidence for quote, evidence in rows.select("quote", "evidence").iter_rows())


def test_every_span_points_to_its_quote(table: Callable[[str], pl.DataFrame], data: Path) -> None:
    document = table("documents").row(0, named=True)
    folder = data / "raw" / "store" / document["doc_id"][:2] / document["doc_id"]
    text = (folder / f"text-{document['parser_version']}.txt").read_text(encoding="utf-8")
    spans = table("observations").select("quote", "char_start", "char_end").rows()
    assert spans
    assert all(text[start:end] == quote for quote, start, end in spans)


def test_the_contradiction_is_a_finding_and_a_flag(table: Callable[[str], pl.DataFrame]) -> None:
    assert table("findings").filter(rule="lists.respectively").height == 1
    flagged = table("observations").filter(pl.col("flags").list.contains("lists.respectively"))
    assert set(flagged["value"]) == {7, 8, 9}


def test_the_same_bytes_under_two_names_are_one_document(table: Callable[[str], pl.DataFrame]) -> None:
    [names] = table("documents")["source_names"].to_list()
    assert sorted(names) == ["副本.txt", "虚构县.txt"]


def test_what_cannot_be_taken_is_in_quarantine_with_its_reason(table: Callable[[str], pl.DataFrame]) -> None:
    rows = table("quarantine").sort("reason")
    assert rows.height == 2
    assert rows["detail"].str.len_chars().min() > 10


def test_a_second_run_changes_nothing_and_says_so(
    first: subprocess.CompletedProcess[str], jihua: Jihua, sources: Path, data: Path
) -> None:
    assert first.returncode == 0
    current = (data / "curated" / "releases" / "current.json").read_text(encoding="utf-8")
    again = jihua("ingest", sources, "--data", data)
    assert again.returncode == 0, again.stderr
    assert "没有新" in again.stdout
    assert (data / "curated" / "releases" / "current.json").read_text(encoding="utf-8") == current
    newest = {t: pl.scan_delta(str(data / "curated" / t)).collect().height for t in json.loads(current)["tables"]}
    assert newest == {t: state["rows"] for t, state in json.loads(current)["tables"].items()}


def test_findings_at_the_threshold_make_exit_code_3(jihua: Jihua, sources: Path, tmp_path: Path) -> None:
    done = jihua("ingest", sources / "虚构县.txt", "--data", tmp_path, "--fail-on", "warning")
    assert done.returncode == 3, done.stderr


def test_a_backfill_without_changes_changes_nothing(
    first: subprocess.CompletedProcess[str], jihua: Jihua, data: Path
) -> None:
    assert first.returncode == 0
    done = jihua("backfill", "--years", "2024", "--dry-run", "--force", "--data", data)
    assert done.returncode == 0, done.stderr
    assert "nothing would change" in done.stdout


def test_a_finding_is_explained_with_the_text_around_it(
    table: Callable[[str], pl.DataFrame], jihua: Jihua, data: Path
) -> None:
    finding = table("findings").filter(rule="lists.respectively").row(0, named=True)
    done = jihua("explain", finding["finding_id"][:8], "--data", data)
    assert done.returncode == 0, done.stderr
    assert finding["message"] in done.stdout
    assert "二、2025年主要目标" in done.stdout


def test_an_accepted_finding_is_listed_at_the_end_with_its_reason(
    table: Callable[[str], pl.DataFrame], jihua: Jihua, data: Path, tmp_path: Path
) -> None:
    finding = table("findings").filter(rule="lists.respectively").row(0, named=True)
    accepted = tmp_path / "accepted.toml"
    accepted.write_text(
        f'[[accepted]]\nfinding = "{finding["finding_id"]}"\nwho = "王某"\nwhy = "样本"\n', encoding="utf-8"
    )
    done = jihua("findings", "--data", data, JIHUA_ACCEPTED=str(accepted))
    open_ones, _, accepted_ones = done.stdout.rpartition("accepted: 1")
    assert finding["message"] not in open_ones
    assert finding["message"] in accepted_ones
    assert "王某: 样本" in accepted_ones
    listed = json.loads(jihua("findings", "--format", "json", "--data", data, JIHUA_ACCEPTED=str(accepted)).stdout)
    assert [row["accepted_why"] for row in listed if row["finding_id"] == finding["finding_id"]] == ["样本"]
