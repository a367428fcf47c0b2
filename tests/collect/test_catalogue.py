"""The catalogue of sources: what it may say, and how its mistakes are told."""

from pathlib import Path

import pytest

from flows.collect.catalogue import Catalogue, CatalogueError, read_catalogue
from flows.collect.record import Hints
from flows.collect.wanted import Wanted, divide
from flows.collect.web.hosts import Manners
from flows.collect.web.links import Link
from flows.collect.web.options import WebOptions

GOOD = """
[[source]]
name = "样本县2025年计划报告"
url = "https://www.example.gov.cn/2025/plan.pdf#page=2"
region = "511700"
kind = "plan_report"
year = 2025

[[source]]
name = "示例市发展改革委"
index = ["https://fgw.example.gov.cn/jh/", "https://fgw.example.gov.cn/jh/index_1.html"]
match = "计划(执行情况|草案)"
most = 2

[hosts."WWW.example.gov.cn"]
pause_seconds = 5
requests_at_once = 1
"""


@pytest.fixture
def read(tmp_path: Path):  # type: ignore[no-untyped-def]
    def run(text: str | bytes) -> Catalogue:
        path = tmp_path / "sources.toml"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return read_catalogue(path)

    return run


def mistakes(read, text: str | bytes) -> list[str]:  # type: ignore[no-untyped-def]
    """The mistakes of a catalogue as `line: field: what is wrong`."""
    with pytest.raises(CatalogueError) as raised:
        read(text)
    return [line.partition("sources.toml:")[2] for line in str(raised.value).splitlines()]


def test_every_address_of_a_catalogue_is_wanted_with_what_is_known_of_it(read) -> None:  # type: ignore[no-untyped-def]
    report, first, second = read(GOOD).wanted

    assert (report.name, report.match) == ("样本县2025年计划报告", None)
    assert report.address == "https://www.example.gov.cn/2025/plan.pdf"
    assert report.hints == Hints("511700", "plan_report", 2025)
    assert [first.address, second.address] == [
        "https://fgw.example.gov.cn/jh/",
        "https://fgw.example.gov.cn/jh/index_1.html",
    ]
    assert (first.pattern, first.most, first.hints) == ("计划(执行情况|草案)", 2, Hints())


def test_links_are_followed_where_text_or_address_has_the_pattern(read) -> None:  # type: ignore[no-untyped-def]
    listed = read(GOOD).wanted[1]
    found = [
        Link("https://a/1", "计划草案"),
        Link("https://a/2", "通知"),
        Link("https://a/计划草案", "3"),
        Link("https://a/4", "计划草案"),
    ]

    assert [link.text for link in listed.fitting(found)] == ["计划草案", "3"]


def test_manners_towards_a_host_are_those_of_the_catalogue_where_it_has_some(read) -> None:  # type: ignore[no-untyped-def]
    usual = WebOptions(manners=Manners(pause_seconds=2, at_once=2))

    options = usual.with_hosts(read(GOOD + '[hosts."b.example"]\npause_seconds = 0.5\n').hosts)

    assert options.hosts == {"www.example.gov.cn": Manners(5, 1), "b.example": Manners(0.5, 2)}


def test_an_empty_catalogue_wants_nothing(read) -> None:  # type: ignore[no-untyped-def]
    assert read("# nothing yet\n").wanted == ()


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        pytest.param("[[source]]\nname = \n", "2: no TOML", id="no TOML"),
        pytest.param("a = [\n", "2: no TOML", id="no TOML up to the end"),
        pytest.param('\n[[source]]\nurl = "https://a.cn"', "2: name: is missing", id="no name"),
        pytest.param(
            '[[source]]\nname = ""\nurl = "https://a.cn"', "2: name: string should have at least 1", id="empty name"
        ),
        pytest.param('[[source]]\nname = "甲"', "1: source: a source has either `url`", id="no address"),
        pytest.param(
            '[[source]]\nname="甲"\nurl="https://a.cn"\nindex="https://a.cn"\nmatch="x"',
            "1: source: a source has either",
            id="both",
        ),
        pytest.param('[[source]]\nname="甲"\nindex="https://a.cn"', "1: source: `match` says which", id="no pattern"),
        pytest.param(
            '[[source]]\nname="甲"\nurl="https://a.cn"\nmatch="x"', "1: source: `match` says", id="needless pattern"
        ),
        pytest.param('[[source]]\nname="甲"\nurl="ftp://a.cn"', "3: url: It leads to ftp", id="no web address"),
        pytest.param('[[source]]\nname="甲"\nurl="/srv/a.txt"', "3: url: It leads to no scheme", id="a path"),
        pytest.param('[[source]]\nname="甲"\nurl=3', "3: url: input should be a valid string, not 3", id="a number"),
        pytest.param(
            '[[source]]\nname="甲"\nmatch="x"\nindex=[\n"https://a.cn",\n"https://u:p@a.cn"]',
            "4: index: It holds a user",
            id="in a list",
        ),
        pytest.param(
            '[[source]]\nname="甲"\nindex="https://a.cn"\nmatch="("', "4: match: it is no regular", id="pattern"
        ),
        pytest.param(
            '[[source]]\nname="甲"\nurl="https://a.cn"\nregion="999999"', "4: region: '999999' is no code", id="region"
        ),
        pytest.param(
            '[[source]]\nname="甲"\nurl="https://a.cn"\nkind="budget"',
            "4: kind: input should be 'plan_report'",
            id="kind",
        ),
        pytest.param(
            '[[source]]\nname="甲"\nurl="https://a.cn"\nyear="2025"',
            "4: year: input should be a valid int",
            id="year as text",
        ),
        pytest.param(
            '[[source]]\nname="甲"\nurl="https://a.cn"\nyear=202', "4: year: input should be greater", id="year"
        ),
        pytest.param(
            '[[source]]\nname="甲"\nurl="https://a.cn"\n\ncolour=1',
            "5: colour: is not known here; there are name, url",
            id="field",
        ),
        pytest.param('[[sources]]\nname="甲"', "1: sources: is not known here; there are source, hosts", id="table"),
        pytest.param(
            '[hosts."a.cn"]\nrequests_at_once=5', "2: a.cn.requests_at_once: input should be less", id="manners"
        ),
        pytest.param('[hosts."https://a.cn/"]\n', "1: https://a.cn/: 'https://a.cn/' is no host", id="no host"),
        pytest.param(
            '[hosts."a.cn"]\ndelay=5', "2: a.cn.delay: is not known here; there are pause_seconds", id="host field"
        ),
        pytest.param(
            '[[source]]\nname="甲"\nurl="https://a.cn"\n[[source]]\nname="甲"\nurl="https://b.cn"',
            "5: name: '甲' is the name",
            id="twice",
        ),
    ],
)
def test_a_mistake_is_told_with_its_line_and_field(read, text: str, mistake: str) -> None:  # type: ignore[no-untyped-def]
    [told] = mistakes(read, text)
    assert told.startswith(mistake)


def test_all_mistakes_are_told_at_once(read) -> None:  # type: ignore[no-untyped-def]
    told = mistakes(read, '[[source]]\nname = "甲"\nurl = "x"\nyear = 1\n\n[[source]]\nurl = "https://a.cn"\n')
    assert [line.split(" ")[0] for line in told] == ["3:", "4:", "6:"]


def test_a_line_is_told_right_behind_values_of_many_lines(read) -> None:  # type: ignore[no-untyped-def]
    text = '[[source]]\nname = """\n[[source]]\nyear = 1\n"""\nurl = "https://a.cn"\nyear = 3\n'
    assert mistakes(read, text)[0].startswith("7: year")


@pytest.mark.parametrize(
    ("data", "words"), [(None, "No such file"), (b"\xff\xfe", "utf-8")], ids=["missing", "not text"]
)
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, data: bytes | None, words: str) -> None:
    path = tmp_path / "sources.toml"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(CatalogueError, match=words):
        read_catalogue(path)


def test_sources_are_divided_into_addresses_and_files(tmp_path: Path) -> None:
    catalogue = tmp_path / "mine.TOML"
    catalogue.write_text(GOOD, encoding="utf-8")

    wanted, hosts, files = divide(["a.txt", "HTTPS://a.cn/x", catalogue, "ftp://b/c", tmp_path])

    assert wanted[0] == Wanted("HTTPS://a.cn/x")
    assert len(wanted) == 4
    assert list(hosts) == ["www.example.gov.cn"]
    assert files == ["a.txt", "ftp://b/c", tmp_path]
