"""Which page of how many a document is, where a website shows a long report on several pages (第1页 共3页).

In: raw texts, since the normalised text has no page marks. Out: page and pages, next to documents.py.
"""

import polars as pl

NUMBER = "[0-9０-９]{1,3}"
PAGE_FIRST = rf"第\s*({NUMBER})\s*页[\s，,、/／|]*[（(]?\s*[/／]?\s*共\s*({NUMBER})\s*页"  # 第1页 共3页, 第1页/共3页, 第1页（共3页）
PAGES_FIRST = rf"共\s*({NUMBER})\s*页[\s，,、/／|]*(?:当前)?第\s*({NUMBER})\s*页"  # 共3页 第1页
MARK = f"(?:{PAGE_FIRST})|(?:{PAGES_FIRST})"
MOST_PAGES = 60  # more are the sheets of a book


def page_marks(raw: pl.DataFrame) -> pl.DataFrame:
    """doc_id, page, pages (Int32), one row a document that is one page of several.

    A document that holds the marks of several pages is all of them. So is a file of pages (pdf, docx), whose sheets may
    print their number where a reader of the text does not see it: only web pages and plain texts are looked at.
    """
    text = pl.col("text")
    plain = pl.col("media_type").str.starts_with("text/") if "media_type" in raw.columns else pl.lit(True)
    marks = (
        raw.filter(plain, text.str.contains("页", literal=True))
        .select("doc_id", mark=text.str.extract_all(MARK))
        .explode("mark")
        .drop_nulls("mark")
        .with_columns(mark=pl.col("mark").str.normalize("NFKC"))
    )
    page, pages = (
        pl.coalesce(pl.col("mark").str.extract(PAGE_FIRST, one), pl.col("mark").str.extract(PAGES_FIRST, other))
        for one, other in ((1, 2), (2, 1))
    )
    told = marks.select("doc_id", page=page.cast(pl.Int32), pages=pages.cast(pl.Int32)).unique()
    possible = pl.col("page").is_between(1, pl.col("pages")) & pl.col("pages").is_between(2, MOST_PAGES)
    return told.filter(possible, pl.len().over("doc_id") == 1).sort("doc_id")
