"""One form for the many ways of writing an indicator's name.

In: names as reports and `indicators.csv` write them. Out: keys that can be joined. The reference table and the parser both use
these expressions, so that a name is found under the form it was filed under.
"""

import polars as pl

MARKS = r"[\s“”‘’\"'《》·*#★，,；;：]"
NEW_OR_REBUILT = (
    r"新[（(]?[、改扩建]{1,4}[）)]?建|新建(?:和|及|、)?改(?:扩)?建|新建(?:和|及|、)?改造"  # 新（改、扩）建 -> 新改建
)
BRACKETED = r"[（(][^（()）]*[)）]"  # 居民消费价格指数（CPI） -> 居民消费价格指数

SAME_WORD = (
    (NEW_OR_REBUILT, "新改建"),
    (BRACKETED, ""),
    ("规模以上", "规上"),
    ("规模工业", "规上工业"),
    ("限额以上", "限上"),
    ("(?:地区国内|本地区?|国内|地区|国民经济)?生产总值|地区GDP", "GDP"),
    ("研究[与和]试验发展|研发", "R&D"),
    ("所占?比重|占比重|比例|比率|占比", "比重"),
    ("年?平均浓度|年均浓度", "浓度"),
    ("常住居民", "居民"),
    ("市场主体", "经营主体"),
    ("[Ⅲ三]类", "III类"),
    ("新登记(?:注册)?|新设立|新设|新注册|新增登记|新增注册", "新增"),
    ("新发展(经营|企业)", "新增${1}"),
    ("以及|[、及与]", "和"),
    ("的|有效期内", ""),
)

OWN_PLACE = "(?:全|我|本)(?:省|市|区|县|州|国|旗|盟|镇|乡|自治[区州县旗])|全(?:域|社会|体)|地级[及以]{1,2}上城市"
TIME = "[0-9]{4}年(?:末|底|度)?|(?:今|去|上|当|本|全)年|年(?:内|末|底|度)|十[一二三四五]五(?:期间|时期|末)"
VERB = "预计|预期|力争|确保|争取|推动|促进|保持|实现|完成|达到|累计|共计|其中|包括|同比|分别|继续|持续|每年"
LEADING = f"^(?:{OWN_PLACE}|{TIME}|{VERB})+"  # 预计全年全市实现地区生产总值 -> 地区生产总值

GROWTH_SUFFIX = (
    r"(?:同比|较上年|比上年|年均|平均|累计|名义|实际|可比)*"
    r"(?:增长速度|增长率|增长幅度|增长|增速|增幅|涨幅|上涨|降幅|降低率|降低|下降率|下降幅度|下降|减少率|减少|削减率|提高|提升|增加)$"
)  # 地区生产总值同比增速 -> 地区生产总值
COUNT_SUFFIX = r"(?:数量|总数|总量|户数|家数|个数|人数|数|累计|目标任务|任务|目标值?|完成情况|指标|水平|总体|均|分别|达到?)+$"  # 高新技术企业数量

VERBS_INSIDE = r"([^\s完实])(?:累计)?(?:完成|实现)"  # 城镇实现零售额 -> 城镇零售额
PRICES = "按?(?:现行?|当年|可比|不变)价格?(?:计算)?的?"


def indicator_key(name: pl.Expr) -> pl.Expr:
    """The form of an indicator's name to join on: no marks, brackets, own place, time or verb; one word for one thing."""
    key = name.str.replace_all(MARKS, "").str.to_uppercase()
    for written, one_form in SAME_WORD:
        key = key.str.replace_all(written, one_form)
    return key.str.replace(LEADING, "")


def without_growth(key: pl.Expr) -> pl.Expr:
    """The key of the thing that grows: 规上工业增加值增速 -> 规上工业增加值."""
    return key.str.replace(GROWTH_SUFFIX, "")


def without_verbs(key: pl.Expr) -> pl.Expr:
    """The key without verbs and prices inside it: 第一产业累计完成投资 -> 第一产业投资, 现价GDP -> GDP."""
    return key.str.replace_all(VERBS_INSIDE, "$1").str.replace_all(PRICES, "")


def without_count(key: pl.Expr) -> pl.Expr:
    """The key of the thing that is counted or planned: 高新技术企业数量 -> 高新技术企业."""
    return key.str.replace(COUNT_SUFFIX, "")
