"""Rules on groups: indicators that a report sorts into those above, at and below their targets are no more than all.

Sentences come in: the one that sorts (甲等12项指标高于预期、乙等8项指标达到预期) and the one that says how many there are (共计31项).
"""

import re
from collections.abc import Iterator

import polars as pl

from expectations.rules.candidates import candidates, reduced
from expectations.rules.rule import Hit, Quote, Rule, Tables, hits_frame

EXACT = "exact: indicators are counted, and each is in one group; fewer than all may be sorted"
EXACT_ZH = "不容差：逐个清点指标，一个指标只归一类；未归类的可以有"

GROUP = re.compile(
    r"(?P<count>[0-9]{1,3})项(?:主要|预期性?|约束性)?指标[^，。；、0-9]{0,8}?(?:高于|达到|低于|超过|超额|好于|优于|未达|不及|未完成|暂无|完成)"
)
ALL = re.compile(
    r"(?:指标[^。；]{0,24}(?:共计?|合计|总计)(?:设置?|有)?(?P<after>[0-9]{1,3})项|(?:共计?|合计)(?:设置?|有)?[^，。；0-9]{0,6}(?P<before>[0-9]{1,3})项[^，。；]{0,4}指标)"
)


def sorted_indicators(tables: Tables) -> pl.DataFrame:
    """Sentences that sort more indicators into groups than the report says that there are."""
    counted = candidates(tables, ["指标"], "[0-9]项")
    totals = _totals(reduced(counted, [], "[共合总]计?"))
    rows = counted.filter(pl.col("text").str.count_matches("[0-9]项[^，。；、0-9]{0,4}指标") > 1).iter_rows()
    return hits_frame((hit for doc_id, text, at in rows for hit in _hits(doc_id, text, at, totals)), EXACT)


def _totals(sentences: pl.DataFrame) -> dict[str, tuple[int, str, Quote]]:
    """The largest number of indicators that each document says that it has, its sentence and its quote."""
    totals: dict[str, tuple[int, str, Quote]] = {}
    for doc_id, text, at in sentences.iter_rows():
        for match in ALL.finditer(text):
            group = "after" if match["after"] else "before"
            start, stop = match.start(group), match.end(group) + 1
            total = int(match[group])
            if doc_id not in totals or total > totals[doc_id][0]:
                totals[doc_id] = (total, text, Quote(text[start:stop], at + start, at + stop))
    return totals


def _hits(doc_id: str, text: str, at: int, totals: dict[str, tuple[int, str, Quote]]) -> Iterator[Hit]:
    groups = list(GROUP.finditer(text))
    made = sum(int(match["count"]) for match in groups)
    if len(groups) < 2 or doc_id not in totals or made <= totals[doc_id][0]:
        return
    total, total_text, total_quote = totals[doc_id]
    added = " + ".join(match["count"] for match in groups)
    quotes = [Quote(f"{match['count']}项", at + match.start("count"), at + match.end("count") + 1) for match in groups]
    yield Hit(
        doc_id=doc_id,
        severity="info",
        message=f"各类指标数之和应不大于指标总数，此处{added} = {made} > {total}。",
        message_en=f"The groups of indicators should not be more than all of them; here {added} = {made} > {total}.",
        evidence="\n".join(dict.fromkeys((text, total_text))),
        quotes=(*quotes, total_quote),
        expected=f"<= {total}",
        observed=str(made),
    )


SORTED_INDICATORS = Rule(
    id="sums.sorted_indicators",
    title_zh="各类指标数之和大于指标总数",
    title_en="More indicators sorted than there are",
    checks_zh="高于、达到、低于目标的指标数之和应不大于所写的指标总数。",
    checks="Indicators above, at and below their targets are together no more than the report says that there are.",
    severity="info",
    tolerance_zh=EXACT_ZH,
    tolerance=EXACT,
    check=sorted_indicators,
)
