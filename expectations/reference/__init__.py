"""Reference tables: places, units and canonical indicators, with where each fact comes from.

In: the csv files beside this module. Out: polars frames, each read once a process. The parser joins them to what reports say,
the rules hold what reports say against them. README.md names the sources.
"""

from functools import cache
from pathlib import Path

import polars as pl

from expectations.reference.indicator_names import indicator_key

FOLDER = Path(__file__).parent

BRACKETED = r"[（(][^（()）]*[)）]"  # 万家（次） -> 万家
COMPOSITION = r"^(?::[0-9.]+){2,}$"  # 9.4:66.8:23.8 is 9.4 with the unit :66.8:23.8
NO_UNIT_MARK = r"^个(百分点|基点|千分点)$"  # 个百分点 -> 百分点


@cache
def regions() -> pl.DataFrame:
    """Provinces, prefectures and counties, today's and those since 1980; one row is a name that a code had in a span of years.

    code (6 digits, GB/T 2260), name (official), short_name (null where the short form is a common word or one character),
    level (province, prefecture, county, zone), parent_code (null for provinces), valid_from and valid_to (years; valid_to is
    the year in which the name or code was given up, null while in force; 1980 means 1980 or earlier), source.
    """
    return pl.read_csv(
        FOLDER / "regions.csv",
        schema_overrides={"code": pl.String, "parent_code": pl.String, "valid_from": pl.Int32, "valid_to": pl.Int32},
    )


@cache
def units() -> pl.DataFrame:
    """Units without magnitude; one row is a unit.

    unit, dimension (plain words), base_unit (of the dimension), factor (one unit = factor base units), magnitudes (whether
    百 千 万 亿 may stand before it), count (whether the dimension counts things), note.
    """
    return _flags(pl.read_csv(FOLDER / "units.csv", schema_overrides={"factor": pl.Float64}), "magnitudes", "count")


@cache
def magnitudes() -> pl.DataFrame:
    """Words of magnitude; one row is a word: magnitude (万), factor (10000)."""
    return pl.read_csv(FOLDER / "magnitudes.csv", schema_overrides={"factor": pl.Float64})


@cache
def unit_table() -> pl.DataFrame:
    """Every unit with every magnitude; one row is a unit as reports write it (亿元, 万平方米, 微克/立方米).

    unit (unique), dimension, base_unit, factor (one unit = factor base units), count. A magnitude alone (3.1万) counts items.
    """
    plain = units().select("unit", "dimension", "base_unit", "factor", "count")
    large = (
        units()
        .filter("magnitudes")
        .join(magnitudes(), how="cross", suffix="_of_magnitude")
        .select(
            pl.col("magnitude") + pl.col("unit"),
            "dimension",
            "base_unit",
            pl.col("factor") * pl.col("factor_of_magnitude"),
            "count",
        )
        .rename({"magnitude": "unit"})
    )
    bare = magnitudes().select(
        pl.col("magnitude").alias("unit"),
        pl.lit("items").alias("dimension"),
        pl.lit("个").alias("base_unit"),
        "factor",
        pl.lit(True).alias("count"),
    )
    return pl.concat([plain, large, bare]).unique("unit", keep="first", maintain_order=True)


@cache
def indicators() -> pl.DataFrame:
    """Canonical indicators; one row is an indicator.

    code (slug), name_zh, name_en, group, aliases (names that mean nothing else), short_forms (words that mean it where the unit
    fits: 第一产业, 高新技术企业; name_zh may be one of them), both lists; higher_is_better (null where neither is).
    """
    listed = pl.read_csv(FOLDER / "indicators.csv", schema_overrides={"higher_is_better": pl.String})
    return _flags(listed, "higher_is_better").with_columns(
        pl.col(c).fill_null("").str.split("；").list.filter(pl.element() != "") for c in ("aliases", "short_forms")
    )


@cache
def headline_indicators() -> pl.DataFrame:
    """Indicators that a plan report puts first and everybody quotes; one row is an indicator: code, name_zh."""
    return pl.read_csv(FOLDER / "headline_indicators.csv")


@cache
def indicator_ranges() -> pl.DataFrame:
    """Units and plausible values by measure; one row is an indicator, a measure (level, ratio, growth) and a dimension.

    code, measure, dimension, min and max (in the dimension's base unit, null where open), range_source. A measure that has
    rows may be stated in these dimensions only. Growth is that of one year.
    """
    return pl.read_csv(FOLDER / "indicator_ranges.csv", schema_overrides={"min": pl.Float64, "max": pl.Float64})


@cache
def indicator_proportions() -> pl.DataFrame:
    """Bounds between which one indicator over another lies for one place and year; one row is a pair.

    code, of_code, min, max (in base units), proportion_source.
    """
    return pl.read_csv(FOLDER / "indicator_proportions.csv", schema_overrides={"min": pl.Float64, "max": pl.Float64})


@cache
def indicator_kinds() -> pl.DataFrame:
    """Indicators that are parts of another and have nothing in common; one row is a whole and a part.

    division (a number for each list of parts), whole (a code, or a name that has none), part (a code).
    """
    listed = pl.read_csv(FOLDER / "indicator_kinds.csv").with_row_index("division")
    return listed.select("division", "whole", pl.col("parts").str.split("；").alias("part")).explode("part")


@cache
def allowed_dimensions() -> pl.DataFrame:
    """Dimensions that a measure of an indicator may be stated in; one row is a code, a measure and a dimension.

    As `indicator_ranges`, and for change and gap: the dimensions of level and ratio, percentage points and %. Rank has no rows.
    """
    stated = indicator_ranges().select("code", "measure", "dimension")
    own = stated.filter(pl.col("measure") != "growth").select("code", "dimension")
    points = (
        stated.select("code").unique().join(pl.DataFrame({"dimension": ["percentage points", "ratio"]}), how="cross")
    )
    differences = pl.concat([own, points]).join(pl.DataFrame({"measure": ["change", "gap"]}), how="cross")
    return pl.concat([stated, differences.select("code", "measure", "dimension")]).unique(maintain_order=True)


@cache
def indicator_aliases() -> pl.DataFrame:
    """Names under which an indicator is known; one row is a name in the form of `indicator_key`.

    key (unique), code, alias (as listed), short_form (true where the name alone does not tell).
    """
    listed = indicators().select("code", "name_zh", "aliases", "short_forms")
    full = listed.select("code", alias=pl.concat_list("name_zh", "aliases"), short_form=pl.lit(False))
    short = listed.select("code", alias="short_forms", short_form=pl.lit(True))
    names = pl.concat([short, full]).explode("alias").drop_nulls("alias")
    keyed = names.select(indicator_key(pl.col("alias")).alias("key"), "code", "alias", "short_form")
    return keyed.unique(["key", "code"], keep="first", maintain_order=True)


@cache
def divisions() -> pl.DataFrame:
    """Ways to divide a whole that leave nothing out; one row is a division.

    name_zh, name_en, members (each a list of the words that name it), optional (members that a place may lack), wholes (words
    in the name of what is divided; none where any whole may be).
    """
    listed = pl.read_csv(FOLDER / "divisions.csv")
    words = [
        pl.col(c).fill_null("").str.split("；").list.eval(pl.element().str.split("/")) for c in ("members", "optional")
    ]
    some = pl.element().list.first() != ""
    return listed.with_columns(
        *(way.list.eval(pl.element().filter(some)) for way in words),
        pl.col("wholes").fill_null("").str.split("/").list.filter(pl.element() != ""),
    )


def unit_key(unit: pl.Expr) -> pl.Expr:
    """The form under which `unit_table` lists a unit: no spaces, no bracketed variant, no 个 before 百分点, shares without numbers."""
    return (
        unit.str.replace_all(" ", "", literal=True)
        .str.replace_all("％", "%", literal=True)
        .str.replace_all(BRACKETED, "")
        .str.replace(NO_UNIT_MARK, "$1")
        .str.replace(COMPOSITION, ":b:c")
    )


def resolve_units(written: pl.Series) -> pl.DataFrame:
    """What units mean; one row is a distinct unit of `written`, as written there.

    unit, dimension, base_unit, factor, count; all but unit are null where the unit is unknown. A unit of two parts that is
    not listed itself (万件/百户) is composed of its parts.
    """
    wanted = pl.DataFrame({"unit": written.cast(pl.String).drop_nulls().unique(maintain_order=True)})
    wanted = wanted.with_columns(unit_key(pl.col("unit")).alias("key"))
    table = unit_table().rename({"unit": "key"})
    known = wanted.join(table, on="key", how="left", maintain_order="left")
    composed = _compose(known.filter(pl.col("dimension").is_null()).select("unit", "key"), table)
    return (
        known.join(composed, on="unit", how="left", suffix="_composed", maintain_order="left")
        .with_columns(pl.coalesce(c, f"{c}_composed").alias(c) for c in ("dimension", "base_unit", "factor", "count"))
        .select("unit", "dimension", "base_unit", "factor", "count")
    )


def _compose(unknown: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
    parts = pl.col("key").str.splitn("/", 2).struct.rename_fields(["above", "below"]).struct.unnest()
    return (
        unknown.select("unit", parts)
        .join(table.rename({"key": "above"}), on="above")
        .join(table.rename({"key": "below"}), on="below", suffix="_below")
        .select(
            "unit",
            pl.format("{} per {}", "dimension", "dimension_below").alias("dimension"),
            pl.format("{}/{}", "base_unit", "base_unit_below").alias("base_unit"),
            pl.col("factor") / pl.col("factor_below"),
            pl.lit(False).alias("count"),
        )
    )


def _flags(frame: pl.DataFrame, *columns: str) -> pl.DataFrame:
    """yes and no as booleans; an empty cell stays empty."""
    return frame.with_columns(
        pl.col(c).replace_strict({"yes": True, "no": False}, return_dtype=pl.Boolean) for c in columns
    )
