"""The docs are true: every setting and option stands in them, the examples run."""

from __future__ import annotations

import dataclasses
import doctest
import importlib
import pkgutil
import re
import tomllib
from collections.abc import Iterator
from itertools import groupby
from typing import get_type_hints

import click
import pytest
from tools.write_settings import HEADING, SECTIONS, docstring_to_texts, settings

import layoutfix
from layoutfix import evaluation
from layoutfix.cli.group import cli
from layoutfix.ordering.objective import Terms
from layoutfix.repair import RULES
from layoutfix.script import Script
from layoutfix.weights import Weights, load_weights
from tests.helpers import ROOT

MODULES = [
    module.name
    for module in pkgutil.walk_packages(layoutfix.__path__, "layoutfix.")
    if not module.name.endswith("__main__")
]

GUIDES = ("docs/algorithm.md", "CONTRIBUTING.md")
"""Where to change what: they name files and weights."""
WEIGHTS = get_type_hints(Weights)
LONGEST_LINE, MOST_LINES = 100, 6
"""Of a paragraph of docs/algorithm.md."""


def _stages() -> str:
    """docs/algorithm.md without the settings, which a tool writes."""
    text = (ROOT / "docs" / "algorithm.md").read_text(encoding="utf-8")
    return text.partition(HEADING)[0]


def _blocks(text: str) -> Iterator[list[str]]:
    """Paragraphs and items of lists, as lines; what is drawn and what stands in tables left out."""
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    prose = re.sub(r"^(\|.*|#.*|)$", "", prose, flags=re.MULTILINE)
    prose = re.sub(r"^- ", "\n- ", prose, flags=re.MULTILINE)
    return (list(lines) for said, lines in groupby(prose.splitlines(), key=bool) if said)


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


def test_paragraphs_of_the_stages_are_short() -> None:
    """None of docs/algorithm.md has more than six lines of a hundred characters."""
    blocks = list(_blocks(_stages()))
    assert len(blocks) > 1
    assert [b[0] for b in blocks if len(b) > MOST_LINES] == []
    assert [line for block in blocks for line in block if len(line) > LONGEST_LINE] == []


def test_each_stage_and_proposal_is_drawn() -> None:
    """Under each heading of a stage stands a drawing, its own or those of its parts."""
    drawn = "\n```\n"
    stages = re.split(r"^(?=## )", _stages(), flags=re.MULTILINE)
    stages = [part for part in stages if re.match(r"## \d ", part)]
    assert [part[3] for part in stages] == list("01234567")
    assert [part.splitlines()[0] for part in stages if drawn not in part] == []
    parts = re.split(r"^(?=#)", _stages(), flags=re.MULTILINE)
    assert [
        part.splitlines()[0] for part in parts if part[:4] == "####" and drawn not in part
    ] == []
    for part in stages:
        assert all(f"\n- **{said}** " in part for said in ("Decides", "Gets wrong", "Change it in"))


def test_the_picture_of_the_house_has_each_layer() -> None:
    """The layers of pyproject.toml stand in docs/algorithm.md, from top to bottom."""
    data = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = data["tool"]["importlinter"]["contracts"][0]["layers"]
    picture = _stages().partition("## The house\n")[2].partition("```\n")[2].partition("```")[0]
    assert [re.split(r" {2,}", line)[0] for line in picture.splitlines()] == layers


@pytest.mark.parametrize("guide", GUIDES)
def test_every_file_that_a_guide_names_is_there(guide: str) -> None:
    """A file is named from `src/layoutfix` or from the root of the project."""
    text = (ROOT / guide).read_text(encoding="utf-8")
    names = {*re.findall(r"`([\w/-]+\.(?:py|json|md|toml))`", text)}
    names |= {*re.findall(r"`([\w/]+/)`", text)}
    places = (ROOT / "src" / "layoutfix", ROOT, ROOT / "docs", ROOT / "src/layoutfix/data/weights")
    assert len(names) > 1
    assert {n for n in names if not any((place / n).exists() for place in places)} == set()


@pytest.mark.parametrize("guide", GUIDES)
def test_every_weight_that_a_guide_names_is_there(guide: str) -> None:
    """`section.number` is a weight, and where its value stands beside it, that is the one."""
    text = (ROOT / guide).read_text(encoding="utf-8")
    value = r"(?: = ([-\d.]+)(?: \(cjk\), ([-\d.]+) \(spaced\))?)?"
    said = re.findall(rf"`({'|'.join(WEIGHTS)})\.(\w+)`{value}", text)
    assert said
    for section, name, cjk, spaced in said:
        for script, number in ((Script.CJK, cjk), (Script.SPACED, spaced or cjk)):
            found = getattr(getattr(load_weights(script), section), name)
            assert not number or found == float(number.rstrip(".")), f"{section}.{name}"
    named = {
        n
        for part in re.findall(r"[Ss]ections? ((?:`\w+`(?:, | and |\n| )*)+)", text)
        for n in re.findall(r"`(\w+)`", part)
    }
    assert named <= {*WEIGHTS, "section"}


def test_every_term_of_an_order_is_told() -> None:
    """docs/algorithm.md has a row for each term of the objective, in its order."""
    table = _stages().partition("## The terms of an order\n")[2].partition("\n## ")[0]
    assert tuple(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == Terms._fields


def test_links_of_the_docs_lead_somewhere() -> None:
    """Each link into a file of the project names one, and each anchor a heading of it."""
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]:
        text = path.read_text(encoding="utf-8")
        for file, anchor in re.findall(r"\]\(([\w./-]*?)(?:#([^)]*))?\)", text):
            target = path.parent / file if file else path
            assert target.exists(), f"{path.name}: {file}"
            if anchor:
                heads = re.findall(r"^#+ (.*)$", target.read_text(encoding="utf-8"), re.MULTILINE)
                known = {re.sub(r"[^\w -]", "", h.lower()).replace(" ", "-") for h in heads}
                assert anchor in known, f"{path.name}: {file}#{anchor}"


def _commands() -> dict[str, click.Command]:
    context = click.Context(cli)
    found = {name: cli.get_command(context, name) for name in cli.list_commands(context)}
    return {name: command for name, command in found.items() if command is not None}


def test_every_option_is_documented() -> None:
    """docs/cli.md has each option of each command, in the section of the command."""
    text = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    for name, command in _commands().items():
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
        {o for p in _commands()[name].params for o in p.opts} for name in ("fix", "repair")
    )
    of_order = {"--scorer", "--min-confidence", "--layout", "--columns", "--mark-gaps", "--pins"}
    own = {"--to", *of_order}
    assert fix - repair == own
    assert repair <= fix
    text = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    _, found, said = text.partition("the same options, but for")
    assert found
    assert set(re.findall(r"--[a-z-]+", said.partition("\nlayoutfix ")[0])) == fix - repair
    options = text.partition("\n## ")[0]
    for option in fix - repair:
        (row,) = re.findall(rf"^\| `{option}\b.*$", options, re.MULTILINE)
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
    if name.startswith(("layoutfix.training.encoder", "layoutfix.training.stretch")):
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
