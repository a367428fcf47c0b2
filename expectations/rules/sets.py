"""Rules on sets that go on: 继续推进8个共建项目 speaks of the same 8 that the report named before.

Sentences come in; a finding goes out where the same long name carries another count elsewhere in the report, as does one of a
set that goes by its number (6大创新工程).
"""

import re
from collections.abc import Iterator

import polars as pl

from expectations.rules.candidates import COLUMNS, candidates, reduced, with_digits
from expectations.rules.counts import COUNT, numeral
from expectations.rules.rule import Hit, Quote, Rule, Tables, hits_frame

EXACT = "exact: things are counted; what goes on may be joined by new ones, so that a difference is worth an info"
EXACT_ZH = "不容差：逐个清点；继续推进时可能有新增，所以只作提示"

NAME = "[^，。；：、0-9（）]{8}"  # so many characters of a name that nothing else begins alike
GOES_ON = re.compile(rf"(?:接续|继续|持续)(?:推进|实施|推动|抓好|建设)(?P<count>[0-9]+)(?P<unit>个|项)(?P<name>{NAME})")


# 6大科技创新工程: a set that goes by its number
NUMBERED = re.compile(
    rf"(?<![0-9.第])(?P<count>{COUNT})大(?P<name>[^，。；：、0-9（）“”《》]{{2,10}}?(?:工程|行动|产业|体系|战略|任务|集群|板块|领域|专项|计划|平台|基地))"
    "(?![化链园带群])"
)
SHORTEST = 5  # characters of a name that is no name of anything: 八大产业


def same_set(tables: Tables) -> pl.DataFrame:
    """Sets that go by their number (6大创新工程) and have another one elsewhere in the report."""
    rows = reduced(tables["sentences"].select(COLUMNS), ["大"], f"(?:{COUNT})大").iter_rows()
    named: dict[tuple[str, str], dict[int, tuple[str, Quote]]] = {}
    for doc_id, text, at in rows:
        for match in NUMBERED.finditer(text):
            count = numeral(match["count"])
            if count is not None and len(match["name"]) >= SHORTEST:
                quote = Quote(f"{match['count']}大", at + match.start(), at + match.end("count") + 1)
                named.setdefault((doc_id, match["name"]), {}).setdefault(count, (text, quote))
    return hits_frame((_same_hit(*key, list(told.values())[:2]) for key, told in named.items() if len(told) > 1), EXACT)


def _same_hit(doc_id: str, name: str, told: list[tuple[str, Quote]]) -> Hit:
    (first, one), (second, other) = told
    return Hit(
        doc_id=doc_id,
        severity="info",
        message=f"“{name}”前后应是同样多，一处是{one.text}，一处是{other.text}。",
        message_en=f"“{name}” should be as many throughout; it is {one.text} and {other.text}.",
        evidence="\n".join(dict.fromkeys((first, second))),
        quotes=(one, other),
        expected=one.text,
        observed=other.text,
    )


def carried_on(tables: Tables) -> pl.DataFrame:
    """Sets that a report carries on with another number than it gave them before."""
    going_on = candidates(tables, ["续"], "(?:接续|继续|持续)[^，。；、0-9]{2}[0-9]+[个项]")
    of_some = pl.col("doc_id").is_in(going_on["doc_id"].unique().implode())
    others = reduced(with_digits(tables).filter(of_some), [], "[0-9][个项]").select(COLUMNS)
    texts: dict[str, list[tuple[str, int]]] = {}
    for doc_id, text, at in others.iter_rows():
        texts.setdefault(doc_id, []).append((text, at))
    rows = going_on.iter_rows()
    return hits_frame((hit for doc_id, text, at in rows for hit in _hits(doc_id, text, at, texts[doc_id])), EXACT)


def _hits(doc_id: str, text: str, at: int, others: list[tuple[str, int]]) -> Iterator[Hit]:
    for match in GOES_ON.finditer(text):
        same = re.compile(rf"(?<![0-9.])([0-9]+){match['unit']}{re.escape(match['name'])}")
        quote = Quote(f"{match['count']}{match['unit']}", at + match.start("count"), at + match.end("unit"))
        for other, start in others:
            found = same.search(other)
            if found and start != at and found[1] != match["count"]:
                before = Quote(f"{found[1]}{match['unit']}", start + found.start(1), start + found.end(1) + 1)
                yield Hit(
                    doc_id=doc_id,
                    severity="info",
                    message=f"继续推进的应是同一批，“{match['name']}…”一处是{before.text}，一处是{quote.text}。",
                    message_en=f"What goes on should be the same set; “{match['name']}…” is {before.text} and {quote.text}.",
                    evidence=f"{other}\n{text}",
                    quotes=(before, quote),
                    expected=before.text,
                    observed=quote.text,
                )
                break


CARRIED_ON = Rule(
    id="agreement.carried_on",
    title_zh="继续推进的与之前的个数不同",
    title_en="A set that goes on with another number",
    checks_zh="继续推进的一批事项（继续推进8个…），个数应与前文所写的相同。",
    checks="A set of things that a report carries on (继续推进8个…) is as large as where it was named before.",
    severity="info",
    tolerance_zh=EXACT_ZH,
    tolerance=EXACT,
    check=carried_on,
)

SAME_SET = Rule(
    id="agreement.same_set",
    title_zh="同名的几大事项前后个数不同",
    title_en="A set of one name with two numbers",
    checks_zh="以个数为名的事项（6大创新工程），前后所写的个数应相同。",
    checks="A set that goes by its number (6大创新工程) has the same one throughout the report.",
    severity="info",
    tolerance_zh=EXACT_ZH,
    tolerance=EXACT,
    check=same_set,
)
