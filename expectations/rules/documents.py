"""Rules on a report as a whole: what it must say of itself so that its numbers can be placed."""

import polars as pl

from expectations.rules.candidates import with_digits
from expectations.rules.rule import Hit, Quote, Rule, Tables, hits_frame

# A work report of a new term looks back on five years, and the year after may be in the title (2021—2025年)
TITLE_BACK = 5
OFTEN = 2  # times that a text names years, so that they tell its time
LOOKING_FAR = "规划|纲要|远景"  # 2035年远景目标纲要
PUBLISHED_BEFORE, PUBLISHED_AFTER = 1, 10  # years
UNREAD_PAGES = "^图片页：本文件第([0-9、]+)页是图片"  # 图片页：本文件第3、5页是图片，其中的文字未能读取。
EXACT = "none: it is told or it is not"
EXACT_ZH = "不适用：能看出或看不出"


def region_unknown(tables: Tables) -> pl.DataFrame:
    """Documents whose place cannot be told from their text."""
    unplaced = tables["documents"].filter(pl.col("region").is_null())
    hits = [
        Hit(
            doc_id=doc_id,
            severity="info",  # nothing contradicts: an extract, or a cutting without its title
            message="应能从报告中看出是哪个地方的报告，这里看不出，区域一栏为空。",
            message_en="The report should tell which place it is of; no place can be told, and its region is empty.",
            evidence=title or name,
            expected="区域名称",
        )
        for doc_id, name, title in unplaced.select("doc_id", "source_name", "title").iter_rows()
    ]
    return hits_frame(hits, EXACT)


def region_code_unknown(tables: Tables) -> pl.DataFrame:
    """Documents whose place is named, but is not one single place of GB/T 2260."""
    uncoded = tables["documents"].filter(pl.col("region").is_not_null() & pl.col("region_code").is_null())
    hits = [
        Hit(
            doc_id=doc_id,
            severity="info",
            message=f"应能在GB/T 2260中找到“{region}”的代码，没有找到或不止一个。",
            message_en=f"GB/T 2260 should have one code for “{region}”; it has none, or several.",
            evidence=title or name,
            expected="GB/T 2260代码",
            observed=region,
        )
        for doc_id, name, title, region in uncoded.select("doc_id", "source_name", "title", "region").iter_rows()
    ]
    return hits_frame(hits, EXACT)


def title_years(tables: Tables) -> pl.DataFrame:
    """Reports whose title names another year than those that the text looks back on and plans for."""
    dated = pl.col("kind").is_in(["plan_report", "work_report"]) & ~pl.col("title").str.contains(LOOKING_FAR)
    documents = tables["documents"].filter(dated)
    first = pl.coalesce("review_year", pl.col("plan_year_from") - 1, pl.col("plan_year") - 1)
    year = pl.col("title").str.extract_all("[0-9]{4}年")
    named = (
        documents.with_columns(year.alias("years"), first.alias("first"))
        .explode("years")
        .drop_nulls(["years", "first"])
    )
    number = pl.col("years").str.slice(0, 4).cast(pl.Int32)
    odd = named.filter(~number.is_between(pl.col("first") - TITLE_BACK, pl.col("plan_year")))
    far = _far_from_text(named.join(odd, on="doc_id", how="anti"), tables)
    told = [
        rows.select("doc_id", "title", "years", pl.col("first", "last").cast(pl.Int64))
        for rows in (odd.with_columns(last="plan_year"), far)
    ]
    rows = pl.concat(told).unique(["doc_id", "years"], maintain_order=True).iter_rows()
    return hits_frame((_title_hit(*row) for row in rows), EXACT)


def _far_from_text(named: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """Those titles whose years come long after all that the text names; `first` and `last` are the latest that it does. Where
    nothing else tells what a report is about, its title does. A title before all that its text names may plan for them."""
    some = with_digits(tables).filter(pl.col("doc_id").is_in(named["doc_id"].unique().implode()))
    title = some.join(named.select("doc_id", "title").unique(), on="doc_id")
    told = (
        title.filter(~pl.col("text").str.contains(pl.col("title"), literal=True))
        .select("doc_id", told=pl.col("text").str.extract_all("(?:19|20)[0-9]{2}(?:年|-[0-9]{1,2}-)"))
        .explode("told")
        .drop_nulls()
        .select("doc_id", told=pl.col("told").str.slice(0, 4).cast(pl.Int32))
    )
    latest = told.group_by("doc_id").agg(pl.col("told").max().alias("latest"), pl.len().alias("times"))
    late = named.join(latest.filter(pl.col("times") >= OFTEN), on="doc_id").filter(
        pl.col("years").str.slice(0, 4).cast(pl.Int32) - TITLE_BACK > pl.col("latest")
    )
    return late.with_columns(first="latest", last="latest").drop("latest", "times")


def read_off_pictures(tables: Tables) -> pl.DataFrame:
    """Documents whose text a program read off pictures of pages."""
    scanned = tables["documents"].filter(pl.col("ocr"))
    hits = [
        Hit(
            doc_id=doc_id,
            severity="info",
            message="数字应取自文字，这份报告的文字由图片识别得出，引用前请对照原件核对数字。",
            message_en="Numbers should come from text; this one was read off pictures: check them against the original.",
            evidence=title or name,
            expected="文字",
            observed="图片",
        )
        for doc_id, name, title in scanned.select("doc_id", "source_name", "title").iter_rows()
    ]
    return hits_frame(hits, EXACT)


def pages_unread(tables: Tables) -> pl.DataFrame:
    """Documents that lack pages, since these are pictures of text. The reader of PDFs says so in their last line."""
    told = tables["sentences"].filter(pl.col("text").str.contains(UNREAD_PAGES))
    hits = [
        Hit(
            doc_id=doc_id,
            severity="info",
            message=f"报告的每一页都应读到文字，第{pages}页是图片，其中的数字不在表中，请对照原件。",
            message_en=f"Every page should have been read; pages {pages} are pictures, and their numbers are in no table.",
            evidence=text,
            quotes=(Quote(text, start, end),),
            expected="文字",
            observed="图片",
        )
        for doc_id, text, start, end, pages in told.select(
            "doc_id", "text", "char_start", "char_end", pages=pl.col("text").str.extract(UNREAD_PAGES)
        ).iter_rows()
    ]
    return hits_frame(hits, EXACT)


def _title_hit(doc_id: str, title: str, year: str, first: int, plan: int) -> Hit:
    span = f"{first}—{plan}" if first != plan else f"{first}"
    return Hit(
        doc_id=doc_id,
        severity="warning",
        message=f"标题中的年份应是正文所回顾或计划的{span}年，标题写的是{year}。",
        message_en=f"The title should name a year that the text is about, {first} to {plan}; it names {year[:4]}.",
        evidence=title,
        expected=span,
        observed=year[:4],
    )


def published(tables: Tables) -> pl.DataFrame:
    """Reports that are dated years before or after the year that they plan for; old reports may be put up later."""
    dated = tables["documents"].drop_nulls(["published_on", "plan_year"])
    start = pl.coalesce("plan_year_from", "plan_year")
    year = pl.col("published_on").dt.year()
    odd = dated.filter(~year.is_between(start - PUBLISHED_BEFORE, pl.col("plan_year") + PUBLISHED_AFTER))
    rows = odd.select("doc_id", "title", "source_name", pl.col("published_on").cast(pl.String), "plan_year").iter_rows()
    hits = [
        Hit(
            doc_id=doc_id,
            severity="info",
            message=f"报告一般在计划年份（{plan}年）前后发布，这里的日期是{date}。",
            message_en=f"A report is published about the year that it plans for, {plan}; this one is dated {date}.",
            evidence=f"{date} {title or name}",
            expected=str(plan),
            observed=date,
        )
        for doc_id, title, name, date, plan in rows
    ]
    return hits_frame(hits, EXACT)


REGION_UNKNOWN = Rule(
    id="document.region_unknown",
    title_zh="看不出报告属于哪个地方",
    title_en="The report does not tell its place",
    checks_zh="从标题或正文应能看出是哪个地方政府的报告。",
    checks="A report names the place whose government reports, in its title or in its text.",
    severity="info",
    tolerance_zh=EXACT_ZH,
    tolerance=EXACT,
    check=region_unknown,
)

REGION_CODE_UNKNOWN = Rule(
    id="document.region_code_unknown",
    title_zh="地名没有唯一的行政区划代码",
    title_en="The place has no single code",
    checks_zh="报告所属的地方应是GB/T 2260中唯一的一个地方。",
    checks="The place of a report is one place of GB/T 2260.",
    severity="info",
    tolerance_zh=EXACT_ZH,
    tolerance=EXACT,
    check=region_code_unknown,
)

TITLE_YEARS = Rule(
    id="document.title_years",
    title_zh="标题年份与正文不符",
    title_en="A title of another year",
    checks_zh="标题中的年份应是正文所回顾或所计划的年份。",
    checks="The years in the title are those that the text looks back on and plans for.",
    severity="warning",
    tolerance_zh=EXACT_ZH,
    tolerance=EXACT,
    check=title_years,
)

PUBLISHED = Rule(
    id="document.published",
    title_zh="发布日期远离计划年份",
    title_en="A date far from the year planned for",
    checks_zh="报告的日期应不早于计划年份前一年，不晚于其后十年。",
    checks="A report is dated within a year before, and ten years after, the year that it plans for.",
    severity="info",
    tolerance_zh=EXACT_ZH,
    tolerance=EXACT,
    check=published,
)

PAGES_UNREAD = Rule(
    id="document.pages_unread",
    title_zh="有的页是图片",
    title_en="Pages that are pictures",
    checks_zh="报告的每一页都应读到文字；PDF中只有图片的页，其中的数字没有读出。",
    checks="Every page of a report has been read; pages of a PDF that only show a picture of their text have not.",
    severity="info",
    tolerance_zh=EXACT_ZH,
    tolerance=EXACT,
    check=pages_unread,
)

READ_OFF_PICTURES = Rule(
    id="document.read_off_pictures",
    title_zh="文字由图片识别得出",
    title_en="Text read off pictures",
    checks_zh="报告的文字应直接取自文件；由图片识别得出的文字，数字可能有误。",
    checks="The text of a report stands in its file as text; what OCR read off pictures of pages may have wrong digits.",
    severity="info",
    tolerance_zh=EXACT_ZH,
    tolerance=EXACT,
    check=read_off_pictures,
)
