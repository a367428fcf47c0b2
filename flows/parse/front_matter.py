"""Where a report says what it is: the lines above its body and below it.

In: raw and normalised texts. Out: short texts that titles.py, imprint.py and regions_in_text.py read. A website's
labels are only in the raw text; titles, bodies and sessions are easier to read in the normalised one.
"""

import polars as pl

from flows.parse import headings
from flows.parse.characters import plain

HEAD, FOOT = 3000, 800  # characters
LONGEST_LINE = 120  # characters; a title, a body's name and a date are shorter
BODY = r"\n(?:#+ ?)?(?:一、|（一）|1\.|第一[章部])"  # the first heading
NUMBERED = f"^(?:[|]|{headings.TOP}|{headings.BRACKETED}|{headings.NUMBER}[^0-9]|{headings.CHAPTER}|{headings.ARTICLE})"  # no titles; nor are rows


def front_matter(raw: pl.DataFrame, normal: pl.DataFrame) -> pl.DataFrame:
    """One row a report: doc_id, `site` (raw, above and below), `raw_head`, `raw_foot`, `front` (its short normalised
    lines).
    """
    text = pl.col("text")
    ends = raw.select("doc_id", head=text.str.slice(0, HEAD), foot=text.str.tail(FOOT))
    raw_parts = ends.select("doc_id", raw_head=plain(ends["head"]), raw_foot=plain(ends["foot"]))
    above = text.str.slice(0, HEAD).str.replace(rf"(?s){BODY}.*$", "")
    below = text.str.slice(above.str.len_chars()).str.tail(FOOT)
    short = pl.concat_list(above.str.split("\n"), below.str.split("\n")).list.eval(
        pl.element().filter((pl.element().str.len_chars() <= LONGEST_LINE) & ~pl.element().str.contains(NUMBERED))
    )
    front = normal.select("doc_id", front=short.list.join("\n"))
    return raw_parts.join(front, on="doc_id", how="left", maintain_order="left").with_columns(
        site=pl.concat_str("raw_head", pl.lit("\n"), "raw_foot")
    )
