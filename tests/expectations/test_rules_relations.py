"""Relations hold or not, tell which value of a number would mend them, and together which number is likely wrong."""

import pytest

from expectations.rules.relations import ChangeOf, Checked, Relation, ShareOf, SumOf, Term, likely_wrong, term
from expectations.rules.rounding import printed
from expectations.rules.rule import Hit, Quote


def number(text: str, at: int, unit: str = "亿元") -> Term:
    return term(printed(text, unit), Quote(text, at, at + len(text)))


def share(text: str, at: int) -> Term:
    return number(text, at, "%")


@pytest.mark.parametrize(
    ("relation", "holds"),
    [
        pytest.param(SumOf("d", number("10.0", 0), (number("4.0", 9), number("6.0", 19))), True, id="a sum"),
        pytest.param(
            SumOf("d", number("10.1", 0), (number("4.0", 9), number("6.0", 19))), True, id="rounding of a sum"
        ),
        pytest.param(SumOf("d", number("10.5", 0), (number("4.0", 9), number("6.0", 19))), False, id="another sum"),
        pytest.param(ShareOf("d", number("4.0", 0), number("10.0", 9), share("40", 19)), True, id="a share"),
        pytest.param(ShareOf("d", number("4.0", 0), number("10.0", 9), share("45", 19)), False, id="another share"),
        pytest.param(ChangeOf("d", number("10.5", 0), number("0.5", 9), share("5", 19), False), True, id="a rise"),
        pytest.param(ChangeOf("d", number("9.5", 0), number("0.5", 9), share("5", 19), True), True, id="a fall"),
        pytest.param(
            ChangeOf("d", number("9.5", 0), number("0.5", 9), share("9.0", 19), True), False, id="another fall"
        ),
    ],
)
def test_a_relation_holds_within_rounding(relation: Relation, holds: bool) -> None:
    assert relation.holds == holds


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize(
    "relation",
    [
        SumOf("d", number("10", 0), (number("4", 9), number("9", 19))),
        ShareOf("d", number("4", 0), number("10", 9), share("70", 19)),
        ChangeOf("d", number("105", 0), number("5", 9), share("9", 19), False),
        ChangeOf("d", number("95", 0), number("5", 9), share("9", 19), True),
    ],
    ids=["sum", "share", "rise", "fall"],
)
def test_a_mended_number_makes_the_relation_hold(relation: Relation, place: int) -> None:
    one = relation.terms[place]
    value = relation.mended(one)
    assert value
    middle = (value.low + value.high) / 2
    exact = Term(type(value)(middle, middle), one.quote)
    terms = [exact if other == one else other for other in relation.terms]
    mended: Relation
    if isinstance(relation, SumOf):
        mended = SumOf("d", terms[0], tuple(terms[1:]))
    elif isinstance(relation, ShareOf):
        mended = ShareOf("d", terms[0], terms[1], terms[2])
    else:
        mended = ChangeOf("d", terms[0], terms[1], terms[2], relation.falls)
    assert not relation.holds
    assert mended.holds


WRONG = number("13.5", 0)  # 10.5
BUDGET = ShareOf("d", WRONG, number("21.0", 10), share("50.0", 20))
RISE = ChangeOf("d", WRONG, number("0.5", 30), share("5.0", 40), falls=False)
PARTS = SumOf("d", WRONG, (number("4.5", 50), number("6.0", 60)))


def suspects(*relations: Relation) -> list[tuple[str, int]]:
    """The numbers that are likely wrong, and how many relations each would mend."""
    checked = [Checked(r, None if r.holds else Hit("d", "warning", f"{i}", "", "")) for i, r in enumerate(relations)]
    return [(quote.text, len(hits)) for quote, hits in likely_wrong(checked)]


def test_the_number_whose_change_mends_all_is_likely_wrong() -> None:
    assert suspects(BUDGET, RISE, PARTS) == [("13.5", 3)]


def test_a_number_may_be_quoted_with_more_or_less_of_its_unit() -> None:
    bare = Term(WRONG.interval, Quote("13", 0, 2))
    assert suspects(BUDGET, SumOf("d", bare, PARTS.parts)) == [("13.5", 2)]


def test_one_broken_relation_tells_nothing() -> None:
    assert suspects(BUDGET) == []


def test_a_number_of_a_sound_relation_is_likely_right() -> None:
    assert suspects(BUDGET, RISE, SumOf("d", WRONG, (number("7.5", 70), number("6.0", 80)))) == []


def test_no_number_is_wrong_where_no_value_mends_all() -> None:
    assert suspects(BUDGET, SumOf("d", WRONG, (number("1.5", 50), number("6.0", 60)))) == []


def test_of_two_numbers_that_would_mend_the_same_neither_is_told() -> None:
    both = number("4.5", 50)
    assert suspects(*(SumOf("d", WRONG, (both, number("6.0", at))) for at in (60, 70))) == []
