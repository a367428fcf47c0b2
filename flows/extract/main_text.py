"""Which lines of a page are the report's? In: the page's lines and blocks; out: the lines of its main text.

The innermost block that holds nearly all of the page's prose is taken, and lines in it that are mostly links are
dropped. A number that is lost here is lost for good, menus are sorted out later by their words as well: in doubt more
is kept.
"""

import re
from itertools import accumulate

from lxml import etree

from flows.extract.page_lines import Line, Rendered

NEARLY_ALL = 0.98  # of the prose; what is beside it are introductions of the site and the like
LEAST_PROSE = 20  # characters besides links; shorter lines are menus, labels and dates
MOSTLY_LINKS = 0.5
LONG = 60  # characters besides links; a paragraph with links in it
OF_SITE = re.compile(
    r"版权所有|备案|ICP|网站标识码|公网安备|主办单位|承办单位|技术支持|联系电话|邮编|Copyright|浏览器|分辨率|扫一扫|无障碍",
    re.I,
)


def main_lines(page: Rendered, root: etree._Element) -> tuple[int, int]:
    """The report's lines as a span (from, to) of the page's lines."""
    sums = [0, *accumulate(_prose(line) for line in page.lines)]
    needed = NEARLY_ALL * sums[-1]
    block, span = root, (0, len(page.lines))
    while (inner := _holding(block, page, sums, needed)) is not None:
        block, span = inner, page.spans[inner]
    return span


def is_linked(line: Line) -> bool:
    """Whether a line is there to lead elsewhere."""
    size = len(line.text.strip())
    return line.linked >= MOSTLY_LINKS * size and size - line.linked < LONG


def _prose(line: Line) -> int:
    own = len(line.text) - line.linked
    return own if own >= LEAST_PROSE and not is_linked(line) and not OF_SITE.search(line.text) else 0


def _holding(block: etree._Element, page: Rendered, sums: list[int], needed: float) -> etree._Element | None:
    """The block next inside that holds what is needed; blocks may be wrapped in elements that are none (font, span)."""
    if not needed:
        return None
    level = list(block)
    while level:
        for element in level:
            if element in page.spans:
                start, end = page.spans[element]
                if sums[end] - sums[start] >= needed:
                    return element
        level = [child for element in level if element not in page.spans for child in element]
    return None
