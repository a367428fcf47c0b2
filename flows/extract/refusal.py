"""Why a file gives no text: what a reader raises, and how it is named to whoever asked."""

from enum import StrEnum


class Why(StrEnum):
    """What was wrong with a file. The names are those of the reasons that a quarantine states."""

    LOCKED = "LOCKED"
    BROKEN = "BROKEN"
    BOMB = "BOMB"
    TOO_COMPLEX = "TOO_COMPLEX"
    PICTURES_ONLY = "PICTURES_ONLY"
    EMPTY = "EMPTY"
    NO_CONVERTER = "NO_CONVERTER"
    TOO_SLOW = "TOO_SLOW"
    TOO_HEAVY = "TOO_HEAVY"


class RefusedError(Exception):
    """A file that gives no text: why, and the particulars as a sentence without its full stop."""

    def __init__(self, why: Why, particulars: str = "") -> None:
        super().__init__(particulars)
        self.why = why
        self.particulars = particulars
