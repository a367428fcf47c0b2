"""Addresses and a catalogue as a person gives them: reports in, and what failed said plainly."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import pytest
from loopback import Reply, Site, serving

Jihua = Callable[..., subprocess.CompletedProcess[str]]
NETWORK = {"JIHUA_ALLOWED_PRIVATE_HOSTS": "127.0.0.1", "JIHUA_PAUSE_SECONDS": "0", "JIHUA_FETCH_ATTEMPTS": "1"}
REPORT = "一、主要指标\n全年地区生产总值实现99.5亿元、增长5.5%。\n二、目标\n地区生产总值增长6%以上。\n".encode()


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with serving() as site:
        site.plays("/list.html", Reply(body="<html><a href='r/1.txt'>样本县计划草案</a><a href='x'>其他</a>".encode()))
        site.plays("/r/1.txt", Reply(headers={"ETag": '"1"'}, body=REPORT))
        yield site


@pytest.fixture(scope="module")
def catalogue(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data root's own catalogue: found without being named."""
    path = tmp_path_factory.mktemp("root") / "sources.toml"
    path.write_text(
        f'[[source]]\nname = "样本县"\nindex = "{site.url("/list.html")}"\nmatch = "计划草案"\n'
        'region = "511700"\nkind = "plan_report"\nyear = 2025\n',
        encoding="utf-8",
    )
    return path


@pytest.fixture(scope="module")
def first(jihua: Jihua, catalogue: Path) -> subprocess.CompletedProcess[str]:
    return jihua("ingest", "--data", catalogue.parent, **NETWORK)


def table(catalogue: Path, name: str) -> pl.DataFrame:
    return pl.read_delta(str(catalogue.parent / "curated" / name))


def test_a_catalogue_is_tried_without_reading_anything(jihua: Jihua, catalogue: Path, site: Site) -> None:
    done = jihua("sources", "check", "--data", catalogue.parent, **NETWORK)
    assert done.returncode == 0, done.stderr
    assert "1 of 2 links would be followed" in done.stdout
    assert "样本县计划草案" in done.stdout
    assert "/r/1.txt" not in site.pages_asked


def test_a_run_without_sources_reads_what_the_catalogue_names(
    first: subprocess.CompletedProcess[str], catalogue: Path, site: Site
) -> None:
    assert first.returncode == 0, first.stderr
    document = table(catalogue, "documents").row(0, named=True)
    assert document["source_uri"] == site.url("/r/1.txt")
    assert (document["region_code"], document["kind"], document["plan_year"]) == ("511700", "plan_report", 2025)
    assert document["hints"] == "511700 plan_report 2025"


def test_the_years_of_numbers_follow_the_hint(first: subprocess.CompletedProcess[str], catalogue: Path) -> None:
    assert first.returncode == 0, first.stderr
    growth = table(catalogue, "observations").filter(indicator_code="gdp", measure="growth").sort("year")
    assert growth.select("value", "year", "status").rows() == [(5.5, 2024, "actual"), (6.0, 2025, "target")]


def test_addresses_that_fail_are_set_aside_and_the_released_report_stays(
    first: subprocess.CompletedProcess[str], jihua: Jihua, catalogue: Path, site: Site
) -> None:
    assert first.returncode == 0, first.stderr
    site.plays("/r/1.txt", Reply(500))
    done = jihua("ingest", site.url("/r/1.txt"), "http://169.254.169.254/", "--data", catalogue.parent, **NETWORK)
    assert done.returncode == 0, done.stderr
    quarantine = table(catalogue, "quarantine").sort("source_uri")
    assert quarantine.select("source_uri", "reason").rows() == [
        (site.url("/r/1.txt"), "its server failed"),
        ("http://169.254.169.254/", "its server lies where nothing is fetched from"),
    ]
    assert table(catalogue, "documents").height == 1


def test_a_backfill_never_touches_the_network(
    first: subprocess.CompletedProcess[str], jihua: Jihua, catalogue: Path, site: Site
) -> None:
    assert first.returncode == 0, first.stderr
    asked = len(site.log)
    done = jihua("backfill", "--dry-run", "--data", catalogue.parent, **NETWORK)
    assert done.returncode == 0, done.stderr
    assert len(site.log) == asked


@pytest.mark.parametrize("command", [["sources", "check", "sources.toml"], ["ingest"]])
def test_a_catalogue_that_is_wrong_is_wrong_usage(jihua: Jihua, tmp_path: Path, command: list[str]) -> None:
    path = tmp_path / "sources.toml"
    path.write_text('[[source]]\nname = "甲"\nurl = "ftp://a.example"\n', encoding="utf-8")
    named = [str(path) if word == "sources.toml" else word for word in command]
    done = jihua(*named, "--data", tmp_path)
    assert done.returncode == 2
    assert f"{path}:3: url: It leads to ftp" in done.stderr
