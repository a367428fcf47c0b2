"""Rules on shares: parts that are said to be shares of one whole imply one whole, and a named whole is it.

Paragraphs come in (男性72万人，占51%；女性69万人，占49%); a finding goes out where a part over its share is another whole than the
other parts give, and where a whole that is named before makes another share.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import polars as pl

from expectations.rules.passages import UNIT, Figure, Passage, passages
from expectations.rules.relations import Checked, ShareOf, hits, term
from expectations.rules.rounding import NUMBER, Interval, Printed, printed
from expectations.rules.rule import Hit, Quote, Rule, Severity, Tables, hits_frame

ROUNDED = "half of the last printed digit of part, whole and share; a plain count is exact"
ROUNDED_ZH = "部分、总数、占比各可差其末位数字的一半，整数计数不容差"

# What may stand between a part and its share: 同比增长5%，居全市第一，
BETWEEN = "(?:(?:同比|[比较](?:上年|去年)|增|减|降|下降|高于|快于|居)[^，。；、]{0,20}[，、]){0,3}"
# 51人，占51%; 22件，占提案总数的24%
SHARE = re.compile(
    rf"(?<![0-9.第—:-])(?P<number>{NUMBER})(?P<unit>{UNIT})[，、]{BETWEEN}占到?(?P<of>[^，。；、0-9%]{{0,14}}?)的?(?:比重|比例|比)?(?:为|达到?)?"
    rf"(?P<share>{NUMBER})%(?![以左])"
)
NO_WHOLE_HERE = re.compile("计划|预算|目标|任务|全国|全省|全球|世界|上年|同期|[约近超逾]")
OF_A_PLACE = re.compile("全[省市县区州旗国]总[量数额]$")
TOLD = 3  # last letters of a name that tell it: 网上零售额 is no 消费品零售总额
WHOLE_WORDS = re.compile("(?:总数|总量|总额|总人数|总人口|总和|合计|总|数|的)+$")

# 税收占财政总收入的比重为53.8%
SHARE_OF_NAMED = re.compile(
    rf"(?:^|[，。；、])(?P<part>[^，。；、0-9%]{{2,10}})占(?P<of>[^，。；、0-9%]{{2,14}}?)的?(?:比重|比例)?(?:为|达到?)?(?P<share>{NUMBER})%(?![以左])"
)


@dataclass(frozen=True)
class Share:
    """A part with its share in percent, what it is a share of, and where both stand in the passage."""

    part: Printed
    percent: Printed
    of: str
    part_at: tuple[int, int]
    percent_at: tuple[int, int]

    @property
    def whole(self) -> Interval:
        """What the whole may be, by this part and its share."""
        return Interval(
            self.part.interval.low / self.percent.interval.high * 100,
            self.part.interval.high / self.percent.interval.low * 100,
        )


def common_whole(tables: Tables) -> pl.DataFrame:
    """Parts whose share implies another whole than the shares of the other parts beside them."""
    return hits_frame((hit for passage in _with_shares(tables) for hit in _common(passage)), ROUNDED)


def _with_shares(tables: Tables) -> Iterator[Passage]:
    return passages(tables, ["占"], "[，、]占[^，。；、0-9%]*[0-9.]+%")


def _shares(passage: Passage) -> list[Share]:
    found = [
        Share(
            printed(m["number"], m["unit"]), printed(m["share"], "%"), m["of"], (m.start("number"), m.end("unit")),
            (m.start("share"), m.end("share") + 1),
        )
        for m in SHARE.finditer(passage.masked)
        if not NO_WHOLE_HERE.search(m["of"])
    ]  # fmt: skip
    return [share for share in found if share.percent.interval.low > 0]


def _common(passage: Passage) -> Iterator[Hit]:
    groups: dict[tuple[str, str], list[Share]] = {}
    for share in _shares(passage):
        about = share.of
        if OF_A_PLACE.match(share.of):  # 占全市总量: of as much of the same thing as there is in the place
            about += re.split("[，。；、：]", passage.masked[: share.part_at[0]])[-1]
        groups.setdefault((share.part.base, about), []).append(share)
    for (_, of), several in groups.items():
        apart = [pair for pair in combinations(several, 2) if not pair[0].whole.meets(pair[1].whole)]
        if not apart:
            continue
        times = Counter(share for pair in apart for share in pair)
        odd = [share for share in several if len(several) > 2 and times[share] == len(several) - 1 == len(apart)]
        severity: Severity = "warning" if odd or (of and len(several) == 2) else "info"
        yield _common_hit(passage, odd or list(apart[0]), several, severity)


def _common_hit(passage: Passage, odd: Sequence[Share], several: Sequence[Share], severity: Severity) -> Hit:
    shown = [*odd, *(share for share in several if share not in odd)][:3]
    ways = "，".join(f"{s.part.number}{s.part.unit} ÷ {s.percent.number}% = {_whole(s)}" for s in shown)
    quotes = tuple(passage.quote(*place) for share in shown for place in (share.part_at, share.percent_at))
    return Hit(
        doc_id=passage.doc_id,
        severity=severity,
        message=f"各部分除以占比应得到同一总数，此处{ways}。",
        message_en=f"Every part over its share should give one whole; here {ways}.",
        evidence=passage.evidence(quotes),
        quotes=quotes,
        expected=_whole(shown[-1]),
        observed=_whole(shown[0]),
    )


def _whole(share: Share) -> str:
    return f"{float(share.part.number / share.percent.number * 100):.5g}{share.part.unit}"


def named_whole(tables: Tables) -> pl.DataFrame:
    """Shares of a whole that is named and stated before, which part and whole do not make."""
    return hits_frame(hits(checked_shares(tables)), ROUNDED)


def checked_shares(tables: Tables) -> Iterator[Checked]:
    """Shares with the named whole that makes them, or the nearest that may be it."""
    found = passages(tables, ["占"], "占[^，。；、0-9%]*[0-9.]+%")
    return (one for passage in found for one in (*_named(passage), *_between_named(passage)))


def _named(passage: Passage) -> Iterator[Checked]:
    for share in _shares(passage):
        core = WHOLE_WORDS.sub("", share.of).removeprefix("全部")[-TOLD:]
        if share.of and not core:  # 占总人数的88%: of any number of its sentence
            begin = passage.sentence_start(share.part_at[0])
            wholes = [f for f in _before(passage, share.part_at[0], share.part) if f.start >= begin]
            yield from _no_whole(passage, share, wholes, "info")
        if len(core) < 2:
            continue
        wholes = [
            figure
            for figure in _before(passage, share.part_at[0], share.part)
            if core in _clause(passage, figure) or passage.masked.startswith(core, figure.stop)
        ]
        yield from _no_whole(passage, share, wholes, "warning")


def _between_named(passage: Passage) -> Iterator[Checked]:
    """Shares between two things that are named, each with its numbers before."""
    for match in SHARE_OF_NAMED.finditer(passage.masked):
        if NO_WHOLE_HERE.search(match["of"]):
            continue
        before = [figure for figure in passage.figures if figure.stop <= match.start()]
        parts, wholes = (
            [f for f in before if WHOLE_WORDS.sub("", match[name]) in _clause(passage, f)] for name in ("part", "of")
        )
        pairs = [(part, whole) for part in parts for whole in wholes if part.value.unit == whole.value.unit]
        shares = [_share_between(match, part) for part, _ in pairs]
        found = [
            list(_no_whole(passage, share, [whole], "info")) for share, (_, whole) in zip(shares, pairs, strict=True)
        ]
        sound = [one for several in found for one in several if one.hit is None]
        yield from sound[-1:] or (found[-1] if found else ())


def _share_between(match: re.Match[str], part: Figure) -> Share:
    percent_at = (match.start("share"), match.end("share") + 1)
    return Share(part.value, printed(match["share"], "%"), match["of"], (part.start, part.stop), percent_at)


def _clause(passage: Passage, figure: Figure) -> str:
    return re.split("[，。；、：]", passage.masked[: figure.start])[-1]


def _before(passage: Passage, place: int, part: Printed) -> list[Figure]:
    """The numbers before `place` that are in the part's unit and no less than it."""
    return [
        figure
        for figure in passage.figures
        if figure.stop <= place and figure.value.unit == part.unit and figure.value.interval.high >= part.interval.low
    ]


def _no_whole(passage: Passage, share: Share, wholes: Sequence[Figure], severity: Severity) -> Iterator[Checked]:
    """The share with the whole that makes it; with a hit where there are numbers that may be the whole, and none does."""
    part = term(share.part, passage.quote(*share.part_at))
    percent = term(share.percent, passage.quote(*share.percent_at))
    ways = [ShareOf(passage.doc_id, part, term(whole.value, passage.of(whole)), percent) for whole in wholes]
    sound = [relation for relation in ways if relation.holds]
    if sound:
        yield Checked(sound[-1], None)
    elif ways:
        yield Checked(ways[-1], _share_hit(passage, share, wholes[-1], severity))


def _share_hit(passage: Passage, share: Share, whole: Figure, severity: Severity) -> Hit:
    ratio = f"{float(share.part.number / whole.value.number * 100):.4g}%"
    sum_text = f"{share.part.number} ÷ {whole.value.number} = {ratio} ≠ {share.percent.number}%"
    quotes: tuple[Quote, ...] = (passage.of(whole), passage.quote(*share.part_at), passage.quote(*share.percent_at))
    return Hit(
        doc_id=passage.doc_id,
        severity=severity,
        message=f"部分与总数之比应等于所写的占比，此处{sum_text}。",
        message_en=f"The part over its total should make the stated share; here {sum_text}.",
        evidence=passage.evidence(quotes),
        quotes=quotes,
        expected=ratio,
        observed=f"{share.percent.number}%",
    )


COMMON_WHOLE = Rule(
    id="ratios.common_whole",
    title_zh="各部分的占比不是同一总数的占比",
    title_en="Shares that are not of one whole",
    checks_zh="并列的各部分各写占比时（a人，占x%；b人，占y%），各部分除以各自的占比应得同一总数。",
    checks="Parts that stand beside each other with their shares (a人，占x%；b人，占y%) give one whole, each over its share.",
    severity="warning",
    tolerance_zh=ROUNDED_ZH,
    tolerance=ROUNDED,
    check=common_whole,
)

NAMED_WHOLE = Rule(
    id="ratios.named_whole",
    title_zh="占比与前文的总数不符",
    title_en="A share that the whole named before does not make",
    checks_zh="写明占哪一总数的比例（占提案总数的x%），且总数前文已写出时，部分除以总数应得所写的占比。",
    checks="A share of a whole that is named (占提案总数的x%) and stated before is the part over it.",
    severity="warning",
    tolerance_zh=ROUNDED_ZH,
    tolerance=ROUNDED,
    check=named_whole,
    checked=checked_shares,
)
