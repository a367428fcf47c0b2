"""Rules on items that a sentence lists and counts in one breath: “甲”“乙”“丙”3项指标 are three, and so are 3个，分别是甲、乙和丙.

Sentences come in; a finding goes out where the number right behind a closed list, or before it, is not that of its items.
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
# 甲、乙、丙3个指标: without quotation marks and 大 only where the word is one for kinds of things, which are named one by one
KINDS = "指标|县市区|县|区|市|乡镇|镇|街道|方面|领域|产业|行业|税种|部门|环节|层面|维度|板块|省|国家|节点|品种|大类|门类|工作|任务|工程|试点|改革|案例|经验|做法"
NAMED = re.compile(
    rf"(?P<items>[^，。；：、0-9]+(?:、[^，。；：、0-9]+?)+?)(?P<more>等)?(?<!第)(?P<count>{COUNT})(?P<unit>[个项大类种]?(?:主要|重点|主导|约束性|预期性)?(?:{KINDS}))(?!域)"
)
# 事业单位3个，分别是甲、乙和丙。 有3项（甲；乙；丙）。 实施“三大工程”，即甲、乙、丙。
COUNTED = re.compile(
    rf"(?<!第)(?P<count>{COUNT})(?P<unit>个|项|家|所|座|名|条|种|类|大|处|篇|件)[^，。；：、（）0-9]{{0,14}}?(?:（[市区旗场]{{1,3}}）)?(?:”?，?(?:分别|依次|即)(?:是|为|有)?[：]?|：|(?P<aside>（))(?P<items>[^。：（）0-9]+?)(?=[。）]|$|，[^。、]*[0-9])"
)
SHORTENED = re.compile("^个?[县市区省]$")
NOT_ALL = re.compile("^(?:其中|含|包括|包含|如|不含|较|比|主要|以|约|占)")
OWN_KINDS = re.compile("^(?:市辖区|自治区|直辖市|特区|林区|街道|[市区县旗乡镇场村、；])+$")  # 70个县（市、特区）
ASIDE = re.compile("“[^“”]*”|《[^《》]*》|（[^（）]*）")
BRACKETED = re.compile("《[^《》]*》|（[^（）]*）")
MASK = "□"
LONGEST_NAME = 8
FEWEST = 2  # 统一市场, 一批: no count
QUOTED_ITEM = re.compile("“[^“”]+”")
JOINING = re.compile("[和及与]")
VERB_LAST = re.compile("完成|实现|推进|开展|实施|推动|抓好|落实|聚焦|围绕|打造|培育|壮大")

SUBJECT = re.compile(
    "(?:均|都|全部|先后|分别)?(?:获|入选|列入|纳入|被|受到|[位列]居)"
)  # 甲改革、乙落实2项工作获表扬: what is counted does it


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
        if not VERB_LAST.search(items[-1]):
            yield from _hit(doc_id, text, at, match, (len(items), _most(items)), "info")


def counted_items(tables: Tables) -> pl.DataFrame:
    """Lists in words whose items are another number than the one before or behind them says."""
    named = f"(?:{COUNT})[个项大类种]?(?:主要|重点|主导|约束性|预期性)?(?:{KINDS})"
    counted = f"(?:{COUNT})[个项家所座名条种类大处篇件][^，。；：、（0-9]{{0,14}}，?(?:分别|依次|即|：|（)"
    pattern = f"{named}|{counted}"
    rows = reduced(tables["sentences"].select(COLUMNS), ["、", "；"], pattern).iter_rows()
    return hits_frame((hit for row in rows for hit in _listed_otherwise(*row)), EXACT)


def _listed_otherwise(doc_id: str, text: str, at: int) -> Iterator[Hit]:
    masked = ASIDE.sub(lambda m: MASK * len(m[0]), text)
    for match in NAMED.finditer(masked):
        items = match["items"].split("、")
        counts_itself = masked[: match.start()][
            -1:
        ].isdigit()  # 甲区47项经验、乙区48项经验: each has a number of its own
        verb = VERB_LAST.search(items[-1]) and not SUBJECT.match(masked, match.end())
        short = SHORTENED.search(match["unit"])  # 甲、乙、丙3市: places go by one character
        if not counts_itself and not verb and (short or all(len(item) > 1 for item in items)):
            yield from _hit(doc_id, text, at, match, (len(items), _most(items)), "info")
    for match in COUNTED.finditer(BRACKETED.sub(lambda m: MASK * len(m[0]), text)):
        if not match["aside"]:
            yield from _counted(doc_id, text, at, match)
    for match in COUNTED.finditer(text):
        if match["aside"]:
            yield from _counted(doc_id, text, at, match)


def _counted(doc_id: str, text: str, at: int, match: re.Match[str]) -> Iterator[Hit]:
    """A hit on a count and the closed list behind it; a list of clauses is divided by semicolons."""
    listed = match["items"]
    if "，" in listed and "；" not in listed:
        listed = _first_clause(listed)
    items = listed.split("；" if "；" in listed else "、")
    if len(items) < 2 or ("，" in listed and "；" not in listed) or "等" in listed:
        return
    if not NOT_ALL.search(listed) and not OWN_KINDS.search(listed):
        yield from _hit(doc_id, text, at, match, (len(items), _most(items)), "info")


def _first_clause(listed: str) -> str:
    """The list of short names before the first comma; all of it where what follows may go on with the list."""
    names, rest = listed.split("，", 1)
    short = all(len(name) <= LONGEST_NAME for name in names.split("、")[:-1])
    return names if names.count("、") > 1 and short and "、" not in rest else listed


def _most(items: list[str]) -> int:
    """How many items there are if every 和 joins two."""
    return len(items) + sum(len(JOINING.findall(item)) for item in items)


def _hit(
    doc_id: str, text: str, at: int, match: re.Match[str], items: tuple[int, int], severity: Severity
) -> Iterator[Hit]:
    stated = numeral(match["count"])
    least, most = items
    more = "等" in text[match.start("items") : match.start("count")]
    if stated is None or stated < FEWEST or least <= stated <= most or (more and stated > most):
        return
    listed = f"{least}" if least == most else f"{least}—{most}"
    span, number = match.span("items"), (match.start("count"), match.end("unit"))
    yield Hit(
        doc_id=doc_id,
        severity=severity,
        message=f"所列各项应与所写的个数相同，此处列出{listed}项，写的是{text[slice(*number)]}。",
        message_en=f"The items listed should be as many as the number beside them; {listed} are listed, {stated} is stated.",
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

COUNTED_ITEMS = Rule(
    id="lists.counted_items",
    title_zh="逐一写明的各项与所写个数不同",
    title_en="Items named one by one, and another number",
    checks_zh="逐一写明的各项（甲、乙、丙3个指标，3个，分别是甲、乙和丙），应与所写的个数一样多。",
    checks="Items that are named one by one beside their number (3个，分别是甲、乙和丙) are as many as it says.",
    severity="info",
    tolerance_zh=EXACT_ZH,
    tolerance=EXACT,
    check=counted_items,
)
