"""Cells of tables that stand for a value, with what each would measure.

Cells come in; one row a value cell goes out, before its text is read: the indicator from the row's label, the year and
status from the column's header, measure and unit from both. table_observations.py reads the numbers; outcomes.py needs the
cells without a number, too, since `暂未反馈` is a result that is missing.
"""

import polars as pl

from flows.parse.lexicon import any_of, unit_pattern
from flows.parse.table_cells import ROW, TABLE, filled_down
from flows.parse.table_heads import YEAR, table_heads

LONGEST_VALUE = 40  # characters

# --- labels ----------------------------------------------------------------------------------------------------
BINDING_MARK = r"[*＊★▲△]"
# #工业投资增速   其中：税收收入   1.地区生产总值   （一）农业   ①粮食
LABEL_LEAD = r"^(?:[#＃*＊★▲△·•●◆\s]|其中：?|—+|[0-9]{1,2}[.、．）]|（[0-9一二三四五六七八九十]{1,3}）|[一二三四五六七八九十]{1,3}、|[①-⑳])+"
LABEL_TAIL = r"[*＊★▲△：:\s]+$"
LOOSE_UNIT = r"[^（）、，]{1,8}/[^（）、，]{1,8}"  # 吨标准煤/万元GDP
BASE_NOTE = r"（[^（）]*(?:=100|＝100|为100)[^（）]*）"  # （上年=100）
GROWTH_IN_BRACKET = (
    r"（[^（）]*(?:增长|增速|增幅|±)[^（）]*[%％][^（）]*）|（[%‰][、，]?(?:增长|±)）"  # （比上年增长%）
)
INDEX = r"指数$"
OWN_RATE = r"自然增长率$|出生率$|死亡率$"  # a rate by itself, no growth of something
GROWTH_NAME = r"(?:(?:比|较|同)?上年)?(?:同比)?(?:年均|实际|名义|可比)?(?:增长速度|增长率|增速|增幅|涨幅|增长|增加)(?:目标)?$"  # 地区生产总值增速
FALL_NAME = r"(?:比上年|较上年|同比|累计|年均)?(?:下降率|降低率|下降幅度|降低幅度|下降|降低|降幅|减少率|削减率|减排率)$"  # 单位GDP能耗降低
RATE_NAME = r"(?:率|比重|占比|比例|覆盖面|普及程度)$"
YEAR_LABEL = rf"^({YEAR})年?$"
WHOLE_PLACE = r"^(?:全.{1,3}|合计|总计|平均|小计)$"


def table_values(cells: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """One row a cell of the columns of values, in reading order, headers and empty cells left out.

    In: `table_cells`; `documents` with `doc_id`, `review_year`, `plan_year`, `plan_year_from`.
    Out: `doc_id`, `table_no`, `row`, `column`, `title`, `label` (the row's, as printed), `indicator`, `measure`, `unit` (where
    label, unit column or header give one), `falls` (a number says by how much it falls), `year`, `year_from`, `status`,
    `region`, `binding` (by the unit or mark in the row; null where not said), `marked`, `text`, `char_start`, `char_end`.
    """
    heads = table_heads(cells, documents)
    body = _body(cells).join(heads, on=(*TABLE, "column"), how="inner", maintain_order="left").filter(_holds_values())
    rows = _rows(body)
    values = body.filter((pl.col("role") == "value") & (pl.col("text") != ""))
    return (
        values.join(rows, on=ROW, how="inner", maintain_order="left")
        .filter(pl.col("column") > pl.col("label_column"))
        .pipe(_measured)
        .select(
            *ROW, "column", "title", "label", "indicator", "measure", "unit", "falls", "year", "year_from", "status",
            "region", "binding", "marked", "text", "char_start", "char_end",
        )
    )  # fmt: skip


def _holds_values() -> pl.Expr:
    """Whether a table has a short cell that is no sentence among its values; tables of sentences have none."""
    text = pl.col("text")
    short = (text != "") & (text.str.len_bytes() <= 3 * LONGEST_VALUE) & ~text.str.contains("[。；]")
    return (short & (pl.col("role") == "value")).any().over(TABLE)


def _body(cells: pl.DataFrame) -> pl.DataFrame:
    """Cells below the header: not in row 0, and not in a row that only repeats its columns' headers."""
    heading = pl.col("header").fill_null("").str.ends_with(pl.col("text").str.replace_all("\n", "", literal=True))
    return cells.filter((pl.col("row") > 0) & ~heading.all().over(ROW))


def _rows(body: pl.DataFrame) -> pl.DataFrame:
    """What the label, the unit column and the mark of each row say; one row a table row."""
    text = pl.col("text")
    role = pl.col("role")
    naming = role.is_in(["label", "region", "year"])
    return (
        body.group_by(ROW, maintain_order=True)
        .agg(
            label=text.filter(naming).last(),
            label_column=pl.col("column").filter(naming).last(),
            label_role=role.filter(naming).last(),
            row_unit=text.filter(role == "unit").first(),
            nature=text.filter(role == "binding").first(),
            marked=text.filter(role.is_in(["label", "other"])).str.contains(BINDING_MARK).any(),
        )
        .filter(pl.col("label").is_not_null())
        .with_columns(label=filled_down("label").str.replace_all("\n", "", literal=True))
        .pipe(_labels)
    )


def _labels(rows: pl.DataFrame) -> pl.DataFrame:
    """Read labels: `name` (what is measured), `unit`, `row_measure` (growth, ratio, level) and `falls`."""
    label = pl.col("label").str.replace(LABEL_LEAD, "").str.replace(LABEL_TAIL, "").str.replace_all(BASE_NOTE, "")
    bracket = rf"（((?:{unit_pattern()}|{LOOSE_UNIT}|[%‰]))(?:[，、][^（）]*)?）"
    comma = rf"[，：:]\s*((?:{unit_pattern()}))$"
    named_unit = pl.coalesce(label.str.extract(bracket), label.str.extract(comma))
    name = (
        label.str.replace(GROWTH_IN_BRACKET, "")
        .str.replace(bracket, "")
        .str.replace(comma, "")
        .str.replace(LABEL_TAIL, "")
        .str.strip_chars()
    )
    grows = label.str.contains(GROWTH_IN_BRACKET) | (
        pl.col("name").str.contains(GROWTH_NAME) & ~pl.col("name").str.contains(OWN_RATE)
    )
    falls = pl.col("name").str.contains(FALL_NAME)
    share = pl.col("unit").is_null() | pl.col("unit").str.contains("^(?:%|‰|百分点)$")
    bare = pl.col("name").str.replace(GROWTH_NAME, "").str.replace(FALL_NAME, "")
    return (
        rows.with_columns(
            name=name,
            unit=pl.coalesce(
                named_unit, pl.col("row_unit").str.replace_all(r"[\s（）]", "").replace("", None)
            ).str.replace("^个(百分点)$", "${1}"),
        )
        .with_columns(falls=falls & share, grows=(grows | falls) & share)
        .with_columns(
            row_measure=pl.when("grows")
            .then(pl.lit("growth"))
            .when(pl.col("name").str.contains(INDEX))
            .then(pl.lit("level"))
            .when(share & (pl.col("unit").is_not_null() | pl.col("name").str.contains(RATE_NAME)))
            .then(pl.lit("ratio"))
            .otherwise(pl.lit("level")),
            name=pl.when("grows").then(bare).otherwise("name").str.strip_chars("的 "),
        )
        # `增长（%）` alone belongs to the row above
        .with_columns(name=pl.when(pl.col("name") != "").then("name").forward_fill().over(TABLE))
        .filter(pl.col("name").is_not_null())
        .select(*ROW, "label", "label_column", "label_role", "name", "unit", "row_measure", "falls", "nature", "marked")
    )


def _measured(values: pl.DataFrame) -> pl.DataFrame:
    """Bring together what row and column say: indicator, measure, unit, year, region and binding."""
    head, row = pl.col("measure"), pl.col("row_measure")
    own_rate = row.is_in(["growth", "ratio"])
    measure = (
        pl.when(head == "rank").then(pl.lit("rank"))
        .when(head == "gap").then(pl.lit("gap"))
        .when(head.is_in(["completion", "share"])).then(pl.lit("ratio"))
        .when((head == "growth") & own_rate & pl.col("relative")).then(pl.lit("change"))
        .when((head == "growth") & (row == "ratio")).then(pl.lit("change"))
        .when(head.is_not_null()).then(head)
        .otherwise(row)
    )  # fmt: skip
    kind = pl.col("label_role")
    year_label = pl.col("label").str.extract(YEAR_LABEL).cast(pl.Int32, strict=False)
    of_rows = (kind == "region") | year_label.is_not_null()
    is_index = pl.col("noun").str.contains(INDEX).fill_null(False)
    head_rate = of_rows & pl.col("head_unit").is_in(["%", "‰"]) & ~is_index
    measure = pl.when(head_rate & head.is_null()).then(pl.lit("ratio")).otherwise(measure)
    title_unit = pl.col("title").str.extract(r"单位：(" + unit_pattern() + ")")
    unit = (
        pl.when(head == "rank").then(pl.lit("位"))
        .when(head.is_in(["completion", "share"])).then(pl.lit("%"))
        .when((measure == "change") & own_rate).then(pl.lit("百分点"))
        .when(measure == "growth").then(pl.coalesce(pl.when(pl.col("unit").is_in(["‰"])).then("unit"), pl.lit("%")))
        .when(head == "change").then(pl.coalesce("head_unit", "unit", title_unit))
        .when(measure == "ratio").then(pl.coalesce("unit", "head_unit", pl.lit("%")))
        .otherwise(pl.coalesce("unit", "head_unit", title_unit))
    )  # fmt: skip
    suffix = pl.when(head == "completion").then(pl.lit("完成率")).otherwise(pl.lit(""))
    noun = pl.when(head.is_not_null()).then("left_noun").otherwise("noun").fill_null("")
    repeated = pl.col("name").str.ends_with(noun) & (noun != "")
    named = pl.col("name") + pl.when(repeated).then(pl.lit("")).otherwise(noun)
    indicator = pl.when(of_rows).then("left_noun").otherwise(named) + suffix
    nature = pl.col("nature")
    return values.with_columns(
        indicator=indicator,
        measure=measure,
        unit=unit,
        year=pl.coalesce(year_label, "year"),
        region=pl.when((kind == "region") & ~pl.col("name").str.contains(WHOLE_PLACE)).then("name"),
        binding=pl.when(nature.str.contains("约束"))
        .then(True)
        .when(nature.str.contains(any_of("预期", "指导", "引导")))
        .then(False)
        .when("marked")
        .then(True),
    ).filter(pl.col("indicator").is_not_null())
