"""Numbers that Word sets before paragraphs by itself. In: numbering.xml and styles.xml; out: `一、`, `（一）`, `1.` …

Many reports have their headings numbered so: the text itself holds no number.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lxml import etree

DIGITS = "〇一二三四五六七八九"
STEMS = "甲乙丙丁戊己庚辛壬癸"
PLACE = re.compile("%([1-9])")
DEEPEST = 50  # styles that a style is based on, one on the other


@dataclass(frozen=True)
class Level:
    """How the numbers of one level look: `%1、` with what kind of number, from which one on."""

    text: str
    form: str
    start: int


@dataclass(frozen=True)
class Style:
    """What a style says of its paragraphs: name, level as a heading (1 to 9, 0 is none), list and level in it."""

    name: str
    based_on: str
    heading: int | None
    list_id: str | None
    list_level: int | None


@dataclass
class Numbers:
    """The lists of a document, counted as its paragraphs are read in order."""

    levels: Mapping[str, Mapping[int, Level]]  # list → level → how it looks
    counted_as: Mapping[str, str]  # list → what it counts together with
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def next(self, list_id: str, level: int) -> str:
        """The number of the next paragraph of this list; "" for a bullet or an unknown list."""
        levels = self.levels.get(list_id, {})
        if level not in levels:
            return ""
        counts = self.counts.setdefault(self.counted_as[list_id], {})
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]

        def number(place: re.Match[str]) -> str:
            above = int(place[1]) - 1
            look = levels.get(above)
            return written(counts.get(above, look.start), look.form) if look else ""

        return PLACE.sub(number, levels[level].text) if levels[level].form not in ("bullet", "none") else ""


def read_numbers(root: etree._Element | None) -> Numbers:
    """The lists that numbering.xml defines."""
    if root is None:
        return Numbers({}, {})
    abstract = {value(a, "abstractNumId"): _levels(a) for a in root.iterchildren("{*}abstractNum")}
    levels, counted_as = {}, {}
    for number in root.iterchildren("{*}num"):
        list_id, pattern = value(number, "numId"), value(number.find("{*}abstractNumId"))
        overrides = {i: look for o in number.iterchildren("{*}lvlOverride") for i, look in _levels(o).items()}
        starts = {int(value(o, "ilvl") or 0): o.find("{*}startOverride") for o in number.iterchildren("{*}lvlOverride")}
        merged = abstract.get(pattern, {}) | overrides
        levels[list_id] = {
            i: Level(look.text, look.form, _number(starts.get(i), look.start)) for i, look in merged.items()
        }
        counted_as[list_id] = list_id if starts else pattern
    return Numbers(levels, counted_as)


def read_styles(root: etree._Element | None) -> dict[str, Style]:
    """Paragraph styles by id, with what they take over from the styles they are based on."""
    if root is None:
        return {}
    own = {value(style, "styleId"): _style(style) for style in root.iterchildren("{*}style")}
    return {name: _whole(style, own) for name, style in own.items()}


def value(element: etree._Element | None, name: str = "val") -> str:
    """An attribute, in whatever namespace it is; "" where it or the element is missing."""
    if element is None:
        return ""
    return next((str(v) for key, v in element.attrib.items() if etree.QName(key).localname == name), "")


def written(number: int, form: str) -> str:
    """A number in Word's form of that name."""
    return FORMS.get(form, str)(number)


def chinese(number: int) -> str:
    """1 → 一, 12 → 十二, 20 → 二十, 105 → 一百〇五; beyond 999 in digits."""
    if not 0 < number < 1000:
        return str(number)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    head = f"{DIGITS[hundreds]}百" if hundreds else ""
    if rest and hundreds and not tens:
        return f"{head}〇{DIGITS[ones]}"
    ten = ("" if tens == 1 and not hundreds else DIGITS[tens]) + "十" if tens else ""
    return head + ten + (DIGITS[ones] if ones else "")


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number < 1000 else str(number)


def _roman(number: int) -> str:
    if not 0 < number < 1000:
        return str(number)
    steps = {
        900: "CM",
        500: "D",
        400: "CD",
        100: "C",
        90: "XC",
        50: "L",
        40: "XL",
        10: "X",
        9: "IX",
        5: "V",
        4: "IV",
        1: "I",
    }
    text = ""
    for size, letters in steps.items():
        text += letters * (number // size)
        number %= size
    return text


def _circled(number: int) -> str:
    return chr(ord("①") + number - 1) if 0 < number <= 20 else str(number)


FORMS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(
        "chineseCounting chineseCountingThousand japaneseCounting taiwaneseCounting taiwaneseCountingThousand"
        " ideographDigital koreanDigital2".split(),
        chinese,
    ),
    **dict.fromkeys(["decimalEnclosedCircle", "decimalEnclosedCircleChinese"], _circled),
    "ideographTraditional": lambda number: STEMS[(number - 1) % 10],
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperRoman": _roman,
}


def _levels(parent: etree._Element) -> dict[int, Level]:
    return {
        int(value(level, "ilvl") or 0): Level(
            text=value(level.find("{*}lvlText")),
            form=value(level.find("{*}numFmt")) or "decimal",
            start=_number(level.find("{*}start"), 1),
        )
        for level in parent.iterchildren("{*}lvl")
        if re.fullmatch("[0-9]?", value(level, "ilvl"))
    }


def _number(element: etree._Element | None, default: int) -> int:
    text = value(element)
    return int(text) if re.fullmatch("[0-9]{1,6}", text) else default


def _style(style: etree._Element) -> Style:
    name = value(style.find("{*}name"))
    properties = style.find("{*}pPr")
    outline = value(properties.find("{*}outlineLvl")) if properties is not None else ""
    named = re.fullmatch("heading ([1-9])", name.lower())
    heading = int(outline) + 1 if re.fullmatch("[0-8]", outline) else int(named[1]) if named else None
    list_id, level = list_of(properties)
    return Style(name, value(style.find("{*}basedOn")), heading, list_id, level)


def list_of(properties: etree._Element | None) -> tuple[str | None, int | None]:
    """List and level that the properties of a paragraph or a style name."""
    numbering = properties.find("{*}numPr") if properties is not None else None
    if numbering is None:
        return None, None
    level = value(numbering.find("{*}ilvl"))
    return value(numbering.find("{*}numId")) or None, int(level) if re.fullmatch("[0-8]", level) else None


def _whole(style: Style, styles: Mapping[str, Style]) -> Style:
    heading, list_id, level, above = style.heading, style.list_id, style.list_level, style.based_on
    for _ in range(DEEPEST):
        if above not in styles:
            break
        base = styles[above]
        heading = base.heading if heading is None else heading
        list_id = base.list_id if list_id is None else list_id
        level = base.list_level if level is None else level
        above = base.based_on
    return Style(style.name, style.based_on, heading, list_id, level)
