"""Who is responsible: lists of leaders and bodies, as responsibility plans print them, to lists of names.

Texts behind 责任领导： and 责任单位： come in, names go out to tasks.py. All functions give expressions.
"""

import polars as pl

from flows.parse.lexicon import any_of

LEADERS_LABEL = any_of(
    *"责任领导 牵头领导 分管领导 包联领导 包抓领导 联系领导 牵头市领导 责任市领导 牵头县领导 牵头区领导 责任县领导 责任区领导 市领导 县领导 区领导 "
    "牵头负责人 责任人 负责人 分管负责人 分管副市长 分管副县长 分管副区长 挂帅领导 督导领导 领导责任人 主要责任人".split()
)
LEAD_LABEL = any_of(*"牵头单位 牵头部门 牵头责任单位 主办单位 主责单位 第一责任单位 牵头 牵头科室".split())
SUPPORT_LABEL = any_of(
    *"配合单位 配合部门 协办单位 协同单位 协作单位 参与单位 参加单位 协助单位 配合责任单位 责任配合单位 配合".split()
)
UNITS_LABEL = any_of(
    *"责任单位 责任部门 承办单位 落实单位 实施单位 完成单位 责任单位及部门 主管部门 承办部门 牵头及责任单位".split()
)
ROLE_LABEL = f"(?:{LEADERS_LABEL}|{LEAD_LABEL}|{SUPPORT_LABEL}|{UNITS_LABEL})"

BODY = any_of(
    *"局 委 办 部 厅 院 中心 会 司 社 行 公司 集团 政府 处 队 站 校 署 所 关 馆 室 区 县".split()
)  # 市财政局, 市委编办
# 市商务局及非税收入主管部门; 市规划和自然资源局 stays whole
JOINED = rf"({BODY})(?:以及|及|和|会同)((?:各|有关|相关|市|县|区|省|州|镇|非|国))"
# （分号前为牵头单位，下同）
EXPLAINED = r"（[^（）]*(?:分号|下同|第一位|首位|为牵头|为责任|排名)[^（）]*）"
AND_OTHERS = "等(?:有关|相关|各)?(?:部门（单位）|部门|单位|责任单位)?"
DUTY = "(?:分别|共同|按(?:照)?(?:各自)?职责(?:分工)?)*(?:牵头负责|具体负责|牵头|负责落实|组织实施|负责|落实|配合|参与|参加|协助|协同)"
BEHIND_NAME = f"(?:{AND_OTHERS})?(?:{DUTY})?[：（ ]*$"  # 市教育局等按职责分工负责
NAME = "(?:（[^（）]*）|[^、，。；（）])+"  # 各县（市、区）: the commas of a bracket belong to the name


def named_bodies(text: pl.Expr) -> pl.Expr:
    """A list of bodies as a list of names: no explanations, no 等, brackets that belong to a name kept."""
    bare = text.str.replace_all(EXPLAINED, "").str.replace_all(r"\s+", "").str.replace_all(JOINED, "${1}、${2}")
    names = bare.str.extract_all(NAME).list.eval(pl.element().str.replace(BEHIND_NAME, ""))
    return names.list.filter(pl.element() != "")


def named_leaders(text: pl.Expr) -> pl.Expr:
    """A list of persons as a list of names, without the offices in brackets."""
    bare = text.str.replace_all("（[^（）]*）", "").str.replace_all("[，；。 ]+", "、")
    return bare.str.split("、").list.eval(pl.element().str.strip_chars()).list.filter(pl.element() != "")


def lead_part(text: pl.Expr) -> pl.Expr:
    """The bodies that lead, of a list that names all: those before the semicolon, else before the first comma.

    `市财政局；市教育局`, `市商务局、市民政局，各县`: the first named leads, too, where a list only has commas.
    """
    outer = text.str.replace_all(EXPLAINED, "")
    return pl.when(outer.str.contains("；", literal=True)).then(_part(outer, "；", 0)).otherwise(_part(outer, "，", 0))


def support_part(text: pl.Expr) -> pl.Expr:
    """The bodies that support, of a list that names all: what `lead_part` leaves."""
    outer = text.str.replace_all(EXPLAINED, "")
    return pl.when(outer.str.contains("；", literal=True)).then(_part(outer, "；", 1)).otherwise(_part(outer, "，", 1))


def _part(text: pl.Expr, mark: str, place: int) -> pl.Expr:
    return text.str.splitn(mark, 2).struct.field(f"field_{place}").fill_null("")
