"""Rules over a place and the places that it lies in: what a report above states for the place, the place's own report states, too.

`above` has what reports higher up state for places below them (`told`); what goes out are findings on the place's own
report, with the sentence of the report above beside it as evidence. A statement that one report of the place makes alike
is no matter between the two: that the place's reports differ from each other is told by the rules in `across`.
"""

from collections.abc import Iterator

import polars as pl

from expectations.reference.place_names import codes_below
from expectations.rules.across import BEFORE, BINARY, COMPARED, plain
from expectations.rules.rule import Hit, Quote, Rule, Severity, Tables, hits_frame

ROUNDED = "half of the last printed digit of each value, none for plain counts"
ROUNDED_ZH = "每个数可差其末位数字的一半，整数计数不容差"
NAMES_BELOW = COMPARED & pl.col("region").is_not_null()  # of `observations`: what may be told of a place below
ABOUT = ("area", "indicator_code", "measure", "unit_base", "year", "status", "comparator")
SIDE = ("doc_id", "source_name", "review_year", "value_base", "quote", "evidence", "char_start")
TOLD = pl.Schema(
    dict.fromkeys(("area", "told_by", "told_in", "doc_id", "source_name"), pl.String)
    | dict.fromkeys(("review_year", "year"), pl.Int32)
    | dict.fromkeys(("indicator_code", "measure", "unit_base", "status", "comparator"), pl.String)
    | dict.fromkeys(("value_base", "half_digit"), pl.Float64)
    | {"quote": pl.String, "evidence": pl.String, "char_start": pl.Int64}
)
HIGHER_UP = "上级"
SAID_OF_PART = "其中"  # 其中甲县增长5%: the place is the part


def named_below(named: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """The rows of `named` (doc_id, region) that name a place below the one whose document it is, with its code as `area`;
    `documents` has doc_id, area (code of the reporting place), review_year and plan_year."""
    year = pl.coalesce("plan_year", "review_year")
    asked = named.join(
        documents.select("doc_id", above="area", year_of_report=year), on="doc_id", maintain_order="left"
    )
    places = codes_below(asked.select("above", name="region", year="year_of_report").unique()).drop_nulls("code")
    keys = ("above", "region", "year_of_report")
    meant = places.select("above", region="name", year_of_report="year", area="code")
    return asked.join(meant, on=keys, nulls_equal=True, maintain_order="left").drop("above", "year_of_report")


def told(observations: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """What reports state for places below them, one row a statement (columns of `TOLD`): `area` is the place spoken of,
    `told_by` the name and `told_in` the area of the one that reports. `documents` has `region` beside what `named_below`
    asks for."""
    below = named_below(observations.filter(NAMES_BELOW), documents)
    name = pl.coalesce("region", pl.col("region").drop_nulls().first().over("area"), pl.lit(HIGHER_UP))
    reports = documents.select("doc_id", "review_year", told_by=name, told_in="area")
    stated = pl.concat([plain(below, status, _before()) for status in ("actual", "target")])
    return stated.join(reports, on="doc_id", maintain_order="left").match_to_schema(
        TOLD, extra_columns="ignore", integer_cast="upcast"
    )


def results(tables: Tables) -> pl.DataFrame:
    """Results of one year that differ beyond rounding from what a report above states for the place."""
    return hits_frame(_hits(_differing(tables, "actual"), "数值", "value"), ROUNDED)


def targets(tables: Tables) -> pl.DataFrame:
    """Targets for one year that differ beyond rounding from what a report above states for the place."""
    return hits_frame(_hits(_differing(tables, "target"), "目标", "target"), ROUNDED)


def _before() -> pl.Expr:
    """The words before the number without the place itself, whose name may be that of a part: 其中两江新区……"""
    words = BEFORE
    for name in (pl.lit(SAID_OF_PART) + pl.col("region"), pl.col("region")):
        words = words.str.split(name).list.join("")
    return words


def _differing(tables: Tables, status: str) -> pl.DataFrame:
    """What the place states beside what a report above does (columns with `_b`), where no statement of the place agrees
    with one of that report; once for each report of the place, place above and value that this gives."""
    above = tables.get("above", TOLD.to_frame())
    stated = above.filter(pl.col("status") == status)
    if stated.is_empty():
        return pl.DataFrame()
    pairs = _pairs(plain(tables["observations"], status), tables["documents"], stated)
    same_year = pl.col("review_year").eq_missing(pl.col("review_year_b"))
    return (
        pairs.filter(pl.col("apart").all().over(*ABOUT, "doc_id_b"))
        .sort("doc_id", ~same_year, "doc_id_b", "char_start", "char_start_b")
        .unique([*ABOUT, "doc_id", "told_in", "value_base_b"], keep="first", maintain_order=True)
        .sort("doc_id", "char_start", "doc_id_b", "char_start_b")
    )


def _pairs(observations: pl.DataFrame, documents: pl.DataFrame, above: pl.DataFrame) -> pl.DataFrame:
    """Every statement of a place for itself with every one of a report above about the same; `apart` where rounding does
    not explain how they differ."""
    own = observations.filter(pl.col("region").is_null()).join(
        documents.select("doc_id", "area", "review_year"), on="doc_id"
    )
    room = (pl.col("half_digit") + pl.col("half_digit_b")) * BINARY
    return (
        own.select(*ABOUT, *SIDE, "half_digit", "indicator", "char_end")
        .join(above.select(*ABOUT, *SIDE, "half_digit", "told_by", "told_in"), on=ABOUT, suffix="_b")
        .with_columns(apart=(pl.col("value_base") - pl.col("value_base_b")).abs() > room)
    )


def _hits(pairs: pl.DataFrame, what: str, what_en: str) -> Iterator[Hit]:
    for pair in pairs.iter_rows(named=True):
        year, name, quote, other = pair["year"], pair["indicator"], pair["quote"], pair["quote_b"]
        where, source = pair["told_by"], pair["source_name_b"]
        yield Hit(
            doc_id=pair["doc_id"],
            severity=_severity(pair["status"], year, pair["review_year"], pair["review_year_b"]),
            message=f"{year}年“{name}”的{what}应与{where}的报告所写的本地{what}一致，此处是{quote}，{source}中是{other}。",
            message_en=f"The {what_en} of “{name}” for {year} should be what the report of {where} states for the place; it is {quote} here and {other} in {source}.",
            evidence=f"{pair['evidence']}\n{pair['evidence_b']}",
            quotes=(Quote(quote, pair["char_start"], pair["char_end"]),),
            expected=other,
            observed=quote,
        )


def _severity(status: str, year: int, review: int | None, review_b: int | None) -> Severity:
    """Two reports that look back on the year should agree; later ones may give revised results, and a place may aim at more
    than it is asked for."""
    return "warning" if status == "actual" and review == review_b == year else "info"


RESULTS = Rule(
    id="agreement.results_above",
    title_zh="同一年的数值与上级报告所写不一致",
    title_en="One year's result with another value in the report of the place above",
    checks_zh="上级（省、市州）报告写到本地某一指标某一年的实际值时，本地报告中的数值应与之相同。",
    checks="The result of an indicator for one year is what the report of the province or prefecture states for the place.",
    severity="warning",
    tolerance_zh=ROUNDED_ZH,
    tolerance=ROUNDED,
    check=results,
    scope="area",
)

TARGETS = Rule(
    id="agreement.targets_above",
    title_zh="同一年的目标与上级报告所写不一致",
    title_en="One year's target with another value in the report of the place above",
    checks_zh="上级（省、市州）报告写到本地某一指标某一年的目标时，本地报告中的目标应与之相同。",
    checks="The target of an indicator for one year is what the report of the province or prefecture states for the place.",
    severity="info",
    tolerance_zh=ROUNDED_ZH,
    tolerance=ROUNDED,
    check=targets,
    scope="area",
)
