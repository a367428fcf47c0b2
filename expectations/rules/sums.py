"""Rules on sums: parts make their total, within what rounding allows.

Every number is an interval of half its last printed digit to either side, so that n parts and a total may lie n + 1
half digits apart: 203.7 + 13.9 + 1.3 = 218.9 holds. A list of parts is held to its total only where it says that it
is whole (共…，包含…), or where another unit of the same list adds up to the digit.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from expectations.rules.candidates import candidates
from expectations.rules.relations import Checked, SumOf, Term, hits, term
from expectations.rules.rounding import Printed
from expectations.rules.rule import Hit, Quote, Rule, Severity, Tables, hits_frame

ROUNDED = "half of the last printed digit of each part and of the total"
ROUNDED_ZH = "各项和总数各可差其末位数字的一半"

NUMBER = r"[0-9]+(?:\.[0-9]+)?"
# 三次产业结构为6.7:38.2:55.1
RATIO = rf"{NUMBER}(?:[:：∶︰]{NUMBER}){{2,}}"
STRUCTURE = re.compile(rf"(?<![0-9.:：∶︰]){RATIO}(?![0-9:：∶︰])")
# What stands before it: 比例由2015年的, and behind another one ，调整为
OF_STRUCTURE = re.compile("(?:结构|比重|比例|构成|产业比)(?:[^，。；0-9]|(?:19|20)[0-9]{2}年?){0,24}$")
CHANGED_TO = re.compile(f"{RATIO}[^。；0-9]{{0,12}}(?:(?:19|20)[0-9]{{2}}年?)?[^，。；0-9]{{0,8}}$")
# 第一、二、三产业占生产总值的比重分别为6.7%、38.2%、55.1%
INDUSTRIES = "第?[一1](?:次?产业|产)?[^，。；0-9%二2]{0,6}[、，]第?[二2](?:次?产业|产)?[^，。；0-9%三3]{0,6}[、，和及与]第?[三3](?:次?产业|产)|三次产业"
SHARES_LISTED = re.compile(
    rf"(?:{INDUSTRIES})[^，。；0-9]{{0,24}}(?:比重|比例|占|结构|构成|份额|贡献率)(?P<words>[^，。；0-9]{{0,16}})"
    rf"(?P<shares>{NUMBER}%[、:：]{NUMBER}%[、:：和及]{NUMBER}%)(?![、和及])"
)
CHANGE_WORDS = re.compile("提高|提升|上升|下降|降低|回落|增|减|升|降|拉动|高于|低于|快于")
NEAR_HUNDRED = (60, 160)  # 1:2:7 is a structure, too, but not one of 100

# 共31项，包含7项约束性指标、24项预期性指标
TOTAL = re.compile(
    rf"(?:共计?|合计|总计)[^，。；0-9]{{0,8}}(?P<total>{NUMBER})(?P<unit>[^0-9，。；、（）]{{1,3}}?)(?P<of>[^0-9，。；、（）]{{0,8}})[，：、]?(?P<word>包含|包括|分为|其中)：?"
)
# 提出21个主要指标，包括13个预期性指标、8个约束性指标; 29项（省级7项、市级5项、县级17项）
PLAIN_TOTAL = re.compile(
    rf"(?<![0-9.第])(?P<total>{NUMBER})(?P<unit>[项个家件所处户])(?:[^0-9，。；、（）]{{0,8}}[，、：](?:包含|包括|分为)|（(?=[^，。；（）]*[0-9]))"
)
LIST_END = re.compile("[。；）]")
ITEM = re.compile(rf"[^0-9]{{1,16}}{NUMBER}[^0-9□]{{1,2}}□*")
ASIDE = re.compile("（[^（）]*）")
MASK = "□"
INCOMPLETE = re.compile(r"等|部分|以上|以下|[0-9][多余]|[约近超][0-9]")

# 27个续建项目完成投资203.7亿元: the numbers of a clause with their units, without percentages and dates
COUNTS = "个项家户所座处件人"
UNITS = f"[{COUNTS}]|亿元|万元|万人|万亩|亩|公里|万吨|吨"
QUANTITY = re.compile(rf"(?<![0-9.])({NUMBER})({UNITS})(?!百分点)")
# What a count counts stands behind it (27个续建项目完成投资…) or before it (续建项目27个，…)
COUNTED = re.compile(
    r"([^0-9，。；、：（）]{1,16}?)(?:共|已|累计|完成|实现|获得?|投入|到位|年度|计划|总)*(?:投资|产值|资金|税收)?(?=[0-9，。；、]|$)"
)


@dataclass(frozen=True)
class Value:
    """A printed number with its unit and its place in the text; `what` is the end of what a count counts."""

    number: Decimal
    unit: str
    quote: Quote
    what: str = ""

    @property
    def half_digit(self) -> Decimal:
        """Half of the last printed digit; none for a count, which is not rounded."""
        exponent = self.number.as_tuple().exponent
        if self.unit in COUNTS and exponent == 0:
            return Decimal(0)
        return Decimal(5).scaleb((exponent if isinstance(exponent, int) else 0) - 1)


def structure(tables: Tables) -> pl.DataFrame:
    """Structures in percent (三次产业结构) whose parts do not make 100."""
    pattern = r"[0-9][:：∶︰][0-9.]+[:：∶︰][0-9]|(?:比重|比例|占|结构|构成|份额|贡献率).*[0-9]%[、:：][0-9.]+%[、:：和及][0-9.]+%"
    rows = candidates(tables, [], pattern).iter_rows()
    return hits_frame((hit for row in rows for hit in _structures(*row)), ROUNDED)


def _structures(doc_id: str, text: str, at: int) -> Iterator[Hit]:
    for start, stop in _structured(text):
        quote = Quote(text[start:stop], at + start, at + stop)
        parts = [Value(Decimal(part), "%", quote) for part in re.findall(NUMBER, quote.text)]
        total = sum((part.number for part in parts), Decimal(0))
        if NEAR_HUNDRED[0] <= total <= NEAR_HUNDRED[1] and abs(total - 100) > sum(part.half_digit for part in parts):
            sum_text = " + ".join(str(part.number) for part in parts)
            yield Hit(
                doc_id=doc_id,
                severity="warning",
                message=f"各部分之和应为100，此处{sum_text} = {total}。",
                message_en=f"The parts should make 100; here {sum_text} = {total}.",
                evidence=text,
                quotes=(quote,),
                expected="100",
                observed=str(total),
            )


def _structured(text: str) -> Iterator[tuple[int, int]]:
    """Where structures stand: ratios that are called so, those that they change to, and shares of the three industries."""
    last = 0
    for match in STRUCTURE.finditer(text):
        before = text[: match.start()]
        if OF_STRUCTURE.search(before) or (last and CHANGED_TO.search(text[last - 1 : match.start()], 0)):
            yield match.span()
            last = match.start() + 1
    yield from (m.span("shares") for m in SHARES_LISTED.finditer(text) if not CHANGE_WORDS.search(m["words"]))


def total(tables: Tables) -> pl.DataFrame:
    """Totals with all their parts in one sentence (共n项，包含a项…、b项…) that the parts do not make."""
    return hits_frame(hits(checked_totals(tables)), ROUNDED)


def checked_totals(tables: Tables) -> Iterator[Checked]:
    """Every total with all its parts in one sentence."""
    pattern = (
        "(?:共|合计|总计).*(?:包含|包括|分为|其中)"
        "|[项个家件所处户][^0-9，。；、（）]*(?:[，、：](?:包含|包括|分为)|（[^，。；（）]*[0-9])"
    )
    rows = candidates(tables, [], pattern).iter_rows()
    return (one for row in rows for one in _totals(*row))


def _totals(doc_id: str, text: str, at: int) -> Iterator[Checked]:
    """What stands behind 其中, or in a list that nothing calls whole, may overlap or be less than all: an info."""
    said_whole = {match.start("total"): match for match in TOTAL.finditer(text)}
    others = {match.start("total"): match for match in PLAIN_TOTAL.finditer(text)}
    for start, match in (others | said_whole).items():
        parts = [value for value in _listed(text, match.end(), at) if value.unit == match["unit"]]
        end = match.end("unit")
        whole = Value(Decimal(match["total"]), match["unit"], Quote(text[start:end], at + start, at + end))
        if len(parts) > 1:
            sure = start in said_whole and match["word"] != "其中"
            severity: Severity = "warning" if sure else "info"
            hit = None if _make(parts, whole) else _sum_hit(doc_id, text, whole, parts, severity)
            yield Checked(SumOf(doc_id, _term(whole), tuple(_term(part) for part in parts)), hit)


def _listed(text: str, start: int, at: int) -> list[Value]:
    """The values of the list that begins at `start`; none where an item has another number of values than one, or where
    the list is not whole. A list goes on behind ， as long as every item is a name with its number."""
    masked = ASIDE.sub(lambda m: MASK * len(m[0]), text[start:])
    stop = LIST_END.search(masked)
    listed = masked[: stop.start() if stop else len(masked)]
    clauses = listed.split("，")
    items = clauses[0].split("、")
    for clause in clauses[1:]:
        if not all(ITEM.fullmatch(item) for item in clause.split("、")):
            break
        items += clause.split("、")
    text_listed = listed[: sum(len(item) + 1 for item in items) - 1]
    values = _values(text_listed, at + start)
    return [] if len(values) != len(items) or INCOMPLETE.search(text_listed) else values


def partition(tables: Tables) -> pl.DataFrame:
    """Totals in two units whose parts make the one and not the other.

    “74个项目投资218.9亿元；27个…203.7亿元；21个…13.9亿元；26个…1.3亿元”: that the money adds up shows that these are all
    the parts, and then the count has to add up as well. The parts stand behind ； or in a next sentence with 其中.
    """
    sentences = tables["sentences"].select("doc_id", "text", "char_start", "char_end")
    follows = (pl.col("doc_id") == pl.col("doc_id").shift(-1)) & (pl.col("char_end") == pl.col("char_start").shift(-1))
    next_one = pl.col("text").shift(-1).alias("next")
    listing = sentences.select("doc_id", "text", "char_start", next_one, follows.alias("follows"))
    lists = (pl.col("text") + pl.col("next").fill_null("")).str.contains("；", literal=True)
    goes_on = pl.col("follows") & pl.col("next").str.contains("^(?:按[^，。；]{1,16}[，、])?其中")
    whole = pl.when(goes_on).then(pl.col("text") + pl.col("next")).otherwise(pl.col("text"))
    enough = (pl.col("whole").str.count_matches("[；。]") >= 2) & pl.col("whole").str.contains("；", literal=True)
    rows = (
        listing.filter(lists)
        .with_columns(whole.alias("whole"))
        .filter(enough)
        .filter(pl.col("whole").str.count_matches(f"[0-9](?:{UNITS})") >= 6)
        .select("doc_id", "whole", "text", "char_start")
        .iter_rows()
    )
    return hits_frame((hit for row in rows for hit in _partitions(*row)), ROUNDED)


def _partitions(doc_id: str, whole: str, first: str, at: int) -> Iterator[Hit]:
    """The total is what stands before the first ；, or all of the sentence before the one with 其中."""
    begin = len(first) if whole != first else 0
    pieces = [(m.start(), m[0]) for m in re.finditer("[^；。]+", whole) if m.start() >= begin]
    values = [_values(piece, at + start) for start, piece in pieces]
    head, rest = (_values(first, at), values) if begin else (values[0], values[1:])
    parts = [of_piece for of_piece in rest if of_piece]
    if len(parts) < 2 or len(parts) != len(rest):
        return
    columns = [_column(value, parts) for value in head]
    made = [bool(column) and _make(column, value) for value, column in zip(head, columns, strict=True)]
    units_made = {value.unit for value, adds_up in zip(head, made, strict=True) if adds_up}
    evidence = first if whole == first else f"{first}\n{whole[len(first) :]}"
    for value, column in zip(head, columns, strict=True):
        if units_made and column and value.unit not in units_made:
            yield _sum_hit(doc_id, evidence, value, column, "warning")
            return


def _column(value: Value, parts: Sequence[Sequence[Value]]) -> list[Value]:
    """The first value of every part that has the unit of `value` and counts the same; none where a part has no such."""
    column = [next((v for v in part if (v.unit, v.what) == (value.unit, value.what)), None) for part in parts]
    return [v for v in column if v] if all(column) else []


def _values(text: str, at: int) -> list[Value]:
    return [
        Value(Decimal(m[1]), m[2], Quote(m[0], at + m.start(), at + m.end()), _what(text, m) if m[2] in COUNTS else "")
        for m in QUANTITY.finditer(text)
    ]


def _what(text: str, count: re.Match[str]) -> str:
    behind = COUNTED.match(text, count.end())
    return behind[1][-2:] if behind else text[max(count.start() - 2, 0) : count.start()]


def _term(value: Value) -> Term:
    return term(Printed(value.number, value.unit), value.quote)


def _make(parts: Sequence[Value], whole: Value) -> bool:
    """Whether the parts make the whole, within rounding."""
    difference = abs(sum((part.number for part in parts), Decimal(0)) - whole.number)
    return difference <= sum((part.half_digit for part in parts), whole.half_digit)


def _sum_hit(doc_id: str, evidence: str, whole: Value, parts: Sequence[Value], severity: Severity) -> Hit:
    added = " + ".join(str(part.number) for part in parts)
    made = sum((part.number for part in parts), Decimal(0))
    return Hit(
        doc_id=doc_id,
        severity=severity,
        message=f"各部分之和应等于总数，此处{added} = {made} ≠ {whole.number}（{whole.unit}）。",
        message_en=f"The parts should make the total; here {added} = {made} ≠ {whole.number} ({whole.unit}).",
        evidence=evidence,
        quotes=(whole.quote, *(part.quote for part in parts)),
        expected=str(made),
        observed=str(whole.number),
    )


STRUCTURE_OF_100 = Rule(
    id="sums.structure",
    title_zh="结构比例之和不为100",
    title_en="A structure that does not make 100",
    checks_zh="以百分比表示的结构（三次产业结构a:b:c，占比分别为a%、b%、c%），各部分之和应为100。",
    checks="The parts of a structure in percent (三次产业结构a:b:c, 占比分别为a%、b%、c%) make 100.",
    severity="warning",
    tolerance_zh=ROUNDED_ZH,
    tolerance=ROUNDED,
    check=structure,
)

TOTAL_OF_PARTS = Rule(
    id="sums.total",
    title_zh="各项之和不等于总数",
    title_en="Parts that do not make their total",
    checks_zh="一句话写出总数并列出全部各项时（共n项，包含a项、b项），各项之和应等于总数。",
    checks="Where a sentence states a total and lists all its parts (共n项，包含a项、b项), the parts make the total.",
    severity="warning",
    tolerance_zh=ROUNDED_ZH,
    tolerance=ROUNDED,
    check=total,
    checked=checked_totals,
)

PARTITION = Rule(
    id="sums.partition",
    title_zh="一个单位的各项相加相符，另一个不符",
    title_en="Parts that make one total and not the other",
    checks_zh="所列各项在一个单位（亿元）上相加等于总数时，在另一个单位（个）上也应相等。",
    checks="Where the parts of a list make its total in one unit (亿元), they make it in the other (个).",
    severity="warning",
    tolerance_zh=ROUNDED_ZH,
    tolerance=ROUNDED,
    check=partition,
)
