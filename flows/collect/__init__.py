"""Collect: sources as they come (files, folders, addresses, catalogues) are kept once, byte for byte, and handed on as
decoded text.

wanted.py     sources        → addresses to fetch (catalogue.py), files and folders to read
sources.py    files, folders → one item a file
files.py      item           → bytes, within limits
web/          addresses      → bytes, within limits and with manners
examine.py    bytes          → what they are (formats.py, encodings.py) and their text (reading.py), or a reason (reasons.py)
store.py      bytes          → kept under their sha256, with a record (record.py)
gather.py     all of it      → `collect`, `load_texts`
"""

from flows.collect.files import Limits
from flows.collect.gather import Collected, collect, load_texts
from flows.collect.reasons import Reason
from flows.collect.store import RawStore, StoreError

__all__ = ["Collected", "Limits", "RawStore", "Reason", "StoreError", "collect", "load_texts"]
