"""What is asked of many plans at once is what plain loops find of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise, permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from layoutfix.ordering.chain import _links_gained, _turns_saved
from layoutfix.ordering.exchange import RegionLinks
from layoutfix.ordering.unshuffle import Lines

from layoutfix.ordering import exchange
from layoutfix.ordering.plans import (
    Run,
    arrange,
    label_to_runs,
    left_to_right,
    runs_to_labels,
    turn_costs,
)
from layoutfix.weights import ChainWeights
from tests.helpers import SPACED
from tests.ordering.plain import DenseLinks, plain_lines

_SIZES = {"n": st.integers(2, 24), "columns": st.integers(1, 5), "seed": st.integers(0, 2**16)}


def _page(n: int, columns: int, seed: int, *, seen: bool) -> tuple[list[Run], Lines]:
    """A plan of n lines at random, of which some share a row."""
    rng = np.random.default_rng(seed)
    owner = rng.integers(0, columns, n)
    runs = [np.flatnonzero(owner == s).tolist() for s in rng.permutation(columns)]
    x = rng.choice([0.0, 30.0, 60.0, 61.0], n) if seen else np.full(n, np.nan)
    rows = np.cumsum(rng.integers(0, 2, n)).astype(np.int32)
    lines = replace(plain_lines(n), row=rows, x=x.astype(np.float32))
    return [run for run in runs if run], replace(lines, mirrored=bool(seed % 3 == 0))


def _plain_order(runs: list[Run], lines: Lines) -> list[Run]:
    """Runs as they are read, one plan by itself."""
    runs = sorted(runs)
    if not np.isnan(lines.x).any():
        runs = sorted(runs, key=lambda run: float(np.median(lines.x[run[:7]])))
    else:
        best = min(
            permutations(range(len(runs))), key=lambda order: _rows_ended(runs, order, lines)
        )
        as_found = tuple(range(len(runs)))
        fewest, first = (_rows_ended(runs, order, lines)[0] for order in (best, as_found))
        runs = [runs[r] for r in best] if fewest + 5 <= first else runs
    return runs[::-1] if lines.mirrored else runs


def _rows_ended(
    runs: list[Run], order: tuple[int, ...], lines: Lines
) -> tuple[int, int, tuple[int, ...]]:
    place = {i: order.index(r) for r, run in enumerate(runs) for i in run}
    ended = 0
    for i, j in pairwise(sorted(place)):
        if place[j] < place[i]:
            ended += 3 if lines.row[i] == lines.row[j] else 1
    return ended, sum(a > b for k, a in enumerate(order) for b in order[k + 1 :]), order


@pytest.mark.parametrize("seen", [False, True])
@given(**_SIZES)
def test_plans_are_arranged_as_one_by_one(n: int, columns: int, seed: int, seen: bool) -> None:
    pages = [_page(n, columns, seed + 3 * k, seen=seen) for k in range(3)]
    lines = pages[0][1]
    at, label = runs_to_labels([runs for runs, _ in pages])
    found = arrange(at, label, lines)
    for (runs, _), places, labels in zip(pages, at, found, strict=True):
        assert label_to_runs(places, labels) == _plain_order(runs, lines)
        assert left_to_right(runs, lines) == _plain_order(runs, lines)


@given(**_SIZES)
def test_moves_gain_what_the_links_inside_the_runs_gain(n: int, columns: int, seed: int) -> None:
    runs, _ = _page(n, columns, seed, seen=False)
    if len(runs) < 2:
        return
    score = np.random.default_rng(seed).normal(0, 2, (n + 1, n + 1)).astype(np.float32)
    score[-1] = score[:, -1] = 0.0
    label = runs_to_labels([runs])[1][0]
    moves = exchange._best_moves(label, score, -99.0, 500)
    before = _inside(runs, score)
    for after, gain in zip(exchange._make_moves(label, moves), moves.gain, strict=True):
        new = label_to_runs(np.arange(n), after)
        assert sorted(i for run in new for i in run) == list(range(n))
        assert _inside(new, score) - before == pytest.approx(float(gain), abs=1e-3)


def _inside(runs: list[Run], score: np.ndarray[tuple[int, int], np.dtype[np.float32]]) -> float:
    return float(sum(score[pair] for run in runs for pair in pairwise(run)))


@given(**_SIZES)
def test_a_plan_is_worth_its_joints_and_its_best_header(n: int, columns: int, seed: int) -> None:
    runs, lines = _page(n, columns, seed, seen=False)
    if len(runs) < 2:
        return
    if seed % 2:  # each line in a row of its own, so that runs may open late
        lines = replace(lines, row=np.arange(n, dtype=np.int32))
    lines = replace(lines, spans=np.random.default_rng(seed).choice([-3, 4], n).astype(np.float32))
    rng, weights = np.random.default_rng(seed), SPACED.chain
    links = RegionLinks(
        rng.normal(0, 2, (n, n)).astype(np.float32), rng.normal(0, 2, n), rng.normal(0, 2, n)
    )
    at, label = runs_to_labels([runs])
    label = arrange(at, label, lines)
    expected = _plain_value(label_to_runs(at[0], label[0]), lines, links, weights)
    found = exchange._values(at, label, lines, links, weights, SPACED.turns)
    assert found.tolist() == pytest.approx([expected], abs=1e-3)


def _plain_value(runs: list[Run], lines: Lines, links: RegionLinks, weights: ChainWeights) -> float:
    def chained(plan: list[Run], begins: Callable[[int], float]) -> float:
        joints = sum(float(links.score[a[-1], b[0]]) for a, b in pairwise(plan))
        return begins(plan[0][0]) + joints + float(links.ends[plan[-1][-1]])

    def best_of(plan: list[Run], begins: Callable[[int], float]) -> float:
        """As they stand, or with one run that opens late elsewhere."""
        best = chained(plan, begins)
        for k, run in enumerate(plan):
            rest = plan[:k] + plan[k + 1 :]
            for at in range(len(plan) if run[-1] != owner[-1] and _is_late(run, lines) else 0):
                value = chained([*rest[:at], run, *rest[at:]], begins)
                best = max(best, value - weights.late_inversion_cost * abs(at - k))
        return best

    owner = next(run for run in runs if run[0] == 0)
    best = best_of(runs, lambda i: float(links.starts[i]) + weights.first_gain * (i == 0))
    best -= weights.rotation_cost * _is_rotated(runs, owner, lines, links, weights)
    others = [run for run in runs if run is not owner]
    second = min(run[0] for run in others)
    longest = 0
    for i in owner[: min(len(owner) - 1, weights.longest_header)]:
        if i >= second or lines.row[i] == lines.row[second]:
            break
        longest += 1
    for size in range(1, longest + 1):
        below = _plain_order([owner[longest:], *others], lines)
        below = [owner[size:] if run == owner[longest:] else run for run in below]
        value = best_of(below, lambda i, foot=size - 1: float(links.score[foot, i]))
        value += float(links.starts[0]) + weights.first_gain
        best = max(best, value - float(links.score[size - 1, owner[size]]) - weights.header_cost)
    return float(best)


def _is_rotated(
    runs: list[Run], owner: Run, lines: Lines, links: RegionLinks, weights: ChainWeights
) -> bool:
    """Whether what stands above all runs was given to one that does not come next."""
    second = min(run[0] for run in runs if run is not owner)
    above = second - 1
    below = [i for i in owner if i > second]
    if lines.mirrored or not below or lines.row[above] == lines.row[second]:
        return False
    once = len([run for run in runs if second <= run[0] < below[0]]) == below[0] - second
    across = above == 0 or lines.spans[above] > 0
    return bool(once and across and links.score[above, below[0]] < weights.rotation_link)


def _is_late(run: Run, lines: Lines) -> bool:
    alone = np.bincount(lines.row)[lines.row] == 1
    return run[0] >= SPACED.turns.fresh_fragments and bool(alone[run].all())


@given(**_SIZES)
def test_boundaries_gain_what_their_parts_gain(n: int, columns: int, seed: int) -> None:
    runs, lines = _page(n, columns, seed, seen=False)
    table = np.random.default_rng(seed).normal(0, 2, (n, n)).astype(np.float32)
    at, label = (array[0] for array in runs_to_labels([runs]))
    cuts = np.arange(1, n)
    turns = SPACED.turns
    gained = _links_gained(at, label, cuts, DenseLinks(table))
    saved = _turns_saved(at, label, cuts, lines, turns)
    for cut, links, costs in zip(cuts.tolist(), gained, saved, strict=True):
        parts = [
            [part for run in runs if (part := [i for i in run if (i < cut) == above])]
            for above in (True, False)
        ]
        new = _along([run for part in parts for run in part], table)
        assert links == pytest.approx(new - _along(runs, table), abs=1e-3)
        arranged = [left_to_right(part, lines) for part in parts]
        paid = sum(float(turn_costs([p], lines, turns)[0]) for p in arranged if len(p) > 1)
        whole = float(turn_costs([runs], lines, turns)[0])
        assert costs == pytest.approx(whole - paid, abs=1e-2)


def _along(runs: list[Run], table: np.ndarray[tuple[int, int], np.dtype[np.float32]]) -> float:
    return float(sum(table[pair] for pair in pairwise(i for run in runs for i in run)))
