"""Every character has one form."""

import polars as pl
import pytest

from flows.parse.characters import plain, tidy


def form(text: str) -> str:
    return tidy(plain(pl.Series("text", [text])))[0]


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("增长５．６％", "增长5.6%"),
        ("ＧＤＰ增长", "GDP增长"),
        ("水质保持Ⅱ类", "水质保持II类"),
        ("绿地3000㎡", "绿地3000m2"),
        ("下降1.2‰，室温20℃，3×5", "下降1.2‰，室温20℃，3×5"),
        ("①稳就业", "①稳就业"),
        ("\ufeff甲市\u200b报告", "甲市报告"),
        ("增\x01长5\x03.6\x1f%\x9b", "增长5.6%"),
        ("\u202e增长5.6%\u2069", "增长5.6%"),
    ],
    ids=[
        "digits",
        "letters",
        "roman",
        "unit",
        "marks that stay",
        "circled number",
        "invisible characters",
        "control characters",
        "directions of writing",
    ],
)
def test_digits_letters_and_units_are_half_width(written: str, normal: str) -> None:
    assert form(written) == normal


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("完成投资,增长5%;其中:技改(不含农户)增长3%", "完成投资，增长5%；其中：技改（不含农户）增长3%"),
        ("收入比为2.29:1", "收入比为2.29:1"),
        ("收入比为2.29：1", "收入比为2.29:1"),
        ("负责人∶张三，总产值之比为1.68∶1", "负责人：张三，总产值之比为1.68∶1"),
        ("上午9:30开会", "上午9:30开会"),
        ("专栏5:2025年重点项目", "专栏5：2025年重点项目"),
        ("好不好?好!", "好不好？好！"),
        ("增长5.7%.", "增长5.7%。"),
        ("“四上”企业和‘信易贷’", "“四上”企业和‘信易贷’"),
    ],
    ids=["sentence", "ratio", "wide ratio", "ratio sign", "time", "label", "question", "late stop", "quotes"],
)
def test_punctuation_of_sentences_is_full_width(written: str, normal: str) -> None:
    assert form(written) == normal


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("产值12,345亿元", "产值12345亿元"),
        ("人口1,234,567人", "人口1234567人"),
        ("分别增长8.4%,8%", "分别增长8.4%，8%"),
        ("2021,2022年", "2021，2022年"),
        ("0.5,120家", "0.5，120家"),
        ("1,200|1,290", "1200|1290"),
    ],
    ids=["thousands", "millions", "two percentages", "two years", "behind a decimal", "neighbours"],
)
def test_a_comma_inside_a_number_is_dropped(written: str, normal: str) -> None:
    assert form(written) == normal


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("2021-2025年", "2021—2025年"),
        ("2021~2025年", "2021—2025年"),
        ("2021——2025年", "2021—2025年"),
        ("建设1－2件", "建设1—2件"),
        ("增长4.5%-5%左右", "增长4.5%—5%左右"),
        ("5月-7月", "5月—7月"),
        ("达州—北川", "达州—北川"),
        ("成文日期2025-01-23", "成文日期2025-01-23"),
        ("索引号123456789X/2025-00004", "索引号123456789X/2025-00004"),
        ("通过AEC-Q102认证", "通过AEC-Q102认证"),
        ("实现“7·11”目标", "实现“7·11”目标"),
    ],
    ids=["years", "wave", "long", "wide hyphen", "percent", "months", "places", "date", "index", "standard", "day"],
)
def test_ranges_have_one_dash_and_dates_stay(written: str, normal: str) -> None:
    assert form(written) == normal


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("完 成 投 资 454.5 亿 元", "完成投资454.5亿元"),
        ("责任领导：李  四", "责任领导：李四"),
        ("通    知", "通知"),
        ("推广 eVTOL 飞行器", "推广eVTOL飞行器"),
        ("Digital China Summit 举办", "Digital China Summit举办"),
        ("PM 2.5浓度", "PM2.5浓度"),
        ("表1  2024年主要目标", "表1 2024年主要目标"),
        ("## 二、 2025年目标", "## 二、2025年目标"),
        ("- 增长5%", "增长5%"),
        ("甲市\u3000张三", "甲市张三"),
    ],
    ids=[
        "spaced print",
        "name",
        "title",
        "word",
        "English",
        "letter and number",
        "table",
        "markdown",
        "bullet",
        "wide space",
    ],
)
def test_only_spaces_between_words_and_numbers_stay(written: str, normal: str) -> None:
    assert form(written) == normal


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("重点产业[1]增长", "重点产业增长"),
        ("重点产业［12］增长", "重点产业增长"),
        ("示府办函〔2021〕156号", "示府办函〔2021〕156号"),
        ("PM<sub>2.5</sub>浓度", "PM2.5浓度"),
        ("<p class='a'>增长</p>", "增长"),
        ("PM_2.5浓度", "PM2.5浓度"),
        ("$PM_{2.5}$浓度", "PM2.5浓度"),
        ("[image: image1.png]示例", "示例"),
        ("**一、目标**", "一、目标"),
        ("空气质量（天）*", "空气质量（天）*"),
        ("见[全文](https://example.org/a)", "见全文"),
        ("A&amp;B&nbsp;公司", "A&B公司"),
    ],
    ids=[
        "footnote",
        "wide footnote",
        "document number",
        "sub",
        "paragraph",
        "underscore",
        "formula",
        "image",
        "bold",
        "star of a binding target",
        "link",
        "entities",
    ],
)
def test_marks_of_markup_and_footnotes_are_removed(written: str, normal: str) -> None:
    assert form(written) == normal


def test_a_space_for_thousands_goes_and_every_colon_of_a_proportion_stays() -> None:
    assert form("完成30 315万元，出栏1 402 000头") == "完成30315万元，出栏1402000头"
    assert form("结构调整为3︰4︰3") == "结构调整为3:4:3"


def test_spaced_thousands_before_a_space_are_one_number() -> None:
    assert tidy(pl.Series(["纺织厂15 000 锭项目"]))[0] == "纺织厂15000锭项目"


def test_a_number_that_the_print_broke_is_one() -> None:
    assert form("农民人均纯收入18 51元，人均耕地0.1 0公顷") == "农民人均纯收入1851元，人均耕地0.10公顷"
    assert form("见表1 2024年数据，甲线 5 条 8 座") == form("见表1 2024年数据，甲线 5 条 8 座")


def test_the_number_of_a_table_and_one_behind_it_are_two() -> None:
    assert form("见表3 12家企业，完成投资18 51元") == "见表3 12家企业，完成投资1851元"
