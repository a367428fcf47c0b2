"""The place whose government reports, with its code of GB/T 2260.

In: what titles.py and imprint.py found, and the texts. Out: region, region_code, region_level; `session` without the
places above the region. A place that the reference table does not list keeps its name; its level follows from how the
name ends.
"""

from functools import cache

import polars as pl

from expectations.reference import regions
from flows.parse.dates import CN_YEAR, YEAR

SUFFIX = "特别行政区|自治区|自治州|自治县|自治旗|林区|新区|开发区|高新区|经开区|管理区|地区|省|市|县|区|州|盟|旗|镇|乡"
ABOVE = r"(?:[\p{Han}]{2,8}?(?:省|自治区))?(?:[\p{Han}]{1,9}?(?:市|自治州|州|盟|地区))?"
UNLISTED = rf"^{ABOVE}([\p{{Han}}]{{1,9}}?(?:{SUFFIX}))$"  # 示例市样本县
LEVEL_BY_ENDING = {
    "national": "^全国$",
    "province": "省$|自治区$|特别行政区$",
    "zone": "(?:新|开发|高新|经开|管理)区$",
    "prefecture": "(?:市|州|盟|地区)$",
    "county": "[县区旗]$",
    "township": "[镇乡]$",
}
# Where the place stands in a title, before a session, before a body's name
BEFORE_PLACE = r"^(?:[0-9]{4}年度?|[^\n]{0,40}?关于(?:印发)?)?[《〈“]?"
BEHIND_PLACE = "(?:人民政府|政府|[0-9]{4}|一九|二〇|国民经济|重点|落实|贯彻|[“《])"
YEARS = f"(?:{YEAR}|{CN_YEAR})年?"  # some titles leave 年 out
ABOUT = "[^\\n]{0,40}?关于(?:印发|制定|编制|做好|下达)?"
TOLD = (
    f"人民政府|政府|行政公署|行署|公署|{YEARS}|[0-9]{{4}}—|国民经济|经济|社会|统计|发展|计划|委员会|重点|落实|贯彻|关于|为民|民生|财政|预算|农业|农村|工业|教育|生态|人口"
    "|第[一二三四五六七八九十]+[个次]|[一二三四五六七八九十]{1,2}五|[“《]"
)
HUNG_ON = "^(?:【[^】]*】|（[^）]*）|[^：《（]{1,8}：)+"  # 【招商】2014年示例市……, 资料：示例市……: a site's words before a title
# not 2011年|县政府工作报告, whose 年 is no place
IN_TITLE = rf"^(?:{YEARS}度?|{ABOUT})?[《〈“]?([\p{{Han}}--年度][\p{{Han}}]{{0,19}}?(?:{SUFFIX}))(?:{TOLD})"
SHORT_IN_TITLE = (
    rf"(?:^|关于|^{YEARS})([\p{{Han}}]{{2,6}}?)(?:{YEARS}|政府工作|国民经济|经济和社会)"  # 达州2024年国民经济……
)
OPENING = 1500  # characters
RANK = "(?:党组(?:副)?书记、?)?(?:常务|代理?)?副?"
# 示例县常务副县长张三, 中共示例市委, 示例省十一届人大: who speaks, under whom and before whom; places of the reference table only
OF_OFFICE = rf"(?m)(?:^|[，。；]|—)([\p{{Han}}]{{2,15}}?[省市县区州盟旗])(?:人民政府)?{RANK}(?:自治)?[省市县区州盟旗]长"
OF_PARTY = r"中共([\p{Han}]{2,9}?[省市县区州盟旗])委"
OF_CONGRESS = (
    r"(?:^|[，。；]|[在由经])([\p{Han}]{2,12}?[省市县区州盟旗])第?[一二三四五六七八九十]{1,3}届(?:人大|人民代表大会)"
)
ITS_OWN = f"^(?:全|我|本|各)(?:{SUFFIX})"  # 2007年全县……
NO_NAME = f"^(?:{SUFFIX})$"  # 在|县|第十五届人民代表大会
BEFORE_SESSION = r"^([\p{Han}]+?)第?[一二三四五六七八九十0-9]{1,3}届"
BEFORE_BODY = rf"^([\p{{Han}}]{{1,20}}?(?:{SUFFIX}))(?:人民政府|发展|计划|经济|委员会)"
NATIONAL = "全国人民代表大会|^国务院|^国家|^中华人民共和国|^全国"
OWN_WORDS = {suffix: f"[全我]{suffix}" for suffix in "省市县区州旗盟"}
SPOKEN_OF = 5  # a report names its own place more often than this
LEAD = 1.5  # and so much more often than any other


def with_regions(reports: pl.DataFrame, normal: pl.DataFrame) -> pl.DataFrame:
    """`reports` (doc_id, title, session, issuer, review_year, plan_year, given_on) with region, region_code and region_level.

    The place is named by the title, else by the session, else by the issuer, else by who speaks (示例县县长) or the party
    above him (中共示例县委), else it is the one that the text speaks of as its own (全市, 我市) and names most often. Without any of these all three are null. The code is null for a place
    that is not on the list, or that several share and the text does not tell apart.
    """
    year = pl.coalesce("plan_year", "review_year", pl.col("given_on").dt.year().cast(pl.Int32))
    national = pl.any_horizontal(pl.col(c).str.contains(NATIONAL) for c in ("title", "session", "issuer"))
    title = pl.col("title").str.replace(HUNG_ON, "")
    of_session = pl.col("session").str.extract(BEFORE_SESSION)
    in_title = title.str.extract(IN_TITLE)
    phrase = pl.coalesce(
        pl.when(~in_title.str.contains(ITS_OWN)).then(in_title),
        pl.when(national).then(pl.lit("全国")),
        pl.when(~of_session.str.contains(NO_NAME)).then(of_session),
        pl.col("issuer").str.extract(BEFORE_BODY),
        title.str.extract(SHORT_IN_TITLE).replace_strict(_full_names(), default=None),
    )
    named = reports.select("doc_id", year=year, phrase=phrase.replace(_full_names()))
    phrases = named.pipe(_in_opening, normal).pipe(_spoken_of, normal)
    named = phrases.with_columns(region=_last_place())
    coded = named.join(_codes(named, normal), on="doc_id", how="left", maintain_order="left")
    level = pl.coalesce(
        "region_level",
        *[
            pl.when(pl.col("region").str.contains(ending)).then(pl.lit(name))
            for name, ending in LEVEL_BY_ENDING.items()
        ],
    )
    placed = coded.select("doc_id", "region", "region_code", region_level=level)
    return reports.join(placed, on="doc_id", how="left", maintain_order="left").with_columns(session=_session())


@cache
def _names() -> list[str]:
    """Every official name, longest first, so that 自治县 wins over what it begins with."""
    return regions()["name"].unique().sort(descending=True).to_list()


@cache
def _full_names() -> dict[str, str]:
    """Short names that mean one place, to its official name."""
    now = regions().filter(pl.col("valid_to").is_null() & pl.col("short_name").is_not_null())
    one = now.filter(pl.col("short_name").is_unique())
    return dict(one.select("short_name", "name").iter_rows())


def _last_place() -> pl.Expr:
    """The last place of a phrase like 重庆市涪陵区: one on the list, else what ends like a place."""
    return pl.coalesce(_last_name(pl.col("phrase")), pl.col("phrase").str.extract(UNLISTED), "phrase")


def _last_name(phrase: pl.Expr) -> pl.Expr:
    """The place on the list that ends a phrase like 重庆市涪陵区; null where none does."""
    listed = phrase.str.extract_many(_names(), leftmost=True).list.last()
    above = phrase.str.strip_suffix(listed)
    ends_it = phrase.str.ends_with(listed) & ((above == "") | above.str.contains(f"(?:{SUFFIX})$"))
    return pl.when(ends_it.fill_null(False)).then(listed)


def _codes(named: pl.DataFrame, normal: pl.DataFrame) -> pl.DataFrame:
    """doc_id, region_code, region_level of the places on the list; none where the list cannot tell which place is
    meant.
    """
    candidates = named.join(_listed_places(), left_on="region", right_on="name", maintain_order="left")
    in_force = (pl.col("year") >= pl.col("valid_from")) & (pl.col("year") <= pl.col("valid_to").fill_null(9999))
    fits = in_force.fill_null(pl.col("valid_to").is_null())
    prefix = pl.col("phrase").str.strip_suffix(pl.col("region"))
    agrees = (prefix == "") | pl.col("above").is_null() | prefix.str.contains(pl.col("above"), literal=True)
    possible = (
        candidates.with_columns(fits=fits)
        .filter(pl.col("fits") | ~pl.col("fits").any().over("doc_id"))
        .filter(agrees.any().over("doc_id", "code"))
    )
    shared = possible.filter(pl.col("code").n_unique().over("doc_id") > 1)
    told = _most_spoken_of(shared, normal)
    single = possible.filter(pl.col("code").n_unique().over("doc_id") == 1).select("doc_id", "code")
    return (
        pl.concat([single, told])
        .unique("doc_id")
        .join(_level_by_code(), on="code")
        .select("doc_id", region_code="code", region_level="level")
    )


@cache
def _level_by_code() -> pl.DataFrame:
    """code, level: one row a code."""
    return regions().select("code", "level").unique("code")


@cache
def _listed_places() -> pl.DataFrame:
    """Places of the list beside what they lie in; one row for each name of a place above (null for provinces)."""
    table = regions()
    upper = (
        pl.concat([table.select("code", above="name"), table.select("code", above="short_name")]).drop_nulls().unique()
    )
    parents = table.select("name", "code", "valid_from", "valid_to", upper="parent_code").unique()
    further = table.select(upper="code", upmost="parent_code").unique()
    grandparents = parents.join(further, on="upper").drop("upper").rename({"upmost": "upper"}).drop_nulls("upper")
    return pl.concat([parents, grandparents]).join(upper, left_on="upper", right_on="code", how="left").drop("upper")


def _most_spoken_of(shared: pl.DataFrame, normal: pl.DataFrame) -> pl.DataFrame:
    """Of several places of one name the one whose province or city the text names most often: doc_id, code."""
    mentions = pl.col("text").str.count_matches(pl.col("above"), literal=True).sum()
    return (
        shared.drop_nulls("above")
        .unique(["doc_id", "code", "above"])
        .join(normal.select("doc_id", "text"), on="doc_id")
        .group_by("doc_id", "code")
        .agg(mentions=mentions)
        .filter((pl.col("mentions") > 0) & (pl.col("mentions") == pl.col("mentions").max().over("doc_id")))
        .filter(pl.len().over("doc_id") == 1)
        .select("doc_id", "code")
    )


def _in_opening(phrases: pl.DataFrame, normal: pl.DataFrame) -> pl.DataFrame:
    """`phrases`, the missing ones filled with the place of the speaker or of the party, where the table lists it."""
    silent = phrases.filter(pl.col("phrase").is_null()).select("doc_id")
    if silent.is_empty():
        return phrases
    opened = silent.join(normal.select("doc_id", "text"), on="doc_id").select(
        "doc_id", opening=pl.col("text").str.slice(0, OPENING)
    )
    places = [pl.col("opening").str.extract(pattern) for pattern in (OF_OFFICE, OF_PARTY, OF_CONGRESS)]
    listed = [pl.when(_last_name(place).is_not_null()).then(place) for place in places]
    said = opened.select("doc_id", opened=pl.coalesce(listed))
    return (
        phrases.join(said, on="doc_id", how="left", maintain_order="left")
        .with_columns(phrase=pl.coalesce("phrase", "opened"))
        .drop("opened")
    )


def _spoken_of(phrases: pl.DataFrame, normal: pl.DataFrame) -> pl.DataFrame:
    """`phrases`, the missing ones filled with the place that the text names most often among those it can speak of as
    its own.
    """
    silent = (
        phrases.filter(pl.col("phrase").is_null()).select("doc_id").join(normal.select("doc_id", "text"), on="doc_id")
    )
    if silent.is_empty():
        return phrases
    counts = [pl.col("text").str.count_matches(words).alias(suffix) for suffix, words in OWN_WORDS.items()]
    own = (
        silent.select("doc_id", *counts)
        .unpivot(index="doc_id", variable_name="suffix", value_name="said")
        .filter(pl.col("said") == pl.col("said").max().over("doc_id"), pl.col("said") > 0)
    )
    now = regions().filter(pl.col("valid_to").is_null())
    forms = pl.concat([now.select("name", form="name"), now.select("name", form="short_name")]).drop_nulls()
    words = forms["form"].unique().sort(descending=True).to_list()
    named = (
        silent.select("doc_id", form=pl.col("text").str.extract_many(words, leftmost=True))
        .explode("form")
        .join(forms, on="form")
        .join(own, on="doc_id")
        .filter(pl.col("name").str.ends_with(pl.col("suffix")))
        .group_by("doc_id", "name")
        .len()
        .sort("doc_id", "len", descending=[False, True])
        .with_columns(second=pl.col("len").shift(-1).over("doc_id").fill_null(0))
        .group_by("doc_id", maintain_order=True)
        .first()
        .filter((pl.col("len") > SPOKEN_OF) & (pl.col("len") >= LEAD * pl.col("second")))
        .select("doc_id", spoken="name")
    )
    return (
        phrases.join(named, on="doc_id", how="left", maintain_order="left")
        .with_columns(phrase=pl.coalesce("phrase", "spoken"))
        .drop("spoken")
    )


def _session() -> pl.Expr:
    """达州市第五届人民代表大会第七次会议, not 四川省达州市第五届……"""
    place = pl.col("session").str.extract(BEFORE_SESSION)
    rest = pl.col("session").str.strip_prefix(place)
    return pl.when(place.str.ends_with(pl.col("region"))).then(pl.col("region") + rest).otherwise("session")
