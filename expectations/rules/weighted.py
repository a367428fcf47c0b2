"""Rules on growth of a whole: it lies among the growths of all its parts, near the mean that their sizes make.

`observations` and `sentences` come in; a finding goes out where parts that leave nothing out by their names (第一、二、三产业)
all grow by less, or all by more, than the whole that stands before them, and where their levels make clearly another growth.
"""

from collections.abc import Iterator
from decimal import Decimal

import polars as pl

from expectations.rules.divisions import Group, groups
from expectations.rules.known_parts import HEAD, PRODUCT, with_groups
from expectations.rules.rule import Hit, Rule, Severity, Tables, hits_frame
from expectations.rules.stated import Document, Stated, documents, labelled

ROUNDED = (
    "half of the last printed digit of each growth; from the mean that the levels make by half a point and a tenth of the "
    "distance between the parts, since real growth is weighted at the prices of another year"
)
ROUNDED_ZH = "每个增速可差其末位数字的一半；与按数值加权的平均可差0.5个百分点和各部分增速极差的十分之一，因可比价格增速的权数按基年价格计"

PRODUCT_CODE, PRIMARY, OTHERS = "gdp", "gdp_primary", ("gdp_secondary", "gdp_tertiary")
PART_OF_YEAR = "季度|上半年|[0-9]月|年均|以来"
NEAR, OF_RANGE = 0.5, 0.1


def weighted(tables: Tables) -> pl.DataFrame:
    """Growths of a whole that those of its parts do not make."""
    rows = labelled(tables).filter(
        pl.col("comparator") == "eq", pl.col("measure").is_in(["level", "growth"]), pl.col("year_from").is_null(),
        ~pl.col("unit_base").is_in(["百分点", "年", "天"]),
    )  # fmt: skip
    return hits_frame(
        (hit for document in documents(with_groups(rows), tables) for hit in _weighted(document)), ROUNDED
    )


def _weighted(document: Document) -> Iterator[Hit]:
    growths = tuple(one for one in document.numbers if one.measure == "growth" and one.unit == "%")
    known = groups(Document(document.doc_id, growths, document.text))
    for group in (one for one in known if one.is_all and one.division.wholes):
        whole = _whole(growths, group)
        if whole:
            yield from _compared(document, whole, group)


def _whole(growths: tuple[Stated, ...], group: Group) -> Stated | None:
    """The growth of what the parts divide: the last before them with its name, in the same span."""
    first = group.parts[0]
    noun = max(group.rests, key=len)
    before = [
        one for one in growths
        if one.end <= first.start and first.start - one.end < HEAD and one.may_be_with(first) and _names(one, group, noun)
    ]  # fmt: skip
    return before[-1] if before else None


def _names(one: Stated, group: Group, noun: str) -> bool:
    """Whether a growth is of the whole: the product of industries whose noun is value added, or the same noun without a member."""
    if group.division.name == "三次产业":
        return bool(PRODUCT.search(one.label)) and noun in ("", "增加值") and "人均" not in one.label
    return bool(noun) and one.label.endswith(noun) and any(word in one.label for word in group.division.wholes)


def _compared(document: Document, whole: Stated, group: Group) -> Iterator[Hit]:
    rates = [part.value for part in group.parts]
    room = whole.half_digit + max(part.half_digit for part in group.parts)
    least, most = min(rates), max(rates)
    if not least - room <= whole.value <= most + room:
        yield _hit(
            whole, group, f"{least:g}%—{most:g}%", "应在各部分的增速之间", "lie among those of its parts", "warning"
        )
        return
    sizes = [_level(document, part) for part in group.parts]
    if all(sizes):
        before = [
            size.value / (1 + rate / 100) for size, rate in zip(sizes, rates, strict=True) if size and rate > -100
        ]
        mean = sum(size * rate for size, rate in zip(before, rates, strict=True)) / sum(before)
        if abs(mean - whole.value) > NEAR + OF_RANGE * (most - least) + room:
            yield _hit(
                whole, group, f"{mean:.1f}%", "应近于各部分增速按数值的加权平均", "be near their weighted mean", "info"
            )


def _level(document: Document, part: Stated) -> Stated | None:
    """How much there is of a part: the level with its name that stands next to its growth."""
    levels = [
        one for one in document.numbers
        if one.measure == "level" and one.label == part.label and one.value > 0 and one.unit == "元"
        and abs(one.start - part.start) < HEAD and one.may_be_with(part)
    ]  # fmt: skip
    return min(levels, key=lambda one: abs(one.start - part.start), default=None)


def above_sectors(tables: Tables) -> pl.DataFrame:
    """Growth of the product above that of both other sectors, where the primary one, which would have to outgrow them, is not
    told."""
    known = labelled(tables).filter(
        pl.col("indicator_code").is_in([PRODUCT_CODE, PRIMARY, *OTHERS]), pl.col("measure") == "growth",
        pl.col("unit_base") == "%", pl.col("comparator").is_in(["eq", "approx"]), pl.col("year_from").is_null(),
        ~pl.col("evidence").str.contains(PART_OF_YEAR),
    )  # fmt: skip
    return hits_frame((hit for document in documents(known, tables) for hit in _above(document)), ROUNDED)


def _above(document: Document) -> Iterator[Hit]:
    by_time: dict[tuple[int | None, str], dict[str, list[Stated]]] = {}
    for one in document.numbers:
        by_time.setdefault((one.year, one.status), {}).setdefault(str(one.code), []).append(one)
    for told in by_time.values():
        if PRIMARY in told or not all(code in told for code in (PRODUCT_CODE, *OTHERS)):
            continue
        whole, parts = told[PRODUCT_CODE], [one for code in OTHERS for one in told[code]]
        room = max(one.half_digit for one in (*whole, *parts)) + NEAR
        if (
            len({one.label for one in whole}) == 1
            and min(one.value for one in whole) > max(p.value for p in parts) + room
        ):
            yield _two_hit(whole[0], [told[code][0] for code in OTHERS])


def _two_hit(whole: Stated, parts: list[Stated]) -> Hit:
    listed = "、".join(f"{part.label}{part.value:g}%" for part in parts)
    most = f"<= {max(part.value for part in parts):g}%"
    told = sorted((whole, *parts), key=lambda one: one.start)
    return Hit(
        doc_id=whole.doc_id,
        severity="info",
        message=f"“{whole.label}”的增速一般不高于二、三产业中较快的一个，此处{listed}，总体写的是{whole.quote}。",
        message_en=f"“{whole.label}” mostly grows by no more than the faster of the secondary and tertiary sectors ({most}); {whole.quote} stands here.",
        evidence="\n".join(dict.fromkeys(one.evidence for one in told)),
        quotes=(whole.term.quote, *(part.term.quote for part in parts)),
        expected=most,
        observed=whole.quote,
    )


def _hit(whole: Stated, group: Group, expected: str, should: str, should_en: str, severity: Severity) -> Hit:
    parts = "、".join(f"{part.label}{Decimal(str(part.value)):f}%" for part in group.parts)
    told = sorted((whole, *group.parts), key=lambda one: one.start)
    return Hit(
        doc_id=whole.doc_id,
        severity=severity,
        message=f"“{whole.label}”的增速{should}（{expected}），此处各部分为{parts}，总体写的是{whole.quote}。",
        message_en=f"The growth of “{whole.label}” should {should_en} ({expected}); {whole.quote} stands here.",
        evidence="\n".join(dict.fromkeys(one.evidence for one in told)),
        quotes=(whole.term.quote, *(part.term.quote for part in group.parts)),
        expected=expected,
        observed=whole.quote,
    )


WEIGHTED = Rule(
    id="growth.weighted",
    title_zh="总体增速与各部分增速不符",
    title_en="A growth of a whole that its parts do not make",
    checks_zh="互补而无遗漏的各部分（三次产业）都写出增速时，总体的增速应在各部分的增速之间，并接近按数值加权的平均。",
    checks="Where all parts of a whole (the three industries) state their growth, that of the whole lies among them, near the mean by their sizes.",
    severity="warning",
    tolerance_zh=ROUNDED_ZH,
    tolerance=ROUNDED,
    check=weighted,
)

ABOVE_SECTORS = Rule(
    id="growth.above_sectors",
    title_zh="总体增速高于二、三产业",
    title_en="A product that outgrows both other sectors",
    checks_zh="写出二、三产业增速而没有写第一产业时，生产总值的增速一般不高于其中较快的一个。",
    checks="Where the secondary and tertiary sectors state their growth and the primary one does not, the product grows by no more than the faster.",
    severity="info",
    tolerance_zh=ROUNDED_ZH,
    tolerance=ROUNDED,
    check=above_sectors,
)
