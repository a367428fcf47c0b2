"""Lists of subjects and values: which name goes with which number.

In: rows with their `subject` and its place in a list of values. Out: `indicator` for every row, and one row more where one
number holds for several names. `A、B分别增长5%、6%`; `A、B均增长5%`; `A达5亿元，B达6亿元，分别增长5%、6%`.
"""

from functools import cache

import polars as pl

from expectations.reference import indicator_aliases
from flows.parse.lexicon import COUNTING_VERB, HEAD_NOUN, RELATIVE_NOUN
from flows.parse.sparse import with_columns_where

# signs that stand for 、 in brackets and for 和, 与, 及 inside words while a list is divided
INSIDE_WORDS = {
    "普及": "普\x05",
    "涉及": "涉\x05",
    "参与": "参\x06",
    "和美": "\x07美",
    "和谐": "\x07谐",
    "和平": "\x07平",
    "共和": "共\x07",
}
OF_A_KIND = "[型类](.{2,})$"  # 急难型、支出型|救助标准
CLASS_OF_AGE = "岁(?:及?以[上下])?(.{2,})$"  # 18—34岁、60岁及以上|户籍人口
# 甲、乙、丙三项主要指标增速: what they are together
SUMMED_UP = "(.{2})等?(?:[两三四五六七八九十]+[项大个])?(?:主要|重要|核心|关键|经济|约束性|预期性)*指标((?:增[速幅])?)$"
AND_OTHERS = "^([^等]*、[^等]*等[^、和与及均]{2,})[、和与及]"
THREE_INDUSTRIES = "^三(?:次|大|个)?产业([^、和与及]*)$"  # 三次产业|增加值
TWO_CLASSES = "^([^0-9]*)([0-9.]+[万亿]*元)(?:以上)?[、和]([0-9.]+[万亿]*元以上)的?(.+)$"
SHELTERED = {"\x04": "、", "\x05": "及", "\x06": "与", "\x07": "和"}


def dealt_out(rows: pl.DataFrame, earlier: pl.DataFrame) -> pl.DataFrame:
    """Rows with `indicator` and `named` (the list of names has as many members as that of values).

    `rows` has subject, base (the last subject, for members such as 总量), blank (no subject of its own), own, several (均),
    order (subjects named in the sentence so far), line, values, follows; `earlier` lists the subjects: line, order, alone.
    """
    rate = pl.col("measure").is_in(["growth", "ratio"]) & (pl.col("values") == 1)
    paired = rate & pl.col("subject").str.contains("[和与及]")
    # 生产总值、财政收入、进出口总额翻一番: each of them did
    doubled = (
        (pl.col("values") == 1)
        & pl.col("number").str.starts_with("翻")
        & pl.col("subject").str.contains("^[^、]{2,}、[^、]{2,}")
    )
    numbered = (
        with_columns_where(rows, paired, pair=_known_pair())
        .with_columns(several=pl.col("several") | pl.col("pair").fill_null(False) | doubled.fill_null(False))
        .drop("pair")
        .with_row_index("row")
    )
    in_list = (pl.col("values") > 1) | pl.col("several")
    dealt = numbered.filter(in_list).pipe(_split_names).pipe(_respectively, earlier).pipe(_members).pipe(_with_heads)
    single = numbered.filter(~in_list).with_columns(indicator=pl.col("subject"), named=pl.lit(False))
    return single.select(dealt.columns).merge_sorted(dealt, key="row").drop("row")


def _known_pair() -> pl.Expr:
    """甲和乙排放量下降3%: one rate for two, where both are known by name; a joint sum stays one."""
    pair = pl.col("subject").str.extract_groups(f"^([^、和与及占的]{{2,}})[和与及]([^、和与及占的]+?)({HEAD_NOUN}|)$")
    head = pair.struct.field("3")
    one, other = (pl.concat_str(pair.struct.field(n), head) for n in ("1", "2"))
    known = _known_names().implode()
    return (one.is_in(known) & other.is_in(known) & ~pl.col("subject").is_in(known)).fill_null(False)


def _split_names(rows: pl.DataFrame) -> pl.DataFrame:
    """`names`: the members of the subject; `named`: as many as there are values; `every`: all share one value."""
    values, count = pl.col("values"), pl.col("names").list.len()
    return (
        rows.with_columns(united=_united())
        .with_columns(spelt=_spelt_out(values))
        .with_columns(spelt=pl.col("spelt").str.replace_all("（([^（）、]*)、([^（）]*)）", "（$1\x04$2）"))
        .with_columns(names=_names(values, pl.col("several")))
        .with_columns(named=(values > 1) & (count == values), every=pl.col("several") & (values == 1) & (count > 1))
        .drop("united", "spelt")
    )


def _united() -> pl.Expr:
    shortened = {
        "城、乡": "城乡",
        "存、贷款余额": "存款余额、贷款余额",
        "存、贷款": "存款、贷款",
        "存贷款余额": "存款余额、贷款余额",
    }
    united = pl.col("subject").str.replace_many(shortened, leftmost=True)
    listed = pl.when(united.str.contains("[、和与]")).then(united)
    summed_up = pl.when(listed.str.contains("指标", literal=True)).then(listed).str.replace(SUMMED_UP, "$1")
    return pl.coalesce(summed_up, united)


def _respectively(rows: pl.DataFrame, earlier: pl.DataFrame) -> pl.DataFrame:
    """`respective`: for values without names of their own, the subjects named one by one before them."""
    wanted = pl.when((pl.col("values") > 1) & pl.col("blank") & ~pl.col("named")).then(
        pl.col("order") - pl.col("values") + 1 + pl.col("follows")
    )
    subjects = earlier.select("line", pl.col("order").alias("wanted"), pl.col("alone").alias("respective"))
    return rows.with_columns(wanted=wanted).join(subjects, on=["line", "wanted"], how="left", maintain_order="left")


def _members(rows: pl.DataFrame) -> pl.DataFrame:
    one = pl.col("names").list.get(pl.col("follows"), null_on_oob=True)
    own = pl.col("own").fill_null("")
    thing = pl.col("respective").str.replace(f"^(?:{COUNTING_VERB})+", "")
    respective = pl.concat_str(pl.when(own.str.contains(f"^{RELATIVE_NOUN}$")).then(thing).otherwise("respective"), own)
    return rows.with_columns(
        head_noun=pl.coalesce(
            pl.col("names").list.last().str.extract(CLASS_OF_AGE),
            pl.when(pl.col("names").list.first().str.contains("[型类]$"))
            .then(pl.col("names").list.last())
            .str.extract(OF_A_KIND),
            pl.col("names").list.last().str.extract(f".({HEAD_NOUN}{{1,2}})$"),
        ),
        indicator=pl.when("named")
        .then(pl.concat_list(one))
        .when("every")
        .then("names")
        .otherwise(pl.concat_list(pl.coalesce(respective, "subject"))),
        named=pl.col("named") | pl.col("respective").is_not_null(),
        is_member=pl.col("named") | pl.col("every"),
    ).explode("indicator")


def _with_heads(rows: pl.DataFrame) -> pl.DataFrame:
    """A head noun behind the last name counts for all; a name such as 总量 takes the subject before it."""
    name = pl.col("indicator")
    whole_name = name.str.contains(f"(?:{HEAD_NOUN}|[率额量值数])$") | name.is_in(_known_names().implode())
    headless = pl.col("is_member") & ~name.str.ends_with(pl.col("head_noun")) & ~whole_name
    relative = pl.col("is_member") & name.str.contains(f"^{RELATIVE_NOUN}$")
    whole = (
        pl.when(relative)
        .then(pl.concat_str(pl.col("base").fill_null(""), name))
        .when(headless)
        .then(pl.concat_str(name, "head_noun"))
        .otherwise(name)
    )
    return rows.with_columns(indicator=whole.str.replace_many(SHELTERED)).drop(
        "names",
        "every",
        "head_noun",
        "is_member",
        "subject",
        "several",
        "base",
        "blank",
        "own",
        "order",
        "wanted",
        "respective",
    )


@cache
def _known_names() -> pl.Series:
    """Names that mean an indicator by themselves: 实际利用外资 needs no head noun of another."""
    return indicator_aliases().filter(~pl.col("short_form"))["alias"].unique()


def _spelt_out(values: pl.Expr) -> pl.Expr:
    """Shortened pairs and triples as the lists that they stand for: 城乡居民收入, 一二三产业, 牛羊出栏."""
    paired = (values == 2) & ~pl.col("united").str.contains("、", literal=True)
    pair = (
        pl.when(paired)
        .then("united")
        .str.replace("^(.*)城乡(.*(?:居民|低保|收入|支出|人均|社会).*)$", "${1}城镇${2}、${1}农村${2}")
        .str.replace("^([^、和与及]*)进出口([^、和与及]*)$", "${1}进口${2}、${1}出口${2}")
        .str.replace("^([猪牛羊禽])([猪牛羊禽])([^、]+)$", "${1}${3}、${2}${3}")
    )
    thirds = (
        pl.col("united")
        .str.replace(
            "(?:第)?一、?(?:第)?二、?(?:第)?三(?:次)?产业?([^、和]*)$", "第一产业${1}、第二产业${1}、第三产业${1}"
        )
        .str.replace("(?:第)?二、(?:第)?三(?:次)?产业?([^、和]*)$", "第二产业${1}、第三产业${1}")
    )
    # 三次产业分别增长4%、6%、7%
    together = (
        pl.when((values == 3) & pl.col("united").str.contains(THREE_INDUSTRIES))
        .then("united")
        .str.replace(THREE_INDUSTRIES, "第一产业${1}、第二产业${1}、第三产业${1}")
    )
    # 收入5亿元、10亿元以上的企业分别有8家、3家
    classes = (
        pl.when((values == 2) & pl.col("united").str.contains(TWO_CLASSES))
        .then("united")
        .str.replace(TWO_CLASSES, "${1}${2}以上${4}、${1}${3}${4}")
    )
    return pl.coalesce(together, classes, pair, thirds)


def _names(values: pl.Expr, several: pl.Expr) -> pl.Expr:
    """The members of a list of subjects; `和` divides only where the commas alone do not give the number of values, or
    where one value is said to hold for several (甲和乙均增长5%)."""
    listed = pl.col("spelt").str.count_matches("、", literal=True) + 1 == values
    commas_do = pl.when(values == 1).then(~several).otherwise(listed)
    # 食品、钢铁等七大产业增加值和利税均占: what 等 sums up is one member
    summed = pl.when(several & (values == 1)).then("spelt").str.extract(AND_OTHERS)
    rest = pl.coalesce(pl.col("spelt").str.strip_prefix(summed), "spelt")
    divided = pl.when(~commas_do).then(rest).str.replace_many(INSIDE_WORDS).str.replace_all("以及|和|与|及", "、")
    names = pl.coalesce(divided, "spelt")
    kept = pl.concat_str(summed.str.replace_all("、", "\x04").str.replace_all("和", "\x07"), divided)
    return pl.coalesce(kept, names).str.split("、")
