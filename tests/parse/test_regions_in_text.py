"""The place whose government reports."""

from datetime import date

import polars as pl
import pytest

from flows.parse.regions_in_text import with_regions


def place(
    text: str = "", title: str | None = None, session: str | None = None, issuer: str | None = None, year: int = 2025
) -> tuple[str | None, str | None, str | None]:
    reports = pl.DataFrame(
        {
            "doc_id": ["a"],
            "title": [title],
            "session": [session],
            "issuer": [issuer],
            "review_year": [None],
            "plan_year": [year],
            "given_on": [None],
        },
        schema_overrides={"review_year": pl.Int32, "plan_year": pl.Int32, "given_on": pl.Date}
        | dict.fromkeys(("title", "session", "issuer"), pl.String),
    )
    found = with_regions(reports, pl.DataFrame({"doc_id": ["a"], "text": [text]}))
    return found.select("region", "region_code", "region_level").row(0)


PLAN = "2024年国民经济和社会发展计划执行情况与2025年计划草案的报告"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (f"关于达州市{PLAN}", ("达州市", "511700", "prefecture")),
        (f"重庆市涪陵区{PLAN}", ("涪陵区", "500102", "county")),
        (f"关于恩施土家族苗族自治州{PLAN}", ("恩施土家族苗族自治州", "422800", "prefecture")),
        ("2026年四川省人民政府工作报告", ("四川省", "510000", "province")),
        ("关于印发《万州区2025年重点工作责任分工方案》的通知", ("万州区", "500101", "county")),
        (f"达州{PLAN}", ("达州市", "511700", "prefecture")),
    ],
)
def test_a_title_names_the_place(title: str, expected: tuple[str, str, str]) -> None:
    assert place(title=title) == expected


@pytest.mark.parametrize(
    "title",
    ["【走进达州】2024年达州市政府工作报告", "资料：达州市2024年政府工作报告", "（四川）2024年达州市政府工作报告"],
)
def test_what_a_site_puts_before_a_title_hides_no_place(title: str) -> None:
    assert place(title=title) == ("达州市", "511700", "prefecture")


@pytest.mark.parametrize(
    "text",
    [
        "涪陵区常务副区长张三",
        "涪陵区人民政府区长 李四",
        "在中共涪陵区委的领导下，",
        "今天，涪陵区四届人大五次会议开幕。",
    ],
)
def test_the_speaker_s_office_or_the_party_names_a_listed_place_else(text: str) -> None:
    assert place(text, title="2011年区政府工作报告", session="区第四届人民代表大会第五次会议")[0] == "涪陵区"


@pytest.mark.parametrize("text", ["县长 王五", "样本县县长 王五", "在中共样本县委的领导下，"])
def test_a_year_or_a_rank_alone_is_no_place_and_an_unlisted_one_is_not_taken_from_the_opening(text: str) -> None:
    assert place(text, title="2011年县政府工作报告", session="县第五届人民代表大会第五次会议")[0] is None


def test_a_session_names_it_where_the_title_does_not() -> None:
    found = place(title="政府工作报告", session="云南省第十四届人民代表大会第四次会议")
    assert found == ("云南省", "530000", "province")


def test_an_issuer_names_it_where_title_and_session_do_not() -> None:
    assert place(title="政府工作报告", issuer="河南省人民政府") == ("河南省", "410000", "province")


def test_the_national_congress() -> None:
    found = place(title="政府工作报告", session="第十四届全国人民代表大会第三次会议")
    assert found == ("全国", None, "national")


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("示例市", "prefecture"),
        ("样本县", "county"),
        ("虚构区", "county"),
        ("虚构新区", "zone"),
        ("样本镇", "township"),
    ],
)
def test_a_place_that_is_not_on_the_list_keeps_its_name(name: str, level: str) -> None:
    assert place(title=f"关于{name}{PLAN}") == (name, None, level)


def test_the_places_above_a_place_are_not_part_of_its_name() -> None:
    assert place(title=f"示例省示例市样本县{PLAN}") == ("样本县", None, "county")


def test_a_name_shared_by_several_is_told_apart_by_the_city_before_it() -> None:
    assert place(title=f"福州市鼓楼区{PLAN}")[1] == "350102"


def test_a_name_shared_by_several_is_told_apart_by_the_city_in_the_text() -> None:
    assert place("南京市下达的目标全部完成。", title=f"鼓楼区{PLAN}")[1] == "320106"


def test_a_name_that_cannot_be_told_apart_has_no_code() -> None:
    assert place("全区增长5%。", title=f"鼓楼区{PLAN}") == ("鼓楼区", None, "county")


def test_a_listed_name_in_a_city_that_is_not_on_the_list_has_no_code() -> None:
    assert place(title=f"示例市东城区{PLAN}") == ("东城区", None, "county")


def test_a_code_is_the_one_in_force_in_the_year() -> None:
    assert place(title="重庆市万县区一九九七年国民经济和社会发展计划执行情况的报告", year=1998)[1] == "500101"


def test_a_silent_report_is_of_the_place_that_it_calls_its_own() -> None:
    text = "我市经济平稳，重庆开放发展，全市增长5%。" * 8 + "与成都市合作，两江新区增长8%，万州区增长6%。"
    assert place(text) == ("重庆市", "500000", "province")


@pytest.mark.parametrize("text", ["全市经济平稳。" * 9, "重庆和成都合作。" * 9, "全市增长，成都市和绵阳市合作。" * 9])
def test_where_the_place_cannot_be_told_it_is_empty(text: str) -> None:
    assert place(text) == (None, None, None)


def test_a_session_loses_the_places_above() -> None:
    reports = pl.DataFrame(
        {
            "doc_id": ["a"],
            "title": [f"重庆市万州区{PLAN}"],
            "session": ["重庆市万州区第六届人民代表大会第七次会议"],
            "issuer": ["重庆市万州区发展和改革委员会"],
            "review_year": [2024],
            "plan_year": [2025],
            "given_on": [date(2025, 1, 13)],
        },
        schema_overrides={"review_year": pl.Int32, "plan_year": pl.Int32},
    )
    found = with_regions(reports, pl.DataFrame({"doc_id": ["a"], "text": [""]}))
    assert found["session"].item() == "万州区第六届人民代表大会第七次会议"
