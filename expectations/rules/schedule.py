"""Rules on schedules: what a plan says is completed in one year is not completed in another.

Sentences of dated schedules come in (2023年，力争完成甲厂搬迁并投运); a finding goes out where the same work is completed in
two years. Work that is completed year after year is recurrent, and no finding.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from expectations.rules.candidates import candidates
from expectations.rules.rule import Hit, Quote, Rule, Tables, hits_frame

EXACT = "exact: years have no rounding; work is the same where its name is, but for words such as 工程 or 集团"
EXACT_ZH = "不容差：年份没有舍入；名称相同即为同一事项，“工程”“集团”一类的字不计"

YEAR = re.compile(r"^(?:[^，。；：]{0,8}：)?(?:力争|确保)?(?:到)?([0-9]{4})年[底末]?，")
COMPLETED = re.compile(
    r"(?:^|[，、；]|并)(?:力争|确保|全面|如期|基本)*(?P<verb>完成|建成|竣工)(?P<work>[^，、；。0-9（）]{4,24}?)(?=并|[，；。]|$)"
)
FILLING = re.compile("集团|公司|项目|工程|建设|全市|全县|全区|全省|的|任务")
RECURRENT = re.compile(
    "年度|当年|本年|全年|下达|阶段|剩余|部分|主体|前期|编制|修订|评估|目标|考核|普查|调查|收集|改革|换届"
)
SHORTEST = 4


@dataclass(frozen=True)
class Completion:
    """A piece of work that a sentence says is completed in `year`."""

    year: int
    sentence: str
    quote: Quote
    year_quote: Quote


def completed_twice(tables: Tables) -> pl.DataFrame:
    """Work that a schedule completes in two different years."""
    dated = candidates(tables, [], "^[^，]{0,16}[0-9]{4}年[底末]?，", "完成|建成|竣工")
    found: dict[tuple[str, str, str], list[Completion]] = {}
    for doc_id, sentence, at in dated.iter_rows():
        for verb, work, completion in _completions(sentence, at):
            found.setdefault((doc_id, verb, work), []).append(completion)
    return hits_frame((hit for (doc_id, *_), several in found.items() for hit in _hits(doc_id, several)), EXACT)


def _completions(sentence: str, at: int) -> Iterator[tuple[str, str, Completion]]:
    year = YEAR.match(sentence)
    if not year:
        return
    place = at + year.start(1)
    year_quote = Quote(f"{year[1]}年", place, place + 5)
    for match in COMPLETED.finditer(sentence, year.end() - 1):
        work = FILLING.sub("", match["work"])
        if len(work) >= SHORTEST and not RECURRENT.search(match["work"]):
            start, stop = match.start("verb"), match.end("work")
            quote = Quote(sentence[start:stop], at + start, at + stop)
            yield match["verb"], work, Completion(int(year[1]), sentence, quote, year_quote)


def _hits(doc_id: str, several: list[Completion]) -> Iterator[Hit]:
    by_year = {completion.year: completion for completion in reversed(several)}
    if len(by_year) != 2:
        return
    first, last = (by_year[year] for year in sorted(by_year))
    yield Hit(
        doc_id=doc_id,
        severity="info",
        message=f"同一事项应在同一年完成，“{first.quote.text}”写在{first.year}年，“{last.quote.text}”写在{last.year}年。",
        message_en=f"One piece of work should be completed in one year; “{first.quote.text}” is in {first.year} and in {last.year}.",
        evidence="\n".join(dict.fromkeys((first.sentence, last.sentence))),
        quotes=(first.year_quote, first.quote, last.year_quote, last.quote),
        expected=str(first.year),
        observed=str(last.year),
    )


COMPLETED_TWICE = Rule(
    id="agreement.completed_twice",
    title_zh="同一事项在两个年份完成",
    title_en="Work that is completed in two years",
    checks_zh="进度安排中完成（建成、竣工）的同一事项，应只在一个年份完成。",
    checks="A piece of work that a schedule completes (完成, 建成, 竣工) is completed in one year.",
    severity="info",
    tolerance_zh=EXACT_ZH,
    tolerance=EXACT,
    check=completed_twice,
)
