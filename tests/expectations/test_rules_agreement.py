"""What a report says twice, it says alike."""

import re
from dataclasses import dataclass

import polars as pl
import pytest

from expectations.rules.agreement import same_indicator
from expectations.schemas import empty

FACTORS = {"万人": 10_000.0, "万吨": 10_000_000.0, "亿元": 100_000_000.0}


@dataclass(frozen=True)
class Said:
    """A sentence that states one number, and what was read from it."""

    text: str
    indicator: str
    quote: str
    code: str | None = None
    comparator: str = "eq"
    year: int = 2024
    status: str = "actual"
    section: str = "s1"
    region: str | None = None
    measure: str | None = None


def observation(said: Said, start: int) -> dict[str, object]:
    number = re.search("[0-9.]+", said.quote)
    assert number
    unit = re.sub("[0-9.]|以上|以内|左右|突破", "", said.quote)
    at = start + said.text.rindex(said.quote)
    return {
        "doc_id": "d", "indicator": said.indicator, "indicator_code": said.code, "section_id": said.section,
        "measure": said.measure or ("ratio" if unit == "%" else "level"), "value": float(number[0]), "unit": unit,
        "value_base": float(number[0]) * FACTORS.get(unit, 1.0), "unit_base": unit.lstrip("万亿"),
        "comparator": said.comparator, "year": said.year, "status": said.status, "region": said.region, "origin": "text",
        "evidence": said.text, "quote": said.quote, "char_start": at, "char_end": at + len(said.quote),
    }  # fmt: skip


def found(*sentences: Said, kind: str = "plan_report", titles: tuple[str, str] = ("民生", "就业")) -> pl.DataFrame:
    starts = [sum(len(s.text) for s in sentences[:i]) for i in range(len(sentences))]
    rows: dict[str, list[dict[str, object]]] = {
        "observations": [observation(said, at) for said, at in zip(sentences, starts, strict=True)],
        "sentences": [
            {"doc_id": "d", "text": said.text, "char_start": at} for said, at in zip(sentences, starts, strict=True)
        ],
        "sections": [{"doc_id": "d", "section_id": s, "title": t} for s, t in zip(("s1", "s2"), titles, strict=True)],
        "documents": [{"doc_id": "d", "kind": kind}],
    }
    types = {"year": pl.Int32}
    return same_indicator(
        {
            name: pl.concat([empty(name), pl.DataFrame(of, schema_overrides=types if name == "observations" else {})], how="diagonal_relaxed")
            for name, of in rows.items()
        }
    )  # fmt: skip


def jobs(
    quote: str, text: str = "城镇新增就业{}。", comparator: str = "eq", status: str = "actual", **about: str
) -> Said:
    return Said(text.format(quote), "城镇新增就业", quote, "new_urban_jobs", comparator, status=status, **about)  # type: ignore[arg-type]


def test_two_values_of_one_indicator_are_a_warning() -> None:
    row = found(jobs("4215人"), jobs("4251人", "全县城镇新增就业{}，就业稳定。")).row(0, named=True)
    assert (row["severity"], row["quotes"]) == ("warning", ["4215人", "4251人"])
    assert row["evidence"] == "城镇新增就业4215人。\n全县城镇新增就业4251人，就业稳定。"
    assert "4215人，一处是4251人：相差36" in row["message"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(jobs("2.3万人"), jobs("2.3万人", "今年城镇新增就业{}。"), id="they agree"),
        pytest.param(jobs("2.3万人"), jobs("23105人"), id="the rounder one covers the other"),
        pytest.param(jobs("2万人"), jobs("2.3万人"), id="a whole number covers the tenths"),
        pytest.param(jobs("2万人以上", comparator="ge"), jobs("2.3万人"), id="above a floor"),
        pytest.param(jobs("5%以内", comparator="le"), jobs("4.2%"), id="below a ceiling"),
        pytest.param(jobs("2万人左右", comparator="approx"), jobs("2.6万人"), id="about"),
        pytest.param(jobs("2.3万人"), jobs("5.1万人", year=2023), id="another year"),  # type: ignore[arg-type]
        pytest.param(jobs("2.3万人"), jobs("5.1万人", status="target"), id="a target and what became of it"),
        pytest.param(jobs("2.3万人"), jobs("1.1万人", region="乙县"), id="another place"),
        pytest.param(jobs("2.3万人"), jobs("1.1万人", "上半年城镇新增就业{}。"), id="half a year"),
        pytest.param(jobs("2.3万人"), jobs("9.1万人", "累计城镇新增就业{}。"), id="added up over years"),
        pytest.param(jobs("2.3万人"), jobs("0.6万人", "其中城镇新增就业{}。"), id="a part"),
        pytest.param(jobs("2.3万人"), jobs("0.6万人", "经开区城镇新增就业{}。"), id="a part of the place"),
    ],
)
def test_values_that_can_stand_side_by_side_are_left_alone(first: Said, second: Said) -> None:
    assert found(first, second).is_empty()


def test_a_value_below_a_stated_floor_is_found() -> None:
    assert found(jobs("3万人以上", comparator="ge"), jobs("2.3万人"))["quotes"].to_list() == [["3万人以上", "2.3万人"]]


def test_two_floors_of_one_target_are_found_and_two_floors_of_a_result_are_not() -> None:
    floors = [jobs(q, comparator="ge", status="target") for q in ("5万人以上", "2万人以上")]
    reached = [jobs(q, comparator="ge") for q in ("5万人以上", "2万人以上")]
    assert found(*floors).height == 1
    assert found(*reached).is_empty()


def test_about_a_target_is_that_target() -> None:
    about = jobs("5.5万人左右", comparator="approx", status="target")
    assert found(about, jobs("6.2万人", status="target")).height == 1
    assert found(about, jobs("5.5万人", status="target")).is_empty()


def test_a_price_index_is_the_rise_that_it_says() -> None:
    rise = Said("居民消费价格上涨1.4%。", "居民消费价格", "1.4%", "cpi", measure="growth")
    assert found(rise, Said("居民消费价格指数为100.7。", "居民消费价格指数", "100.7", "cpi")).height == 1
    assert found(rise, Said("居民消费价格指数为101.4。", "居民消费价格指数", "101.4", "cpi")).is_empty()


def test_what_is_told_for_the_year_is_the_same_with_and_without_a_verb_of_reaching() -> None:
    kept = Said("粮食产量稳定在42万吨以上。", "粮食产量", "42万吨以上", "grain", comparator="ge", status="target")
    assert found(kept, Said("粮食产量33万吨。", "粮食产量", "33万吨", "grain", status="target")).height == 1


def test_a_name_without_a_code_has_that_of_the_name_in_it() -> None:
    total = Said("“九五”累计完成固定资产投资218亿元。", "“九五”累计完成固定资产投资", "218亿元", None)
    assert found(total, Said("“九五”时期累计完成固定资产投资168亿元。", "固定资产投资", "168亿元", "fai")).height == 1


@pytest.mark.parametrize(
    ("openings", "differ"),
    [
        pytest.param(("五年来，事业进步。", "这一年，民生改善。"), False, id="five years and one"),
        pytest.param(("这一年，事业进步。", "全年民生改善。"), True, id="one year twice"),
    ],
)
def test_what_comes_in_five_years_is_not_what_comes_in_one(openings: tuple[str, str], differ: bool) -> None:
    said = [jobs("4215人", f"{openings[0]}城镇新增就业{{}}。"), jobs("4251人", f"{openings[1]}城镇新增就业{{}}。")]
    assert found(*said).height == differ


def test_a_name_from_another_sentence_is_not_compared() -> None:
    first = jobs("2.3万人")
    assert found(first, jobs("4.5万人", "与{}保持联系。")).is_empty()


def test_a_short_bare_name_may_be_of_anything() -> None:
    assert found(model("覆盖120个城市。", "120个", "城市"), model("辐射75个城市。", "75个", "城市")).is_empty()


def model(text: str, quote: str, indicator: str, section: str = "s1", year: int = 2024) -> Said:
    return Said(text, indicator, quote, year=year, status="target", section=section)


def test_verbs_before_a_name_do_not_make_it_another() -> None:
    first = model("创建老年友好型社区3个。", "3个", "创建老年友好型社区")
    second = model("争创老年友好型社区9个。", "9个", "争创老年友好型社区")
    assert found(first, second).height == 1


def test_a_name_of_anything_is_not_compared() -> None:
    first = model("完成投资30亿元。", "30亿元", "完成投资")
    second = model("该片完成投资20亿元。", "20亿元", "完成投资")
    assert found(first, second).is_empty()


def test_names_that_end_alike_count_where_other_years_agree() -> None:
    long, short = "各医院老年病科比例{}。", "老年病科设置率{}。"
    years = {2021: ("40%", "40%"), 2022: ("50%", "50%"), 2023: ("69%", "60%")}
    sentence = [t.format("、".join(v[i] for v in years.values())) for i, t in enumerate((long, short))]
    said = [
        model(sentence[i], values[i], ("医院老年病科比例", "老年病科设置率")[i], "s1", year)
        for i in (0, 1)
        for year, values in years.items()
    ]
    one_start = [observation(s, 0 if s.text == sentence[0] else len(sentence[0])) for s in said]
    tables = {
        "observations": pl.concat([empty("observations"), pl.DataFrame(one_start, schema_overrides={"year": pl.Int32})], how="diagonal_relaxed"),
        "sentences": pl.concat(
            [empty("sentences"), pl.DataFrame([{"doc_id": "d", "text": t, "char_start": at} for t, at in zip(sentence, (0, len(sentence[0])), strict=True)])],
            how="diagonal_relaxed",
        ),
        "sections": empty("sections"),
        "documents": pl.concat([empty("documents"), pl.DataFrame([{"doc_id": "d", "kind": "plan_report"}])], how="diagonal_relaxed"),
    }  # fmt: skip
    assert same_indicator(tables)["quotes"].to_list() == [["69%", "60%"]]


def test_names_that_end_alike_do_not_count_alone() -> None:
    first = model("规上高新技术企业30家。", "30家", "规上高新技术企业")
    second = model("高新技术企业90家。", "90家", "高新技术企业")
    assert found(first, second).is_empty()


def test_tasks_of_a_plan_may_each_mean_a_part() -> None:
    said = (model("创建示范社区3个。", "3个", "创建示范社区"), model("创建示范社区9个。", "9个", "创建示范社区", "s2"))
    assert found(*said, kind="responsibility_plan")["severity"].to_list() == ["info"]
    assert found(*said, kind="responsibility_plan", titles=("园区发展", "就业")).is_empty()


def test_what_there_is_by_a_year_is_not_what_comes_in_it() -> None:
    first = model("到2024年，家庭农场120个。", "120个", "家庭农场")
    assert found(first, model("2024年，家庭农场20个。", "20个", "家庭农场")).is_empty()


def test_a_target_share_written_more_and_less_precisely_is_an_info() -> None:
    first = model("到2025年，森林覆盖率达到46%。", "46%", "森林覆盖率")
    second = model("森林覆盖率达到46.3%。", "46.3%", "森林覆盖率")
    assert found(first, second)["severity"].to_list() == ["info"]


def test_the_number_that_all_others_contradict_is_likely_wrong() -> None:
    said = (jobs("4215人"), jobs("4251人", "今年城镇新增就业{}。"), jobs("4215人", "至此城镇新增就业{}。"))
    messages = found(*said)["message"].to_list()
    assert len(messages) == 2
    assert all(message.endswith("写错的可能是4251人。") for message in messages)


def test_of_two_numbers_neither_is_likely_wrong() -> None:
    message = found(jobs("4215人"), jobs("4251人", "今年城镇新增就业{}。"))["message"].item()
    assert "写错" not in message


def twice(first: tuple[str, str, str], second: tuple[str, str, str], rate: str = "12.7%") -> pl.DataFrame:
    """Two sentences with a level and a growth each: what stands before the level, its name, and its number."""
    texts = [f"{before}{name}{level}，增长{rate}。" for before, name, level in (first, second)]
    rows = [
        {
            "doc_id": "d", "indicator": name, "measure": measure, "value": float(re.sub("[^0-9.]", "", quote)), "unit": unit,
            "value_base": float(re.sub("[^0-9.]", "", quote)), "unit_base": unit, "comparator": "eq", "status": "actual",
            "origin": "text", "evidence": text, "quote": quote, "char_start": at + text.index(quote),
            "char_end": at + text.index(quote) + len(quote),
        }
        for (at, text), (_, name, level) in zip(((0, texts[0]), (100, texts[1])), (first, second), strict=True)
        for measure, quote, unit in (("level", level, "亿元"), ("growth", f"增长{rate}", "%"))
    ]  # fmt: skip
    sentences = {"doc_id": "d", "text": texts, "char_start": [0, 100]}
    tables = {"observations": pl.DataFrame(rows), "sentences": pl.DataFrame(sentences)}
    documents = pl.DataFrame([{"doc_id": "d", "kind": "other"}])
    return same_indicator(
        {
            name: pl.concat([empty(name), of], how="diagonal_relaxed")
            for name, of in {**tables, "documents": documents, "sections": pl.DataFrame()}.items()
        }
    )


def test_a_report_that_tells_no_year_is_compared_with_itself() -> None:
    row = twice(("", "税收收入", "58.2亿元"), ("全年", "税收收入", "85.2亿元")).row(0, named=True)
    assert row["severity"] == "warning"
    assert row["message"].startswith("“税收收入”前后应一致，一处是58.2亿元，一处是85.2亿元")


def test_twins_are_of_one_thing_though_one_stands_in_a_list() -> None:
    assert twice(("其中", "税收收入", "58.2亿元"), ("", "税收收入", "85.2亿元")).height == 1
    assert twice(("其中", "税收收入", "58.2亿元"), ("", "税收收入", "85.2亿元"), rate="5%").is_empty()


def test_of_twins_one_name_may_have_words_more_within_it() -> None:
    found = twice(("", "房地产项目累计投资", "21.7亿元"), ("", "房地产投资", "27.1亿元"))
    assert found["severity"].to_list() == ["info"]
    assert twice(("", "房地产项目投资", "21.7亿元"), ("", "工业投资", "27.1亿元")).is_empty()


@pytest.mark.parametrize(
    ("about", "other", "agree"),
    [
        pytest.param("300万人左右", "310万人", True, id="one digit: within one of it"),
        pytest.param("300万人左右", "450万人", False, id="one digit: beyond it"),
        pytest.param("8.5万人左右", "9.2万人", True, id="two digits: within one of the first"),
        pytest.param("8.5万人左右", "11.1万人", False, id="two digits: beyond it"),
    ],
)
def test_about_a_value_is_near_it(about: str, other: str, agree: bool) -> None:
    assert found(jobs(about, comparator="approx"), jobs(other)).is_empty() == agree


def changes(first: str, second: str) -> list[str]:
    rows = [
        {
            "doc_id": "d", "indicator": "农村贫困人口", "indicator_code": "poverty_population", "measure": "change",
            "value": number, "unit": "万人", "value_base": number * 1e4, "unit_base": "人", "comparator": "eq", "year": 2017,
            "status": "actual", "origin": "text", "evidence": text, "quote": f"减少{number:g}万人",
            "char_start": at + text.index("减少"), "char_end": at + len(text) - 1,
        }
        for at, text, number in ((0, first.format(12.8), 12.8), (100, second.format(16.7), 16.7))
    ]  # fmt: skip
    tables = {
        "observations": pl.DataFrame(rows, schema_overrides={"year": pl.Int32}),
        "sentences": pl.DataFrame({"doc_id": "d", "text": [row["evidence"] for row in rows], "char_start": [0, 100]}),
        "documents": pl.DataFrame([{"doc_id": "d", "kind": "other"}]),
        "sections": pl.DataFrame(),
    }
    return same_indicator({name: pl.concat([empty(name), of], how="diagonal_relaxed") for name, of in tables.items()})[
        "severity"
    ].to_list()


def test_changes_from_the_same_year_are_compared() -> None:
    assert changes("农村贫困人口比上年减少{:g}万人。", "农村贫困人口比2016年末减少{:g}万人。") == ["info"]
    assert changes("农村贫困人口比上年减少{:g}万人。", "农村贫困人口比2012年减少{:g}万人。") == []
