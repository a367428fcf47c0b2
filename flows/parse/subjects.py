"""Measured quantities to indicators: what each number measures, as the report writes it.

In: the rows of `measures`, in reading order. Out: the same rows with `indicator`, and one row more where one number
holds for several indicators. The subject stands before the number (`投资完成1378亿元`), behind it (`3000个技改项目`),
or further back in the sentence (`，增长6.2%`); heads, verbs and values shared by a list are dealt out to its members.
"""

import polars as pl

from flows.parse.countable import closed
from flows.parse.lexicon import COUNTING_VERB, FALLING_VERB, HEAD_NOUN, OWN_PLACE, RELATIVE_NOUN, RISING_VERB
from flows.parse.measures import REFERENCE

YEAR_WORD = (
    "(?:(?:到|至|截至|从|自|由)?(?:19|20)[0-9]{2}(?:—(?:19|20)?[0-9]{2})?年(?:[0-9]{1,2}月)?(?:底|末|度|的|期间|时)?)"
)
COMPARED = f"(?:(?:比|较|与|同){YEAR_WORD}|[比较]?(?:上年|去年|上月|年初|同期|前一年|前年|“?十.五”?末|预期|计划)(?:同期|同比|末|底|相比|目标|预计完成情况)*|同比|环比|下同|（下同）|同期)"
# what stands before a subject: 其中，预计全市|地区生产总值
LEADING = (
    f"(?:[、，：；★—”]|（[一二三四五六七八九十]+）|[0-9]+[.．、]|[一二三四五六七八九十]+(?:是|要)|{OWN_PLACE}|{YEAR_WORD}|{COMPARED}"
    "|其中|预计|累计|全年|年内|当年|同时|此外|另有|以及|并且|共计|合计|总计|力争|确保|争取(?:实现|达到|完成|到)|努力|预期|全面|已经|已|也|还|又|了|使|及以上|以上|左右"
    "|上半年|下半年|今年|去年|五年来|年度|实现|完成|达到|达成|超额|圆满|顺利|先后|成功|持续|继续|进一步|不断|连续|率先|首次|新一轮|的)"
)
# what stands between a subject and its number: 增加值|分别同比增长
TRAILING = (
    f"(?:{COMPARED}|{YEAR_WORD}|{RISING_VERB}|{FALLING_VERB}|(?:压|缩|降|升|增|减|提)(?:至|到)|(?:同比|上年|年均|分别|累计)(?:增|升|降|减|涨|跌)|分别|均|各|都|双双|年均|平均|年平均|每年|累计|预计|预期|目标|总计|合计|共计|共有|共|已|再|又|还|也|新|首次|率先"
    "|实现|完成|达成|达到|达|突破|超过|超|至|到|在|于|为|是|了|的|有|约|近|从|由|保持|控制|稳定|维持|力争|确保|争取|左右|以上|有望|基本|仅|只|则|就|占比为|分别为|接近|幅度|[、：，]|成功|先后|在.{1,8}率先)"
)
RUN_OF_YEARS = "连续(?:[0-9]+|[一二三四五六七八九十两]+)(?:年|个月|次|届)(?:蝉联|保持|获|位居|居|荣获)?(?:全国|全省)?"
RANKING = f"(?:居(?:全|各|同|西|东|中|世|国|省|市|区|县|首|前|第|在|于|周边|其)[^，、]{{0,8}})?(?:(?:在)?{OWN_PLACE}|全国|全省|全市|世界|全球|西部|东部|中部|区县|市州|地市|市区县|省份|城市|同类|行业|稳|居|位居|位列|列|位|排|名列|排位|继续|保持|跃居|跃升|升|提升|上升|进入|跻身|首次|均|分别|总体|连续.{{1,3}}年|至|到|第|前|为|连年)*$"
REFERRED = f"{REFERENCE}[^，]*$|(?:比|较)[^，]{{1,12}}(?:高出?|低|快|慢|多|少)(?:了|约)?$"
RATE_NOUN = "(?:增速|增幅|涨幅|降幅|增长速度)$"
DROPPED_VERB = "^(?:完成|实现|达到|达|推进|推动|加快推进|超额完成)+"
NAMED_EXAMPLES = "等$"


def subjects(measured: pl.DataFrame) -> pl.DataFrame:
    """The rows of `measures` with `indicator` (null where the sentence names nothing) and `shared` (the raw subject)."""
    heads = (
        measured.filter(pl.col("follows") == 0)
        .pipe(_own_words)
        .pipe(_shared_verbs)
        .pipe(_carried)
        .select("list_id", "subject", "base", "several", "flow")
    )
    return measured.join(heads, on="list_id", how="left", maintain_order="left").pipe(_dealt_out)


def _own_words(heads: pl.DataFrame) -> pl.DataFrame:
    """`before`: the cleaned words in front of the number; `behind`: the counted noun after it; `verb`: what was done."""
    listed = ~pl.col("opens") & pl.col("lead").str.contains("、", literal=True)
    item = pl.when(listed).then(pl.col("lead").str.replace("^[^、]*、", "")).otherwise("lead")
    raw = item.str.replace(RUN_OF_YEARS, "").str.replace(f"^{LEADING}+", "").str.replace("^[率]", "完成率")
    trimmed = (
        pl.when(pl.col("measure") == "rank")
        .then(raw.str.replace(RANKING, ""))
        .when(pl.col("measure") == "gap")
        .then(raw.str.replace(REFERRED, "").str.replace(RATE_NOUN, ""))
        .when(pl.col("measure").is_in(["growth", "change"]))
        .then(raw.str.replace(f"{TRAILING}+$", "").str.replace(RATE_NOUN, ""))
        .otherwise(raw)
    )
    noun = pl.col("tail").str.extract("^((?:[^，；：。、！？（]|（[^（）]*）)*)").fill_null("")
    runs_on = (pl.col("lead").shift(-1) == pl.col("tail")) & (pl.col("line").shift(-1) == pl.col("line"))
    noun = (
        pl.when(runs_on)
        .then(noun.str.replace("(.{2,}?)(?:完成|实现|达到?|总投资|投资|占|增长|新增|享受).*$", "$1"))
        .otherwise(noun)
    )
    counts = pl.col("measure").is_in(["level"]) | (
        (pl.col("measure") == "ratio") & pl.col("tail").str.starts_with("的")
    )
    has_noun = counts & (noun != "") & ~closed()
    reached = item.str.contains(".{2}(?:至|到|[^抵]达)$") & ~item.str.contains(f"{COUNTING_VERB}$")
    return heads.with_columns(
        item=item,
        listed=listed,
        several=raw.str.contains("(?:[^年平人户亩地日月]均|都|双双)[^，]{0,8}$"),
        before=trimmed.str.replace(f"{TRAILING}+$", ""),
        behind=pl.when(has_noun & ~reached).then(
            noun.str.strip_chars_start("的").str.replace("(?:和|与|同|在|增?至|到|达)+$", "")
        ),
        verb=item.str.extract(f"((?:{COUNTING_VERB}[、和并]?)*{COUNTING_VERB})(?:了)?$"),
    )


def _shared_verbs(heads: pl.DataFrame) -> pl.DataFrame:
    """`own`: the subject in the row's own words; a verb before the first member of a list counts for the others."""
    counted = pl.concat_str(pl.col("verb").str.replace(DROPPED_VERB, "").fill_null(""), "behind")
    own = pl.when(pl.col("behind").is_not_null()).then(counted).otherwise("before")
    started = own.str.extract(f"^((?:{COUNTING_VERB}[、和并]?)+)")
    level = (pl.col("measure") == "level") & ~own.str.contains(f"^{RELATIVE_NOUN}$")
    shared = started.forward_fill().over("clause")
    flow = own.str.contains(f"^{COUNTING_VERB}") & ~own.str.contains("^(?:拥有|保有|达)") | pl.col("item").str.contains(
        "累计|新增|完成"
    )
    flow = pl.when(flow | ~pl.col("listed")).then(flow)
    return heads.with_columns(own=own, started=started, flow=flow).with_columns(
        flow=pl.col("flow").forward_fill().over("clause"),
        own=pl.when(
            pl.col("listed") & level & pl.col("started").is_null() & ~own.str.contains(f"^.{{0,2}}{COUNTING_VERB}")
        )
        .then(pl.concat_str(shared.fill_null(""), "own"))
        .otherwise("own"),
    )


def _carried(heads: pl.DataFrame) -> pl.DataFrame:
    """`subject`: own words, or the last subject of the sentence, or both where the own words mean nothing alone."""
    own = pl.col("own").str.strip_chars("、，")
    relative = own.str.contains(f"^(?:占|与|同|{RELATIVE_NOUN}(?:[、和]{RELATIVE_NOUN})*$)")
    alone = pl.when((own != "") & ~relative).then(own)
    last = pl.col("alone").forward_fill().shift(1).over("line")
    bare = last.str.replace(f"^(?:{COUNTING_VERB})+", "")
    joined = pl.concat_str(pl.when(own.str.starts_with("占")).then(last).otherwise(bare).fill_null(""), "own")
    stated = heads.with_columns(own=own, alone=alone, relative=relative).with_columns(
        base=bare, stated=pl.when("relative").then(joined).otherwise("alone")
    )
    kept = pl.when(~own.str.starts_with("占")).then(pl.col("stated").str.replace("(?:新增|净增|累计)$", ""))
    return stated.with_columns(
        subject=pl.coalesce("stated", kept.forward_fill().shift(1).over("line")),
    )


def _dealt_out(rows: pl.DataFrame) -> pl.DataFrame:
    """Names of a list to its values, one each; one value for several names (`均`) to every name."""
    names = _names(_spelt_out(pl.col("subject"), pl.col("values")), pl.col("values"))
    relative = pl.col("is_member") & pl.col("indicator").str.contains(f"^{RELATIVE_NOUN}$")
    dealt = rows.with_columns(names=names).with_columns(count=pl.col("names").list.len())
    own_name = (pl.col("values") > 1) & (pl.col("count") == pl.col("values"))
    last = pl.col("names").list.last()
    head = last.str.extract(f".({HEAD_NOUN})$")
    every = pl.col("several") & (pl.col("values") == 1) & (pl.col("count") > 1)
    one = pl.col("names").list.get(pl.col("follows"), null_on_oob=True)
    return (
        dealt.with_columns(
            head_noun=head,
            indicator=pl.when(own_name)
            .then(pl.concat_list(one))
            .when(every)
            .then("names")
            .otherwise(pl.concat_list("subject")),
            is_member=own_name | every,
            named=own_name,
        )
        .explode("indicator")
        .with_columns(
            indicator=pl.when(
                pl.col("is_member")
                & pl.col("head_noun").is_not_null()
                & ~pl.col("indicator").str.contains(f"{HEAD_NOUN}$")
            )
            .then(pl.concat_str("indicator", "head_noun"))
            .otherwise("indicator")
        )
        .with_columns(
            pl.when(relative)
            .then(pl.concat_str(pl.col("base").fill_null(""), "indicator"))
            .otherwise("indicator")
            .alias("indicator")
        )
        .with_columns(pl.col("indicator").str.replace_all("\x04", "、", literal=True))
        .drop("names", "count", "head_noun", "is_member", "subject", "several", "base")
    )


def _spelt_out(subject: pl.Expr, values: pl.Expr) -> pl.Expr:
    """Shortened pairs and triples as the lists that they stand for: 城乡居民收入, 一二三产业, 牛羊出栏."""
    thirds = subject.str.replace("(?:第)?一、?二、?三(?:次)?产业?", "第一产业、第二产业、第三产业").str.replace(
        "(?:第)?二、三(?:次)?产业?", "第二产业、第三产业"
    )
    pair = (
        subject.str.replace("^(.*)城乡(.*居民.*)$", "${1}城镇${2}、${1}农村${2}")
        .str.replace("^([^、]*)进出口(.*)$", "${1}进口${2}、${1}出口${2}")
        .str.replace("^([猪牛羊禽])([猪牛羊禽])([^、]+)$", "${1}${3}、${2}${3}")
    )
    return pl.when((values == 2) & ~subject.str.contains("、")).then(pair).otherwise(thirds)


def _names(subject: pl.Expr, values: pl.Expr) -> pl.Expr:
    """The members of a list of subjects; `和` divides only where the commas alone do not give the number of values."""
    sheltered = subject.str.replace_all("（([^（）、]*)、([^（）]*)）", "（$1\x04$2）")
    by_comma = sheltered.str.split("、")
    by_and = sheltered.str.replace_all("以及|和|与|及", "、").str.split("、")
    return pl.when((values == 1) | (by_comma.list.len() == values)).then(by_comma).otherwise(by_and)
