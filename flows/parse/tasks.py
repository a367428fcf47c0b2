"""Tasks of responsibility plans, and what each owes by when.

Normalised texts and their headings come in; the published tables `tasks` and `milestones` go out. Three forms are known:

- attributes on lines of their own below the task: `责任领导：…`, `责任单位：…`, `进度要求：…`;
- the bodies in brackets behind the task: `（责任单位：…）`, `（市财政局牵头，市教育局配合）`;
- a table with a column for the task and columns for leaders and bodies.
"""

import polars as pl

from flows.parse.lexicon import any_of
from flows.parse.lines import numbered_lines
from flows.parse.responsible import (
    BODY,
    LEAD_LABEL,
    LEADERS_LABEL,
    ROLE_LABEL,
    SUPPORT_LABEL,
    UNITS_LABEL,
    lead_part,
    named_bodies,
    named_leaders,
    support_part,
)
from flows.parse.table_cells import ROW, passed, table_cells

KINDS_WITH_TASKS = ("responsibility_plan", "other")

YEAR = "(?:19|20)[0-9]{2}"
PROGRESS_LABEL = any_of(
    *"有关进度要求 进度要求 工作进度 进度安排 时间进度 时序进度 时间安排 时间节点 年度目标 年度任务 分年度目标 阶段目标 阶段性目标 工作目标 目标任务 "
    "实施计划 年度计划 推进计划 工作计划 完成时限 时限要求 办结时限 完成时间 工作要求 工作措施 工作内容 主要举措 主要任务 具体措施 推进措施 任务要求".split()
)
ROLE_LINE = rf"^[（(【\[]?\s*{ROLE_LABEL}\s*[：:]"
PROGRESS_LINE = rf"^[（(【\[]?{PROGRESS_LABEL}[：:]"
YEAR_LINE = rf"^(?:到|至)?{YEAR}(?:年|—)"
# （市财政局牵头，市教育局配合）  （责任单位：市财政局）  （市财政局、市教育局等按职责分工负责）
INNER = "(?:[^（）]|（[^（）]*）)*?"
BRACKET = rf"（({INNER}(?:{ROLE_LABEL}：{INNER}|{BODY}[^（）]*(?:牵头|负责|配合|落实){INNER}))）[。；]?"

# how tasks are numbered, the likeliest first: 1.  （1）  （一）  一、
STYLES = {
    "plain": r"^([0-9]{1,3})(?:[.．、]|）)",
    "bracketed": r"^（([0-9]{1,3})）",
    "chinese_bracketed": r"^（([一二三四五六七八九十]{1,4})）",
    "chinese": r"^([一二三四五六七八九十]{1,4})、",
}
NUMBER_MARK = r"^(?:[0-9]{1,3}(?:[.．、]|）)|（[0-9]{1,3}）|（[一二三四五六七八九十]{1,4}）|[一二三四五六七八九十]{1,4}、|[a-zA-Z][.．、]|[①-⑳]|[★●—]+)\s*"
MOST_TASKS = 0.8  # share of the tasks that a style of numbering has to reach, since headings are fewer than tasks
# 一、工业。扩大投资（市经信局负责）
RUN_IN_HEADING = r"^((?:[一二三四五六七八九十]{1,4}、|（[一二三四五六七八九十]{1,4}）)[^。，（）]{1,20}。)[^\x02]"
# 重点任务   工作事项   主要内容: the last of these columns is the most particular
TASK_COLUMN = r"(?:任务|事项|内容|工作|目标|举措)(?:名称|内容|分解)?$"

ROLES = {"leaders": LEADERS_LABEL, "lead": LEAD_LABEL, "support": SUPPORT_LABEL, "units": UNITS_LABEL}

STOPS = "。；，： "
BREAK, OPEN = "\x1f", "\x02"

SPAN = rf"{YEAR}年?—{YEAR}年|{YEAR}年"
LATER = "以后|起|之后"
# 2021年   2021—2025年   到2025年底   2022年、2024年   2024年以后
MARK = (
    rf"(?:到|至|力争到?|截至|自|从|在)?(?:{SPAN})(?:[0-9]{{1,2}}月)?(?:[0-9]{{1,2}}日)?(?:底|末|初|上半年|下半年)?(?:之?前|{LATER})?"
    rf"(?:、(?:{SPAN}))*"
)

# 财政收入2021年突破124亿元: the year stands between what is counted and its value
SUBJECT = r"[^。；，：（）《》“”0-9]{2,16}"
REACHES = any_of(*"突破 达 实现 完成 力争 为 不低于 不少于 增长 超 保持 控制 稳定 占 增加 提高".split())
OPENING = rf"(^|[。；，：])((?P<mark>{MARK})|{SUBJECT}(?P<inner>{SPAN}){REACHES})"
OPENED = "${1}" + BREAK + "${mark}${inner}" + OPEN + "${2}"  # the year, then the piece that it opens


def tasks(texts: pl.DataFrame, sections: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """One row a task, in reading order.

    In: `texts` (`doc_id`, `text`, normalised), `sections` (for the theme) and `documents` (`doc_id`, `kind`); plan reports and
    work reports are not looked at. Out: the columns of the published table `tasks`. `task_no` is the printed number where
    every task of the document has one of its own, else the place in the document.
    """
    lines = _attribute_lines(texts, documents)
    below = _blocks(lines)
    behind = _bracketed(lines.join(below.select("doc_id").unique(), on="doc_id", how="anti"))
    tabled = _tabled(table_cells(texts.join(lines.select("doc_id").unique(), on="doc_id", how="semi")))
    return (
        pl.concat([below, behind, tabled])
        .pipe(_named)
        .pipe(_numbered)
        .pipe(_with_theme, sections)
        .select(
            "doc_id", "task_no", "title", "theme", "leaders", "lead_units", "support_units", "char_start", "char_end"
        )
    )  # fmt: skip


def milestones(texts: pl.DataFrame, tasks: pl.DataFrame) -> pl.DataFrame:
    """One row a year, or a span of years, of what a task owes.

    In: `texts` (`doc_id`, `text`, normalised) and `tasks`. Out: the columns of the published table `milestones`. The year
    that opens a piece is taken off its `text`; two years (`2022年、2024年`) give two rows; what is owed without a year (or in
    every year) has no `year`; `2024年以后` has a first year and no last one.
    """
    return _progress(texts, tasks).pipe(_pieces).pipe(_years)


# --- tasks -----------------------------------------------------------------------------------------------------


def _attribute_lines(texts: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """Lines of the texts that may have tasks: `role` (names who is responsible), `attribute` (that, or progress)."""
    kinds = documents.filter(pl.col("kind").is_in(KINDS_WITH_TASKS)).select("doc_id")
    with_roles = texts.join(kinds, on="doc_id", how="semi").filter(
        pl.col("text").str.contains_any(["责任单位", "责任部门", "牵头", "配合单位", "责任领导", "分工负责", "负责）"])
    )
    line = pl.col("line")
    role = line.str.contains(ROLE_LINE) | line.str.contains(f"^{BRACKET}$")
    progress = line.str.contains(PROGRESS_LINE) | line.str.contains(YEAR_LINE)
    return (
        numbered_lines(with_roles)
        .filter(~line.str.starts_with("|"))
        .with_columns(role=role, attribute=role | progress)
        .with_columns(char_end=pl.col("char_start") + line.str.len_chars())
    )


def _blocks(lines: pl.DataFrame) -> pl.DataFrame:
    """Tasks with attributes below: a run of attribute lines closes the block of lines that belong to one task."""
    attribute = pl.col("attribute")
    closes = attribute & ~attribute.shift(-1, fill_value=False).over("doc_id")
    blocks = (
        lines.with_columns(block=(closes.cum_sum() - closes.cast(pl.UInt32)).over("doc_id"))
        .filter(pl.col("role").any().over("doc_id", "block"))
        .with_columns(
            [pl.col("line").str.contains(mark).alias(style) for style, mark in STYLES.items()]
            + [attribute.not_().shift(-1, fill_value=True).over("doc_id", "block").not_().alias("directly_above")]
        )
    )
    styled = blocks.group_by("doc_id", "block").agg(pl.col(style).any() for style in STYLES)
    covering = styled.group_by("doc_id").agg(pl.col(style).mean() >= MOST_TASKS for style in STYLES)
    style = pl.coalesce(pl.when(name).then(pl.lit(name)) for name in STYLES)
    chosen = covering.select("doc_id", style=style)
    is_style = pl.any_horizontal((pl.col("style") == name) & pl.col(name) for name in STYLES).fill_null(False)
    place = pl.int_range(pl.len())
    titled = (
        blocks.join(chosen, on="doc_id", how="left", maintain_order="left")
        .with_columns(is_style=is_style & ~attribute, place=place.over("doc_id", "block"))
        .with_columns(
            title_place=pl.coalesce(
                pl.col("place").filter("is_style").max().over("doc_id", "block"),
                pl.col("place").filter(~attribute).max().over("doc_id", "block"),
            )
        )
        .filter(pl.col("place") >= pl.col("title_place"))
    )
    return (
        titled.group_by("doc_id", "block", maintain_order=True)
        .agg(
            title=pl.col("line").first(),
            who=_unbracketed(pl.col("line")).filter(pl.col("role")).str.join(BREAK),
            char_start=pl.col("char_start").first(),
            char_end=pl.col("char_end").last(),
        )
        .drop("block")
    )


def _bracketed(lines: pl.DataFrame) -> pl.DataFrame:
    """Tasks with the bodies in brackets behind: every bracket closes a task of its line."""
    piece = pl.col("piece")
    full = piece.str.replace(OPEN, "", literal=True).str.len_chars().cast(pl.Int64)
    heading = piece.str.extract(RUN_IN_HEADING).fill_null("")
    parts = piece.str.strip_prefix(heading).str.splitn(OPEN, 2).struct
    title = parts.field("field_0").str.strip_chars("。； ")
    key = ("doc_id", "paragraph")
    return (
        lines.filter(pl.col("line").str.contains(BRACKET))
        .with_columns(piece=pl.col("line").str.replace_all(f"({BRACKET})", OPEN + "${1}" + BREAK).str.split(BREAK))
        .explode("piece", empty_as_null=True)
        .with_columns(char_end=pl.col("char_start") + full.cum_sum().over(key))
        .with_columns(char_start=pl.col("char_end") - full + heading.str.len_chars())
        .with_columns(title=title, who=_unbracketed(parts.field("field_1")))
        .filter(pl.col("who").is_not_null() & (pl.col("title") != ""))
        .select("doc_id", "title", "who", "char_start", "char_end")
    )


def _tabled(cells: pl.DataFrame) -> pl.DataFrame:
    """Tasks of tables: a row with a task and somebody responsible, its cells headed like the labels of lines."""
    header, text = pl.col("header").str.replace_all(r"\s", ""), pl.col("text").str.replace_all("\n", "", literal=True)
    responsible = header.str.contains(f"^{ROLE_LABEL}") & (text != "")
    number = text.filter(header.str.contains("^(?:序号|编号)$")).first()
    return (
        cells.filter((pl.col("row") > 0) & pl.col("header").is_not_null() & (text != header))
        .group_by(ROW, maintain_order=True)
        .agg(
            title=text.filter(header.str.contains(TASK_COLUMN)).last(),
            number=number,
            who=pl.concat_str(header.str.extract(f"^({ROLE_LABEL})"), pl.lit("："), text)
            .filter(responsible)
            .str.join(BREAK),
            char_start=pl.col("char_start").min(),
            char_end=pl.col("char_end").max(),
        )
        .filter((pl.col("title") != "") & (pl.col("who") != ""))
        .with_columns(title=pl.concat_str(pl.col("number").str.extract("^([0-9]+)$") + ".", "title", ignore_nulls=True))
        .select("doc_id", "title", "who", "char_start", "char_end")
    )


def _unbracketed(text: pl.Expr) -> pl.Expr:
    return text.str.replace(r"^[（(【\[](.*)[）)】\]][。；]?$", "${1}")


def _named(found: pl.DataFrame) -> pl.DataFrame:
    """Read `who`: leaders, bodies that lead, bodies that support."""
    key = ("doc_id", "char_start")
    labelled = pl.col("who").str.replace_all(f"({ROLE_LABEL})[：:]", BREAK + "${1}：").str.split(BREAK)
    pieces = (
        found.select(*key, piece=labelled)
        .explode("piece", empty_as_null=True)
        .filter(pl.col("piece").str.strip_chars() != "")
    )
    label = pl.col("label")
    parts = (
        pieces.with_columns(
            label=pl.col("piece").str.extract(rf"^\s*({ROLE_LABEL})："),
            content=pl.col("piece").str.replace(rf"^\s*{ROLE_LABEL}：", "").str.strip_chars("；。 "),
        )
        .with_columns(
            role=pl.coalesce(
                pl.when(label.str.contains(f"^{words}$")).then(pl.lit(role)) for role, words in ROLES.items()
            )
        )
        .with_columns(pl.col("role").fill_null("free"))
    )
    said = parts.group_by(key).agg(
        pl.col("content").filter(pl.col("role") == role).str.join("；").alias(role) for role in (*ROLES, "free")
    )
    return found.join(said, on=key, how="left", maintain_order="left").pipe(_divided)


def _divided(said: pl.DataFrame) -> pl.DataFrame:
    """Divide the bodies: with a label of their own, behind `牵头`, or by the marks of one common list."""
    units, free = pl.col("units"), pl.col("free")
    led = free.str.contains("牵头", literal=True)
    before, after = (free.str.splitn("牵头", 2).struct.field(f"field_{place}").fill_null("") for place in (0, 1))
    leads = pl.col("lead") != ""
    supported = pl.col("support") != ""
    lead = (
        pl.when(leads).then("lead")
        .when(units != "").then(pl.when(supported).then(units).otherwise(lead_part(units)))
        .when(led).then(before)
        .otherwise(free)
    )  # fmt: skip
    support = pl.concat_str(
        "support",
        pl.when(leads).then(units).when(supported | (units == "")).then(pl.lit("")).otherwise(support_part(units)),
        pl.when(led & (units == "") & ~leads).then(after.str.replace("^负责", "")).otherwise(pl.lit("")),
        separator="；",
    )
    return said.with_columns(
        leaders=named_leaders(pl.col("leaders")), lead_units=named_bodies(lead), support_units=named_bodies(support)
    )


def _numbered(found: pl.DataFrame) -> pl.DataFrame:
    """Give every task its number, and take the number and the full stop off its title."""
    printed = pl.coalesce(
        pl.col("title").str.extract(STYLES["plain"]), pl.col("title").str.extract(STYLES["bracketed"])
    ).cast(pl.Int32)
    place = pl.int_range(1, pl.len() + 1, dtype=pl.Int32)
    own = (pl.col("printed").is_not_null() & pl.col("printed").is_unique()).all()
    return (
        found.sort("doc_id", "char_start", maintain_order=True)
        .with_columns(printed=printed)
        .with_columns(task_no=pl.when(own.over("doc_id")).then("printed").otherwise(place.over("doc_id")))
        .with_columns(pl.col("title").str.replace(NUMBER_MARK, "").str.strip_chars("。；： "))
        .filter(pl.col("title") != "")
    )


def _with_theme(found: pl.DataFrame, sections: pl.DataFrame) -> pl.DataFrame:
    """The heading that a task stands under: its own heading's parent, else the last heading before it."""
    headings = sections.select("doc_id", "char_start", "section_id", "parent_id", "title").sort("doc_id", "char_start")
    names = headings.select("doc_id", parent_id="section_id", parent="title")
    own = headings.select("doc_id", "char_start", "parent_id", is_heading=pl.lit(True)).join(
        names, on=("doc_id", "parent_id"), how="left"
    )
    others = headings.join(found, on=("doc_id", "char_start"), how="anti").select("doc_id", "char_start", above="title")
    return (
        found.join(own, on=("doc_id", "char_start"), how="left", maintain_order="left")
        .join_asof(others, on="char_start", by="doc_id", check_sortedness=False)
        .with_columns(theme=pl.when("is_heading").then("parent").otherwise("above"))
    )


# --- milestones ------------------------------------------------------------------------------------------------


def _progress(texts: pl.DataFrame, tasks: pl.DataFrame) -> pl.DataFrame:
    """Lines of progress with the task that each belongs to; `content` is the line without its label."""
    spans = tasks.select("doc_id", "task_no", "char_start", task_end="char_end").sort("doc_id", "char_start")
    label = pl.col("line").str.extract(f"({PROGRESS_LINE})").fill_null("")
    return (
        numbered_lines(texts.join(spans.select("doc_id").unique(), on="doc_id", how="semi"))
        .filter(pl.col("line").str.contains(PROGRESS_LINE) | pl.col("line").str.contains(YEAR_LINE))
        .join_asof(spans, on="char_start", by="doc_id", check_sortedness=False)
        .filter(pl.col("char_start") < pl.col("task_end"))
        .with_columns(
            content=pl.col("line").str.slice(label.str.len_chars()),
            char_start=pl.col("char_start") + label.str.len_chars(),
        )
        .select("doc_id", "task_no", "paragraph", "content", "char_start")
    )


def _pieces(progress: pl.DataFrame) -> pl.DataFrame:
    """Progress cut before every year that opens a clause; a subject before the first year stays with it."""
    piece, mark, first = pl.col("piece"), pl.col("mark"), pl.col("place") == 0
    length = piece.str.len_chars().cast(pl.Int64)
    return (
        progress.with_columns(piece=pl.col("content").str.replace_all(OPENING, OPENED).str.split(BREAK))
        .with_columns(place=pl.int_ranges(0, piece.list.len(), dtype=pl.Int32))
        .explode("piece", "place")
        .with_columns(piece.str.splitn(OPEN, 2).struct.rename_fields(["mark", "piece"]).alias("parts"))
        .with_columns(
            mark=pl.when(pl.col("place") > 0).then(pl.col("parts").struct.field("mark")),
            piece=pl.when(first).then("piece").otherwise(pl.col("parts").struct.field("piece")),
        )
        .with_columns(
            char_start=pl.col("char_start") + passed(length, first),
            # a subject without a year, and the year that follows it
            subject=first & (piece != "") & ~piece.str.contains("[。；]$"),
        )
        .with_columns(opens=~pl.col("subject").shift(1, fill_value=False) | first)
        .filter(piece != "")
        .with_columns(group=pl.col("opens").cum_sum(), opened=piece.str.starts_with(mark).fill_null(False))
        .group_by("doc_id", "task_no", "group", maintain_order=True)
        .agg(
            piece=piece.str.join(""),
            mark=mark.drop_nulls().first(),
            opened=pl.col("opened").first(),
            char_start=pl.col("char_start").first(),
        )
    )


def _years(pieces: pl.DataFrame) -> pl.DataFrame:
    """One row a year or span of the mark; the mark and the stops around the piece are taken off."""
    behind = pl.col("piece").str.strip_prefix(pl.col("mark")).str.strip_prefix("，")
    said = pl.when(pl.col("opened") & (behind.str.strip_chars(STOPS) != "")).then(behind).otherwise("piece")
    lead = pl.col("piece").str.len_chars().cast(pl.Int64) - said.str.strip_chars_start(STOPS).str.len_chars()
    years = pl.col("span").str.extract_all(YEAR).list.eval(pl.element().cast(pl.Int32))
    first, last = years.list.first(), years.list.last()
    open_end = pl.col("mark").str.contains(f"(?:{LATER})").fill_null(False)
    return (
        pieces.with_columns(
            text=said.str.strip_chars(STOPS),
            char_start=pl.col("char_start") + lead,
            span=pl.col("mark").str.extract_all(SPAN),
        )
        .filter(pl.col("text") != "")
        .explode("span", empty_as_null=True)
        .select(
            "doc_id",
            "task_no",
            year_from=pl.when(open_end | (first != last)).then(first),
            year=pl.when(~open_end).then(last),
            text="text",
            char_start="char_start",
            char_end=pl.col("char_start") + pl.col("text").str.len_chars(),
        )
    )
