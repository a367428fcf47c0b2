"""Addresses and catalogues in, documents and quarantine out: whatever is wrong with one address, the others are taken."""

import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from loopback import Reply, Site, impatient, serving

from flows.collect import Collected, Limits, RawStore, Reason, collect
from flows.collect.wanted import Wanted
from flows.collect.web.watch import fetch_all

REPORT = "示例市2024年地区生产总值实现321.5亿元，同比增长5.6%。\n城镇新增就业1.2万人。\n".encode()
OTHER = REPORT.replace("示例市".encode(), "样本县".encode())
NOTICE = "<html><body><p>现将报告印发给你们。</p><a href='att/1.txt'>附件：样本县计划报告.pdf</a></body></html>".encode(
    "gbk"
)
LIST = (
    "<a href='/about'>关于本站</a><a href='/r/1.txt'>示例市计划草案</a><a href='/r/2.txt'>样本县计划草案</a>".encode()
)


@pytest.fixture
def store(tmp_path: Path) -> RawStore:
    return RawStore(tmp_path / "store")


@pytest.fixture
def run(store: RawStore) -> Callable[..., Collected]:
    def run(*sources: str | Path, **changes: object) -> Collected:
        return collect(sources, store, Limits(max_bytes=100_000), impatient(**changes))

    return run


@pytest.fixture
def catalogue(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / "sources.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def reasons(collected: Collected) -> dict[str, str]:
    return dict(collected.quarantine.select(pl.col("source_uri").str.split("/").list.last(), "reason").iter_rows())


def statuses(collected: Collected) -> dict[str, str]:
    return dict(collected.sources.select("source_name", "status").iter_rows())


def origin(store: RawStore, collected: Collected, name: str) -> dict[str, object]:
    """The record of the source of this name, as it lies on the disk."""
    doc_id = collected.sources.filter(source_name=name)["doc_id"].item()
    record = json.loads((store.original_path(doc_id).parent / "record.json").read_text(encoding="utf-8"))
    return next(o for o in record["origins"] if o["source_name"] == name)


def test_an_address_becomes_a_document_like_a_file(site: Site, run: Callable[..., Collected], tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_bytes(OTHER)

    collected = run(site.plays("/2024/a.txt", Reply(body=REPORT)), tmp_path / "b.txt")

    assert collected.documents.select("source_name", "source_uri").rows() == [
        ("b.txt", (tmp_path / "b.txt").as_uri()),
        ("a.txt", site.url("/2024/a.txt")),
    ]
    assert collected.quarantine.is_empty()


def test_the_record_says_when_and_how_it_came(site: Site, run: Callable[..., Collected], store: RawStore) -> None:
    headers = {"ETag": '"7"', "Last-Modified": "Mon, 08 Jan 2024 08:00:00 GMT", "Content-Type": "text/plain"}
    site.plays("/old", Reply(301, {"Location": "/new.txt"}))
    site.plays("/new.txt", Reply(headers=headers, body=REPORT))

    collected = run(site.url("/old"))

    kept = origin(store, collected, "new.txt")
    fetched = kept["fetched"]
    assert kept["source_uri"] == site.url("/old")
    assert isinstance(fetched, dict)
    assert fetched.pop("fetched_at").endswith("+00:00")
    assert fetched == {
        "final_url": site.url("/new.txt"),
        "content_type": "text/plain",
        "etag": '"7"',
        "last_modified": "Mon, 08 Jan 2024 08:00:00 GMT",
        "found_on": "",
        "leads_to": [],
        "goes_on": [],
    }


def test_one_bad_address_does_not_hold_up_the_others(site: Site, run: Callable[..., Collected]) -> None:
    site.plays("/good.txt", Reply(body=REPORT))
    site.plays("/gone", Reply(404))
    site.plays("/secret", Reply(403))
    site.plays("/down", Reply(503))
    site.plays("/large", Reply(body=b"x" * 200_000))
    site.plays("/slow", Reply(seconds=1.0))
    site.plays("/loop", Reply(302, {"Location": "/loop"}))
    site.plays("/inside", Reply(302, {"Location": "http://169.254.169.254/"}))
    site.plays("/empty", Reply())
    site.plays("/noise", Reply(body=bytes(range(256)) * 4))
    pages = ["gone", "secret", "down", "large", "slow", "loop", "inside", "empty", "noise", "good.txt"]

    collected = run(
        *(site.url(f"/{p}") for p in pages), "http://127.0.0.1:9/dead", "http://nowhere.invalid/dns", attempts=2
    )

    assert collected.documents["source_name"].to_list() == ["good.txt"]
    assert reasons(collected) == {
        "gone": Reason.NOT_FOUND,
        "secret": Reason.FORBIDDEN,
        "down": Reason.SERVER_ERROR,
        "large": Reason.TOO_LARGE,
        "slow": Reason.TIMED_OUT,
        "loop": Reason.REDIRECTS,
        "inside": Reason.REFUSED_ADDRESS,
        "empty": Reason.EMPTY,
        "noise": Reason.BINARY,
        "dead": Reason.NO_CONNECTION,
        "dns": Reason.UNKNOWN_HOST,
    }


def test_a_second_run_asks_whether_something_changed_and_writes_nothing(
    site: Site, run: Callable[..., Collected], store: RawStore
) -> None:
    site.plays("/a.txt", Reply(headers={"ETag": '"1"'}, body=REPORT), Reply(304))
    site.plays("/b.txt", Reply(body=OTHER))
    first = run(site.url("/a.txt"), site.url("/b.txt"))
    before = {path: path.stat().st_mtime_ns for path in store.root.rglob("*")}

    second = run(site.url("/a.txt"), site.url("/b.txt"))

    assert site.asked("/a.txt")[-1].headers["if-none-match"] == '"1"'
    assert statuses(first) == {"a.txt": "new", "b.txt": "new"}
    assert statuses(second) == {"a.txt": "unchanged", "b.txt": "unchanged"}
    assert second.documents.equals(first.documents)
    assert {path: path.stat().st_mtime_ns for path in store.root.rglob("*")} == before


def test_what_the_store_has_lost_is_asked_for_without_conditions(
    site: Site, run: Callable[..., Collected], store: RawStore
) -> None:
    site.plays("/a.txt", Reply(headers={"ETag": '"1"'}, body=REPORT))
    doc_id = run(site.url("/a.txt")).documents["doc_id"].item()
    store.original_path(doc_id).unlink()

    assert statuses(run(site.url("/a.txt"))) == {"a.txt": "unchanged"}
    assert "if-none-match" not in site.asked("/a.txt")[-1].headers
    assert store.read_original(doc_id) == REPORT


def test_a_damaged_visit_costs_a_full_answer(site: Site, run: Callable[..., Collected], store: RawStore) -> None:
    site.plays("/a.txt", Reply(headers={"ETag": '"1"'}, body=REPORT))
    run(site.url("/a.txt"))
    [visit] = (store.root / "visits").glob("*/*.json")
    visit.write_text("{")

    assert statuses(run(site.url("/a.txt"))) == {"a.txt": "unchanged"}


def test_a_page_that_changed_is_a_new_document_and_the_old_one_stays(
    site: Site, run: Callable[..., Collected], store: RawStore
) -> None:
    site.plays("/a.txt", Reply(body=REPORT), Reply(body=OTHER))
    run(site.url("/a.txt"))

    assert statuses(run(site.url("/a.txt"))) == {"a.txt": "new"}
    assert store.records().height == 2


def html(sentence: str, visits: int) -> Reply:
    body = f"<html><body><div>访问量：{visits}</div><div>{f'<p>{sentence}</p>' * 40}</div></body></html>"
    return Reply(body=body.encode())


def test_a_page_in_another_wrapping_is_the_same_document(
    site: Site, run: Callable[..., Collected], store: RawStore
) -> None:
    same, other = (
        "示例市全年地区生产总值实现321.5亿元，同比增长5.6%。",
        "示例市全年地区生产总值实现331.5亿元，同比增长5.6%。",
    )
    site.plays("/a.html", html(same, 1), html(same, 2), html(other, 3))

    assert statuses(run(site.url("/a.html"))) == {"a.html": "new"}
    assert statuses(run(site.url("/a.html"))) == {"a.html": "unchanged"}
    assert len(store.doc_ids()) == 1
    assert statuses(run(site.url("/a.html"))) == {"a.html": "new"}


def test_a_frame_in_another_wrapping_is_the_same_frame(
    site: Site, run: Callable[..., Collected], store: RawStore
) -> None:
    site.plays("/n/notice.html", Reply(body=NOTICE), Reply(body=NOTICE.replace(b"</body>", b"<i>2</i></body>")))
    site.plays("/n/att/1.txt", Reply(body=OTHER))

    run(site.url("/n/notice.html"))

    assert statuses(run(site.url("/n/notice.html"))) == {"1.txt": "unchanged"}
    assert len(store.doc_ids()) == 2


def test_a_page_that_failed_keeps_what_came_before(site: Site, run: Callable[..., Collected], store: RawStore) -> None:
    site.plays("/a.txt", Reply(body=REPORT), Reply(404))
    run(site.url("/a.txt"))

    assert statuses(run(site.url("/a.txt"))) == {"a.txt": "quarantined"}
    assert store.records().height == 1


def test_a_list_page_leads_to_the_reports_whose_links_fit(
    site: Site, run: Callable[..., Collected], catalogue: Callable[[str], Path], store: RawStore
) -> None:
    site.plays("/list", Reply(headers={"ETag": '"1"'}, body=LIST), Reply(304))
    site.plays("/r/1.txt", Reply(body=REPORT))
    site.plays("/r/2.txt", Reply(body=OTHER))
    path = catalogue(f'[[source]]\nname = "示例市"\nindex = "{site.url("/list")}"\nmatch = "计划草案"\n')

    first, second = run(path), run(path)

    assert statuses(first) == {"1.txt": "new", "2.txt": "new"}
    assert statuses(second) == {"1.txt": "unchanged", "2.txt": "unchanged"}
    assert first.skipped.rows() == [(site.url("/list"), "示例市", "a list page; 2 of its 3 links fit")]
    assert site.asked("/list")[-1].headers["if-none-match"] == '"1"'
    assert origin(store, first, "1.txt")["fetched"]["found_on"] == site.url("/list")  # type: ignore[index]
    assert "/about" not in site.pages_asked


@pytest.mark.parametrize("body", [LIST, b"", b"%PDF-1.4"], ids=["other links", "nothing", "no page"])
def test_a_list_page_on_which_nothing_fits_is_set_aside(
    site: Site, run: Callable[..., Collected], catalogue: Callable[[str], Path], body: bytes
) -> None:
    site.plays("/list", Reply(body=body))

    collected = run(catalogue(f'[[source]]\nname = "示例市"\nindex = "{site.url("/list")}"\nmatch = "预算"\n'))

    assert reasons(collected) == {"list": Reason.NO_LINKS}


def test_a_page_that_is_only_a_frame_leads_to_its_attachment(
    site: Site, run: Callable[..., Collected], store: RawStore
) -> None:
    site.plays("/n/notice.html", Reply(headers={"ETag": '"1"'}, body=NOTICE), Reply(304))
    site.plays("/n/att/1.txt", Reply(body=OTHER))

    first, second = run(site.url("/n/notice.html")), run(site.url("/n/notice.html"))

    assert statuses(first) == {"1.txt": "new"}
    assert statuses(second) == {"1.txt": "unchanged"}
    assert first.skipped["why"].to_list() == ["a frame around 1 attached files"]
    assert origin(store, first, "1.txt")["fetched"]["found_on"] == site.url("/n/notice.html")  # type: ignore[index]
    [frame] = [store.record(doc_id) for doc_id in store.doc_ids() if doc_id not in first.documents["doc_id"]]
    assert frame.origins[0].fetched is not None
    assert frame.origins[0].fetched.leads_to == (site.url("/n/att/1.txt"),)
    assert store.records().height == 1


def test_an_attachment_that_cannot_be_had_is_set_aside_under_its_own_address(
    site: Site, run: Callable[..., Collected]
) -> None:
    site.plays("/n/notice.html", Reply(body=NOTICE))

    assert reasons(run(site.url("/n/notice.html"))) == {"1.txt": Reason.NOT_FOUND}


def test_an_address_that_several_sources_lead_to_is_fetched_once(
    site: Site, run: Callable[..., Collected], catalogue: Callable[[str], Path]
) -> None:
    site.plays("/list", Reply(body=LIST))
    site.plays("/r/1.txt", Reply(body=REPORT))
    path = catalogue(
        f'[[source]]\nname = "甲"\nurl = "{site.url("/r/1.txt")}"\nyear = 2025\n'
        f'[[source]]\nname = "乙"\nindex = "{site.url("/list")}"\nmatch = "示例市"\nyear = 1999\n'
    )

    collected = run(path, site.url("/r/1.txt#part"))

    assert site.pages_asked.count("/r/1.txt") == 1
    assert collected.documents["hint_year"].to_list() == [2025]


def test_hints_go_with_the_document_and_a_new_one_is_told(
    site: Site, run: Callable[..., Collected], catalogue: Callable[[str], Path]
) -> None:
    site.plays("/a.txt", Reply(body=REPORT))
    source = f'[[source]]\nname = "甲"\nurl = "{site.url("/a.txt")}"\n'

    given = run(catalogue(source + 'region = "511700"\nkind = "plan_report"\n')).documents
    same = run(catalogue(source + 'region = "511700"\nkind = "plan_report"\n')).documents
    other = run(catalogue(source + 'region = "511703"\n')).documents

    columns = ["hint_region", "hint_kind"]
    assert given.select(columns).row(0) == ("511700", "plan_report")
    assert same.select(columns).row(0) == ("511700", "plan_report")
    assert other.select(columns).row(0) == ("511703", None)


def test_an_address_given_alone_leaves_what_a_catalogue_said_of_it(
    site: Site, run: Callable[..., Collected], catalogue: Callable[[str], Path]
) -> None:
    site.plays("/a.txt", Reply(body=REPORT))
    path = catalogue(f'[[source]]\nname = "甲"\nurl = "{site.url("/a.txt")}"\nyear = 2025\n')
    run(path)

    for sources in [(site.url("/a.txt"),), (site.url("/a.txt"), path), (path, site.url("/a.txt"))]:
        assert run(*sources).documents["hint_year"].to_list() == [2025]

    cleared = run(catalogue(f'[[source]]\nname = "甲"\nurl = "{site.url("/a.txt")}"\n'))
    assert cleared.documents["hint_year"].to_list() == [None]


def test_a_site_cannot_lead_on_from_frame_to_frame(site: Site, run: Callable[..., Collected]) -> None:
    for n in range(5):
        site.plays(f"/{n}.pdf", Reply(body=f"<html><a href='/{n + 1}.pdf'>附件</a></html>".encode()))

    for _ in range(2):
        collected = run(site.url("/0.pdf"))
        assert collected.sources.is_empty()
        assert collected.skipped["source_name"].to_list() == ["0.pdf", "1.pdf"]
    assert set(site.pages_asked) == {"/0.pdf", "/1.pdf"}


def test_names_from_the_network_lead_nowhere(site: Site, run: Callable[..., Collected], tmp_path: Path) -> None:
    disposition = {"Content-Disposition": 'attachment; filename="../../../escaped.txt"'}
    site.plays("/..%2f..%2fx.txt", Reply(headers=disposition, body=REPORT))

    collected = run(site.url("/..%2f..%2fx.txt"))

    assert collected.sources["source_name"].to_list() == ["escaped.txt"]
    assert not list(tmp_path.rglob("*escaped*"))
    assert {path.name for path in tmp_path.iterdir()} == {"store"}


def test_a_dead_host_does_not_hold_up_a_good_one(site: Site, run: Callable[..., Collected]) -> None:
    with serving("127.0.0.2") as dead:
        dead.plays("/robots.txt", Reply(seconds=5))
        site.plays("/a.txt", Reply(body=REPORT))

        collected = run(
            dead.url("/x", "127.0.0.2"),
            site.url("/a.txt"),
            allowed_private_hosts=("127.0.0.1", "127.0.0.2"),
            attempts=2,
        )

        assert statuses(collected) == {"x": "quarantined", "a.txt": "new"}
        assert site.asked("/a.txt")[0].at < dead.log[-1].at


def test_progress_tells_how_many_are_done_and_known(site: Site, store: RawStore) -> None:
    site.plays("/a.txt", Reply(body=REPORT))
    told: list[tuple[int, int]] = []

    wanted = [Wanted(site.url("/a.txt")), Wanted(site.url("/b.txt"))]
    fetch_all(wanted, store, 100_000, impatient(), lambda done, known: told.append((done, known)))

    assert (told[0], told[-1]) == ((0, 1), (2, 2))


def test_whoever_is_interrupted_stops_fetching(site: Site, store: RawStore) -> None:
    site.plays("/a.txt", Reply(seconds=3))

    def interrupt(_done: int, _known: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch_all([Wanted(site.url("/a.txt"))], store, 100_000, impatient(read_seconds=3, answer_seconds=3), interrupt)
    assert not list(store.root.rglob("original"))


def page_of_report(number: int, name: str = "c_812") -> bytes:
    """One page of a report of three, as its site shows it."""
    text = (
        f"<p>第{number}段：示例市2024年地区生产总值实现{number}21.5亿元，同比增长5.6%，城镇新增就业1.2万人。</p>" * 20
    )
    links = (
        f"<b>{i}</b>" if i == number else f"<a href='{name}{f'_{i}' if i > 1 else ''}.html'>{i}</a>" for i in (1, 2, 3)
    )
    return f"<html><body>{text}<div>{''.join(links)}</div></body></html>".encode()


def test_a_report_of_several_pages_is_fetched_whole_with_its_hints_and_numbered(
    site: Site, run: Callable[..., Collected], store: RawStore, catalogue: Callable[[str], Path]
) -> None:
    for number, path in ((1, "/c_812.html"), (2, "/c_812_2.html"), (3, "/c_812_3.html")):
        site.plays(path, Reply(body=page_of_report(number)))
    watched = catalogue(f"[[source]]\nname = '甲'\nurl = '{site.url('/c_812.html')}'\nregion = '511700'\nyear = 2025\n")

    collected = run(watched)

    assert collected.documents["source_name"].sort().to_list() == ["c_812.html", "c_812_2.html", "c_812_3.html"]
    assert set(collected.documents.select("hint_region", "hint_year").iter_rows()) == {("511700", 2025)}
    marks = {store.read_original_text(doc_id).split("\n")[-1] for doc_id in collected.documents["doc_id"]}
    assert marks == {"第1页 共3页", "第2页 共3页", "第3页 共3页"}
    assert {len(site.asked(path)) for path in ("/c_812.html", "/c_812_2.html", "/c_812_3.html")} == {1}
