"""The place that a number is for, when it is not the report's own.

In: `clauses`, and later the rows with their indicators. Out: `region`, taken out of the indicator. A place that opens a clause
holds to the end of its sentence (`示例新区规上工业增加值增长18.9%`); one that opens an indicator holds for its number.
Counties and cities are known from the reference table: those of the area that the report is about.
"""

from functools import cache

import polars as pl

from expectations.reference import regions
from flows.parse.lexicon import COUNTING_VERB, OWN_PLACE, any_of
from flows.parse.runs import before, filled, starts
from flows.parse.sparse import with_columns_where

ZONE = "[\u4e00-\u9fff]{2,6}?(?:高新技术产业开发区|经济技术开发区|高新区|经开区|新区|自贸试验区|综合保税区|综保区|双城经济圈|经济圈|都市圈|城市群|都市区)"
PART = "城[四五六七八]区|其他各县（市、?区?）|中心城区|主城都市区|主城区|[\u4e00-\u9fff]?[东西南北中][\u4e00-\u9fff]?(?:地区|新城)"
# 金川开发区, 张江科学城, 秦巴山区: a place behind a proper noun, where the indicator begins with it
SITE = any_of(
    *"开发区 工业园区 工业园 产业园区 物流园区 科技园区 科学城 科技城 大学城 金融城 新片区 功能区 商务区 度假区 保税区 地区 山区 库区 半岛 三角洲".split()
)
COMMON = any_of(
    *"现代 农业 工业 产业 特色 重点 科技 高新 技术 高新技术 经济 创业 创新 物流 电商 电子商务 文化 旅游 生态 生态旅游 循环 循环经济 化工 乡镇 各类 企业 中小企业 小微企业 返乡 返乡创业 专业 县域 城市 城镇 中心 核心 主要 粮食 生产 "
    "主体 主导 自然 饮用水 水源 保护 综合 先行 自由贸易 孵化 园 镇 村 区 偏远 边远 高寒 广大 内陆 海外 港澳台 西部 东部 中部 南部 北部 东北 国际 国内 周边 其他 发达 欠发达 落后 老少边穷 少数民族 牧业 半农半牧 战略性 新兴 智能 数字 软件 健康 医药 食品 "
    "建材 冶金 煤化工 农产品 加工 农产品加工 畜牧 养殖 种植 一体化 融合 改革 开放 绿色 低碳 民营 台商 外商 保税 跨境 高端 装备 制造 先进制造 服务业 总部 楼宇 中央 商业 居民 居住 老旧 老工业 工矿 棚户 安置 移民 集中 试点 示范 创意 大型 "
    "学 校 重 特".split()
)
NAMED_SITE = f"[\u4e00-\u9fffA-Z]{{2,6}}?{SITE}"
COMMON_SITE = f"^(?:{COMMON})*{SITE}$"
DIVISION = "[\u4e00-\u9fff]{1,6}?(?:自治县|自治州|[县区市州旗盟镇乡])"  # the shortest run that ends like a place
DIVIDED_CITY = "[\u4e00-\u9fff]{1,3}[州市县][区县市]"  # 巴州区, 开州区
SMALL = "[\u4e00-\u9fff]{2,3}(?:自治县|县|镇|乡|街道)"  # places too small for the table, or of another year
OPENING = "^(?:其中|，|、|但|使)"
NOT_A_NAME = any_of(
    *"与 同 向 在 对 为 由 依托 围绕 充分 发挥 启动 确定 复制 推广 筹建 申建 申报 争创 争取 规划 谋划 完善 提升 做强 加强 各 全 我 本 该 每 强 示范 先进 试点 生产 贫困 脱贫 帮扶 大型 大力 大中 大县 大镇 农业 所有 部分 个 打造 建设 推进 支持 加快 深化 国家 省级 市级 新建 开展 实施 创建 推动 民族 农村 革命 边境 沿 中西部 引导 指导 带动 百强 重点".split()
)
SYLLABLE = "^(?:达[^到成]|建[^成设立]|造[^成])"  # 达州高新区, 建水县: no verb
GENERIC = "(?:各|全|强|示范|先进|试点|生产|贫困|大|百强|市|城|乡|个)[县镇乡]"  # 百强县, 市县, 城镇
# 样本县至示例县, 样本县级, 样本县委, 地区生产总值
NAMES_OTHERS = "^(?:至[^少今]|到|—|级|域|委|人民|政府|生产总值|城|际|界|志)"
# 示例县在…, 示例县规上工业…: the place itself is spoken of; in 示例镇卫生院 it is part of a name
SPOKEN_OF = (
    "(?:在|、|规上|规模|经济总量|经济增|地区生产|生产总值|GDP|固定|社会消费|一般公共|地方|财政|农民|农村|城镇|常住|居民|连续|获|入选|入围|纳入|上榜|荣获|创建|创成|成功|成立"
    "|新增|新签|新建|完成|建成|实现|率先|排名|居|位列|列|达到|增长|全面|加快|加力|大力|深入|工业|农业|服务业|第[一二三]|一产|二产|三产|均|等地)"
)
SITE_SPOKEN_OF = f"(?:{SPOKEN_OF}|{COUNTING_VERB}|税收|外贸|营业|销售|产值|利税|[累共合]计|分别|经济|生产|乡镇|企业|居民|人口|贫困|脱贫|粮食|游客|旅游)"


def places(clauses: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """The rows of `clauses` with `region`: the place that the sentence speaks of, null for the report's own."""
    found = pl.col("found")
    rest = pl.col("text").str.replace(OPENING, "").str.strip_prefix(found)
    spoken_of = rest.str.contains(f"^{SPOKEN_OF}") | found.str.contains(f"^(?:{PART}|{ZONE})$")
    placed = with_columns_where(_named(clauses, "text", documents), found.is_not_null(), spoken_of=spoken_of)
    own = pl.col("text").str.contains(f"^{OWN_PLACE}") | pl.col("its_own").fill_null(False)
    # 甲区突破10亿元；城镇化率提高3个百分点: the report's own again
    behind = pl.col("text").shift(1).str.ends_with("；") & (pl.col("line") == pl.col("line").shift(1)) & found.is_null()
    goes_on = pl.when("behind").then("text").str.contains("^(?:其中|该|其|同比|增长|下降)")
    said = pl.when(own | ~goes_on).then(pl.lit("")).when("spoken_of").then("found")
    held = (
        placed.with_columns(behind=behind)
        .with_columns(said=said)
        .with_columns(held=filled(pl.col("said"), starts("line")))
    )
    return held.with_columns(region=pl.when(pl.col("held") != "").then("held")).drop(
        "found", "its_own", "spoken_of", "behind", "said", "held"
    )


def placed(rows: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """Rows whose indicator opens with a place: `region` is that place, and the indicator goes without it."""
    named = _named(rows, "indicator", documents)
    region = pl.coalesce("found", "region")
    rest = (
        pl.col("indicator")
        .str.strip_prefix(region)
        .str.strip_chars_start("的、")
        .str.replace("^(?:力争)?(?:实现|完成|达到)?", "")
    )
    bare = pl.when(region.is_not_null() & (rest != "")).then(rest).otherwise("indicator")
    # 接待游客2000万人次，其中甲市360万人次: of the same thing
    whole = before(pl.when(pl.col("found").ne_missing(pl.col("indicator"))).then(bare), starts("line"))
    bare = (
        pl.when((pl.col("found") == pl.col("indicator")) & (pl.col("measure") == "level"))
        .then(pl.coalesce(whole, bare))
        .otherwise(bare)
    )
    theirs = pl.when(~pl.col("its_own").fill_null(False)).then(region)
    return named.with_columns(region=theirs, indicator=bare).drop("found", "its_own")


def _named(rows: pl.DataFrame, column: str, documents: pl.DataFrame) -> pl.DataFrame:
    """`found`: the place that the text opens with; `its_own`: it is the one that the report is about."""
    numbered = rows.with_row_index("row")
    begins = pl.col(column).str.head(14)
    texts = (
        numbered.select("row", "doc_id", text=begins)
        .pipe(with_columns_where, pl.col("text").str.contains(OPENING), bare=pl.col("text").str.replace(OPENING, ""))
        .select("row", "doc_id", text=pl.coalesce("bare", "text"))
    )
    other = pl.concat([_by_form(texts, sites=column == "indicator"), _by_table(texts, documents)])
    found = pl.concat([_own(texts, documents), other.with_columns(its_own=pl.lit(False))]).unique(
        "row", keep="first", maintain_order=True
    )
    return numbered.join(found, on="row", how="left", maintain_order="left").drop("row")


def _own(texts: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """The place that the report is about: 示例市完成…… in the report of 示例市."""
    about = documents.select("doc_id", found="region").filter(pl.col("found").str.len_chars() > 1)
    ends = texts.filter(pl.col("text").str.head(9).str.contains("[省县区市州旗盟镇乡]"))
    named = ends.join(about, on="doc_id", maintain_order="left")
    return named.filter(pl.col("text").str.starts_with(pl.col("found"))).select("row", "found", its_own=pl.lit(True))


def _by_form(texts: pl.DataFrame, *, sites: bool) -> pl.DataFrame:
    """Zones, parts of a city, towns, and `sites` such as parks: known by how their names end."""
    ends = texts.filter(pl.col("text").str.contains("[区城县镇乡圈群园岛洲）]|街道"))
    zone, part = pl.col("text").str.extract(f"^({ZONE})"), pl.col("text").str.extract(f"^({PART})")
    begins = pl.col("text") if sites else pl.lit(None, pl.String)
    site = pl.when(begins.str.contains(SITE)).then(begins).str.extract(f"^({NAMED_SITE}){SITE_SPOKEN_OF}")
    proper = site.str.replace(f"{SITE}$", "")
    named_site = pl.when(
        ~(site.str.contains(COMMON_SITE) | proper.str.contains(f"{COUNTING_VERB}|推进|优化|进入|为"))
    ).then(site)
    found = pl.coalesce(zone, part, named_site, pl.col("text").str.extract(f"^({SMALL})"))
    rest = pl.col("text").str.strip_prefix(pl.col("found"))
    verb_first = pl.col("found").str.contains(f"^{COUNTING_VERB}") & ~pl.col("found").str.contains(SYLLABLE)
    general = verb_first | pl.col("found").str.contains(f"^{NOT_A_NAME}|{GENERIC}$|国家级|省级|市级")
    small = pl.col("found").str.contains(f"^{SMALL}$")
    return (
        ends.with_columns(found=found)
        .drop_nulls("found")
        .filter(~general & ~rest.str.contains(NAMES_OTHERS) & (~small | rest.str.contains(f"^{SPOKEN_OF}")))
        .select("row", "found")
    )


def _by_table(texts: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """Counties and cities of the report's area, with and without 县, 区, 市."""
    text, rest = pl.col("text"), pl.col("text").str.strip_prefix(pl.col("found"))
    ends = texts.filter(text.str.head(9).str.contains("[县区市州旗盟镇乡]"))
    full = [
        ends.with_columns(found=text.str.extract(f"^({form})"), short=pl.lit(False))
        for form in (DIVISION, DIVIDED_CITY)
    ]
    spoken = texts.filter(text.str.contains(f"^[\u4e00-\u9fff]{{2,3}}(?:{SPOKEN_OF}|$)"))
    brief = [spoken.with_columns(found=text.str.head(length), short=pl.lit(True)) for length in (2, 3)]
    known = _places_below()
    return (
        pl.concat([*full, *brief])
        .filter(pl.col("found").is_in(known["found"].unique().implode()))
        .join(_areas(documents), on="doc_id", maintain_order="left")
        .join(known, on=["prefix", "found", "short"], maintain_order="left")
        .filter(pl.col("code") != pl.col("region_code"))
        .filter(
            pl.when("short").then(rest.str.contains(f"^(?:{SPOKEN_OF}|$)")).otherwise(~rest.str.contains(NAMES_OTHERS))
        )
        .select("row", "found")
    )


def _areas(documents: pl.DataFrame) -> pl.DataFrame:
    """doc_id, region_code, prefix: what the codes of the places below the one that a report is about begin with."""
    code = pl.col("region_code")
    prefix = (
        pl.when(code.str.ends_with("0000")).then(code.str.head(2)).when(code.str.ends_with("00")).then(code.str.head(4))
    )
    return documents.select("doc_id", "region_code", prefix=prefix).drop_nulls()


@cache
def _places_below() -> pl.DataFrame:
    """prefix, found, short, code: every name of a place, short ones too, under the beginning of its code."""
    table = regions().select("code", "name", "short_name")
    names = pl.concat(
        [
            table.select("code", found="name", short=pl.lit(False)),
            table.select("code", found="short_name", short=pl.lit(True)).drop_nulls(),
        ]
    )
    return pl.concat([names.with_columns(prefix=pl.col("code").str.head(length)) for length in (2, 4)])
