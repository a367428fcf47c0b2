"""How headings begin: the marks that wrapping.py must not join and sections.py reads."""

CN = "[一二三四五六七八九十]"

PART = rf"第(?:{CN}|百|[0-9]){{1,4}}(?:部分|篇|编)[ 、：:]*"  # 第一部分
CHAPTER = rf"第(?:{CN}|百|[0-9]){{1,4}}章[ 、：:]*"  # 第一章
ARTICLE = rf"第(?:{CN}|百|[0-9]){{1,4}}节[ 、：:]*"  # 第一节
TOP = rf"{CN}{{1,3}}、"  # 一、
BRACKETED = rf"[（(] ?{CN}{{1,3}} ?[）)]、?"  # （一）
NUMBER = r"[0-9]{1,3} ?[.．、] ?"  # 1. 1、
BRACKETED_NUMBER = r"[（(][0-9]{1,3}[）)]|[0-9]{1,3}[）)]"  # （1） 1）
CIRCLED = "[①-⑳]"
LETTER = r"[A-Za-z] ?[.．、] ?"  # a.
FIRSTLY = rf"{CN}{{1,2}}(?:是|要)"  # 一是
DASH = "—{1,2}"  # ——
HASHES = "#{1,6} ?"  # ##
# 附件2  名词解释
ANNEX = r"(?:附件|附录|附表)[0-9一二三四五六七八九十]*(?:[：: ][^。]{0,40})?$|(?:名词解释|名词注释|有关名词解释|注释)[：:]?$"

# a mark, and what must follow it: no digit behind 1. (2.5亿元)
MARK_AND_NEXT = (
    rf"{PART}|{CHAPTER}|{ARTICLE}|{TOP}|{BRACKETED}|(?:{NUMBER})(?:[^0-9]|(?:19|20)[0-9]{{2}}年)|{BRACKETED_NUMBER}|{CIRCLED}"
    rf"|{LETTER}[\p{{Han}}“《]|{FIRSTLY}[\p{{Han}}“《]|{DASH}[^—]|{HASHES}\S"
)
START = rf"^(?:{MARK_AND_NEXT}|{ANNEX})"

# 一、二季度经济平稳增长; ——2025年1月13日在示例市第六届人民代表大会第七次会议上: these begin alike and are no headings
ORDINALS = rf"^{CN}、{CN}(?:、{CN})*(?:季度|产业|产[^品业]|线|级|期|类|者|是|届|次|档)"
SESSION = r"^—+ ?(?:[0-9一二三四五六七八九〇零○]{4} ?年[^。]{2,6}月|在?[^，。]{2,30}代表大会)"
