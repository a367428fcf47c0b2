"""Rules on units: an indicator is stated in units of its own kind, and in units that are known.

What kind an indicator is of is known from three sources: the reference table for canonical indicators, the last word of
its name (高标准农田 is an area, 农村公路 a length) for the others, and the words 每千人…数, a count and no percentage,
wherever they stand.
"""

import re
from collections.abc import Iterator

import polars as pl

from expectations.reference import allowed_dimensions, indicators, magnitudes, resolve_units, units
from expectations.rules.candidates import candidates
from expectations.rules.rule import Hit, Quote, Rule, Severity, Tables, hits_frame

EXACT = "exact: a unit is of the indicator's kind or it is not; units that count (个, 家, 人) pass for each other"
EXACT_ZH = "不容差：单位与指标性质相符或不相符；计数单位（个、家、人）可以互换"
STATED = ("level", "ratio")  # growth, change and gap are told from the words around them, and so less surely

# The last word of a name that is one kind of quantity whatever stands before it
HEADS = {
    "area": "海绵城市|农田|耕地|林地|造林|湿地|面积",
    "length": "管网|管道|公路|绿道|碧道|里程",
    "money": "产值|增加值|收入|支出|投资|总额|销售额|交易额|营业额|零售额|税收|利润|余额|存款|贷款|资金|费用",
}
PHYSICAL = ("area", "length", "mass", "volume", "money", "electricity", "power")

# 每千人口拥有托位数达到50%
PER_HEAD = re.compile(
    r"每[百千万]+(?:名|个)?[^，。；：、0-9]{0,12}(?:[0-9]+岁以[上下])?[^，。；：、0-9]{0,12}?(?:数|数量|人数)"
    r"(?:稳定在|保持在|控制在|达到?|为|增至|提高到|提升至|增加到)(?:不低于|约|近|超过?)?([0-9]+(?:\.[0-9]+)?(?:%|个?百分点))"
)


def not_allowed(tables: Tables) -> pl.DataFrame:
    """Quantities whose unit is of a kind that they cannot be stated in; one hit a number.

    A magnitude without its unit (产值750亿) is worth no more than an info.
    """
    observations = _in_known_units(tables["observations"])
    found = [_by_code(observations), _by_head(observations), _per_head(tables)]
    place = pl.col("char_spans").list.first().struct.field("start")
    return pl.concat(found).filter(pl.struct("doc_id", place).is_first_distinct())


def _in_known_units(observations: pl.DataFrame) -> pl.DataFrame:
    """Levels and ratios with the `dimension` of their unit, whether it counts, and whether it is a magnitude alone."""
    known = resolve_units(observations["unit"]).drop_nulls("dimension").select("unit", "dimension", "count")
    bare = pl.col("unit").is_in(magnitudes()["magnitude"].to_list())
    stated = observations.filter(pl.col("measure").is_in(STATED))
    return stated.join(known, on="unit", maintain_order="left").with_columns(bare.alias("bare"))


def _by_code(observations: pl.DataFrame) -> pl.DataFrame:
    """Canonical indicators in a unit that the reference table does not allow them.

    A count beside an indicator that is not one (203个断面水质优良率…) counts the things in its name and is passed over.
    """
    joined = observations.join(_kinds(), on="indicator_code", maintain_order="left")
    odd = ~pl.col("dimension").is_in(pl.col("dimensions")) & (~pl.col("count") | pl.col("bare") & ~pl.col("counted"))
    return _hits(_adjacent(joined.filter(odd)))


def _adjacent(odd: pl.DataFrame) -> pl.DataFrame:
    """Rows whose name ends right before the number (总投资达10亿元): further off the number may belong to another name."""
    tail = pl.col("indicator").str.slice(-2).str.escape_regex()
    near = pl.concat_str(tail, pl.lit("[^0-9，、；。：]{0,8}"), pl.col("quote").str.escape_regex())
    return odd.filter((pl.col("origin") == "table") | pl.col("evidence").str.contains(near))


def _kinds() -> pl.DataFrame:
    """indicator_code, name, dimensions that it is stated in, usual (their base units as text), counted (one of them counts)."""
    base = units().group_by("dimension").agg(pl.col("base_unit").first(), pl.col("count").first())
    stated = (
        allowed_dimensions().filter(pl.col("measure").is_in(STATED)).unique(["code", "dimension"], maintain_order=True)
    )
    names = indicators().select("code", pl.col("name_zh").alias("name"))
    return (
        stated.join(base, on="dimension", how="left", maintain_order="left")
        .join(names, on="code", maintain_order="left")
        .group_by(pl.col("code").alias("indicator_code"), "name", maintain_order=True)
        .agg(
            pl.col("dimension").alias("dimensions"),
            pl.col("base_unit").drop_nulls().unique(maintain_order=True).str.join("、").alias("usual"),
            pl.col("count").fill_null(False).any().alias("counted"),
        )
    )


def _by_head(observations: pl.DataFrame) -> pl.DataFrame:
    """Indicators whose last word tells one kind of quantity while the unit is of another."""
    kind = pl.coalesce(
        pl.when(pl.col("indicator").str.contains(f"(?:{words})$")).then(pl.lit(kind)) for kind, words in HEADS.items()
    )
    base = units().group_by("dimension").agg(pl.col("base_unit").first().alias("usual"))
    told = observations.with_columns(kind.alias("kind"), pl.col("indicator").alias("name")).drop_nulls("kind")
    other = pl.col("dimension").is_in(PHYSICAL) & (pl.col("dimension") != pl.col("kind"))
    odd = told.filter(other | (pl.col("bare") & (pl.col("kind") == "money")))
    return _hits(_adjacent(odd).join(base, left_on="kind", right_on="dimension", how="left", maintain_order="left"))


def _hits(odd: pl.DataFrame) -> pl.DataFrame:
    columns = ("doc_id", "evidence", "quote", "char_start", "char_end", "name", "unit", "usual", "bare")
    return hits_frame((_hit(*row) for row in odd.select(columns).iter_rows()), EXACT)


def _hit(
    doc_id: str, evidence: str, quote: str, start: int, end: int, name: str, unit: str, usual: str, bare: bool
) -> Hit:
    severity: Severity = "info" if bare else "warning"
    return Hit(
        doc_id=doc_id,
        severity=severity,
        message=f"“{name}”应以{usual}一类的单位计，此处单位是“{unit}”。",
        message_en=f"“{name}” should be stated in a unit such as {usual}; the unit here is “{unit}”.",
        evidence=evidence,
        quotes=(Quote(quote, start, end),),
        expected=usual,
        observed=unit,
    )


def _per_head(tables: Tables) -> pl.DataFrame:
    """Counts for so many people that are given as a percentage."""
    rows = candidates(tables, ["每"], "每[百千万]", "%|百分点").iter_rows()
    return hits_frame((hit for row in rows for hit in _per_head_hits(*row)), EXACT)


def _per_head_hits(doc_id: str, text: str, at: int) -> Iterator[Hit]:
    for match in PER_HEAD.finditer(text):
        unit = match[1].lstrip("0123456789.")
        name = match[0][: match.start(1) - match.start()]
        yield _hit(doc_id, text, match[1], at + match.start(1), at + match.end(1), name, unit, "个", bare=False)


def unknown(tables: Tables) -> pl.DataFrame:
    """Units that the unit table lacks: the first place of each in a document."""
    observations = tables["observations"]
    strange = resolve_units(observations["unit"]).filter(pl.col("dimension").is_null())["unit"]
    found = (
        observations.filter(pl.col("unit").is_in(strange.to_list()))
        .with_columns(pl.len().over("doc_id", "unit").alias("times"))
        .unique(["doc_id", "unit"], keep="first", maintain_order=True)
    )
    columns = ("doc_id", "evidence", "quote", "char_start", "char_end", "unit", "times")
    return hits_frame((_unknown_hit(*row) for row in found.select(columns).iter_rows()), EXACT)


def _unknown_hit(doc_id: str, evidence: str, quote: str, start: int, end: int, unit: str, times: int) -> Hit:
    return Hit(
        doc_id=doc_id,
        severity="info",
        message=f"单位应见于单位表，“{unit}”不在其中（本报告中{times}处）。",
        message_en=f"A unit should be in the unit table; “{unit}” is not ({times} in this report).",
        evidence=evidence,
        quotes=(Quote(quote, start, end),),
        expected="单位表中的单位",
        observed=unit,
    )


NOT_ALLOWED = Rule(
    id="units.not_allowed",
    title_zh="指标不能用这一单位",
    title_en="A unit that the indicator cannot have",
    checks_zh="指标的单位应与指标的性质相符：每千人拥有的托位数以个计，不以百分比计。",
    checks="An indicator is stated in a unit of one of its kinds: places per thousand people are counted, not a percentage.",
    severity="warning",
    tolerance_zh=EXACT_ZH,
    tolerance=EXACT,
    check=not_allowed,
)

UNKNOWN = Rule(
    id="units.unknown",
    title_zh="单位不在单位表中",
    title_en="A unit that is not known",
    checks_zh="数值的单位应见于单位表，或由表中的单位组成。",
    checks="The unit of an observation is in the table of units, or is composed of units that are.",
    severity="info",
    tolerance_zh=EXACT_ZH,
    tolerance=EXACT,
    check=unknown,
)
