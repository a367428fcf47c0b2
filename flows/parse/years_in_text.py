"""The years that only the running text of a report tells, or the address that it came from.

In: `known` (doc_id, kind, published_on and what titles, headings and days told), texts. Out: the columns that years.py falls back on.
"""

import polars as pl

from flows.parse.dates import CN_YEAR, YEAR, digit_years, plain_years, to_date

ANY_YEAR = rf"({YEAR})年"
# 2023年，全县…… / 二○○三年末全市……
LEADING = rf"(?:^|[。\n】]|(?:指出|认为|表示|强调|介绍|说|努力下|领导下|支持下)，) ?(?:预计|(?:刚刚)?过去的)?((?:{YEAR}|{CN_YEAR})年)度?(?:，|全[国省市县区州盟旗镇乡年]|末|底|我|是|辖区|国内生产总值|地区生产总值|生产总值|GDP|财政)"

# 2023年全县生产总值达到50亿元, 由30亿元增加到2023年的50亿元, a clause that begins with its year; not 到2025年达到, 力争2024年达到
DONE = rf"(?:^|[，。；：、\n—（])(?:预计)?((?:全[国省市县区州盟旗]|我[省市县区州盟旗])?(?:{YEAR})年[^，。；：\n]*)|[到至为](?:{YEAR})年的[0-9][^，。；：\n]*"
EXPECTED = f"预计({YEAR})年(?:全[省市县区州盟旗])?(?:实现|完成|达到?)"  # 预计2007年实现生产总值142亿元
HAS_DONE = "年的[0-9]|达|完成|实现|突破|增长|下降|增加|减少|为[0-9]"
TO_DO = "目标|规划|计划|预期|力争|确保|争取|努力|[将要]|目前|左右|以内"
OFTEN = 2  # years of which a report speaks once may be of another report
REVIEW = 2  # the first half of a report looks back
SHORT = 1500  # characters; cuttings, which may end before the plans begin
PLANS_BEGIN = "(?s)(?:(?:今后|未来)[五5三]年|今后工作|下一步|下步).*$"

NEARLY = (
    1  # years between the last year that a text speaks of as done and the one that a report of its day looks back on
)

# news of a report, or a list of works: 今年，政府要办这些事, 实事项目安排
OPENING = 600  # characters
ANNOUNCES = (
    "(?:今年|本年度|新的一年)[^。；\n]{0,14}(?:[要将]|拟|计划)(?:办|做|实施|抓|完成|推|新|建|为)"
    "|(?:实事|重点工作|任务|工作)(?:项目)?(?:安排|分解)|征求意见稿"
)
GOALS = "(?:主要|预期)目标(?:是|为|：)"
# works in words without a past: 继续实施……, 扩大……; 完成 and 新建 may be said of both
WORKS = r"(?:^|[。；，\n])(?:继续|加快|推进|扩大|加强|加大|启动|完善|确保|力争|适[量度时]|推动|开展|全面推[进行])"
PAST = "[^为除]了|已|去年|上年|同比|以来|累计|荣获|被评为|[比较同].{1,6}(?:增长|增加|下降)|成效|回顾|年来|完成情况|进展情况"
FEWEST = 3

IN_HEAD = 600  # characters in which an address may be printed
PRINTED = r"(?m)^\s*(?:来源|原文|网址|链接|地址|出处)?(?:链接|网址|地址)?[:：]?\s*(https?://\S+)"
# /2011/01/16/, /2011-01-08/, /2020-03/17/ and /t20120420_, /20120420/
APART = r"[/_=\-](20[0-9]{2}[/\-](?:1[0-2]|0?[1-9])[/\-](?:3[01]|[12][0-9]|0?[1-9]))(?:[/_.?&#]|$)"
TOGETHER = r"[/_=\-t](20[0-9]{2})(1[0-2]|0[1-9])(3[01]|[12][0-9]|0[1-9])(?:[/_.?&#]|$)"


def addresses(raw: pl.DataFrame) -> pl.DataFrame:
    """doc_id, addressed_on: the day in the address that a text was fetched from, else in one that its first lines print."""
    printed = pl.col("text").str.slice(0, IN_HEAD).str.extract(PRINTED)
    fetched = pl.col("source_uri") if "source_uri" in raw.columns else pl.lit(None, pl.String)
    web = pl.when(fetched.str.contains("^https?://")).then(fetched)
    return (
        raw.select("doc_id", web=web, printed=printed)
        .with_columns(web=_day_in(pl.col("web")), printed=_day_in(pl.col("printed")))
        .select("doc_id", addressed_on=pl.coalesce("web", "printed"))
    )


def _day_in(address: pl.Expr) -> pl.Expr:
    together = address.str.extract_groups(TOGETHER)
    solid = pl.concat_str([together.struct.field(str(n)) for n in (1, 2, 3)], separator="-")
    return to_date(pl.coalesce(address.str.extract(APART), solid))


def leading_years(known: pl.DataFrame, normal: pl.DataFrame) -> pl.DataFrame:
    """doc_id, leading (Int32): the year that most sentences of the reports in `known` open with."""
    published = pl.col("published_on").dt.year()
    return (
        known.select("doc_id", "published_on")
        .join(normal.select("doc_id", "text"), on="doc_id")
        .select("doc_id", "published_on", opened=pl.col("text").str.extract_all(LEADING))
        .explode("opened")
        .with_columns(leading=plain_years(pl.col("opened")).str.extract(ANY_YEAR).cast(pl.Int32))
        .filter(pl.col("leading").is_between(published - 2, published).fill_null(pl.col("leading").is_not_null()))
        .group_by("doc_id", "leading")
        .len()
        .sort("len", "leading", descending=True)
        .unique("doc_id", keep="first", maintain_order=True)
        .select("doc_id", "leading")
    )


def done_years(known: pl.DataFrame, normal: pl.DataFrame) -> pl.DataFrame:
    """doc_id, done (Int32): the latest year that the first half of a text, or a short one, speaks of as done, `OFTEN` times or more."""
    text = pl.col("text")
    clause = pl.col("clause")
    half, short = text.str.len_chars() // REVIEW + 1, pl.lit(SHORT, pl.UInt32)
    looking_back = text.str.head(pl.max_horizontal(half, short)).str.replace(PLANS_BEGIN, "")
    texts = _texts(known, normal)
    last_named = texts.select(
        "doc_id",
        named=digit_years(text).str.extract_all(ANY_YEAR).list.eval(pl.element().str.head(4)).list.max().cast(pl.Int32),
    )
    return (
        texts.select("doc_id", clause=digit_years(looking_back).str.extract_all(DONE))
        .explode("clause")
        .filter(clause.str.contains(HAS_DONE) & ~clause.str.contains(TO_DO))
        .with_columns(done=clause.str.extract(ANY_YEAR).cast(pl.Int32))
        .group_by("doc_id", "done")
        .len()
        .with_columns(last=pl.col("done") == pl.col("done").max().over("doc_id"))
        .join(last_named, on="doc_id", how="left", maintain_order="left")
        # said once, but no later year is spoken of at all
        .filter((pl.col("len") >= OFTEN) | (pl.col("last") & (pl.col("done") == pl.col("named"))))
        .group_by("doc_id")
        .agg(pl.col("done").max())
    )


def expected_years(known: pl.DataFrame, normal: pl.DataFrame) -> pl.DataFrame:
    """doc_id, expected (Int32): the year for which the first half of a text gives results that are not final yet."""
    text = pl.col("text")
    looking_back = text.str.head(text.str.len_chars() // REVIEW + 1)
    return (
        _texts(known, normal)
        .select("doc_id", expected=digit_years(looking_back).str.extract(EXPECTED).cast(pl.Int32))
        .drop_nulls("expected")
    )


def looking_ahead(known: pl.DataFrame, normal: pl.DataFrame) -> pl.DataFrame:
    """doc_id, ahead: whether a text announces what is to be done this year, or lists works or goals and says nothing of the past."""
    text = pl.col("text")
    opening = text.str.slice(0, OPENING)
    to_do = (text.str.count_matches(WORKS) >= FEWEST) | text.str.contains(GOALS)
    return _texts(known, normal).select(
        "doc_id", ahead=opening.str.contains(ANNOUNCES) | (to_do & ~text.str.contains(PAST))
    )


def _texts(known: pl.DataFrame, normal: pl.DataFrame) -> pl.DataFrame:
    """doc_id, text of the reports in `known`."""
    return known.select("doc_id").join(normal.select("doc_id", "text"), on="doc_id")
