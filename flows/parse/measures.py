"""Quantities to measures: whether a number is a level, a ratio, a growth rate, a change, a gap or a rank, and its sign.

In: `quantities`. Out: the same rows with `measure` and the signed `value`. subjects.py comes next.
"""

import polars as pl

from flows.parse.lexicon import AGAINST_PLAN, COUNTED, FALLING, FALLING_VERB, MAGNITUDES, RISING, RISING_VERB
from flows.parse.runs import filled, first, starts

ADVERBS = "(?:（[^（）]{0,6}口径[^（）]{0,4}）|分别|可|将|均|各|都|预计|保持|控制|稳定|维持|实现|幅度|约|近|了|有望|再|达到?|为|在|目标)*$"
GROWTH_NOUN = "增速|增幅|涨幅|降幅|减幅|跌幅|增长速度|增长率"
# 增长|5.7%, 分别同比下降|50.9%, 涨幅控制在|2%
CHANGING = f"(?:{RISING}|{FALLING}|{GROWTH_NOUN}|[比较](?:上年|去年|同期|[0-9]{{4}}年)[^，]{{0,4}}[多少高低](?:完成|收|支|征)?){ADVERBS}"
SIGN_VERB = f"((?:{RISING}|{FALLING})(?:了)?)$"
FALLING_END = f"(?:(?:{FALLING}){ADVERBS}|[比较](?:上年|去年|同期|[0-9]{{4}}年)[^，]{{0,4}}[少低]$)"
# 提高到|25.5%, 由194户压减至|118户: the level that is reached
REACHED = f"(?:{RISING_VERB}|{FALLING_VERB}|[增升涨降减跌压缩])(?:了)?(?:至|到|为)(?:约|近)?$"
# 保持|12%以上的增速, 实现|6%的较快增长: what the number is stands behind it
GROWTH_BEHIND = (
    "^的?(?:[年月]均|同比|较快|高速|中高速|平稳|稳定|持续)*(?:增速|增幅|增长速度|增长率|增长)(?:$|[，；。、！）])"
)
CUT_THING = "(?:减|减少|压减|压缩|缩短|精简|降低)(?:办理|审批|申请)?(?:时间|时限|环节|材料|成本|费用|流程|程序)$"  # 减材料|26.1%
RATE_AT = f"(?:{GROWTH_NOUN})[\u4e00-\u9fff]{{0,3}}(?:至|到|为|在){ADVERBS}"  # 涨幅回落到|7.7%: the rate itself
SHRINKING_RATE = "(?:降幅|减幅|跌幅)[\u4e00-\u9fff]{0,6}$"
NATURAL_GROWTH = "自然增长率[^，]{0,6}$"  # 人口自然增长率下降到|3‰
REFERENCE = "(?:超额完成|高于|低于|高出|低出|快于|慢于|超出|领先|落后|好于|优于|多于|少于|高|低|快|超过?)"
# 差年度目标|2个百分点: what falls short of a plan
SHORT_OF = "(?:塌|欠|差|距|短|不及|未达到?|未完成)(?:预期|年度|全年|年初|既定|原定|考核|下达|序时|[省市县区州]定?|上级)*(?:目标|计划|预算|任务|预期|进度)(?:任务)?(?:值|数)?"
# 高于全国|1.7个百分点, 超过目标|1.97亿公斤; 比全省平均水平高|2.1个百分点
GAP = (
    f"(?:超收|短收|超支|欠收|超额完成)$|{SHORT_OF}$|"  # 超收|5000万元
    f"{REFERENCE}(?:于)?(?:预期|年度|全年|年初|既定|原定|考核|下达|下调|[省市县区州]级?|上级)*(?:目标|计划|预算|任务|预期|(?:时间|序时)进度|全国|全省|全市|全区|全县|全州|平均|均值|同期|上年|全行业|GDP|省市|省、市|经济|地区|面上|省均|规上|固定资产)[^，]{{0,14}}$"
    f"|(?:[高低快慢]于|[高低]出|超[过出])[^，；。]{{1,16}}(?:目标|计划|任务|预期)(?:值|数)?$"  # 高于年初12%的目标|14.4个百分点
    # 比国内生产总值年均增幅高出|3.9个百分点; 比上年增幅高 and 比“九五”快 are changes
    "|(?:比|较)[^，上去同前“]{2,12}(?:增[速幅]|增长速度|涨幅)(?:高出?|低|快|慢)(?:出)?$"
    f"|(?:比|较)[^，]{{0,10}}(?:目标|计划|预算|进度|全国|全省|全市|全区|平均|均值|经济)[^，]{{0,8}}(?:高出?|低|快|慢|多|少)(?:了|约)?$"
)
# 比预期目标高|32.7%
PAST_TARGET = "(?:比|较)[^，]{0,10}(?:目标|计划|预算|任务)(?:数|值|额)?(?:高出?|低|超出?|多|少)(?:了|约)?$"
PAST_PLAN = "^(?:超(?:过|出|额|收|支)?|多|高出?|少|低|差|短收)(?:完成)?(?:了)?$"  # 比计划3000亿元|超过1070亿元
BEYOND = "(?:[高低快慢]于|[高低]出|领先|落后)[^，；。0-9上去同]{1,14}$"  # 高于能源工业|8个百分点
OWN_PAST = "[比较](?:上年|去年|同期|上届)(?:预算|决算|计划)[^，]{0,4}$"  # 比上年预算减少|198亿元: a change
BEHIND = f"(?:{SHORT_OF}$|短收|欠收|低于|低出|慢于|落后|少于|(?:比|较)[^，]{{1,12}}(?:低|慢|少)(?:了|约)?$)"
# 增加|16户 changes a number; 提升|26.4万户 says what was done to them
MORE_OR_FEWER = "增加|减少|多|少|增|减|下降|上升|回落|净减"
COUNTED_UNITS = [magnitude + unit for magnitude in ("", *MAGNITUDES) for unit in COUNTED if unit != "位"]
MADE = "(?:新增|牲畜总增)$"  # 新增|63户 is a level of what is new
# ，其中城镇居民|6%、农村居民|8%: a part is named, nothing else is said
PART_OF_WHOLE = "^[，、；和（]?(?:其中)?[，：]?[^，；：占率比重额达至到为在0-9]{0,12}$"
MOVED = "(?:晋升|上升|前移|跃升|提升|前进|进位|下降|后移|下滑|退后)(?:了)?$"  # 晋升|4位
RANK_WORD = "(?:排名|排|列|居|位)[^，]{0,6}$|(?:排[名位]|位[次列])[^，]{0,12}[由从][^，]{0,8}$|(?:[跃提]升|上升|前移|晋升|下降|后移|回落)(?:至|到)$"  # 排名|86位, 排位由2015年的|53位跃升至|47位


def measures(quantities: pl.DataFrame) -> pl.DataFrame:
    """The rows of `quantities` with `measure` (level, ratio, growth, change, gap, rank) and `value` signed by its verb.

    The span of a growth rate or a change begins with its verb: 增长|26%.
    """
    signs = ("changing", "natural", "reached", "cut", "of_prices", "moved", "gap", "falls", "behind", "past_plan")
    return quantities.pipe(_signs).pipe(_measure).pipe(_shares_growth).pipe(_signed).drop(signs)


def _shares_growth(rows: pl.DataFrame) -> pl.DataFrame:
    """Rates of parts named without a verb are what the rate of the whole is: 收入增长7%，其中城镇6%、农村8%."""
    rate = (pl.col("measure") == "ratio") & (pl.col("unit") == "%")
    part = rate & pl.col("lead").str.contains(PART_OF_WHOLE)
    first_part = pl.col("part") & pl.col("lead").str.contains("其中", literal=True)
    grows = (pl.col("measure") == "growth") & (pl.col("unit") == "%")
    whole = pl.when(~pl.col("part")).then(pl.when(grows).then("falls"))
    begins = ~pl.col("part") | starts("line")
    parts = rows.with_columns(part=part.fill_null(False)).with_columns(
        among=pl.col("part") & filled(pl.when(begins | first_part).then(first_part), starts("line")),
        whole=first(whole, begins),
    )
    shared = pl.col("among") & pl.col("whole").is_not_null()
    return (
        parts.with_columns(shared=shared.fill_null(False))
        .with_columns(
            measure=pl.when("shared").then(pl.lit("growth")).otherwise("measure"),
            falls=pl.when("shared").then("whole").otherwise("falls"),
        )
        .drop("part", "among", "whole", "shared")
    )


def _signs(quantities: pl.DataFrame) -> pl.DataFrame:
    """What the words before the number show, one truth value a sign."""
    before = pl.col("head")
    against = pl.when(before.str.contains("计划|目标|预算|任务")).then(before).str.contains(AGAINST_PLAN)
    plan_before = against.shift(1).fill_null(False) & ~pl.col("opens")
    exceeds = before.str.contains(PAST_PLAN) | ((before == "") & pl.col("bound").str.starts_with("超"))
    past_plan = pl.col("past_plan")
    rate_behind = (pl.col("unit") == "%") & pl.col("tail").str.contains(GROWTH_BEHIND)
    return quantities.with_columns(past_plan=plan_before & exceeds).with_columns(
        comparator=pl.when(past_plan & (pl.col("comparator") == "ge") & (pl.col("limit") == ""))
        .then(pl.lit("eq"))
        .otherwise("comparator"),
        changing=before.str.contains(f"{CHANGING}|{RATE_AT}") | rate_behind,
        natural=before.str.contains(NATURAL_GROWTH),
        reached=before.str.contains(REACHED) & ~before.str.contains(RATE_AT),
        cut=before.str.contains(CUT_THING) & (pl.col("unit") == "%"),
        of_prices=before.str.contains("价格(?:总)?(?:指数|水平)[^，]*$"),
        moved=(pl.col("unit") == "位") & before.str.contains(MOVED) & ~pl.col("place"),
        gap=(
            before.str.contains(GAP)
            & ~pl.when(before.str.contains("算|划")).then(before).str.contains(OWN_PAST).fill_null(False)
        )
        | pl.when(pl.col("unit").str.ends_with("点")).then(before).str.contains(BEYOND).fill_null(False)
        | past_plan,
        falls=before.str.contains(FALLING_END) | before.str.contains(SHRINKING_RATE),
        behind=before.str.contains(BEHIND) | (past_plan & before.str.contains("少|低|差|短")),
    )


def _measure(quantities: pl.DataFrame) -> pl.DataFrame:
    unit, before = pl.col("unit"), pl.col("head")
    relative = unit.is_in(["%", "‰", "倍"])
    points = unit.is_in(["百分点", "千分点", "个基点", "基点", "基本点"])
    changing = pl.col("changing") & ~pl.col("reached") & ~pl.col("natural")
    # 居民消费价格指数控制在3%以内 is a rise; 价格指数105% is an index
    price_rise = pl.col("of_prices") & ~pl.col("reached") & (unit == "%") & (pl.col("value") < 50)
    counted = unit.is_in(COUNTED_UNITS) & ~before.str.contains(f"(?:{MORE_OR_FEWER}|[比较].{{2,8}}[高低]){ADVERBS}")
    level = before.str.contains(f"(?:{GROWTH_NOUN}){ADVERBS}|{MADE}")
    return quantities.with_columns(
        measure=pl.when("moved").then(pl.lit("change"))
        .when(pl.col("place") | ((unit == "位") & before.str.contains(RANK_WORD))).then(pl.lit("rank"))
        .when(pl.col("gap") & (~relative | before.str.contains(PAST_TARGET))).then(pl.lit("gap"))
        .when(pl.col("number").str.starts_with("翻") | (relative & (changing | pl.col("cut"))) | price_rise).then(pl.lit("growth"))
        .when(points).then(pl.lit("change"))
        .when(relative | unit.str.starts_with(":")).then(pl.lit("ratio"))
        .when(changing & ~level & ~counted).then(pl.lit("change"))
        .otherwise(pl.lit("level"))
    )  # fmt: skip


def _signed(quantities: pl.DataFrame) -> pl.DataFrame:
    moves = pl.col("measure").is_in(["growth", "change"])
    negative = pl.when(pl.col("measure") == "gap").then("behind").otherwise(moves & (pl.col("falls") | pl.col("cut")))
    sign = pl.when(negative).then(-1.0).otherwise(1.0)
    verb = pl.when(moves).then("lead").str.extract(SIGN_VERB)
    return quantities.with_columns(
        value=pl.col("value") * sign,
        value_max=pl.col("value_max") * sign,
        char_start=pl.col("char_start") - verb.str.len_chars().fill_null(0),
    )
