"""The searches against brute force and against known columns."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from layoutfix.ordering.assignment import assignment_to_path, best_assignment
from layoutfix.ordering.direction import sum_links
from layoutfix.ordering.path import better_path, jump_cost, path_in_place, path_value
from layoutfix.ordering.unshuffle import Lines, unshuffle

from layoutfix.ordering.plans import turn_costs
from tests.helpers import SPACED
from tests.ordering.plain import DenseLinks, plain_lines


@given(st.integers(1, 6), st.integers(0, 10_000))
def test_assignment_is_optimal(n: int, seed: int) -> None:
    """No permutation gains more than the one found."""
    gain = np.random.default_rng(seed).normal(size=(n, n)).round(2)
    found = best_assignment(gain)
    best = max(sum(gain[i, p[i]] for i in range(n)) for p in permutations(range(n)))
    assert sum(gain[i, found[i]] for i in range(n)) == pytest.approx(best)


@given(st.integers(2, 8), st.integers(0, 10_000))
def test_a_patched_assignment_is_one_path(n: int, seed: int) -> None:
    """All nodes stand on the path, once each, from node 0 on."""
    gain = np.random.default_rng(seed).normal(size=(n, n))
    np.fill_diagonal(gain, -1e6)
    path = assignment_to_path(best_assignment(gain), gain)
    assert path[0] == 0
    assert sorted(path) == list(range(n))


@given(st.integers(0, 10_000))
def test_other_starts_make_no_path_worse(seed: int) -> None:
    """What is kept has at least as many links, less its jumps, as what was found before."""
    rng = np.random.default_rng(seed)
    n, weights = 14, SPACED.path
    links = DenseLinks(rng.normal(-1.0, 2.0, (n, n)).astype(np.float32))
    order = rng.permutation(n).tolist()
    found = better_path(links, order, weights)
    assert sorted(found) == list(range(n))
    value, before = (sum_links(o, links) - jump_cost(o, weights) for o in (found, order))
    assert value >= before - 1e-3


def _chained(order: list[int], link: float) -> DenseLinks:
    """Links of that worth from each to the next of an order; all others lose 2 nats."""
    table = np.full((len(order), len(order)), -2.0, np.float32)
    table[order[:-1], order[1:]] = link
    return DenseLinks(table)


@pytest.mark.parametrize(("least", "taken"), [(0.5, True), (50.0, False)])
def test_a_path_must_read_far_better_than_columns(least: float, taken: bool) -> None:
    """Columns that read better than the dump stay, unless the path is better by `least` a line."""
    columns = [*range(0, 16, 2), *range(1, 16, 2)]
    best = [0, 2, 4, 6, 1, 3, 5, 7, 8, 10, 12, 14, 9, 11, 13, 15]
    links, weights = _chained(best, 3.0), replace(SPACED.path, least_advantage=least)
    values = [path_value(order, links, weights) for order in (list(range(16)), columns, best)]
    assert values == sorted(values)
    assert path_in_place(links, columns, weights) == (best if taken else None)


def test_columns_that_read_worse_than_the_dump_give_way() -> None:
    """However little better the path is, columns are not read where the dump read better."""
    links, weights = _chained(list(range(16)), 0.5), replace(SPACED.path, least_advantage=50.0)
    columns = [*range(0, 16, 2), *range(1, 16, 2)]
    assert path_in_place(links, columns, weights) == list(range(16))


def test_a_heading_is_as_high_as_two_lines() -> None:
    """
    H  B0 C0
    .  B1 C1     what is beside a heading's second half costs its column little
    A0 B2 C2
    """
    columns = [[0, *range(5, 26, 3)], [1, *range(3, 26, 3)], [2, *range(4, 26, 3)]]
    n = 26
    heading = np.arange(n) == 0
    weights = SPACED.turns
    plain, headed = (
        float(turn_costs([columns], replace(plain_lines(n), heading=h), weights)[0])
        for h in (None, heading)
    )
    beside = weights.pass_costs[0] + weights.pass_costs[1]
    assert plain - headed == pytest.approx((1 - weights.heading_pass_share) * beside)
    links = np.full((n, 32), -1.0, np.float32)
    for i, j in {p for run in columns for p in pairwise(run)} - {(0, 5)}:
        links[j, j - 1 - i] = 3.0
    links[5, 4] = 1.0  # A0 goes on in H, B0 and C0 do not
    found = [
        unshuffle(replace(plain_lines(n), links=links, heading=h), weights)[0].stream
        for h in (None, heading)
    ]
    assert found[0][5] != found[0][0]
    assert found[1][5] == found[1][0]


@pytest.mark.parametrize("columns", [1, 2, 3, 4])
def test_columns_that_take_turns_are_found(columns: int) -> None:
    """
    A1 B1 C1
    A2 B2 C2     each goes on k fragments later: k streams, one for each column
    """
    n, reach = columns * 12, 32
    links = np.full((n, reach), -1.5, np.float32)
    links[:, columns - 1] = 3.0
    lines = Lines(
        links=links,
        row=np.arange(n, dtype=np.int32),
        x=np.full(n, np.nan, np.float32),
        width=np.full(n, 30, np.float32),
        stops=np.zeros(n, bool),
        length=np.full(n, 15, np.int32),
        spans=np.full(n, -3, np.float32),
    )
    (found,) = unshuffle(lines, SPACED.turns)
    assert found.stream.tolist() == [k % columns for k in range(n)]
    assert set(found.region.tolist()) == {0}


def test_the_places_of_fragments_decide() -> None:
    """Where x-positions are seen, fragments at one place are one column, links or not."""
    x = np.array([0, 40, 0, 40, 0, 40, 40, 40, 0, 40], np.float32)
    n = len(x)
    lines = Lines(
        links=np.zeros((n, 32), np.float32),
        row=np.array([0, 0, 1, 1, 2, 2, 3, 4, 5, 5], np.int32),
        x=x,
        width=np.full(n, 30, np.float32),
        length=np.full(n, 30, np.int32),
        stops=np.zeros(n, bool),
        spans=np.full(n, -3, np.float32),
    )
    (found,) = unshuffle(lines, SPACED.turns)
    stream = found.stream
    assert all((stream[i] == stream[j]) == (x[i] == x[j]) for i, j in pairwise(range(n)))


def _noisy_lines(n: int, columns: int, seed: int) -> Lines:
    rng = np.random.default_rng(seed)
    links = rng.normal(-1.0, 1.5, size=(n, 32)).astype(np.float32)
    links[:, columns - 1] += 2.0
    return Lines(
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
    """As many streams come out as settings go in, each that of a search under it alone."""
    base = replace(SPACED.turns, beam=12)
    settings = [
        base,
        replace(base, open_cost=1.5 * base.open_cost, late_open_cost=1.5 * base.late_open_cost),
        replace(base, pass_costs=tuple(0.6 * c for c in base.pass_costs)),
    ]
    lines = _noisy_lines(40, 3, seed)
    found = unshuffle(lines, *settings)
    assert len(found) == len(settings)
    for together, weights in zip(found, settings, strict=True):
        (alone,) = unshuffle(lines, weights)
        assert together.stream.tolist() == alone.stream.tolist()
        assert together.region.tolist() == alone.region.tolist()
        assert together.score == alone.score
