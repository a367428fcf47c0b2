"""The table of places: today's divisions whole, yesterday's still to be found."""

import polars as pl
import pytest

from expectations.reference import regions


def in_force(year: int) -> pl.DataFrame:
    """Places at the end of `year`."""
    return regions().filter(pl.col("valid_from") <= year, pl.col("valid_to").is_null() | (pl.col("valid_to") > year))


@pytest.mark.parametrize(
    ("name", "code", "level"),
    [
        ("四川省", "510000", "province"),
        ("重庆市", "500000", "province"),
        ("达州市", "511700", "prefecture"),
        ("阿坝藏族羌族自治州", "513200", "prefecture"),
        ("涪陵区", "500102", "county"),
        ("万州区", "500101", "county"),
        ("云南省", "530000", "province"),
        ("广东省", "440000", "province"),
        ("河南省", "410000", "province"),
        ("贵州省", "520000", "province"),
        ("青海省", "630000", "province"),
        ("石河子市", "659001", "county"),
        ("东莞市", "441900", "prefecture"),
    ],
)
def test_a_place_in_force_has_its_code(name: str, code: str, level: str) -> None:
    found = in_force(2024).filter(pl.col("name") == name)
    assert found.select("code", "level").rows() == [(code, level)]


@pytest.mark.parametrize(
    ("name", "year"), [("万县市", 1995), ("涪陵地区", 1990), ("达县", 2010), ("达川地区", 1995), ("江北县", 1992)]
)
def test_an_abolished_place_is_found_in_its_time_only(name: str, year: int) -> None:
    assert in_force(year).filter(pl.col("name") == name).height == 1
    assert in_force(2024).filter(pl.col("name") == name).height == 0


def test_the_list_is_whole() -> None:
    """34 provinces, and the numbers of prefectures and counties that the civil affairs ministry counts at the end of 2023."""
    levels = dict(in_force(2023).group_by("level").len().rows())
    assert levels["province"] == 34
    assert levels["prefecture"] == 333
    assert 2840 <= levels["county"] <= 2850


def test_no_code_begins_twice_in_a_year() -> None:
    assert regions().select(pl.struct("code", "valid_from").is_duplicated().sum()).item() == 0


def test_names_of_one_code_do_not_overlap() -> None:
    spans = regions().sort("code", "valid_from").with_columns(next_from=pl.col("valid_from").shift(-1).over("code"))
    assert spans.filter(pl.col("next_from") < pl.col("valid_to").fill_null(9999)).height == 0


def test_every_parent_is_in_the_table_one_rank_higher() -> None:
    ranks = {"province": 3, "prefecture": 2, "county": 1, "zone": 1}
    places = regions().with_columns(rank=pl.col("level").replace_strict(ranks))
    parents = places.group_by(parent_code="code").agg(parent_rank=pl.col("rank").max())
    joined = places.filter(pl.col("parent_code").is_not_null()).join(parents, on="parent_code", how="left")
    assert joined.filter(pl.col("parent_rank").is_null() | (pl.col("parent_rank") <= pl.col("rank"))).height == 0
    assert places.filter(pl.col("parent_code").is_null())["level"].unique().to_list() == ["province"]


def test_codes_are_six_digits_and_their_end_tells_the_level() -> None:
    places = regions()
    assert places["code"].str.contains(r"^[1-9][0-9]{5}$").all()
    assert places.filter(pl.col("level") == "province")["code"].str.ends_with("0000").all()
    assert places.filter(pl.col("level") == "prefecture")["code"].str.ends_with("00").all()


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("达州市", "达州"),
        ("涪陵区", "涪陵"),
        ("新疆维吾尔自治区", "新疆"),
        ("阿坝藏族羌族自治州", "阿坝"),
        ("秀山土家族苗族自治县", "秀山"),
        ("神农架林区", "神农架"),
        ("渠县", None),
        ("合作市", None),
        ("公安县", None),
        ("市中区", None),
    ],
)
def test_a_short_name_is_given_only_where_it_can_mean_nothing_else(name: str, short: str | None) -> None:
    assert in_force(2024).filter(pl.col("name") == name)["short_name"].unique().to_list() == [short]


def test_every_row_names_its_source() -> None:
    assert regions()["source"].str.contains(r"^(民政部|国家统计局|国务院)").all()
