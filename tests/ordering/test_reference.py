"""The kernels of the ordering find what plain loops find."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from layoutfix.ordering.unshuffle import Lines, unshuffle

from layoutfix.ordering.plans import turn_costs
from tests.helpers import SPACED
from tests.ordering.reference import best_score, plain_turn_cost, score_of


def _lines(n: int, seed: int, *, seen: bool) -> Lines:
    """n lines at random: some share a row, some are halves, some stand across or are headings."""
    rng = np.random.default_rng(seed)
    places = rng.choice([0.0, 30.0, 60.0], n) if seen else np.full(n, np.nan)
    return Lines(
        links=np.round(rng.normal(-1, 2, (n, 32)), 3).astype(np.float32),
        row=np.cumsum(rng.integers(0, 2, n)).astype(np.int32),
        x=places.astype(np.float32),
        width=rng.integers(8, 40, n).astype(np.float32),
        length=rng.integers(8, 40, n).astype(np.int32),
        stops=rng.random(n) < 0.2,
        spans=rng.choice([-3.0, 4.0], n, p=[0.8, 0.2]).astype(np.float32),
        heading=rng.random(n) < 0.2,
    )


@given(n=st.integers(1, 6), seed=st.integers(0, 2**16))
def test_a_wide_beam_finds_the_best_of_all_streams(n: int, seed: int) -> None:
    """Where nothing falls out of the beam, its score is the best of all assignments.

    Of lines of one width at unseen places: else states with the same feet may differ in what their
    columns look like, and the beam keeps but one of them.
    """
    weights = replace(SPACED.turns, beam=2000, max_streams=4)
    lines = replace(_lines(n, seed, seen=False), width=np.full(n, 30, np.float32))
    (found,) = unshuffle(lines, weights)
    assert found.score == pytest.approx(best_score(lines, weights), abs=0.002 * n)


@pytest.mark.parametrize("seen", [False, True])
@pytest.mark.parametrize("beam", [3, 40])
@example(n=6, seed=21)  # more streams than may be open, in states that are none
@given(n=st.integers(1, 40), seed=st.integers(0, 2**16))
def test_a_score_is_that_of_the_streams_found(n: int, seed: int, beam: int, seen: bool) -> None:
    """What the beam says of its streams is what they cost, taken one by one."""
    weights = replace(SPACED.turns, beam=beam, max_streams=4)
    lines = _lines(n, seed, seen=seen)
    (found,) = unshuffle(lines, weights)
    assert found.score == pytest.approx(score_of(found, lines, weights), abs=0.002 * n)


@given(n=st.integers(2, 40), columns=st.integers(2, 5), seed=st.integers(0, 2**16))
def test_turns_are_charged_as_if_followed_one_by_one(n: int, columns: int, seed: int) -> None:
    """The cost of a plan is that of its fragments, taken in the dump's order."""
    lines = _lines(n, seed, seen=seed % 2 == 0)
    given_to = np.random.default_rng(seed + 1).integers(0, columns, n)
    plan = [np.flatnonzero(given_to == s).tolist() for s in range(columns)]
    plan = [run for run in plan if run]
    weights = SPACED.turns
    expected = plain_turn_cost(plan, lines, weights)
    assert float(turn_costs([plan], lines, weights)[0]) == pytest.approx(expected, abs=1e-2)
