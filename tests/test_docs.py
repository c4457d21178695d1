"""The docs are true: every setting and option stands in them, the examples run."""

from __future__ import annotations

import dataclasses
import doctest

import pytest

import layoutfix
from layoutfix import config
from layoutfix.cli.group import cli
from layoutfix.repair import RULES
from tests.helpers import ROOT

SECTIONS = [c for c in vars(config).values() if isinstance(c, type) and dataclasses.is_dataclass(c)]


@pytest.mark.parametrize("section", SECTIONS, ids=lambda c: c.__name__)
def test_every_setting_is_documented(section: type) -> None:
    """docs/algorithm.md lists each field, and its class's docstring speaks of it."""
    text = (ROOT / "docs" / "algorithm.md").read_text(encoding="utf-8")
    _, _, part = text.partition(f"### {section.__name__}\n")
    for field in dataclasses.fields(section):
        assert f"| `{field.name}` | " in part


def test_every_option_is_documented() -> None:
    """docs/cli.md has each option of `layoutfix fix`."""
    text = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    options = {o for p in cli.commands["fix"].params for o in p.opts if o.startswith("--")}
    assert {o for o in options if o not in text} == set()


def test_repair_has_the_same_options() -> None:
    """docs/cli.md says which options of `fix` are not those of `repair`."""
    fix, repair = (
        {o for p in cli.commands[name].params for o in p.opts} for name in ("fix", "repair")
    )
    assert fix - repair == {"--min-confidence", "--mark-gaps"}
    assert repair <= fix


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_documented(rule: str) -> None:
    """docs/repair.md has a section on each rule, with its damage, an example, its errors."""
    text = (ROOT / "docs" / "repair.md").read_text(encoding="utf-8")
    _, found, section = text.partition(f"\n### {rule}\n")
    assert found
    section = section.partition("\n### ")[0]
    assert "->" in section
    assert "Gets wrong:" in section
    assert rule.removeprefix("fix_") in section


def test_readme_examples_run() -> None:
    """The Python examples of the README give what it says."""
    failed, tried = doctest.testfile(
        str(ROOT / "README.md"), module_relative=False, globs={"layoutfix": layoutfix}
    )
    assert tried
    assert not failed
