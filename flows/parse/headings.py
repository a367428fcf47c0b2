"""How headings look: the marks that wrapping.py must not join and sections.py reads, and lines that need no mark."""

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

# 过去五年工作回顾, “十三五”时期成绩和2020年工作总结, 今后五年奋斗目标, 2024年工作安排: a line of their own, no mark before
FIVE_YEARS = "(?:过去的?|今后|未来|前|这)[五5]年"
PLAN_YEARS = "“?十?[一二三四五六七八九]五”?(?:时期|期间|规划|发展|计划)"
ONE_YEAR = "(?:(?:19|20)[0-9]{2}|[一二][一二三四五六七八九〇○零0]{3}|[八九89][一二三四五六七八九〇○零0-9])年|过去的?一年|一年来|去年|今年|明年"
ON_YEARS = "回顾|总结|情况|成就|成绩|成效|安排|打算|部署|目标|任务|工作|工作重点|总体要求|思路|建议|计划|举措|措施"
UNMARKED = f"^(?:{ONE_YEAR}|{FIVE_YEARS}|{PLAN_YEARS}|本届政府)[^，。；：！？|]{{0,30}}(?:{ON_YEARS})$"
# 工作回顾, 主要任务: heads a part of a report whose parts have no numbers
BARE = "^(?:政府|主要|基本)?(?:工作)?(?:回顾|总结|情况)$|^(?:主要|重点|工作|目标|今后(?:工作)?)(?:预期)?(?:目标|任务|工作|打算|安排)(?:和|与|及)?(?:主要|重点)?(?:任务|工作|措施|目标)?$|^下一步(?:工作)?(?:打算|安排|计划)$"
# 2024年示例市重点工作安排: a title, not a heading
NAMES_PLACE = r"年度?\p{Han}{1,10}[^全我本各][省市县区州盟旗镇乡](?:国民|经济|人民|政府|重点|民生|工作|为民|十)"

# a mark, and what must follow it: no digit behind 1. (2.5亿元)
MARK_AND_NEXT = (
    rf"{PART}|{CHAPTER}|{ARTICLE}|{TOP}|{BRACKETED}|(?:{NUMBER})(?:[^0-9]|(?:19|20)[0-9]{{2}}年)|{BRACKETED_NUMBER}|{CIRCLED}"
    rf"|{LETTER}[\p{{Han}}“《]|{FIRSTLY}[\p{{Han}}“《]|{DASH}[^—]|{HASHES}\S"
)
START = rf"^(?:{MARK_AND_NEXT}|{ANNEX})"

# 一、二季度经济平稳增长; ——2025年1月13日在示例市第六届人民代表大会第七次会议上: these begin alike and are no headings
ORDINALS = rf"^{CN}、{CN}(?:、{CN})*(?:季度|产业|产[^品业]|线|级|期|类|者|是|届|次|档)"
SESSION = r"^—+ ?(?:[0-9一二三四五六七八九〇零○]{4} ?年[^。]{1,6}月|在?[^，。]{2,30}代表大会)"
