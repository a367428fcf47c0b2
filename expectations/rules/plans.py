"""Rules on plans told before: the result over the plan is the completion that is stated.

Paragraphs come in, in which the plan stands first (年度计划投资50亿元。…完成投资40亿元，占年度计划的80%); a finding goes out where
the result over the nearest plan of its kind is another completion.
"""

import re
from collections.abc import Iterator

import polars as pl

from expectations.rules.passages import UNIT, Figure, Passage, passages
from expectations.rules.relations import Checked, ShareOf, hits, term
from expectations.rules.rounding import NUMBER, printed
from expectations.rules.rule import Hit, Rule, Tables, hits_frame

ROUNDED = "half of the last printed digit of each number; a plain count is exact"
ROUNDED_ZH = "每个数可差其末位数字的一半，整数计数不容差"

GOAL_WORDS = "计划|目标|预算|任务"
# 完成投资40亿元，占年度计划的80%; 完成投资40亿元，投资完成率80%
DONE = re.compile(
    rf"(?P<words>[^，。；、0-9]{{0,16}})(?P<done>{NUMBER})(?P<unit>{UNIT})[，、]"
    r"(?:(?:同比|[比较](?:上年|去年)|增|减|下降)[^，。；、]{0,20}[，、]){0,2}"
    rf"(?:(?:占|为|完成|达到?)(?P<of>[^，。；、0-9]{{0,8}}(?:{GOAL_WORDS})[^，。；、0-9]{{0,6}}?)的?|(?P<rate>[^，。；、0-9]{{0,4}}完成率)(?:为|达到?)?)"
    rf"(?P<share>{NUMBER})%(?![以左])"
)
PLANNED = re.compile(f"(?:{GOAL_WORDS})[^，。；、0-9]{{0,10}}$")
KINDS = ("投资", "开工", "竣工", "收入", "支出", "利用外资")
# What lies between plan and result when the result is of a part of what was planned, or of another thing
ANOTHER = re.compile("其中|分别|按|(?P<count>[0-9]+[个项家])[^，。；、0-9]{0,12}项目")
LOOSE = re.compile("[超约近逾]")


def told_before(tables: Tables) -> pl.DataFrame:
    """Completions that the result and the plan before it do not make."""
    return hits_frame(hits(checked(tables)), ROUNDED)


def checked(tables: Tables) -> Iterator[Checked]:
    """Every completion whose plan is told before."""
    found = passages(tables, ["%"], f"(?:{GOAL_WORDS}|完成率)[^，。；、0-9]*[0-9.]+%")
    return (one for passage in found for one in _completions(passage))


def _completions(passage: Passage) -> Iterator[Checked]:
    for match in DONE.finditer(passage.masked):
        plan = _plan(passage, match)
        if plan is None or (match["of"] and LOOSE.search(match["of"])):
            continue
        relation = ShareOf(
            passage.doc_id,
            term(
                printed(match["done"], match["unit"]),
                passage.quote(match.start("done"), match.start("done") + len(match["done"] + match["unit"])),
            ),
            term(plan.value, passage.of(plan)),
            term(printed(match["share"], "%"), passage.quote(match.start("share"), match.end("share") + 1)),
        )
        yield Checked(relation, None if relation.holds else _hit(relation, passage, plan, match))


def _plan(passage: Passage, match: re.Match[str]) -> Figure | None:
    """The nearest number before the result that is planned, is of its kind and unit, with nothing of its own between."""
    text, base = passage.masked, printed(match["done"], match["unit"]).base
    said = match["words"] + (match["of"] or match["rate"])
    kinds = [kind for kind in KINDS if kind in said]
    before = [f for f in passage.figures if f.stop <= match.start("done") and f.value.base == base]
    for figure in reversed(before):
        words = PLANNED.search(text, passage.sentence_start(figure.start), figure.start)
        if not words:
            continue
        clause = re.split("[，。；、]", text[: figure.start])[-1]
        fits = all(kind in clause for kind in kinds) and bool(kinds)
        return figure if fits and not _of_another(text, figure, match.start("done")) else None
    return None


def _of_another(text: str, plan: Figure, stop: int) -> bool:
    """Whether the words from the plan to the result speak of another set of projects than those that were planned."""
    return any(not m["count"] or m["count"] not in text[: plan.start] for m in ANOTHER.finditer(text, plan.stop, stop))


def _hit(relation: ShareOf, passage: Passage, plan: Figure, match: re.Match[str]) -> Hit:
    done, goal = printed(match["done"], match["unit"]), plan.value
    ratio = f"{float(done.number * done.factor / (goal.number * goal.factor) * 100):.4g}%"
    sum_text = f"{done.number}{done.unit} ÷ {goal.number}{goal.unit} = {ratio} ≠ {match['share']}%"
    quotes = (relation.whole.quote, relation.part.quote, relation.share.quote)
    return Hit(
        doc_id=passage.doc_id,
        severity="warning",
        message=f"完成数与计划数之比应等于所写的完成率，此处{sum_text}。",
        message_en=f"The result over the plan should make the stated completion; here {sum_text}.",
        evidence=passage.evidence(quotes),
        quotes=quotes,
        expected=ratio,
        observed=f"{match['share']}%",
    )


PLAN_TOLD_BEFORE = Rule(
    id="ratios.plan",
    title_zh="完成率与前文的计划数不符",
    title_en="A completion that the plan told before does not make",
    checks_zh="同一段先写计划数，再写完成数和完成率时（占年度计划的c%），完成数除以计划数应得c%。",
    checks="Where a paragraph gives the plan and then the result with its completion (占年度计划的c%), result over plan is c.",
    severity="warning",
    tolerance_zh=ROUNDED_ZH,
    tolerance=ROUNDED,
    check=told_before,
    checked=checked,
)
