"""The beam that finds columns: against all ways to give fragments to them, and known columns."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from layoutfix.ordering.proposals.columns import find_columns
from layoutfix.ordering.view import PageView
from tests.helpers import SPACED
from tests.ordering.plain import plain_view, random_view
from tests.ordering.reference import best_score, score_of


@given(n=st.integers(1, 6), seed=st.integers(0, 2**16))
def test_a_wide_beam_finds_the_best_of_all_columns(n: int, seed: int) -> None:
    """Where nothing falls out of the beam, its score is the best of all assignments.

    Of lines of one width at unseen places: else states with the same feet may differ in what their
    columns look like, and the beam keeps but one of them.
    """
    weights = replace(SPACED.turns, max_columns=4)
    view = replace(random_view(n, seed, seen=False), width=np.full(n, 30, np.float32))
    (found,) = find_columns(view, weights, beam=2000)
    assert found.score == pytest.approx(best_score(view, weights), abs=0.002 * n)


@pytest.mark.parametrize("seen", [False, True])
@pytest.mark.parametrize("beam", [3, 40])
@example(n=6, seed=21)  # more columns than may be open, in states that are none
@given(n=st.integers(1, 40), seed=st.integers(0, 2**16))
def test_a_score_is_that_of_the_columns_found(n: int, seed: int, beam: int, seen: bool) -> None:
    """What the beam says of its columns is what they cost, taken one by one."""
    weights = replace(SPACED.turns, max_columns=4)
    view = random_view(n, seed, seen=seen)
    (found,) = find_columns(view, weights, beam=beam)
    assert found.score == pytest.approx(score_of(found, view, weights), abs=0.002 * n)


def test_a_heading_is_as_high_as_two_lines() -> None:
    """
    H  B0 C0
    .  B1 C1     the column that it heads is found, though both others have two turns beside it
    A0 B2 C2
    """
    n = 26
    columns = [[0, *range(5, n, 3)], [1, *range(3, n, 3)], [2, *range(4, n, 3)]]
    links = np.full((n, 32), -1.0, np.float32)
    for i, j in {p for column in columns for p in pairwise(column)} - {(0, 5)}:
        links[j, j - 1 - i] = 3.0
    links[5, 4] = 1.0  # A0 goes on in H, B0 and C0 do not
    found = [
        find_columns(replace(plain_view(n), links=links, heading=h), SPACED.turns)[0].column
        for h in (None, np.arange(n) == 0)
    ]
    assert found[0][5] != found[0][0]
    assert found[1][5] == found[1][0]


@pytest.mark.parametrize("columns", [1, 2, 3, 4])
def test_columns_that_take_turns_are_found(columns: int) -> None:
    """
    A1 B1 C1
    A2 B2 C2     each goes on k fragments later: k columns, one for each column
    """
    n, reach = columns * 12, 32
    links = np.full((n, reach), -1.5, np.float32)
    links[:, columns - 1] = 3.0
    view = PageView(
        links=links,
        row=np.arange(n, dtype=np.int32),
        x=np.full(n, np.nan, np.float32),
        width=np.full(n, 30, np.float32),
        stops=np.zeros(n, bool),
        length=np.full(n, 15, np.int32),
        spans=np.full(n, -3, np.float32),
    )
    (found,) = find_columns(view, SPACED.turns)
    assert found.column.tolist() == [k % columns for k in range(n)]
    assert set(found.region.tolist()) == {0}


def test_the_places_of_fragments_decide() -> None:
    """Where x-positions are seen, fragments at one place are one column, links or not."""
    x = np.array([0, 40, 0, 40, 0, 40, 40, 40, 0, 40], np.float32)
    n = len(x)
    view = PageView(
        links=np.zeros((n, 32), np.float32),
        row=np.array([0, 0, 1, 1, 2, 2, 3, 4, 5, 5], np.int32),
        x=x,
        width=np.full(n, 30, np.float32),
        length=np.full(n, 30, np.int32),
        stops=np.zeros(n, bool),
        spans=np.full(n, -3, np.float32),
    )
    (found,) = find_columns(view, SPACED.turns)
    column = found.column
    assert all((column[i] == column[j]) == (x[i] == x[j]) for i, j in pairwise(range(n)))


def _noisy_view(n: int, columns: int, seed: int) -> PageView:
    rng = np.random.default_rng(seed)
    links = rng.normal(-1.0, 1.5, size=(n, 32)).astype(np.float32)
    links[:, columns - 1] += 2.0
    return PageView(
        links=links.round(2),
        row=np.arange(n, dtype=np.int32),
        x=np.full(n, np.nan, np.float32),
        width=rng.uniform(20, 32, n).astype(np.float32),
        stops=rng.random(n) < 0.1,
        length=np.full(n, 15, np.int32),
        spans=np.full(n, -3, np.float32),
    )


@pytest.mark.parametrize("seed", range(4))
def test_each_setting_is_searched_as_if_alone(seed: int) -> None:
    """As many proposals come out as settings go in, each that of a search under it alone."""
    base = SPACED.turns
    settings = [
        base,
        replace(base, open_cost=1.5 * base.open_cost, late_open_cost=1.5 * base.late_open_cost),
        replace(base, pass_costs=tuple(0.6 * c for c in base.pass_costs)),
    ]
    view = _noisy_view(40, 3, seed)
    found = find_columns(view, *settings, beam=12)
    assert len(found) == len(settings)
    for together, weights in zip(found, settings, strict=True):
        (alone,) = find_columns(view, weights, beam=12)
        assert together.column.tolist() == alone.column.tolist()
        assert together.region.tolist() == alone.region.tolist()
        assert together.score == alone.score
