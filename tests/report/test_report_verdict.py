"""A run in one sentence, in Chinese and in English."""

from collections.abc import Callable

from flows.report.verdict import verdict
from flows.run import RunSummary

Run = Callable[..., RunSummary]

THREE = [{"status": "new"}, {"status": "unchanged"}, {"status": "quarantined"}]


def test_a_release_says_what_came_in_and_what_was_found(run: Run) -> None:
    said = verdict(run(sources=THREE, rows={"observations": 1200}, findings={"error": 1, "info": 2}))
    assert said.zh == (
        "新版本已发布：收到3个来源，新读入1份报告，未变1份，隔离1个，指标数据现有1,200条，"
        "读入的报告里有疑点3处（错误1、提示2）。"
    )
    assert said.en == (
        "A new release is out: 3 sources came in, 1 read for the first time, 1 unchanged, 1 set aside, "
        "1,200 observations now, 3 findings in what was read (1 error, 2 notes)."
    )


def test_against_an_earlier_release_the_difference_is_given(run: Run) -> None:
    said = verdict(run(sources=THREE, rows={"observations": 1200}, rows_before={"observations": 1300}))
    assert "指标数据现有1,200条（−100）" in said.zh
    assert "1,200 observations now (−100)" in said.en


def test_nothing_found_is_said(run: Run) -> None:
    assert verdict(run(sources=THREE)).zh.endswith("读入的报告里没有疑点。")


def test_nothing_new_is_said_first(run: Run) -> None:
    said = verdict(run(outcome="unchanged", sources=[{"status": "unchanged"}] * 2))
    assert said.zh == "没有新内容：收到2个来源，2个在现行版本中已有，数据没有变动。"
    assert said.en.startswith("Nothing new: 2 sources came in")


def test_no_source_at_all_is_nothing_new(run: Run) -> None:
    assert verdict(run(outcome="unchanged")).en == "Nothing new: no source came in, no data changed."


def test_a_failed_gate_says_that_the_last_release_stays(run: Run) -> None:
    said = verdict(run(outcome="gate_failed", gate_failures=("少了一半",), sources=THREE, rows_before={"documents": 9}))
    assert said.zh.startswith("数据没有发布，1项发布检查未通过，上一版本继续有效：收到3个来源")
    assert said.en.startswith("Not published, 1 check failed, the last release stays current: 3 sources came in")


def test_a_failed_gate_before_the_first_release_leaves_none(run: Run) -> None:
    said = verdict(run(outcome="gate_failed", gate_failures=("没有句子",), sources=THREE, rows_before={"documents": 0}))
    assert "目前还没有任何版本" in said.zh
