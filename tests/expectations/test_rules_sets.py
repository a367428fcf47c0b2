"""A set that goes on is as large as it was."""

import polars as pl
import pytest

from expectations.rules.sets import carried_on, same_set


def found(*sentences: str) -> pl.DataFrame:
    starts = [sum(len(s) for s in sentences[:i]) for i in range(len(sentences))]
    return carried_on(
        {"sentences": pl.DataFrame({"doc_id": ["d"] * len(sentences), "text": sentences, "char_start": starts})}
    )


def test_a_set_that_goes_on_with_another_number_is_worth_an_info() -> None:
    row = found("8个甲乙两地共建重大项目进展顺利。", "继续推进15个甲乙两地共建重大项目。").row(0, named=True)
    assert (row["severity"], row["quotes"]) == ("info", ["8个", "15个"])


@pytest.mark.parametrize(
    "sentences",
    [
        pytest.param(("8个甲乙两地共建重大项目进展顺利。", "继续推进8个甲乙两地共建重大项目。"), id="the same number"),
        pytest.param(("8个甲乙两地共建重大项目进展顺利。", "新推进15个甲乙两地共建重大项目。"), id="new ones"),
        pytest.param(("8个甲乙两地共建重大项目进展顺利。", "继续推进15个丙丁两地共建重大项目。"), id="other ones"),
        pytest.param(("8个重大项目进展顺利。", "继续推进15个重大项目。"), id="a name of anything"),
    ],
)
def test_sets_that_may_differ_are_left_alone(sentences: tuple[str, ...]) -> None:
    assert found(*sentences).is_empty()


@pytest.mark.parametrize(
    ("sentences", "severities"),
    [
        pytest.param(("启动6大科技创新工程。", "实施6大科技创新工程。"), [], id="the same number"),
        pytest.param(("启动6大科技创新工程。", "实施9大科技创新工程。"), ["info"], id="another number"),
        pytest.param(("启动六大科技创新工程。", "实施6大科技创新工程。"), [], id="in words"),
        pytest.param(("发展全省八大产业。", "做强三大产业。"), [], id="a name of anything"),
    ],
)
def test_a_set_that_goes_by_its_number_keeps_it(sentences: tuple[str, ...], severities: list[str]) -> None:
    starts = [sum(len(s) for s in sentences[:i]) for i in range(len(sentences))]
    rows = pl.DataFrame({"doc_id": ["d"] * len(sentences), "text": sentences, "char_start": starts})
    assert same_set({"sentences": rows})["severity"].to_list() == severities
