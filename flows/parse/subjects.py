"""Measured quantities to indicators: what each number measures, as the report writes it.

In: the rows of `measures`, in reading order. Out: the same rows with `indicator`, and one row more where one number
holds for several indicators. The subject stands before the number (`投资完成1378亿元`), behind it (`3000个技改项目`),
or further back in the sentence (`，增长6.2%`); heads, verbs and values shared by a list are dealt out to its members.
"""

import polars as pl

from flows.parse.lexicon import COUNTED, COUNTING_VERB, MAGNITUDES, RELATIVE_NOUN, SUM_OF_THINGS
from flows.parse.lists import dealt_out
from flows.parse.runs import before, filled, starts
from flows.parse.subject_words import DROPPED_VERB, own_words

COUNTED_UNITS = [magnitude + unit for magnitude in ("", *MAGNITUDES) for unit in COUNTED]
# 生产总值, 服务业, 销售额: verbs inside names
VERB_IN_A_NAME = "^(?:生产|服务|投资|销售|融资|运输|保障|培训|发展|流转|交付|转移|治理|出口|建设)(?:总|性|业|额|量|率|收|余|规|周|面|支|占|增|资|用|$)"
OF_THE_LAST = "^(?:占|完成(?:全年|年|计|预|目|任|当|人))"  # 占年度计划的, 完成预算的: a share of the subject before


def subjects(measured: pl.DataFrame) -> pl.DataFrame:
    """The rows of `measures` with `indicator` (null where the sentence names nothing), `named` and `flow`.

    `named`: the values of a list have names of their own; `flow`: what was done over time (新增, 累计), unlike a stock.
    """
    heads = measured.filter(pl.col("follows") == 0).pipe(own_words).pipe(_shared_verbs).pipe(_carried)
    found = heads.select("list_id", "subject", "base", "several", "flow", "blank", "own", "order")
    earlier = heads.filter(pl.col("alone").is_not_null()).select("line", "order", "alone")
    return measured.join(found, on="list_id", how="left", maintain_order="left").pipe(dealt_out, earlier)


def _shared_verbs(heads: pl.DataFrame) -> pl.DataFrame:
    """`own`: the subject in the row's own words; a verb before the first member of a list counts for the others."""
    counted = pl.concat_str(pl.col("verb").str.replace(DROPPED_VERB, "").fill_null(""), "behind")
    own = (
        pl.when(pl.col("attribute").is_not_null())
        .then(pl.concat_str("behind", "attribute"))
        .when(pl.col("behind").is_not_null())
        .then(counted)
        .otherwise("before")
    )
    named = own.str.contains(VERB_IN_A_NAME)
    started = pl.when(~named).then(own).str.extract(f"^((?:{COUNTING_VERB}[、和并]?)+)")
    level = (pl.col("measure") == "level") & ~own.str.contains(f"^{RELATIVE_NOUN}$")
    shared = filled(started, pl.col("opens"))
    done = started.is_not_null() & ~own.str.contains("^(?:拥有|保有|达)")
    flow = done | pl.col("item").str.contains("累计|新增|完成")
    flow = pl.when(flow | ~pl.col("listed")).then(flow)
    return (
        heads.lazy()
        .with_columns(own=own, started=started, flow=flow)
        .with_columns(
            flow=filled(pl.col("flow"), pl.col("opens")),
            own=pl.when(
                pl.col("listed")
                & level
                & (own != "")
                & pl.col("started").is_null()
                & ~own.str.contains(f"^.{{0,2}}{COUNTING_VERB}")
            )
            .then(pl.concat_str(shared.fill_null(""), "own"))
            .otherwise("own"),
        )
        .collect()
    )


def _carried(heads: pl.DataFrame) -> pl.DataFrame:
    """`subject`: own words, or the last subject of the sentence, or both where the own words mean nothing alone."""
    own = pl.col("own").str.strip_chars("、，")
    relative = own.str.contains(
        f"^(?:占|与|同|完成(?:全年|年|计|预|目|任|当)|{RELATIVE_NOUN}(?:[、和]{RELATIVE_NOUN})*$)"
    )
    relative = relative & ~pl.col("item").str.contains("^(?:、|，)?其中(?:[^占]|$)")
    starts_line = starts("line")
    whole = pl.when((own != "") & ~relative & ~own.str.contains(f"^{COUNTING_VERB}$")).then(own)
    only_verb = own.str.contains(f"^{COUNTING_VERB}$") & ~relative & before(whole, starts_line).is_not_null()
    alone = pl.when((own != "") & ~relative & ~only_verb).then(own)
    thing = pl.when(pl.col("unit").is_in(COUNTED_UNITS)).then("alone")
    sum_of_things = own.str.contains(f"^{SUM_OF_THINGS}$")
    last = pl.coalesce(pl.when(sum_of_things).then(before(thing, starts_line)), before(pl.col("alone"), starts_line))
    bare = last.str.replace(f"^(?:{COUNTING_VERB})+", "").str.replace(f"(.{{2}})(?:完成|实现){RELATIVE_NOUN}$", "$1")
    things = bare.str.replace(f"{COUNTING_VERB}$", "").fill_null("")
    joined = pl.concat_str(pl.when(own.str.contains(OF_THE_LAST)).then(last).otherwise(bare).fill_null(""), "own")
    joined = pl.when(bare.str.ends_with(own) & (own != "")).then(bare).otherwise(joined)
    stated = heads.with_columns(own=own, alone=alone, relative=relative).with_columns(
        base=bare,
        stated=pl.when("relative").then(joined).when(only_verb).then(pl.concat_str(own, things)).otherwise("alone"),
    )
    kept = pl.when(~own.str.contains(OF_THE_LAST)).then(pl.col("stated").str.replace("(?:新增|净增|累计)$", ""))
    # 按可比价格计算，比上年增长17%: a sentence that only compares goes on with the subject of the one before
    compares = pl.col("measure").is_in(["growth", "change", "rank", "gap"])
    further = pl.when(compares).then(before(kept, starts("doc_id", "paragraph")))
    return stated.with_columns(
        subject=pl.coalesce("stated", before(kept, starts_line), further),
        blank=pl.col("alone").is_null(),
        order=pl.col("alone").is_not_null().cum_sum().cast(pl.Int64),
    )
