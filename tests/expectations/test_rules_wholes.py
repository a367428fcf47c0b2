"""Parts with shares give one whole, and a whole that is named before is it."""

import polars as pl
import pytest

from expectations.rules.wholes import common_whole, named_whole


def sentences(text: str) -> dict[str, pl.DataFrame]:
    """The sentences of one paragraph."""
    parts = [part + "。" for part in text.split("。") if part]
    starts = [sum(len(p) for p in parts[:i]) for i in range(len(parts))]
    rows = {"doc_id": ["d"] * len(parts), "paragraph": [0] * len(parts), "text": parts, "char_start": starts}
    return {"sentences": pl.DataFrame(rows)}


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        pytest.param("甲类30件，占60%；乙类20件，占40%。", None, id="one whole"),
        pytest.param("男性5123人，占51.2%；女性4877人，占48.8%。", None, id="rounding"),
        pytest.param("甲类22件，占总数的44%；乙类68件，占总数的74%。", "warning", id="two wholes of one name"),
        pytest.param("工业投资30亿元，占40%；民间投资20亿元，占30%。", "info", id="two wholes that nothing names"),
        pytest.param("甲类30件，占60%；乙类10件，占20%；丙类10件，占30%。", "warning", id="one odd among three"),
        pytest.param("粮食30亿斤，占全国的3%；棉花20亿斤，占全国的90%。", None, id="shares of a nation's crops"),
        pytest.param("甲类完成30亿元，占计划的60%；乙类20亿元，占计划的90%。", None, id="completions"),
    ],
)
def test_parts_with_shares_give_one_whole(text: str, severity: str | None) -> None:
    assert common_whole(sentences(text))["severity"].to_list() == ([severity] if severity else [])


def test_the_odd_part_is_quoted_first() -> None:
    row = common_whole(sentences("甲类30件，占60%；乙类10件，占20%；丙类10件，占30%。")).row(0, named=True)
    assert row["quotes"][:2] == ["10件", "30%"]
    assert "10件 ÷ 30% = 33.333件，30件 ÷ 60% = 50件" in row["message"]


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        pytest.param("共收到提案50件。已办复30件，占提案总数的60%。", None, id="they fit"),
        pytest.param("共收到提案51件。已办复30件，占提案总数的58.8%。", None, id="rounding"),
        pytest.param("共收到提案50件。已办复30件，占提案总数的70%。", "warning", id="another share"),
        pytest.param("共收到提案50件。已办复30件，占全国的70%。", None, id="of another whole"),
        pytest.param("工业产值50亿元。新兴产业产值30亿元，同比增长5%，占全部产值的60%。", None, id="behind a growth"),
        pytest.param(
            "工业产值50亿元。新兴产业产值30亿元，同比增长5%，占全部产值的70%。",
            "warning",
            id="behind a growth, another",
        ),
        pytest.param("民生支出80万元，预算支出100万元，教育支出60万元，占到预算支出的60%。", None, id="占到"),
        pytest.param("代表50人，发言的有30人，占总人数的60%。", None, id="of all"),
        pytest.param("代表50人，发言的有30人，占总人数的70%。", "info", id="of all, another share"),
        pytest.param("财政收入100亿元，税收收入60亿元，税收收入占财政收入75%。", "info", id="both are named, in short"),
        pytest.param("财政收入100亿元，税收收入60亿元，税收占财政收入的比重为60%。", None, id="both are named"),
        pytest.param(
            "财政收入100亿元，税收收入60亿元，税收占财政收入的比重为75%。", "info", id="both are named, another share"
        ),
    ],
)
def test_a_named_whole_makes_the_share(text: str, severity: str | None) -> None:
    assert named_whole(sentences(text))["severity"].to_list() == ([severity] if severity else [])


def test_the_total_of_a_place_is_of_the_same_thing_as_the_part() -> None:
    told = "园区注册外资2.8亿美元，占全市总量的70%，到位外资1.2亿美元，占全市总量的80%。"
    assert common_whole(sentences(told)).is_empty()


def test_a_whole_whose_name_only_ends_like_the_named_one_is_another() -> None:
    told = "全省网上零售额223亿元。其中，实物网上零售额181亿元，占社会消费品零售总额的比重为12.3%。"
    assert named_whole(sentences(told)).is_empty()
