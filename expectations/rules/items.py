"""Rules on items that a sentence lists and counts in one breath: “甲”“乙”“丙”3项指标 are three.

Sentences come in; a finding goes out where the number right behind a closed list is not the number of its items.
"""

import re
from collections.abc import Iterator

import polars as pl

from expectations.rules.candidates import COLUMNS, reduced
from expectations.rules.counts import numeral
from expectations.rules.rule import Hit, Quote, Rule, Severity, Tables, hits_frame

EXACT = "exact: items are counted; 和 may join two items or stand inside one, and 等 leaves some out, so that both counts pass"
EXACT_ZH = "不容差：逐项清点；“和”可能连接两项，也可能在一项之内，“等”表示有省略，两种数法都算相符"

COUNT = "[0-9]{1,2}|[一二三四五六七八九十两]{1,3}"
# “甲类审批”“乙类审批”2项指标
QUOTED = re.compile(
    rf"(?P<items>(?:“[^“”]{{1,20}}”[、和]?){{2,}})等?(?P<count>{COUNT})(?P<unit>项|个|大|类|条|种|件|篇)"
)
# 做强甲、乙、丙三大产业: without quotation marks only where 大 says that the items are what is counted
LISTED = re.compile(
    r"(?P<items>[^，。；：、“”（）0-9]{2,14}(?:、[^，。；：、“”（）0-9]{1,14})+?)(?P<count>[二三四五六七八九十]|[2-9])(?P<unit>大)"
    "(?=[^，。；：、0-9]{0,4}(?:产业|行动|工程|集群|板块|领域|体系|流域))"
)
QUOTED_ITEM = re.compile("“[^“”]+”")
JOINING = re.compile("[和及与]")
VERB_LAST = re.compile("完成|实现|推进|开展|实施|推动|抓好|落实|聚焦|围绕|打造|培育|壮大")


def named_items(tables: Tables) -> pl.DataFrame:
    """Lists of items that are followed by another number than there are items."""
    pattern = f"”等?(?:{COUNT})[项个大类条种件篇]|、[^，。；]+[二三四五六七八九十2-9]大"
    rows = reduced(tables["sentences"].select(COLUMNS), ["”", "大"], pattern).iter_rows()
    return hits_frame((hit for row in rows for hit in _miscounted(*row)), EXACT)


def _miscounted(doc_id: str, text: str, at: int) -> Iterator[Hit]:
    for match in QUOTED.finditer(text):
        items = QUOTED_ITEM.findall(match["items"])
        yield from _hit(doc_id, text, at, match, (len(items), len(items)), "warning")
    for match in LISTED.finditer(text):
        items = match["items"].split("、")
        most = len(items) + len(JOINING.findall(match["items"]))
        if not VERB_LAST.search(items[-1]):
            yield from _hit(doc_id, text, at, match, (len(items), most), "info")


def _hit(
    doc_id: str, text: str, at: int, match: re.Match[str], items: tuple[int, int], severity: Severity
) -> Iterator[Hit]:
    stated = numeral(match["count"])
    least, most = items
    more = text[: match.start("count")].endswith("等")
    if stated is None or least <= stated <= most or (more and stated > most):
        return
    listed = f"{least}" if least == most else f"{least}—{most}"
    span, number = match.span("items"), (match.start("count"), match.end("unit"))
    yield Hit(
        doc_id=doc_id,
        severity=severity,
        message=f"所列各项应与其后所写的个数相同，此处列出{listed}项，写的是{text[slice(*number)]}。",
        message_en=f"The items listed should be as many as the number behind them; {listed} are listed, {stated} is stated.",
        evidence=text,
        quotes=tuple(Quote(text[start:stop], at + start, at + stop) for start, stop in (span, number)),
        expected=listed,
        observed=str(stated),
    )


NAMED_ITEMS = Rule(
    id="lists.named_items",
    title_zh="所列各项与所写个数不符",
    title_en="Items listed and items counted differ",
    checks_zh="列举完毕后写出个数时（“甲”“乙”2项指标），个数应与所列的项数相同。",
    checks="A closed list that is followed by its count (“甲”“乙”2项指标) has as many items.",
    severity="warning",
    tolerance_zh=EXACT_ZH,
    tolerance=EXACT,
    check=named_items,
)
