"""Named projects from the project tables of reports.

Cells of tables come in, the published table `projects` goes out. Known forms:

- sentences in a cell, the phase in front or behind: `竣工甲路、乙桥等项目。`, `甲厂、乙园等项目开工建设。`, under run-in headings
  (`（一）交通。`) or beside a first column that names the sector;
- the phase in the first column or the header, a list in the cell: `| 续建项目 | 甲厂、乙园等项目。 |`;
- a row a project, under `项目名称`.

The phase is what the table says the year does: `竣工` in a plan for 2025 is `completed` with year 2025, to be completed then.
"""

import polars as pl

from flows.parse.table_cells import ROW, TABLE, filled_down

YEAR = "(?:19|20)[0-9]{2}"
PROJECT_TITLE = r"项目|工程"
NAME_COLUMN = r"(?:项目|工程)名称$|^建设项目$|^重点项目$"
SECTOR_COLUMN = r"^(?:类别|领域|行业|所属行业|类型|板块|分类)$"
PHASE_COLUMN = r"性质|阶段|状态|进展|进度|类型|类别"

# --- phases ----------------------------------------------------------------------------------------------------
COMPLETED = "(?:全面|如期|基本|顺利)?(?:竣工|建成|完工|投产|投用|投运|通车|完成)(?:并)?(?:投产|投用|投运|验收|运营|达产|通车|并网|投入使用|建设)?"
STARTED = "(?:集中|新)?(?:新开工|开工|动工|启动|新建)(?:建设|实施)?"
UNDER_WAY = "(?:加快|有序|稳步|持续|全力|全面|深入|提速|加速|抓好|顺利|接续|扎实|统筹|强力|大力|正在|继续)*(?:推进|建设|实施|续建|在建|加快)(?:建设|实施)?"
PLANNED = "(?:加快|推进|开展|抓好|做好)?(?:谋划|储备|策划|拟建|规划|前期)(?:推进|建设|实施|工作)?"
PHASES = {"completed": COMPLETED, "started": STARTED, "planned": PLANNED, "under_way": UNDER_WAY}
ANY_PHASE = f"(?:{COMPLETED}|{STARTED}|{PLANNED}|{UNDER_WAY})"
WILL = "(?:计划|力争|确保|争取|预计|实现|已|拟)*"
PRELIMINARY = r"(?:的)?前期(?:工作|研究|准备)?$"  # 推进甲路、乙桥等项目前期工作
# 竣工项目   一、续建项目（12个）   新开工类
PHASE_NAME = rf"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|[0-9]+[.、])?\s*(?:20[0-9]{{2}}年)?{WILL}({ANY_PHASE})(?:类|重点|重大)*(?:项目|工程|类)?(?:（[^）]*）|[0-9]+[个项])*$"

# --- sentences and lists ---------------------------------------------------------------------------------------
BREAK = "\x1f"
BEFORE = rf"^{WILL}({ANY_PHASE})(?:了|以下)?：?(.+)$"  # 竣工甲路、乙桥等项目
BEHIND = rf"^(.+(?:项目|工程)){WILL}({ANY_PHASE})$"  # 甲厂、乙园等项目加快推进
NEXT_BEFORE = rf"([，；])({WILL}{ANY_PHASE}[^，；。]*、)"  # 竣工甲路、乙桥，开工建设丙路、丁桥
NEXT_BEHIND = rf"((?:项目|工程){WILL}{ANY_PHASE}[，；])"
# 一、产业发展   （一）交通
HEADING = r"^[★●■◆]?\s*(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|[0-9]{1,2}[.、]|（[0-9]{1,2}）)([^、，。：]{1,20})：?$"
HEADING_COLON = r"((?:^|\x1f)(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）)[^、，。：]{1,20}：)"
# at the end of a list: 等项目   等30个项目   等老旧小区改造工程
LIST_TAIL = r"等(?:[0-9一二三四五六七八九十]+个)?([^等、（）]*?)(?:重点|重大)?(项目|工程)?$"
ITEM = "(?:（(?:[^（）]|（[^（）]*）)*）|“[^”]*”|《[^》]*》|[^、，；])+"
# 完成投资3亿元、新增产值5亿元: amounts, not names
AMOUNT = (
    r"^(?:累计|年度|总)?(?:投资|产值|税收|销售|营业收入)|[0-9.]+(?:万|亿)*(?:元|美元|亩|公里|平方米|吨|户|家|个|%)$"
)
PART_MARK = "^[一二三四五六七八九十]{1,3}、"
GROUP_MARK = r"^(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|[0-9]+[.、])"
SUM_ROW = r"^(?:合计|总计|小计|总投资)"
BULLET = "★●■◆▲ "


def projects(cells: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """One row a named project, in reading order.

    In: `table_cells`; `documents` (`doc_id`, `plan_year`). Out: the columns of the published table `projects`. `sector` is
    the heading within the cell, else the row's first column, else the kind of work that ends the list (`等城中村改造项目`).
    A row whose phase cannot be told gives nothing.
    """
    text, header = pl.col("text"), pl.col("header").fill_null("")
    chosen = cells.filter(
        (pl.col("title").str.contains(PROJECT_TITLE) | header.str.contains(NAME_COLUMN)).any().over(TABLE)
        & (pl.col("row") > 0)
    ).with_columns(text=text.str.replace_all("\n", "<br>", literal=True), header=header)
    by_row = pl.col("header").str.contains(NAME_COLUMN).any().over(TABLE)
    found = pl.concat([_listed(chosen.filter(~by_row)), _rows(chosen.filter(by_row))])
    title_year = pl.col("title").str.extract(f"({YEAR})").cast(pl.Int32)
    return (
        found.join(documents.select("doc_id", "plan_year"), on="doc_id", how="left", maintain_order="left")
        .with_columns(
            year=pl.coalesce(title_year, "plan_year"), char_end=pl.col("char_start") + pl.col("name").str.len_chars()
        )
        .sort("doc_id", "char_start", maintain_order=True)
        .select("doc_id", "table_no", "name", "phase", "sector", "year", "char_start", "char_end")
    )


# --- lists in cells --------------------------------------------------------------------------------------------


def _listed(cells: pl.DataFrame) -> pl.DataFrame:
    """Projects of cells that list them."""
    return _sentences(cells).pipe(_lists).pipe(_names)


def _sentences(cells: pl.DataFrame) -> pl.DataFrame:
    """One row a sentence of the cells, with `heading` (run-in, above it), `first` (first column) and `named_phase`."""
    first_cell = pl.when(pl.col("column") == 1).then("text")
    piece = pl.col("piece")
    length = piece.str.len_chars().cast(pl.Int64)
    cell = (*ROW, "column")
    sentence = piece.str.replace("(?:。|<br>)+$", "").str.strip_chars("，；")
    return (
        cells.with_columns(first=first_cell.max().over(ROW), width=pl.len().over(ROW))
        .with_columns(first=filled_down("first"))
        .with_columns(
            named_phase=pl.coalesce(
                _phase(pl.col("first").str.extract(PHASE_NAME)), _phase(pl.col("header").str.extract(PHASE_NAME))
            ),
            first=pl.when((pl.col("width") > 1) & ~pl.col("first").str.contains(PHASE_NAME)).then("first"),
        )
        .filter((pl.col("column") > 1) | (pl.col("width") == 1))
        .with_columns(
            piece=pl.col("text")
            .str.replace_all("(。|<br>)", "${1}" + BREAK)
            .str.replace_all(HEADING_COLON, "${1}" + BREAK)
            .str.replace_all(NEXT_BEFORE, "${1}" + BREAK + "${2}")
            .str.replace_all(NEXT_BEHIND, "${1}" + BREAK)
            .str.split(BREAK)
        )
        .explode("piece", empty_as_null=True)
        .with_columns(char_start=pl.col("char_start") + (length.cum_sum() - length).over(cell))
        .with_columns(sentence=sentence)
        .with_columns(heading=pl.col("sentence").str.extract(HEADING))
        .with_columns(is_heading=pl.col("heading").is_not_null(), heading=pl.col("heading").forward_fill().over(cell))
        .filter(~pl.col("is_heading") & (pl.col("sentence") != ""))
    )


def _lists(sentences: pl.DataFrame) -> pl.DataFrame:
    """Sentences that are a list of projects with a phase: `phase`, and `listed` (the list without its tail)."""
    sentence = pl.col("sentence")
    before = sentence.str.extract_groups(BEFORE).struct
    behind = sentence.str.extract_groups(BEHIND).struct
    named = pl.col("named_phase").is_not_null()
    preliminary = sentence.str.contains(PRELIMINARY)
    full = (
        pl.when(named).then(sentence)
        .when(preliminary).then(before.field("2"))
        .otherwise(pl.coalesce(behind.field("1"), before.field("2")))
    )  # fmt: skip
    phase = (
        pl.when(named).then("named_phase")
        .when(preliminary).then(pl.lit("planned"))
        .otherwise(_phase(pl.coalesce(behind.field("2"), before.field("1"))))
    )  # fmt: skip
    trimmed = pl.col("full").str.replace(PRELIMINARY, "")
    return (
        sentences.with_columns(full=full, phase=phase)
        .filter(pl.col("full").is_not_null() & pl.col("phase").is_not_null())
        .with_columns(
            char_start=pl.col("char_start") + _place(sentence, pl.col("full")),
            work=trimmed.str.extract(LIST_TAIL).replace("", None),
            listed=trimmed.str.replace(LIST_TAIL, ""),
        )
        .with_columns(has_tail=pl.col("listed") != trimmed)
        .with_columns(is_list=pl.col("has_tail") | named | trimmed.str.contains("(?:项目|工程)$"))
    )


def _names(lists: pl.DataFrame) -> pl.DataFrame:
    """One row a name of the lists."""
    name = pl.col("name")
    length = name.str.len_chars().cast(pl.Int64)
    one_list = ("doc_id", "char_start")
    bare = name.str.strip_chars_start(BULLET)
    last = pl.int_range(pl.len()).over("list") == pl.len().over("list") - 1
    several = pl.len().over("list") > 1
    return (
        lists.with_columns(list=pl.concat_str(one_list, separator=":"), name=pl.col("listed").str.extract_all(ITEM))
        .explode("name", empty_as_null=True)
        .drop_nulls("name")
        .with_columns(char_start=pl.col("char_start") + ((length + 1).cum_sum() - length - 1).over("list"))
        .with_columns(
            char_start=pl.col("char_start") + length - bare.str.len_chars(), last=last & several & ~pl.col("has_tail")
        )
        .with_columns(
            name=pl.when("last").then(bare.str.replace("(?:重点)?项目$", "")).otherwise(bare).str.strip_chars()
        )
        .filter((name != "") & ~name.str.contains(AMOUNT) & (several | pl.col("is_list")))
        .select(*TABLE, "title", "name", "phase", "char_start", sector=pl.coalesce("heading", "first", "work"))
    )


def _place(text: pl.Expr, part: pl.Expr) -> pl.Expr:
    """Characters of `text` before `part`, which stands at its start or at its end."""
    return (
        pl.when(text.str.starts_with(part))
        .then(0)
        .otherwise(text.str.len_chars().cast(pl.Int64) - part.str.len_chars())
    )


def _phase(words: pl.Expr) -> pl.Expr:
    """The phase that the words of a table name; null for other words."""
    return pl.coalesce(
        pl.when(words.str.contains(f"^{pattern}$")).then(pl.lit(phase)) for phase, pattern in PHASES.items()
    )


# --- a row a project -------------------------------------------------------------------------------------------


def _rows(cells: pl.DataFrame) -> pl.DataFrame:
    """Projects of tables with a row each; rows that head a group give its phase or its sector."""
    header, text = pl.col("header"), pl.col("text")
    filled = text.filter(text != "")
    named = header.str.contains(NAME_COLUMN)
    phase_word = text.filter(header.str.contains(PHASE_COLUMN)).str.extract(f"({ANY_PHASE})").drop_nulls().first()
    rows = cells.group_by(ROW, maintain_order=True).agg(
        title=pl.col("title").first(),
        name=text.filter(named).first(),
        char_start=pl.col("char_start").filter(named).first(),
        cell_phase=_phase(phase_word),
        cell_sector=text.filter(header.str.contains(SECTOR_COLUMN) & ~text.str.contains(PHASE_NAME)).first(),
        first=filled.first(),
        distinct=filled.n_unique(),
    )
    group = pl.when((pl.col("distinct") == 1) | pl.col("first").str.contains(PHASE_NAME)).then("first")
    group_phase = _phase(pl.col("group").str.extract(PHASE_NAME))
    # a phase that heads a part of the table (一、续建项目) ends the sector of the part before it
    sector = (
        pl.when(group_phase.is_null())
        .then(pl.col("group").str.replace(GROUP_MARK, "").str.replace("（[^）]*）$", ""))
        .when(pl.col("group").str.contains(PART_MARK))
        .then(pl.lit(""))
    )
    title_phase = _phase(pl.col("title").str.extract(f"({ANY_PHASE})(?:类|重点|重大)*(?:项目|工程)"))
    return (
        rows.with_columns(group=group)
        .with_columns(
            group_phase=group_phase.forward_fill().over(TABLE), group_sector=sector.forward_fill().over(TABLE)
        )
        .filter(pl.col("group").is_null() & (pl.col("name") != "") & ~pl.col("name").str.contains(SUM_ROW))
        .with_columns(
            phase=pl.coalesce("cell_phase", "group_phase", title_phase),
            sector=pl.coalesce(pl.col("cell_sector").replace("", None), pl.col("group_sector").replace("", None)),
        )
        .filter(pl.col("phase").is_not_null())
        .select(*TABLE, "title", "name", "phase", "char_start", "sector")
    )
