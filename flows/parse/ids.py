"""Ids of rows: the beginning of their document's id, then what tells the row among those of the document."""

import polars as pl

CHARACTERS = 32  # of 64 of a sha256: nobody can make two documents that share them


def row_id(*parts: str | pl.Expr, doc_id: str = "doc_id") -> pl.Expr:
    """`<beginning of the document's id>:<part>:<part>`; parts are columns, or expressions."""
    return pl.concat_str(pl.col(doc_id).str.head(CHARACTERS), *parts, separator=":")
