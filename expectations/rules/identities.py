"""Rules on identities: what a name says is the difference, or the ratio, of two other indicators is that.

`observations` and `sentences` come in; a finding goes out where the balance of trade, the natural growth of the population, the
ratio of town to country incomes or of men to women is not what the two numbers beside it make.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from expectations.rules.rounding import NUMBER, Interval, printed
from expectations.rules.rule import Hit, Quote, Rule, Severity, Tables, hits_frame
from expectations.rules.stated import Document, Stated, documents, labelled

ROUNDED = "half of the last printed digit of each number, none for plain counts"
ROUNDED_ZH = "各数可差其末位数字的一半，整数计数不容差"
FARTHEST = 600  # characters between a result and the numbers that make it


@dataclass(frozen=True)
class Identity:
    """What `said` (groups number, unit) is of the indicators or names `first` and `second`: their difference or ratio."""

    name: str
    said: re.Pattern[str]
    first: str
    second: str
    kind: str

    def made(self, first: Stated, second: Stated) -> Interval | None:
        a, b = first.interval, second.interval
        if self.kind == "difference":  # a deficit is told without its sign
            return a - b if first.value >= second.value or self.name == "人口自然增长率" else b - a
        times = Decimal(100) if self.kind == "per hundred" else Decimal(1)
        return Interval(a.low / b.high * times, a.high / b.low * times) if b.low > 0 else None


IDENTITIES = (
    Identity("进出口差额", re.compile(rf"[顺逆]差(?:额)?(?:为|达到?|共)?(?P<number>{NUMBER})(?P<unit>[万亿]*(?:美元|元))"),
             "exports", "imports", "difference"),
    Identity("人口自然增长率", re.compile(rf"自然增长率(?:为|达到?)?(?P<number>{NUMBER})(?P<unit>‰)"),
             "birth_rate", "death_rate", "difference"),
    Identity("城乡居民收入比", re.compile(
        rf"(?:城乡(?:居民)?(?:人均)?(?:可支配)?收入(?:之?比|比值|比例|倍差)|收入比值)(?:(?!控制|目标|力争)[^。；0-9]){{0,20}}(?:{NUMBER}(?:[:：∶]1)?[^，。；0-9:：∶.]{{1,10}})?"
        rf"(?<![0-9.])(?P<number>{NUMBER})(?P<unit>)(?![0-9.%个年]|[:：∶]1?以|以内|以下|左右)"), "urban_income_pc", "rural_income_pc", "ratio"),
    Identity("人口性别比", re.compile(rf"(?<!出生人口)(?<!出生)(?<!婴儿)性别比(?:（[^）]*）)?[^，。；0-9（]{{0,8}}(?P<number>{NUMBER})(?P<unit>)(?![0-9.%:：∶])"),
             "^男性?", "^女性?", "per hundred"),
)  # fmt: skip
WORDS = "顺差|逆差|自然增长率|收入|性别比"


def identity(tables: Tables) -> pl.DataFrame:
    """Differences and ratios that the two numbers they are of do not make."""
    said = tables["sentences"].filter(pl.col("text").str.contains(f"(?:{WORDS}).*[0-9]"))["doc_id"].unique()
    named = pl.col("indicator_code").is_in([i.first for i in IDENTITIES] + [i.second for i in IDENTITIES])
    rows = labelled(tables).filter(
        pl.col("doc_id").is_in(said.implode()), pl.col("comparator") == "eq", pl.col("measure").is_in(["level", "ratio"]),
        named | pl.col("label").str.contains("^[男女]性?"), pl.col("status") == "actual",
    )  # fmt: skip
    return hits_frame((hit for document in documents(rows, tables) for hit in _document(document)), ROUNDED)


def _document(document: Document) -> Iterator[Hit]:
    for one in IDENTITIES:
        firsts, seconds = (_of(document, name) for name in (one.first, one.second))
        pairs = [(a, b) for a in firsts for b in seconds if a.unit == b.unit and a.may_be_with(b)]
        for match in one.said.finditer(document.text) if pairs else ():
            yield from _said(document, one, match, pairs)


def _of(document: Document, name: str) -> list[Stated]:
    if name.startswith("^"):
        return [one for one in document.numbers if one.unit == "人" and re.match(name, one.label)]
    return [one for one in document.numbers if one.code == name]


def _said(
    document: Document, identity: Identity, match: re.Match[str], pairs: Sequence[tuple[Stated, Stated]]
) -> Iterator[Hit]:
    """Some pair makes it, or the nearest one should."""
    value = printed(match["number"], match["unit"])
    scale = Decimal(1)
    if match["unit"] == "‰":
        scale = Decimal("0.1")
    stated = Interval(value.interval.low * scale, value.interval.high * scale)
    ways = [identity.made(*pair) for pair in pairs]
    if any(way and way.meets(stated) for way in ways):
        return
    place = match.start("number")
    base = value.base if identity.kind == "difference" and match["unit"] != "‰" else None
    near = [
        pair for pair in pairs
        if max(abs(one.start - place) for one in pair) < FARTHEST and (base is None or pair[0].unit == base)
    ]  # fmt: skip
    if near:
        pair = min(near, key=lambda two: abs(two[0].start - place) + abs(two[1].start - place))
        together = "\n" not in document.text[min(pair[0].start, place) : max(pair[1].end, place)]
        quote = Quote(document.text[place : match.end("unit")], place, match.end("unit"))
        yield _hit(document, identity, pair, quote, "warning" if together else "info")


def _hit(document: Document, identity: Identity, pair: tuple[Stated, Stated], quote: Quote, severity: Severity) -> Hit:
    first, second = pair
    if identity.kind == "difference":
        made = f"{first.quote} − {second.quote} = {(first.value - second.value) / first.scale:.6g}"
    else:
        times = 100 if identity.kind == "per hundred" else 1
        made = f"{first.quote} ÷ {second.quote} = {first.value / second.value * times:.5g}"
    own = document.sentence(quote.start)
    return Hit(
        doc_id=document.doc_id,
        severity=severity,
        message=f"{identity.name}应与所依据的两数一致，此处{made} ≠ {quote.text}。",
        message_en=f"{identity.name} should be what its two numbers make; here {made} ≠ {quote.text}.",
        evidence="\n".join(dict.fromkeys((first.evidence, second.evidence, own))),
        quotes=(quote, first.term.quote, second.term.quote),
        expected=made.rsplit(" ", 1)[1],
        observed=quote.text,
    )


IDENTITY = Rule(
    id="ratios.identity",
    title_zh="差额、比值与两数不符",
    title_en="A difference or ratio that its two numbers do not make",
    checks_zh="进出口差额、人口自然增长率、城乡居民收入比、人口性别比，应与所依据的两数一致。",
    checks="The balance of trade, natural growth, the ratio of town to country incomes and of men to women are what their numbers make.",
    severity="warning",
    tolerance_zh=ROUNDED_ZH,
    tolerance=ROUNDED,
    check=identity,
)
