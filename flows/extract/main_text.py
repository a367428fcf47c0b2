"""Which lines of a page are the report's? In: the page's lines and blocks; out: the lines of its main text.

The innermost block that holds all of the page's prose and figures is taken, and lines in it that are mostly links are
dropped. A number that is lost here is lost for good, menus are sorted out later by their words as well: in doubt more
is kept.
"""

import re
from itertools import accumulate

from lxml import etree

from flows.extract.page_lines import Line, Rendered
from flows.extract.site_block import LABEL

LEAST_PROSE = 20  # characters besides links; shorter lines are menus, labels and dates
MOSTLY_LINKS = 0.5
LONG = 60  # characters besides links; a paragraph with links in it
LONGEST_LABELS = 300  # characters
FIGURE = re.compile("[0-9](?:[%％‰]|个百分点|[亿万元个人户家所公项吨亩件])")  # 5.6%  1.2万人
OF_SITE = re.compile(
    r"版权所有|备案|ICP|网站标识码|公网安备|主办单位|承办单位|技术支持|联系电话|邮编|Copyright|浏览器|分辨率|扫一扫|无障碍",
    re.I,
)


def main_lines(page: Rendered, root: etree._Element) -> tuple[int, int]:
    """The report's lines as a span (from, to) of the page's lines."""
    sums = [0, *accumulate(_prose(line) for line in page.lines)]
    block, span = root, (0, len(page.lines))
    while (inner := _holding(block, page, sums)) is not None:
        block, span = inner, page.spans[inner]
    return span


def is_label(line: Line) -> bool:
    """Whether a line, or a row, is the site's word on the report (索引号：…)."""
    match = LABEL.match(line.text.strip("| \u3000【["))
    return match is not None and match["label"] is not None and len(line.text) <= LONGEST_LABELS


def is_linked(line: Line) -> bool:
    """Whether a line is there to lead elsewhere."""
    size = len(line.text.strip())
    return line.linked >= MOSTLY_LINKS * size and size - line.linked < LONG


def _prose(line: Line) -> int:
    own = len(line.text) - line.linked
    if is_linked(line) or OF_SITE.search(line.text) or is_label(line):
        return 0
    return own if own >= LEAST_PROSE or line.is_row or FIGURE.search(line.text) else 0


def _holding(block: etree._Element, page: Rendered, sums: list[int]) -> etree._Element | None:
    """The block next inside that holds all prose; blocks may be wrapped in elements that are none (font, span)."""
    if not sums[-1]:
        return None
    level = list(block)
    while level:
        for element in level:
            if element in page.spans:
                start, end = page.spans[element]
                if sums[end] - sums[start] == sums[-1]:
                    return element
        level = [child for element in level if element not in page.spans for child in element]
    return None
