"""What a website or a newspaper's page put around a report: navigation, buttons, sources, page marks.

In: texts with plain characters, or their lines. Out: the same without furniture. What it says about the report
(dates, issuer, numbers, pages) is read from the untouched text by documents.py.
"""

import polars as pl

from flows.parse.characters import ROW_START
from flows.parse.headings import START

PAGE_MARK = r"[（(【\[] ?(?:上接|下转|转|接) ?第? ?[0-9一二三四五六七八九十A-Z]{1,3} ?版 ?[）)】\]]"  # (上接 10版)
# 【字体： 大 中 小 】, on one line or over several
SIZES = r"(?:特大|超大|加大|大)\s*[|/]?\s*(?:中|还原|默认|标准)\s*[|/]?\s*(?:减小|小)|小\s*[|/]?\s*中\s*[|/]?\s*大|A-\s*A\+?|A\+\s*A-"
FONT_SIZE = rf"[【\[]?(?:字 *[体号] ?[：:]?)\s*[\[【]?\s*(?:{SIZES})(?:\s*[】\]])?|[【\[]字 *[体号][：:]?\s*[】\]]"

BUTTON = (
    "首页|打印(?:本页|此页|文章|页面)?|关闭(?:本页|窗口|页面)?|下载|全屏|收藏|分享|微信|微博|新浪微博|腾讯微博|朋友圈|QQ空间|QQ"
    "|返回(?:顶部|首页|上页|列表)|回到顶部|网站地图|联系我们|设为首页|加入收藏|无障碍(?:浏览|阅读)?|长者模式|繁體|English"
    "|点击(?:图片|此处|这里)?进入专题|字 *体|字 *号|纠错|听新闻|语音播报|附件下载|扫码(?:阅读|分享)"
)
BUTTONS = rf"[\s>》《<【\[|·×\-]*(?:(?:{BUTTON})[\s>》《<】\]|·×\-：:]*)+"
TRAIL = r"(?:.{0,10}位置 *[：:]?)? *首页(?: *[>»→/\-]+ *[^\s>»→/]{1,16})+ *>?"  # 首页 > 政务公开 > 计划总结
PAGE_NUMBER = r"[-—]+ *[0-9]{1,3} *[-—]+|第 ?[0-9]{1,3} ?页(?:[ ，,/]*共 ?[0-9]{1,3} ?页)?"  # — 3 —
# labels with a value, which may stand on the next line
VALUED = (
    "来源|信息来源|文章来源|稿件来源|作者|编辑|责任编辑|责编|审核|校对|初审|终审"
    "|(?:发布|更新|成文|印发|生成|公开|发文)?(?:时间|日期)"
)
LABEL = (
    f"您现在的位置是?|您的位置|当前位置|所在位置|{VALUED}|(?:浏览|点击|阅读|访问)(?:次数|量|数)?|分享(?:文章)?到?|信息公开选项"
    "|公开方式|索 *引 *号|主题分类|体裁分类|组配分类|信息分类|发布机构|发文机关|发文机构|主题词|关键词|有 *效 *性|时 *效 *性"
    "|发文字号|文 *号|上一篇|下一篇|文字识别"
)
LABELLED = rf"[•·【\[（(]? *(?:{LABEL}) *[：:].*|[•·] *(?:{LABEL})"  # 来源：示例日报
SYMBOLS = r"[\s>》《<|×\[\]【】•·_=*]+"
TIME = r"[0-9]{1,2}[:：时点][0-9]{1,2}(?:[:：分][0-9]{0,2})?秒?"
CLOCK = rf"[0-9]{{4}}[-/.年][0-9]{{1,2}}[-/.月][0-9]{{1,2}}日? +{TIME}.*"  # 2026-02-03 09:02:33
DAY = r"[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}"  # 2026-02-03
CAPTION = r".*(?:记者|通讯员).*摄 *[）)]?"  # 示例日报记者 张三 摄
MORE = r"相关(?:附件|链接|报道|文档|新闻|阅读|解读|稿件|文章|信息|内容) *[：:>》]*|扫一扫.*|分享到微信"
HASH = r"[0-9a-f]{32}[：:]?"
LINE = rf"^(?:{BUTTONS}|{LABELLED}|{SYMBOLS}|{CLOCK}|{DAY}|{CAPTION}|{MORE}|{HASH}|{TRAIL}|{PAGE_NUMBER})$"
LAST_LETTERS = "([A-Za-z]{2,5})$"
COPY_MARK = f"[。！？；：]{LAST_LETTERS}"  # ……提出意见。zTB: what a site hides at the ends of lines
LABEL_ALONE = rf"^[•·【\[（(]? *(?:{VALUED}) *[：:]$"
EDITOR = r"(?:责任编辑|编辑|责编) *[：:].*"
SITE_OWNER = r"版权所有.*|主办(?:单位)? *[：:].*"
END = rf"^[【\[（(]?(?:{MORE}|{EDITOR}|打印本页|关闭(?:本页|窗口)|上一篇.*|分享(?:文章)?到.*|{SITE_OWNER})[】\]）)]?$"

SALUTATION = r"^各位(?:代表|委员|同志)[、各位代表委员同志们]*[：:！!，,]?$"
NAMED = "报告|方案|计划|规划|纲要|通知|意见|决定|政府|委员会|发展改革|会议|[省市区县州盟旗]长|主任|局|年|〔|附件|目录|说明|解释"
LONG = 90  # characters; no line of a site is so long
SHORT = 8
OFTEN = 3  # lines; fewer show no habit of a site
AFTER_END = 600  # characters; what a site puts below an article is no longer


def without_marks(texts: pl.DataFrame) -> pl.DataFrame:
    """Texts without page marks (下转第六版) and without the buttons for the size of letters, which may spread over lines."""
    return texts.with_columns(pl.col("text").str.replace_all(PAGE_MARK, "").str.replace_all(FONT_SIZE, ""))


def without_furniture(lines: pl.DataFrame) -> pl.DataFrame:
    """`lines` (doc, line) without those that are the site's: by their words, by their place above or below the
    report.
    """
    bare, furniture, body = pl.col("bare"), pl.col("furniture"), pl.col("body")
    length = pl.col("line").str.len_chars()
    words = bare.str.replace_all(" ", "", literal=True)
    of_site = (furniture & bare.str.contains(r"\p{Han}")).any().over("doc", "body")
    small = (words != "") & (words.str.len_chars() <= SHORT) & ~words.str.contains(NAMED)
    navigation = ~body & of_site & (bare.str.starts_with("•") | small)
    value = pl.col("label").shift(1) & (length <= 2 * SHORT)
    at_end = (length.cum_sum(reverse=True).over("doc") <= AFTER_END) & body & bare.str.contains(END)
    return (
        _without_copy_marks(lines)
        .with_columns(bare=pl.when(length < LONG).then(pl.col("line").str.strip_chars()))
        .with_columns(
            furniture=bare.str.contains(LINE).fill_null(False),
            label=bare.str.contains(LABEL_ALONE).fill_null(False),
            body=bare.is_null() | bare.str.contains(f"{SALUTATION}|{START}|^{ROW_START}"),
        )
        .with_columns(body=body.cum_max().over("doc"))
        .with_columns(below=at_end.fill_null(False).cum_max().over("doc") & (bare != "").fill_null(True))
        .filter(~(furniture | value | navigation.fill_null(False) | pl.col("below")))
        .select("doc", "line")
    )


def _without_copy_marks(lines: pl.DataFrame) -> pl.DataFrame:
    """`lines` without the letters that a site hides at their ends, the same ones everywhere."""
    ends = lines.filter(pl.col("line").str.contains("[A-Za-z]$")).select(
        "doc", mark=pl.col("line").str.extract(LAST_LETTERS), told=pl.col("line").str.contains(COPY_MARK)
    )
    marks = (
        ends.group_by("doc", "mark")
        .agg(pl.len(), told=pl.col("told").any())
        .filter(pl.col("told") & (pl.col("len") >= OFTEN))
        .unique("doc", keep="first")
    )
    if marks.is_empty():
        return lines
    marked = lines.join(marks.select("doc", "mark"), on="doc", how="left", maintain_order="left")
    return marked.with_columns(line=pl.coalesce(pl.col("line").str.strip_suffix(pl.col("mark")), "line")).drop("mark")
