"""Which number is likely wrong, where the findings of a report on its arithmetic have one in common.

Findings come in and go out, with a sentence more in their messages: of the reports in which two or more rules of
arithmetic found something, all relations are weighed together, those that hold as well (see `relations`).
"""

from collections.abc import Iterable
from itertools import groupby

import polars as pl

from expectations.rules.relations import Checked, likely_wrong
from expectations.rules.rule import Hit, Quote, Rule, Tables

FEWEST = 2  # findings that one number may be to blame for
READ = ("sentences", "observations")  # what rules of arithmetic read
PLACE = pl.col("char_spans").list.eval(
    pl.concat_str(pl.element().struct.field("start"), pl.element().struct.field("end"), separator="-")
)


def name_suspects(found: pl.DataFrame, tables: Tables, rules: Iterable[Rule]) -> pl.DataFrame:
    """The findings (columns of `HITS` and more), those of one likely wrong number with words on it in both messages."""
    arithmetic = [rule for rule in rules if rule.checked]
    of_rules = found.filter(pl.col("rule").is_in([rule.id for rule in arithmetic]))
    several = of_rules.filter(pl.len().over("doc_id") >= FEWEST)["doc_id"].unique()
    if several.is_empty():
        return found
    of_some = {name: tables[name].filter(pl.col("doc_id").is_in(several.implode())) for name in READ}
    checked = [one for rule in arithmetic if rule.checked for one in rule.checked(of_some)]
    words = _words(checked)
    if words.is_empty():
        return found
    keyed = found.with_columns(PLACE.list.join(",").alias("place")).join(
        words, on=["doc_id", "place"], how="left", maintain_order="left"
    )
    added = [(pl.col(name) + pl.col(f"{name}_more").fill_null("")).alias(name) for name in ("message", "message_en")]
    return keyed.with_columns(added).select(found.columns)


def _words(checked: list[Checked]) -> pl.DataFrame:
    """doc_id, place (the spans of a finding's quotes), and what is added to its messages."""
    in_order = sorted(checked, key=lambda one: one.relation.doc_id)
    rows = [
        _row(hit, quote, len(hits))
        for _, of_document in groupby(in_order, key=lambda one: one.relation.doc_id)
        for quote, hits in likely_wrong(of_document)
        for hit in hits
    ]
    columns = ("doc_id", "place", "message_more", "message_en_more")
    return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row").unique(
        ["doc_id", "place"], keep="first"
    )


def _row(hit: Hit, quote: Quote, times: int) -> tuple[str, str, str, str]:
    place = ",".join(f"{one.start}-{one.end}" for one in hit.quotes)
    return (
        hit.doc_id,
        place,
        f"改正{quote.text}一处，有关的{times}处即可相符，写错的可能是{quote.text}。",
        f" Another value of {quote.text} would mend all {times} relations that it stands in: it is likely wrong.",
    )
