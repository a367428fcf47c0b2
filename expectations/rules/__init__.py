"""Consistency rules: the published tables come in, findings go out; the numbers are never changed.

`check` runs the rules of `RULES` on reports, `check_areas` those that compare the reports of a place; `flag` writes the
rules' ids beside the observations that they are about. The quality report shows the findings, the release keeps them.
"""

import hashlib
from collections.abc import Mapping

import polars as pl

from expectations.rules import (
    above,
    across,
    agreement,
    anniversaries,
    attained,
    bounds,
    changes,
    counted_out,
    counts,
    documents,
    editions,
    gains,
    gaps,
    groups,
    growth,
    identities,
    itemised,
    items,
    kinds,
    known_parts,
    levels,
    lists,
    means,
    misprints,
    multiples,
    neighbours,
    numbering,
    parallel,
    partitions,
    paths,
    plain_rows,
    plans,
    proportions,
    ranges,
    ratios,
    schedule,
    series,
    series_within,
    sets,
    shares,
    steps,
    structures,
    sums,
    targets,
    totals,
    units,
    weighted,
    wholes,
    wording,
    years,
)
from expectations.rules.candidates import prepared
from expectations.rules.rule import HITS, Rule, Scope
from expectations.rules.stated import with_stated
from expectations.rules.suspects import name_suspects
from expectations.rules.together import Together, led_back, together

RULES: tuple[Rule, ...] = (
    agreement.SAME_INDICATOR,
    plain_rows.ROWS_AND_TEXT,
    across.RESULTS,
    across.TARGETS,
    above.RESULTS,
    above.TARGETS,
    editions.NUMBERS,
    schedule.COMPLETED_TWICE,
    sets.CARRIED_ON,
    sets.SAME_SET,
    documents.REGION_UNKNOWN,
    documents.REGION_CODE_UNKNOWN,
    documents.TITLE_YEARS,
    documents.PUBLISHED,
    documents.READ_OFF_PICTURES,
    documents.PAGES_UNREAD,
    editions.MISSING_PART,
    growth.FROM_TO_STEP,
    multiples.MULTIPLE,
    means.MEAN_GROWTH,
    means.MEAN_STEP_OF_YEARS,
    gains.GAIN,
    gains.A_YEAR_OF_ALL,
    changes.CHANGE_RATE,
    changes.AGAINST_LEVEL,
    steps.STEP,
    gaps.RATES_APART,
    levels.LEVEL,
    levels.LEVEL_ACROSS,
    paths.PATH,
    weighted.WEIGHTED,
    weighted.ABOVE_SECTORS,
    lists.RESPECTIVELY,
    neighbours.BESIDE,
    parallel.PARALLEL,
    items.NAMED_ITEMS,
    items.COUNTED_ITEMS,
    counts.NUMBERING_GAP,
    numbering.PARAGRAPH_GAP,
    numbering.ANNOUNCED_SERIES,
    series_within.SERIES_WITHIN,
    counts.STATED_COUNT,
    ranges.IMPLAUSIBLE,
    ranges.SHARE_ABOVE_WHOLE,
    proportions.PROPORTION,
    kinds.WITHIN_WHOLE,
    ratios.SHARE_OF_TOTAL,
    ratios.COMPLETION_OF_PLAN,
    plans.PLAN_TOLD_BEFORE,
    wholes.COMMON_WHOLE,
    wholes.NAMED_WHOLE,
    counted_out.PART_OF_COUNT,
    counted_out.EACH_YEAR_OF_TOTAL,
    counted_out.DAYS_OF_YEAR,
    shares.DONE_OF_ALL,
    shares.SHARE_OF_NAMED,
    identities.IDENTITY,
    gaps.ON_CALENDAR,
    partitions.STRUCTURE_OF_VALUES,
    structures.STRUCTURE_OF_PRODUCT,
    targets.EXCESS,
    series.BREAKS,
    series.CUMULATIVE_FALLS,
    series.FLOOR_ABOVE_STRETCH,
    bounds.DIRECTION,
    bounds.WITHIN_LIMIT,
    attained.ATTAINED,
    bounds.REAL_ABOVE_NOMINAL,
    bounds.INDEX_AND_RISE,
    sums.STRUCTURE_OF_100,
    sums.TOTAL_OF_PARTS,
    totals.TOTAL_BEHIND,
    sums.PARTITION,
    known_parts.KNOWN_PARTS,
    known_parts.SHARES_OF_ALL,
    across.FIVE_YEARS,
    across.FIVE_YEARS_ACROSS,
    itemised.EXCEEDS,
    itemised.COUNTED_SHARES,
    itemised.LEFT_OVER,
    groups.SORTED_INDICATORS,
    groups.OPPOSED_GROUPS,
    units.NOT_ALLOWED,
    units.UNKNOWN,
    wording.DOUBLED_UNIT,
    wording.SHORTENED_UNIT,
    wording.INDEX_AS_RATE,
    misprints.MALFORMED_NUMBER,
    misprints.MISPRINTED_UNIT,
    misprints.BROKEN_COUNT,
    misprints.REVERSED_SPAN,
    years.HORIZON,
    years.REVERSED,
    years.FIVE_YEAR_PLAN,
    years.PLAN_AFTER_REVIEW,
    years.MILESTONE_BEYOND_PLAN,
    anniversaries.ANNIVERSARY,
)

FINDINGS = (
    "finding_id",
    "rule",
    "severity",
    "doc_id",
    "source_name",
    "area",
    "message",
    "message_en",
    "expected",
    "observed",
    "tolerance",
    "evidence",
    "quotes",
    "char_spans",
)
FORM = r"[^\p{L}\p{N}]"  # all that is neither letter nor digit: two cleanings of a text may differ in it


def check(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Run every rule on reports over the tables of many documents.

    Returns `findings` rows (less the run ids, which a release stamps), by document and by place in it.
    """
    hits = name_suspects(_hits(with_stated(prepared(tables)), "report"), tables, RULES)
    found = _described(hits, tables["documents"])
    return found.with_columns(pl.lit(None, pl.String).alias("area")).select(FINDINGS)


def check_areas(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Run every rule that needs several documents over the tables of all documents of some places.

    `documents` has `area`, the place whose reports are compared, and `editions` says how documents belong together:
    reports are compared once, whatever their editions, and the parts of one are checked as one report, too. Sentences and
    sections need be there only of documents that belong to another. `above`, where it is there, has what reports of the
    places above state for these places (`above.told`). Returns `findings` rows as `check` does, each with the area that
    it was found in, since it may go when another report of the area, or of a place above, comes.
    """
    documents = tables["documents"]
    own = {name: rows for name, rows in tables.items() if name != "above"}
    stated_above = {name: rows for name, rows in tables.items() if name == "above"}
    reports = together(own)
    hits = [
        _hits(own, "editions"),
        led_back(_hits(reports.tables | stated_above, "area"), reports.parts),
        _over_parts(own, reports),
    ]
    found = _described(pl.concat(hits), documents)
    return found.join(documents.select("doc_id", "area"), on="doc_id", maintain_order="left").select(FINDINGS)


def _over_parts(tables: Mapping[str, pl.DataFrame], reports: Together) -> pl.DataFrame:
    """Hits of the rules on reports that are found where the parts of a report are read together, and in no part alone."""
    none = pl.DataFrame(schema={"rule": pl.String, **HITS})
    if reports.parts.is_empty():
        return none
    own = pl.col("doc_id").is_in(reports.parts["doc_id"].implode())
    alone = _hits({name: rows.filter(own) for name, rows in tables.items() if name != "editions"}, "report")
    whole = led_back(_hits(reports.of_several(), "report"), reports.parts)
    words = whole.filter(pl.col("quotes").list.len() > 0)  # without a quote it is on each document as a whole
    for same in ("char_spans", "evidence"):
        words = words.join(alone, on=["rule", "doc_id", "quotes", same], how="anti", maintain_order="left")
    return words


def _hits(tables: Mapping[str, pl.DataFrame], scope: Scope) -> pl.DataFrame:
    """What the rules of this scope find: the columns of `HITS` after `rule`."""
    rules = [rule for rule in RULES if rule.scope == scope]
    return pl.concat([rule.check(tables).select(pl.lit(rule.id).alias("rule"), *HITS) for rule in rules])


def _described(hits: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """The hits, each once, with their ids and the names of their documents; no area yet."""
    found = hits.unique(["rule", "doc_id", "evidence", "quotes", "char_spans"], keep="first", maintain_order=True)
    names = documents.select("doc_id", "source_name")
    first = pl.col("char_spans").list.first().struct.field("start").fill_null(-1)
    ordered = found.join(names, on="doc_id", how="left", maintain_order="left").sort("doc_id", first, "rule")
    return ordered.with_columns(_finding_ids(ordered))


def flag(observations: pl.DataFrame, findings: pl.DataFrame) -> pl.DataFrame:
    """The observations with `flags`: ids of the rules, sorted, that quote characters of an observation's own quote."""
    spans = (
        findings.select("doc_id", "rule", "char_spans")
        .explode("char_spans")
        .drop_nulls("char_spans")
        .select("doc_id", "rule", pl.col("char_spans").struct.unnest())
    )
    touched = observations.lazy().select("observation_id", "doc_id", "char_start", "char_end")
    flags = (
        touched.join_where(
            spans.lazy(),
            pl.col("doc_id") == pl.col("doc_id_right"),
            pl.col("char_start") < pl.col("end"),
            pl.col("start") < pl.col("char_end"),
        )
        .group_by("observation_id")
        .agg(pl.col("rule").unique().sort().alias("flags"))
        .collect()
    )
    joined = observations.drop("flags").join(flags, on="observation_id", how="left", maintain_order="left")
    none = pl.lit([], dtype=pl.List(pl.String))
    return joined.with_columns(pl.col("flags").fill_null(none)).select(observations.columns)


def _finding_ids(found: pl.DataFrame) -> pl.Series:
    """Ids that stay between runs, machines and most changes of the parser.

    An id is a digest of rule, document, the letters and digits of evidence and quotes, and how many times the same
    came before in the document. Not of positions: one more line removed above would move them all. A finding without
    quotes is about the document as a whole, once a rule, so that its evidence does not count.
    """
    words = pl.concat_str("evidence", pl.col("quotes").list.join(" "), separator=" ").str.replace_all(FORM, "")
    about = pl.when(pl.col("quotes").list.len() > 0).then(words).otherwise(pl.lit(""))
    key = pl.concat_str("rule", "doc_id", about, separator="\n")
    again = pl.int_range(pl.len()).over(key)
    keys = found.select(pl.concat_str(key, again.cast(pl.String), separator="\n").alias("finding_id")).to_series()
    return pl.Series("finding_id", [hashlib.sha256(k.encode()).hexdigest()[:24] for k in keys], dtype=pl.String)
