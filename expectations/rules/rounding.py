"""Printed numbers as intervals: what a rule on arithmetic may take a rounded value to be.

A number is printed to some last digit and stands for all values within half of that digit; a plain count (98家) stands for
itself. Rules compare intervals, so that nothing is called wrong that rounding explains.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from expectations.reference import resolve_units

NUMBER = r"[0-9]+(?:\.[0-9]+)?"
COUNTED = frozenset("个项家户所座处件人名条台辆张次场部批艘只头村位支")
MAGNITUDES = {"万亿": Decimal(10) ** 12, "亿": Decimal(10) ** 8, "万": Decimal(10) ** 4}
MAGNITUDE = re.compile("^(?:万亿|亿|万)")


@dataclass(frozen=True)
class Printed:
    """A number with its unit, as printed."""

    number: Decimal
    unit: str

    @property
    def half_digit(self) -> Decimal:
        """Half of the last printed digit; none for a plain count."""
        exponent = self.number.as_tuple().exponent
        if not isinstance(exponent, int) or (exponent == 0 and self.unit in COUNTED):
            return Decimal(0)
        return Decimal(5).scaleb(min(exponent, 0) - 1)

    @property
    def base(self) -> str:
        """The unit without its magnitude: 元 for 亿元."""
        return MAGNITUDE.sub("", self.unit)

    @property
    def factor(self) -> Decimal:
        magnitude = MAGNITUDE.match(self.unit)
        return MAGNITUDES[magnitude[0]] if magnitude else Decimal(1)

    @property
    def interval(self) -> "Interval":
        """What it may stand for, in units of `base`."""
        return Interval((self.number - self.half_digit) * self.factor, (self.number + self.half_digit) * self.factor)


@dataclass(frozen=True)
class Interval:
    """All values from `low` to `high`."""

    low: Decimal
    high: Decimal

    def __add__(self, other: "Interval") -> "Interval":
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: "Interval") -> "Interval":
        return Interval(self.low - other.high, self.high - other.low)

    def meets(self, other: "Interval") -> bool:
        return self.low <= other.high and other.low <= self.high


def printed(number: str, unit: str) -> Printed:
    """The number of `number`, as it was printed."""
    return Printed(Decimal(number), unit)


def percent_of(part: Interval, whole: Interval) -> Interval | None:
    """Part over whole in percent, for positive numbers; none where the whole may be nothing."""
    if part.low < 0 or whole.low <= 0:
        return None
    return Interval(part.low / whole.high * 100, part.high / whole.low * 100)


def half_digits(observations: pl.DataFrame) -> pl.Expr:
    """Half of the last printed digit of every observation, in base units; none for plain counts without decimals."""
    places = pl.col("quote").str.extract(r"[0-9]\.([0-9]+)").str.len_chars().fill_null(0)
    factor = (pl.col("value_base") / pl.col("value")).fill_nan(1.0).abs()
    counts = resolve_units(observations["unit"]).filter(pl.col("count"), pl.col("factor") == 1)["unit"]
    exact = pl.col("unit").is_in(counts.implode()) & (places == 0)
    return pl.when(exact).then(0.0).otherwise(0.5 * pl.lit(10.0).pow(-places.cast(pl.Float64)) * factor)
