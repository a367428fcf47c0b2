"""Rules on steps: of one indicator and year the level, what it rose by and the rate are one thing, wherever they stand.

`observations` come in; a finding goes out where a change over what was there before (人均纯收入2102元 … 比上年增加289元 … 增长15.9%) is
another rate than the report states in another sentence. What stands in one sentence is for `changes`.
"""

from collections.abc import Iterator

import polars as pl

from expectations.rules.changes import OTHER_RATE, REAL
from expectations.rules.relations import ChangeOf, Checked, hits
from expectations.rules.rule import Hit, Rule, Tables, hits_frame
from expectations.rules.stated import Document, Stated, documents, labelled

ROUNDED = (
    "half of the last printed digit of each number; rates of value added are real while their levels are nominal, so that they "
    "are left out"
)
ROUNDED_ZH = "各数可差其末位数字的一半；增加值的增速按不变价计算，不在此列"
ABOUT = ("doc_id", "about", "year", "year_from", "status")
# Another span than one year: 比2005年增加, 五年增加, 累计, 一季度
OTHER_SPAN = "[0-9]{4}年(?:底|末)?(?:增|减|提|多|少)|累计|以来|年均|季度|上半年|[0-9]月|五年"


def step(tables: Tables) -> pl.DataFrame:
    """Changes of an indicator that are not the rate stated elsewhere of its level."""
    return hits_frame(hits(checked(tables)), ROUNDED)


def checked(tables: Tables) -> Iterator[Checked]:
    """Every level, change and rate of one indicator and year that a report states once each."""
    rows = labelled(tables).filter(
        pl.col("comparator") == "eq", pl.col("measure").is_in(["level", "change", "growth"]), pl.col("year_from").is_null(),
        ~pl.col("evidence").str.contains(OTHER_SPAN),
        ~pl.concat_str("label", "evidence").str.contains(f"{REAL.pattern}|{OTHER_RATE.pattern.replace('|分别', '')}"),
    )  # fmt: skip
    keyed = rows.with_columns(pl.col("label").alias("about"))
    once = keyed.filter(pl.col("value_base").n_unique().over(*ABOUT, "measure") == 1)
    three = once.filter(pl.col("measure").n_unique().over(ABOUT) == 3, pl.col("evidence").n_unique().over(ABOUT) > 1)
    for document in documents(three.drop("about"), tables):
        yield from _steps(document)


def _steps(document: Document) -> Iterator[Checked]:
    by_name: dict[tuple[str, int | None, str], dict[str, Stated]] = {}
    for one in document.numbers:
        by_name.setdefault((one.label, one.year, one.status), {}).setdefault(one.measure, one)
    for three in by_name.values():
        if len(three) < 3:
            continue
        level, change, rate = (three[name] for name in ("level", "change", "growth"))
        if level.unit != change.unit or level.unit == "%" or rate.unit != "%" or (change.value < 0) != (rate.value < 0):
            continue
        falls = change.value < 0
        relation = ChangeOf(document.doc_id, level.term, change.size, rate.size, falls)
        yield Checked(relation, None if relation.holds else _hit(level, change, rate))


def _hit(level: Stated, change: Stated, rate: Stated) -> Hit:
    made = f"{change.value / (level.value - change.value) * 100:.4g}%"
    sum_text = f"{change.quote}，按{level.quote}计为{made} ≠ {rate.quote}"
    return Hit(
        doc_id=level.doc_id,
        severity="warning",
        message=f"“{level.label}”的增减额与上年数之比应等于所写的增减幅度，此处{sum_text}。",
        message_en=f"The change of “{level.label}” over what was there before should make the stated rate; here {sum_text}.",
        evidence="\n".join(dict.fromkeys(one.evidence for one in sorted((level, change, rate), key=lambda n: n.start))),
        quotes=(level.term.quote, change.term.quote, rate.term.quote),
        expected=made,
        observed=rate.quote,
    )


STEP = Rule(
    id="growth.step",
    title_zh="增减额与别处所写的增减幅度不符",
    title_en="A change that is not the rate stated elsewhere",
    checks_zh="报告在不同句子里写了同一指标的数值、增减额和增减幅度时，增减额与上年数之比应等于增减幅度。",
    checks="Where a report states the level, the change and the rate of an indicator in different sentences, the change makes the rate.",
    severity="warning",
    tolerance_zh=ROUNDED_ZH,
    tolerance=ROUNDED,
    check=step,
    checked=checked,
)
