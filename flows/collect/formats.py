"""What is this file? In: its bytes, its name and what a server calls it; out: its media type, as the bytes show it, and
its encoding.

Bytes decide wherever they tell: a PDF named report.txt is a PDF. Only between forms of text that no byte tells apart
(plain, Markdown, CSV, JSON) does the name decide, and where that says nothing, the server. What is no plain text is
read by flows/extract; a new form needs a reader there.
"""

import re
from dataclasses import dataclass
from pathlib import PurePath

from flows.collect.encodings import Encoding, decode, find_encoding
from flows.collect.reading import READABLE
from flows.collect.reasons import Problem, Reason, problem

PLAIN, MARKDOWN = "text/plain", "text/markdown"
UNKNOWN = "application/octet-stream"


@dataclass(frozen=True)
class Form:
    """What a file is. `encoding` is empty where it could not be told, and UTF-8 where the form has its own way of writing
    characters; `lost` counts characters that could not be read, `problem` says why the file cannot be taken."""

    media_type: str
    encoding: str | None = None
    lost: int = 0
    problem: Problem | None = None


@dataclass(frozen=True)
class Signature:
    """A form that bytes give away: how a file begins, what such a file has somewhere inside, and what people call it."""

    begins: bytes
    holds: bytes
    media_type: str
    called: str


OPENXML = "application/vnd.openxmlformats-officedocument"
LOCKED_OFFICE = "application/x-ole-encrypted"
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

SIGNATURES = (  # the first that fits; the more particular stands before the general
    Signature(b"%PDF-", b"", "application/pdf", "a PDF"),
    Signature(ZIP, b"word/document.xml", f"{OPENXML}.wordprocessingml.document", "a Word file (docx)"),
    Signature(ZIP, b"word/document", f"{OPENXML}.wordprocessingml.document", "a Word file (docx)"),
    Signature(ZIP, b"xl/workbook.", f"{OPENXML}.spreadsheetml.sheet", "an Excel file (xlsx)"),
    Signature(ZIP, b"ppt/presentation.xml", f"{OPENXML}.presentationml.presentation", "a PowerPoint file (pptx)"),
    Signature(ZIP, b"OFD.xml", "application/ofd", "an OFD file"),
    Signature(ZIP, b"opendocument.text", "application/vnd.oasis.opendocument.text", "an OpenDocument text (odt)"),
    Signature(
        ZIP,
        b"opendocument.spreadsheet",
        "application/vnd.oasis.opendocument.spreadsheet",
        "an OpenDocument sheet (ods)",
    ),
    Signature(ZIP, b"", "application/zip", "a zip archive"),
    Signature(OLE, "EncryptedPackage".encode("utf-16-le"), LOCKED_OFFICE, "an Office file with a password"),
    Signature(OLE, "WordDocument".encode("utf-16-le"), "application/msword", "an old Word or WPS file (doc, wps)"),
    Signature(OLE, "Workbook".encode("utf-16-le"), "application/vnd.ms-excel", "an old Excel file (xls)"),
    Signature(OLE, b"", "application/x-ole-storage", "an old Office file"),
    Signature(b"{\\rtf", b"", "application/rtf", "a rich text file (rtf)"),
    Signature(b"Rar!\x1a\x07", b"", "application/vnd.rar", "a rar archive"),
    Signature(b"7z\xbc\xaf\x27\x1c", b"", "application/x-7z-compressed", "a 7z archive"),
    Signature(b"\x1f\x8b", b"", "application/gzip", "a gzip archive"),
    Signature(b"\x89PNG\r\n", b"", "image/png", "a picture (png)"),
    Signature(b"\xff\xd8\xff", b"", "image/jpeg", "a picture (jpeg)"),
    Signature(b"GIF8", b"", "image/gif", "a picture (gif)"),
    Signature(b"II*\0", b"", "image/tiff", "a picture (tiff)"),
    Signature(b"MM\0*", b"", "image/tiff", "a picture (tiff)"),
)

HTML_START = re.compile(r"\s*(?:<\?xml[^>]*>|<!--.*?-->|\s)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
XML_START = re.compile(r"\s*<\?xml\s", re.I)
HTML_TAG = re.compile(r"<(?:p|div|table|br|span|font|meta|title|h[1-6])\b", re.I)
BEFORE_PDF = b"\xef\xbb\xbf\r\n\t \0"  # what some servers put before one
START = 4096  # characters in which a text shows that it is a page

HTML = "text/html"
NAMED_TEXTS = {  # forms of text that only the name tells apart from plain text
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".toml": "application/toml",
    ".yaml": "application/yaml",
    ".yml": "application/yaml",
    **dict.fromkeys((".html", ".htm", ".shtml", ".xhtml", ".jsp", ".asp", ".aspx", ".php"), HTML),
}
SERVED_TEXTS = frozenset({MARKDOWN, "text/csv", "text/tab-separated-values", HTML})
NAMED_FORMS = {  # what a name says of forms that bytes tell
    **NAMED_TEXTS,
    ".txt": PLAIN,
    ".pdf": "application/pdf",
    ".docx": f"{OPENXML}.wordprocessingml.document",
    ".xlsx": f"{OPENXML}.spreadsheetml.sheet",
    ".ofd": "application/ofd",
    ".rtf": "application/rtf",
}

ADVICE_BY_FORM = {
    **dict.fromkeys(
        ("application/zip", "application/vnd.rar", "application/x-7z-compressed"), "Unpack it and give the folder."
    ),
    "application/gzip": "Unpack it and give the file.",
    f"{OPENXML}.presentationml.presentation": "Save it as PDF.",
    **dict.fromkeys(
        ("image/png", "image/jpeg", "image/gif", "image/tiff"),
        "Read the text off it with an OCR program and save that as plain text (.txt, UTF-8).",
    ),
}

TEXTS = frozenset({PLAIN, MARKDOWN})  # what is read as it stands
OWN_ENCODING = "utf-8"  # what readers give of a form that has its own way of writing characters


def recognise(data: bytes, name: str, served_as: str = "") -> Form:
    """The form of a file with these bytes and this name; `served_as` is the media type that a server gave it."""
    signature = _signature(data)
    if signature is not None and signature.media_type in READABLE:
        return Form(signature.media_type, OWN_ENCODING)
    if signature is not None:
        return _unread(signature.media_type, f"It is {signature.called}")
    encoding = find_encoding(data)
    if isinstance(encoding, Problem):
        return Form(UNKNOWN, problem=encoding if data else problem(Reason.EMPTY, "It has no bytes"))
    return _text_form(data, encoding, name, served_as)


def belied(name: str, media_type: str) -> str | None:
    """What a name claims, where the bytes show something else; none where they agree or the name says nothing."""
    suffix = PurePath(name).suffix.lower()
    claimed = NAMED_FORMS.get(suffix)
    return f"It is named {suffix}, and is {media_type}" if claimed not in (None, media_type) else None


def _signature(data: bytes) -> Signature | None:
    if data[:START].lstrip(BEFORE_PDF).startswith(b"%PDF-"):
        return SIGNATURES[0]
    return next((s for s in SIGNATURES if data.startswith(s.begins) and s.holds in data), None)


def _text_form(data: bytes, encoding: Encoding, name: str, served_as: str) -> Form:
    text = decode(data, encoding.name)
    media_type = _text_type(text[:START], name, served_as)
    if not any(char.isprintable() and not char.isspace() for char in text):
        return Form(media_type, problem=problem(Reason.EMPTY, "There is nothing in it but white space"))
    if media_type not in TEXTS | READABLE:
        return _unread(media_type, f"It is {media_type}")
    return Form(media_type, encoding.name, encoding.lost)


def _unread(media_type: str, particulars: str) -> Form:
    if media_type == LOCKED_OFFICE:
        return Form(media_type, problem=problem(Reason.LOCKED, particulars))
    return Form(media_type, problem=problem(Reason.UNKNOWN_FORMAT, particulars, ADVICE_BY_FORM.get(media_type)))


def _text_type(start: str, name: str, served_as: str) -> str:
    """Media type of a text that begins so, is named so and was served so."""
    if HTML_START.match(start):
        return HTML
    if XML_START.match(start):
        return "application/xml"
    suffix, served = PurePath(name).suffix.lower(), served_as.partition(";")[0].strip().lower()
    claimed = NAMED_TEXTS.get(suffix) or (served if served in SERVED_TEXTS else PLAIN)
    return PLAIN if claimed == HTML and not HTML_TAG.search(start) else claimed
