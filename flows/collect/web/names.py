"""What a fetched file is called. In: its address and headers; out: a name to show, which never leads anywhere.

The name is a label: originals lie under the digest of their bytes. Still it is cut down to what a file name may be, in
case somebody writes it to a disk.
"""

import re
import unicodedata
from email.message import Message
from email.utils import collapse_rfc2231_value
from urllib.parse import unquote_to_bytes

import httpx

LONGEST = 150  # characters; three bytes each fit what file systems take
BARRED = re.compile(r'[<>:"|?*\\/]+')


def file_name(url: httpx.URL, disposition: str = "") -> str:
    """The name that the answer gives the file (Content-Disposition), else the last part of the address, else the
    host."""
    return _label(_given(disposition)) or address_name(url)


def address_name(url: httpx.URL) -> str:
    """The last part of the address's path that has a name, else the host."""
    parts = url.raw_path.partition(b"?")[0].decode("ascii", errors="replace").split("/")
    return next((name for part in reversed(parts) if (name := _label(_decoded(unquote_to_bytes(part))))), url.host)


def _given(disposition: str) -> str:
    message = Message()
    message["Content-Disposition"] = disposition.replace("\r", " ").replace("\n", " ")
    value = message.get_param("filename", header="content-disposition")
    if value is None:
        return ""
    text = collapse_rfc2231_value(value)
    if "%" in text:  # many sites percent-encode the plain form, too
        return _decoded(unquote_to_bytes(text))
    return text


def _decoded(raw: bytes) -> str:
    """Names stand in addresses as UTF-8, on old sites as GBK."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", errors="replace")


def _label(name: str) -> str:
    """The name without folders, control characters, and what file systems bar; empty where nothing is left."""
    last = re.split(r"[\\/]", name)[-1]
    shown = "".join(char for char in last if unicodedata.category(char)[0] != "C")
    clean = BARRED.sub("_", shown).strip(" .")
    if len(clean) <= LONGEST:
        return clean
    stem, dot, suffix = clean.rpartition(".")
    return f"{stem[: LONGEST - len(suffix) - 1]}.{suffix}" if dot and len(suffix) < 10 else clean[:LONGEST]
