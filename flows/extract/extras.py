"""What is read only where more than the usual is installed: programs beside, and extras of this package."""

import shutil
from functools import cache
from importlib.metadata import PackageNotFoundError, version

OFFICE = ("soffice", "libreoffice")
OCR = ("rapidocr", "onnxruntime")  # the extra `ocr`


def office() -> str | None:
    """The program of LibreOffice, where it is installed."""
    return next((path for name in OFFICE if (path := shutil.which(name))), None)


def can_read_scans() -> bool:
    """Whether the extra `ocr` is installed."""
    return all(_version(library) for library in OCR)


def extras() -> str:
    """What there is of them, as one word: where it changes, what could not be read may be read now."""
    return " ".join([*(f"{library}={_version(library)}" for library in OCR), f"office={office() is not None}"])


@cache
def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""
