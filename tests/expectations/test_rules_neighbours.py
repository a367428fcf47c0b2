"""Names, or a second list, in the clause beside a list with 分别 are as many as its values."""

import polars as pl
import pytest

from expectations.rules.neighbours import beside


def findings(sentence: str) -> pl.DataFrame:
    return beside({"sentences": pl.DataFrame({"doc_id": ["d"], "text": [sentence], "char_start": [100]})})


@pytest.mark.parametrize(
    "sentence",
    [
        "甲业、乙业、丙业产值分别达到86亿元、54亿元、31亿元，同比增长15%、22%。",
        "甲业、乙业、丙业产值分别达到86亿元、54亿元、31亿元，增速分别为15%、22%。",
        "发展茶叶、核桃、药材三大产业，到2030年面积分别达到30万亩、50万亩。",
        "东镇、西镇、南镇各建污水处理厂一座，日处理能力分别为500吨、800吨。",
        "进口总额8亿元，出口总额28亿元，分别增长12.6%。",
        "甲业、乙业产值分别为8亿元、13亿元，同比增长1.4%。",
    ],
    ids=[
        "second list",
        "second measure",
        "counted names",
        "names with 各",
        "one value for two clauses",
        "one value behind two",
    ],
)
def test_a_list_with_fewer_values_than_the_clause_beside_it_is_found(sentence: str) -> None:
    assert findings(sentence).height == 1


def test_a_value_alone_is_worth_a_look_wherever_its_names_stand() -> None:
    found = findings("同比分别增长5.2%。")
    assert found.select("severity", "observed").row(0) == ("info", "1")
    assert findings("各镇分别新建学校1所。").is_empty()


@pytest.mark.parametrize(
    "sentence",
    [
        "甲业、乙业、丙业产值分别达到86亿元、54亿元、31亿元，同比增长15%、22%、19%。",
        "甲业、乙业产值分别达到86亿元、54亿元，第三产业增加值、税收增长15%、22%、19%。",
        "发展茶叶、核桃、药材三大产业，产值、税收分别达到30亿元、5亿元。",
        "新增大型企业8家、中型企业46家，累计分别达到21家、153家。",
        "进口总额8亿元，出口总额28亿元，分别增长10%以上。",
        "进口总额8亿元，出口总额28亿元，分别增长12.6%和9%。",
    ],
    ids=[
        "as many",
        "names of its own behind",
        "names of its own",
        "a count of other things",
        "a bound for both",
        "two for two",
    ],
)
def test_what_agrees_or_is_of_other_names_is_not(sentence: str) -> None:
    assert findings(sentence).is_empty()
