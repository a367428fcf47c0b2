"""What a planned release would add, take away and change, table by table: shown before a backfill becomes current."""

import polars as pl

from expectations.schemas import TABLES, dictionary
from flows.layout import Layout
from flows.publish.plan import RUN_COLUMNS, Plan, rows_replaced, rows_to_write

COMPARISON = pl.Schema({"table": pl.String, "added": pl.Int64, "removed": pl.Int64, "changed": pl.Int64})


def compare(layout: Layout, plan: Plan) -> pl.DataFrame:
    """One row a table that would change: rows added, removed, and changed (the same id with other contents).

    Tables without an id of their own know added and removed rows only.
    """
    ids = {column.table: column.name for column in dictionary() if column.unique}
    rows = [
        _counts(layout, plan, table, ids.get(table))
        for table in TABLES
        if (change := plan.tables.get(table)) and change.changed and table != "quarantine"
    ]
    return pl.DataFrame(rows, schema=COMPARISON)


def _counts(layout: Layout, plan: Plan, table: str, key: str | None) -> dict[str, object]:
    change = plan.tables[table]
    new = _hashed(rows_to_write(layout, plan, table), key)
    old_rows = rows_replaced(layout, plan.base, change)
    old = _hashed(old_rows, key) if old_rows.width else new.clear()
    added, removed = new.join(old, on="hash", how="anti"), old.join(new, on="hash", how="anti")
    changed = added.join(removed, on="key", how="semi").height if key else 0
    return {"table": table, "added": added.height - changed, "removed": removed.height - changed, "changed": changed}


def _hashed(rows: pl.DataFrame, key: str | None) -> pl.DataFrame:
    facts = rows.select(sorted(set(rows.columns) - set(RUN_COLUMNS)))
    hashes = facts.hash_rows().alias("hash")
    return pl.DataFrame([hashes, rows[key].alias("key")] if key else [hashes])
