"""Formats that LibreOffice reads → docx or xlsx, where it is installed. In: bytes and media type; out: bytes and the
media type of what they were made.

It runs with a profile of its own, which is thrown away: a desktop's settings, its open documents and its macros have no
part in it, and two conversions never meet.
"""

import os
import re
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from flows.extract.extras import office
from flows.extract.refusal import RefusedError, Why
from flows.extract.worker import DOCX, XLSX

MOST_MEMORY = 3 * 1024 * 1024  # KiB that it may ask for; of a report's it uses a tenth
LIMITED = 'ulimit -v "$0" && exec "$@"'  # its helpers are held to it, too
WORDS_OF_ITS_OWN = re.compile(r"(?m)^Warning:.*$|^Error: *")  # Warning: failed to launch javaldx
LAST_WORDS = 200  # characters


@dataclass(frozen=True)
class Conversion:
    """What a format becomes: how its files end, the filter that writes the other, and how that ends."""

    suffix: str
    target: str
    target_suffix: str
    media_type: str


TO_WORD = ("docx:MS Word 2007 XML", ".docx", DOCX)
TO_SHEETS = ("xlsx:Calc MS Excel 2007 XML", ".xlsx", XLSX)
CONVERTED = {
    "application/msword": Conversion(".doc", *TO_WORD),
    "application/rtf": Conversion(".rtf", *TO_WORD),
    "application/vnd.oasis.opendocument.text": Conversion(".odt", *TO_WORD),
    "application/vnd.ms-excel": Conversion(".xls", *TO_SHEETS),
    "application/vnd.oasis.opendocument.spreadsheet": Conversion(".ods", *TO_SHEETS),
}


def convert(data: bytes, media_type: str, seconds: float) -> tuple[bytes, str]:
    """The file as docx or xlsx. Raises `RefusedError` where LibreOffice is missing, fails or takes too long."""
    program = office()
    if program is None:
        raise RefusedError(Why.NO_CONVERTER, "It is read through LibreOffice, which is not installed here")
    conversion = CONVERTED[media_type]
    with TemporaryDirectory(prefix="jihua-") as folder:
        source = Path(folder, f"source{conversion.suffix}")
        source.write_bytes(data)
        said = _run(program, source, conversion, seconds)
        made = source.with_name("made") / f"source{conversion.target_suffix}"
        if not made.is_file():
            raise RefusedError(
                Why.BROKEN, f"LibreOffice cannot open it: {said}" if said else "LibreOffice cannot open it"
            )
        return made.read_bytes(), conversion.media_type


def _run(program: str, source: Path, conversion: Conversion, seconds: float) -> str:
    """Run the program on the file; what it said at last."""
    folder = source.parent
    command = [
        *("/bin/sh", "-c", LIMITED, str(MOST_MEMORY)),
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--invisible", "--norestore", "--nolockcheck", "--nodefault", "--nologo"),
        *("--convert-to", conversion.target, "--outdir", str(folder / "made"), str(source)),
    ]
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, "HOME": str(folder)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,  # its helpers end with it
    )
    try:
        _, said = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise RefusedError(Why.TOO_SLOW, f"LibreOffice took more than {seconds:.0f} seconds for it") from error
    return " ".join(WORDS_OF_ITS_OWN.sub("", said.decode(errors="replace")).split())[-LAST_WORDS:]
