"""What is asked of many plans at once is what plain loops find of each."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layoutfix.ordering.plans import (
    Column,
    arrange,
    columns_to_labels,
    label_to_columns,
    left_to_right,
)
from layoutfix.ordering.view import PageView
from tests.ordering.plain import plain_view
from tests.ordering.reference import plain_arranged

_SIZES = {"n": st.integers(2, 24), "columns": st.integers(1, 5), "seed": st.integers(0, 2**16)}


def _page(n: int, columns: int, seed: int, *, seen: bool) -> tuple[list[Column], PageView]:
    """A plan of n lines at random, of which some share a row."""
    rng = np.random.default_rng(seed)
    owner = rng.integers(0, columns, n)
    plan = [np.flatnonzero(owner == s).tolist() for s in rng.permutation(columns)]
    x = rng.choice([0.0, 30.0, 60.0, 61.0], n) if seen else np.full(n, np.nan)
    rows = np.cumsum(rng.integers(0, 2, n)).astype(np.int32)
    view = replace(plain_view(n), row=rows, x=x.astype(np.float32))
    return [column for column in plan if column], replace(view, mirrored=bool(seed % 3 == 0))


@pytest.mark.parametrize("seen", [False, True])
@given(**_SIZES)
def test_plans_are_arranged_as_one_by_one(n: int, columns: int, seed: int, seen: bool) -> None:
    pages = [_page(n, columns, seed + 3 * k, seen=seen) for k in range(3)]
    view = pages[0][1]
    at, label = columns_to_labels([plan for plan, _ in pages])
    found = arrange(at, label, view)
    for (plan, _), places, labels in zip(pages, at, found, strict=True):
        assert label_to_columns(places, labels) == plain_arranged(plan, view)
        assert left_to_right(plan, view) == plain_arranged(plan, view)


@given(**_SIZES)
def test_a_turned_page_is_read_from_another_column_on(n: int, columns: int, seed: int) -> None:
    plan, view = _page(n, columns, seed, seen=seed % 2 == 0)
    standing = left_to_right(plan, view)
    for turned in range(columns + 2):
        first = turned % len(standing)
        expected = [*standing[first:], *standing[:first]]
        assert left_to_right(plan, replace(view, turned=turned)) == expected


def _by_turns(turns: list[int], view: PageView) -> list[int]:
    """The first lines of columns that take these turns, from left to right."""
    columns = [[i for i, s in enumerate(turns) if s == t] for t in sorted(set(turns))]
    return [column[0] for column in left_to_right(columns, view)]


def test_a_headline_does_not_make_its_column_the_first() -> None:
    """
    H          The search gave H to the right column. In the rows the left one stands before it.
    A B
    A B ...
    """
    row = np.array([0, *np.repeat(np.arange(1, 7), 2)], np.int32)
    view = replace(plain_view(13), row=row)
    left, right = list(range(1, 13, 2)), [0, *range(2, 13, 2)]
    assert left_to_right([right, left], view) == [left, right]


def test_columns_stand_as_they_take_turns() -> None:
    """Without rows: what stands farther right comes later in most turns, not in the first."""
    assert _by_turns([0, 2, 1, *([0, 1, 2] * 8)], plain_view(27)) == [0, 2, 1]


def test_whole_turns_leave_the_order_of_first_appearance() -> None:
    """B C A B C A may stand for B C A as well as for A B C that begins a row higher."""
    assert _by_turns([1, 2, *([0, 1, 2] * 8)], plain_view(26)) == [0, 1, 2]


def test_where_a_block_begins_the_columns_begin() -> None:
    """B C A | B C A | B C A: from block to block nothing is said of what stands to the left, but
    within each A comes after C; so the order of the blocks' own rows is that of the columns."""
    view = replace(plain_view(27), begins=np.arange(27) % 3 == 0)
    turns = [0, 2, 1, *([1, 2, 0] * 8)]  # the first row was read in another order
    assert _by_turns(turns, view) == [2, 1, 0]
