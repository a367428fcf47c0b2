"""A list with 分别 has one value for each name, or one for each year."""

import polars as pl
import pytest

from expectations.rules.lists import respectively


def findings(sentence: str) -> pl.DataFrame:
    sentences = pl.DataFrame({"doc_id": ["d"], "text": [sentence], "char_start": [100]})
    return respectively({"sentences": sentences})


def severity(sentence: str) -> str | None:
    found = findings(sentence)
    return found["severity"].item() if found.height else None


@pytest.mark.parametrize(
    "sentence",
    [
        "自来水普及率、燃气普及率分别达到80%、90%、70%。",
        "甲业、乙业、丙业产值分别增长3%、4%。",
        "玉米和大豆产量分别增长3%、4%、5%。",
        "东县、西县和南县产值分别增长3%、4%。",
        "城乡居民收入分别增长3%、4%、5%。",
        "2021—2025年，企业数量分别达10家、20家、30家、40家。",
        "2021—2023年、2025年，绿化面积分别达1亩、2亩、3亩、4亩、5亩。",
        "2022年、2024年，分别举办第三届全民运动会。",
        "到2025年、2030年，绿化率分别达到40%、45%、50%。",
        "甲业、乙业、丙业产值分别达到3亿元、4亿元、5亿元，分别增长1%、2%。",
        "2021—2025年，建设农田，修建道路，绿化面积分别达1亩、2亩、3亩、4亩。",
        "甲业、乙业、丙业产值依次为3亿元、4亿元。",
        "甲业、乙业、丙业产值分别增长5%、下降3%。",
        "甲、乙、丙三县产值分别达到3亿元和4亿元、增长8%、9%和7%。",
        "5.一月份、二月份、三月份分别完成投资10亿元、26亿元。",
    ],
)
def test_a_value_too_few_or_too_many_is_a_warning(sentence: str) -> None:
    assert severity(sentence) == "warning"


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("自来水普及率、燃气普及率分别达到80%、90%。", id="as many as names"),
        pytest.param("刑事、治安案件分别下降3%和4%。", id="divided by 和"),
        pytest.param("教育、社会保障和就业支出分别增长1%、2%。", id="和 inside a name"),
        pytest.param("甲业、乙业和丙业产值分别增长1%、2%、3%。", id="和 before the last name"),
        pytest.param("玉米、大豆等作物面积、产量分别增长1%、2%。", id="names after 等"),
        pytest.param("甲县、乙县的产值、税收分别为1亿元、2亿元、3亿元、4亿元。", id="places times names"),
        pytest.param("产值增长5%、税收、利润分别增长6%、7%。", id="names after a statement of its own"),
        pytest.param(
            "“甲、乙、丙”工程和绿地（含公园、广场）分别完成3项、4项。", id="a list within a name does not count"
        ),
        pytest.param("甲业、乙业产值分别达到3亿元、4亿元，分别增长1%、2%。", id="a second list of the same names"),
        pytest.param("甲业、乙业、丙业贡献分别为0.25、-3.6、1.1个百分点。", id="a value below nothing"),
        pytest.param("牛羊出栏分别增长5%、2%。", id="two names in one word"),
        pytest.param("四、城镇收入、农村收入分别增长5%、2%。", id="the number of an item is no name"),
        pytest.param("一、二、三产业增加值分别增长5%、2%、3%。", id="numerals that are names"),
        pytest.param("一二三产业增加值分别增长3%、6%、5%。", id="three industries in one word"),
        pytest.param("补贴分别从每月110元、150元涨到120元、160元。", id="from and to"),
        pytest.param("单产、总产分别提高15、22公斤。", id="a unit said once"),
        pytest.param("2021—2024年，企业数量分别达10家、20家、30家、40家。", id="as many as years"),
        pytest.param("2022年、2023年覆盖率分别不低于50%、80%。", id="years listed one by one"),
        pytest.param("2021—2025年，牛羊出栏分别增长5%、2%。", id="two names in one word over five years"),
        pytest.param(
            "2023年、2024年，经济增长，生产、消费、投资，分别增长5%、6%、7%。", id="a list far from the years"
        ),
        pytest.param("2023年、2024年，分别整治耕地5万亩。", id="the same amount each year"),
        pytest.param("各县建设1个中心，分别设置100—150个床位。", id="the same amount each"),
        pytest.param("2个项目分别在甲县、乙县开工。", id="no values at all"),
        pytest.param("甲厂、乙厂分别于2023年、2024年和2025年建成。", id="dates are no values"),
        pytest.param("甲县、乙县分别建成水库3座、电站5座、泵站2座。", id="names stand with the values"),
        pytest.param("面积和人口分别达到“双十”“双二十”“双三十”。", id="values in quotes"),
    ],
)
def test_a_list_that_may_be_right_is_left_alone(sentence: str) -> None:
    assert severity(sentence) is None


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("事故起数和死亡人数分别下降6%。", "warning", id="a share that two names cannot have in common"),
        pytest.param("城镇收入、农村收入年均分别增长8%。", "info", id="a mean growth that both have"),
        pytest.param("养老、医疗参保率分别稳定在95%以上。", "info", id="a bound may hold for both"),
        pytest.param("甲景区、乙景区分别创建4A级景区。", "info", id="a rank may be reached by both"),
        pytest.param("培育企业51家、工厂306家，总量分别达256家。", "info", id="names in the clause before"),
        pytest.param("2022年、2023年覆盖率分别达到50%。", "info", id="a share for two years"),
    ],
)
def test_a_single_value_is_judged_by_whether_all_names_can_share_it(sentence: str, expected: str) -> None:
    assert severity(sentence) == expected


def test_the_message_counts_names_and_values() -> None:
    found = findings("自来水普及率、燃气普及率分别达到80%、90%、70%。").row(0, named=True)
    assert found["message"] == "“分别”之前有2个名称，之后应有同样多的数值，此处是3个：80%、90%、70%。"
    assert found["message_en"].startswith("Before 分别 stand 2 names, and as many")
    assert (found["expected"], found["observed"]) == ("2", "3")


def test_names_and_values_are_quoted_where_they_stand() -> None:
    sentence = "甲业、乙业产值分别增长3%、4%、5%。"
    found = findings(sentence).row(0, named=True)
    assert found["quotes"] == ["甲业、乙业产值", "3%", "4%", "5%"]
    for quote, span in zip(found["quotes"], found["char_spans"], strict=True):
        assert sentence[span["start"] - 100 : span["end"] - 100] == quote


def test_every_list_of_a_sentence_is_checked() -> None:
    assert findings("甲、乙分别增长3%、4%、5%，丙、丁分别增长1%、2%、3%。").height == 2


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("一三产业比重分别提高1.7、2.2个百分点。", None, id="a numeral for each industry"),
        pytest.param("一三产业比重分别提高1.7、2.2、3.1个百分点。", "warning", id="more than the industries named"),
        pytest.param(
            "其中，甲路5公里，乙路3公里，丙路2公里，占比分别为50%、30%、20%。", None, id="a value for each clause"
        ),
        pytest.param(
            "其中，甲路5公里，乙路3公里，丙路2公里，占比分别为50%、30%。", "info", id="a clause without a value"
        ),
        pytest.param("甲路5公里，乙路3公里，丙路2公里，占比分别为50%、30%。", None, id="a total may be among them"),
    ],
)
def test_values_belong_to_the_clauses_before_them(sentence: str, expected: str | None) -> None:
    assert severity(sentence) == expected
