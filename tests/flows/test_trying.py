"""A catalogue tried out, in words for a terminal."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from loopback import Reply, Site, serving
from rich.console import Console

from flows.settings import Settings
from flows.trying import tried_lines, try_catalogue


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


def tried(site: Site, folder: Path, *sources: str) -> str:
    """What the check prints of these sources."""
    path = folder / "sources.toml"
    named = [f'[[source]]\nname = "source {n}"\n{source}\n' for n, source in enumerate(sources)]
    path.write_text("\n".join(named), encoding="utf-8")
    settings = Settings(allowed_private_hosts=(site.host,), pause_seconds=0, fetch_attempts=1)
    console = Console(soft_wrap=True, record=True, width=200)
    with console.capture() as printed:
        console.print(tried_lines(try_catalogue(path, settings)))
    return printed.get()


def test_a_list_page_tells_how_many_links_fit_and_the_first_of_them(site: Site, tmp_path: Path) -> None:
    links = "".join(f"<a href='/{n}'>计划草案{n}</a>" for n in range(5))
    site.plays("/list", Reply(body=f"<html>{links}<a href='/x'>其他</a>".encode()))

    text = tried(site, tmp_path, f'index = "{site.url("/list")}"\nmatch = "计划"')

    assert "5 of 6 links would be followed (计划)" in text
    assert f"计划草案2  {site.url('/2')}" in text
    assert "计划草案3" not in text
    assert "and 2 more" in text
    assert "good: 1 / 1" in text
    assert site.pages_asked == ["/list"]


def test_a_page_tells_its_size_or_the_files_that_it_is_a_frame_around(site: Site, tmp_path: Path) -> None:
    site.plays("/a.txt", Reply(body=b"x" * 1234))
    site.plays("/n.html", Reply(body="<html><a href='1.pdf'>附件</a>".encode()))

    text = tried(site, tmp_path, f'url = "{site.url("/a.txt")}"', f'url = "{site.url("/n.html")}"')

    assert "1,234 bytes" in text
    assert "a frame around 1 attached files" in text
    assert site.url("/1.pdf") in text


def test_what_cannot_be_had_says_why(site: Site, tmp_path: Path) -> None:
    site.plays("/robots.txt", Reply(body=b"User-agent: *\nDisallow: /secret"))
    site.plays("/empty", Reply(body=b"<html>"))

    text = tried(
        site,
        tmp_path,
        f'url = "{site.url("/gone")}"',
        f'url = "{site.url("/secret")}"',
        f'index = "{site.url("/empty")}"\nmatch = "计划"',
        'url = "http://10.0.0.1/"',
    )

    assert "its server has no such page" in text
    assert "robots.txt does not let jihua read it" in text
    assert "None of its 0 links has '计划' in it" in text
    assert "10.0.0.1 is private" in text
    assert "good: 0 / 4" in text


def test_a_link_cannot_act_on_the_terminal(site: Site, tmp_path: Path) -> None:
    site.plays("/list", Reply(body=f"<html><a href='/a'>计划\x1b[2J[bold]\u202e</a>{'字' * 500}".encode()))

    text = tried(site, tmp_path, f'index = "{site.url("/list")}"\nmatch = "计划"')

    assert "\x1b[2J" not in text
    assert "\u202e" not in text
    assert "[bold]" in text
