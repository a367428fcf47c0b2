"""What the look of characters says, written as text: headings, small raised characters, pictures of text."""

import re

OWN_NUMBER = re.compile(
    r"[（(]?[一二三四五六七八九十0-9]{1,3}[）)、.．]|第[一二三四五六七八九十0-9]{1,3}[章节部篇]|[—#]"
)
LONGEST_HEADING = 60  # characters; some set whole paragraphs as headings

READ_OFF_PICTURES = (
    "文字识别：本文的文字由图片识别得出"  # the first line of a text whose characters are a program's guess
)
UNREAD_PAGES = "图片页：本文件第{}页是图片，其中的文字未能读取。"  # the last line of a text that lacks these pages
UNREAD_START = UNREAD_PAGES.split("{}")[0]

NOTE = re.compile(r"\s*[\[［(（〔]?\s*([0-9]{1,3}|[①-⑳*]{1,2})\s*[\])）］〕]?\s*")


def as_heading(text: str, level: int) -> str:
    """A heading (level 1 to 9) with Markdown's marks, unless its own number says enough or it is a paragraph in large
    letters; level 0 is no heading."""
    bare = text.strip()
    if not 1 <= level <= 9 or len(bare) > LONGEST_HEADING or bare.endswith(("。", "；")) or OWN_NUMBER.match(bare):
        return text
    return f"{'#' * min(level, 6)} {bare}"


def footnote(before: str, raised: str) -> str:
    """What stands for raised characters behind `before`: the mark of a note `[1]`, which the parser drops, or themselves
    (km2, 104)."""
    mark = NOTE.fullmatch(raised)
    if mark is None or re.search(r"[A-Za-z0-9]$", before):
        return raised
    return f"[{mark[1]}]" if re.fullmatch("[0-9]+", mark[1]) else ""
