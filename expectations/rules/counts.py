"""Rules on counted lists: as many items stand there as are announced, and their numbering has no gap.

Headings (`sections`) are counted against the sentence that announces them (以下8个方面31项工作：), and against each other.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from expectations.rules.candidates import reduced
from expectations.rules.rule import Hit, Quote, Rule, Severity, Tables, hits_frame

EXACT = "exact: headings and items are counted; a text that goes on elsewhere (下转) may show fewer"
EXACT_ZH = "不容差：逐个清点标题；续登于他处（下转）的报告可以较少"

READ = ("documents", "sections", "sentences")
NUMERALS = "零一二三四五六七八九"
DIGITS = {c: i for i, c in enumerate(NUMERALS)} | {"两": 2}
COUNT = "[0-9]{1,3}|[一二三四五六七八九十两]{1,3}"
# 重点做好以下8个方面31项工作：
ANNOUNCED = re.compile(
    rf"(?:以下|如下|下列|抓好|做好|抓了|做了|把握好?|坚持|实施)[^，。；：0-9]{{0,6}}?(?P<count>{COUNT})(?:个?方面|[项件大点](?=[^，。；：、0-9]{{0,10}}：$))(?:的)?(?:(?P<below>{COUNT})项)?[^，。；：、0-9]{{0,10}}[：。]$"
)
NUMERAL = "[一二三四五六七八九十]+|[0-9]+"
SURE = f"^(?:(?:{NUMERAL})[、.]|（(?:{NUMERAL})）)$"  # the same, written out
SURE_STYLES = ("#、", "（#）", "#.")  # others (一是, ——) also stand within a paragraph, where they are no headings


@dataclass(frozen=True)
class Heading:
    """A numbered heading: `printed` is its number, `style` the same with # for the numeral, `level` its depth."""

    style: str
    number: int
    level: int
    parent: str | None
    printed: str
    words: Quote


def numeral(text: str) -> int | None:
    """The number that digits, or Chinese numerals up to 99, write; None for others."""
    if text.isascii():
        return int(text) if text.isdigit() else None
    tens, ten, ones = text.rpartition("十")
    if any(c not in DIGITS for c in tens + ones) or len(tens) > 1 or len(ones) > 1:
        return None
    return (DIGITS.get(tens, 1) * 10 if ten else 0) + DIGITS.get(ones, 0)


def _numbered(sections: pl.DataFrame, form: str = "") -> pl.DataFrame:
    """The headings numbered in this form (a pattern) in the order of the text, with their `style` and `count`."""
    number = pl.col("number")
    numbered = sections.filter(number.str.contains(form)).sort("doc_id", "char_start")
    written = number.str.extract(f"({NUMERAL})")
    values = {text: numeral(text) for text in numbered.select(written.drop_nulls().unique()).to_series()}
    return numbered.with_columns(
        number.str.replace(NUMERAL, "#").alias("style"),
        written.replace_strict(values, default=None, return_dtype=pl.Int64).alias("count"),
    ).drop_nulls("count")


def _headings(numbered: pl.DataFrame) -> dict[str, list[Heading]]:
    """The headings of each document."""
    columns = ("doc_id", "style", "count", "level", "parent_id", "number", "title", "char_start", "char_end")
    headings: dict[str, list[Heading]] = {}
    for doc_id, style, count, level, parent, printed, title, start, end in numbered.select(columns).iter_rows():
        heading = Heading(style, count, level, parent, printed, Quote(f"{printed}{title}", start, end))
        headings.setdefault(doc_id, []).append(heading)
    return headings


def numbering_gap(tables: Tables) -> pl.DataFrame:
    """Headings whose number skips one that stands nowhere in the text between them, unless an announced count tells it."""
    numbered = _numbered(tables["sections"], SURE)
    skips = pl.col("count") > pl.col("count").shift(1).over("doc_id", "style", "level") + 1
    some = numbered.filter(skips)["doc_id"].unique()
    headings = _headings(_numbered(tables["sections"].filter(pl.col("doc_id").is_in(some.implode()))))
    texts = _texts(tables["sentences"], some)
    of_some = {
        name: table.filter(pl.col("doc_id").is_in(some.implode())) for name, table in tables.items() if name in READ
    }
    told = quoted(stated_count(of_some))
    hits = (
        hit
        for doc_id, of_document in headings.items()
        for before, after in _gaps(of_document)
        if (doc_id, after.words.start) not in told
        for hit in _gap_hits(doc_id, before, after, texts[doc_id])
    )
    return hits_frame(hits, EXACT)


def quoted(hits: pl.DataFrame) -> set[tuple[str, int]]:
    """Document and start of all that these hits quote, for rules that leave to another what it tells already."""
    spans = hits.select("doc_id", "char_spans").explode("char_spans").drop_nulls()
    return set(spans.select("doc_id", pl.col("char_spans").struct.field("start")).iter_rows())


def _gaps(headings: Sequence[Heading]) -> Iterator[tuple[Heading, Heading]]:
    """Pairs of headings of one style whose numbers skip one, whether the style is counted by level or through all of them."""
    of_style: dict[str, Heading] = {}
    of_level: dict[tuple[str, int], Heading] = {}
    for heading in headings:
        above, beside = of_style.get(heading.style), of_level.get((heading.style, heading.level))
        before = [h for h in (above, beside) if h]
        skips = beside and heading.number > beside.number + 1 and all(heading.number != h.number + 1 for h in before)
        if beside and skips and heading.style in SURE_STYLES:
            yield beside, heading
        of_style[heading.style] = of_level[heading.style, heading.level] = heading


def _texts(sentences: pl.DataFrame, doc_ids: pl.Series) -> dict[str, list[tuple[int, str]]]:
    """Start and text of the sentences of these documents."""
    texts: dict[str, list[tuple[int, str]]] = {doc_id: [] for doc_id in doc_ids}
    rows = sentences.filter(pl.col("doc_id").is_in(doc_ids.implode())).select("doc_id", "char_start", "text")
    for doc_id, start, text in rows.iter_rows():
        texts[doc_id].append((start, text))
    return texts


def _gap_hits(doc_id: str, before: Heading, after: Heading, texts: Sequence[tuple[int, str]]) -> Iterator[Hit]:
    missing = [_numbers(after, n) for n in range(before.number + 1, after.number)]
    between = [text for start, text in texts if before.words.start <= start < after.words.start]
    if any(form in text for text in between for forms in missing for form in forms):
        return
    first, last = missing[0][0], missing[-1][0]
    lost = first if len(missing) == 1 else f"{first}—{last}"
    yield Hit(
        doc_id=doc_id,
        severity="warning",
        message=f"标题编号应连续，此处{before.printed}之后是{after.printed}，缺{lost}。",
        message_en=f"Headings should be numbered without a gap; {after.printed} follows {before.printed}, {lost} is missing.",
        evidence=f"{before.words.text}\n{after.words.text}",
        quotes=(_number_quote(before), _number_quote(after)),
        expected=first,
        observed=after.printed,
    )


def _numbers(heading: Heading, number: int) -> list[str]:
    """How `number` would be printed in the style of `heading`, and how else it may stand in the text."""
    form = heading.style.replace("#", str(number) if re.search("[0-9]", heading.printed) else _chinese(number))
    return [form, form.replace(".", "．"), form.replace(".", "、")]


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    return f"{NUMERALS[tens] if tens > 1 else ''}{'十' if tens else ''}{NUMERALS[ones] if ones else ''}"


def _number_quote(heading: Heading) -> Quote:
    return Quote(heading.printed, heading.words.start, heading.words.start + len(heading.printed))


def stated_count(tables: Tables) -> pl.DataFrame:
    """Announcements (以下8个方面31项工作：) that more or fewer headings follow.

    A document that goes on elsewhere (下转) may show fewer, and one whose headings are not numbered from one shows nothing.
    """
    columns = ("doc_id", "section_id", "text", "char_start")
    sentences = reduced(
        tables["sentences"].select(columns),
        ["方面", "项", "件", "大", "点"],
        "(?:方面.{0,14}[：。]|[项件大点].{0,10}：)$",
    )
    open_ended = tables["documents"].select("doc_id", pl.col("continues_on").is_not_null().alias("goes_on"))
    announcing = pl.col("doc_id").is_in(sentences["doc_id"].unique().implode())
    headings = _headings(_numbered(tables["sections"].filter(announcing)))
    rows = sentences.join(open_ended, on="doc_id", maintain_order="left").select(
        "doc_id", "section_id", "text", "char_start", "goes_on"
    )
    hits = (
        hit
        for doc_id, section, text, at, goes_on in rows.iter_rows()
        for hit in _announced(doc_id, section, text, at, goes_on, headings.get(doc_id, []))
    )
    return hits_frame(hits, EXACT)


def _announced(
    doc_id: str, section: str | None, text: str, at: int, goes_on: bool, headings: Sequence[Heading]
) -> Iterator[Hit]:
    match = ANNOUNCED.search(text)
    following = [h for h in headings if h.words.start > at]
    if not match or not following or following[0].number != 1 or following[0].parent != section:
        return
    items = _items(following)
    yield from _count_hit(doc_id, text, at, match, "count", items, goes_on, following[-1])
    if match["below"]:
        within = [h for h in following if h.words.start <= items[-1].words.start or h.level > items[0].level]
        lower = _until_back(within, items[0].level)
        yield from _count_hit(doc_id, text, at, match, "below", lower, goes_on, following[-1])


def _items(following: Sequence[Heading]) -> list[Heading]:
    """The headings of the first one's style and level, up to the first that is above them or starts anew."""
    first, items = following[0], [following[0]]
    for heading in following[1:]:
        if heading.level < first.level or (heading.level == first.level and heading.number == 1):
            break
        if heading.level == first.level and heading.style == first.style:
            items.append(heading)
    return items


def _until_back(headings: Sequence[Heading], level: int) -> list[Heading]:
    """The headings one level below `level`, up to the first that is above it."""
    lower: list[Heading] = []
    for heading in headings:
        if heading.level < level:
            break
        if heading.level == level + 1:
            lower.append(heading)
    return lower


def _count_hit(
    doc_id: str,
    text: str,
    at: int,
    match: re.Match[str],
    group: str,
    items: Sequence[Heading],
    goes_on: bool,
    last: Heading,
) -> Iterator[Hit]:
    stated, listed = numeral(match[group]), len(items)
    if stated is None or not items or stated == listed or (goes_on and listed < stated):
        return
    breaks_off = listed * 2 <= stated and (items[-1] is last or items[-1].level < last.level)
    start, stop = match.start(group), match.end(group) + 1
    unit = match.string[match.end(group)] if group == "count" else "项"
    unit = "个方面" if unit in "个方" else unit
    numbers = "".join(dict.fromkeys(h.printed for h in items)) if group == "count" else f"{listed}个小标题"
    # of a text that breaks off, or whose headings are in several forms, only the first ones may be seen
    severity: Severity = "warning" if group == "count" and listed > 1 and not breaks_off else "info"
    yield Hit(
        doc_id=doc_id,
        severity=severity,
        message=f"所写的{stated}{unit}应与其后的标题一样多，此处有{listed}个：{numbers}。",
        message_en=f"As many headings should follow as are announced: {stated} are, and {listed} follow.",
        evidence="\n".join((text, *(h.words.text for h in (items if group == "count" else ())))),
        quotes=(Quote(text[start:stop], at + start, at + stop), *(_number_quote(h) for h in items)),
        expected=str(stated),
        observed=str(listed),
    )


NUMBERING_GAP = Rule(
    id="lists.numbering_gap",
    title_zh="标题编号不连续",
    title_en="A gap in the numbering of headings",
    checks_zh="同一种编号的标题应一个接一个，不缺号。",
    checks="The headings of one style are numbered one after the other.",
    severity="warning",
    tolerance_zh=EXACT_ZH,
    tolerance=EXACT,
    check=numbering_gap,
)

STATED_COUNT = Rule(
    id="lists.stated_count",
    title_zh="所写的个数与其后的标题数不符",
    title_en="More or fewer headings than announced",
    checks_zh="写明的个数（以下8个方面）应与其后的标题一样多。",
    checks="As many headings follow an announcement (以下8个方面) as it says.",
    severity="warning",
    tolerance_zh=EXACT_ZH,
    tolerance=EXACT,
    check=stated_count,
)
