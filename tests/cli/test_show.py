"""--explain and --diff: what a person gets to read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import Result as CliResult
from hypothesis import given
from hypothesis import strategies as st

from layoutfix.cli.diff import find_blocks, find_columns, print_diff
from layoutfix.cli.files import _shows_colour
from layoutfix.cli.paint import LineNumbers, excerpt, quote
from layoutfix.result import Result

from .conftest import FIXED

Run = Callable[..., CliResult]

DIFF = """\
page.txt: reordered 2 columns, 1 doubtful joint of 6
blocks, as they stand in the dump
  A  line 1  the ferry left
  B  line 2  the mayor opened
  C  line 3  A view of the harbour
  D  line 4  at dawn with-
  E  line 5  the new market
  F  line 6  out its crew.
  G  line 7  hall on Monday.
reading order
  A D F
  B E G
  C
edits by rule, with the first of each
  join_lines        3  line 1: " " inserted
  break_paragraphs  2  line 6: "\\n\\n" inserted
  fix_hyphens       1  line 4: "-" removed
"""

EXPLANATION = """\
page.txt: reordered 2 columns, 1 doubtful joint of 6
  language en, read as utf-8 (valid UTF-8)
  note: a note on this page
doubtful joints: 1 of 6
  line 2 | line 5  space  0.31  mayor opened  |  the new mark  ngram -1.20
steps: 6
  join_lines: 3
    line 1: " " inserted
    line 2: " " inserted
    line 5: " " inserted
  break_paragraphs: 2
    line 6: "\\n\\n" inserted
    line 7: "\\n\\n" inserted
  fix_hyphens: 1 (Words broken inside a line are made whole where the whole word is known)
    line 4: "-" removed
"""


def test_diff(run: Run, page: Path) -> None:
    """--diff prints blocks, reading order and edits, in place of the text."""
    assert run("page.txt", "--diff").stdout == DIFF


def test_explain(run: Run, page: Path) -> None:
    """--explain prints the text on stdout and the record on stderr."""
    result = run("page.txt", "--explain", "--quiet")
    assert result.stdout == FIXED
    assert result.stderr == EXPLANATION


def test_diff_of_several(run: Run, page: Path, clean: Path) -> None:
    """Each diff begins with the name of its file; a text left alone says so."""
    out = run("page.txt", "clean.txt", "--diff").stdout
    assert out == f"{DIFF}clean.txt: left alone\n"


def test_explain_of_a_text_left_alone(run: Run, clean: Path) -> None:
    """There is nothing to list then, and that is said."""
    stderr = run("clean.txt", "--explain", "--quiet").stderr
    assert "doubtful joints: 0 of 0" in stderr
    assert "steps: 0" in stderr


def test_diff_without_moved_blocks(changed: Result) -> None:
    """Edits alone are no reordering."""
    still = replace(changed, order=tuple(range(7)), text=changed.text + "x")
    assert "no block moved" in print_diff("x", still, colour=False)


def test_colour(changed: Result) -> None:
    """With colour the same words carry ANSI codes, without there are none."""
    painted = print_diff("page.txt", changed, colour=True)
    assert "\x1b[" in painted
    assert re.sub(r"\x1b\[[0-9;]*m", "", painted) == DIFF
    assert "\x1b" not in print_diff("page.txt", changed, colour=False)


def test_one_column_one_colour(changed: Result) -> None:
    """Blocks that are read in a row have one colour, the next row another."""
    painted = print_diff("page.txt", changed, colour=True)
    by_name = {name: style for style, name in re.findall(r"\x1b\[(1;\d+)m([A-G])\x1b", painted)}
    assert by_name["A"] == by_name["D"] == by_name["F"]
    assert by_name["B"] == by_name["E"] == by_name["G"]
    assert len({by_name["A"], by_name["B"], by_name["C"]}) == 3


class FakeTerminal:
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("variables", "expected"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)],
)
def test_no_color(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], expected: bool
) -> None:
    """A terminal gets colours unless NO_COLOR is set or it is a dumb one."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert _shows_colour(FakeTerminal()) is expected  # type: ignore[arg-type]


@given(st.permutations(range(12)))
def test_blocks_give_the_order_back(order: list[int]) -> None:
    """Blocks laid end to end are the order; each is as long as it can be; names follow the dump."""
    blocks = find_blocks(order)
    assert [i for b in blocks for i in range(b.first, b.last + 1)] == order
    assert all(b.first != a.last + 1 for a, b in pairwise(blocks))
    assert [b.name for b in sorted(blocks, key=lambda b: b.first)] == sorted(b.name for b in blocks)
    assert [b for column in find_columns(blocks) for b in column] == blocks


def test_no_blocks_in_an_empty_order() -> None:
    """An empty text has no block."""
    assert find_blocks([]) == []
    assert find_columns([]) == []


def test_lines() -> None:
    """Lines count from 1, and a span that ends with a newline does not reach the next line."""
    lines = LineNumbers("ab\ncd\n")
    assert [lines.number(k) for k in range(6)] == [1, 1, 1, 2, 2, 2]
    assert lines.describe(0, 3) == "line 1"
    assert lines.describe(1, 4) == "lines 1-2"
    assert lines.describe(2, 2) == "line 1"


@pytest.mark.parametrize(
    ("text", "cells", "expected"),
    [
        ("short enough", 20, "short enough"),
        ("one two three four five six seven", 20, "one two … seven"),
        ("一二三四五六七八九十", 13, "一二 … 九十"),
        ("a\n b\tc", 20, "a b c"),
    ],
)
def test_excerpt(text: str, cells: int, expected: str) -> None:
    """An excerpt is on one line, cut at words, and counts wide characters as two."""
    assert excerpt(text, cells) == expected


def test_quote() -> None:
    """Line breaks show, and a long text is cut."""
    assert quote("a\n\tb") == '"a\\n\\tb"'
    assert len(quote("x" * 100)) == 42
