"""`data` as an address in a bucket: the same release comes out as from a folder, and every command works on it.

The runs are the functions of the flows in their order (tests/support/zygote.py), with the suites taken as kept; the S3 API
is a server on loopback.
"""

import hashlib
import json
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner, Result
from s3server import S3Server
from whole import Digests, check_nothing_left, digests
from zygote import KILLED, Zygote, run_here

from expectations.judge import Verdict
from flows import releasing, storage
from flows.cli import cli
from flows.collect import Limits, RawStore, collect
from flows.layout import Layout
from flows.publish import publish as publishing
from flows.publish.keep import releases
from flows.publish.read import scan
from flows.storage import Location, lease, location

REPORT = """{place}2024年国民经济和社会发展计划执行情况与2025年计划草案的报告
一、2024年计划执行情况
全市地区生产总值实现{gdp}亿元、增长6.1%。固定资产投资、工业投资分别增长7%、8%、9%。
二、2025年主要目标
地区生产总值增长6%左右，城镇新增就业4200人以上。
"""


@pytest.fixture(scope="module")
def server() -> Iterator[S3Server]:
    with S3Server() as server, pytest.MonkeyPatch.context() as patch:
        for name, value in server.environment.items():
            patch.setenv(name, value)
        patch.setattr(lease, "POLL_SECONDS", 0.02)
        yield server


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """first/: reports of two places; then/: a third one, and a file without text."""
    folder = tmp_path_factory.mktemp("in")
    for when, place, gdp in (("first", "甲市", 203.5), ("first", "乙市", 99.1), ("then", "甲市", 204.5)):
        (folder / when).mkdir(exist_ok=True)
        (folder / when / f"{gdp}.txt").write_text(REPORT.format(place=place, gdp=gdp), encoding="utf-8")
    (folder / "then" / "empty.txt").write_bytes(b"")
    return folder


@pytest.fixture(scope="module", autouse=True)
def _judged() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(releasing, "judge", kept)
        yield


@pytest.fixture(scope="module")
def base(server: S3Server, sources: Path) -> Location:
    """A bucket with one release."""
    root = location(server.make("jihua-base")) / "archive"
    assert run(root, sources / "first") == "published"
    return root


@pytest.fixture(scope="module")
def folder(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the same release."""
    data = tmp_path_factory.mktemp("folder") / "data"
    assert run(data, sources / "first") == "published"
    return data


@dataclass(frozen=True)
class Recovered:
    """A bucket where a run died right before its release became current, and another one came after it: what readers saw
    and what the doctor said in between."""

    root: Location
    seen: Digests
    told: str


@pytest.fixture(scope="module")
def recovered(server: S3Server, base: Location, sources: Path) -> Recovered:
    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    root = copied(server, base, "recovered")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(publishing, "make_current", dies)
        with pytest.raises(KeyboardInterrupt):
            run(root, sources / "then")
    seen, told = digests(root), jihua(root, "doctor").output
    assert run(root, sources / "then") == "published"
    return Recovered(root, seen, told)


@pytest.fixture
def root(server: S3Server, base: Location, request: pytest.FixtureRequest) -> Location:
    """A bucket with one release, for the test alone."""
    return copied(server, base, hashlib.sha256(request.node.name.encode()).hexdigest()[:12])


def copied(server: S3Server, base: Location, name: str) -> Location:
    bucket = server.make(f"jihua-{name}")
    for file in storage.files(base):
        storage.write(location(str(file).replace("s3://jihua-base", bucket)), storage.read(file))
    return location(bucket) / "archive"


def kept(_shown: object, _measures: object, folder: Path, _run: str) -> Verdict:
    """The suites are kept; the page says so."""
    page = folder / "site" / "index.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text("kept", encoding="utf-8")
    return Verdict(True, (), (), page)


def run(root: Location, sources: object, **how: Any) -> str:
    return run_here({"data": str(root), "sources": str(sources) if sources else None, **how})


def jihua(root: Location, *words: object) -> Result:
    return CliRunner().invoke(cli, [*map(str, words), "--data", str(root)])


def objects(root: Location) -> dict[str, str]:
    """Every object and its version, but for what every run writes: its entry in the journal, and the lock."""
    layout = Layout(root)
    left_out = (str(layout.journal), str(layout.publish_lock))
    return {
        str(file): storage.read_version(file)[1] for file in storage.files(root) if not str(file).startswith(left_out)
    }


def test_the_same_release_comes_out_of_a_folder_and_a_bucket(base: Location, folder: Path) -> None:
    assert digests(base) == digests(folder)
    check_nothing_left(base)


def test_a_second_run_changes_nothing(base: Location, sources: Path) -> None:
    before = objects(base)
    assert run(base, sources / "first") == "unchanged"
    assert objects(base) == before


def test_a_release_that_is_kept_is_made_current_again(base: Location) -> None:
    [release] = releases(Layout(base))
    told = jihua(base, "rollback", release.release_id)
    assert f"release {release.release_id} is current again: documents 2" in told.output


@pytest.mark.long
def test_what_a_dead_run_left_is_taken_back_and_an_older_release_made_current(
    recovered: Recovered, folder: Path, sources: Path, tmp_path: Path
) -> None:
    first, data = digests(folder), tmp_path / "data"
    shutil.copytree(folder, data)
    assert run(data, sources / "then") == "published"
    assert recovered.seen == first
    assert "a run died while it published" in recovered.told
    assert digests(recovered.root) == digests(data)
    check_nothing_left(recovered.root)
    older = releases(Layout(recovered.root))[-1]
    assert jihua(recovered.root, "rollback", older.release_id).exit_code == 0
    assert digests(recovered.root) == first
    assert pl.read_delta(f"{recovered.root}/curated/documents").height == 2


def test_the_inbox_of_a_bucket_is_read(root: Location, sources: Path) -> None:
    layout = Layout(root)
    for file in (sources / "then").iterdir():
        storage.write(layout.inbox / "2024" / file.name, file.read_bytes())
    storage.write(layout.inbox / "README.md", b"what lies here")
    collected = collect([str(layout.inbox)], RawStore(layout.store), Limits())
    assert collected.documents["source_uri"].to_list() == [f"{root}/raw/inbox/2024/204.5.txt"]
    assert collected.quarantine["source_uri"].to_list() == [f"{root}/raw/inbox/2024/empty.txt"]
    assert collected.skipped["source_name"].to_list() == ["README.md"]


@pytest.mark.long
def test_a_damaged_original_is_noticed_and_put_back(root: Location) -> None:
    store = RawStore(Layout(root).store)
    original = store.original_path(store.doc_ids()[0])
    storage.write(original, b"?")
    examined = jihua(root, "doctor")
    assert examined.exit_code == 1
    assert f"{original} was changed after it was stored" in examined.output
    assert jihua(root, "doctor", "--mend").exit_code == 0
    assert store.read_original(store.doc_ids()[0])


def test_findings_are_listed_and_explained(base: Location) -> None:
    [first, *_] = json.loads(jihua(base, "findings", "--rule", "lists", "--format", "json").output)
    explained = jihua(base, "explain", first["finding_id"])
    assert explained.exit_code == 0
    assert "【固定资产投资、工业投资】分别增长【7%】、【8%】、【9%】" in explained.output


def test_a_report_is_made_and_opened_from_a_copy(base: Location, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("click.launch", opened.append)
    [release] = releases(Layout(base))
    told = jihua(base, "report", "--run", release.run_id, "--open")
    assert told.output.startswith(f"{base}/curated/reports/")
    [address] = opened
    page = Path(address.removeprefix("file://")).read_text(encoding="utf-8")
    assert "固定资产投资" in page
    assert 'href="../data_docs/site/index.html"' in page


def test_tables_are_exported(base: Location, tmp_path: Path) -> None:
    told = jihua(base, "export", "observations", "findings", "--format", "csv", "--to", tmp_path)
    assert told.exit_code == 0, told.output
    assert pl.read_csv(tmp_path / "observations.csv").height == scan(Layout(base), "observations").collect().height


def test_data_docs_are_copied_up(base: Location) -> None:
    assert storage.read(Layout(base).data_docs / "site" / "index.html") == b"kept"


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("AWS_ENDPOINT_URL", "http://127.0.0.1:9", "does not answer: check AWS_ENDPOINT_URL and the network"),
        ("JIHUA_DATA", "s3://no-such-bucket/a", "there is no bucket no-such-bucket"),
    ],
)
def test_what_is_wrong_is_said_in_plain_words(
    base: Location, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, said: str
) -> None:
    monkeypatch.setenv("JIHUA_DATA", str(base))
    monkeypatch.setenv(variable, value)
    told = CliRunner().invoke(cli, ["findings"])
    assert told.exit_code == 1
    assert said in str(told.exception)


def test_an_address_that_cannot_be_is_wrong_usage() -> None:
    told = CliRunner().invoke(cli, ["findings", "--data", "gs://reports/a"])
    assert told.exit_code == 2
    assert "gs is not known; a folder or s3://bucket/prefix is" in told.output


@pytest.fixture
def zygote(server: S3Server) -> Iterator[Zygote]:  # noqa: ARG001 - it inherits what leads to the server
    zygote = Zygote()
    yield zygote
    zygote.close()


@pytest.mark.long
def test_two_at_once_both_end_well(root: Location, sources: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(REPORT.format(place="丙市", gdp=50.5), encoding="utf-8")
    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(lambda given: run(root, given), (sources / "then", other))) == ["published"] * 2
    assert scan(Layout(root), "documents").collect().height == 4
    check_nothing_left(root)


@pytest.mark.long
def test_killed_after_everything_that_changes_the_bucket(
    zygote: Zygote, server: S3Server, base: Location, sources: Path
) -> None:
    how: dict[str, Any] = {"unjudged": True, "lease": 0.3}
    undisturbed = copied(server, base, "undisturbed")
    moments = zygote.run(str(undisturbed), str(sources / "then"), **how)["calls"]
    before, after = digests(base), digests(undisturbed)
    changes = ("after flows.storage", "after flows.publish.tables")
    first_of_each = {moment: moments.index(moment) for moment in moments if moment.startswith(changes)}
    assert len(first_of_each) >= 12
    for number, at in enumerate(first_of_each.values()):
        root = copied(server, base, f"killed-{number}")
        assert zygote.run(str(root), str(sources / "then"), at=at, **how)["status"] == KILLED
        assert digests(root) in (before, after), f"readers see half a release: {moments[at]}"
        again = zygote.run(str(root), str(sources / "then"), **how)
        assert again["status"] == 0, again
        assert digests(root) == after, f"the next run ends elsewhere: {moments[at]}"
        check_nothing_left(root)
