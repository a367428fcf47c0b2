"""Rules on a part counted out of its whole: 11项指标中有6项 are no more than 11, and five years of 500亿元以上 no less than five times that.

Sentences and `observations` come in; a finding goes out where a part is more than what it is counted out of, where each year
of a span reaches so much that the total of all is less, and where days and their share make no year.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

import polars as pl

from expectations.rules.candidates import candidates
from expectations.rules.passages import UNIT
from expectations.rules.rounding import NUMBER, percent_of, printed
from expectations.rules.rule import Hit, Quote, Rule, Tables, hits_frame
from expectations.rules.stated import Document, Stated, documents, labelled

EXACT = "exact: counts are compared as printed"
EXACT_ZH = "不容差：个数按所写的比较"
ROUNDED = "half of the last printed digit of both numbers"
ROUNDED_ZH = "两个数各可差其末位数字的一半"

COUNTED = "[项个家件所处户席名座条人]"
# 11项主要指标中，有6项; 10家省实验室本区占4席
OUT_OF = re.compile(
    rf"(?<![0-9.第—至+-])(?P<whole>[0-9]+)(?P<unit>{COUNTED})(?P<of>[^，。；：、（）0-9%]{{1,16}}?)"
    rf"(?:(?:当|之)?中，?(?:已|共|仅|只)?有|中，(?=[^，。；、0-9]{{0,8}}[0-9])[^，。；、0-9]{{0,8}}|[^，。；、0-9中]{{0,6}}占据?了?)"
    rf"(?P<part>[0-9]+)(?P<part_unit>{COUNTED})(?![0-9/%])"
)
NOUN_BEHIND = re.compile("[^，。；：、（）0-9]{1,12}")
# 超额完成, 入选: what the part does, so that no name stands between
VERB = re.compile(
    "超|完成|达|实现|提前|获|入选|列入|纳入|被|已|均|都|位|居|保持|增|下降|高于|低于|好于|快于|进入|在|进|为|是|有|通过|出列|摘帽|开工|竣工|投产|可|预计|提高|属|来自|没有|未"
)
OTHER_SET = re.compile("新增|增加|累计|每|平均|人均|用地|投资|涉及|带动")
SEATS = "席"  # what a share of any count may be counted in
# 五年累计投资2700亿元，年度投资均在500亿元以上
EACH_YEAR = re.compile(
    rf"(?:每年|年度|逐年|各年)(?P<what>[^，。；、0-9]{{0,14}}?)(?:在|超过?|突破|达到?|不低于)(?P<least>{NUMBER})(?P<unit>{UNIT})(?:以上)?"
)
ADVERBS = re.compile("都|均|保持|稳定|完成|实现|平均|的|约|已|分别|全部|连续")
CLAUSES = 40  # characters between a total and what each year of it reaches
# 优良天数243天，占比66.6%
DAYS = re.compile(
    rf"(?:优良|达标|二级以上|好于二级)[^，。；、0-9%]{{0,12}}?(?P<days>{NUMBER})天(?:，[^，。；%]{{0,12}}天)?[，、（]?"
    rf"(?:[^，。；、0-9%]{{0,10}}?(?:占比?|比例|优良率|达标率|比率|占全年))[^，。；、0-9%]{{0,8}}?(?P<share>{NUMBER})%"
)
CHANGED = re.compile("增|减|提高|上升|下降|同比|[比较](?:上年|去年)")  # days more than before are no days of the year
PART_OF_YEAR = re.compile("月|季|半年|截至|目前|累计")
YEAR, LEAST_MEASURED = (365, 366), 300  # days of a year, and how many have a valid measure at the least


def part_of_count(tables: Tables) -> pl.DataFrame:
    """Counts out of a count that are more than it."""
    pattern = f"[0-9]{COUNTED}[^，。；：、（）0-9]+(?:中，?[^，。；、0-9]*|占据?了?)[0-9]+{COUNTED}"
    rows = candidates(tables, ["中", "占"], pattern).iter_rows()
    return hits_frame((hit for row in rows for hit in _parts(*row)), EXACT)


def _parts(doc_id: str, text: str, at: int) -> Iterator[Hit]:
    for match in OUT_OF.finditer(text):
        whole, part = int(match["whole"]), int(match["part"])
        same = match["part_unit"] == SEATS or (match["unit"] == match["part_unit"] and _same_noun(text, match))
        if part > whole and same and not OTHER_SET.search(match[0]):
            yield _hit(
                (doc_id, text, at), [match.span("whole"), (match.start("part"), match.end("part_unit"))],
                f"{whole}{match['unit']}中的{part}{match['part_unit']}应不多于{whole}。",
                f"A part of {whole} should not be more; {part} stands here.", (f"<= {whole}", f"{part}"),
            )  # fmt: skip


def _same_noun(text: str, match: re.Match[str]) -> bool:
    """Whether the part counts what the whole counts: its name ends alike, or it has none (6项超额完成)."""
    behind = NOUN_BEHIND.match(text, match.end())
    noun = VERB.split(behind[0])[0] if behind else ""
    return not noun or noun[-2:] in match["of"] or match["of"][-2:] in noun


def each_year(tables: Tables) -> pl.DataFrame:
    """Totals of a span of years that are less than what each of its years is said to reach at the least."""
    rows = labelled(tables).filter(
        pl.col("measure") == "level", pl.col("year_from") < pl.col("year"),
        pl.col("evidence").str.contains("(?:每年|年度|逐年|各年).*[0-9]"),
    )  # fmt: skip
    return hits_frame((hit for document in documents(rows, tables) for hit in _years(document)), ROUNDED)


def _years(document: Document) -> Iterator[Hit]:
    for total in document.numbers:
        match = EACH_YEAR.search(document.text, total.end, total.end + CLAUSES)
        between = document.text[total.end : match.start()] if match else "。"
        if not match or re.search("[。；0-9]", between) or total.year is None or total.year_from is None:
            continue
        least, years = printed(match["least"], match["unit"]), total.year - total.year_from + 1
        if not _of_total(match["what"], total):
            continue
        if least.base == total.unit and least.interval.low * years > total.interval.high:
            yield _year_hit(document, total, match, years)


def _of_total(what: str, total: Stated) -> bool:
    """Whether what each year reaches is what the total is of: it names nothing, or two letters of the total's name."""
    named = ADVERBS.sub("", what)
    return not named or any(named[i : i + 2] in total.label for i in range(max(len(named) - 1, 1)))


def _year_hit(document: Document, total: Stated, match: re.Match[str], years: int) -> Hit:
    start, end = match.start("least"), match.end("unit")
    least = Quote(document.text[start:end], start, end)
    return Hit(
        doc_id=document.doc_id,
        severity="warning",
        message=f"{years}年中每年都达到{least.text}时，合计应不少于其{years}倍，此处合计{total.quote}。",
        message_en=f"{years} years of {least.text} or more each should make {years} times that; the total is {total.quote}.",
        evidence=total.evidence,
        quotes=(total.term.quote, least),
        expected=f">= {years} × {least.text}",
        observed=total.quote,
    )


def days(tables: Tables) -> pl.DataFrame:
    """Days of good air, and a share of the year that they are not."""
    rows = candidates(tables, ["天"], "(?:优良|达标|二级).*[0-9]天.*(?:占|比|率).*[0-9]%").iter_rows()
    return hits_frame((hit for row in rows for hit in _days(*row)), ROUNDED)


def _days(doc_id: str, text: str, at: int) -> Iterator[Hit]:
    for match in DAYS.finditer(text):
        measured = percent_of(printed(match["days"], "天").interval, printed(match["share"], "%").interval)
        if (
            measured is None
            or CHANGED.search(match[0])
            or PART_OF_YEAR.search(text, max(match.start() - 40, 0), match.end())
        ):
            continue
        if measured.low > YEAR[1] or measured.high < LEAST_MEASURED:
            made = Decimal(match["days"]) / YEAR[0] * 100
            share = f"{float(made):.1f}%"
            yield _hit(
                (doc_id, text, at), [(match.start("days"), match.end("days") + 1), (match.start("share"), match.end("share") + 1)],
                f"{match['days']}天占全年天数的{share}，写的是{match['share']}%。",
                f"{match['days']} days are {share} of a year; {match['share']} % stands here.", (share, f"{match['share']}%"),
            )  # fmt: skip


def _hit(
    sentence: tuple[str, str, int], spans: list[tuple[int, int]], message: str, message_en: str, told: tuple[str, str]
) -> Hit:
    doc_id, text, at = sentence
    return Hit(
        doc_id=doc_id,
        severity="warning",
        message=message,
        message_en=message_en,
        evidence=text,
        quotes=tuple(Quote(text[start:end], at + start, at + end) for start, end in spans),
        expected=told[0],
        observed=told[1],
    )


PART_OF_COUNT = Rule(
    id="ratios.part_of_count",
    title_zh="其中的个数多于总数",
    title_en="A part counted out of fewer",
    checks_zh="从写明的总数中数出的个数（11项指标中有6项，10家中占4家），应不多于总数。",
    checks="What is counted out of a stated count (11项指标中有6项, 10家中占4家) is not more than it.",
    severity="warning",
    tolerance_zh=EXACT_ZH,
    tolerance=EXACT,
    check=part_of_count,
)

EACH_YEAR_OF_TOTAL = Rule(
    id="sums.each_year",
    title_zh="多年合计少于每年下限之和",
    title_en="A total of years that is less than what each reaches",
    checks_zh="写明每年都在某数以上时，几年的合计应不少于该数的几倍。",
    checks="Where each year is said to reach so much (年度投资均在500亿元以上), the total of n years is at least n times that.",
    severity="warning",
    tolerance_zh=ROUNDED_ZH,
    tolerance=ROUNDED,
    check=each_year,
)

DAYS_OF_YEAR = Rule(
    id="ratios.days_of_year",
    title_zh="天数与占全年的比例不符",
    title_en="Days that are not the stated share of a year",
    checks_zh="优良天数除以所写的比例，应得一年中有效监测的天数（300至366天）。",
    checks="Days of good air over their share make the days of a year that were measured (300 to 366).",
    severity="warning",
    tolerance_zh=ROUNDED_ZH,
    tolerance=ROUNDED,
    check=days,
)
