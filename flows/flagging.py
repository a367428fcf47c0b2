"""Flags of observations that findings on several reports touch: they come and go with the other reports of the place.

What one report says of itself is flagged when it is read. Here the findings of its place are put beside those; only
documents that such a finding is about, now or in the release, are looked at.
"""

import polars as pl

from expectations.rules import flag
from flows.publish.plan import FLAG_KEY
from flows.standing import Standing

TOUCH = ("doc_id", "rule", "char_spans")  # columns of `findings` that tell which observations it is about


def flags_changed(
    standing: Standing, members: pl.DataFrame, observations: pl.DataFrame, found: pl.DataFrame
) -> pl.DataFrame:
    """doc_id, observation_id and flags of those `observations` whose flags are to be others than they carry.

    `members` (doc_id, staged) are all documents of some places, `observations` their rows as staged or released, and
    `found` all that comparing the reports of these places found.
    """
    known = standing.some(members, "findings", (*TOUCH, "area"))
    beside = pl.concat([known.filter(pl.col("area").is_not_null())["doc_id"], found["doc_id"]]).unique()
    touched = pl.col("doc_id").is_in(beside.implode())
    alone = known.filter(touched & pl.col("area").is_null())
    findings = pl.concat([alone.select(TOUCH), found.select(TOUCH)])
    carried = observations.filter(touched)
    flagged = flag(carried, findings).filter(pl.col("flags").ne_missing(carried["flags"]))
    return flagged.select(*FLAG_KEY, "flags")
