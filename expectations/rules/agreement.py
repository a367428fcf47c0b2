"""Rules on agreement: what a report says twice, it says alike.

The statements come from `observations` (text and tables), one row a number; what goes out are pairs of sentences that
give one indicator of one place and year two values. Two numbers are of one indicator by its code, or by its name without
the verbs around it (争创, 创建 and 建成 the same thing). Of two names that only end alike (托育示范机构, 示范机构) the
numbers are compared where others of the same two sentences agree, and of two names one of which has words more within it
(房地产开发项目投资, 房地产开发投资) where the two are twins: where they have the same value in another measure.
"""

from collections import Counter
from collections.abc import Iterator

import polars as pl

from expectations.rules.aligned import coded, prices_as_growth
from expectations.rules.dealt import dealt
from expectations.rules.rounding import half_digits
from expectations.rules.rule import Hit, Rule, Severity, Tables, hits_frame
from expectations.rules.spans import span_marks
from expectations.rules.statements import STATEMENT, Statement, comparable, compatible, statement

ROUNDED = "half of the last printed digit of each value, none for plain counts; a bound (以上, 以内) agrees with every value beyond it"
ROUNDED_ZH = "每个数可差其末位数字的一半，整数计数不容差；写“以上”“以内”的，与其范围之内的任何数都相符"

# Words around a thing that do not change which thing it is: 争创全国示范性社区, 创建全国示范社区
VERBS = "围绕|招引|实施|安排|力争|确保|争取|争创|新?创建|建设|建成|培育|打造|引进|完成|实现|开设|设置|达到|全市|全省|全县|全区|全州|性|的"
MEASURE_WORDS = "(?:占比|比例|比重|率|数量|总数|数)$"
SHORTEST_NAME = 4
SHORTEST_BARE_NAME = 3  # 120个城市, 75个城市: a word that anything may be counted in
STRETCH = "力争"
ROUNDING = 1.000001  # room for what binary fractions lose

UNNAMED = "^[比较占]|^[拉带]动|（[^）]*$|^）"  # 比上半年（, 占全市: what a number is held against, not what it is of
COMPARED = ("level", "ratio", "growth", "gap", "change", "rank")
DISTINCTIVE = "[1-9][0-9]*[.]?[0-9]*[1-9]"  # 12.7, 1494: two things rarely have it by chance, as they may 5 or 10
SAME = ("doc_id", "measure", "unit_base", "year", "year_from", "status", "region")
MAGNITUDES = {100_000_000: "亿", 10_000: "万"}
MOSTLY = 2  # times as many numbers that differ as agree: the two sentences speak of two things


def same_indicator(tables: Tables) -> pl.DataFrame:
    """Indicators that a report states twice for one place and year, with values that differ beyond rounding."""
    stated = _stated(dealt(tables["observations"]))
    pairs = pl.concat([_named_alike(stated), _ending_alike(stated)])
    chosen = _described(pairs, stated, tables)
    return hits_frame(_hits(chosen), ROUNDED)


def _stated(observations: pl.DataFrame) -> pl.DataFrame:
    """Levels, ratios, growth rates, changes and distances from a target; `key` is the bare name, `same` what two of them must share."""
    observations = prices_as_growth(coded(observations))
    factor = (pl.col("value_base") / pl.col("value")).fill_nan(1.0).abs()
    key = pl.col("indicator").str.replace_all(VERBS, "").str.replace_all(MEASURE_WORDS, "")
    stated = observations.with_row_index("row").filter(
        pl.col("measure").is_in(COMPARED),
        pl.col("value_base").is_not_null(),
        ~pl.col("indicator").str.contains(UNNAMED),
    )
    return stated.with_columns(
        key.alias("key"),
        pl.struct(SAME).hash().alias("same"),
        half_digits(observations).alias("half_digit"),
        (pl.col("value_max") * factor).alias("high"),
        pl.col("quote").str.contains(DISTINCTIVE).alias("distinctive"),
    )


def _named_alike(stated: pl.DataFrame) -> pl.DataFrame:
    """Differing pairs of one code or one bare name, unless nearly all numbers of the two sentences differ."""
    name = pl.coalesce("indicator_code", "key")
    long = pl.col("indicator_code").is_not_null() | (pl.col("key").str.len_chars() >= SHORTEST_BARE_NAME)
    pairs = _pairs(stated.filter(long), name)
    return _differing(pairs).filter((pl.col("differ") < MOSTLY) | (pl.col("differ") < MOSTLY * pl.col("agree")))


def _ending_alike(stated: pl.DataFrame) -> pl.DataFrame:
    """Differing pairs whose bare names only end alike, of sentences that agree in another number under such names."""
    long = stated.filter(pl.col("key").str.len_chars() >= SHORTEST_NAME)
    key, other = pl.col("key"), pl.col("key_b")
    code, other_code = pl.col("indicator_code"), pl.col("indicator_code_b")
    pairs = _pairs(long, pl.col("key").str.slice(-2)).filter(key != other, (code == other_code).fill_null(value=True))
    ending = pairs.filter(code.eq_missing(other_code), key.str.ends_with(other) | other.str.ends_with(key))
    agreeing = _differing(ending).filter(pl.col("agree") > 0, pl.col("differ") <= pl.col("agree"))
    twins = _differing(pairs).filter("twins")
    within = [_within(*names) for names in twins.select("key", "key_b").iter_rows()]
    return pl.concat([agreeing, twins.filter(pl.Series(within, dtype=pl.Boolean))]).unique(["row", "row_b"])


def _within(one: str, other: str) -> bool:
    """Whether the characters of one name stand in the other in their order."""
    short, long = sorted((one, other), key=len)
    rest = iter(long)
    return all(character in rest for character in short)


def _pairs(stated: pl.DataFrame, name: pl.Expr) -> pl.DataFrame:
    """Pairs of rows of two sentences that share `name` and `same`."""
    columns = (
        "group", "row", "doc_id", "key", "indicator_code", "measure", "status", "value_base", "half_digit", "evidence",
        "distinctive",
    )  # fmt: skip
    grouped = stated.with_columns(pl.struct("same", name.alias("name")).hash().alias("group")).select(columns)
    rows = grouped.filter(pl.len().over("group") > 1).lazy()
    two = (pl.col("row") < pl.col("row_b")) & (pl.col("evidence") != pl.col("evidence_b"))
    return rows.join(rows, on="group", suffix="_b").filter(two).collect()


def _differing(pairs: pl.DataFrame) -> pl.DataFrame:
    """row, row_b of the pairs whose values differ, less those whose value the other sentence has as well.

    `coarser` marks target shares that differ only as rounding allows (46% and 46.3%), since a target is not measured;
    `agree` and `differ` count the pairs of the same two sentences; `twins` have a value in common in another measure.
    """
    difference = (pl.col("value_base") - pl.col("value_base_b")).abs()
    apart = difference > (pl.col("half_digit") + pl.col("half_digit_b")) * ROUNDING
    coarser = (pl.col("measure") == "ratio") & (pl.col("status") == "target") & ~apart & (difference > 0)
    sides, names = ("doc_id", "evidence", "evidence_b"), ("key", "key_b")
    matched = (~pl.col("apart")).any()
    found = (
        pairs.with_columns(apart.alias("apart"), coarser.alias("coarser"))
        .with_columns(
            (matched.over("group", "row", "evidence_b") | matched.over("group", "row_b", "evidence")).alias("matched")
        )
        .with_columns((pl.col("apart") & ~pl.col("matched")).alias("odd"))
        .with_columns(
            (~pl.col("apart")).sum().over(sides).alias("agree"),
            pl.col("odd").sum().over(sides).alias("differ"),
            (~pl.col("apart") & pl.col("distinctive")).any().over(*sides, *names).alias("twins"),
        )
    )
    columns = ("row", "row_b", "key", "key_b", "coarser", "agree", "differ", "twins")
    return found.filter(pl.col("odd") | pl.col("coarser")).select(columns)


def _described(pairs: pl.DataFrame, stated: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """The pairs with what is stated on both sides (columns of `STATEMENT`, the second with `_b`)."""
    rows = pl.concat([pairs.select("row"), pairs.select(row="row_b")]).unique()
    chosen = stated.join(rows, on="row", how="semi")
    titles = tables["sections"].select("doc_id", "section_id", pl.col("title").alias("heading"))
    sentences = (
        tables["sentences"]
        .select("doc_id", "text", pl.col("char_start").alias("start"))
        .filter(pl.col("doc_id").is_in(chosen["doc_id"].unique().implode()))
        .sort("doc_id", "start")
    )
    spans = span_marks(sentences).select("doc_id", "start", "span")
    at = pl.col("char_start") - pl.col("start")
    here = pl.col("evidence").str.slice(at, pl.col("quote").str.len_chars()) == pl.col("quote")
    placed = (
        chosen.sort("doc_id", "char_start")
        .join_asof(sentences.drop("text"), left_on="char_start", right_on="start", by="doc_id", check_sortedness=False)
        .join_asof(spans, left_on="char_start", right_on="start", by="doc_id", suffix="_told", check_sortedness=False)
        .with_columns(pl.col("evidence").str.slice(0, pl.when(here).then(at).otherwise(0)).alias("before"))
        .join(titles, on=["doc_id", "section_id"], how="left")
        .with_columns(pl.col("heading").fill_null(""))
    )
    one = placed.select("row", "doc_id", "year", "status", "measure", *STATEMENT)
    other = placed.select("row", *STATEMENT).rename({name: f"{name}_b" for name in ("row", *STATEMENT)})
    kinds = tables["documents"].select("doc_id", "kind")
    return (
        pairs.drop("key", "key_b")
        .sort("row", "row_b")
        .join(one, on="row", maintain_order="left")
        .join(other, on="row_b", maintain_order="left")
        .join(kinds, on="doc_id", maintain_order="left")
    )


def _hits(pairs: pl.DataFrame) -> Iterator[Hit]:
    other = [f"{name}_b" for name in STATEMENT]
    about = pairs.select("row", "row_b", "doc_id", "year", "status", "measure", "kind", "coarser", "twins").iter_rows()
    found: list[tuple[tuple[int, int], str, Statement, Statement, int | None, Severity]] = []
    for (row, row_b, doc_id, year, status, measure, kind, coarser, twins), one, two in zip(
        about, pairs.select(STATEMENT).iter_rows(), pairs.select(other).iter_rows(), strict=True
    ):
        first, second = statement(*one), statement(*two)
        if comparable(first, second, status, measure, year, twins=twins) and not compatible(first, second, status):
            bound_in_text = first.origin != second.origin and first.comparator != second.comparator
            severity: Severity = (
                "info"
                if coarser or bound_in_text or measure == "rank" or (measure == "change" and not twins)
                else _severity(first, second, kind, measure)
            )
            found.append(((row, row_b), doc_id, first, second, year, severity))
    times = Counter(row for rows, *_ in found for row in rows)
    for rows, doc_id, first, second, year, grade in found:
        wrong = [statement for statement, row in zip((first, second), rows, strict=True) if times[row] > 1]
        yield _hit(doc_id, first, second, year, grade, wrong[0] if len(wrong) == 1 else None)


def _severity(first: Statement, second: Statement, kind: str, measure: str) -> Severity:
    """A report's own figures are warnings. Tasks of a plan may each mean a part of the whole without saying so, and one of
    two numbers may be what is hoped for."""
    apart = kind == "responsibility_plan" and first.section != second.section and measure == "level"
    hoped = (STRETCH in first.clause) != (STRETCH in second.clause) and first.section == second.section
    return "warning" if _named_the_same(first.key, second.key) and not apart and not hoped else "info"


def _named_the_same(first: str, second: str) -> bool:
    """Whether two bare names are one name: the same words in another order, or one with more before it."""
    return sorted(first) == sorted(second) or first.endswith(second) or second.endswith(first)


def _hit(
    doc_id: str, first: Statement, second: Statement, year: int | None, severity: Severity, wrong: Statement | None
) -> Hit:
    """`wrong` is the number that several others of the report, which agree among themselves, contradict."""
    room, apart = first.half_digit + second.half_digit, abs(first.low - second.low)
    one, two = first.quote.text, second.quote.text
    likely = f"其他各处一致，写错的可能是{wrong.quote.text}。" if wrong else ""
    likely_en = f" The other places agree: {wrong.quote.text} is likely wrong." if wrong else ""
    when, when_en = (f"{year}年的", f" of {year}") if year else ("", "")
    return Hit(
        doc_id=doc_id,
        severity=severity,
        message=f"{when}“{first.name}”前后应一致，一处是{one}，一处是{two}：相差{_number(apart)}，舍入可以解释{_number(room)}。{likely}",
        message_en=(
            f"“{first.name}”{when_en} should be the same in both places; it is {one} and {two}: {_number(apart)} apart, of which "
            f"rounding explains {_number(room)}.{likely_en}"
        ),
        evidence=f"{first.evidence}\n{second.evidence}",
        quotes=(first.quote, second.quote),
        expected=first.quote.text,
        observed=second.quote.text,
    )


def _number(value: float) -> str:
    magnitude = next((m for m in MAGNITUDES if value >= m), 1)
    return f"{value / magnitude:g}{MAGNITUDES.get(magnitude, '')}"


SAME_INDICATOR = Rule(
    id="agreement.same_indicator",
    title_zh="同一指标前后不一致",
    title_en="One indicator with two values",
    checks_zh="报告两处写到同一地方、同一年、同为实际或同为目标的同一指标，数值应相同。",
    checks="An indicator that a report states twice, for one place, year and status, has one value.",
    severity="warning",
    tolerance_zh=ROUNDED_ZH,
    tolerance=ROUNDED,
    check=same_indicator,
)
