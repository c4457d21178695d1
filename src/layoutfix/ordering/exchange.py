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

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from layoutfix.config import UnshuffleConfig
from layoutfix.ordering.unshuffle import Lines, foot_share

Run = list[int]
Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]
Index = npt.NDArray[np.intp]
Value = Callable[[list[Run]], float]
"""What the links say of runs put one after the other, and of what stands above them."""


class RegionLinks:
    """The links among the m fragments of a region: for single pairs, and for many at once."""

    def __init__(self, members: Sequence[int], score: Floats) -> None:
        """`score[p, q]` says how well members[q] continues members[p], (m, m)."""
        self._place = np.zeros(max(members) + 1, np.intp)
        self._place[list(members)] = np.arange(len(members))
        self._score = score
        self._at: list[int] = self._place.tolist()
        self._rows: list[list[float]] = score.tolist()

    def link(self, i: int, j: int) -> float:
        """Log-odds that j continues i."""
        return self._rows[self._at[i]][self._at[j]]

    def links(self, left: Index, right: Index) -> Floats:
        """The same for pairs, (p,); 0 where either is -1."""
        found = self._score[self._place[left], self._place[right]]
        return np.where((left >= 0) & (right >= 0), found, np.float32(0.0))


def exchange_parts(
    runs: list[Run],
    lines: Lines,
    links: RegionLinks,
    arrange: Callable[[list[Run]], list[Run]],
    value: Value,
    config: UnshuffleConfig,
    *,
    most_rounds: int,
    most_tried: int,
    least_gain: float,
) -> list[Run]:
    """The runs of a region, each in the dump's order, after exchanges. O(rounds * n * k^2).

    value       log-odds of the joints between runs in reading order
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
        for new, inside in _best_moves(runs, links, floor, _LOOKED_INTO * most_tried):
            plan = arrange(new)
            if len(plan) < 2:
                continue
            after = value(plan)
            gain = inside + after - between
            if gain >= floor:
                tried.append((gain, after, plan))
        tried.sort(key=lambda item: -item[0])
        del tried[most_tried:]
        if not tried:
            break
        costs = turn_costs([plan for _, _, plan in tried], lines, config)
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


def _best_moves(
    runs: list[Run], links: RegionLinks, floor: float, most: int
) -> Iterator[tuple[list[Run], float]]:
    """The runs after each of the `most` best moves, and what the links inside them gain."""
    least = max(floor, -_WORTH_A_LOOK)
    arrays = [np.array(run, np.intp) for run in runs]
    found: list[Moves] = []
    for s, t in combinations(range(len(runs)), 2):
        found.append(_tail_moves(s, t, arrays[s], arrays[t], links))
        found.append(_block_moves(s, t, arrays[s], arrays[t], links))
        found.append(_block_moves(t, s, arrays[t], arrays[s], links))
    gain = np.concatenate([moves.gain for moves in found])
    owner = np.repeat(np.arange(len(found)), [len(moves.gain) for moves in found])
    first = np.cumsum([0, *(len(moves.gain) for moves in found)])
    worth = np.flatnonzero(gain >= least)
    for k in worth[np.argsort(-gain[worth], kind="stable")][:most].tolist():
        moves = found[owner[k]]
        lo, hi, at = moves.spans[:, k - first[owner[k]]].tolist()
        a, b = runs[moves.s], runs[moves.t]
        new = list(runs)
        if moves.is_block:
            new[moves.s], new[moves.t] = a[:lo] + a[hi:], b[:at] + a[lo:hi] + b[at:]
        else:
            new[moves.s], new[moves.t] = a[:lo] + b[hi:], b[:hi] + a[lo:]
        yield [run for run in new if run], float(gain[k])


@dataclass(frozen=True, slots=True)
class Moves:
    """Moves between two columns, and what the links inside these gain by each, (q,).

    spans  (3, q): tails of run s from lo on and of run t from hi on are exchanged; or (is_block)
           run s gives its members lo .. hi - 1 to run t, before its member `at`
    """

    s: int
    t: int
    is_block: bool
    spans: Index
    gain: Floats


def _tail_moves(s: int, t: int, a: Index, b: Index, links: RegionLinks) -> Moves:
    """All ways to cut two runs at one moment of the dump and to exchange what comes after."""
    moments = np.sort(np.concatenate([a, b]))[:-1]
    lo, hi = np.searchsorted(a, moments, "right"), np.searchsorted(b, moments, "right")
    (a_left, a_right), (b_left, b_right) = _sides(a, lo), _sides(b, hi)
    gain = links.links(a_left, b_right) + links.links(b_left, a_right)
    gain -= links.links(a_left, a_right) + links.links(b_left, b_right)
    return Moves(s, t, is_block=False, spans=np.stack([lo, hi, hi]), gain=gain)


def _block_moves(s: int, t: int, giver: Index, taker: Index, links: RegionLinks) -> Moves:
    """What stands between two neighbours of run t goes there: all of it, its first or its last."""
    place = np.searchsorted(taker, giver)
    first = np.flatnonzero(np.diff(place, prepend=-1))
    end = np.append(first[1:], len(giver))
    lo = np.stack([first, first, end - 1], axis=1)
    hi = np.stack([end, first + 1, end], axis=1)
    keep = np.ones(lo.shape, bool)
    keep[:, 1:] = (end - first > 1)[:, None]
    lo, hi = lo[keep], hi[keep]
    at = place[lo]
    left, right = _sides(taker, at)
    before, after = _sides(giver, lo)[0], _sides(giver, hi)[1]
    gain = links.links(left, giver[lo]) + links.links(giver[hi - 1], right)
    gain -= links.links(left, right)
    gain += links.links(before, after)
    gain -= links.links(before, giver[lo]) + links.links(giver[hi - 1], after)
    return Moves(s, t, is_block=True, spans=np.stack([lo, hi, at]), gain=gain)


def _sides(run: Index, at: Index) -> tuple[Index, Index]:
    """The members before and after each place of a run; -1 where there is none."""
    padded = np.concatenate([[-1], run, [-1]])
    return padded[at], padded[at + 1]


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
