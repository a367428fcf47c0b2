"""Versions of what makes the data: a digest of the code and the reference tables, so that no one can forget to raise it."""

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).parent
EXPECTATIONS = HERE.parent / "expectations"


@cache
def parser_version() -> str:
    """Version of the package and digest of everything that turns bytes into rows, libraries that read them included."""
    decoding = [HERE / "collect" / "encodings.py", HERE / "collect" / "formats.py", *(HERE / "extract").glob("*.py")]
    grammar = [*(HERE / "parse").rglob("*.py"), *(EXPECTATIONS / "reference").glob("*.*")]
    return _version([*decoding, *grammar], libraries=("lxml", "openpyxl", "pypdfium2"))


@cache
def rules_version() -> str:
    """Version of the package and digest of everything that rows are checked with."""
    return _version(
        [*(EXPECTATIONS / "rules").rglob("*.py"), EXPECTATIONS / "schemas.py", EXPECTATIONS / "contracts.py"]
    )


def _version(files: Iterable[Path], libraries: Iterable[str] = ()) -> str:
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    digest.update(" ".join(version(library) for library in libraries).encode())
    return f"{version('jihua')}+{digest.hexdigest()[:12]}"
