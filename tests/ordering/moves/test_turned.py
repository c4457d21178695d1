"""Columns that are read in another order than that in which they begin, or were taken to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from layoutfix.ordering.moves.turned import turn_columns
from layoutfix.ordering.objective import Objective
from layoutfix.ordering.plans import Column
from layoutfix.ordering.view import PageView
from tests.helpers import SPACED
from tests.ordering.plain import links_of, plain_view, random_page

_PAGES = {"n": st.integers(2, 24), "columns": st.integers(1, 7), "seed": st.integers(0, 2**16)}


def _flat(columns: list[Column]) -> list[int]:
    return [i for column in columns for i in column]


def _objective(known: Mapping[tuple[int, int], float], view: PageView) -> Objective:
    links = links_of(len(view.row), -1.0, known)
    return Objective(view, links, SPACED.order, SPACED.turns)


def _inside(columns: list[Column]) -> dict[tuple[int, int], float]:
    return {p: 3.0 for column in columns for p in pairwise(column)}


def test_a_headline_that_reads_on_in_another_column_does_not_turn_them() -> None:
    """
    H          B goes on after H a little better than A does; then the last column that is read
    A1 B1 C1   begins before the first one
    A2 B2 C2 ...
    """
    a, b, c = (list(range(k, 19, 3)) for k in (1, 2, 3))
    known = _inside([a, b, c]) | {(0, b[0]): 2.0, (0, a[0]): 0.5}
    known |= {(a[-1], b[0]): 1.0, (b[-1], c[0]): 1.0, (c[-1], a[0]): 0.5}
    turned = [0, *_flat([b, c, a])]
    assert turn_columns(turned, _objective(known, plain_view(19))) == [0, *_flat([a, b, c])]


def test_columns_whose_lines_share_rows_stay() -> None:
    """As before, but A1 B1 C1 are one row of the dump: which stands left is seen."""
    a, b, c = (list(range(k, 19, 3)) for k in (1, 2, 3))
    known = _inside([a, b, c]) | {(0, b[0]): 2.0, (0, a[0]): 0.5}
    known |= {(a[-1], b[0]): 1.0, (b[-1], c[0]): 1.0, (c[-1], a[0]): 0.5}
    view = plain_view(19)
    fused = replace(view, row=((view.row + 2) // 3).astype(view.row.dtype))
    turned = [0, *_flat([b, c, a])]
    assert turn_columns(turned, _objective(known, fused)) == turned


def test_the_column_under_a_low_headline_is_read_first() -> None:
    """
       B1 C1   H begins the article, and B goes on where A ends; in the rows B and C stand
    H          before it
    A1 B2 C2
    A2 B3 C3 ...
    """
    b, c = [1, *range(5, 22, 3)], [2, *range(6, 22, 3)]
    a = [3, *range(4, 22, 3)]
    known = _inside([a, b, c]) | {(0, a[0]): 4.0, (a[-1], b[0]): 6.0, (b[-1], c[0]): 3.0}
    known |= {(c[-1], a[0]): -3.0}
    found = [0, *_flat([b, c, a])]
    assert turn_columns(found, _objective(known, plain_view(22))) == [0, *_flat([a, b, c])]


def test_a_joint_alone_does_not_turn_columns_that_begin_in_order() -> None:
    """Two columns of one height, of which the second goes on in the first a little better."""
    a, b = list(range(0, 16, 2)), list(range(1, 16, 2))
    known = _inside([a, b]) | {(b[-1], a[0]): 4.0}
    assert turn_columns(_flat([a, b]), _objective(known, plain_view(16))) == _flat([a, b])


def test_a_tail_goes_back_when_the_columns_are_turned() -> None:
    """
    The columns were turned, and A has the tail of C: neither mends without the other. That C goes
    on with its own tail shows once B follows A.
    """
    n = 25
    a, b, c = (list(range(k, n, 3)) for k in (1, 2, 3))
    known = _inside([a, b, c]) | {(0, a[0]): 2.0, (0, c[0]): 2.0}
    known |= {(a[-1], b[0]): 5.0, (b[-1], c[0]): 3.0}
    for foot, head in ((a[4], a[5]), (c[4], c[5]), (a[4], c[5]), (c[4], a[5])):
        known[foot, head] = 0.0
    found = [0, *_flat([c[:5] + a[5:], a[:5] + c[5:], b])]
    assert turn_columns(found, _objective(known, plain_view(n))) == [0, *_flat([a, b, c])]


def test_rows_that_show_the_order_of_columns_count_more() -> None:
    """Fragments of one row stand from left to right."""
    n = 25
    a, b = list(range(1, n, 2)), list(range(2, n, 2))
    known = _inside([a, b]) | {(b[-1], a[0]): 12.0}
    alone = plain_view(n)
    shared = replace(alone, row=np.arange(1, n + 1, dtype=np.int32) // 2)
    found, turned = [0, *_flat([a, b])], [0, *_flat([b, a])]
    assert turn_columns(found, _objective(known, alone)) == turned
    assert turn_columns(found, _objective(known, shared)) == found


def test_columns_whose_places_are_seen_stay() -> None:
    n = 24
    a, b = list(range(0, n, 2)), list(range(1, n, 2))
    known = _inside([a, b]) | {(b[-1], a[0]): 30.0}
    seen = replace(plain_view(n), x=np.tile(np.float32([0, 40]), n // 2))
    assert turn_columns(_flat([a, b]), _objective(known, seen)) == _flat([a, b])


@settings(deadline=None)
@given(**_PAGES)
def test_turning_keeps_all_fragments_and_never_loses_worth(n: int, columns: int, seed: int) -> None:
    """What columns in another order cost is less than what their joints gain."""
    plan, objective = random_page(n, columns, seed)
    order = _flat(plan)
    found = turn_columns(order, objective)
    assert sorted(found) == list(range(n))
    if found != order:
        heads = 2 * objective.weights.turned_head_cost
        regions = n  # each may have been charged for its heads before
        assert objective.worth(found) > objective.worth(order) - regions * heads
