"""Rules on groups: what a report sorts into those above, at and below their targets, or up and down, is no more than all.

Sentences come in: the one that sorts (甲等12项指标高于预期、乙等8项指标达到预期) and the one that says how many there are (共计31项),
and paragraphs where one follows the other (13个税种中，6个增长，7个下降).
"""

import re
from collections.abc import Iterator

import polars as pl

from expectations.rules.candidates import candidates, reduced
from expectations.rules.passages import Passage, passages
from expectations.rules.rule import Hit, Quote, Rule, Tables, hits_frame

EXACT = "exact: indicators are counted, and each is in one group; fewer than all may be sorted"
EXACT_ZH = "不容差：逐个清点指标，一个指标只归一类；未归类的可以有"

GROUP = re.compile(
    r"(?P<count>[0-9]{1,3})项(?:主要|预期性?|约束性)?指标[^，。；、0-9]{0,8}?(?:高于|达到|低于|超过|超额|好于|优于|未达|不及|未完成|暂无|完成)"
)
ALL = re.compile(
    r"(?:指标[^。；]{0,24}(?:共计?|合计|总计)(?:设置?|有)?(?P<after>[0-9]{1,3})项|(?:共计?|合计)(?:设置?|有)?[^，。；0-9]{0,6}(?P<before>[0-9]{1,3})项[^，。；]{0,4}指标)"
)

# 13个税种中，6个税种增长，7个税种下降; the first word that fits tells the group, so that 未完成 stands before 完成
FATES = {
    "undone": "未完成|未达|未能|没有完成|低于|不及|滞后|不合格|未办结|不达标",
    "down": "负增长|下降|回落|下跌|减少|亏损|减收|降低",
    "done": "超额|完成|高于|达到|超过|好于|优于|达标|合格|办结",
    "up": "增长|上升|上涨|提高|增收|盈利",
    "flat": "持平|不变",
}
FATE = "|".join(f"(?P<{fate}>{words})" for fate, words in FATES.items())
OPPOSED = ({"undone", "done"}, {"down", "up"})
EXHAUSTIVE = {"undone", "done"}  # what is neither up nor down may stay as it is
THING = "个|项|家|种|类|条|件|户|名"
HEAD = re.compile(
    rf"(?P<count>[0-9]{{1,4}})(?P<unit>{THING})(?P<noun>[^，。；：、0-9]{{0,14}}?)(?:中，|。其中，?|，其中，?)"
)
SORTED = re.compile(
    rf"(?P<count>[0-9]{{1,4}})(?:{THING})(?P<noun>[^，。；：、0-9]{{0,10}}?)(?:分别|均|都|实现|同比|出现|呈)*(?:{FATE})"
)
# 增长的有20个
SORTED_BEFORE = re.compile(
    rf"(?:^|[，、；。])[^，。；：、0-9]{{0,8}}?(?:{FATE})的[^，。；：、0-9]{{0,8}}?(?:有|为|共|达)?(?P<count>[0-9]{{1,4}})(?:{THING})(?=[，。；、（]|$)"
)


def opposed_groups(tables: Tables) -> pl.DataFrame:
    """Things that a paragraph counts and sorts into opposite groups which do not make them all."""
    found = passages(tables, ["其中", "中，"], f"[0-9](?:{THING})")
    return hits_frame((hit for passage in found for hit in _opposed(passage)), EXACT)


def _opposed(passage: Passage) -> Iterator[Hit]:
    for head in HEAD.finditer(passage.text):
        stop = passage.text.find("。", head.end())
        span = head.end(), stop if stop >= 0 else len(passage.text)
        groups = list(SORTED.finditer(passage.text, *span)) or list(
            SORTED_BEFORE.finditer(passage.text, span[0] - 1, span[1])
        )
        fates = {fate for group in groups for fate in FATES if group[fate]}
        nouns = {(group.groupdict().get("noun") or "")[:2] for group in groups}
        if len(groups) != len(fates) or not any(pair <= fates for pair in OPPOSED) or len(nouns) > 1:
            continue  # two groups of one fate may share what they count
        made, total = sum(int(group["count"]) for group in groups), int(head["count"])
        if made > total or (made < total and fates == EXHAUSTIVE):
            yield _opposed_hit(passage, head, groups, made)


def _opposed_hit(passage: Passage, head: re.Match[str], groups: list[re.Match[str]], made: int) -> Hit:
    quotes = tuple(passage.quote(m.start("count"), m.end("count") + 1) for m in (head, *groups))
    added = " + ".join(group["count"] for group in groups)
    return Hit(
        doc_id=passage.doc_id,
        severity="warning" if made > int(head["count"]) else "info",
        message=f"互相对立的各类之和应等于总数，此处{added} = {made} ≠ {head['count']}。",
        message_en=f"Opposite groups should make what is sorted; here {added} = {made} ≠ {head['count']}.",
        evidence=passage.evidence(quotes),
        quotes=quotes,
        expected=head["count"],
        observed=str(made),
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

OPPOSED_GROUPS = Rule(
    id="sums.opposed_groups",
    title_zh="对立的各类之和不等于总数",
    title_en="Opposite groups that do not make the whole",
    checks_zh="把若干事物分为对立的几类时（13个税种中，6个增长，7个下降），各类之和应不大于总数；完成与未完成两类之和应等于总数。",
    checks="Things that are sorted into opposite groups (13个税种中，6个增长，7个下降) are no fewer than these, and done and undone make all.",
    severity="warning",
    tolerance_zh=EXACT_ZH,
    tolerance=EXACT,
    check=opposed_groups,
)
