"""The code base keeps its own promises."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

from expectations.rules import RULES
from expectations.schemas import TABLES, dictionary

ROOT = Path(__file__).parents[1]
OWN = {"flows", "expectations"}
OF_EXTRAS = {"cv2": ["opencv-python-headless"]}  # an extra need not be installed to be declared


def declared() -> set[str]:
    """What the project needs, and what its extras need that a user may choose."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    chosen = [line for extra, lines in project["optional-dependencies"].items() if extra != "dev" for line in lines]
    return {re.split(r"[\[<>=!~ ]", line)[0].lower() for line in [*project["dependencies"], *chosen]}


def project_name(distribution: str) -> str:
    """great_expectations and great-expectations are one name."""
    return re.sub(r"[-_.]+", "-", distribution).lower()


def imported() -> set[str]:
    """Top-level names that the project imports from outside itself and the standard library."""
    names = set()
    for path in (p for package in OWN for p in (ROOT / package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                names.add((node.module or "").split(".")[0])
    return names - OWN - set(sys.stdlib_module_names)


def test_every_import_is_declared() -> None:
    distributions = {**OF_EXTRAS, **packages_distributions()}
    undeclared = {n for n in imported() if not {project_name(d) for d in distributions.get(n, [n])} & declared()}
    assert not undeclared


def test_every_declared_version_is_pinned_by_name_and_version_only() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9._+!-]+( ; .+)?", line) for line in lines)
    assert declared() <= {line.split("==")[0].lower() for line in lines}


def test_every_column_is_described_and_every_table_is_in_the_readme() -> None:
    assert all(column.description for column in dictionary())
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert all(f"| `{table}` |" in readme for table in TABLES)


def test_every_rule_says_what_it_checks_in_both_languages() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    english = [text for rule in RULES for text in (rule.title_en, rule.checks, rule.tolerance)]
    chinese = [text for rule in RULES for text in (rule.title_zh, rule.checks_zh, rule.tolerance_zh)]
    assert all(english)
    assert all(re.search(r"[\u4e00-\u9fff]", text) for text in chinese)


def test_numbers_of_a_column_have_a_unit() -> None:
    counted = [
        c for c in dictionary() if c.name.startswith(("char_", "rows", "chars", "sources_")) and c.name != "char_spans"
    ]
    assert all(column.unit for column in counted)
