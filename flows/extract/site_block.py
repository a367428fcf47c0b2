"""What a site says about a report beside its text: the block of labels (索引号, 发文字号 …), and `<meta>` fields.

In: the lines around the main text, the page's tree; out: lines `label：value`, which the parser reads from the head of a
text and drops from its body.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import zip_longest

from lxml import etree

from flows.extract.pager import pager

LABELS = {  # what sites write → how the parser knows it
    "索引号": "索引号",
    "主题分类": "主题分类",
    "发文字号": "发文字号",
    "文号": "发文字号",
    "发布机构": "发布机构",
    "发文机关": "发布机构",
    "发文机构": "发布机构",
    "发布单位": "发布机构",
    "制发机关": "发布机构",
    "公开责任部门": "发布机构",
    "成文日期": "成文日期",
    "印发日期": "成文日期",
    "发文日期": "成文日期",
    "生成日期": "成文日期",
    "生成时间": "成文日期",
    "成文时间": "成文日期",
    "发布日期": "发布日期",
    "发布时间": "发布日期",
    "公开日期": "发布日期",
    "上网日期": "发布日期",
    "更新时间": "更新时间",
    "信息来源": "来源",
    "稿件来源": "来源",
    "文章来源": "来源",
    "来源": "来源",
}
# labels that only end the value before them
OTHERS = "浏览次数|浏览量|点击数|点击量|点击次数|阅读次数|阅读量|访问量|访问次数|字体|字号|分享|打印|关闭|作者|编辑|责任编辑|审核|有效性|时效性|体裁分类|组配分类|关键词|主题词|标题|名称|公开方式|公开范围|失效日期|生效日期"
GAP = "[ \u3000\xa0]*"  # 文　　号
NAMED = "|".join(GAP.join(label) for label in sorted(LABELS, key=len, reverse=True))
LABEL = re.compile(rf"(?P<label>{NAMED}){GAP}(?:[：:]|(?=[|\n]))[ \u3000\xa0|]*|(?:{OTHERS}){GAP}[：:]?")
VALUE_END = re.compile(r" ?\| ?|\n|[\[【]|$")
LONGEST_LINE = 200  # characters
LONGEST_VALUE = 80

META = {  # names of `<meta>` fields, in small letters
    "pubdate": "发布日期",
    "publishdate": "发布日期",
    "publish_date": "发布日期",
    "article:published_time": "发布日期",
    "dc.date": "发布日期",
    "contentsource": "来源",
    "source": "来源",
    "sitename": "来源",
}
PAGE_OF = re.compile(
    r"第\s*([0-9]{1,3})\s*页\W{0,3}共\s*([0-9]{1,3})\s*页|共\s*([0-9]{1,3})\s*页\W{0,3}第\s*([0-9]{1,3})\s*页"
)
TITLE_FIELDS = ("articletitle", "article_title", "og:title", "dc.title")
TITLE_WORD = re.compile("报告|计划|方案|规划|纲要|意见|通知|决定|公报|目标|任务|安排|批复")
TITLE_BREAK = re.compile(r"\s*[_|｜>»]+\s*|\s+[-—–]+\s+|[-–](?=[^-–]*(?:网|政府|门户|公开|委员会|发改委)[^-–]*$)")
DATE = re.compile(r"((?:19|20)[0-9]{2})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})")


def site_lines(lines: Iterable[str], tree: etree._Element) -> list[str]:
    """The block of labels, one a line; what the page shows counts before what its fields say."""
    found: dict[str, str] = {}
    for label, value in [*_shown(lines), *_fields(tree)]:
        found.setdefault(label, value)
    return [f"{label}：{value}" for label, value in found.items()]


def page_mark(lines: Iterable[str], tree: etree._Element) -> list[str]:
    """The line that says which page of a report of several this is, where one stands below the text or the site's pager
    shows it."""
    found = {
        (match[1] or match[4], match[2] or match[3])
        for line in lines
        if len(line) <= LONGEST_LINE
        for match in PAGE_OF.finditer(line)
    }
    if not found and (paged := pager(tree)) and paged.page:
        found = {(str(paged.page), str(paged.pages))}
    return [f"第{page}页 共{pages}页" for page, pages in found] if len(found) == 1 else []


def page_title(tree: etree._Element) -> str:
    """The title that a page gives the report, without the site's name; "" where it gives none."""
    meta = dict(_meta(tree))
    titles = [meta.get(name, "") for name in TITLE_FIELDS]
    headings = [" ".join("".join(h.itertext()).split()) for h in tree.iterdescendants("h1", "h2")]
    window = " ".join(next((element.text or "" for element in tree.iterdescendants("title")), "").split())
    for title in [*titles, *headings, *TITLE_BREAK.split(window)]:
        if TITLE_WORD.search(title) and 6 <= len(title) <= LONGEST_LINE:
            return title.strip()
    return ""


def _shown(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    text = "\n".join(line for line in lines if len(line) <= LONGEST_LINE)
    matches = list(LABEL.finditer(text))
    for match, after in zip_longest(matches, matches[1:]):
        rest = text[match.end() : after.start() if after else None][: LONGEST_VALUE + 1].lstrip("\n| \u3000\xa0")
        end = VALUE_END.search(rest)
        value = rest[: end.start() if end else None].strip(" \u3000\xa0|")
        if match["label"] and value and len(value) <= LONGEST_VALUE:
            yield LABELS[re.sub(GAP, "", match["label"])], value


def _fields(tree: etree._Element) -> Iterator[tuple[str, str]]:
    for name, content in _meta(tree):
        label = META.get(name)
        if label == "发布日期" and (date := DATE.search(content)):
            yield label, "-".join(date.groups())
        elif label == "来源" and content:
            yield label, content


def _meta(tree: etree._Element) -> Iterator[tuple[str, str]]:
    for element in tree.iterdescendants("meta"):
        fields: Mapping[str, str] = element.attrib
        name = fields.get("name") or fields.get("property") or ""
        yield name.strip().lower(), " ".join(fields.get("content", "").split())[:LONGEST_LINE]
