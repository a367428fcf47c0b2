"""Parts make their total, within what rounding allows."""

import polars as pl
import pytest

from expectations.rules.sums import partition, structure, total


def tables(*sentences: str) -> dict[str, pl.DataFrame]:
    """The sentences of one paragraph, one behind the other."""
    starts = [sum(len(s) for s in sentences[:i]) for i in range(len(sentences))]
    rows = {
        "doc_id": ["d"] * len(sentences), "text": sentences, "paragraph": [0] * len(sentences), "char_start": starts,
        "char_end": [at + len(s) for at, s in zip(starts, sentences, strict=True)],
    }  # fmt: skip
    return {"sentences": pl.DataFrame(rows)}


@pytest.mark.parametrize(
    ("sentence", "holds"),
    [
        pytest.param("三次产业结构为6.7:38.2:55.1。", True, id="it makes 100"),
        pytest.param("三次产业结构调整为6.7:38.2:55.2。", True, id="rounding"),
        pytest.param("三次产业结构为7:38:56。", True, id="rounding to whole numbers"),
        pytest.param("三次产业结构为6.7:38.2:65.1。", False, id="it makes 110"),
        pytest.param("三次产业比例由2015年的16.7:38.2:45.1调整为2020年的11:38:51。", True, id="two with their years"),
        pytest.param(
            "三次产业比例由2015年的16.7:38.2:55.1调整为11:38:51。", False, id="the first of two, with its year"
        ),
        pytest.param("三次产业结构由16.7:38.2:45.1调整为11:48:51。", False, id="the second of two"),
        pytest.param("产业结构由16.7∶38.2∶45.1，演进为11︰48：51。", False, id="other colons"),
        pytest.param(
            "第一产业、第二产业和第三产业占生产总值的比重分别为6.7%、38.2%、55.1%。", True, id="shares of industries"
        ),
        pytest.param("一、二、三产业增加值占比分别为6.7%、38.2%和65.1%。", False, id="shares of industries, too much"),
        pytest.param("一、二、三产业占比分别提高16.7%、38.2%和35.1%。", True, id="changes of shares"),
        pytest.param("男女老少比例为1:2:7:5。", True, id="not a structure of 100"),
        pytest.param("会议于10:30:45开始。", True, id="a time"),
    ],
)
def test_a_structure_makes_one_hundred(sentence: str, holds: bool) -> None:
    assert structure(tables(sentence)).is_empty() == holds


def test_the_arithmetic_of_a_structure_is_written_out() -> None:
    row = structure(tables("三次产业结构为6.7:38.2:65.1。")).row(0, named=True)
    assert "6.7 + 38.2 + 65.1 = 110.0" in row["message"]
    assert row["quotes"] == ["6.7:38.2:65.1"]


@pytest.mark.parametrize(
    ("sentence", "severity"),
    [
        pytest.param("共计31项，包含7项约束性指标、24项预期指标。", None, id="they make it"),
        pytest.param("共计41项，包含7项约束性指标、24项预期指标。", "warning", id="they do not"),
        pytest.param("共设指标37项，其中约束性指标8项、预期性指标20项。", "info", id="其中 may leave some out"),
        pytest.param("共计41项，包含7项约束性指标、24项预期指标等。", None, id="等 leaves some out"),
        pytest.param("共计41项，包含约束性指标7项。", None, id="a single part"),
        pytest.param("共计41项，包含约束性指标7项、若干新指标、预期指标24项。", None, id="a part without a number"),
        pytest.param("共投入5亿元，包含项目7项、工程24项。", None, id="another unit"),
        pytest.param(
            "重点工程共30项，其中：建设类27项（省级6项、市级21项），前期类3项。", None, id="a list with asides"
        ),
        pytest.param(
            "重点工程共30项，其中：建设类27项（省级6项、市级21项），前期类5项。",
            "info",
            id="a list with asides, too many",
        ),
        pytest.param(
            "提出21个主要指标，包括13个预期性指标、8个约束性指标。", None, id="a list that nothing calls whole"
        ),
        pytest.param("提出21个主要指标，包括13个预期性指标、9个约束性指标。", "info", id="too many of a plain list"),
        pytest.param("开工29项（省级7项、市级5项、县级17项）。", None, id="in brackets"),
        pytest.param("开工29项（省级7项、市级5项、县级27项）。", "info", id="in brackets, too many"),
    ],
)
def test_a_total_is_made_by_all_its_parts(sentence: str, severity: str | None) -> None:
    assert total(tables(sentence))["severity"].to_list() == ([severity] if severity else [])


HEAD = "60个重点项目完成投资100.5亿元，占计划的95%"
PARTS = ("；20个续建项目完成投资60.2亿元", "；30个新建项目完成投资30.1亿元", "；10个前期项目完成投资10.2亿元。")


def test_parts_that_make_both_totals_are_left_alone() -> None:
    assert partition(tables(HEAD + "".join(PARTS))).is_empty()


def test_a_count_that_is_wrong_shows_where_the_money_adds_up() -> None:
    row = partition(tables(HEAD.replace("60个", "69个") + "".join(PARTS))).row(0, named=True)
    assert row["quotes"] == ["69个", "20个", "30个", "10个"]
    assert "20 + 30 + 10 = 60 ≠ 69" in row["message"]


def test_an_amount_that_is_wrong_shows_where_the_count_adds_up() -> None:
    row = partition(tables(HEAD.replace("100.5", "130.5") + "".join(PARTS))).row(0, named=True)
    assert row["observed"] == "130.5"


def test_rounded_amounts_may_miss_by_half_a_digit_each() -> None:
    assert partition(tables(HEAD.replace("100.5", "100.6") + "".join(PARTS))).is_empty()


def test_parts_may_stand_in_the_next_sentence() -> None:
    sentences = (
        "安排重点项目69个，投资100.5亿元。",
        "其中，续建项目20个，投资60.2亿元；新建项目30个，投资30.1亿元；前期项目10个，投资10.2亿元。",
    )
    row = partition(tables(*sentences)).row(0, named=True)
    text = "".join(sentences)
    assert row["quotes"] == ["69个", "20个", "30个", "10个"]
    assert [text[span["start"] : span["end"]] for span in row["char_spans"]] == row["quotes"]


def test_parts_may_be_sorted_by_stages_in_the_next_sentence() -> None:
    sentences = (
        "50个项目完成投资79.5亿元，为计划的44%；完成投资同比增加5.6亿元。",
        "按阶段划分，其中15个投产项目完成投资44.0亿元；25个续建项目完成投资30.5亿元；10个新建项目完成投资15.0亿元。",
    )
    assert partition(tables(*sentences))["observed"].to_list() == ["79.5"]


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("3个园区完成投资100亿元；甲园5个项目60亿元；乙园6个项目40亿元。", id="other things are counted"),
        pytest.param(
            "60个项目完成投资100亿元；20个续建项目10亿元；30个新建项目20亿元。", id="neither adds up: parts are missing"
        ),
        pytest.param(HEAD + PARTS[0] + "；加强项目监管" + PARTS[2], id="a clause without numbers"),
    ],
)
def test_parts_that_may_be_incomplete_are_left_alone(sentence: str) -> None:
    assert partition(tables(sentence)).is_empty()
