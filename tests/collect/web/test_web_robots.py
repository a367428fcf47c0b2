"""What a site asks programs to leave alone is left alone."""

import pytest
from loopback import Reply, Site, fetch, fetch_each, impatient, page, reason, serving

from flows.collect.reasons import Problem, Reason

PAGE = Reply(body=b"report")


def robots(*lines: str) -> Reply:
    return Reply(body="\n".join(lines).encode())


def test_a_page_that_robots_may_not_read_is_not_asked_for(site: Site) -> None:
    site.plays("/robots.txt", robots("User-agent: *", "Disallow: /private/"))
    site.plays("/private/a", PAGE)

    answer = fetch(site.url("/private/a"))

    assert reason(answer) is Reason.ROBOTS
    assert isinstance(answer, Problem)
    assert "/robots.txt does not let jihua-test read it" in answer.detail
    assert site.pages_asked == []


@pytest.mark.parametrize(
    ("lines", "allowed"),
    [
        pytest.param(["User-agent: *", "Disallow:"], True, id="nothing is forbidden"),
        pytest.param(["User-agent: *", "Disallow: /"], False, id="everything is"),
        pytest.param(["User-agent: jihua-test", "Disallow: /"], False, id="to this program by name"),
        pytest.param(["User-agent: otherbot", "Disallow: /"], True, id="to another"),
        pytest.param(["User-agent: *", "Disallow: /", "", "User-agent: JIHUA-TEST", "Allow: /"], True, id="to others"),
        pytest.param(["User-agent: *", "Disallow: /*.pdf$"], False, id="by a pattern"),
        pytest.param(["User-agent: *", "Disallow: /a/", "Allow: /a/b/"], True, id="the longer rule decides"),
        pytest.param(["<html><body>登录</body></html>"], True, id="a page in place of rules"),
        pytest.param(["\ufeffUser-agent: *", "Disallow: /a"], False, id="behind a byte order mark"),
    ],
)
def test_rules_are_read_as_sites_mean_them(site: Site, lines: list[str], allowed: bool) -> None:
    site.plays("/robots.txt", robots(*lines))
    site.plays("/a/b/c.pdf", PAGE)

    answer = fetch(site.url("/a/b/c.pdf"))

    assert isinstance(answer, Problem) is not allowed


def test_rules_are_asked_for_once_a_session(site: Site) -> None:
    site.plays("/a", PAGE)
    site.plays("/b", PAGE)

    fetch_each([site.url("/a"), site.url("/b")], impatient())

    assert len(site.asked("/robots.txt")) == 1


@pytest.mark.parametrize("reply", [Reply(404), Reply(403), Reply(302, {"Location": "/robots.txt"})])
def test_a_site_without_rules_makes_none(site: Site, reply: Reply) -> None:
    site.plays("/robots.txt", reply)
    site.plays("/a", PAGE)

    assert page(fetch(site.url("/a"))).data == b"report"


def test_rules_that_cannot_be_read_forbid_everything(site: Site) -> None:
    site.plays("/robots.txt", Reply(500))
    site.plays("/a", PAGE)

    answer = fetch(site.url("/a"))

    assert reason(answer) is Reason.NO_RULES
    assert isinstance(answer, Problem)
    assert "/robots.txt: its server failed" in answer.detail
    assert len(site.asked("/robots.txt")) == 3


def test_the_pause_that_a_site_asks_for_is_kept(site: Site) -> None:
    site.plays("/robots.txt", robots("User-agent: *", "Crawl-delay: 0.2"))
    for path in ("/a", "/b", "/c"):
        site.plays(path, PAGE)

    fetch_each([site.url("/a"), site.url("/b"), site.url("/c")], impatient())

    first, *_, last = (site.asked(path)[0].at for path in ("/a", "/b", "/c"))
    assert last - first > 0.25


def test_a_redirect_to_another_site_is_held_to_that_sites_rules(site: Site) -> None:
    with serving("127.0.0.2") as other:
        other.plays("/robots.txt", robots("User-agent: *", "Disallow: /"))
        other.plays("/b", PAGE)
        site.plays("/a", Reply(302, {"Location": other.url("/b", "127.0.0.2")}))

        answer = fetch(site.url("/a"), allowed_private_hosts=("127.0.0.1", "127.0.0.2"))

        assert reason(answer) is Reason.ROBOTS
        assert other.pages_asked == []
