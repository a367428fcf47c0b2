"""Rules over the reports of a place: one result, one target, and five years that make their total.

All reports of a place come in (`documents` has `area`); what goes out are findings on the later report, with the sentence of
the earlier one beside it as evidence. Only canonical indicators are compared: two reports rarely name another thing alike.
"""

from collections.abc import Callable, Iterator

import polars as pl

from expectations.rules.rounding import half_digits
from expectations.rules.rule import Hit, Quote, Rule, Severity, Tables, hits_frame

ROUNDED = (
    "half of the last printed digit of each value, none for plain counts; a target is not measured: within it, an info"
)
ROUNDED_ZH = "每个数可差其末位数字的一半，整数计数不容差；目标不是测量值，差在末位一半以内的只作提示"
BINARY = 1.000001  # room for what binary fractions lose
PLAN_YEARS = 5

# The words right before a number that make it one of a part of the year, of the place or of the whole, or a sum over years
PART = "季度|上半年|下半年|[0-9]月|年均|累计|平均|以来|五年|其中|本级|园区|新区|开发区|高新区|经开区|城区|规划|力争|新增|净增"
CLAUSE = 14
TOTAL = (
    "doc_id",
    "indicator",
    "year_from",
    "year",
    "value_base",
    "half_digit",
    "quote",
    "evidence",
    "char_start",
    "char_end",
)
MEASURES = ("level", "ratio", "growth")
ABOUT = ("area", "indicator_code", "region", "measure", "unit_base", "year", "comparator")
BOUNDS = {"actual": ["eq"], "target": ["eq", "ge", "le", "approx"]}  # two floors of a target are to be one
COMPARED = (
    pl.col("indicator_code").is_not_null()
    & pl.col("measure").is_in(MEASURES)
    & pl.col("year").is_not_null()
    & pl.col("year_from").is_null()
    & pl.col("value_base").is_not_null()
)
BEFORE = pl.col("evidence").str.split(pl.col("quote")).list.first()
SIDE = (
    "doc_id",
    "source_name",
    "review_year",
    "plan_year",
    "indicator",
    "value_base",
    "half_digit",
    "quote",
    "evidence",
    "char_start",
    "char_end",
)

SeverityOf = Callable[[int, int | None, int | None, int | None, int | None], Severity]


def results(tables: Tables) -> pl.DataFrame:
    """Results of one year that two reports of a place give with values that differ beyond rounding."""
    pairs = _differing(_stated(tables, "actual"))
    return hits_frame(_hits(pairs, "数值", "value", _result_severity), ROUNDED)


def targets(tables: Tables) -> pl.DataFrame:
    """Targets for one year that two reports of a place give with values that differ beyond rounding."""
    pairs = _differing(_stated(tables, "target"), exact=True)
    return hits_frame(_hits(pairs, "目标", "target", _target_severity), ROUNDED)


def _stated(tables: Tables, status: str) -> pl.DataFrame:
    """Plain statements of canonical indicators for one year, with the report's area and years."""
    own = tables["documents"].select("doc_id", "area", "review_year", "plan_year")
    return plain(tables["observations"], status).join(own, on="doc_id")


def plain(observations: pl.DataFrame, status: str, before: pl.Expr = BEFORE) -> pl.DataFrame:
    """Those of the observations that state a canonical indicator for one year and the whole place, with `half_digit`.
    `before` are the words of the evidence that come before the number."""
    of_part = before.str.slice(-CLAUSE).str.contains(PART)
    stated = observations.filter(
        COMPARED, pl.col("status") == status, pl.col("comparator").is_in(BOUNDS[status])
    ).filter(~of_part | (pl.col("origin") == "table"))
    return stated.with_columns(half_digits(stated).alias("half_digit"))


def _differing(stated: pl.DataFrame, *, exact: bool = False) -> pl.DataFrame:
    """Pairs of two reports, the later one first, of which no two statements agree; one pair for each two reports.

    With `exact` values agree where they are the same; `rounded` marks pairs that rounding would explain.
    """
    order = pl.struct(pl.coalesce("plan_year", "review_year").fill_null(0), "doc_id")
    several = stated.filter(pl.col("doc_id").n_unique().over(ABOUT) > 1).sort("doc_id", "char_start", "indicator")
    rows = several.with_columns(order=order.rank("dense"), about=pl.struct(ABOUT).rank("dense")).with_row_index("row")
    lean = rows.select("row", "about", "order", "value_base", "half_digit")  # there are many pairs: no texts in them
    pairs = lean.join(lean, on="about", suffix="_b", maintain_order="left_right").filter(
        pl.col("order") > pl.col("order_b")
    )
    room = (pl.col("half_digit") + pl.col("half_digit_b")) * BINARY
    distance = (pl.col("value_base") - pl.col("value_base_b")).abs()
    apart = distance > (pl.col("value_base").abs() * (BINARY - 1) if exact else room)
    two = ("about", "order", "order_b")
    found = (
        pairs.filter(apart.all().over(two))
        .select("row", "row_b", *two, rounded=distance <= room)
        .unique(two, keep="first", maintain_order=True)
    )
    return (
        found.join(rows.select("row", *ABOUT, *SIDE), on="row", maintain_order="left")
        .join(rows.select("row", *SIDE), left_on="row_b", right_on="row", suffix="_b", maintain_order="left")
        .sort("doc_id", "char_start", "indicator")
    )


def _hits(pairs: pl.DataFrame, what: str, what_en: str, severity_of: SeverityOf) -> Iterator[Hit]:
    columns = (
        "doc_id",
        "source_name_b",
        "year",
        "indicator",
        "quote",
        "evidence",
        "char_start",
        "char_end",
        "quote_b",
        "evidence_b",
    )
    years = pairs.select("rounded", "year", "review_year", "plan_year", "review_year_b", "plan_year_b").iter_rows()
    for (doc_id, source, year, name, quote, evidence, start, end, other, other_said), (rounded, *own) in zip(
        pairs.select(columns).iter_rows(), years, strict=True
    ):
        yield Hit(
            doc_id=doc_id,
            severity="info" if rounded else severity_of(*own),
            message=f"{year}年“{name}”的{what}应与本地其他报告一致，此处是{quote}，{source}中是{other}。",
            message_en=f"The {what_en} of “{name}” for {year} should be that of the place's other reports; it is {quote} here and {other} in {source}.",
            evidence=f"{evidence}\n{other_said}",
            quotes=(Quote(quote, start, end),),
            expected=other,
            observed=quote,
        )


def _result_severity(
    year: int, review: int | None, _plan: int | None, review_b: int | None, _plan_b: int | None
) -> Severity:
    """Two reports that look back on the year should agree; one of later years may give revised figures."""
    return "warning" if review == review_b == year else "info"


def _target_severity(
    year: int, review: int | None, plan: int | None, review_b: int | None, plan_b: int | None
) -> Severity:
    """What is planned for the year, and what the next report says was planned; a plan for years may be changed on the way."""
    planned = plan_b == year and review_b is not None
    return "warning" if planned and (review == year or plan == year) else "info"


def five_years(tables: Tables) -> pl.DataFrame:
    """Totals of five years that the five yearly results of the same report do not make. A series with a gap is no sum."""
    own = tables["observations"].select("doc_id").unique().with_columns(area="doc_id", review_year=None)
    return hits_frame(_total_hits(_summed(tables["observations"], own).filter(pl.col("reports") == 1)), ROUNDED)


def five_years_across(tables: Tables) -> pl.DataFrame:
    """Totals of five years that the yearly results of several reports of the place do not make."""
    own = tables["documents"].select("doc_id", "area", "review_year")
    summed = _summed(tables["observations"], own)
    return hits_frame(
        _total_hits(summed.filter((pl.col("reports") > 1) | (pl.col("doc_id") != pl.col("first")))), ROUNDED
    )


def _summed(observations: pl.DataFrame, own: pl.DataFrame) -> pl.DataFrame:
    """Totals of five years and what the five years `made`, where the two lie further apart than rounding explains."""
    stated = observations.with_columns(half_digits(observations).alias("half_digit")).join(own, on="doc_id")
    flows = stated.filter(
        pl.col("indicator_code").is_not_null(), pl.col("status") == "actual", pl.col("comparator") == "eq",
        pl.col("measure") == "level", pl.col("unit_base") != "%", pl.col("value_base").is_not_null(),
    )  # fmt: skip
    totals = flows.filter(
        pl.col("year") - pl.col("year_from") == PLAN_YEARS - 1, pl.col("evidence").str.contains("累计|五年|共|总计")
    )
    about = ["area", "indicator_code", "region", "unit_base"]
    distance = (pl.col("review_year") - pl.col("year")).abs()
    yearly = (
        flows.filter(pl.col("year_from").is_null())
        .sort(distance, "doc_id", "char_start", nulls_last=True)
        .unique([*about, "year"], keep="first", maintain_order=True)
        .select(*about, pl.col("year").alias("of"), "doc_id", "value_base", "half_digit", "quote", "evidence")
    )
    joined = totals.join(yearly, on=about, nulls_equal=True, suffix="_of").sort("doc_id", "char_start", "of")
    room = (pl.col("room") + pl.col("half_digit")) * BINARY
    return (
        joined.filter(pl.col("of").is_between(pl.col("year_from"), pl.col("year")))
        .group_by(*TOTAL, maintain_order=True)
        .agg(
            pl.len(), pl.col("value_base_of").sum().alias("made"), pl.col("half_digit_of").sum().alias("room"), "quote_of",
            "evidence_of", pl.col("doc_id_of").n_unique().alias("reports"), pl.col("doc_id_of").first().alias("first"),
        )
        .filter(pl.col("len") == PLAN_YEARS, (pl.col("made") - pl.col("value_base")).abs() > room)
    )  # fmt: skip


def _total_hits(odd: pl.DataFrame) -> Iterator[Hit]:
    columns = (
        "doc_id",
        "indicator",
        "year_from",
        "year",
        "quote",
        "evidence",
        "char_start",
        "char_end",
        "made",
        "value_base",
        "quote_of",
        "evidence_of",
    )
    for doc_id, name, first, last, quote, evidence, start, end, made, stated, parts, said in odd.select(
        columns
    ).iter_rows():
        sum_text = f"{' + '.join(parts)}，是所写{quote}的{made / stated:.4g}倍"
        yield Hit(
            doc_id=doc_id,
            severity="info",
            message=f"{first}—{last}年“{name}”的累计数应等于各年之和，此处{sum_text}。",
            message_en=f"The total of “{name}” for {first} to {last} should be the sum of the years; {' + '.join(parts)} is {made / stated:.4g} times {quote}.",
            evidence="\n".join(dict.fromkeys((evidence, *said))),
            quotes=(Quote(quote, start, end),),
            expected=" + ".join(parts),
            observed=quote,
        )


RESULTS = Rule(
    id="agreement.results_across",
    title_zh="同一年的数值在两份报告中不一致",
    title_en="One year's result with two values in two reports",
    checks_zh="本地各份报告写到同一指标同一年的实际值时，数值应相同。",
    checks="The result of an indicator for one year is the same in all reports of the place that state it.",
    severity="warning",
    tolerance_zh=ROUNDED_ZH,
    tolerance=ROUNDED,
    check=results,
    scope="area",
)

TARGETS = Rule(
    id="agreement.targets_across",
    title_zh="同一年的目标在两份报告中不一致",
    title_en="One year's target with two values in two reports",
    checks_zh="同一年的目标，提出时的数与后来的报告再次写到的数应相同。",
    checks="The target of an indicator for one year is the same where it is set and where a later report tells it again.",
    severity="warning",
    tolerance_zh=ROUNDED_ZH,
    tolerance=ROUNDED,
    check=targets,
    scope="area",
)

FIVE_YEARS = Rule(
    id="sums.five_years",
    title_zh="五年累计数不等于各年之和",
    title_en="A five-year total that the years do not make",
    checks_zh="报告写出五年每一年的数时，五年累计数应等于各年之和。",
    checks="A total of five years (累计) is the sum of the results of these years, where the report gives all five.",
    severity="info",
    tolerance_zh=ROUNDED_ZH,
    tolerance=ROUNDED,
    check=five_years,
)

FIVE_YEARS_ACROSS = Rule(
    id="sums.five_years_across",
    title_zh="五年累计数不等于历年报告中各年之和",
    title_en="A five-year total that the years of several reports do not make",
    checks_zh="本地各份报告合起来写出五年每一年的数时，五年累计数应等于各年之和。",
    checks="A total of five years (累计) is the sum of the results of these years, where the place's reports give all five.",
    severity="info",
    tolerance_zh=ROUNDED_ZH,
    tolerance=ROUNDED,
    check=five_years_across,
    scope="area",
)
