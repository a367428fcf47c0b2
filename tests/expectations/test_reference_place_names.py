"""A name in the report of a place above means the one place below that is called so."""

import polars as pl
import pytest

from expectations.reference.place_names import codes_above, codes_below


def code(above: str | None, name: str, year: int | None = 2025) -> str | None:
    named = pl.DataFrame(
        [{"above": above, "name": name, "year": year}], {"above": pl.String, "name": pl.String, "year": pl.Int32}
    )
    found: str | None = codes_below(named)["code"].item()
    return found


@pytest.mark.parametrize(
    ("above", "name", "expected"),
    [
        pytest.param("500000", "涪陵区", "500102", id="a district of a municipality"),
        pytest.param("500000", "涪陵", "500102", id="in short"),
        pytest.param("510000", "达州", "511700", id="a prefecture of a province"),
        pytest.param("510000", "宣汉县", "511722", id="a county of a province"),
        pytest.param("511700", "宣汉", "511722", id="a county of a prefecture"),
        pytest.param("511300", "宣汉县", None, id="a county of another prefecture"),
        pytest.param("510000", "市中区", None, id="a name that two share"),
        pytest.param("511000", "市中区", "511002", id="which is one further down"),
        pytest.param("430000", "邵阳", None, id="a short name that a city and a county share"),
        pytest.param("430000", "邵阳县", "430523", id="which the full name tells apart"),
        pytest.param("511700", "达州市", None, id="the place itself"),
        pytest.param("511722", "宣汉县", None, id="a county has none below"),
        pytest.param("510000", "示例县", None, id="not on the list"),
        pytest.param(None, "宣汉县", None, id="a report of no known place"),
    ],
)
def test_a_name_means_the_one_place_below_that_is_called_so(above: str | None, name: str, expected: str | None) -> None:
    assert code(above, name) == expected


def test_a_name_that_two_places_had_one_after_the_other_means_that_of_the_year() -> None:
    assert (code("500000", "江津", 2000), code("500000", "江津", 2020)) == ("500181", "500116")


def test_a_name_of_another_time_still_means_its_place() -> None:
    assert code("500000", "万县区", 2020) == "500101"


def test_rows_keep_their_order_and_number() -> None:
    named = pl.DataFrame(
        {"above": ["511700"] * 3, "name": ["渠县", "无此县", "渠县"], "year": [2020] * 3},
        schema_overrides={"year": pl.Int32},
    )
    assert codes_below(named)["code"].to_list() == ["511725", None, "511725"]


def test_a_place_lies_in_its_prefecture_and_its_province() -> None:
    assert codes_above("511722") == ["510000", "511700"]
    assert codes_above("511700") == ["510000"]
    assert codes_above("510000") == []
