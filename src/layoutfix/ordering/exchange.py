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

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from layoutfix.arrays import Bools, Doubles, Floats, Index
from layoutfix.ordering.plans import (
    NOT_THERE,
    Around,
    Run,
    arrange,
    first_places,
    label_to_runs,
    label_turn_costs,
    last_places,
    late_runs,
    runs_to_labels,
)
from layoutfix.ordering.unshuffle import Lines
from layoutfix.weights import ChainWeights, TurnWeights


@dataclass(frozen=True, slots=True)
class RegionLinks:
    """The links among the m fragments of a region, which stand in the dump's order.

    score         (m, m) float32: `[p, q]` says how well fragment q continues fragment p
    starts, ends  (m,) float64: how well each begins and ends a text
    """

    score: Floats
    starts: Doubles
    ends: Doubles


def exchange_parts(
    runs: list[Run],
    lines: Lines,
    links: RegionLinks,
    weights: ChainWeights,
    turns: TurnWeights,
) -> list[Run]:
    """The runs of a region in reading order, after exchanges. O(rounds * (k^2 n + tried k n))."""
    if len(runs) < 2:
        return runs
    at, label = runs_to_labels([runs])
    label = arrange(at, label, lines)
    between = _values(at, label, lines, links, weights, turns)
    paid = label_turn_costs(at, label, lines, turns)
    padded = np.zeros((len(links.score) + 1, len(links.score) + 1), np.float32)
    padded[:-1, :-1] = links.score
    for _ in range(weights.most_exchanges):
        floor = weights.least_exchange_gain - float(paid[0])
        most = _LOOKED_INTO * weights.most_exchanges_tried
        moves = _best_moves(label[0], padded, floor, most)
        plans = arrange(at, _make_moves(label[0], moves), lines)
        after = _values(at, plans, lines, links, weights, turns)
        gain = moves.gain + after - between
        tried = np.flatnonzero((gain >= floor) & (plans.max(axis=1, initial=0) > 0))
        tried = tried[np.argsort(-gain[tried], kind="stable")][: weights.most_exchanges_tried]
        if not tried.size:
            break
        costs = label_turn_costs(at, plans[tried], lines, turns)
        gains = np.round(gain[tried] + paid - costs, 3)
        best = int(np.argmax(gains))
        if gains[best] <= weights.least_exchange_gain:
            break
        label, paid = plans[tried[best], None], costs[best, None]
        between = after[tried[best], None]
    return _displaced(at, label, lines, links, weights, turns)


def _displaced(
    at: Index,
    label: Index,
    lines: Lines,
    links: RegionLinks,
    weights: ChainWeights,
    turns: TurnWeights,
) -> list[Run]:
    """The runs of one plan, with the late one elsewhere that gains most by it."""
    runs = label_to_runs(at[0], label[0])
    ends = _run_ends(at, label, lines, links, weights, turns)
    if not ends.late.any():
        return runs
    table, path = _joint_table(ends, links)
    gain, run, after = _best_displaced(table, path, ends, weights)
    if gain[0] > 0:
        moved = runs.pop(int(run[0]) - 1)
        runs.insert(int(after[0] - (after[0] > run[0])), moved)
    return runs


class _RunEnds(NamedTuple):
    """Of c plans, where their runs begin and end, (c, k); number (c,) of the runs.

    late (c, k) as `late_runs`; begin (c, k) how well each run is the first
    """

    heads: Index
    feet: Index
    number: Index
    late: Bools
    begin: Doubles

    def of(self, plans: Index) -> _RunEnds:
        """Those of some plans."""
        heads, feet, number, late, begin = self
        return _RunEnds(heads[plans], feet[plans], number[plans], late[plans], begin[plans])


def _run_ends(
    at: Index,
    label: Index,
    lines: Lines,
    links: RegionLinks,
    weights: ChainWeights,
    turns: TurnWeights,
) -> _RunEnds:
    heads, feet = first_places(label), last_places(label)
    begin = links.starts[np.minimum(heads, len(links.starts) - 1)]
    begin = np.asarray(begin + weights.first_gain * (heads == 0), np.float64)
    return _RunEnds(heads, feet, (feet >= 0).sum(1), late_runs(at, label, lines, turns), begin)


_LOOKED_INTO = 3
"""So many moves for each whose turns are counted have the links at their ends looked up."""

_WORTH_A_LOOK = 10.0
"""Nats that links inside columns may lose to a gain at their ends and in their turns."""


def _values(
    at: Index,
    label: Index,
    lines: Lines,
    links: RegionLinks,
    weights: ChainWeights,
    turns: TurnWeights,
) -> Doubles:
    """Of c plans, the joints between their runs, with the best header above these, nats (c,).

    H          What stands above the columns was given to one of them; it may be read before the
    A1 B1 C1   others are put in order. The fragments of a header are the first ones of the region.
    """
    ends = _run_ends(at, label, lines, links, weights, turns)
    best = _joints_between(ends, links, weights)
    best -= weights.rotation_cost * _are_rotated(at, label, ends.heads, lines, links, weights)
    longest = _longest_header(at, label, ends.heads, lines, weights)
    some = np.flatnonzero(longest > 0)
    if not some.size:
        return best
    place = np.arange(label.shape[1])
    mine, longest = label[some], longest[some]
    rest = np.where(place < longest[:, None], NOT_THERE, mine)
    rest = arrange(at, rest, lines)
    ends = _run_ends(at, rest, lines, links, weights, turns)
    each = np.arange(len(some))
    below = rest[each, _first_below(mine, longest)]  # the run to which the header belonged
    ends.late[each, below] = False  # its header is above it, no picture
    beginning = float(links.starts[0]) + weights.first_gain
    for size in range(1, int(longest.max()) + 1):
        has = np.flatnonzero(longest >= size)
        head = ends.heads[has]
        head[np.arange(len(has)), below[has]] = goes_on = np.where(
            longest[has] == size, head[np.arange(len(has)), below[has]], size
        )
        begin = links.score[size - 1, np.minimum(head, len(links.score) - 1)].astype(float)
        beside = ends.of(has)._replace(heads=head, begin=begin)
        total = _joints_between(beside, links, weights)
        total += beginning - links.score[size - 1, goes_on]
        best[some[has]] = np.maximum(best[some[has]], total - weights.header_cost)
    return best


def _are_rotated(
    at: Index,
    label: Index,
    heads: Index,
    lines: Lines,
    links: RegionLinks,
    weights: ChainWeights,
) -> Bools:
    """Which plans have a headline over a column that does not come first in the rows, (c,).

    H A1 B1 C1 A2...   with H in run C, as `order_value` has it (`chain.py`).
    """
    n = label.shape[1]
    owner = label[:, :1]
    others = np.where(np.arange(heads.shape[1]) == owner, n, heads).min(axis=1)
    second = np.minimum(others, n - 1)
    below = ((label == owner) & (np.arange(n) > second[:, None])).argmax(axis=1)
    begun = ((heads >= second[:, None]) & (heads < below[:, None])).sum(axis=1)
    above = at[0][second - 1]
    across = (above == 0) | (lines.spans[above] > 0)
    across &= lines.row[above] != lines.row[at[0][second]]
    weak = links.score[second - 1, below] < weights.rotation_link
    rotated = (others < n) & (below > 0) & (begun == below - second) & across & weak
    return np.asarray(rotated & (not lines.mirrored), bool)


def _joints_between(ends: _RunEnds, links: RegionLinks, weights: ChainWeights) -> Doubles:
    """Links from the foot of each run to the head of the next, and of the ends, (c,).

    One late run may stand elsewhere, for a price, where that gains.
    """
    joints, path = _joint_table(ends, links)
    total = path.sum(axis=1)
    some = np.flatnonzero(ends.late.any(axis=1))
    if some.size:
        gain, _, _ = _best_displaced(joints[some], path[some], ends.of(some), weights)
        total[some] += np.maximum(gain, 0.0)
    return np.asarray(total, np.float64)


def _joint_table(ends: _RunEnds, links: RegionLinks) -> tuple[Doubles, Doubles]:
    """Of c plans, `[p, i, j]` what run j after run i is worth, (c, k + 1, k + 1); and the path's.

    Runs count from 1; before the first is 0 (`begin`), after the last comes count + 1 (`ends`).
    The path (c, k + 1) has the joints of the runs as they are numbered, 0 beyond.
    """
    heads, feet, count, _, begin = ends
    c, k = heads.shape
    last = len(links.score) - 1
    table = np.zeros((c, k + 1, k + 2))
    table[:, 0, 1 : k + 1] = begin
    table[:, 1:, 1 : k + 1] = links.score[
        np.maximum(feet, 0)[:, :, None], np.minimum(heads, last)[:, None, :]
    ]
    each = np.arange(c)
    table[each[:, None], np.arange(1, k + 1), count[:, None] + 1] = links.ends[np.maximum(feet, 0)]
    runs = np.arange(k + 1)
    path = np.where(runs <= count[:, None], table[:, runs, runs + 1], 0.0)
    return table, path


def _best_displaced(
    table: Doubles, path: Doubles, ends: _RunEnds, weights: ChainWeights
) -> tuple[Doubles, Index, Index]:
    """What it gains to read one late run of each plan elsewhere: the gain, the run, after which.

    table, path  of `_joint_table`; all (c,)
    """
    c, k = ends.late.shape
    run, after = (a.ravel() for a in np.meshgrid(np.arange(1, k + 1), np.arange(k + 1)))
    moves = (after != run) & (after != run - 1)
    run, after = run[moves], after[moves]
    following = np.minimum(run + 1, k + 1)
    gain = table[:, run - 1, following] - path[:, run - 1] - path[:, run]
    gain += table[:, after, run] + table[:, run, after + 1] - path[:, after]
    passed = np.where(after > run, after - run, run - 1 - after)
    gain -= weights.late_inversion_cost * passed
    last = ends.number[:, None]
    may = ends.late[:, run - 1] & (run <= last) & (after <= last)
    gain = np.where(may, gain, -np.inf)
    best = gain.argmax(axis=1)
    return gain[np.arange(c), best], run[best], after[best]


def _longest_header(
    at: Index, label: Index, heads: Index, lines: Lines, weights: ChainWeights
) -> Index:
    """How many fragments of each plan may stand above its columns, (c,)."""
    n = label.shape[1]
    owner = label[:, :1]
    others = np.where(np.arange(heads.shape[1]) == owner, n, heads)
    second = others.min(axis=1)
    rows = lines.row[at[0]]
    second = np.minimum(second, n - 1)
    beside = (rows == rows[second][:, None]).argmax(axis=1)
    mine = (label == owner).sum(axis=1)
    longest = np.minimum(np.minimum(second, beside), np.minimum(mine - 1, weights.longest_header))
    return np.asarray(longest, np.intp)


def _first_below(label: Index, longest: Index) -> Index:
    """Where the run of the first fragment goes on below a header of so many fragments, (c,)."""
    own = label == label[:, :1]
    below = own & (np.arange(label.shape[1]) >= longest[:, None])
    return np.asarray(below.argmax(axis=1), np.intp)


@dataclass(frozen=True, slots=True)
class _Moves:
    """Moves between two columns, and what the links inside these gain by each, all (q,).

    first, last  an exchange (last == TAIL): what runs s and t have after place `first` is exchanged
                 else: the fragments of run s at places first .. last go to run t
    """

    s: Index
    t: Index
    first: Index
    last: Index
    gain: Floats


_TAIL = -1


def _best_moves(label: Index, score: Floats, floor: float, most: int) -> _Moves:
    """The `most` moves that lose least inside the columns; `score` (m + 1, m + 1) ends with 0."""
    around = Around(label)
    found = [_tail_moves(label, around, score), _block_moves(label, around, score)]
    gain = np.concatenate([moves.gain for moves in found])
    worth = np.flatnonzero(gain >= max(floor, -_WORTH_A_LOOK))
    chosen = worth[np.argsort(-gain[worth], kind="stable")][:most]
    return _Moves(
        *(
            np.concatenate([getattr(moves, name) for moves in found])[chosen]
            for name in _Moves.__slots__
        )
    )


def _make_moves(label: Index, moves: _Moves) -> Index:
    """The labels (q, m) after each of the moves."""
    place = np.arange(len(label))
    s, t, first, last = (a[:, None] for a in (moves.s, moves.t, moves.first, moves.last))
    is_tail = last == _TAIL
    goes = (label == s) & np.where(is_tail, place > first, (place >= first) & (place <= last))
    comes = is_tail & (label == t) & (place > first)
    return np.where(goes, t, np.where(comes, s, label))


def _tail_moves(label: Index, around: Around, score: Floats) -> _Moves:
    """All ways to cut two runs at one moment of the dump and to exchange what comes after."""
    s, t = np.triu_indices(len(around.before), 1)
    joint = score[around.before[:, None], around.after[None]]  # (k, k, m)
    stay = joint[np.arange(len(joint)), np.arange(len(joint))]
    gain = (joint[s, t] + joint[t, s]) - (stay[s] + stay[t])
    either = (label == s[:, None]) | (label == t[:, None])
    either &= (around.after[s] >= 0) | (around.after[t] >= 0)
    pair, place = np.nonzero(either)
    return _Moves(s[pair], t[pair], place, np.full(len(place), _TAIL), gain[pair, place])


def _block_moves(label: Index, around: Around, score: Floats) -> _Moves:
    """What stands between two neighbours of run t goes there: all of it, its first or its last."""
    k = len(around.before)
    by_run = label.argsort(kind="stable")
    mine = label[by_run]
    other = mine != np.arange(k)[:, None]  # (k, m): run t, and a place of another run
    now = around.before[:, by_run]
    previous, following = around.previous[by_run], around.following[by_run]
    begins = other & ((previous < 0) | (around.before[:, previous] != now))
    ends = other & ((following < 0) | (around.before[:, following] != now))
    t, first = np.nonzero(begins)
    last = np.nonzero(ends)[1]
    first, last = by_run[first], by_run[last]
    longer = first < last
    t = np.concatenate([t, t[longer], t[longer]])
    lo = np.concatenate([first, first[longer], last[longer]])
    hi = np.concatenate([last, first[longer], last[longer]])
    left, right = around.before[t, lo], around.after[t, lo]
    before, after = around.previous[lo], around.following[hi]
    gain = score[left, lo] + score[hi, right] - score[left, right] + score[before, after]
    gain -= score[before, lo] + score[hi, after]
    return _Moves(label[lo], t, lo, hi, gain)
