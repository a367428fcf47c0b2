"""Rules on how a unit is written: whole, once, and of what the name in front of it says.

Sentences come in, since what is written wrongly is often not read as a quantity at all.
"""

import re
from collections.abc import Iterator

import polars as pl

from expectations.rules.candidates import candidates
from expectations.rules.rule import Hit, Quote, Rule, Tables, hits_frame

EXACT = "exact: it is written so or it is not"
EXACT_ZH = "不容差：是这样写的，或不是"

NUMBER = r"(?<![0-9.])[0-9]+(?:\.[0-9]+)?"
DOUBLED = re.compile(rf"{NUMBER}(?P<right>[万亿]{{0,2}}(?P<unit>公里|平方米|吨|元|亩|米|亿|%))(?P=unit)")
# 20000平集装箱货场, 700亿立方: 平方米 and 立方米 as they are said, not as they are measured
SHORTENED = re.compile(rf"{NUMBER}[万亿]{{0,2}}(?P<unit>平(?![方米均台安])|立方(?![米厘分千公]))")
WHOLE_UNITS = {"平": "平方米", "立方": "立方米"}
# 居民消费价格指数控制在3%以内: it is the rise that is kept within 3 %, an index stands near 100
INDEX = re.compile(
    rf"(?P<name>[^，。；：、0-9]{{0,10}}价格指数(?:（[A-Z]+）)?)(?:控制在|稳定在|保持在|为|达到?|在)(?P<value>{NUMBER})%"
)
LOWEST_INDEX = 50


def doubled(tables: Tables) -> pl.DataFrame:
    """Units that are written twice (1086万吨吨)."""
    rows = candidates(tables, [], "吨吨|元元|亩亩|米米|亿亿|公里公里|%%").iter_rows()
    return hits_frame((hit for row in rows for hit in _doubled(*row)), EXACT)


def _doubled(doc_id: str, text: str, at: int) -> Iterator[Hit]:
    for match in DOUBLED.finditer(text):
        right = match[0][: -len(match["unit"])]
        yield Hit(
            doc_id=doc_id,
            severity="warning",
            message=f"单位应只写一次，此处“{match[0]}”应为“{right}”。",
            message_en=f"A unit should be written once; “{match[0]}” stands here for “{right}”.",
            evidence=text,
            quotes=(Quote(match[0], at + match.start(), at + match.end()),),
            expected=right,
            observed=match[0],
        )


def shortened(tables: Tables) -> pl.DataFrame:
    """Units without their last word (20000平, 700亿立方)."""
    rows = candidates(tables, ["平", "立方"], "[0-9万亿](?:平|立方)(?:[^方米]|$)").iter_rows()
    return hits_frame((hit for row in rows for hit in _shortened(*row)), EXACT)


def _shortened(doc_id: str, text: str, at: int) -> Iterator[Hit]:
    for match in SHORTENED.finditer(text):
        whole = WHOLE_UNITS[match["unit"]]
        yield Hit(
            doc_id=doc_id,
            severity="info",
            message=f"单位应写全为“{whole}”，此处写的是“{match[0]}”。",
            message_en=f"The unit should be written out as {whole}; “{match[0]}” stands here.",
            evidence=text,
            quotes=(Quote(match[0], at + match.start(), at + match.end()),),
            expected=whole,
            observed=match["unit"],
        )


def index_as_rate(tables: Tables) -> pl.DataFrame:
    """Price indices that are given the value of their rise (价格指数控制在3%以内)."""
    rows = candidates(tables, ["价格指数"], "价格指数[^，。；]{0,16}[0-9]%").iter_rows()
    return hits_frame((hit for row in rows for hit in _index(*row)), EXACT)


def _index(doc_id: str, text: str, at: int) -> Iterator[Hit]:
    for match in INDEX.finditer(text):
        if float(match["value"]) < LOWEST_INDEX:
            value = f"{match['value']}%"
            start = at + match.start("value")
            yield Hit(
                doc_id=doc_id,
                severity="info",
                message=f"价格指数以上年为100，此处的{value}应是涨幅。",
                message_en=f"A price index stands near 100; {value} here should be its rise.",
                evidence=text,
                quotes=(Quote(value, start, start + len(value)),),
                expected="涨幅",
                observed=value,
            )


DOUBLED_UNIT = Rule(
    id="units.doubled",
    title_zh="单位重复",
    title_en="A unit written twice",
    checks_zh="数字之后的单位应只写一次。",
    checks="A unit is written once behind its number.",
    severity="warning",
    tolerance_zh=EXACT_ZH,
    tolerance=EXACT,
    check=doubled,
)

SHORTENED_UNIT = Rule(
    id="units.shortened",
    title_zh="单位未写全",
    title_en="A unit without its last word",
    checks_zh="面积和体积的单位应写全为平方米、立方米，不写作平、立方。",
    checks="Areas and volumes are given in 平方米 and 立方米, not in 平 and 立方.",
    severity="info",
    tolerance_zh=EXACT_ZH,
    tolerance=EXACT,
    check=shortened,
)

INDEX_AS_RATE = Rule(
    id="units.index_as_rate",
    title_zh="指数写成涨幅",
    title_en="An index with the value of its rise",
    checks_zh="价格指数应在100上下；百分之几的数应称为涨幅。",
    checks="A price index is given around 100, and what is given as a few percent is called a rise.",
    severity="info",
    tolerance_zh=EXACT_ZH,
    tolerance=EXACT,
    check=index_as_rate,
)
