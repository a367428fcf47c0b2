"""Collect: sources as they come (files, folders) are kept once, byte for byte, and handed on as decoded text.

sources.py    sources        → one item a file
fetch.py      item           → bytes, within limits
formats.py    bytes          → media type and encoding (encodings.py), or a reason (reasons.py)
store.py      bytes          → kept under their sha256, with a record (record.py)
gather.py     all of it      → `collect`, `load_texts`
"""

from flows.collect.fetch import Limits
from flows.collect.gather import Collected, collect, load_texts
from flows.collect.reasons import Reason
from flows.collect.store import RawStore, StoreError

__all__ = ["Collected", "Limits", "RawStore", "Reason", "StoreError", "collect", "load_texts"]
