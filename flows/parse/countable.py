"""Whether a number with its surroundings states a quantity, or belongs to a name, a class, a span or a slogan.

In: the numbers that quantities.py finds. Out: one truth value a number; each rule has its example.
"""

import polars as pl

from flows.parse.lexicon import (
    AGAINST_PLAN,
    COUNTING_VERB,
    FALLING_VERB,
    MAGNITUDES,
    RISING_VERB,
    SPANS,
    any_of,
)
from flows.parse.runs import first
from flows.parse.sparse import with_columns_where

# Nothing of a name follows the number: 12户，| 12户和8家| 增长到 | 用于
CLOSED = "^(?:$|多(?:$|[，；。、）])|[和与]每人?每|[，；：。！？、）（”]|等|提高|提升|增加|增长|上升|扩大|下降|降|减|压减|增至|升|发展(?:到|至|为)|[跃攀]升?|增|涨|跌|回升|优化整合|预计(?:增|提|达|完成|实现|升)|调整|转变|整合|合并|归并|调[高低]|演[变进化]|优化|变为|回落|缩|压缩|支持|用于|全线|全部|全面|全长|均|占|(?:规模|[新大]?大?关口?|[新大]?台阶|水平|目标|标准)(?:$|[，；：。、）的以])|的目标|的增)"
JOINS = "^(?:和|与|及|以及|并|且|或)"
SIZE_UNIT = "(?:元|吨|斤|千瓦|千瓦时|兆瓦|伏|千伏|立方米|微米|纳米|毫米|升|TEU|MW|GW|kV|公里|兆)$|^[万千]?米$"
AREA_UNIT = "(?:亩|公顷|平方米|平方公里|平方千米)$"
PROJECT = "(?:项目|工程|基地|生产线|装置|机组|电站|变电站|输电线路)"
RANKED = (
    "(?:居|列|位列|排|名列|名次|全国|全省|全市|全区|全州|全球|世界|西部|东部|中部|区县|市州|地市|同类|国内|同期|城市|省份|增速|增幅|规模|总量|产量|销量|面积)"
    "[^，在]{0,8}$"
)
INDEX_LEAD = (
    "(?:收入比|之比|指数|系数|死亡人数|死亡率|比值|得分|强度|恩格尔)[^，]*(?:为|达|达到|至|到|在|于|过|降|升)?$"
)
HEADS = ["头", "只", "羽", "户", "人"]
INVESTED = "(?:投资|投资额|造价|总规模|总额|注册资[本金]|概算|合同金?额)$"  # 总投资2000亿元的清洁能源基地
EARNED = "(?:产值|收入|营收|税收|利税|利润|销售额|投资|投资额|增加值|规模|人口)"
AGAINST = "(?:[高低快慢]于|[高低]出|超[过出]|[比较])[^，；。0-9]{0,12}$"
OF_A_SIZE = "^(?:规模|大关|级)?的"  # 第11个突破万亿|规模的城市
TARGET_BEHIND = "^(?:左右|以内|以上)?的?[^，；。、0-9]{0,8}(?:目标|计划|任务|预期)(?:值|数)?[高低快慢多少]?出?$"
LESSONS = "班|培训|讲座|讲堂|论坛|简报|刊|节目|沙龙|座谈|学习|宣传|演练|活动|课"
PLACE_UNITS = ["县", "村", "镇", "乡", "校"]
THINGS = ["个", "家", "户", "项", "条", "座", "处", "所"]
A_NUMBER_OF = f"(?:大批|多个|若干|各类)[^，、]{{0,4}}?{EARNED}?(?:额|达到?|在)?$"
PLACE_DID = "^(?:全部|整体|实现|完成|通过|退出|脱贫|摘帽|出列|达标|获|入选|成功|创|通[车电水]|被)"  # 7县脱贫摘帽
CUT_TO = "(?:压缩|缩短|压减|压降|缩减|缩|减少?|降低?|提速|延长|控制)(?:了)?(?:至|到|为|在)$|[由从]$"  # 压缩至|2个工作日
SPAN_LEAD = "(?:年限|寿命|工期|周期|时限|期限|时间|年龄)[^，]{0,6}$"
# Chinese numbers count where something came about: 新增两批, 建成三座; `推进三项改革` is the name of a set
CAME_ABOUT = any_of(
    *"新增 新建 新设 新设立 新开 新开工 新引进 新培育 新认定 新获批 新打造 新创建 推出 出台 组建 建成 完成 开工 竣工 获批 举办 引进 成立 设立 创建 创成 开通 争取 获评 荣获 投用 投产 入选 签约 落地 关闭 拆除 培育".split()
)
SPELT_MEASURE = "(?:元|吨|斤|担|亩|公顷|方?公里|米|千瓦时?|人次?|煤)$|^[万亿]"
STEP = "^[百千万]+亿元?[新大]?(?:台阶|大?关)"
SIGNS = (
    "closed", "by_verb", "sized", "invested", "counted_next", "spelt", "lead_before", "tail_before", "unit_before", "unit_next", "lead_next",
    "words_next", "list_bound", "ranked", "large", "small", "came_about", "reaches",
)  # fmt: skip
PAUSE = "^(?:$|[，；：。！？、）])"
AGES, HOURS, SETS = ("岁", "周岁"), ("小时", "分钟", "天", "秒", "点"), ("期", "大")
REACHES_SIZE = "(?:达到?|突破|超过?|迈上|站上|跃上|跨上|破|过|至|到)(?:了)?$"


def states_quantity(numbers: pl.DataFrame) -> pl.DataFrame:
    """The rows of `numbers` with `counts`: whether the number states a quantity."""
    named = _has_no_unit() | _names_a_class() | _names_a_size() | _is_span() | _is_set()
    return (
        numbers.pipe(_signs)
        .pipe(with_columns_where, _may_name(), named=named)
        .with_columns(named=pl.col("named") | _shares_a_class())
        .with_columns(counts=~pl.when("place").then(~pl.col("ranked")).otherwise("named").fill_null(False))
        .drop(SIGNS, "named")
    )


def _shares_a_class() -> pl.Expr:
    """产值5亿元、|10亿元以上企业分别12家、5家: what the next number of the list bounds, it bounds as well."""
    same = pl.col("sized") & pl.col("tail").is_in(["、", "和", "或"]) & (pl.col("unit") == pl.col("unit_next"))
    return (same & pl.col("named").shift(-1) & pl.col("sized").shift(-1) & (pl.col("limit").shift(-1) != "")).fill_null(
        False
    )


def _signs(numbers: pl.DataFrame) -> pl.DataFrame:
    """What several rules ask of a number and its neighbours, worked out once; what few numbers can be asked, of these alone."""
    lead, tail, unit = pl.col("lead"), pl.col("tail"), pl.col("unit")
    asked = numbers.with_columns(
        closed=closed(),
        by_verb=lead.str.contains(f"{COUNTING_VERB}(?:了)?$"),
        sized=unit.str.contains(SIZE_UNIT),
        invested=lead.str.contains(INVESTED),
        counted_next=(lead.shift(-1) == tail) & tail.str.contains("^[^、（）]+$"),
        spelt=~pl.col("number").str.contains("[0-9]"),
        lead_before=lead.shift(1),
        tail_before=tail.shift(1),
        unit_before=unit.shift(1),
        unit_next=unit.shift(-1),
        lead_next=lead.shift(-1),
        words_next=pl.concat_str("written", "tail").shift(-1),
        list_bound=first(pl.col("bound"), pl.col("list_starts")),
    )
    return asked.pipe(with_columns_where, pl.col("place"), ranked=_is_rank()).pipe(
        with_columns_where, pl.col("spelt"), **_spelt_signs()
    )


def _may_name() -> pl.Expr:
    """Numbers that one of the rules may concern. Most numbers have a unit that only counts or measures, and the clause ends
    behind them."""
    unit, tail = pl.col("unit"), pl.col("tail")
    goes_on = ~tail.str.contains(PAUSE) | (tail == "") | (pl.col("limit") != "") | pl.col("lead").str.ends_with("每")
    of_a_name = unit.is_null() | unit.is_in([*MAGNITUDES, *SPANS, *AGES, *HOURS, *SETS, *PLACE_UNITS])
    return goes_on | of_a_name | pl.col("spelt") | (pl.col("sized") & ~pl.col("opens"))


def closed() -> pl.Expr:
    """No noun follows the number, so that what it measures stands before it."""
    tail = pl.col("tail")
    another = pl.col("clause") == pl.col("clause").shift(-1)
    return tail.str.contains(CLOSED) | (tail.str.contains(JOINS) & another.fill_null(False))


def _is_rank() -> pl.Expr:
    """居全省第2, 排名第86位; not 第一书记, 放在首位, 前三季度."""
    number = pl.col("number")
    ends = pl.col("tail").str.contains("^(?:$|[，；：。！？、）（和与及]|以内|的|方阵之外)")
    return ends & (pl.col("lead").str.contains(RANKED) | number.str.contains("^第.+[位名]$"))


def _has_no_unit() -> pl.Expr:
    """Bare numbers are codes, except those of an index: 死亡人数不超过0.019."""
    index = pl.col("lead").str.contains(INDEX_LEAD)
    # 收入比由2.02|缩小至1.98
    index_moved = (
        ~pl.col("opens")
        & pl.col("lead_before").str.contains(INDEX_LEAD)
        & pl.col("lead").str.contains("^[\u4e00-\u9fff]{1,4}[至到为]$")
    )
    bare = pl.col("unit").is_null() & ~((index | index_moved.fill_null(False)) & pl.col("closed"))
    return bare | pl.col("lead").str.contains("每$")


def _names_a_class() -> pl.Expr:
    """投资1000万元以上项目50个, 12个30亿元以上项目, 20万以上人口县, 收入超100万元的村: the bound of a class.

    20条131公里 states two measures of one thing.
    """
    unit, tail, lead = pl.col("unit"), pl.col("tail"), pl.col("lead")
    sized = pl.col("sized")
    share = unit.is_in(["%", "‰"])
    counted_next = pl.col("counted_next")
    bounded = (pl.col("limit") != "") & ~pl.col("closed") & (sized | unit.is_in(MAGNITUDES))
    next_to_it = (lead == "") & (pl.col("follows") == 0) & sized & ~pl.col("opens") & ~pl.col("closed")
    against_plan = pl.when(next_to_it).then("lead_before").str.contains(AGAINST_PLAN)  # 比计划3000亿元|超过1070亿元
    after_a_count = next_to_it & ~against_plan.fill_null(False)
    # 500头以上规模养殖场20个, 20户以上自然村通电率99%, 5万只以上养殖小区4个
    heads = unit.is_in([magnitude + head for magnitude in ("", *MAGNITUDES) for head in HEADS])
    headed = (pl.col("limit") != "") & ~pl.col("closed") & heads & counted_next
    # 销售收入10亿元以上|5家
    so_many = (pl.col("limit") != "") & sized & (tail == "") & (pl.col("lead_next") == "")
    counts_them = so_many & pl.col("unit_next").is_in(THINGS)
    return (
        (unit.is_in(MAGNITUDES) & ~pl.col("closed") & counted_next)
        | counts_them.fill_null(False)
        # 若干投资50亿元以上的项目
        | (sized & lead.str.contains(A_NUMBER_OF) & ~pl.col("closed"))
        | (
            (pl.col("bound") != "")
            & tail.str.contains(OF_A_SIZE)
            & ~tail.str.contains("^的(?:目标|预期|增|速|水平)")
            & ~pl.col("invested")
        )
        | headed
        # 3000平方米以上的商场58个
        | ((pl.col("limit") != "") & tail.str.starts_with("的") & counted_next & ~share)
        | _bounds_things(sized)
        | _is_the_target()
        | (bounded & (counted_next | (lead == "") | lead.str.contains("[个家户项]$")))
        | after_a_count
        | (sized & tail.str.contains("^的[^目预任增速水投资]") & ~pl.col("invested"))
    )


def _bounds_things(sized: pl.Expr) -> pl.Expr:
    """3个产值超千亿元、2个产值500亿元的集群, 20%的村年收入超30万元: what is counted earns more than so much."""
    lead, same = pl.col("lead"), ~pl.col("opens")
    earned = sized & same & lead.str.contains(f"^[^，、完实]{{0,6}}{EARNED}$")
    counts_things = pl.col("unit_before").is_in([*THINGS, "批"]) & (lead == pl.col("tail_before"))
    goes_on = pl.col("tail").str.contains("^(?:、$|的[^目预任增速水投资])")
    a_share = (pl.col("unit_before") == "%") & lead.str.starts_with("的") & (pl.col("bound") != "")
    return earned & ((counts_things & goes_on) | a_share)


def _is_the_target() -> pl.Expr:
    """高于年初12%的目标14.4个百分点: the target says what is exceeded; what counts is by how much."""
    against = pl.col("lead").str.contains(AGAINST) | pl.col("bound").str.contains("[高低]于|超过?")
    named = pl.col("tail").str.contains(TARGET_BEHIND) & (pl.col("tail") == pl.col("lead_next"))
    return pl.col("unit").is_in(["%", "‰"]) & named & against


def _names_a_size() -> pl.Expr:
    """10万吨级, 亚太10万吨铝材项目, 年产138万吨功能性新材料: the size of one thing, part of its name."""
    unit, tail, lead = pl.col("unit"), pl.col("tail"), pl.col("lead")
    by_verb = pl.col("by_verb")
    level = tail.str.contains("^(?:级|型|版|式|者|档|后|制[^度造定])")
    sized = pl.col("sized") | (unit.str.contains(AREA_UNIT) & tail.str.contains(PROJECT))
    of_a_thing = sized & ~pl.col("closed") & (lead != "") & ~by_verb & ~pl.col("invested")
    of_a_plant = lead.str.contains("(?:年产|日产|日处理|年处理|年加工|总装机|装机|容积|库容)$") & ~pl.col("closed")
    # 80万吨乙烯项目、甲厂等一批项目建成: the clause opens with a work and its size
    opens = pl.col("opens") & (lead == "") & sized & ~unit.str.ends_with("元")
    of_a_work = opens & tail.str.contains(f"^[^，；。的]+?(?:{PROJECT}|等一?批)")
    return level | of_a_thing | of_a_plant | of_a_work


def _is_span() -> pl.Expr:
    """连续3年, 15分钟生活圈, 65岁以上老人; but 平均寿命78岁, 平均受教育年限11.3年 and 优良天数354天 are measured."""
    unit = pl.col("unit")
    years = (
        unit.is_in(SPANS)
        & ~pl.col("lead").str.contains(f"{SPAN_LEAD}|{CUT_TO}")
        & ~((unit == "年") & pl.col("number").str.contains(".", literal=True))
    )
    aged = unit.is_in(AGES) & ~pl.col("lead").str.contains(SPAN_LEAD)  # 0—17岁、60岁以上人口
    # 指数提高20点 are points of an index; 8点 is a time of day
    of_the_clock = (unit == "点") & ~pl.col("lead").str.contains(f"(?:{RISING_VERB}|{FALLING_VERB})(?:了)?$")
    return years | aged | (unit.is_in(HOURS) & ~pl.col("closed")) | of_the_clock


def _spelt_signs() -> dict[str, pl.Expr]:
    """`large` (千亿, a size), `small` (三, a count), and the verbs in front of either, of numbers without digits."""
    number, unit, lead = pl.col("number"), pl.col("unit"), pl.col("lead")
    counts = ~unit.str.contains("%|‰|倍|百分点")
    large = counts & number.str.contains("^[十百千万][万亿]$")
    measured = counts & (number.str.contains("点|^.{3,}$") | unit.str.contains(SPELT_MEASURE))
    # 收入三千元, 突破两万元; 三江源, 千人计划 and 两人小组 name something
    states = (
        measured
        & (pl.col("closed") | (pl.col("bound") != ""))
        & ~number.is_in(["百", "千"])
        & ((number != "一") | unit.str.contains("^[万亿]"))
        & (lead != "")
    )
    return {
        "large": large,
        "small": counts & ~large & ~states,
        "came_about": lead.str.contains(f"{CAME_ABOUT}(?:了)?$"),
        "reaches": lead.str.contains(REACHES_SIZE),
    }


def _is_set() -> pl.Expr:
    """两个中心, 三项行动, 8个方面: sets that have a name; 百亿级 without a verb that reaches it."""
    number, unit, lead = pl.col("number"), pl.col("unit"), pl.col("lead")
    large, small = pl.col("large").fill_null(False), pl.col("small").fill_null(False)
    # 举办培训班88期; 一期工程
    of_lessons = lead.str.contains(LESSONS) | pl.col("tail").str.contains(LESSONS)
    # 财政收入突破亿元; 超亿元企业, 12个乡镇产值超亿元
    bare = (number == "亿") & ~((pl.col("bound") != "") & pl.col("closed") & pl.col("opens"))
    return (
        ((unit == "期") & ~of_lessons)
        | bare
        | (unit.is_in(PLACE_UNITS) & ~pl.col("tail").str.contains(PLACE_DID))
        | (large & pl.col("written").str.contains("[万亿]元?$") & ~pl.col("closed"))  # 打造超千亿产业集群
        | (large & (pl.col("bound") == "") & ~pl.col("reaches"))
        | (
            small
            & (
                number.is_in(["百", "千"])
                | ((number == "一") & ~unit.is_in(["个", "家", "座", "所"]))
                | ~pl.col("came_about")
            )
        )
        | (unit == "大")
        | ((unit == "方") & pl.col("tail").str.starts_with("面"))  # 5方|面21项问题
        | (pl.col("lead").str.contains("[几数上]$") & number.str.contains("^[十百千万]"))  # 几|十亿元; not 户数|三千户
        # 跨越3个百亿台阶
        | ((pl.col("tail") == "") & pl.col("words_next").str.contains(STEP)).fill_null(False)
        | pl.col("tail").str.contains("^(?:方面|环节|层面|维度|步骤|阶段|(?:重大)?转变(?:$|[^为到成]))")
        | (pl.col("tail").str.contains("^[百千万亿]*元?[新大]?(?:台阶|关口)") & ~pl.col("sized"))
        | (pl.col("tail").str.contains("^[百千万亿]*元?大关") & ~((pl.col("list_bound") != "") & (unit != "个")))
        | (number.str.starts_with("翻") & pl.col("tail").str.contains("^(?:的?目标|计划|任务|行动|工程)"))
    )
