"""Text from reports made safe to look at: characters that act without being seen become characters that are seen.

In: any string of a report, a file name or an address. Out: the same string, on its way to a page, an artifact or a
terminal, where nothing in it can move the cursor, turn the reading direction or hide.
"""

import json
import re

# Anything that a screen obeys instead of showing, tab and line feed excepted: escape sequences ("\x1b[2J"), the marks
# that turn text around ("\u202e"), and characters of no width ("\u200b").
ACTING = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f]"
    r"|[\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
LINE_BREAKS = re.compile(r"\s*[\t\n]\s*")


def visible(text: str) -> str:
    """The text with its acting characters shown by their numbers: a right-to-left override as ⟨U+202E⟩."""
    return ACTING.sub(lambda match: f"⟨U+{ord(match[0]):04X}⟩", text)


def visible_json(text: str) -> str:
    """JSON with its acting characters as escapes: whoever reads it as JSON gets them back, a terminal does not obey them."""
    return ACTING.sub(lambda match: json.dumps(match[0])[1:-1], text)


def one_line(text: str) -> str:
    """The same, with line feeds and tabs as one space, so that it cannot pass for a line of ours."""
    return LINE_BREAKS.sub(" ", visible(text))
