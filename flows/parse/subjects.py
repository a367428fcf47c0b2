"""Measured quantities to indicators: what each number measures, as the report writes it.

In: the rows of `measures`, in reading order. Out: the same rows with `indicator`, and one row more where one number
holds for several indicators. The subject stands before the number (`投资完成1378亿元`), behind it (`3000个技改项目`),
or further back in the sentence (`，增长6.2%`); heads, verbs and values shared by a list are dealt out to its members.
"""

import polars as pl

from flows.parse.lexicon import COUNTING_VERB, RELATIVE_NOUN, SUM_OF_THINGS, YIELD
from flows.parse.lists import dealt_out
from flows.parse.runs import before, filled, starts
from flows.parse.shared_nouns import COUNTED_UNITS, GRADE, HAPPENED, last_tails
from flows.parse.sparse import with_columns_where
from flows.parse.subject_words import (
    BRANCH,
    CLASS,
    DROPPED_VERB,
    LEADING,
    SHARE_OF_A_PLAN,
    TOPIC,
    WORK,
    own_words,
)

# 生产总值, 服务业, 销售额: verbs inside names
VERB_IN_A_NAME = "^(?:生产|服务|投资|销售|融资|运输|保障|培训|发展|流转|交付|转移|治理|出口|建设|播种|种植|接待|参保)(?:人|总|性|业|额|量|率|收|余|规|周|面|支|占|增|资|用|安|事|者|线|力|$)|^增加值"
# 总量和增速; 占年度计划的, 与全国的差距
RELATIVE = f"^(?:占|与|同|完成(?:全年|年|计|预|目|任|当|[省市县区州]定|既定|下达|总目)|{RELATIVE_NOUN}(?:[、和]{RELATIVE_NOUN})*$)"
USED, CAPITAL = "^((?:实际|合同|协议)(?:使用|利用|到位|引进))", "^(?:[省市区县境国]?[内外]|[外台港])资$"
PEOPLE = "(?:城镇|农村|城市)(?:常住)?(?:居民)?"  # 居民人均可支配收入增长7%，其中农村居民|8%
RATE = "(?:增[速幅]|增长速度|涨幅)$"
SHORT_RATE = "^[\u4e00-\u9fff]{2}(?:率|比例)$"
VERBS = f"(?:{COUNTING_VERB}[、和并]?)+"
VERBS_AND_THING = f"^({COUNTING_VERB}.*)"
COUNTED_PLACE = "^[\u4e00-\u9fff]{1,8}(?:市|县|区|州|旗|盟|镇|乡|街道)$"  # 甲县|230公里、乙县|260公里
NO_PLACE = f"(?:[城郊市园社景小校矿灾库林牧山老辖片镇营湖街]区|[城超股上农乡]市|[城村市集]镇|[城老下]乡)$|^(?:{COUNTING_VERB}|全|各|本|我)"
# 78个贫困村退出: what happened to the things counted
PER_HEAD = "^(每[十百千万][\u4e00-\u9fff]{1,6}?拥?有)"  # 每千人口拥有执业医师3人、托位4个
PER_PERSON = (
    "^[，、]?(?:按[^，]{1,6}计算)?人均(?:达到?|突破|超过?|为|水平|首次|已|约|近)*$"  # 生产总值485亿元，人均突破|8万元
)
IN_ALL = "^[，、]?(?:总数|总量)?(?:累计|目前|现)?(?:已|共)?(?:达到?|为|有|拥有|建成)$"  # 新建基站20座，累计达|50座
REACHED_IN_ALL = "累计(?:已)?(?:达到?|超过?|突破|拥?有)(?:了)?$"  # 新增上市公司43家，累计达到|113家: a stock
WORKS, WORKS_GO_ON = "(?:项目|工程)$", "^(?:其中)?已?(?:竣工|开工|新开工|投产|完工|建成|续建|投用)(?:了)?$"
WORK_ON = "^(.{2,}?)(?:提升|提质|升级|攻坚|改造|建设)*(?:工程|行动|计划|建设|改造)$"  # 农村公路|提升行动
# 形成两大集群: what stands at the end of the years, as 拥有 does
STANDING = "^(?:拥有|保有|达|每|形成|集聚|聚集|覆盖|储备|存栏|配备|建有)"
IN_STOCK = "(?:存栏|拥有|保有)$"  # 奶牛存栏
# 完成主营业务收入514亿元 in a review of five years: of the last one
EARNED_A_YEAR = "(?:收入|产值|增加值|生产总值|零售总?额|利税|利润|进出口总额)$"
DONE = "新[修植栽]|修建|兴建|兴办|打通|放映|修缮|疏浚|加固|维修|硬化|拓宽|搬迁|迁建|资助|取消|攻克|撤并|清除|移栽|补植|查处|调解"  # 打通|断头路18条
ACKNOWLEDGED = "得到|获得?|受到|入选|被(?:评|命|列|授|认)|列入"  # 9项工作获省政府通报表扬
WHOLE = "(?:总量|总额|总数|总规模|规模|数量)"
OF_THE_LAST = "^(?:占|完成(?:全年|年|计|预|目|任|当|人|[省市县区州]定|既定|下达|总目))"  # 占年度计划的, 完成预算的: a share of the subject before


def subjects(measured: pl.DataFrame, clauses: pl.Series) -> pl.DataFrame:
    """The rows of `measures` with `indicator` (null where the sentence names nothing), `named` and `flow`.

    `clauses` has the text of each clause, in the order in which `clause` numbers them.
    `named`: the values of a list have names of their own; `flow`: what was done over time (新增, 累计), unlike a stock.
    """
    heads = (
        measured.pipe(last_tails)
        .filter(pl.col("follows") == 0)
        .pipe(own_words)
        .pipe(_places_counted)
        .pipe(_shared_verbs)
        .pipe(_topics, clauses)
        .pipe(_carried)
    )
    found = heads.select("list_id", "subject", "base", "several", "flow", "blank", "own", "order", "counted_in")
    earlier = heads.filter(pl.col("alone").is_not_null()).select("line", "order", "alone")
    joined = measured.join(found, on="list_id", how="left", maintain_order="left")
    placed = joined.with_columns(region=pl.coalesce("counted_in", "region")).drop("counted_in")
    rate = pl.col("indicator").str.contains(RATE) & (pl.col("measure") == "ratio")  # GDP增速逐季攀升，上半年3.2%
    return placed.pipe(dealt_out, earlier).with_columns(
        measure=pl.when(rate).then(pl.lit("growth")).otherwise("measure")
    )


def _places_counted(heads: pl.DataFrame) -> pl.DataFrame:
    """`counted_in`: the place, where a list of places gives each its number of one thing: 建公路1500公里，其中甲县230公里、乙县260公里."""
    name, line = pl.col("before"), pl.col("line")
    place = pl.when((pl.col("measure") == "level") & pl.col("behind").is_null()).then(
        name.str.contains(COUNTED_PLACE) & ~name.str.contains(NO_PLACE)
    )
    listed, is_place = pl.col("listed_place"), pl.col("is_place")
    beside = (is_place.shift(1) & (line == line.shift(1))) | (is_place.shift(-1) & (line == line.shift(-1)))
    return (
        heads.with_columns(is_place=place.fill_null(False))
        .with_columns(listed_place=is_place & beside.fill_null(False))
        .with_columns(
            counted_in=pl.when(listed).then("before"), before=pl.when(listed).then(pl.lit("")).otherwise("before")
        )
        .drop("is_place", "listed_place")
    )


def _shared_verbs(heads: pl.DataFrame) -> pl.DataFrame:
    """`own`: the subject in the row's own words; a verb before the first member of a list counts for the others.

    `flow`: what was done over time (新增, 累计), unlike a stock.
    """
    own = pl.col("own")
    done = pl.col("started").is_not_null() & ~own.str.contains(STANDING)
    yearly = own.str.contains(EARNED_A_YEAR) & ~pl.col("item").str.contains("累计|[五5]年")
    in_all = pl.col("item").str.contains(REACHED_IN_ALL) & ~pl.col("unit").str.contains("[元吨斤]$")
    flow = (
        ((done | pl.col("item").str.contains("累计|新增|完成")) & ~yearly & ~in_all)
        | (own.str.contains(f".(?:{HAPPENED}|{COUNTING_VERB}|推广|植树)$|^(?:{DONE})") & ~own.str.contains(IN_STOCK))
        | pl.col("behind").str.contains(f".(?:{ACKNOWLEDGED})").fill_null(False)
        | pl.col("tail").str.contains(f"^(?:全部|整体|如期|均|已)+{HAPPENED}")
        | (own.str.contains("(?:总?投资|投入)$") & (pl.col("bound") == ""))
    )
    takes = (pl.col("measure") == "level") & ~own.str.contains(
        f"^(?:{RELATIVE_NOUN}$|.{{0,2}}{COUNTING_VERB})|(?:收入|产值|增加值|总额|余额)$"
    )
    # 实际使用内资30亿元、外资3亿美元
    used = pl.when(pl.col("listed") & own.str.contains(CAPITAL)).then(filled(own.str.extract(USED), pl.col("opens")))
    shared = pl.when(pl.col("listed") & (own != "") & pl.col("started").is_null() & takes).then("verb_before")
    return (
        heads.with_columns(own=_own())
        .with_columns(verbal=pl.when(~own.str.contains(VERB_IN_A_NAME)).then(own).str.extract(VERBS_AND_THING))
        # 上报纳入规划重点内容 has two verbs, 新增孵化载体 has one
        .with_columns(
            one=pl.coalesce(pl.col("verbal").str.extract(f"^({COUNTING_VERB}[、和并]?)"), own.str.extract(PER_HEAD)),
            more=pl.col("verbal").str.extract(f"^({VERBS}).{{3}}"),
        )
        .with_columns(
            started=pl.when(pl.col("more").str.len_chars() > pl.col("one").str.len_chars())
            .then("more")
            .otherwise("one")
        )
        .with_columns(verb_before=filled(pl.col("started"), pl.col("opens")), flow=flow)
        .with_columns(flow=filled(pl.when(pl.col("flow") | ~pl.col("listed")).then("flow"), pl.col("opens")))
        # 引进项目126个，到位资金8.4亿元: over the same years
        .with_columns(
            flow=pl.col("flow")
            | (own.str.contains(f"^(?:实际)?{SUM_OF_THINGS}$") & pl.col("flow").shift(1) & ~starts("line")).fill_null(
                False
            )
        )
        .with_columns(own=pl.concat_str(pl.coalesce(used, shared).fill_null(""), own))
        .drop("verb_before", "verbal", "one", "more")
    )


def _own() -> pl.Expr:
    """The noun behind the number with its verb, or the words before it."""
    counted = pl.concat_str(pl.col("verb").str.replace(DROPPED_VERB, "").fill_null(""), "behind")
    return (
        pl.when(pl.col("attribute").is_not_null())
        .then(pl.concat_str("behind", "attribute"))
        .when(pl.col("behind").is_not_null())
        .then(counted)
        .otherwise("before")
    )


def _topics(heads: pl.DataFrame, clauses: pl.Series) -> pl.DataFrame:
    """`own`, where the row names nothing: what the clause before, itself without a number, names.

    `财政收入实现翻番，从8亿元增至20亿元`: 财政收入 for both.
    """
    before_it = pl.col("clause") - 1
    silent = (before_it != pl.col("clause").shift(1)).fill_null(True) & ~pl.col("first")
    own = pl.col("own")
    begins = before(pl.when(own != "").then(own), starts("line")).is_null()
    meant = (own == "") | (
        begins & own.str.contains(f"^(?:年度)?(?:{COUNTING_VERB}|{RELATIVE_NOUN}|税收(?:收入)?)$|^(?:增加值|产值)已?占")
    )
    wanted = heads.filter(silent & pl.col("opens") & meant).select("list_id", before_it)
    text = pl.col("text").str.replace(f"^{LEADING}+", "")
    topics = wanted.select("list_id", text=clauses.gather(wanted["clause"])).select(
        "list_id", topic=text.str.extract(TOPIC), work=text.str.extract(WORK), branch=text.str.extract(BRANCH)
    )
    named = heads.join(topics, on="list_id", how="left", maintain_order="left")
    # 加强农田建设，建成|5万亩: what was built is the farmland
    built = pl.when(own.str.contains("[建改]")).then("work").str.replace(WORK_ON, "$1")
    level = pl.col("measure") == "level"
    done = pl.when(level & own.str.contains(f"^(?:年度)?{COUNTING_VERB}$")).then(
        pl.concat_str(own.str.strip_prefix("年度"), pl.coalesce(built, "work"))
    )
    of_branch = pl.when(own.str.contains(f"^(?:(?:{RELATIVE_NOUN}|税收(?:收入)?)$|(?:增加值|产值)已?占)")).then(
        pl.concat_str("branch", own)
    )
    # 财政收入连跨5个台阶，总量|1272亿元
    itself = pl.when((own == "") | own.str.contains(f"^{WHOLE}$")).then(
        pl.coalesce("topic", pl.when(level & (own == "")).then("work"))
    )
    return named.with_columns(own=pl.coalesce(done, itself, of_branch, own)).drop("topic", "work", "branch")


def _carried(heads: pl.DataFrame) -> pl.DataFrame:
    """`subject`: own words, or the last subject of the sentence, or both where the own words mean nothing alone."""
    return heads.pipe(_kinds).pipe(_last_subjects).pipe(_stated).pipe(_left_out)


def _kinds(heads: pl.DataFrame) -> pl.DataFrame:
    """`relative`: a noun that needs another (总量); `only_verb`: a verb without its object (竣工); `alone`: a whole subject."""
    own = pl.col("own")
    # 已通公路乡镇35个，通达比例100%
    counted = (pl.col("line") == pl.col("line").shift(1)) & pl.col("unit").shift(1).is_in(COUNTED_UNITS)
    of_counted = pl.when(counted & (pl.col("unit") == "%")).then(own).str.contains(SHORT_RATE).fill_null(False)
    among_them = pl.col("item").str.contains("^(?:、|，)?其中(?:[^占]|$)")
    named = pl.when((own != "") & ~pl.col("relative") & ~pl.col("only_verb")).then(own)
    # 实施重点项目30个。竣工12个: of the works in the sentence before
    works = before(pl.when(named.str.contains(WORKS)).then(named), starts("doc_id", "paragraph"))
    before_it = pl.coalesce(
        before(named, pl.col("line_starts")), pl.when(pl.col("item").str.contains(WORKS_GO_ON)).then(works)
    )
    return (
        heads.with_columns(own=own.str.strip_chars("、，"), line_starts=starts("line"))
        .with_columns(
            among_them=among_them,
            relative=(own.str.contains(RELATIVE) | of_counted) & ~among_them
            | own.str.contains(f"^(?:{GRADE}|{CLASS}|{PEOPLE})$"),
            graded=own.str.contains(f"^{GRADE}$"),
            of_the_last=own.str.contains(OF_THE_LAST),
            is_sum=own.str.contains(f"^{SUM_OF_THINGS}$"),
            only_verb=own.str.contains(f"^{COUNTING_VERB}$"),
        )
        .with_columns(before_it=before_it)
        .with_columns(only_verb=pl.col("only_verb") & ~pl.col("relative") & pl.col("before_it").is_not_null())
        .with_columns(alone=pl.when((own != "") & ~pl.col("relative") & ~pl.col("only_verb")).then(own))
    )


def _last_subjects(heads: pl.DataFrame) -> pl.DataFrame:
    """`last`: the subject before; for a sum of things (到位资金) the things counted; `base`: the same without its verb."""
    thing = pl.when(pl.col("unit").is_in(COUNTED_UNITS)).then("alone")
    counted = pl.when("is_sum").then(before(thing, pl.col("line_starts")))
    verbs = pl.when(~pl.col("last").str.contains(VERB_IN_A_NAME)).then("last")
    bare = verbs.str.replace(f"^(?:{COUNTING_VERB})+", "")
    # 新开工建设保障性住房: 保障 is part of the name
    cut = pl.when(bare.str.contains("^[性业率量额型]")).then(verbs).str.replace(f"^{COUNTING_VERB}", "")
    bare = pl.coalesce(cut, bare, "last")
    only_before = pl.when("only_verb").then("before_it")
    # 企业增加值80亿元，其中甲类70亿元；主营业务收入300亿元: of the whole again
    past_the_part = pl.when(pl.col("tail").shift(1).str.ends_with("；") & pl.col("relative")).then(
        before(pl.when(~pl.col("among_them")).then("alone"), pl.col("line_starts"))
    )
    # 工业增加值80亿元，产品销售率98%，实现利润5亿元: no profit of a rate
    earned = pl.col("relative") & (pl.col("measure") == "level") & pl.col("own").str.contains(f"^{YIELD}$")
    of_a_rate = before(pl.when(pl.col("alone").is_not_null()).then("unit"), pl.col("line_starts")) == "%"
    amount = pl.when((pl.col("unit") != "%") & ~pl.col("among_them")).then("alone")
    past_the_rate = pl.when(earned & of_a_rate).then(before(amount, pl.col("line_starts")))
    return heads.with_columns(
        last=pl.when(pl.col("alone").is_null()).then(
            pl.coalesce(
                counted, past_the_rate, past_the_part, before(pl.col("alone"), pl.col("line_starts")), only_before
            )
        )
    ).with_columns(
        base=bare.str.replace(f"(.{{2}})(?:完成|实现){RELATIVE_NOUN}$|(.{{2}}企业)(?:户数|个数|数量|总数)$", "$1$2")
    )


def _stated(heads: pl.DataFrame) -> pl.DataFrame:
    """`stated`: what the row itself names, joined to the subject before where it has to be."""
    named_alone = (pl.col("measure") == "level") & (pl.col("values") == 1) & ~pl.col("of_the_last")
    of_product = (pl.col("own") == "") & pl.col("base").str.contains("^[^人]*(?:生产总值|GDP)$")
    per_person = (of_product & pl.col("item").str.contains(PER_PERSON)).fill_null(False)
    needs_another = pl.col("relative") | pl.col("only_verb") | pl.col("per_person")
    return (
        heads.with_columns(per_person=per_person)
        .pipe(with_columns_where, needs_another, joined=_joined())
        .with_columns(stated=pl.when(needs_another).then("joined").otherwise("alone"))
        .with_columns(alone=pl.coalesce("alone", pl.when(named_alone).then("stated")))
        .drop("joined", "per_person")
    )


def _joined() -> pl.Expr:
    """A noun that needs another, or a verb without its object, joined to the subject before."""
    own, base = pl.col("own"), pl.col("base").fill_null("")
    things = base.str.replace(f"{COUNTING_VERB}$", "")
    branch = base.str.extract(f"^(.{{2,}}?)(?:{YIELD}|增加值|(?:播种|种植|栽培|养殖|收获|销售)?(?:面积|播面))$")
    yields = own.str.contains(f"^{YIELD}$")
    of_people = (
        pl.when(own.str.ends_with("民")).then(base.str.extract("居民(.+)$")).otherwise(base.str.extract("(居民.+)$"))
    )
    of_things = pl.col("last").str.replace(
        f"(.{{2}})(?:{SUM_OF_THINGS}|开工|竣工|完工)$", "$1"
    )  # 水库总投资18亿元，完成年度投资3亿元
    return (
        pl.when("relative", "graded")
        .then(pl.concat_str(own, base.str.replace("^.*级(?:及?以上)?", "")))
        .when("relative", own.str.contains(f"^{CLASS}$"))
        .then(pl.concat_str(own, base.str.replace("^.*元以[上下]的?", "")))
        .when("relative", own.str.contains(f"^{PEOPLE}$"))
        .then(pl.concat_str(own, pl.coalesce(of_people, pl.lit(""))))
        .when("relative", base.str.ends_with(own))
        .then(base)
        .when("relative", base.str.ends_with(own.str.slice(0, 2)))
        .then(pl.concat_str(base, own.str.slice(2)))
        .when("relative", yields & base.str.contains(f"^{YIELD}$"))
        .then(own)
        .when("relative", yields & branch.is_not_null())
        .then(pl.concat_str(branch, own))
        .when("relative", "of_the_last")
        .then(pl.concat_str(pl.col("last").fill_null(""), own))
        .when("relative", "is_sum")
        .then(pl.concat_str(of_things.fill_null(""), own))
        .when("relative")
        .then(pl.concat_str(base, own))
        .when("per_person")
        .then(pl.concat_str(pl.lit("人均"), base))
        .when("only_verb")
        .then(pl.concat_str(own, things))
    )


def _left_out(heads: pl.DataFrame) -> pl.DataFrame:
    """`subject`: as stated, or carried on in the sentence; a sentence that only compares takes it from the one before it."""
    kept = pl.when(~pl.col("of_the_last")).then(
        pl.col("stated").str.replace(f"(?:新增|净增|累计)$|(.{{2}}){SHARE_OF_A_PLAN}.*$", "$1")
    )
    # 占总播种面积的16.4%，比上年提高0.7个百分点: it is the share that rose
    share = (pl.col("measure").shift(1) == "ratio") & (pl.col("line") == pl.col("line").shift(1))
    of_share = pl.when(share & (pl.col("measure") == "change")).then(pl.col("stated").shift(1))
    compares = pl.col("measure").is_in(["growth", "change", "rank", "gap"])
    in_all = pl.when(
        (pl.col("stated").fill_null("") == "")
        & pl.col("item").str.contains("累计|现|目前|总[数量]")
        & pl.col("item").str.contains(IN_ALL)
    )
    named = heads.with_columns(kept=kept).with_columns(
        subject=pl.coalesce(
            "stated",
            in_all.then("base"),
            of_share,
            before(pl.col("kept"), pl.col("line_starts")),
            pl.when(compares).then(before(pl.col("kept"), starts("doc_id", "paragraph"))),
        ),
        blank=pl.col("alone").is_null(),
        rates=_of_rate(),
        order=pl.col("alone").is_not_null().cum_sum().cast(pl.Int64),
    )
    of_both = pl.when("rates").then(pl.concat_str("subject", pl.lit("、"), "subject", pl.lit("增速")))
    return named.with_columns(subject=pl.coalesce(of_both, "subject")).drop("rates")


def _of_rate() -> pl.Expr:
    """进口额20亿元，增长5%，分居全省第4、第3位: two places, of the amount and of its growth."""
    measure, line = pl.col("measure"), pl.col("line")
    unnamed = pl.col("alone").is_null() & (pl.col("values") == 2)
    grown = (measure.shift(1) == "growth") & pl.col("alone").shift(1).is_null() & (pl.col("values").shift(1) == 1)
    amount = (measure.shift(2) == "level") & (pl.col("values").shift(2) == 1) & (line == line.shift(2))
    return (measure == "rank") & pl.col("item").str.contains("分", literal=True) & unnamed & grown & amount
