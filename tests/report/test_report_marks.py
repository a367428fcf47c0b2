"""In the evidence of a finding exactly the quoted numbers are marked, wherever else the same characters stand."""

from hypothesis import given
from hypothesis import strategies as st

from flows.report.findings import quotes_of
from flows.report.marks import Marked, Quote, Sentence, mark


def shown(marked: Marked) -> str:
    """The evidence with the marked runs in brackets."""
    return "\n".join("".join(f"[{run.text}]" if run.marked else run.text for run in line) for line in marked.lines)


def test_every_quote_is_marked() -> None:
    quotes = [Quote("20家", 102), Quote("5%", 110)]
    assert shown(mark("企业达20家，比重占5%。", [*quotes])) == "企业达[20家]，比重占[5%]。"


def test_of_two_equal_numbers_the_one_at_the_quotes_position_is_marked() -> None:
    sentence = Sentence("甲增长5%，乙增长5%。", 100)
    assert shown(mark(sentence.text, [Quote("5%", 109)], [sentence])) == "甲增长5%，乙增长[5%]。"


def test_quotes_place_each_other_where_no_sentence_is_known() -> None:
    quotes = [Quote("乙", 106), Quote("5%", 109)]
    assert shown(mark("甲增长5%，乙增长5%。", quotes)) == "甲增长5%，[乙]增长[5%]。"


def test_a_quote_that_stands_twice_is_marked_twice() -> None:
    quotes = [Quote("5%", 103), Quote("5%", 109)]
    assert shown(mark("甲增长5%，乙增长5%。", quotes)) == "甲增长[5%]，乙增长[5%]。"


def test_lines_of_different_places_are_marked_each_by_its_own_position() -> None:
    evidence = "覆盖率46%，优良率46%。\n覆盖率达46.3%。"
    sentences = [Sentence("覆盖率46%，优良率46%。", 20), Sentence("覆盖率达46.3%。", 900)]
    quotes = [Quote("46%", 30), Quote("46.3%", 904)]
    assert shown(mark(evidence, quotes, sentences)) == "覆盖率46%，优良率[46%]。\n覆盖率达[46.3%]。"


def test_a_cell_places_the_row_that_it_stands_in() -> None:
    cell = Sentence("固定资产投资", 40)
    row = "| 8 | 固定资产投资 | 8 |"
    assert shown(mark(row, [Quote("8", 49)], [cell])) == "| 8 | 固定资产投资 | [8] |"


def test_overlapping_quotes_are_one_mark() -> None:
    quotes = [Quote("完成投资20亿元", 100), Quote("20亿元、增长5%", 104)]
    assert shown(mark("完成投资20亿元、增长5%。", quotes)) == "[完成投资20亿元、增长5%]。"


def test_without_positions_the_first_place_is_taken_that_cuts_no_number() -> None:
    assert shown(mark("占15%，增长5%。", [Quote("5%", None)])) == "占15%，增长[5%]。"


def test_a_position_that_fits_nothing_gives_way_to_the_words() -> None:
    sentence = Sentence("增长5%。", 100)
    assert shown(mark(sentence.text, [Quote("5%", 7)], [sentence])) == "增长[5%]。"


def test_a_quote_that_the_evidence_lacks_is_named() -> None:
    marked = mark("增长5%。", [Quote("6%", 102)])
    assert (shown(marked), marked.missing) == ("增长5%。", ("6%",))


def test_no_quotes_no_marks() -> None:
    assert shown(mark("示例市.txt", [])) == "示例市.txt"


def test_what_another_report_says_is_marked_in_its_own_sentence() -> None:
    evidence = "增长5%，目标5.5%。\n上年报告：增长5.5%。"
    quotes = [Quote("5%", 2), Quote("5.5%", None, of_another=True)]
    assert (
        shown(mark(evidence, quotes, [Sentence("增长5%，目标5.5%。", 0)]))
        == "增长[5%]，目标5.5%。\n上年报告：增长[5.5%]。"
    )


def test_a_finding_between_reports_marks_what_the_others_say() -> None:
    row = {"quotes": ["9亿元"], "char_spans": [{"start": 2, "end": 5}], "expected": "3亿元 + 5亿元", "area": "510000"}
    said = row | {"evidence": "五年9亿元。\n一年3亿元。\n一年5亿元。"}
    assert shown(mark(said["evidence"], quotes_of(said))) == "五年[9亿元]。\n一年[3亿元]。\n一年[5亿元]。"
    assert [quote.text for quote in quotes_of(said | {"area": None})] == ["9亿元"]


@given(st.text("甲5%\n.1"), st.lists(st.tuples(st.text("5%甲1", max_size=3), st.integers(0, 12) | st.none())))
def test_marking_never_changes_the_text(evidence: str, quotes: list[tuple[str, int | None]]) -> None:
    marked = mark(evidence, [Quote(*quote) for quote in quotes])
    assert "\n".join("".join(run.text for run in line) for line in marked.lines) == evidence


@given(st.text("甲5%1"), st.integers(0, 8), st.integers(1, 4))
def test_words_of_the_evidence_are_always_marked(evidence: str, start: int, length: int) -> None:
    quote = evidence[start : start + length]
    marked = mark(evidence, [Quote(quote, None)])
    assert not marked.missing
    assert bool(quote) == any(run.marked for line in marked.lines for run in line)
