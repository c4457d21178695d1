"""Parts of columns change places where the whole page gains by it.

The search for streams runs down the page once and sees the links inside columns only. Where both
of two columns have a weak joint near the same row, it may cross over, and each column then goes on
with the other's lower half:

    A1 A2 A3 | B4 B5 B6        found: foot A3 -> B4, foot B3 -> A4
    B1 B2 B3 | A4 A5 A6

What tells is at the other end of the columns: A6 must go on with B1, at the head of the next
column. So tails are exchanged (2-opt*, Potvin and Rousseau 1995), and blocks of one column given to
another, while links inside columns, links from foot to head, what stands above the columns and
the costs of turns gain all together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from layoutfix.config import UnshuffleConfig
from layoutfix.ordering.unshuffle import Lines, foot_share

Run = list[int]
Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]
Value = Callable[[list[Run]], float]
"""What the links say of runs put one after the other, and of what stands above them."""


@dataclass(frozen=True, slots=True)
class Move:
    """One candidate: a run each of two columns after it, and what the links inside them gain."""

    s: int
    t: int
    new_s: Run
    new_t: Run
    gain: float


def exchange_parts(
    runs: list[Run],
    lines: Lines,
    link: Callable[[int, int], float],
    arrange: Callable[[list[Run]], list[Run]],
    value: Value,
    config: UnshuffleConfig,
    *,
    most_rounds: int,
    most_tried: int,
    least_gain: float,
) -> list[Run]:
    """The runs of a region, each in the dump's order, after exchanges. O(rounds * n * k^2).

    link        log-odds of a pair; value: log-odds of the joints between runs in reading order
    arrange     puts runs in the order in which they are read
    most_tried  candidates of a round whose turns are counted, best links first
    least_gain  nats that an exchange must gain
    """
    if len(runs) < 2:
        return runs
    runs = arrange(runs)
    between, turns = value(runs), float(turn_costs([runs], lines, config)[0])
    for _ in range(most_rounds):
        tried: list[tuple[float, float, list[Run]]] = []
        floor = least_gain - turns
        moves = sorted(_moves(runs, link, floor), key=lambda move: -move.gain)
        for move in moves[: _LOOKED_INTO * most_tried]:
            new = list(runs)
            new[move.s], new[move.t] = move.new_s, move.new_t
            new = arrange([run for run in new if run])
            if len(new) < 2:
                continue
            after = value(new)
            gain = move.gain + after - between
            if gain >= floor:
                tried.append((gain, after, new))
        tried.sort(key=lambda item: -item[0])
        del tried[most_tried:]
        if not tried:
            break
        costs = turn_costs([new for _, _, new in tried], lines, config)
        gains = np.round([g + turns - c for (g, _, _), c in zip(tried, costs, strict=True)], 3)
        best = int(np.argmax(gains))
        if gains[best] <= least_gain:
            break
        _, between, runs = tried[best]
        turns = float(costs[best])
    return runs


_LOOKED_INTO = 3
"""So many moves for each whose turns are counted have the links at their ends looked up."""

_WORTH_A_LOOK = 10.0
"""Nats that links inside columns may lose to a gain at their ends and in their turns."""


def _moves(runs: list[Run], link: Callable[[int, int], float], floor: float) -> Iterator[Move]:
    least = max(floor, -_WORTH_A_LOOK)
    for s, t in combinations(range(len(runs)), 2):
        a, b = runs[s], runs[t]
        places = list(_places(a, b))
        cross = [_cross_gain(a, b, lo, hi, link) for lo, hi in places]
        for (lo, hi), gain in zip(places, cross, strict=True):
            if (lo or hi) and gain >= least:
                yield Move(s, t, a[:lo] + b[hi:], b[:hi] + a[lo:], gain)
        yield from _block_moves(s, t, a, b, link, least)


def _block_moves(
    s: int, t: int, a: Run, b: Run, link: Callable[[int, int], float], least: float
) -> Iterator[Move]:
    """What stands between two neighbours of one column goes to that column, either way."""
    for from_a in (True, False):
        giver, taker = (a, b) if from_a else (b, a)
        for lo, hi, at in _blocks(giver, taker):
            block = giver[lo:hi]
            gain = (
                _joint(taker, at - 1, link, block[0])
                + _joint_to(block[-1], taker, at, link)
                - _inside(taker, at, link)
                + (link(giver[lo - 1], giver[hi]) if lo and hi < len(giver) else 0.0)
                - _inside(giver, lo, link)
                - _inside(giver, hi, link)
            )
            if gain < least:
                continue
            new_giver = giver[:lo] + giver[hi:]
            new_taker = taker[:at] + block + taker[at:]
            new_a, new_b = (new_giver, new_taker) if from_a else (new_taker, new_giver)
            yield Move(s, t, new_a, new_b, gain)


def _blocks(giver: Run, taker: Run) -> Iterator[tuple[int, int, int]]:
    """Maximal blocks giver[lo:hi] that stand between taker[at - 1] and taker[at] in the dump."""
    at = lo = 0
    n = len(giver)
    while lo < n:
        while at < len(taker) and taker[at] < giver[lo]:
            at += 1
        end = taker[at] if at < len(taker) else giver[-1] + 1
        hi = lo
        while hi < n and giver[hi] < end:
            hi += 1
        yield lo, hi, at
        if hi - lo > 1:  # its first and its last alone
            yield lo, lo + 1, at
            yield hi - 1, hi, at
        lo = hi


def _inside(run: Run, at: int, link: Callable[[int, int], float]) -> float:
    return link(run[at - 1], run[at]) if 0 < at < len(run) else 0.0


def _joint(run: Run, at: int, link: Callable[[int, int], float], to: int) -> float:
    return link(run[at], to) if at >= 0 else 0.0


def _joint_to(come: int, run: Run, at: int, link: Callable[[int, int], float]) -> float:
    return link(come, run[at]) if at < len(run) else 0.0


def _cross_gain(a: Run, b: Run, lo: int, hi: int, link: Callable[[int, int], float]) -> float:
    gain = -_inside(a, lo, link) - _inside(b, hi, link)
    if lo and hi < len(b):
        gain += link(a[lo - 1], b[hi])
    if hi and lo < len(a):
        gain += link(b[hi - 1], a[lo])
    return gain


def _places(a: Run, b: Run) -> Iterator[tuple[int, int]]:
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


def turn_costs(plans: list[list[Run]], lines: Lines, config: UnshuffleConfig) -> Floats:
    """What the search for streams charges for columns passed over or opened late, nats, (c,).

    Each plan has the same fragments as runs in reading order. O(c * n * k).
    """
    order = np.array(sorted(i for run in plans[0] for i in run), np.intp)
    c, n, k = len(plans), len(order), max(map(len, plans))
    place = np.empty(int(order[-1]) + 1, np.intp)
    place[order] = np.arange(n)
    label = np.empty((c, n), np.intp)
    final = np.full((c, 1, k), -1, np.int32)
    for plan, row, last in zip(plans, label, final[:, 0], strict=True):
        for s, run in enumerate(plan[::-1] if lines.mirrored else plan):  # as they stand in rows
            row[place[run]] = s
            last[s] = place[run[-1]]
    rows, widths = lines.row[order], lines.width[order]
    each, step = np.arange(c)[:, None], np.arange(n, dtype=np.int32)[:, None]
    own = label[:, :, None] == np.arange(k)  # whose turn it is, (c, n, k) as all that follows
    turn = np.maximum.accumulate(np.where(own, step, np.int32(-1)), axis=1)  # the last turn of each
    before = np.full_like(turn, -1)
    before[:, 1:] = turn[:, :-1]
    mine = np.take_along_axis(before, label[:, :, None], 2)
    is_new = mine[:, :, 0] < 0
    opened = is_new.cumsum(1)
    same_row = rows[1:] == rows[:-1]
    half = np.zeros((c, n), bool)
    if config.halves_share > 0:
        widest = np.zeros((c, k), np.float32)
        np.maximum.at(widest, (each, label), widths)
        both = (widths[1:] + widths[:-1]) <= config.halves_share * widest[each, label[:, 1:]]
        free = ~same_row & ~lines.stops[order[:-1]]
        half[:, 1:] = both & free & (label[:, 1:] == label[:, :-1])
    counted = ~(is_new | half)
    counts = (before >= 0) & (before < mine) & counted[:, :, None]
    passes = counts.cumsum(1, dtype=np.int32)
    at_turn = np.maximum.accumulate(np.where(own, passes, np.int32(0)), axis=1)
    passed = np.zeros_like(passes)
    passed[:, 1:] = (passes - at_turn)[:, :-1]
    pass_costs = np.asarray(config.pass_costs, np.float32)
    cost = pass_costs[np.minimum(passed, len(pass_costs) - 1)] * counts
    near = foot_share(n - step[:, 0], opened, config)[:, :, None]
    cost *= np.where(final < step, near, np.float32(1.0))
    share = np.where(np.isnan(lines.x[order]), 1.0, config.x_pass_share)
    total = (cost.sum(2, dtype=np.float64) * share).sum(1)
    fresh = np.where(step[:, 0] < config.fresh_fragments, config.open_cost, config.late_open_cost)
    total += (is_new[:, 1:] * fresh[1:]).sum(1)
    mine_passed = np.take_along_axis(passed, label[:, :, None], 2)[:, :, 0]
    total += config.return_cost * (counted & (mine_passed >= config.ended_after)).sum(1)
    total += config.same_row_cost * ((label[:, 1:] <= label[:, :-1]) & same_row).sum(1)
    return np.asarray(total, np.float32)
