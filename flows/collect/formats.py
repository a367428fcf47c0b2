"""What is this file? In: its bytes and its name; out: its media type, as the bytes show it, and its encoding.

Bytes decide wherever they tell: a PDF named report.txt is a PDF. Only between forms of text that no byte tells apart
(plain, Markdown, CSV, JSON) does the name decide. To read another form, give it a reader in `READERS`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from flows.collect.encodings import decode, find_encoding
from flows.collect.reasons import Problem, Reason, problem

PLAIN, MARKDOWN = "text/plain", "text/markdown"
UNKNOWN = "application/octet-stream"


@dataclass(frozen=True)
class Form:
    """What a file is. `encoding` is empty where it could not be told, `lost` counts characters that could not be read,
    `problem` says why the file cannot be taken."""

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
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

SIGNATURES = (  # the first that fits; the more particular stands before the general
    Signature(b"%PDF-", b"", "application/pdf", "a PDF"),
    Signature(ZIP, b"word/document.xml", f"{OPENXML}.wordprocessingml.document", "a Word file (docx)"),
    Signature(ZIP, b"xl/workbook.", f"{OPENXML}.spreadsheetml.sheet", "an Excel file (xlsx)"),
    Signature(ZIP, b"ppt/presentation.xml", f"{OPENXML}.presentationml.presentation", "a PowerPoint file (pptx)"),
    Signature(ZIP, b"OFD.xml", "application/ofd", "an OFD file"),
    Signature(ZIP, b"opendocument.text", "application/vnd.oasis.opendocument.text", "an OpenDocument text (odt)"),
    Signature(ZIP, b"", "application/zip", "a zip archive"),
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
START = 4096  # characters in which a text shows that it is a page

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
}

TO_TEXT = "Save it as plain text (.txt, UTF-8)"
ADVICE_BY_FORM = {
    "application/pdf": "Copy its text out in a PDF reader into a plain text file (.txt, UTF-8).",
    "application/zip": "Unpack it and give the folder.",
    "application/vnd.rar": "Unpack it and give the folder.",
    "application/x-7z-compressed": "Unpack it and give the folder.",
    "application/gzip": "Unpack it and give the file.",
    "application/ofd": f"{TO_TEXT} in an OFD reader.",
    "text/html": f"{TO_TEXT} in a browser.",
    f"{OPENXML}.wordprocessingml.document": f"{TO_TEXT} in Word, WPS or LibreOffice.",
    f"{OPENXML}.spreadsheetml.sheet": f"{TO_TEXT} in Excel, WPS or LibreOffice.",
    "application/msword": f"{TO_TEXT} in Word, WPS or LibreOffice.",
    "application/vnd.oasis.opendocument.text": f"{TO_TEXT} in LibreOffice.",
    "application/rtf": f"{TO_TEXT} in Word, WPS or LibreOffice.",
    "image/png": "Read the text off it with an OCR program and save that as plain text (.txt, UTF-8).",
    "image/jpeg": "Read the text off it with an OCR program and save that as plain text (.txt, UTF-8).",
    "image/gif": "Read the text off it with an OCR program and save that as plain text (.txt, UTF-8).",
    "image/tiff": "Read the text off it with an OCR program and save that as plain text (.txt, UTF-8).",
}

# One reader a media type: bytes and their encoding in, the text as it stands in the file out.
READERS: dict[str, Callable[[bytes, str], str]] = {PLAIN: decode, MARKDOWN: decode}


def recognise(data: bytes, name: str) -> Form:
    """The form of a file with these bytes and this name."""
    signature = next((s for s in SIGNATURES if data.startswith(s.begins) and s.holds in data), None)
    if signature is not None:
        return _unread(signature.media_type, f"It is {signature.called}")
    encoding = find_encoding(data)
    if isinstance(encoding, Problem):
        return Form(UNKNOWN, problem=encoding if data else problem(Reason.EMPTY, "It has no bytes"))
    text = decode(data, encoding.name)
    media_type = _text_type(text[:START], name)
    if not any(char.isprintable() and not char.isspace() for char in text):
        return Form(media_type, problem=problem(Reason.EMPTY, "There is nothing in it but white space"))
    if media_type not in READERS:
        return _unread(media_type, f"It is {media_type}")
    return Form(media_type, encoding.name, encoding.lost)


def _unread(media_type: str, particulars: str) -> Form:
    advice = ADVICE_BY_FORM.get(media_type)
    return Form(media_type, problem=problem(Reason.UNKNOWN_FORMAT, particulars, advice))


def _text_type(start: str, name: str) -> str:
    """Media type of a text that begins so and is named so."""
    if HTML_START.match(start):
        return "text/html"
    if XML_START.match(start):
        return "application/xml"
    return NAMED_TEXTS.get(PurePath(name).suffix.lower(), PLAIN)
