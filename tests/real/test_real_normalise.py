"""How the eleven reports come out: counts and single numbers, no sentences."""

import re
from itertools import pairwise

import polars as pl
import pytest

FORMS = ["000", "001", "002", "003", "004", "2026_云", "2026_四", "2026_广", "2026_河", "2026_贵", "2026_青"]


@pytest.fixture(scope="module")
def text(normal_texts: pl.DataFrame) -> dict[str, str]:
    """Normalised text by the beginning of the file name."""
    return {form: normal_texts.filter(pl.col("source_name").str.starts_with(form))["text"].item() for form in FORMS}


@pytest.mark.parametrize("form", FORMS)
def test_no_blank_lines_no_stray_spaces_no_half_width_punctuation(text: dict[str, str], form: str) -> None:
    for line in text[form].split("\n"):
        assert line == line.strip() != ""
        prose = line if not line.startswith("|") else line.replace(" | ", "").strip("| ")
        assert not re.search(r"[\u4e00-\u9fff] [\u4e00-\u9fff0-9]|[,;()０-９％．\t\xa0\u3000]", prose.lstrip("# ")), (
            line[:40]
        )


@pytest.mark.parametrize("form", FORMS)
def test_no_furniture_is_left(text: dict[str, str], form: str) -> None:
    lines = text[form].split("\n")
    site = r"^(?:分享|打印|下载|收藏|首页|关闭|【字|来源|时间|责任编辑|编辑|相关|扫一扫|您的位置|•|[0-9a-f]{32}|》》|×)"
    assert [line for line in lines if re.search(site, line) and len(line) < 60] == []
    assert not re.search("下转|上接|<sub>|image", text[form])


def test_newspaper_columns_are_joined(text: dict[str, str]) -> None:
    lines = text["000"].split("\n")
    assert len(lines) == 60
    assert lines[2].startswith("一、2024年国民")
    assert lines[2].endswith("发展计划执行情况")
    assert "二、2025年国民经济社会发展主要思路目标" in lines
    assert "完成投资454.5亿元、占年度" in text["000"]
    assert "“16条”" in text["000"]
    assert "（FDI）2282万美元" in text["000"]
    assert not re.search(r"\[[0-9]+\]", text["000"])
    assert sum(len(line) < 30 and not line.endswith("。") for line in lines) < 20


def test_a_title_below_the_text_is_one_line(text: dict[str, str]) -> None:
    title, session, issuer = text["000"].split("\n")[-3:]
    assert title.startswith("关于达州市2024年")
    assert title.endswith("计划草案的报告")
    assert session.startswith("2025年2月14日在")
    assert session.endswith("第七次会议上")
    assert issuer == "达州市发展和改革委员会"


def test_a_transcription_gets_one_punctuation_and_its_paragraphs(text: dict[str, str]) -> None:
    assert "细颗粒物（PM2.5）浓度" in text["001"]
    assert "渐进式延迟法定退休年龄" in text["001"]
    assert "电子信息先进制造业集群" in text["001"]
    assert "\n1.加快“三中心一走廊”建设。" in text["001"]
    assert "\n8.大力推动教育现代化。" in text["001"]
    assert "## 二、2025年" in text["001"]


def test_an_official_notice_keeps_its_lines(text: dict[str, str]) -> None:
    lines = text["002"].split("\n")
    assert lines[:3] == ["达州市人民政府办公室", "达市府办函〔2021〕156号", "达州市人民政府办公室"]
    assert lines[3].endswith("责任分工方案》的通知")
    assert sum(line.startswith("责任单位：") for line in lines) == 134
    assert sum(line.startswith("责任领导：") for line in lines) == 134
    assert sum(line.startswith("有关进度要求：") for line in lines) == 134
    assert "2021—2025年）》《关于" in text["002"]


def test_a_site_leaves_title_and_text(text: dict[str, str]) -> None:
    assert text["003"].split("\n")[0].endswith("计划执行情况及2025年计划草案报告")
    assert text["003"].split("\n")[1] == "各位代表："


@pytest.mark.parametrize("form", FORMS[5:])
def test_a_work_report_begins_with_its_title(text: dict[str, str], form: str) -> None:
    lines = text[form].split("\n")
    assert lines[0].endswith("政府工作报告")
    assert "各位代表：" in lines[:4]
    assert lines[-1][-1] in "！。"


def test_lines_that_markup_broke_are_whole(text: dict[str, str]) -> None:
    assert "PM2.5年平均浓度保持在20微克" in text["2026_广"]
    assert "的主要预期目标是：" in text["2026_广"]
    assert "\n（三）改革开放持续深化" in text["2026_云"]
    assert "“双向揭榜挂帅”的简称" in text["2026_四"]


def test_all_twelve_tables_are_rows(text: dict[str, str]) -> None:
    tables: list[list[str]] = []
    for before, line in pairwise(["", *text["004"].split("\n")]):
        if line.startswith("|"):
            tables += [] if before.startswith("|") else [[before]]
            tables[-1].append(line)
    assert [re.match("表[0-9]+", table[0]).group() for table in tables] == [f"表{n}" for n in range(1, 13)]  # type: ignore[union-attr]
    assert [len(table) - 1 for table in tables] == [38, 1, 7, 11, 13, 3, 21, 30, 4, 3, 1, 1]


@pytest.mark.parametrize(("number", "numbered", "parts", "cells"), [("1", 34, 3, 4), ("8", 26, 3, 3)])
def test_the_tables_of_targets_are_whole(
    text: dict[str, str], number: str, numbered: int, parts: int, cells: int
) -> None:
    table = re.search(rf"(?m)^表{number} [^\n]*\n((?:\|[^\n]*\n)+)", text["004"])
    assert table is not None
    rows = [row.strip("|").split(" | ") for row in table.group(1).strip().split("\n")[1:]]
    assert {len(row) for row in rows} == {cells}
    assert [int(row[0]) for row in rows if row[0].strip()] == list(range(1, numbered + 1))
    assert sum(row[1].startswith("#") for row in rows) == len(rows) - numbered == parts
