"""The rule on totals that stand behind their parts: 建议120件、提案80件，共200件.

Sentences come in; a finding goes out where the quantities listed right before a total in their unit do not make it.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

import polars as pl

from expectations.rules.candidates import candidates
from expectations.rules.passages import UNIT
from expectations.rules.relations import Checked, SumOf, hits, term
from expectations.rules.rounding import NUMBER, printed
from expectations.rules.rule import Hit, Quote, Rule, Tables, hits_frame

ROUNDED = "half of the last printed digit of each part and of the total, none for plain counts"
ROUNDED_ZH = "各项和总数各可差其末位数字的一半，整数计数不容差"

ITEM = rf"[^，。；：、（）0-9]{{2,16}}?(?<![第—-])(?:{NUMBER})(?:{UNIT})"
# 办理建议120件、提案80件，共200件; 合计 alone may follow parts that commas divide
BEHIND = re.compile(
    rf"(?P<parts>{ITEM}(?:[、，和]{ITEM})+)，?(?:两项|三项|四项|以上|总共|共计|合计|总计|共)(?:共|合计|总计)?(?:为|达到?)?(?P<total>{NUMBER})(?P<unit>{UNIT})(?=[，。；）]|$)"
)
PART = re.compile(rf"(?P<number>{NUMBER})(?P<unit>{UNIT})")
LOOSE = re.compile("其中|分别|占|比|增|减|下降|计划|目标|累计|余|多|约|近|超|平均|每|以上[^，]*[0-9]|总投资|等[0-9]")


def behind(tables: Tables) -> pl.DataFrame:
    """Totals that the parts right before them do not make."""
    return hits_frame(hits(checked(tables)), ROUNDED)


def checked(tables: Tables) -> Iterator[Checked]:
    """Every total that stands right behind a list of quantities in its unit."""
    rows = candidates(
        tables, ["共", "合计", "总计"], f"[0-9](?:{UNIT})[，、]?[^，。；、0-9]{{0,4}}[共计][^，。；、0-9]{{0,3}}[0-9]"
    ).iter_rows()
    return (one for row in rows for one in _totals(*row))


def _totals(doc_id: str, text: str, at: int) -> Iterator[Checked]:
    for match in BEHIND.finditer(text):
        total = printed(match["total"], match["unit"])
        found = list(PART.finditer(text, *match.span("parts")))
        parts = [printed(part["number"], part["unit"]) for part in found]
        if LOOSE.search(match["parts"]) or any(part.base != total.base for part in parts):
            continue
        quotes = [Quote(m[0], at + m.start(), at + m.end()) for m in found]
        start, end = match.start("total"), match.end("unit")
        whole = Quote(text[start:end], at + start, at + end)
        terms = tuple(term(part, quote) for part, quote in zip(parts, quotes, strict=True))
        relation = SumOf(doc_id, term(total, whole), terms)
        if relation.holds:
            yield Checked(relation, None)
            continue
        made = sum((part.number * part.factor for part in parts), Decimal(0)) / total.factor
        added = " + ".join(quote.text for quote in quotes)
        yield Checked(relation, _hit((doc_id, text), f"{added} = {made.normalize():f}", (whole, *quotes)))


def _hit(sentence: tuple[str, str], sum_text: str, quotes: tuple[Quote, ...]) -> Hit:
    doc_id, text = sentence
    return Hit(
        doc_id=doc_id,
        severity="warning",
        message=f"其前所列各项之和应等于总数，此处{sum_text} ≠ {quotes[0].text}。",
        message_en=f"The parts before a total should make it; here {sum_text} ≠ {quotes[0].text}.",
        evidence=text,
        quotes=quotes,
        expected=sum_text.rsplit(" ", 1)[1],
        observed=quotes[0].text,
    )


TOTAL_BEHIND = Rule(
    id="sums.total_behind",
    title_zh="各项之和不等于其后的总数",
    title_en="Parts that do not make the total behind them",
    checks_zh="先列各项、后写总数时（建议a件、提案b件，共c件），各项之和应等于总数。",
    checks="Where a total stands right behind its parts (建议a件、提案b件，共c件), they make it.",
    severity="warning",
    tolerance_zh=ROUNDED_ZH,
    tolerance=ROUNDED,
    check=behind,
    checked=checked,
)
