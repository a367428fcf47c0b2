"""Who issued a report, when, under which numbers, to which session, and where its other parts stand.

In: `front_matter.py`'s texts. Out: issuer, document_number, index_number, given_on, published_on, session,
continued_from, continues_on.
"""

import polars as pl

from flows.parse.dates import CN_YEAR, DATE, DAY, MONTH, YEAR, to_date, to_month

SPACE = r"[\s•·:：|]*"  # between a label and what it labels, also in the cells of a table
PUBLISHED_LABELS = [
    "发布(?:日期|时间)|公开日期|上网日期",
    "(?:成文|印发|发文|生成)(?:日期|时间)",
    "日 *期|时 *间|更新(?:日期|时间)",
]
CLOCK = rf"({DATE}) +[0-9]{{1,2}}[:：时点][0-9]{{1,2}}"  # 2026-02-03 09:02
DAY_ALONE = rf"(?m)^\s*({DATE})\s*$"
SIGNED = rf"(?m)^[（(]?({DATE})[）)]?$"

ORDINAL = "第?[一二三四五六七八九十0-9]{1,3}"
CONGRESS = rf"(?:[\p{{Han}}]{{2,24}}?{ORDINAL}届(?:人民代表大会|人大)|{ORDINAL}届全国(?:人民代表大会|人大))"
SESSION_NAME = rf"{CONGRESS}(?:常务委员会|常委会)?\n?{ORDINAL}次(?:全体)?会议"
GIVEN = rf"({DATE})(?:，?在?|\n在)({SESSION_NAME})"  # 2025年1月13日在示例市第六届人民代表大会第七次会议上
GIVEN_ELSEWHERE = rf"(?m)^[—（( ]*({DATE})，?在[^。\n]{{2,40}}(?:会议|大会)上?[）)]?$"
NAMED_DAY = rf"(?m)^(?:[（(]|—+ ?)({DATE})[^，。\n]{{0,30}}$"  # （2003年1月9日 张三）
DAY_BEHIND = rf"(?m)[（(]({DATE})[）)]$"  # 示例市市长张三（2021年10月25日）
DAY_IN_WORDS = (
    rf"(?:{YEAR}|{CN_YEAR})年(?:[1-9][0-9]?|[一二三四五六七八九十]{{1,3}})月{DAY}日"  # no 03月, which sites print
)
UNDER_TITLE = rf"(?m)报告(?:[（(][^）)\n]{{1,20}}[）)])?\n({DAY_IN_WORDS})$"
MONTH_ALONE = rf"(?m)^[—（( ]*({MONTH})(?:，?在[^。\n]{{2,40}})?[）)]?$"  # 2014年1月; ——2002年1月在……会议上
GIVEN_AT = rf"在({SESSION_NAME})上"

DOCUMENT_NUMBER = r"[\p{Han}]{1,14}[〔\[（(【] ?[0-9]{4} ?[〕\]）)】] ?(?:第)?[0-9]{1,4} ?号"  # 示府办函〔2021〕156号
NUMBER_ALONE = rf"(?m)^({DOCUMENT_NUMBER})$"
NUMBER_LABELLED = rf"(?:发文字号|文 *号){SPACE}({DOCUMENT_NUMBER})"
INDEX_NUMBER = rf"索 *引 *号{SPACE}([0-9A-Za-z][0-9A-Za-z/_\-]{{5,60}})"  # 11990102008670164Y/2024-00031

PLACE = r"[\p{Han}]{1,20}?(?:省|自治区|市|区|县|州|盟|旗|兵团|地区)"
GOVERNMENT = "(?:人民政府)(?:办公室|办公厅)?"
AGENCY = r"[\p{Han}]{0,4}(?:发展(?:和|与)?改革|发展计划|计划|经济)[\p{Han}]{0,10}?(?:委员会|委|局)|统计局"
OFFICE = r"(?:主任|局长|代?[省市区县州盟旗]长|自治区主席|主席|专员)"
ISSUER = (
    rf"(?m)^((?:{PLACE})(?:{GOVERNMENT}|{AGENCY}))(?:{OFFICE}：?[\p{{Han}}·]{{2,8}}|党组书记[\p{{Han}}、·]{{2,16}})?$"
)
NATIONAL = (
    r"(?m)^(国务院|国家(?:(?:发展和改革|发展计划|计划)委员会|统计局))(?:总理[\p{Han}·]{2,8}|主任[\p{Han}·]{2,8})?$"
)
SPEAKS_FOR = r"(?:代表|受)([\p{Han}]{2,12}?(?:省|[\p{Han}--治]区|市|[\p{Han}--治]县|[\p{Han}--治]州|盟|[\p{Han}--治]旗|\p{Han}自治[区州县旗])人民政府)"  # 我代表示例市人民政府
PUBLISHER = rf"(?:发布机构|发文机关|发文机构|发布单位|制发机关){SPACE}([\p{{Han}}（）()]{{3,30}})"
SOURCE = rf"来源{SPACE}([\p{{Han}}]{{2,20}}(?:委员会|委|局|政府|办公室|办公厅))"

SCHEME = "(?:实施|工作|行动)(?:方案|意见)"  # what a body plans, dated under its title
PAGE = r"第?\s*[0-9一二三四五六七八九十A-Z]{1,3}\s*版"
CONTINUED_FROM = rf"[（(【\[]\s*上?[接转]\s*({PAGE})"  # (上接 10版)
CONTINUES_ON = rf"[（(【\[]\s*下?[转接]\s*({PAGE})"  # （下转第六版）


def imprints(front: pl.DataFrame, named: pl.DataFrame) -> pl.DataFrame:
    """doc_id and the columns named above, null where the report does not say; one row a report of `front`.

    `named` has the kinds: a date under the title of a report to a congress is the day on which it was given. given_in is the
    first day of the month, for reports that print no more than that.

    published_on is the date of publication that a site or a cover states, else the day the report was signed or given.
    """
    site, lines = pl.col("site"), pl.col("front")
    published = [to_date(site.str.extract(rf"(?:{labels}){SPACE}({DATE})")) for labels in PUBLISHED_LABELS]
    stamped = [to_date(site.str.extract(pattern)) for pattern in (CLOCK, DAY_ALONE)]
    given = to_date(pl.coalesce(lines.str.extract(GIVEN, 1), lines.str.extract(GIVEN_ELSEWHERE)))
    reports = pl.col("kind").is_in(["plan_report", "work_report"])
    spoken = pl.when(reports).then("front")
    dated = pl.when(reports | pl.col("title").str.contains(SCHEME)).then("front")
    given = pl.coalesce(
        given, *[to_date(spoken.str.extract(pattern)) for pattern in (NAMED_DAY, UNDER_TITLE, DAY_BEHIND)]
    )
    signed = to_date(lines.str.extract(SIGNED, 1))
    return front.join(named.select("doc_id", "kind", "title"), on="doc_id", how="left", maintain_order="left").select(
        "doc_id",
        pl.coalesce(
            *[lines.str.extract(body) for body in (ISSUER, NATIONAL)],
            *[site.str.extract(body) for body in (PUBLISHER, SOURCE)],
            lines.str.extract(SPEAKS_FOR),
        ).alias("issuer"),
        pl.coalesce(lines.str.extract(NUMBER_ALONE), site.str.extract(NUMBER_LABELLED)).alias("document_number"),
        site.str.extract(INDEX_NUMBER).alias("index_number"),
        given.alias("given_on"),
        to_month(dated.str.extract(MONTH_ALONE)).alias("given_in"),
        pl.coalesce(*published, *stamped, signed, given).alias("published_on"),
        _one_line(pl.coalesce(lines.str.extract(GIVEN, 2), lines.str.extract(GIVEN_AT))).alias("session"),
        _one_line(pl.col("raw_head").str.slice(0, 400).str.extract(CONTINUED_FROM)).alias("continued_from"),
        _one_line(pl.col("raw_foot").str.extract(CONTINUES_ON)).alias("continues_on"),
    )


def _one_line(written: pl.Expr) -> pl.Expr:
    return written.str.replace_all(r"\s", "")
