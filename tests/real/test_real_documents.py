"""What the eleven reports say of themselves."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from flows.parse.documents import documents


@pytest.fixture(scope="module")
def reports(raw_texts: pl.DataFrame, normal_texts: pl.DataFrame, headings: pl.DataFrame) -> dict[str, dict[str, Any]]:
    rows = documents(raw_texts, normal_texts, headings).iter_rows(named=True)
    return {row["source_name"]: row for row in rows}


def about(reports: dict[str, dict[str, Any]], form: str) -> dict[str, Any]:
    return next(row for name, row in reports.items() if name.startswith(form))


PLANS = {
    "000": {
        "kind": "plan_report",
        "region": "达州市",
        "region_code": "511700",
        "region_level": "prefecture",
        "issuer": "达州市发展和改革委员会",
        "given_on": date(2025, 2, 14),
        "published_on": date(2025, 2, 14),
        "session": "达州市第五届人民代表大会第七次会议",
        "review_year": 2024,
        "plan_year_from": None,
        "plan_year": 2025,
        "continued_from": None,
        "continues_on": "第六版",
        "document_number": None,
        "index_number": None,
    },
    "001": {
        "kind": "plan_report",
        "region": "重庆市",
        "region_code": "500000",
        "region_level": "province",
        "title": None,
        "issuer": None,
        "given_on": None,
        "published_on": None,
        "session": None,
        "review_year": 2024,
        "plan_year_from": None,
        "plan_year": 2025,
        "continued_from": "10版",
        "continues_on": "12版",
    },
    "002": {
        "kind": "responsibility_plan",
        "region": "达州市",
        "region_code": "511700",
        "issuer": "达州市人民政府办公室",
        "document_number": "达市府办函〔2021〕156号",
        "given_on": None,
        "published_on": date(2021, 12, 6),
        "session": None,
        "review_year": None,
        "plan_year_from": 2021,
        "plan_year": 2025,
        "continued_from": None,
        "continues_on": None,
    },
    "003": {
        "kind": "plan_report",
        "region": "涪陵区",
        "region_code": "500102",
        "region_level": "county",
        "issuer": "涪陵区发展改革委",
        "document_number": None,
        "given_on": None,
        "published_on": date(2025, 1, 23),
        "review_year": 2024,
        "plan_year": 2025,
        "continued_from": None,
        "continues_on": None,
    },
    "004": {
        "kind": "plan_report",
        "region": "万州区",
        "region_code": "500101",
        "region_level": "county",
        "issuer": "重庆市万州区发展和改革委员会",
        "given_on": date(2025, 1, 13),
        "published_on": date(2025, 1, 13),
        "session": "万州区第六届人民代表大会第七次会议",
        "review_year": 2024,
        "plan_year": 2025,
    },
}

PROVINCES = {
    "云南省": ("530000", date(2026, 1, 28), date(2026, 2, 3), None),
    "四川省": ("510000", date(2026, 2, 3), date(2026, 2, 10), "四川省人民政府"),
    "广东省": ("440000", date(2026, 1, 26), date(2026, 1, 26), None),
    "河南省": ("410000", date(2026, 1, 26), date(2026, 2, 3), "河南省人民政府"),
    "贵州省": ("520000", date(2026, 1, 27), date(2026, 1, 27), None),
    "青海省": ("630000", date(2026, 1, 27), date(2026, 1, 31), None),
}


@pytest.mark.parametrize("form", PLANS)
def test_plan_documents(reports: dict[str, dict[str, Any]], form: str) -> None:
    row = about(reports, form)
    assert {column: row[column] for column in PLANS[form]} == PLANS[form]


def test_a_title_below_the_text(reports: dict[str, dict[str, Any]]) -> None:
    title = about(reports, "000")["title"]
    assert title.startswith("关于达州市2024年")
    assert title.endswith("及2025年计划草案的报告")


def test_a_title_of_a_notice_begins_with_its_issuer(reports: dict[str, dict[str, Any]]) -> None:
    title = about(reports, "002")["title"]
    assert title.startswith("达州市人民政府办公室关于印发《")
    assert title.endswith("责任分工方案》的通知")


def test_the_index_number_of_a_site(reports: dict[str, dict[str, Any]]) -> None:
    assert about(reports, "003")["index_number"].split("/") == ["11500102008670164Y", "2025-00004"]


@pytest.mark.parametrize("region", PROVINCES)
def test_work_reports(reports: dict[str, dict[str, Any]], region: str) -> None:
    row = about(reports, f"2026_{region}")
    code, given_on, published_on, issuer = PROVINCES[region]
    assert (row["kind"], row["review_year"], row["plan_year_from"], row["plan_year"]) == (
        "work_report",
        2025,
        None,
        2026,
    )
    assert (row["region"], row["region_code"], row["region_level"]) == (region, code, "province")
    assert (row["given_on"], row["published_on"], row["issuer"]) == (given_on, published_on, issuer)
    assert row["session"].startswith(f"{region}第十四届人民代表大会第")
    assert row["title"].endswith("政府工作报告")
