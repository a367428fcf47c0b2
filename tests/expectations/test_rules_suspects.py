"""Findings with one number to blame name it; others stay as they are."""

import polars as pl

from expectations.rules import RULES
from expectations.rules.rule import HITS
from expectations.rules.suspects import name_suspects
from tests.support.reports import read

SENTENCES = (
    "收入累计完成135万元，完成年初预算数210万元的50%，比上年增加5万元，增长5%。",
    "其中，税收收入45万元，非税收入60万元。",
)


def messages(*sentences: str) -> list[str]:
    tables = read("".join(sentences))
    arithmetic = [rule for rule in RULES if rule.checked]
    found = pl.concat([rule.check(tables).select(pl.lit(rule.id).alias("rule"), *HITS) for rule in arithmetic])
    named = name_suspects(found, tables, RULES)
    assert named.drop("message", "message_en").equals(found.drop("message", "message_en"))
    return named["message"].to_list()


def test_a_number_that_breaks_several_relations_is_named_in_each_finding() -> None:
    found = messages(*SENTENCES)
    assert len(found) == 3
    assert all(message.endswith("改正135万元一处，有关的3处即可相符，写错的可能是135万元。") for message in found)


def test_a_finding_alone_names_no_number() -> None:
    (message,) = messages(SENTENCES[0].replace("135", "105").replace("增长5%", "增长9%"))
    assert "写错" not in message


def test_findings_on_different_numbers_name_none() -> None:
    found = messages("收入完成105万元，增加5万元，增长9%。", "支出完成210万元，增加10万元，增长9%。")
    assert len(found) == 2
    assert not any("写错" in message for message in found)
