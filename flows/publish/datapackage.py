"""`datapackage.json`: the release described for other programs, after the Frictionless Data Package standard.

Generated from the table models, so that the two cannot drift apart.
"""

import json

import polars as pl

from expectations.schemas import TABLES, ColumnInfo, dictionary
from flows import storage
from flows.layout import Layout
from flows.publish.release import Release

FRICTIONLESS_TYPES: dict[type[pl.DataType], str] = {
    pl.String: "string",
    pl.Int32: "integer",
    pl.Int64: "integer",
    pl.Float64: "number",
    pl.Boolean: "boolean",
    pl.Date: "date",
    pl.Datetime: "datetime",
    pl.List: "array",
}


def write_datapackage(layout: Layout, release: Release) -> None:
    """Describe the release beside its tables. The file is left alone where nothing in it changes."""
    data = (json.dumps(datapackage(release), ensure_ascii=False, indent=2) + "\n").encode()
    try:
        known = storage.read(layout.datapackage)
    except FileNotFoundError:
        known = b""
    if known != data:
        storage.write(layout.datapackage, data)


def datapackage(release: Release) -> dict[str, object]:
    """The descriptor: one resource a table, one field a column, with unit, allowed values and meaning."""
    columns = list(dictionary())
    return {
        "name": "jihua",
        "title": "Quantities, promises and contradictions in Chinese government plan reports",
        "version": release.release_id,
        "created": release.created_at,
        "resources": [
            {
                "name": table.replace("_", "-"),
                "title": (model.__doc__ or "").strip(),
                "path": table,
                "format": "delta",
                "mediatype": "application/vnd.delta",
                "delta_version": release.tables[table].version,
                "rows": release.tables[table].rows,
                "schema": {"fields": [_field(column) for column in columns if column.table == table]},
            }
            for table, model in TABLES.items()
        ],
    }


def _field(column: ColumnInfo) -> dict[str, object]:
    constraints: dict[str, object] = {"required": not column.nullable}
    if column.unique:
        constraints["unique"] = True
    if column.allowed:
        constraints["enum"] = list(column.allowed)
    field: dict[str, object] = {
        "name": column.name,
        "type": FRICTIONLESS_TYPES[column.dtype.base_type()],
        "description": column.description,
        "constraints": constraints,
    }
    return field | ({"unit": column.unit} if column.unit else {})
