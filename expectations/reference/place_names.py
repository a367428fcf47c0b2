"""Which place a name means in the report of a place above it: 涪陵 in a report of 重庆市 is 涪陵区, 500102.

Names and codes of GB/T 2260 come in, codes go out. A name that several places below share means none of them.
"""

from functools import cache

import polars as pl

from expectations.reference import regions

PROVINCE, PREFECTURE = "0000", "00"  # how codes of places end that have others below them
DIGITS = (2, 4)  # what the codes of places below a province, and below a prefecture, have in common with it


def codes_below(named: pl.DataFrame) -> pl.DataFrame:
    """`named` (`above`: code of the place that reports, `name`, `year`: of the report) with `code`: the one place below
    that is called so, in full or in short; null where there is none or more than one.

    Names in force in that year go before those of other years.
    """
    asked = named.select("above", "name", "year").unique()
    listed = asked.with_columns(prefix=_prefix()).join(_names(), on=["prefix", "name"])
    in_force = (pl.col("year") >= pl.col("valid_from")) & (pl.col("year") <= pl.col("valid_to").fill_null(9999))
    asking = ["above", "name", "year"]
    meant = (
        listed.with_columns(fits=in_force.fill_null(pl.col("valid_to").is_null()))
        .filter(pl.col("fits") | ~pl.col("fits").any().over(asking))
        .group_by(asking)
        .agg(pl.col("code").unique())
        .filter(pl.col("code").list.len() == 1)
        .with_columns(pl.col("code").list.first())
        .filter(pl.col("code") != pl.col("above"))
    )
    return named.join(meant, on=asking, how="left", nulls_equal=True, maintain_order="left")


def codes_above(code: str) -> list[str]:
    """The codes of the places that a place lies in, whether the list has them or not: 511700 and 510000 of 511722."""
    above = {code[:digits] + "0" * (len(code) - digits) for digits in DIGITS}
    return sorted(above - {code})


def has_places_below(code: pl.Expr) -> pl.Expr:
    """Whether this is the code of a province or a prefecture."""
    return code.str.contains("^[0-9]{4}00$")


def _prefix() -> pl.Expr:
    above = pl.col("above")
    return (
        pl.when(above.str.ends_with(PROVINCE))
        .then(above.str.head(2))
        .when(above.str.ends_with(PREFECTURE))
        .then(above.str.head(4))
    )


@cache
def _names() -> pl.DataFrame:
    """prefix, name, code, valid_from, valid_to: full and short names under what their code begins with."""
    known = ("code", "valid_from", "valid_to")
    names = [regions().select(pl.col(form).alias("name"), *known).drop_nulls("name") for form in ("name", "short_name")]
    return pl.concat(
        [pl.concat(names).unique().with_columns(prefix=pl.col("code").str.head(digits)) for digits in DIGITS]
    )
