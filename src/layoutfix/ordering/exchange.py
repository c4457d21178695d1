"""Tails of columns are exchanged where the whole page gains by it.

The search for streams runs down the page once and sees the links inside columns only. Where both
of two columns have a weak joint near the same row, it may cross over, and each column then goes on
with the other's lower half:

    A1 A2 A3 | B4 B5 B6        found: foot A3 -> B4, foot B3 -> A4
    B1 B2 B3 | A4 A5 A6

What tells is at the other end of the columns: A6 must go on with B1, at the head of the next
column. So tails are exchanged (2-opt*, Potvin and Rousseau 1995) while links inside columns, links
from foot to head and the costs of turns gain all together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np

from layoutfix.config import UnshuffleConfig
from layoutfix.ordering.unshuffle import Lines

Run = list[int]
Pair = tuple[int, int]
ScorePairs = Callable[[list[Pair]], dict[Pair, float]]


@dataclass(frozen=True, slots=True)
class _Exchange:
    """One candidate: the runs after it, in reading order, and what its links gain."""

    runs: list[Run]
    gain: float


def exchange_tails(
    runs: list[Run],
    lines: Lines,
    score: ScorePairs,
    arrange: Callable[[list[Run]], list[Run]],
    config: UnshuffleConfig,
    *,
    most_rounds: int,
    most_tried: int,
    least_gain: float,
) -> list[Run]:
    """The runs of a region, each in the dump's order, with tails exchanged. O(rounds * n * k^2).

    score       log-odds of pairs
    arrange     puts runs in the order in which they are read
    most_tried  candidates of a round whose turns are counted, best links first
    least_gain  nats that an exchange must gain
    """
    if len(runs) < 2:
        return runs
    known: dict[Pair, float] = {}

    def look_up(pairs: list[Pair]) -> None:
        missing = sorted({p for p in pairs if p not in known})
        if missing:
            known.update(score(missing))

    runs = arrange(runs)
    turns = turn_cost(runs, lines, config)
    for _ in range(most_rounds):
        candidates = list(_candidates(runs, look_up, arrange, known))
        candidates.sort(key=lambda c: -c.gain)
        best, best_gain, best_turns = None, least_gain, turns
        for candidate in candidates[:most_tried]:
            if candidate.gain < best_gain - turns:
                break
            cost = turn_cost(candidate.runs, lines, config)
            gain = round(candidate.gain + turns - cost, 3)
            if gain > best_gain:
                best, best_gain, best_turns = candidate, gain, cost
        if best is None:
            break
        runs, turns = best.runs, best_turns
    return runs


def _candidates(
    runs: list[Run],
    look_up: Callable[[list[Pair]], None],
    arrange: Callable[[list[Run]], list[Run]],
    known: dict[Pair, float],
) -> Iterator[_Exchange]:
    plans: list[tuple[list[Run], list[Pair], list[Pair]]] = []
    chain = [(a[-1], b[0]) for a, b in pairwise(runs)]
    for s, t in combinations(range(len(runs)), 2):
        a, b = runs[s], runs[t]
        for lo, hi in _places(a, b):
            if not lo and not hi:
                continue
            new_a, new_b = a[:lo] + b[hi:], b[:hi] + a[lo:]
            rest = [run for k, run in enumerate(runs) if k not in (s, t)]
            new = arrange([*rest, *(run for run in (new_a, new_b) if run)])
            gone = [*chain, *_joint(a, lo), *_joint(b, hi)]
            come = [(x[-1], y[0]) for x, y in pairwise(new)]
            come += [*_joint(new_a, lo), *_joint(new_b, hi)]
            plans.append((new, gone, come))
    look_up([p for _, gone, come in plans for p in (*gone, *come)])
    for new, gone, come in plans:
        gain = sum(known[p] for p in come) - sum(known[p] for p in gone)
        yield _Exchange(new, gain)


def _places(a: Run, b: Run) -> Iterator[Pair]:
    """All ways to cut two runs at one moment of the dump: members of each that come before it."""
    lo = hi = 0
    yield 0, 0
    while lo < len(a) or hi < len(b):
        if hi >= len(b) or (lo < len(a) and a[lo] < b[hi]):
            lo += 1
        else:
            hi += 1
        if lo < len(a) or hi < len(b):
            yield lo, hi


def _joint(run: Run, at: int) -> list[Pair]:
    return [(run[at - 1], run[at])] if 0 < at < len(run) else []


def turn_cost(runs: list[Run], lines: Lines, config: UnshuffleConfig) -> float:
    """What the search for streams charges for columns that are passed over or opened late, nats."""
    runs = runs[::-1] if lines.mirrored else runs  # as they stand in the rows
    stream = {i: s for s, run in enumerate(runs) for i in run}
    order = sorted(stream)
    costs = config.pass_costs
    widest = [max(float(lines.width[i]) for i in run) for run in runs]
    last_turn = [-1] * len(runs)
    passed = [0] * len(runs)
    total, opened, previous = 0.0, 0, -1
    for turn, i in enumerate(order):
        s = stream[i]
        if last_turn[s] < 0:
            if opened:
                fresh = turn < config.fresh_fragments
                total += config.open_cost if fresh else config.late_open_cost
            opened += 1
        elif not _is_half(i, previous, stream, widest[s], lines, config):
            share = 1.0 if np.isnan(lines.x[i]) else config.x_pass_share
            for t in range(len(runs)):
                if 0 <= last_turn[t] < last_turn[s]:
                    total += share * costs[min(passed[t], len(costs) - 1)]
                    passed[t] += 1
            total += config.return_cost if passed[s] >= config.ended_after else 0.0
        if previous >= 0 and lines.row[i] == lines.row[previous] and s <= stream[previous]:
            total += config.same_row_cost
        passed[s], last_turn[s], previous = 0, turn, i
    return total


def _is_half(
    i: int,
    previous: int,
    stream: dict[int, int],
    column: float,
    lines: Lines,
    config: UnshuffleConfig,
) -> bool:
    """Whether i and the fragment before it in the dump are two halves of a line of one column."""
    if stream.get(previous) != stream[i] or lines.stops[previous]:
        return False
    if lines.row[i] == lines.row[previous]:
        return False
    return bool(lines.width[i] + lines.width[previous] <= config.halves_share * column)
