"""The noun behind the last of several counts, where the others share it: 6个盟级、42个旗级重点项目.

In: the rows of `measures`. Out: the same rows with `tail`, the words behind a number, as if each had its own; subjects.py reads them.
"""

import polars as pl

from flows.parse.lexicon import COUNTED, COUNTING_VERB, MAGNITUDES
from flows.parse.runs import first, last, starts
from flows.parse.subject_words import NAMELESS, NEXT_STATEMENT

COUNTED_UNITS = [magnitude + unit for magnitude in ("", *MAGNITUDES) for unit in COUNTED]
GRADE = "[^，；。、]{1,6}级"  # 国家级, 新增省级: of the thing counted before
HAPPENED = "(?:退出|脱贫|摘帽|通车|投产|投用|投运|竣工|完工|开工|上市|落地|落户|出列)"
COUNTED_AND = "^[^，；。、]{0,10}?[、和与及]$"  # 70户|农户、|30个村
THEY_DID = (
    f"^[^，；。、]{{1,8}}?((?:全部|均|已|整体|如期|顺利)*(?:通过|达到|实现|{HAPPENED})[^，；。、]*)"  # 村|通过验收
)


def last_tails(measured: pl.DataFrame) -> pl.DataFrame:
    """The noun behind a list of values that nothing in front names (让1万户、4万人住上新房), or behind the second of two
    counts of one thing (25类90项工程), is the first one's as well."""
    tail, same = pl.col("tail"), pl.col("clause") == pl.col("clause").shift(-1)
    unnamed = pl.when(pl.col("values") > 1).then("head").str.contains(f"^[，、；]?(?:{NAMELESS}|{COUNTING_VERB}了?)?$")
    counted = pl.col("unit").is_in(COUNTED_UNITS)
    twice = same & (tail == "") & (pl.col("lead").shift(-1) == "") & counted & counted.shift(-1)
    shared = pl.when(unnamed).then(last(tail, starts("list_id"))).when(twice).then(tail.shift(-1))
    # 104个村、8万人脱贫出列: both did; 3个产值超千亿元、2个产值500亿元的集群: both are
    did = tail.shift(-1).str.extract(f"^({HAPPENED}[^，；。、]{{0,4}})")
    are = (
        pl.when(tail.str.contains("元、$"))
        .then(tail.shift(-1))
        .str.extract("[0-9万千百亿]元(?:以上)?(的?[^，；。、]+)")
    )
    both = pl.when(same & tail.str.contains("^[^，；。、]{1,10}、$") & ~tail.str.contains(f"{HAPPENED}、$")).then(
        pl.concat_str(tail.str.strip_suffix("、"), pl.coalesce(are, did))
    )
    all_of_them = _done_by_all()
    # 6个盟级、42个旗级重点项目
    graded = tail.str.extract(f"^({GRADE})[、和及]$")
    of_grade = pl.when(graded.is_not_null() & same).then(tail.shift(-1)).str.extract(f"^{GRADE}([^，；。、（]+)")
    return measured.with_columns(
        tail=pl.coalesce(
            shared, both, all_of_them, pl.concat_str(graded, of_grade.str.replace(NEXT_STATEMENT, "$1")), "tail"
        )
    )


def _done_by_all() -> pl.Expr:
    """`70户农户、30个村通过验收`: each of the things counted, with what the last one says that they did.

    `70户、190名贫困人口` counts households first.
    """
    tail, clause = pl.col("tail"), pl.col("clause")
    listed = tail.str.contains(COUNTED_AND) & pl.col("unit").is_in(COUNTED_UNITS) & (clause == clause.shift(-1))
    begins = ~listed.fill_null(False).shift(1).fill_null(False)
    did = last(tail.str.extract(THEY_DID), begins)
    by_report = first(pl.col("lead").str.contains(f"{COUNTING_VERB}了?$"), begins)
    noun = tail.str.replace("[、和与及]$", "")
    persons = tail.shift(-1).str.extract("^(?:的)?([^，；。、]{0,6})(?:人口|群众)")
    households = pl.when((noun == "") & pl.col("unit").str.ends_with("户")).then(pl.concat_str(persons, pl.lit("户")))
    named = pl.coalesce(households, pl.when(noun != "").then(noun))
    return pl.when(listed & ~by_report & did.is_not_null()).then(pl.concat_str(named, did))
