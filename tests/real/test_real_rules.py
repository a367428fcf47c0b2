"""What the rules say of the real reports: what is wrong in them is found, what is right is left alone."""

import hashlib
import json
import re
from pathlib import Path

import polars as pl
import pytest

from expectations.contracts import hold_all
from expectations.rules import check, flag
from expectations.schemas import empty
from flows.parse.parse import Parsed, parse

SHARED = Path(__file__).parents[3] / "shared"
REPORTS = sorted((SHARED / "reports").glob("[02]*.txt"))
RELATIONS = SHARED / "relations" / "dev.jsonl"

pytestmark = pytest.mark.skipif(
    not REPORTS or not RELATIONS.exists(), reason="the real reports (../shared/reports) are not here"
)

Relation = dict[str, object]


def read(texts: dict[str, str]) -> Parsed:
    """Parse texts by their names."""
    rows = [
        {
            "doc_id": hashlib.sha256(name.encode()).hexdigest(), "source_name": name, "source_uri": f"file:{name}",
            "encoding": "utf-8", "media_type": "text/plain", "text": text,
        }
        for name, text in texts.items()
    ]  # fmt: skip
    return parse(pl.DataFrame(rows))


def raw(name: str) -> str:
    return (SHARED / "reports" / name).read_text(encoding="utf-8-sig")


@pytest.fixture(scope="module")
def reports() -> Parsed:
    return read({path.name: raw(path.name) for path in REPORTS})


@pytest.fixture(scope="module")
def findings(reports: Parsed) -> pl.DataFrame:
    return check(reports.tables)


def test_the_contradictions_and_nothing_else_are_warnings(findings: pl.DataFrame) -> None:
    serious = findings.filter(pl.col("severity") != "info")
    named = serious.select(pl.col("source_name").str.slice(0, 3), "rule", pl.col("quotes").list.last()).rows()
    assert sorted(named) == [
        ("001", "lists.respectively", "75%"),
        ("001", "units.doubled", "1086万吨吨"),
        ("002", "agreement.same_indicator", "95%"),
        ("002", "units.not_allowed", "3公里"),
        ("002", "units.not_allowed", "50%"),
        ("003", "lists.stated_count", "（八）"),
    ]


def test_what_another_reading_could_excuse_is_an_info(findings: pl.DataFrame) -> None:
    infos = findings.filter(pl.col("severity") == "info", ~pl.col("rule").is_in(["units.unknown"]))
    named = infos.select(pl.col("source_name").str.slice(0, 3), "rule", pl.col("quotes").list.last()).rows()
    assert sorted(named) == [
        ("000", "sums.exceeds", "31.9亿元"),
        ("000", "units.index_as_rate", "3%"),
        ("000", "units.not_allowed", "750亿以上"),
        ("002", "agreement.completed_twice", "完成达钢集团搬迁"),
        ("002", "agreement.same_indicator", "46.3%"),
        ("002", "units.shortened", "20000平"),
        ("003", "units.shortened", "700亿立方"),
    ]


def test_every_quote_stands_at_its_span(reports: Parsed, findings: pl.DataFrame) -> None:
    texts = dict(reports.texts.select("doc_id", "text").iter_rows())
    for doc_id, quotes, spans in findings.select("doc_id", "quotes", "char_spans").iter_rows():
        assert [texts[doc_id][span["start"] : span["end"]] for span in spans] == quotes


def test_every_row_keeps_its_contract(reports: Parsed, findings: pl.DataFrame) -> None:
    tables = {**reports.tables, "findings": findings}
    tables["observations"] = flag(tables["observations"], findings)
    stamped = ("source_names", "hints", "parser_version", "rules_version")
    missing = [name for name in stamped if name not in tables["documents"].columns]
    later = [pl.lit(["x"]) if name == "source_names" else pl.lit("x") for name in missing]
    documents = tables["documents"].with_columns(value.alias(name) for value, name in zip(later, missing, strict=True))
    tables["documents"] = documents.select(empty("documents").drop("run_id").columns)
    assert hold_all(tables).broken["detail"].to_list() == []


def squashed(text: str) -> tuple[str, list[int]]:
    """The text without white space, and where each of its characters stood."""
    places = [i for i, character in enumerate(text) if not character.isspace()]
    return "".join(text[i] for i in places), places


def altered(relation: Relation, old: str, new: str) -> str | None:
    """The relation's report with `old` replaced in its first sentence that has it once; None where none has."""
    text = raw(str(relation["doc"]))
    plain, places = squashed(text)
    for sentence in relation["sentences"]:  # type: ignore[attr-defined]
        short = re.sub(r"\s", "", sentence)
        if short in plain and short.count(old) == 1:
            start = plain.index(short) + short.index(old)
            return text[: places[start]] + new + text[places[start + len(old) - 1] + 1 :]
    return None


def relations(kind: str) -> list[Relation]:
    lines = RELATIONS.read_text(encoding="utf-8").splitlines() if RELATIONS.exists() else []
    return [r for r in map(json.loads, lines) if r["kind"] == kind and r["holds"] and r.get("sensitive")]


def test_a_list_that_lost_its_last_value_is_found() -> None:
    texts = {
        r["id"]: altered(r, "、" + re.sub(r"\s", "", r["numbers"][-1]["quote"]), "")  # type: ignore[index]
        for r in relations("respective")
    }
    found = check(read({str(k): v for k, v in texts.items() if v}).tables)
    lists = found.filter(pl.col("rule") == "lists.respectively")
    assert set(lists["source_name"]) == set(texts)


def test_a_year_moved_by_thirty_is_found() -> None:
    texts: dict[str, str] = {}
    for r in relations("year"):
        quote = re.sub(r"\s", "", next(n["quote"] for n in r["numbers"] if re.search("[0-9]{4}", n["quote"])))  # type: ignore[attr-defined]
        year = re.findall("[0-9]{4}", quote)[-1]
        moved = altered(r, quote, quote.replace(year, str(int(year) + 30)))
        if moved:
            texts[str(r["id"])] = moved
    found = check(read(texts).tables).filter(pl.col("rule").str.starts_with("years."))
    missed = set(texts) - set(found["source_name"])
    assert missed <= {"003-037", "003-040"}  # lines above the text, which the normalised text leaves out
