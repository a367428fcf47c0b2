"""Observations from the tables of targets and results.

Value cells come in (table_values.py); one row a number goes out, in the columns of the published table `observations`, beside
those that the grammar reads from sentences.
"""

import polars as pl

from flows.parse.ids import row_id
from flows.parse.lexicon import (
    ABOUT_AFTER,
    ABOUT_BEFORE,
    AT_LEAST_AFTER,
    AT_LEAST_BEFORE,
    AT_MOST_AFTER,
    AT_MOST_BEFORE,
    FALLING,
    NUMBER,
    RISING,
    any_of,
    unit_pattern,
)
from flows.parse.table_cells import ROW, TABLE, passed, row_texts
from flows.parse.table_values import table_values

# --- one value of a cell ---------------------------------------------------------------------------------------
BREAK = "\x1f"
BREAKS = r"[，；（）]"  # 7左右，力争7.5   2801.6（增长5.7%）
# 较2023年提升, 比上年预计完成情况提高
AGAINST = r"(?:比|较|与)(?:(?:19|20)[0-9]{2}年|上年|去年|上一年|同期|计划|目标|十.五末?)?[^0-9%‰]{0,14}?|同比|环比"
UP_TO = "(?:为|至|到|达到?)"  # 提高到60%: a level, no change
FILLER = any_of(
    *"力争 确保 努力 争取 保持 保持在 控制 控制在 稳定 稳定在 达到 达 实现 完成 预计 预期 年均 累计 每年 均 为 在 到 至 总量 计划 目标".split()
)
AT_LEAST_SIGN, AT_MOST_SIGN = "(?:≥|>=|>|＞)", "(?:≤|<=|<|＜)"
BEFORE = f"{AT_LEAST_BEFORE}|{AT_MOST_BEFORE}|{ABOUT_BEFORE}|{AT_LEAST_SIGN}|{AT_MOST_SIGN}"
AFTER = f"{AT_LEAST_AFTER}|{AT_MOST_AFTER}|{ABOUT_AFTER}"
MINUS = "(?:-|－|−|负)"

# 居民消费价格总水平（%）: 103 is an index, 3 is its growth
PRICES = "(?:价格|物价)(?:总?水平|总?指数)?$"
INDEX_RANGE = (85, 135)

# --- the note below a table ------------------------------------------------------------------------------------
NOTE_LENGTH = 300  # characters
# 注：加*为约束性指标
BINDING_NOTE = r"^[^\n]{0,80}?[*＊★▲△][^，。；\n]{0,12}约束性"

OBSERVATION_COLUMNS: dict[str, type[pl.DataType] | pl.DataType] = {
    "observation_id": pl.String, "doc_id": pl.String, "source_name": pl.String, "section_id": pl.String,
    "indicator": pl.String, "indicator_code": pl.String, "measure": pl.String, "value": pl.Float64,
    "value_max": pl.Float64, "unit": pl.String, "comparator": pl.String, "year": pl.Int32, "year_from": pl.Int32,
    "status": pl.String, "region": pl.String, "value_base": pl.Float64, "unit_base": pl.String, "binding": pl.Boolean,
    "origin": pl.String, "evidence": pl.String, "quote": pl.String, "char_start": pl.Int64, "char_end": pl.Int64,
    "flags": pl.List(pl.String),
}  # fmt: skip


def value_pattern() -> str:
    """The whole of one value: `7`, `10以上`, `不低于122.8`, `较2023年提升0.3个百分点以上`, `8%—8.5%`, `第3位`."""
    unit = unit_pattern()
    return (
        rf"^\s*(?:{AGAINST})?{FILLER}*(?:(?P<verb>{RISING}|{FALLING})(?P<up_to>{UP_TO})?)?{FILLER}*"
        rf"(?P<before>{BEFORE})?(?P<top>前)?[第【〔\[]?(?P<sign>{MINUS})?(?P<number>{NUMBER})"
        rf"(?:(?:{unit})?(?:—|至|到|-)(?P<upper>{NUMBER}))?\s*(?P<cell_unit>{unit})?[】〕\]]?(?P<after>{AFTER})?[*＊。]?\s*$"
    )


def table_observations(
    texts: pl.DataFrame, cells: pl.DataFrame, documents: pl.DataFrame, sections: pl.DataFrame
) -> pl.DataFrame:
    """One row a number in the columns of targets and results, in reading order.

    In: `texts` (`doc_id`, `text`, for the note below a table); `table_cells`; `documents` (`doc_id`, `source_name`,
    `review_year`, `plan_year`, `plan_year_from`); `sections` (`doc_id`, `section_id`, `char_start`) for `section_id`.
    Out: the columns of `observations`; `indicator_code`, `value_base` and `unit_base` are left empty for the step that fills
    them for all observations. A cell without a number (`暂未反馈`) gives no row.
    """
    values = table_values(cells, documents)
    numbers = _pieces(values).pipe(_read).pipe(_meaning)
    return (
        numbers.join(row_texts(cells), on=ROW, how="left", maintain_order="left")
        .join(_binding_tables(cells, texts), on=TABLE, how="left", maintain_order="left")
        .join(documents.select("doc_id", "source_name"), on="doc_id", how="left", maintain_order="left")
        .with_columns(
            binding=pl.coalesce("binding", pl.when(pl.col("noted")).then(False)),
        )
        .pipe(_with_sections, sections)
        .pipe(_as_observations)
    )


def _pieces(values: pl.DataFrame) -> pl.DataFrame:
    """Cells cut where they state more than one value: one row a piece, with its own span."""
    piece = pl.col("piece")
    length = piece.str.len_chars().cast(pl.Int64)
    return (
        values.filter(pl.col("text").str.contains("[0-9]"))
        .with_row_index("cell")
        .with_columns(
            piece=pl.col("text")
            .str.replace_all(BREAKS, BREAK)
            .str.replace_all("\n", BREAK * len("<br>"), literal=True)
            .str.split(BREAK)
        )
        .explode("piece", empty_as_null=True)
        .with_columns(first=pl.col("cell") != pl.col("cell").shift(1, fill_value=-1))
        .with_columns(char_start=pl.col("char_start") + passed(length + 1, pl.col("first")))
        .filter(piece.str.strip_chars() != "")
    )


def _read(pieces: pl.DataFrame) -> pl.DataFrame:
    """Read every piece as a number; a cell whose first piece is none is prose and left to the grammar."""
    lead = pl.col("piece").str.len_chars() - pl.col("piece").str.strip_chars_start().str.len_chars()
    return (
        pieces.with_columns(pl.col("piece").str.extract_groups(value_pattern()).alias("groups"))
        .with_columns(is_number=pl.col("groups").struct.field("number").is_not_null())
        .filter(pl.col("is_number").first().over("cell") & pl.col("is_number"))
        .unnest("groups")
        .with_columns(char_start=pl.col("char_start") + lead, quote=pl.col("piece").str.strip_chars())
    )


def _meaning(numbers: pl.DataFrame) -> pl.DataFrame:
    """What the words in the cell change: measure, unit, sign and comparator."""
    verb, before, after = pl.col("verb"), pl.col("before"), pl.col("after")
    changes = verb.is_not_null() & pl.col("up_to").is_null()
    cell_unit = pl.col("cell_unit")
    measure, unit = pl.col("measure"), pl.col("unit")
    is_share = cell_unit.is_in(["%", "‰", "倍"])
    falls = (changes & verb.str.contains(f"^{FALLING}$")) | pl.col("falls")
    number = pl.col("number").str.replace("·", ".", literal=True).cast(pl.Float64)
    is_price = pl.col("indicator").str.contains(PRICES) & measure.is_in(["ratio", "growth"])
    upper = pl.col("upper").str.replace("·", ".", literal=True).cast(pl.Float64)
    negative = pl.col("sign").is_not_null() | falls
    signed = measure.is_in(["growth", "change", "gap"])
    return (
        numbers.with_columns(cell_unit=cell_unit.str.replace("^个(百分点)$", "${1}"))
        .with_columns(
            measure=pl.when(is_price & number.is_between(*INDEX_RANGE)).then(pl.lit("level"))
            .when(is_price).then(pl.lit("growth"))
            .when(changes & (cell_unit == "百分点")).then(pl.lit("change"))
            .when(changes & is_share & (measure != "change")).then(pl.lit("growth"))
            .when(changes & measure.is_in(["level", "ratio"])).then(pl.lit("change"))
            .when(is_share & (measure == "level") & (unit != cell_unit)).then(pl.lit("growth"))
            .when((measure == "growth") & cell_unit.is_not_null() & ~is_share & (cell_unit != "百分点")).then(pl.lit("level"))
            .otherwise(measure),
            unit=pl.coalesce(cell_unit, unit),
        )
        .with_columns(
            value=pl.when(negative & (signed | pl.col("sign").is_not_null())).then(-number).otherwise(number),
            value_max=pl.when(negative & signed).then(-upper).otherwise(upper),
            comparator=pl.when(upper.is_not_null()).then(pl.lit("between"))
            .when(before.str.contains(f"^(?:{AT_LEAST_BEFORE}|{AT_LEAST_SIGN})$") | after.str.contains(AT_LEAST_AFTER)).then(pl.lit("ge"))
            .when(before.str.contains(f"^(?:{AT_MOST_BEFORE}|{AT_MOST_SIGN})$") | after.str.contains(AT_MOST_AFTER) | pl.col("top").is_not_null()).then(pl.lit("le"))
            .when(before.is_not_null() | after.is_not_null()).then(pl.lit("approx"))
            .otherwise(pl.lit("eq")),
        )
        .with_columns(value=pl.min_horizontal("value", "value_max"), value_max=pl.when(upper.is_not_null()).then(pl.max_horizontal("value", "value_max")))
    )  # fmt: skip


def _binding_tables(cells: pl.DataFrame, texts: pl.DataFrame) -> pl.DataFrame:
    """Tables with a note below that says which mark is binding; the rows without it are not. `noted` is true."""
    ends = cells.group_by(TABLE, maintain_order=True).agg(end=pl.col("char_end").max())
    return (
        ends.join(texts.select("doc_id", "text"), on="doc_id")
        .with_columns(note=pl.col("text").str.slice(pl.col("end") + len(" |\n"), NOTE_LENGTH))
        .filter(pl.col("note").str.contains(BINDING_NOTE))
        .select(*TABLE, noted=pl.lit(True))
    )


def _with_sections(rows: pl.DataFrame, sections: pl.DataFrame) -> pl.DataFrame:
    starts = sections.select("doc_id", "char_start", "section_id").sort("char_start")
    return rows.sort("char_start").join_asof(starts, on="char_start", by="doc_id", check_sortedness=False)


def _as_observations(rows: pl.DataFrame) -> pl.DataFrame:
    return (
        rows.with_columns(
            observation_id=row_id("char_start", pl.lit(0)),
            char_end=pl.col("char_start") + pl.col("quote").str.len_chars(),
            origin=pl.lit("table"),
            indicator_code=pl.lit(None),
            value_base=pl.lit(None),
            unit_base=pl.lit(None),
            flags=pl.lit([], pl.List(pl.String)),
        )
        .sort("doc_id", "char_start", maintain_order=True)
        .select(pl.col(name).cast(dtype) for name, dtype in OBSERVATION_COLUMNS.items())
    )
