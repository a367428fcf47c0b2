"""Rules on a report as a whole: what it must say of itself so that its numbers can be placed."""

import polars as pl

from expectations.rules.rule import Hit, Rule, Tables, hits_frame

EXACT = "none: it is told or it is not"


def region_unknown(tables: Tables) -> pl.DataFrame:
    """Documents whose place cannot be told from their text."""
    unplaced = tables["documents"].filter(pl.col("region").is_null())
    hits = [
        Hit(
            doc_id=doc_id,
            severity="warning",
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


REGION_UNKNOWN = Rule(
    id="document.region_unknown",
    title_zh="看不出报告属于哪个地方",
    title_en="The report does not tell its place",
    checks="A report names the place whose government reports, in its title or in its text.",
    severity="warning",
    tolerance=EXACT,
    check=region_unknown,
)

REGION_CODE_UNKNOWN = Rule(
    id="document.region_code_unknown",
    title_zh="地名没有唯一的行政区划代码",
    title_en="The place has no single code",
    checks="The place of a report is one place of GB/T 2260.",
    severity="info",
    tolerance=EXACT,
    check=region_code_unknown,
)
