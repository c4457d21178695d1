"""Every file in fixtures/repair is a test of the rule that its folder is named after."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import layoutfix
from layoutfix import Config, RepairConfig
from layoutfix.repair import RULES
from tests.helpers import FIXTURES, assert_promises, read_case

CASES = sorted((FIXTURES / "repair").glob("*/*.txt"))


def only(*names: str) -> Config:
    """Settings under which these rules run, and no others."""
    switches: dict[str, Any] = {n: n in names for n in RULES if n != "fix_variants"}
    config = RepairConfig(**switches)
    return Config(
        repair=replace(config, fix_variants="hant") if "fix_variants" in names else config
    )


@pytest.mark.parametrize("path", CASES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_case(path: Path) -> None:
    """The rule does what its file says, in steps of its name, and a second pass does nothing."""
    case = read_case(path)
    result = layoutfix.repair(case.dump, config=only(path.parent.name))
    assert result.text == case.fixed
    assert_promises(result)
    assert {s.rule for s in result.steps} == ({path.parent.name} if result.changed else set())
    assert not layoutfix.repair(result.text, config=only(path.parent.name)).changed


@pytest.mark.parametrize("path", CASES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_switched_off(path: Path) -> None:
    """Without its rule a text stays as it is."""
    dump = read_case(path).dump
    assert layoutfix.repair(dump, config=only()).text == dump


@pytest.mark.parametrize("path", CASES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_defaults_leave_clean_text_alone(path: Path) -> None:
    """What one rule leaves alone, the others do, too, in `fix` and in `repair`."""
    case = read_case(path)
    if case.fixed == case.dump:
        assert layoutfix.repair(case.dump).text == case.dump
        assert layoutfix.fix(case.dump).text == case.dump


def test_each_rule_has_cases_of_both_kinds() -> None:
    """One that is changed and one that is left alone."""
    for name in RULES:
        cases = [read_case(p) for p in CASES if p.parent.name == name]
        assert {c.dump == c.fixed for c in cases} == {True, False}, name


@pytest.mark.parametrize(
    "path",
    [
        *sorted((FIXTURES / "cases" / "untouched").glob("*.txt")),
        *sorted((FIXTURES / "articles").glob("*-*.txt")),
    ],
    ids=lambda p: p.stem,
)
def test_clean_texts_are_left_alone(path: Path) -> None:
    """Default rules change no byte of prose, code, tables, verse, lists..."""
    with path.open(encoding="utf-8", newline="") as file:
        text = file.read().split("=== dump\n", 1)[-1]
    assert layoutfix.repair(text).text == text
