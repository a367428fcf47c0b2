"""How a document belongs to others, in words: a part of a report, what is missing of it, another edition.

In: rows of `editions`, and the names of the documents that they name. Out: lines for the table of sources.
"""

from collections.abc import Mapping
from typing import Any

import polars as pl

from flows.report.words import Words, percent


def belonging_words(editions: pl.DataFrame, names: pl.DataFrame) -> dict[str, tuple[Words, ...]]:
    """doc_id → what there is to say of it; nothing of a document that is a whole report and the only edition.

    `names` has doc_id and source_name of the documents that `editions` names.
    """
    known = dict(names.select("doc_id", "source_name").iter_rows())
    told = {row["doc_id"]: tuple(_words(row, known)) for row in editions.iter_rows(named=True)}
    return {doc_id: words for doc_id, words in told.items() if words}


def _words(row: Mapping[str, Any], names: Mapping[str, str]) -> list[Words]:
    said = []
    if row["parts_known"] > 1:
        said.append(
            Words(
                f"同一份报告的第{row['part']}部分，共收到{row['parts_known']}部分",
                f"part {row['part']} of a report of which {row['parts_known']} came in",
            )
        )
    if row["missing_parts"]:
        pages = "、".join(row["missing_parts"])
        said.append(Words(f"缺{pages}", f"missing: {pages}"))
    if row["edition_of"]:
        name = names.get(row["edition_of"], "")
        share = percent(row["likeness"])
        said.append(
            Words(
                f"与{name}是同一报告，以后者为准，文字相同{share}",
                f"another edition of {name}, which counts; {share} alike",
            )
        )
    return said
