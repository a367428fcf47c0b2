"""What a file is, and its text where it is not plain text. In: its bytes, its name and what a server calls it.

formats.py says what it is, reading.py reads it: only what gives text is taken.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from flows.collect.encodings import decode
from flows.collect.formats import TEXTS, Form, recognise
from flows.collect.reading import READERS_OF_ALL, Readers
from flows.collect.reasons import Problem, Reason, problem

LONG_TEXT, LEAST_DISTINCT = 20_000, 60  # a report of 10,000 characters has 600 different ones
LONGEST_TEXT = 2_000_000  # characters; a report has 10,000 to 200,000


@dataclass(frozen=True)
class Called:
    """What others call a file: its name, and the media type that a server gave it."""

    name: str
    served_as: str = ""


@dataclass(frozen=True)
class Examined:
    """A file's form, and its text where that had to be read out of it; the form has the problem where there was one."""

    form: Form
    text: str | None = None


def examine(data: bytes, calls: Iterable[Called], readers: Readers = READERS_OF_ALL) -> dict[Called, Examined]:
    """What a file is under each of its names. It is read once for each form that a name makes of it."""
    forms = {called: recognise(data, called.name, called.served_as) for called in calls}
    read = {form: _read(data, form, readers) for form in dict.fromkeys(forms.values())}
    return {called: read[form] for called, form in forms.items()}


def read_text(data: bytes, media_type: str, encoding: str, readers: Readers = READERS_OF_ALL) -> str | Problem:
    """The text of a file whose form is known."""
    text = decode(data, encoding) if media_type in TEXTS else readers.read(data, media_type, encoding)
    return text if isinstance(text, Problem) else _no_report(text) or text


def _no_report(text: str) -> Problem | None:
    """What tells a text from any report, whatever it says: one would cost the others their release."""
    if len(text) > LONGEST_TEXT:
        return problem(Reason.TOO_LONG, f"It has {len(text):,} characters, the limit is {LONGEST_TEXT:,}")
    if len(text) >= LONG_TEXT and (distinct := len(set(text))) < LEAST_DISTINCT:
        return problem(Reason.MONOTONOUS, f"Its {len(text):,} characters are {distinct} different ones")
    return None


def _read(data: bytes, form: Form, readers: Readers) -> Examined:
    if form.problem or form.encoding is None:
        return Examined(form)
    text = read_text(data, form.media_type, form.encoding, readers)
    if isinstance(text, Problem):
        return Examined(Form(form.media_type, problem=text))
    return Examined(form, None if form.media_type in TEXTS else text)
