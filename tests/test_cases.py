"""Every file in fixtures/cases is a test: the folder says what is expected."""

from __future__ import annotations

from pathlib import Path

import pytest

import layoutfix
from tests.helpers import FIXTURES, assert_promises, read_case

CASES = sorted((FIXTURES / "cases").glob("*/*.txt"))


def _parameters() -> list[pytest.param]:
    xfail = pytest.mark.xfail(strict=True, reason="the engine does not do this yet")
    return [
        pytest.param(
            path, id=f"{path.parent.name}/{path.stem}",
            marks=[xfail] if path.parent.name == "known_failures" else [],
        )
        for path in CASES
    ]  # fmt: skip


@pytest.mark.parametrize("path", _parameters())
def test_case(path: Path) -> None:
    """A case comes out as its file says, byte for byte where it must be left alone."""
    case = read_case(path)
    result = layoutfix.fix(case.dump)
    assert_promises(result)
    if case.fixed == case.dump:
        assert result.text == case.dump
    else:
        assert result.text.strip() == case.fixed.strip()


@pytest.mark.parametrize(
    "path", [p for p in CASES if p.parent.name == "untouched"], ids=lambda p: p.stem
)
def test_ordered_text_is_not_repaired(path: Path) -> None:
    """Text repair, too, gives every ordered text back byte for byte."""
    dump = read_case(path).dump
    assert layoutfix.repair(dump).text == dump


@pytest.mark.parametrize("path", [p for p in CASES if p.parent.name != "known_failures"], ids=str)
def test_second_pass_changes_nothing(path: Path) -> None:
    """What was repaired is left alone from then on."""
    once = layoutfix.fix(read_case(path).dump).text
    assert layoutfix.fix(once).text == once


@pytest.mark.parametrize(
    "path", sorted((FIXTURES / "articles").glob("*-*.txt")), ids=lambda p: p.stem
)
def test_articles_are_left_alone(path: Path) -> None:
    """A clean article in paragraphs comes back byte for byte."""
    text = path.read_text(encoding="utf-8")
    assert layoutfix.fix(text).text == text


def test_there_are_cases_of_each_kind() -> None:
    """The folders of cases that must hold are not empty."""
    assert sum(p.parent.name == "untouched" for p in CASES) >= 160
    assert sum(p.parent.name == "synthetic" for p in CASES) >= 3
