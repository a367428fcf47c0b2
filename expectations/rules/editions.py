"""Rules on documents that belong together: two editions of a report have the same numbers, a report has all its parts.

All documents of some places come in, with the table `editions` that says how they belong together. Sentences of two
editions are the same where their letters are, so that neither a number nor a mark keeps them apart; a sentence that one
edition has twice is left alone. The finding is on the edition that counts, with the other's sentence below its own.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

import polars as pl

from expectations.rules.rule import Hit, Quote, Rule, Severity, Tables, hits_frame

NUMBER = r"[0-9]+(?:\.[0-9]+)?"
MASK = "□"
NOT_LETTERS = rf"[^\p{{L}}{MASK}]"
SHORTEST = 6  # letters; a clause of fewer may be of anything (同比增长5%)
CLAUSE_END = "，；。：！？"
PRINTED = re.compile(rf"{NUMBER}(?:%|‰|[万亿]{{0,2}}[元吨人户亩个]?)?")
MOST_APART = 0.3  # share of the numbered sentences; beyond it one edition was revised, not copied wrongly
FEW = 10  # sentences
EXACT = "none; what differs only as rounding allows is an info"
EXACT_ZH = "不容差；只差在舍入上的作提示"
SIDE = ("doc_id", "source_name", "sentence", "text", "at")


def numbers(tables: Tables) -> pl.DataFrame:
    """Numbers that two editions of a report give differently in the same sentence, or in the same clause of one."""
    pairs = _pairs(tables)
    if pairs.is_empty():
        return hits_frame((), EXACT)
    sentences = _sentences(tables)
    whole = _matched(pairs, sentences)
    met = pl.concat([whole.select("doc_id", "at"), whole.select(doc_id="doc_id_b", at="at_b")])
    clauses = _clauses(sentences.join(met, on=["doc_id", "at"], how="anti"))
    likely = _shares(whole)
    found = [*_hits(_differing(whole), likely, "warning"), *_hits(_differing(_matched(pairs, clauses)), likely, "info")]
    return hits_frame(found, EXACT)


def missing_part(tables: Tables) -> pl.DataFrame:
    """Reports that count and of which a part has not come in."""
    lacking = tables["editions"].filter(
        pl.col("edition_of").is_null(), pl.col("part") == 1, pl.col("missing_parts").list.len() > 0
    )
    named = lacking.join(tables["documents"].select("doc_id", "source_name"), on="doc_id").sort("doc_id")
    rows = named.select("doc_id", pl.col("missing_parts").list.join("、"), "parts_known").iter_rows()
    return hits_frame((_missing(*row) for row in rows), "none")


def _missing(doc_id: str, missing: str, known: int) -> Hit:
    return Hit(
        doc_id=doc_id,
        severity="info",
        message=f"这份报告不全：已收到{known}个部分，缺{missing}；收到后会并入同一份报告。",
        message_en=f"The report is not whole: {known} of its parts came in, {missing} did not; it is linked when it comes.",
        evidence=missing,
        expected=missing,
    )


def _pairs(tables: Tables) -> pl.DataFrame:
    """report_id and report_id_b: an edition that counts, and another edition of it."""
    linked = tables["editions"].drop_nulls("edition_of")
    return linked.select(report_id="edition_of", report_id_b="report_id").unique(maintain_order=True)


def _sentences(tables: Tables) -> pl.DataFrame:
    """report_id, doc_id, source_name, sentence, and the piece of it that is compared: `text`, which starts `at`.

    In running text the piece is the sentence; the row of a table is one sentence, whose pieces are its cells.
    """
    names = tables["documents"].select("doc_id", "source_name")
    owned = (
        tables["sentences"]
        .join(tables["editions"].select("doc_id", "report_id"), on="doc_id", maintain_order="left")
        .join(names, on="doc_id", maintain_order="left")
        .select("report_id", "doc_id", "source_name", "paragraph", "table_no", "text", at="char_start")
    )
    prose = owned.filter(pl.col("table_no").is_null()).with_columns(sentence="text", key=_letters(pl.col("text")))
    row = ("doc_id", "paragraph")
    cells = owned.filter(pl.col("table_no").is_not_null()).with_columns(
        sentence=pl.col("text").str.join(" | ").over(row), cell=pl.int_range(pl.len()).over(row)
    )
    keyed = cells.with_columns(key=pl.format("{}|{}", _letters(pl.col("sentence")), "cell"))
    columns = ("report_id", "doc_id", "source_name", "sentence", "text", "at", "key")
    return _comparable(pl.concat([prose.select(columns), keyed.select(columns)]))


def _clauses(sentences: pl.DataFrame) -> pl.DataFrame:
    """The clauses of these sentences, in the same columns; `at` is where the sentence starts."""
    ends = dict.fromkeys(CLAUSE_END, "\n")
    split = sentences.with_columns(text=pl.col("text").str.replace_many(ends).str.split("\n")).explode("text")
    return _comparable(split.with_columns(key=_letters(pl.col("text"))))


def _letters(text: pl.Expr) -> pl.Expr:
    """What two editions have in common: letters, and where numbers stand among them."""
    return text.str.replace_all(NUMBER, MASK).str.replace_all(NOT_LETTERS, "")


def _comparable(pieces: pl.DataFrame) -> pl.DataFrame:
    """Those with a number that are long enough to be known again, and that their report has once."""
    long = pl.col("key").str.replace_all(MASK, "", literal=True).str.len_chars() >= SHORTEST
    numbered = pieces.filter(long, pl.col("text").str.contains("[0-9]"))
    return numbered.filter(pl.len().over("report_id", "key") == 1)


def _matched(pairs: pl.DataFrame, pieces: pl.DataFrame) -> pl.DataFrame:
    """The pieces that both editions of a pair have (columns of `SIDE`, the other edition's with _b), and their numbers."""
    one = pieces.select("report_id", "key", *SIDE, numbers=pl.col("text").str.extract_all(NUMBER))
    return pairs.join(one, on="report_id", maintain_order="left_right").join(
        one, left_on=["report_id_b", "key"], right_on=["report_id", "key"], suffix="_b", maintain_order="left"
    )


def _differing(matched: pl.DataFrame) -> pl.DataFrame:
    """Those whose numbers have other values."""
    values = [pl.col(name).list.eval(pl.element().cast(pl.Float64)) for name in ("numbers", "numbers_b")]
    return matched.filter(values[0] != values[1]).sort("doc_id", "at", "report_id_b")


def _shares(matched: pl.DataFrame) -> dict[str, bool]:
    """Other edition → whether so few of its numbers differ that they are likely copied wrongly."""
    differ = pl.col("numbers") != pl.col("numbers_b")
    told = matched.group_by("report_id_b").agg(likely=(differ.mean() <= MOST_APART) | (pl.len() < FEW))
    return dict(told.iter_rows())


def _hits(pairs: pl.DataFrame, likely: dict[str, bool], severity: Severity) -> Iterator[Hit]:
    other = [f"{name}_b" for name in SIDE]
    for one, two, report in zip(
        pairs.select(SIDE).iter_rows(), pairs.select(other).iter_rows(), pairs["report_id_b"], strict=True
    ):
        doc_id, source, sentence, text, at = one
        _, other_source, other_sentence, other_text, _ = two
        apart = [
            (mine, its)
            for mine, its in zip(PRINTED.finditer(text), PRINTED.finditer(other_text), strict=True)
            if _value(mine[0]) != _value(its[0])
        ]
        rounded = all(_rounding(mine[0], its[0]) for mine, its in apart)
        grade: Severity = severity if likely.get(report, True) and not rounded else "info"
        start = at + (sentence.find(text) if text != sentence and "|" not in sentence else 0)
        quotes = tuple(Quote(mine[0], start + mine.start(), start + mine.end()) for mine, _ in apart)
        yield _hit(
            doc_id, grade, (source, other_source), quotes, [its[0] for _, its in apart], (sentence, other_sentence)
        )


def _hit(
    doc_id: str,
    severity: Severity,
    sources: tuple[str, str],
    quotes: tuple[Quote, ...],
    others: list[str],
    sentences: tuple[str, str],
) -> Hit:
    mine, theirs = "、".join(quote.text for quote in quotes), "、".join(others)
    cause = "可能有一处抄录有误" if severity == "warning" else "可能经过修订或取舍"
    cause_en = "one is likely copied wrongly" if severity == "warning" else "one may be revised or rounded"
    return Hit(
        doc_id=doc_id,
        severity=severity,
        message=f"同一份报告的两个版本数字应相同，{sources[0]}写作{mine}，{sources[1]}写作{theirs}：{cause}。",
        message_en=f"Two editions of one report should give the same numbers; {sources[0]} has {mine}, {sources[1]} has {theirs}: {cause_en}.",
        evidence="\n".join(sentences),
        quotes=quotes,
        expected=theirs,
        observed=mine,
    )


def _value(printed: str) -> Decimal:
    match = re.match(NUMBER, printed)
    return Decimal(match[0]) if match else Decimal(0)


def _rounding(one: str, other: str) -> bool:
    """Whether one of two numbers is the other one rounded."""
    a, b = sorted((_value(one), _value(other)), key=lambda value: -len(value.as_tuple().digits))
    exponent = b.as_tuple().exponent
    return isinstance(exponent, int) and exponent < 0 and abs(a - b) <= Decimal(5).scaleb(exponent - 1) and a != b


NUMBERS = Rule(
    id="agreement.editions",
    title_zh="同一报告的两个版本数字不同",
    title_en="Two editions of a report with different numbers",
    checks_zh="同一报告的两个版本（报纸与网站）中相同的句子，数字应相同。",
    checks="A sentence that two editions of one report have (a newspaper and a website) gives the same numbers in both.",
    severity="warning",
    tolerance_zh=EXACT_ZH,
    tolerance=EXACT,
    check=numbers,
    scope="editions",
)

MISSING_PART = Rule(
    id="document.missing_part",
    title_zh="报告不全",
    title_en="A report with a part missing",
    checks_zh="分几版或几页刊登的报告（下转第六版、第1页 共3页），各部分应都已收到，或有另一个完整的版本。",
    checks="A report that is printed on several pages (下转第六版, 第1页 共3页) came in with all of them, or in another edition.",
    severity="info",
    tolerance_zh="不适用",
    tolerance="none",
    check=missing_part,
    scope="editions",
)
