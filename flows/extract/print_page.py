"""What is printed on a page: characters and rules with their places, whatever format they came from.

Coordinates are points from the page's upper left corner as it is shown, x to the right, y down.
"""

from dataclasses import dataclass

WIDE = 0x2E80  # from here on, characters are as wide as they are high


@dataclass(frozen=True, slots=True)
class Glyph:
    """One visible character: its left and right edge, its base line, and the size of its font."""

    text: str
    left: float
    right: float
    base: float
    size: float


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight horizontal or vertical line."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def is_flat(self) -> bool:
        return self.right - self.left >= self.bottom - self.top


@dataclass(frozen=True)
class Page:
    """What is printed on a page: characters in the order of the file, rules, and how many pictures. `read_off` says that
    the characters were read off a picture by a program: they lie unseen behind it, or are its guess; `unread` that there is
    a picture of the page instead of its text."""

    width: float
    height: float
    glyphs: list[Glyph]
    rules: list[Rule]
    pictures: int
    read_off: bool = False
    unread: bool = False
