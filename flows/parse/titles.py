"""Title and kind of a report.

In: `front` of front_matter.py and the report's sections. Out: `title`, `kind`, next to years.py.
"""

import polars as pl

from flows.parse.dates import CN_YEAR, YEAR

NATION = "国民经济(?:和|与|及|、)?社会"
ANY_YEAR = rf"(?:{YEAR}|{CN_YEAR})年"
OTHER_GOVERNMENTS = "行署|公署|兵团|管委会|管理委员会|街道办事处"
PLAN_NUMBER = "[一二三四五六七八九十]{1,2}"
FIVE_YEARS = f'第{PLAN_NUMBER}个五年|五年(?:规划|计划)|[“"]{PLAN_NUMBER}五[”"]|{PLAN_NUMBER}五(?:计划|规划)'
TOPIC = (
    f"{NATION}|政府工作|(?:{OTHER_GOVERNMENTS})工作|责任分工|任务分解|分解落实|部门分工|重点(?:工作|任务|目标)|目标任务|发展计划|计划执行|统计公报|普查"
    f"|{FIVE_YEARS}"
)
DOCUMENT = "报告|方案|草案|通知|意见|纲要|规划|计划|清单|任务分解|责任分解|任务分工|公报|建议"
BODY = "[^\\n]{2,30}(?:办公室|办公厅|人民政府|委员会|党委|局)"
LINK = "(?m)^[（(]?(?:点击|点此|查看|查阅|更多|相关)[^\\n]*$"  # （点击查阅更多2003年地方政府工作报告）: another page's
LIKE_IT = rf"(?m)^[（(]?(?:点击|点此)?(?:查看|查阅)?更多({ANY_YEAR}[\p{{Han}}]{{0,6}}政府工作报告)[）)]?$"  # the others of its kind
# 关于示例市2023年国民经济和社会发展计划执行情况的报告
TITLE_WORDS = rf"[^\n。；：|—#>]{{0,80}}(?:{TOPIC})[^\n。；|]{{0,80}}?(?:{DOCUMENT})"
REMARK = r"(?:[（(][^）)\n]{1,20}[）)])?"  # （草案）
SIGNATURE = r"(?:国家统计局|[\p{Han}]{2,12}(?:统计局|人民政府))?"  # wrapped print runs the body's name on
LABEL = "(?:#+ |(?:标题|资料|全文|实录|文件|附件?)：)?"
TITLE = rf"(?m)^{LABEL}({TITLE_WORDS}{REMARK}){SIGNATURE}$"
# a site's menu, and the title that it leads to: 政府工作报告 / 2024年示例市政府工作报告
BELOW_MENU = rf"(?m)^政府工作报告\n(?:[^\n]{{0,40}}\n){{0,6}}?([^\n。；：，|—#>]{{2,40}}政府工作(?:的)?报告{REMARK})$"
# 示例市1998年农业情况, 2024年样本县民生实事: with a place and a year or a five-year plan, among the first lines
PLACE = "[省市县区州盟旗镇乡署府局委国]"
NAME = r"[^\n，。；：|—#、]{0,40}"
TIME = f'(?:(?:{YEAR}—)?{ANY_YEAR}|[“"]{PLAN_NUMBER}五[”"]|{PLAN_NUMBER}五(?:计划|规划|时期|期间))'
PLACE_AND_YEAR = f"(?:(?:{PLACE}|关于){NAME}{TIME}|{TIME}{NAME}{PLACE})"
SHORT_DOCUMENT = f"{DOCUMENT}|情况|总结|要点|安排|打算|实事|公示|公告|汇报|通报|分析|讲话"
AT_ONCE = (
    rf"\A(?:[^\n]{{0,40}}\n){{0,5}}?(?:# |标题：)?"
    rf"({NAME}(?:{PLACE_AND_YEAR}{NAME}(?:{SHORT_DOCUMENT})|{PLACE}{NAME}(?:实施|工作|行动)(?:方案|意见)){REMARK})(?:\n|$)"
)
# 样本县2019年十大民生工程: a text's first line, with a place and a year, needs no such word
FIRST_LINE = rf"\A(?:# |标题：)?({NAME}{PLACE_AND_YEAR}{NAME}{REMARK})\n"
NOTICE = rf"(?m)^({BODY})\n关于印发[^\n]*$"  # 示例市人民政府办公室 / 关于印发……的通知
LABELLED_TITLE = r"(?m)^[•· ]*标 *题[：:]?\s*[•· ]*(\S[^\n]{4,100})$"
# a site's table of what a file is: 名称：| 示例县2021年……计划执行情况的报告 | 文号：| 无 |
NAMED_IN_TABLE = rf"(?m)^[|•· ]*(?:信息|文件|公文)?名 *称[：:]?[| ]+({TITLE_WORDS}{REMARK}) *(?:\||$)"

DUTIES = (
    "责任分工|任务分解|分解落实|分工方案|责任分解|任务分工|工作分工|部门分工|责任清单|任务清单|分解方案|分工的?意见"
    "|分解[^，。]{0,20}(?:工作|任务|目标)|(?:明确|落实)[^，。]{0,30}(?:责任|分工)|责任(?:单位|部门)的?通知"
)
PROGRESS = "(?:完成|进展|落实|推进|办理)情况"  # of tasks
TASKS = "任务|工作|实事|要点|目标"
# 《政府工作报告》确定的……进展情况通报, 关于政府工作报告的决议: about a report, not one
OF_THE_REPORT = "政府工作(?:的)?报告[》”）]*(?:确定|提出|明确|安排|部署|目标|重点|主要|任务|责任|中|指标|涉及|的(?:决议|审查|说明|解读)|解读|落实|贯彻|督)|(?:图解|解读|落实|贯彻)[^，。]{0,12}政府工作报告"
BULLETIN = "统计公报"
OUTLINE = f"{FIVE_YEARS}|规划纲要|远景目标|中长期"
ANNUAL = f"{ANY_YEAR}度?(?:{NATION}|(?:年度)?计划)"  # of several years and of one: no outline
PLAN = f"{NATION}发展.{{0,12}}计划|计划执行情况|计划草案"
WORK = f"(?:政府|{OTHER_GOVERNMENTS})(?:{ANY_YEAR}度?)?工作(?:的)?报告"
PLAN_HEADING = "国民经济和社会发展[计规]划"  # transcriptions take one for the other
WORK_HEADING = "政府工作(?:的)?(?:简要)?(?:回顾|总结)"  # 一、过去五年政府工作回顾
PLAN_WORDS = r"现将.{0,40}国民经济和社会发展.{0,6}计划"
WORK_WORDS = "代表.{0,12}政府.{0,8}(?:报告(?:政府)?工作|[作做](?:政府)?工作报告)"
DUTY_LINES = r"(?ms)^(?:责任|牵头|主办)(?:单位|部门)：.*^(?:责任|牵头|主办)(?:单位|部门)："
OPENING = 3000  # characters


def titles(front: pl.DataFrame, normal: pl.DataFrame) -> pl.DataFrame:
    """doc_id, title (null where none is printed), kind (null where neither title nor opening shows it), like_it (what a link
    to others of its kind says that they are, where there is no title); one row a report.
    """
    notice = pl.col("front").str.extract(NOTICE)
    lines = pl.col("own_lines")
    title = pl.coalesce(
        lines.str.extract(BELOW_MENU),
        lines.str.extract(TITLE),
        lines.str.extract(AT_ONCE),
        lines.str.extract(FIRST_LINE),
        pl.col("site").str.extract(LABELLED_TITLE).str.replace_all(" ", "", literal=True),
        pl.col("site").str.extract(NAMED_IN_TABLE),
    )
    opened = normal.select("doc_id", opening=pl.col("text").str.slice(0, OPENING))
    own_lines = pl.col("front").str.replace_all(LINK, "")
    named = (
        front.join(opened, on="doc_id", how="left", maintain_order="left")
        .with_columns(own_lines=own_lines)
        .with_columns(title=title)
    )
    said = named.with_columns(kind=_kind_by_title()).with_columns(
        opening=pl.when(pl.col("kind").is_null()).then("opening"),
        title=pl.when(pl.col("title").str.starts_with("关于印发"))
        .then(pl.concat_str(notice.fill_null(""), "title"))
        .otherwise("title"),
    )
    by_words = _kind(pl.col("opening"), DUTY_LINES, PLAN_WORDS, WORK_WORDS)
    like_it = pl.when(pl.col("title").is_null()).then(pl.col("front").str.extract(LIKE_IT))
    by_link = pl.when(like_it.is_not_null()).then(pl.lit("work_report"))
    return said.select("doc_id", "title", like_it=like_it, kind=pl.coalesce("kind", by_words, by_link))


def _kind_by_title() -> pl.Expr:
    title = pl.col("title")
    of_several_years = title.str.contains(OUTLINE) & ~title.str.contains(ANNUAL)
    return (
        pl.when(
            title.str.contains(BULLETIN)
            | (of_several_years & ~title.str.contains(DUTIES))
            | (title.str.contains(OF_THE_REPORT) & (title.str.contains(PROGRESS) | ~title.str.contains(DUTIES)))
        )
        .then(pl.lit("other"))
        .otherwise(_kind(title, DUTIES, PLAN, WORK))
    )


def _kind(text: pl.Expr, duties: str, plan: str, work: str) -> pl.Expr:
    return (
        pl.when(text.str.contains(duties))
        .then(pl.lit("responsibility_plan"))
        .when(text.str.contains(plan))
        .then(pl.lit("plan_report"))
        .when(text.str.contains(work))
        .then(pl.lit("work_report"))
    )


def kinds_by_headings(named: pl.DataFrame, sections: pl.DataFrame) -> pl.DataFrame:
    """`named` with the kind that the headings show, where the report has no title and its opening does not say; else
    other.
    """
    of_plan = sections.group_by("doc_id").agg(
        of_plan=pl.col("title").str.contains(PLAN_HEADING).any(),
        of_work=pl.col("title").str.contains(WORK_HEADING).any(),
    )
    untitled = pl.col("title").is_null()
    by_headings = (
        pl.when(untitled & pl.col("of_plan"))
        .then(pl.lit("plan_report"))
        .when(untitled & pl.col("of_work"))
        .then(pl.lit("work_report"))
    )
    return (
        named.join(of_plan, on="doc_id", how="left", maintain_order="left")
        .with_columns(kind=pl.coalesce("kind", by_headings, pl.lit("other")))
        .drop("of_plan", "of_work")
    )
