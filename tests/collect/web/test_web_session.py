"""One address after the other: what is tried again, what is final, where redirects lead, what is asked for twice."""

import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler

import pytest
from loopback import Reply, Site, fetch, fetch_each, impatient, page, reason

from flows.collect.reasons import Problem, Reason
from flows.collect.web.answers import Unchanged, retry_after

REPORT = "示例市2024年地区生产总值实现321.5亿元。".encode()


def test_a_page_comes_with_what_the_network_said_of_it(site: Site) -> None:
    headers = {"ETag": '"7"', "Last-Modified": "Mon, 08 Jan 2024 08:00:00 GMT", "Content-Type": "text/html"}
    site.plays("/2024/report.html?id=3", Reply(headers=headers, body=REPORT))

    answer = page(fetch(site.url("/2024/report.html?id=3#top")))

    assert (answer.data, answer.name) == (REPORT, "report.html")
    assert answer.facts.final_url == site.url("/2024/report.html?id=3")
    assert (answer.facts.etag, answer.facts.content_type) == ('"7"', "text/html")
    assert answer.facts.last_modified == headers["Last-Modified"]
    assert answer.facts.fetched_at.endswith("+00:00")


def test_the_user_agent_is_the_one_of_the_settings(site: Site) -> None:
    site.plays("/a", Reply(body=REPORT))

    fetch(site.url("/a"), user_agent="jihua/1.0 (analyst@example.org)")

    assert {asked.headers["user-agent"] for asked in site.log} == {"jihua/1.0 (analyst@example.org)"}


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_what_may_pass_is_tried_again(site: Site, status: int) -> None:
    site.plays("/a", Reply(status), Reply(status), Reply(body=REPORT))

    assert page(fetch(site.url("/a"))).data == REPORT
    assert len(site.asked("/a")) == 3


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (400, Reason.HTTP_ERROR),
        (401, Reason.FORBIDDEN),
        (403, Reason.FORBIDDEN),
        (404, Reason.NOT_FOUND),
        (410, Reason.NOT_FOUND),
        (412, Reason.HTTP_ERROR),
        (451, Reason.FORBIDDEN),
    ],
)
def test_what_is_final_is_asked_once(site: Site, status: int, expected: Reason) -> None:
    site.plays("/a", Reply(status), Reply(body=REPORT))

    answer = fetch(site.url("/a"))

    assert reason(answer) is expected
    assert isinstance(answer, Problem)
    assert f"HTTP {status}" in answer.detail
    assert len(site.asked("/a")) == 1


def test_after_the_last_attempt_the_failure_is_told(site: Site) -> None:
    site.plays("/a", Reply(503))

    assert reason(fetch(site.url("/a"))) is Reason.SERVER_ERROR
    assert len(site.asked("/a")) == 3


def test_a_broken_connection_is_tried_again(site: Site) -> None:
    def hang_up(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True

    site.plays("/a", hang_up, Reply(body=REPORT))

    assert page(fetch(site.url("/a"))).data == REPORT


def test_waits_between_attempts_grow(site: Site) -> None:
    site.plays("/a", Reply(503))

    fetch(site.url("/a"), attempts=4, first_wait=0.1)

    first, second, third, last = [asked.at for asked in site.asked("/a")]
    assert second - first < last - third
    assert last - first > 0.1 * (1 + 2 + 4) * 0.9


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_a_server_is_given_the_time_that_it_asks_for(site: Site, form: str) -> None:
    asked_for = "1" if form == "seconds" else format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)
    site.plays("/a", Reply(429, {"Retry-After": asked_for}), Reply(body=REPORT))

    assert page(fetch(site.url("/a"))).data == REPORT

    first, second = (asked.at for asked in site.asked("/a"))
    assert 0.9 < second - first < 2.5


def test_a_server_that_asks_to_come_back_much_later_is_left_alone(site: Site) -> None:
    site.plays("/a", Reply(429, {"Retry-After": "3600"}))
    site.plays("/b", Reply(body=REPORT))

    answers = fetch_each([site.url("/a"), site.url("/b")], impatient())

    assert [reason(answer) for answer in answers] == [Reason.TOO_BUSY, Reason.TOO_BUSY]
    assert site.pages_asked == ["/a"]


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Mon, 01 Jan 2001 00:00:00 GMT", 0.0),
        ("Mon, 01 Jan 2001 00:00:00", 0.0),
        ("soon", None),
        ("-3", None),
        ("１２", None),
        (None, None),
    ],
)
def test_retry_after_is_a_number_or_a_date(header: str | None, seconds: float | None) -> None:
    assert retry_after(header) == seconds


def test_an_unchanged_page_costs_one_short_answer(site: Site) -> None:
    site.plays("/a", Reply(headers={"ETag": '"7"', "Last-Modified": "Mon, 08 Jan 2024 08:00:00 GMT"}, body=REPORT))
    known = page(fetch(site.url("/a"))).facts
    site.plays("/a", Reply(304))

    assert fetch(site.url("/a"), known) == Unchanged()
    assert site.asked("/a")[-1].headers["if-none-match"] == '"7"'
    assert site.asked("/a")[-1].headers["if-modified-since"] == "Mon, 08 Jan 2024 08:00:00 GMT"


def test_a_tag_is_shown_only_to_the_address_that_gave_it(site: Site) -> None:
    site.plays("/old", Reply(302, {"Location": "/new"}))
    site.plays("/new", Reply(headers={"ETag": '"7"'}, body=REPORT))

    known = page(fetch(site.url("/old"))).facts
    fetch(site.url("/old"), known)

    assert "if-none-match" not in site.asked("/old")[-1].headers
    assert site.asked("/new")[-1].headers["if-none-match"] == '"7"'


def test_word_that_nothing_changed_is_an_error_where_nothing_was_known(site: Site) -> None:
    site.plays("/a", Reply(304))

    assert reason(fetch(site.url("/a"))) is Reason.HTTP_ERROR


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(site: Site, status: int) -> None:
    site.plays("/a/b", Reply(status, {"Location": "../c/报告.txt".encode().decode("latin-1")}))
    site.plays("/c/%E6%8A%A5%E5%91%8A.txt", Reply(body=REPORT))

    answer = page(fetch(site.url("/a/b")))

    assert (answer.name, answer.facts.final_url) == ("报告.txt", site.url("/c/%E6%8A%A5%E5%91%8A.txt"))


def test_a_redirect_loop_ends(site: Site) -> None:
    site.plays("/a", Reply(302, {"Location": "/b"}))
    site.plays("/b", Reply(302, {"Location": "/a"}))

    assert reason(fetch(site.url("/a"))) is Reason.REDIRECTS
    assert len(site.pages_asked) == 6


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://127.0.0.1/a", "javascript:alert(1)", "http://u:p@127.0.0.1/"]
)
def test_a_redirect_to_what_is_not_fetched_is_not_followed(site: Site, target: str) -> None:
    site.plays("/a", Reply(302, {"Location": target}))

    assert reason(fetch(site.url("/a"))) is Reason.BAD_ADDRESS


def test_a_cookie_lasts_for_the_session(site: Site) -> None:
    site.plays("/a", Reply(302, {"Location": "/a", "Set-Cookie": "seen=1; Path=/"}), Reply(body=REPORT))

    assert page(fetch(site.url("/a"))).data == REPORT
    assert site.asked("/a")[-1].headers["cookie"] == "seen=1"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("ftp://127.0.0.1/a", Reason.BAD_ADDRESS),
        ("https:///a", Reason.BAD_ADDRESS),
        ("https://user:word@127.0.0.1/", Reason.BAD_ADDRESS),
        ("https://127.0.0.1:99999/", Reason.BAD_ADDRESS),
        ("https://127.0.0.1/" + "a" * 5000, Reason.BAD_ADDRESS),
        ("http://no-such-name.invalid/", Reason.UNKNOWN_HOST),
        (f"http://{'a' * 70}.example/", Reason.UNKNOWN_HOST),
        ("http://127.0.0.1:9/", Reason.NO_CONNECTION),
    ],
)
def test_an_address_that_leads_nowhere_is_told(address: str, expected: Reason) -> None:
    assert reason(fetch(address)) is expected


def test_a_server_that_cannot_be_reached_is_tried_for_one_of_its_pages_only() -> None:
    started = time.monotonic()
    dead = [f"http://127.0.0.1:9/{n}" for n in range(20)]

    answers = fetch_each(dead, impatient(first_wait=0.1))

    assert {reason(answer) for answer in answers} == {Reason.NO_CONNECTION}
    assert time.monotonic() - started < 1.5


def test_silence_is_a_time_out(site: Site) -> None:
    site.plays("/a", Reply(body=REPORT, seconds=1.5))

    assert reason(fetch(site.url("/a"), attempts=1, read_seconds=0.1)) is Reason.TIMED_OUT


@pytest.mark.parametrize(
    "meta",
    [
        '<meta http-equiv="refresh" content="0;url=/b">',
        "<META HTTP-EQUIV=Refresh CONTENT='3; URL=b'>",
        "<meta http-equiv=refresh content=\"0; url='/b'\">",
    ],
)
def test_a_page_that_only_sends_its_reader_on_is_a_redirect(site: Site, meta: str) -> None:
    site.plays("/a", Reply(body=f"<html><head>{meta}</head><body>正在跳转</body></html>".encode("gbk")))
    site.plays("/b", Reply(body=REPORT))

    answer = page(fetch(site.url("/a")))

    assert answer.data == REPORT
    assert answer.facts.final_url == site.url("/b")


@pytest.mark.parametrize(
    "meta",
    [
        '<meta http-equiv="refresh" content="300;url=/b">',
        '<meta http-equiv="refresh" content="5">',
        '<noscript><meta http-equiv="refresh" content="0;url=/b"></noscript>',
        '<meta name="description" content="0;url=/b">',
    ],
)
def test_a_page_that_renews_itself_now_and_then_is_taken(site: Site, meta: str) -> None:
    data = f"<html><head>{meta}</head><body>报告</body></html>".encode()
    site.plays("/a", Reply(body=data))

    assert page(fetch(site.url("/a"))).data == data


def test_pages_that_send_on_to_each_other_end_like_redirects(site: Site) -> None:
    site.plays("/a", Reply(body=b'<meta http-equiv="refresh" content="0;url=/b">'))
    site.plays("/b", Reply(body=b'<meta http-equiv="refresh" content="0;url=/a">'))

    assert reason(fetch(site.url("/a"))) is Reason.REDIRECTS
    assert len(site.asked("/a")) + len(site.asked("/b")) == impatient().redirects + 1


@pytest.mark.parametrize("place", ["http://169.254.169.254/latest", "file:///etc/passwd"])
def test_a_page_does_not_send_on_to_where_nothing_is_fetched_from(site: Site, place: str) -> None:
    site.plays("/a", Reply(body=f'<meta http-equiv="refresh" content="0;url={place}">'.encode()))

    answer = fetch(site.url("/a"))

    assert isinstance(answer, Problem) == place.startswith("http")
