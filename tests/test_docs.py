"""The docs are true: every setting and option stands in them, the examples run."""

from __future__ import annotations

import dataclasses
import doctest
import importlib
import pkgutil
import re

import pytest
from tools.write_settings import HEADING, SECTIONS, docstring_to_texts, settings

import layoutfix
from layoutfix import evaluation
from layoutfix.cli.group import cli
from layoutfix.repair import RULES
from tests.helpers import ROOT

MODULES = [
    module.name
    for module in pkgutil.walk_packages(layoutfix.__path__, "layoutfix.")
    if not module.name.endswith("__main__")
]


@pytest.mark.parametrize("section", SECTIONS, ids=lambda c: c.__name__)
def test_every_setting_is_documented(section: type) -> None:
    """docs/algorithm.md lists each field, and its class's docstring speaks of it."""
    text = (ROOT / "docs" / "algorithm.md").read_text(encoding="utf-8")
    _, _, part = text.partition(f"### {section.__name__}\n")
    told = docstring_to_texts(section)
    for field in dataclasses.fields(section):
        assert f"| `{field.name}` | " in part
        assert told[field.name]


def test_the_table_of_settings_is_the_one_that_the_tool_writes() -> None:
    """No default in the docs is out of date, and nothing stands below it."""
    text = (ROOT / "docs" / "algorithm.md").read_text(encoding="utf-8")
    assert text.endswith(HEADING + settings())


def test_every_option_is_documented() -> None:
    """docs/cli.md has each option of each command, in the section of the command."""
    text = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    for name, command in cli.commands.items():
        _, _, part = text.partition(f"layoutfix {name} ")
        options = {o for p in command.params for o in p.opts if o.startswith("--")}
        assert {o for o in options if f"{o}" not in part} == set(), name


def test_every_measure_is_documented() -> None:
    """docs/evaluation.md has each number that `layoutfix eval --json` gives."""
    text = (ROOT / "docs" / "evaluation.md").read_text(encoding="utf-8")
    plain = [m for m in evaluation.MEASURES if not m.startswith(("dump_", "ceiling_"))]
    assert [m for m in plain if f"`{m}`" not in text] == []


def test_repair_has_the_same_options() -> None:
    """docs/cli.md says which options of `fix` are not those of `repair`."""
    fix, repair = (
        {o for p in cli.commands[name].params for o in p.opts} for name in ("fix", "repair")
    )
    assert fix - repair == {"--min-confidence", "--layout", "--columns", "--mark-gaps"}
    assert repair <= fix
    text = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    _, found, said = text.partition("the same options, but for")
    assert found
    assert set(re.findall(r"--[a-z-]+", said.partition("\nlayoutfix ")[0])) == fix - repair
    for option in fix - repair:
        (row,) = re.findall(rf"^\| `{option}\b.*$", text, re.MULTILINE)
        assert "`fix` only" in row


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


@pytest.mark.parametrize("name", MODULES)
def test_examples_of_docstrings_run(name: str) -> None:
    """Each module's examples give what they say."""
    if name.startswith("layoutfix.training.encoder"):
        pytest.importorskip("torch")
    failed, _ = doctest.testmod(importlib.import_module(name))
    assert not failed


def test_readme_examples_run() -> None:
    """The Python examples of the README give what it says."""
    failed, tried = doctest.testfile(
        str(ROOT / "README.md"), module_relative=False, globs={"layoutfix": layoutfix}
    )
    assert tried
    assert not failed
