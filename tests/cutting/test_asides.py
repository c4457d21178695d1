"""Running heads and feet stand above and below the text, whatever the columns do."""

from __future__ import annotations

import numpy as np
import pytest

from layoutfix import Result, fix
from layoutfix.cutting.asides import Asides, put_back
from tests.helpers import article_to_lines

HEAD = "晚报 2002 7 5          第23版          综合"
FOOT = "- 23 -"
HEADLINE = "荷塘县治水记"


def _page(*, head: bool = True, foot: bool = True, rows: bool = False) -> tuple[str, list[str]]:
    """A dump of two columns, the first a line longer; and its lines in order."""
    lines = article_to_lines("zh-Hans-02-puppet-troupe", 17, 41)
    left, right = lines[:21], [*lines[21:], ""]
    between = " " if rows else "\n"
    body = [f"{a}{between}{b}".strip() for a, b in zip(left, right, strict=True)]
    dump = [*([HEAD] if head else []), HEADLINE, *body, *([FOOT] if foot else [])]
    return "\n".join(dump), lines


def _kinds(result: Result) -> list[tuple[str, str]]:
    return [(p.kind, p.text.strip()) for p in result.paragraphs]


@pytest.mark.parametrize("rows", [False, True])
def test_heads_stand_above_and_feet_below_the_text(rows: bool) -> None:
    dump, lines = _page(rows=rows)
    result = fix(dump, language="zh")
    kinds = _kinds(result)
    assert [kind for kind, _ in kinds[:2]] == ["aside", "heading"]
    assert kinds[0][1].split() == HEAD.split()
    assert kinds[1][1] == HEADLINE
    assert kinds[-1] == ("aside", FOOT)
    text = result.text.replace("\n", "")
    assert lines[20] + lines[21] in text, "the foot follows the first column in the dump"


def test_a_head_changes_nothing_of_the_text() -> None:
    with_both, without = (
        fix(_page(head=some, foot=some)[0], language="zh") for some in (True, False)
    )
    assert _kinds(with_both)[1:-1] == _kinds(without)


def test_a_page_that_stays_as_it_is_has_asides_too() -> None:
    dump = "\n\n".join([HEAD, "A short note in one column, which reads on as it stands.", FOOT])
    result = fix(dump)
    assert result.text == dump
    assert [kind for kind, _ in _kinds(result)] == ["aside", "body", "aside"]


def test_marks_follow_what_they_stood_behind() -> None:
    heads = np.array([True, False, False, False, False, False, True])
    specks = np.array([False, False, False, True, False, False, False])
    asides = Asides(heads, specks, np.array([True, False, True, True, False, False, True]))
    assert put_back([4, 1, 5], asides) == [0, 4, 1, 2, 5, 6, 3]


def test_bare_page_numbers_are_placed_though_they_were_searched_for() -> None:
    heads = np.array([True, False, False, False, True])
    none = np.zeros(5, bool)
    assert put_back([0, 1, 3, 4, 2], Asides(heads, none, none)) == [0, 1, 3, 2, 4]
