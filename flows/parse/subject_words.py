"""The words around a number that name what it measures: what to take away in front and behind.

In: the heads of lists of numbers, with `lead` and `tail`. Out: the words before the number and the noun behind it, cleaned;
subjects.py puts them together.
"""

import polars as pl

from flows.parse.countable import closed
from flows.parse.lexicon import COUNTED, COUNTING_VERB, FALLING_VERB, OWN_PLACE, RELATIVE_NOUN, RISING_VERB
from flows.parse.measures import REFERENCE, SHORT_OF
from flows.parse.periods import PLAN, PLAN_END
from flows.parse.runs import starts
from flows.parse.sparse import with_columns_where

YEAR_WORD = (
    "(?:(?:到|至|截至|从|自|由)?(?:19|20)[0-9]{2}(?:—(?:19|20)?[0-9]{2})?年(?:[0-9]{1,2}月)?(?:底|末|度|的|期间|时)?)"
)
PLANNED_SUM = "(?:决算|预算|计划|完成|执行|快报|实际)数"  # 比上年|决算数|增长5%
COMPARED = f"(?:(?:比|较|与|同){YEAR_WORD}|[比较与同]“?{PLAN}”?(?:规划|计划)?(?:时期|期间|同期|期)?(?:末期?|时)?|[比较][^，]{{1,6}}的(?:上年|去年)|（[^（）]{{0,6}}口径[^（）]{{0,4}}）|[比较](?:上半年|[一二三四前个]{{1,4}}季度|[0-9—]{{1,5}}月份?)|[比较](?:上月|年初|预期|计划|前一年|前年|前[一两三四五]年(?:均值|平均)?|“?十.五”?末)(?:目标|末|底|均值|{PLANNED_SUM})*|[比较](?:{PLAN_END}|(?:“?{PLAN}”?|年初|年度|全年|当年|原定|规划|计划|预算|预期|考核)*(?:规划|计划|预算|任务|目标)(?:数|额)?(?:的|，|$))|[比较与同]?(?:上年|去年|同期)(?:同期|同比|末|底|相比|预计完成情况|{PLANNED_SUM})*|同比|环比|[比较](?:现有|原有|原来|原定)的?|下同|（下同）|同期|按[^，、]{{1,12}}(?:计算|口径|价格?)|(?:按)?(?:可比|同|现价)口径(?:相?比)?|按[^，、]{{1,10}}(?:折算|换算|折合)为?|(?:扣除|剔除)[^，、]{{1,16}}?(?:因素|影响|涨价)(?:的影响)?后?)"
# what stands before a subject: 其中，预计全市|地区生产总值
LEADING = (
    f"(?:[、，：；★—”）]|【[^】]*】|“?{PLAN}”?(?:规划|计划)?(?:时期|期间|期?末|以来)|（[一二三四五六七八九十]+）|[0-9]+[.．、]|[一二三四五六七八九十]+(?:是|要)|{OWN_PLACE}|{YEAR_WORD}|{COMPARED}"
    "|盈亏相抵后?|(?:转|变|转变)为|前[一二两三四五]年(?:的|同期的?)?|上一?个?(?:五年|届)的?|计划(?:实现|完成|安排)|拟(?:安排)?|要(?:确保|力争|争取|努力|全力|实现|完成|达到)|共?发生了?各类|共发生|涉及|概算|折合(?:人民币)?|约合|其中|尤其是|特别是|仅|预计|累计|全年|年末|年底|年内|当年|同时|此外|另有|以及|并且|目前|共有|要求(?:实现|达到|完成)|是|为|相当于|分别|均|共计|合计|总计|力争|确保|争取(?:实现|达到|完成)|努力|预期|全面|已经|已|也|还|又|了|使|及以上|以上|左右"
    "|[三四五345]年(?:来|间|中|内)(?:累计|共)?|[两二三四五2345]年(?:累计|共)|[五5]年|(?:前?[一二三四]个?季度|[0-9]{1,2}(?:(?:—|至|到)[0-9]{1,2})?月(?:份|底|末)?)|每年|计划(?:19|20)[0-9]{2}年|上半年|下半年|今年|去年|五年来|但|实现|完成|达到|达成|超额|圆满|顺利|先后|成功|持续|继续|进一步|不断|连续|率先|首次|新一轮|的)"
)
# what stands between a subject and its number: 增加值|分别同比增长
TRAILING = (
    f"(?:{COMPARED}|{YEAR_WORD}|(?:转变|演[变进化]|调整|优化|变化?|发展|[跃攀]升)(?:为|到|至|成)|[三四五十]年前|{RISING_VERB}|{FALLING_VERB}|(?:压|缩|降|升|增|减|提)(?:至|到)|(?:同比|上年|年均|分别|累计)(?:增|升|降|减|涨|跌)|分别|均|各|都|双双?|[两三四五六七八九十0-9]年(?:来|间)?|实际|略[升降增减涨跌]?|小幅|大幅|明显|显著|稳步|年均|平均|年平均|每年|每月|连续|累计|预计|预期|目标|总计|合计|共计|共有|共|已|再|又|还|也|新|首次|率先|（"
    f"|实现|完成|达成|达到|达|突破|超过|超|至|到|在|于|为|是|了|的|有|约|近|从|由|保持|控制|稳定|维持|[月年]?[人户亩]均|每[人户](?:每[年月天])?|要|应|须|因灾|前移|上移|前进|进位|后移|可比|名义|现价|不变价|相当|相当于|折合|约合|(?:达到|为|达)每[百千万]?[人户亩]|可(?:控制|达到?|实现|完成|保持|望)|在{OWN_PLACE}|力争|确保|争取|[由从]每[人户亩个月天年每]+|[由从]?{PLAN_END}的?|接连|始终|左右|以上|有望|基本|仅|只|则|就|占比为|分别为|接近|幅度|[、：，]|历史性|成功|先后|在[^，、]{{1,8}}率先)"
)
RUN_OF_YEARS = "连续(?:[0-9]+|[一二三四五六七八九十两]+)(?:年|个月|次|届)(?:蝉联|保持|获|位居|居|荣获)?(?:全国|全省)?"
RANKING = f"(?:[位稳跃高]居[^，；]{{1,20}}$|(?:(?:[分稳跃位高]?居|(?:上|提|跃|攀|前|晋)?[升移进]至)(?:全|各|同|西|东|中|内|世|国|省|市|区|县|首|前|第|在|于|周边|其)[^，、]{{0,8}})?(?:(?:在)?{OWN_PLACE}|(?:[一二三四五六七八九十两]+[区县市州旗])+|各(?:区|县|市州?|省区?)|全国|全省|全市|世界|全球|西部|东部|中部|区县|市州|地市|市区县|省份|城市|同类|行业|稳|分?居|位居|位列|列|位|排|名列|排位|继续|保持|跃居|跃升|升|提升|上升|进入|跻身|首次|均|分别|总体|连续.{{1,3}}年|至|到|第|前|为|连年)*$)"
SHARE_OF_A_PLAN = "(?:占|完成)(?:全年|年初?|计划|预算|目标|任务|当年|既定|下达)"  # 固定资产投资|完成年度任务
OF_A_PLAN = f"((?:占|完成|为)(?:了)?(?:全年|年度?|年初|当年|既定|原定|下达|[省市县区州]定?|上级|总|“?{PLAN}”?(?:规划|时期|期间)?)*(?:人代会|考核)?(?:的)?(?:计划|预算|目标|任务|考核)[^，]*)$"  # 完成年度计划的|119.1%
MORE_THAN = "(^|[^占同环])(?:比|较)[^，]{1,12}[多少高低](?:完成|收|支|征)?$"  # 比去年同期多完成|11.0亿元
REFERRED = f"(?:比(?:年初)?预算)?(?:超收|短收|超支|欠收)$|{SHORT_OF}$|{REFERENCE}[^，]*$|(?:比|较)[^，]{{1,12}}(?:高出?|低|快|慢|多|少)(?:了|约)?$"
STEPS = "(?:连续|先后|接连|连)?(?:跨|突破|迈|登|越)[过越上]?[0-9一二三四五六七八九两]+个[十百千万]+亿?元?[新大]?(?:台阶|大关|关口)、?"  # 生产总值连跨4个千亿台阶、达到|11715亿元
LED_IN = (
    "提出|中共?有|全年(?:累计|实现|完成)|[比较]|连续|下同）|台阶|关"  # one of these is in what _without_lead takes away
)
RATE_NOUN = "(?:自然)?(?:增速|增幅|涨幅|降幅|增长速度)$"
NEXT_STATEMENT = "(.{2,}?)(?:中共?有|(?:现?已|全部)+(?:开工|竣工|完工|建成|投产|复工)|完成|实现|达到?|总投资|投资|占|增长|新增|享受|居[全世国省市首前第]).*$"  # 重大项目|完成投资218亿元
DROPPED_VERB = "^(?:完成|实现|达到|达|推进|推动|加快推进|超额完成)+"
INVESTED = (
    "(总投资|投资|投资额|总造价|总规模|注册资[本金]|合同金?额)(?:近|约|超过?|达)?$"  # 总投资|2000亿元的清洁能源基地
)
# 让|1.6万户住上新房, 确定|的25类工程: words that name nothing
NAMELESS = "(?:让|使|把|将|确定|对|有|以|其中|涉及|包括|包含)"
STANDING = "(.{2}(?:增速|增幅|总量|规模|增量)|^(?:增速|增幅|总量|规模|增量))(?:排名|位次|排位)$"  # 增速排名|居全市第二
CLASS = "[^，、0-9]{0,8}(?:[0-9.]+[万亿]*|[百千]?[万亿])元以[上下]"  # 收入5亿元以上
# 财政收入|实现翻番, 税收收入总额|连续跨越三个台阶: what a clause without a number is about
TOPIC = (
    "^([^，；：]{1,30}?(?:增[速幅]|涨幅|率|额|量|值|数|收入|支出|投资|税收|利润|利税|存款|贷款|面积|里程|人口|产业|比重|占比|能耗|规模|主体|消费|价格|浓度|时限|时间|企业|[^就作行]业|GDP))"
    "(?:$|[，：；]|进度|执行|实现|突破|跨越|连续|先后|双双|均|[两三四]次|首次|再次|继续|保持|稳[步定]|持续|进一步|不断|快速|较快|平稳|大幅|明显|显著|增长|提高|提升|下降|减少|逐[年步季月]|呈|由|从|再|居|位[居列]|排|分别|全面|达|超|创|又|屡|翻|连)"
)
BEGUN = "(.{2})(?:正式|全面|顺利|加快|相继)?(?:开工|竣工|投产|通车|投用|启动|建成|落地|落户)(?:建设|投产|投用|运营)?$"
# 推进农村户厕改造，完成|1.2万户; 民营经济发展壮大，增加值占|58%
WORK = (
    "(?:推进|推动|实施|开展|启动|加强|强化|抓好|狠抓|落实|支持|促进|做好|加快|深化|组织)+(?:了)?"
    f"(?:新一轮|{OWN_PLACE})?"
    "([^，；：、]{2,20}?(?:工程|项目|行动|活动|计划|建设|改造|治理|整治|搬迁|上市|就业|救助|培训|绿化|造林|修复|更新|帮扶))[，；：]$"
)
BRANCH = (
    f"^(?:[^，；：]*等)?([^，；：、的]{{1,8}}?(?:业|经济|园区|市场|贸易)){YEAR_WORD}?(?:生产|发展|运行|经济)?"
    "(?:实现|呈现?|取得|有新|保持|结束|扭转|快速|较快|持续|稳步|稳定|平稳|健康|逆势|不断|加快|蓬勃|蓄势|提质|发展|增长|壮大|繁荣|活跃|做大|势头|向好|转型)"
)
SHORT_VERB = "^[^的等在向对与和为将把从由于、，中年下上是各其以][\u4e00-\u9fff]$"  # 赋权|49项事项


def own_words(heads: pl.DataFrame) -> pl.DataFrame:
    """`before`: the cleaned words in front of the number; `behind`: the counted noun after it; `verb`: what was done.

    Also `item` (the words in front as written), `listed` (a comma divides them from the number before), `several` (均) and
    `attribute` (总投资, where the thing invested in stands behind).
    """
    listed = ~pl.col("opens") & pl.col("lead").str.contains("、|^(?:和|与|及|以及)[\u4e00-\u9fff]|(?:和|与|及|以及)$")
    item = pl.coalesce(
        pl.when(listed).then("lead").str.replace("^[^、]*、|^(?:和|与|及|以及)|^[^、]*(?:和|与|及)$", ""), "lead"
    )
    return heads.with_columns(item=item, listed=listed).pipe(_front).pipe(_noun).pipe(_kept)


def _front(heads: pl.DataFrame) -> pl.DataFrame:
    """`raw`: the item without what leads up to it; `trimmed`: without what its measure says."""
    raw = (
        pl.coalesce("led_in", "item")
        .str.replace(f"^{LEADING}+", "")
        .str.replace("^(?:计划|基本)(竣工|完工|新?开工|新建|续建|投产|建成|实施|改造)", "$1")
    )
    # 完成年度目标的|46.7%, 收入比|降至2.2: these end like what is taken away
    ends_alike = pl.when(
        pl.col("measure").is_in(["ratio", "level"]) & pl.col("trimmed").str.contains("目标|收入比")
    ).then("trimmed")
    kept_whole = pl.coalesce(
        ends_alike.str.extract("^((?:.{2,})?(?:占|完成)[^，]*目标)的?$"),
        ends_alike.str.extract("^(.*收入比)(?:[降升][至到为]|[缩扩][小大][至到为])$"),
    )
    # 销售收入10亿元以上|5家: the bound of a class
    classed = pl.when((pl.col("measure") == "level") & pl.col("raw").str.contains("元以[上下]$")).then("raw")
    growing, measure = pl.col("measure").is_in(["growth", "change"]), pl.col("measure")
    trimmed = pl.coalesce(
        pl.when(measure == "ratio").then(_of_a_plan()),
        "ranking",
        "compared",
        pl.when(growing).then("raw").str.replace(f"{TRAILING}+$", "").str.replace(RATE_NOUN, ""),
        "raw",
    )
    return (
        heads.pipe(with_columns_where, pl.col("item").str.contains(LED_IN), led_in=_without_lead())
        .with_columns(raw=raw)
        .pipe(with_columns_where, pl.col("raw").str.contains("^(?:率|共[^建])"), cut_off=_whole_beginning())
        .with_columns(raw=pl.coalesce("cut_off", "raw"))
        .pipe(
            with_columns_where,
            measure == "rank",
            ranking=pl.col("raw").str.replace(RANKING, "").str.replace(STANDING, "$1"),
        )
        .pipe(with_columns_where, measure == "gap", compared=_without_reference())
        .with_columns(
            trimmed=trimmed,
            several=pl.col("raw").str.contains(
                "(?:[^年平人户亩地日月]均|都|双双|[两三四五六七八九十等](?:[项大个]|主要)[^，、]{0,6}指标(?:增[速幅])?)[^，]{0,8}$"
            ),
        )
        .with_columns(
            before=pl.coalesce(
                kept_whole, classed.str.extract(f"({CLASS})$"), pl.col("trimmed").str.replace(f"{TRAILING}+$", "")
            )
        )
        .pipe(
            with_columns_where, pl.col("before").str.contains("中$|欠发$|行$|^[（“]|^.{1,3}$|已.工$"), mended=_mended()
        )
        .with_columns(before=pl.coalesce("mended", "before"))
        .with_columns(before=pl.col("before").str.replace(f"(.{{2}})(?:分别)?实现({RELATIVE_NOUN})$", "$1$2"))
        .drop("led_in", "cut_off", "ranking", "compared", "mended")
    )


def _without_lead() -> pl.Expr:
    """The item without what few begin or end with: 会议提出, 其中共有, 全年累计完成, 比去年同期多, 连续三年, （预计，下同）."""
    return (
        pl.col("item")
        .str.replace("^[^，、]{2,14}提出(?:了)?，?", "")
        .str.replace("^[^，、]{2,10}(?:中共?有|全年(?:累计)?(?:实现|完成))", "")
        .str.replace(MORE_THAN, "$1")
        .str.replace(RUN_OF_YEARS, "")
        .str.replace(STEPS, "")
        .str.replace("（[^（）]{0,6}下同）", "")
    )


def _whole_beginning() -> pl.Expr:
    return (
        pl.col("raw")
        .str.replace("^率", "完成率")
        .str.replace("^共(?:完成|实现)", "")
        .str.replace("^共([^青同享建产和振])", "$1")
    )


def _without_reference() -> pl.Expr:
    return pl.col("item").str.replace(REFERRED, "").str.replace(f"^{LEADING}+", "").str.replace(RATE_NOUN, "")


def _mended() -> pl.Expr:
    """What taking words away at the end has taken too much of, or left of no use."""
    return (
        pl.col("before")
        .str.replace(f"^（{OWN_PLACE}$", "")
        .str.replace("(.{2})[现已]+(开工|竣工|完工|复工)$", "$1$2")
        .str.replace("(.[业标目程县市区])中$", "$1")
        .str.replace("欠发$", "欠发达")
        .str.replace("([法规纪罪信权良])行$", "${1}行为")
        .str.replace("^（([^）]*)$", "$1")
        .str.replace(
            f"^(?:[增降升减涨跌多少高低快慢年]|“?{PLAN}”?|[^，、]{{2}}后|自然|现价|名义|不变价|可比价|{NAMELESS})$", ""
        )
    )


def _of_a_plan() -> pl.Expr:
    """固定资产投资|仅完成年度任务的|42%: the share of a plan, with what was planned where the item names it."""
    share = pl.col("item").str.extract(OF_A_PLAN).str.replace("^为", "占")
    named = pl.when(share.is_not_null()).then("raw").str.extract(f"^([^，]{{2,}}?)(?:仅|只|就|已|均)*{SHARE_OF_A_PLAN}")
    return pl.concat_str(named.fill_null(""), share)


def _noun(heads: pl.DataFrame) -> pl.DataFrame:
    """`thing`: the noun that follows the number, null where the clause or the list goes on."""
    runs_on = (pl.col("lead").shift(-1) == pl.col("tail")) & (pl.col("line").shift(-1) == pl.col("line"))
    last_number = starts("clause").shift(-1).fill_null(True)
    noun = pl.col("follows_it").str.extract("^((?:[^，；：。、！？（]|（[^（）]*）)*)")
    # 总投资5亿元的甲、乙等园区工程: one sum for all that follows
    for_all = pl.when(pl.col("tail").str.starts_with("的") & pl.col("item").str.contains(INVESTED)).then("follows_it")
    noun = pl.coalesce(
        for_all.str.extract("^([^，；：。！？（]*)").str.replace("^.*等([^级].+)$", "$1").str.replace(BEGUN, "$1"), noun
    )
    # 50多项国家、省级以上荣誉: the noun goes on behind a comma that no number follows
    short = pl.when((pl.col("noun").str.len_chars() <= 3) & last_number).then("follows_it")
    to_the_next = pl.when(runs_on).then("noun").str.replace(NEXT_STATEMENT, "$1")
    thing = pl.coalesce(short.str.extract("^([^，；：。！？（]*)"), to_the_next, "noun")
    return (
        heads.with_columns(follows_it=pl.when(~closed()).then("tail"))
        .with_columns(noun=noun)
        .with_columns(
            thing=thing.str.strip_chars_start("的").str.replace(
                "(?:的|和|与|同|在|增?至|到|达|累计|已|均|共|全部)+$", ""
            )
        )
        .with_columns(thing=pl.when(pl.col("thing") != "").then("thing"))
    )


def _kept(heads: pl.DataFrame) -> pl.DataFrame:
    """Which of the two names the number: the noun behind a count, unless the words in front end in 至, 到 or 达."""
    of_it = pl.col("tail").str.starts_with("的")
    share = pl.col("measure") == "ratio"
    counted = ((pl.col("measure") == "level") | (share & of_it)) & pl.col("thing").is_not_null()
    # 签约甲加工、乙加工等项目|14个
    examples = pl.col("unit").is_in(COUNTED) & pl.col("before").str.contains("等", literal=True)
    without = pl.col("before").str.replace(
        f"^({COUNTING_VERB})(?:[^等]*、[^等]*|[^等]{{4,}})等([^级待][^，、等]+)$", "$1$2"
    )
    # 规上企业100%上云: what the share does stands behind it
    done = pl.when(share & ~of_it & (pl.col("trimmed") != "")).then("thing")
    return (
        heads.pipe(with_columns_where, examples, without=without)
        .pipe(with_columns_where, counted, **_of_things())
        .with_columns(before=pl.concat_str(pl.coalesce("without", "before"), done.fill_null("")))
        .drop("without", "raw", "trimmed", "follows_it", "noun", "thing")
    )


def _of_things() -> dict[str, pl.Expr]:
    """`behind`, `attribute` and `verb` of numbers that a noun follows."""
    item, raw = pl.col("item"), pl.col("raw")
    reached = item.str.contains(".{2}(?:至|到|[^抵]达)$") & ~item.str.contains(f"{COUNTING_VERB}$")
    # 先后荣获甲奖、乙奖等|20项大奖: what was done to them stands before the first
    listed_by_name = pl.when(~reached & item.str.ends_with("等")).then(raw)
    return {
        "behind": pl.when(~reached).then("thing"),
        "attribute": pl.when(pl.col("tail").str.starts_with("的")).then(item.str.extract(INVESTED)),
        "verb": pl.coalesce(
            item.str.extract(f"((?:{COUNTING_VERB}[、和并]?)*{COUNTING_VERB})(?:了)?$"),
            listed_by_name.str.extract(f"^({COUNTING_VERB}).+等$"),
            pl.when(raw.str.contains(SHORT_VERB)).then(raw),
        ),
    }
