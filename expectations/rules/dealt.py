"""Numbers of a list with 分别 that were all read under one name, dealt to the names that stand before it.

甲、乙、丙3个指标分别低于目标1.5、3.7和0.7个百分点 gives each of the three its own number, under the code of its name.
"""

import re

import polars as pl

from expectations.reference import indicator_aliases
from expectations.reference.indicator_names import indicator_key

GROUP = ("doc_id", "evidence", "indicator", "measure", "unit")
# 甲、乙、丙3个指标分别
NAMES = re.compile(
    "(?:^|[，；。：])(?P<names>[^，；。：0-9]+(?:、[^，；。：0-9]+)+?)等?(?:[0-9]{1,2}|[二三四五六七八九十]{1,2})[个项](?:主要)?[^，。；：、0-9]{0,6}分别"
)
DIVIDED = re.compile("[、和]")


def dealt(observations: pl.DataFrame) -> pl.DataFrame:
    """The observations, those of such lists with the indicator and its code of the name that each belongs to."""
    listed = observations.with_row_index("at").filter(
        pl.col("evidence").str.contains("[个项][^，。；：、0-9]{0,8}分别")
    )
    groups = listed.group_by(*GROUP, maintain_order=True).agg("at").filter(pl.col("at").list.len() > 1)
    named = [
        {"at": at, "own_name": name}
        for evidence, rows in groups.select("evidence", "at").iter_rows()
        for at, name in zip(rows, _names(evidence, len(rows)), strict=False)
    ]
    if not named:
        return observations
    own = pl.DataFrame(named, schema={"at": pl.UInt32, "own_name": pl.String}).with_columns(
        key=indicator_key(pl.col("own_name"))
    )
    known = indicator_aliases().unique("key", keep="none").select("key", listed="code")
    elsewhere = observations.unique("indicator", keep="first").select(own_name="indicator", told="indicator_code")
    coded = (
        own.join(known, on="key", how="left")
        .join(elsewhere, on="own_name", how="left")
        .select("at", "own_name", code=pl.coalesce("told", "listed"))
    )
    joined = observations.with_row_index("at").join(coded, on="at", how="left", maintain_order="left")
    dealt_to = pl.col("own_name").is_not_null()
    return joined.with_columns(
        indicator=pl.coalesce("own_name", "indicator"),
        indicator_code=pl.when(dealt_to).then(pl.col("code")).otherwise(pl.col("indicator_code")),
    ).select(observations.columns)


def _names(evidence: str, count: int) -> list[str]:
    """The names of the list, where there are as many; none otherwise."""
    match = NAMES.search(evidence)
    names = DIVIDED.split(match["names"]) if match else []
    return names if len(names) == count else []
