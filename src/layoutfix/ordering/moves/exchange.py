"""Parts of columns change places where the whole region gains by it.

The search for columns runs down the page once and sees the links inside columns only. Where both of
two columns have a weak joint near the same row, it may cross over, and each column then goes on
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

from layoutfix import kernels
from layoutfix.arrays import Bools, Index, Longs
from layoutfix.ordering.late import gain_elsewhere, joint_table, late_columns
from layoutfix.ordering.objective import Objective
from layoutfix.ordering.plans import (
    NOT_THERE,
    Around,
    Column,
    arrange,
    columns_to_labels,
    first_places,
    label_to_columns,
    last_places,
)
from layoutfix.ordering.thousandths import price, to_thousandths
from layoutfix.ordering.turns import label_turn_costs
from layoutfix.ordering.view import PageView
from layoutfix.weights import OrderWeights, TurnWeights

MOST_DENSE = 400
"""Fragments of a region beyond which its columns stay: memory grows with the square."""
MOST_ROUNDS = 20
LONGEST_HEADER = 12
"""Fragments that may stand above the columns of a region."""


class Bounds(NamedTuple):
    """What bounds the time of a round.

    looked_into  moves whose links at the ends of columns are looked up
    tried        moves whose turns are counted
    loss         thousandths that links inside columns may lose to a gain at their ends and in turns
    header       fragments that may stand above the columns
    """

    looked_into: int
    tried: int
    loss: int
    header: int


BOUNDS = Bounds(looked_into=72, tried=24, loss=10_000, header=LONGEST_HEADER)
"""Those of the search."""


@dataclass(frozen=True, slots=True)
class RegionPlans:
    """The m fragments of a region, in the dump's order, and what plans for them are worth.

    In thousandths of a nat, int64, as all that is added up here.

    at            (1, m) the fragments
    score         (m, m): `[p, q]` says how well fragment q continues fragment p
    starts, ends  (m,): how well each begins and ends a text
    """

    at: Index
    view: PageView
    score: Longs
    starts: Longs
    ends: Longs
    weights: OrderWeights
    turns: TurnWeights

    def worth(self, label: Index) -> Longs:
        """What plans (c, m) are worth, numbered as they are read; each with its best header, (c,).

        The objective of the region as a page of its own, of many orders at once. The fragments
        above the columns are read before these, or in the column that they were given to; in turns
        they count as its lines in either case.
        """
        return self.inside(label) + self.between(label) - self.turn_costs(label)

    def inside(self, label: Index) -> Longs:
        """The links inside the columns of plans, (c,)."""
        return np.array([self.score[_neighbours(plan)].sum() for plan in label], np.int64)

    def turn_costs(self, label: Index) -> Longs:
        """What the turns of plans cost, (c,)."""
        costs = label_turn_costs(self.at, label, self.view, self.turns)
        return np.asarray(np.rint(self.weights.turns_price * costs), np.int64)

    def between(self, label: Index) -> Longs:
        """The joints between the columns of plans, with the best header above these, (c,).

        H          What stands above the columns was given to one of them; it may be read before the
        A1 B1 C1   others are put in order. The fragments of a header are the first of the region.
        """
        if kernels.COMPILED:
            return kernels.exchange.between(self, label, BOUNDS)
        return self.between_by_arrays(label)

    def between_by_arrays(self, label: Index) -> Longs:
        """`between`, the twin of the kernel."""
        heads, feet = first_places(label), last_places(label)
        late = self._late(label)
        best = self._joints(heads, feet, self._begin(heads), late)
        longest = self._longest_header(label, heads)
        some = np.flatnonzero(longest > 0)
        if not some.size:
            return best
        place = np.arange(label.shape[1])
        mine, longest = label[some], longest[some]
        rest = np.where(place < longest[:, None], NOT_THERE, mine)
        rest = arrange(self.at, rest, self.view)
        heads, feet = first_places(rest), last_places(rest)
        each = np.arange(len(some))
        owner = rest[each, _first_below(mine, longest)]  # the column that the header was given to
        late = self._late(rest)
        late[each, owner] = False  # its header is above it, no picture
        beginning = int(self._begin(np.zeros((1, 1), np.intp))[0, 0]) - price(
            self.weights.header_gain
        )
        for size in range(1, int(longest.max()) + 1):
            has = np.flatnonzero(longest >= size)
            head, own = heads[has], (np.arange(len(has)), owner[has])
            head[own] = goes_on = np.where(longest[has] == size, head[own], size)
            last = len(self.score) - 1
            begin = self.score[size - 1, np.minimum(head, last)]
            total = self._joints(head, feet[has], begin, late[has])
            total += beginning - self.score[size - 1, goes_on]
            best[some[has]] = np.maximum(best[some[has]], total)
        return best

    def _begin(self, first: Index) -> Longs:
        """What it is worth that the text begins with each of some fragments, (c, k)."""
        is_first = self.view.mirrored | (first == 0)
        begin = self.starts[np.minimum(first, len(self.starts) - 1)]
        return np.asarray(begin + price(self.weights.first_gain) * is_first, np.int64)

    def _joints(self, heads: Index, feet: Index, begin: Longs, late: Bools) -> Longs:
        """Links from the foot of each column to the head of the next, and of both ends, (c,).

        A late column stands elsewhere, for a price, where that gains.
        """
        m, count = len(self.score), (feet >= 0).sum(axis=1)
        following = heads[:, 1:] < m
        links = self.score[np.maximum(feet[:, :-1], 0), np.minimum(heads[:, 1:], m - 1)]
        links = np.where(following, links, 0).sum(axis=1)
        total = begin[:, 0] + links + self.ends[feet[np.arange(len(feet)), count - 1]]
        some = np.flatnonzero(late.any(axis=1))
        if some.size:
            found = self._elsewhere(heads[some], feet[some], begin[some], late[some])
            total[some] += np.maximum(found[0], 0)
        return np.asarray(total, np.int64)

    def _late(self, label: Index) -> Bools:
        """Which columns of plans open late, (c, k)."""
        return late_columns(self.at, label, self.view, self.turns.fresh_fragments)

    def _elsewhere(
        self, heads: Index, feet: Index, begin: Longs, late: Bools
    ) -> tuple[Longs, Index, Index]:
        """`gain_elsewhere` of plans, by their heads and feet."""
        count = (feet >= 0).sum(axis=1)
        joints = joint_table(heads, feet, count, begin, self.score, self.ends)
        return gain_elsewhere(joints, late, count, price(self.weights.displaced_cost))

    def to_columns(self, label: Index) -> list[Column]:
        """The columns of one plan (1, m) as they are read, a late one where it gains most."""
        columns = label_to_columns(self.at[0], label[0])
        late, heads, feet = self._late(label), first_places(label), last_places(label)
        if late.any():
            gain, column, after = self._elsewhere(heads, feet, self._begin(heads), late)
            if gain[0] > 0:
                moved = columns.pop(int(column[0]) - 1)
                columns.insert(int(after[0] - (after[0] > column[0])), moved)
        return columns

    def _longest_header(self, label: Index, heads: Index) -> Index:
        """How many fragments of each plan may stand above its columns, (c,)."""
        n = label.shape[1]
        owner = label[:, :1]
        second = np.where(np.arange(heads.shape[1]) == owner, n, heads).min(axis=1)
        second = np.minimum(second, n - 1)
        rows = self.view.row[self.at[0]]
        beside = (rows == rows[second][:, None]).argmax(axis=1)
        mine = (label == owner).sum(axis=1)
        longest = np.minimum(np.minimum(second, beside), np.minimum(mine - 1, LONGEST_HEADER))
        return np.asarray(longest, np.intp)


def region_plans(region: list[Column], objective: Objective) -> RegionPlans:
    """What says which plan for the fragments of a region is best. O(m^2) links."""
    members = np.array(sorted(i for column in region for i in column), np.intp)
    m, links = len(members), objective.links
    score = to_thousandths(links.score(np.repeat(members, m), np.tile(members, m)))
    return RegionPlans(
        members[None],
        objective.view,
        score.reshape(m, m),
        to_thousandths(links.starts()[members]),
        to_thousandths(links.ends()[members]),
        objective.weights,
        objective.turns,
    )


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan (m,) for the fragments of a region; what is between its columns, and its turns."""

    label: Index
    between: int
    paid: int


@dataclass(frozen=True, slots=True)
class Found:
    """Plans (q, m) that were looked into, and what each gains over the one at hand, (q,)."""

    label: Index
    between: Longs
    paid: Longs
    gain: Longs

    def plan(self, k: int) -> Plan:
        """One of them."""
        return Plan(self.label[k], int(self.between[k]), int(self.paid[k]))


def exchange_parts(region: list[Column], objective: Objective) -> list[Column]:
    """The columns of a region in reading order, after exchanges; a large region stays.

    O(rounds * (k^2 m + tried k m)) for k columns.
    """
    if not _may_exchange(region):
        return region
    plans, least = region_plans(region, objective), price(objective.weights.exchange_gain)
    plan = _as_plan(region, plans)
    for _ in range(MOST_ROUNDS):
        found = _look_around(plan, plans, least)
        best = int(np.argmax(found.gain)) if found.gain.size else 0
        if not found.gain.size or found.gain[best] <= least:
            break
        plan = found.plan(best)
    return plans.to_columns(plan.label[None])


def near_plans(region: list[Column], objective: Objective, behind: float) -> list[list[Column]]:
    """The columns of a region after each exchange of two tails that loses no more nats."""
    if not _may_exchange(region):
        return []
    plans, least = region_plans(region, objective), -price(behind)
    found = _look_around(_as_plan(region, plans), plans, least, tails_only=True)
    return [plans.to_columns(each[None]) for each in found.label[found.gain >= least]]


def _may_exchange(region: list[Column]) -> bool:
    return len(region) > 1 and sum(map(len, region)) <= MOST_DENSE


def _as_plan(region: list[Column], plans: RegionPlans) -> Plan:
    label = arrange(plans.at, columns_to_labels([region])[1], plans.view)
    return Plan(label[0], int(plans.between(label)[0]), int(plans.turn_costs(label)[0]))


def _look_around(plan: Plan, plans: RegionPlans, least: int, *, tails_only: bool = False) -> Found:
    """Plans one move away that may gain `least`."""
    if kernels.COMPILED:
        look = kernels.exchange.look_around
        return Found(*look(plans, plan, least, tails_only, BOUNDS))
    return look_around_by_arrays(plan, plans, least, BOUNDS, tails_only=tails_only)


def look_around_by_arrays(
    plan: Plan, plans: RegionPlans, least: int, bounds: Bounds, *, tails_only: bool = False
) -> Found:
    """`_look_around`, the twin of the kernel."""
    padded = np.pad(plans.score, (0, 1))
    floor = least - plan.paid
    least_inside = max(floor, -bounds.loss)
    moves = _best_moves(plan.label, padded, least_inside, bounds.looked_into, tails_only=tails_only)
    labels = arrange(plans.at, _make_moves(plan.label, moves), plans.view)
    after = plans.between_by_arrays(labels)
    gain = moves.gain + after - plan.between
    tried = np.flatnonzero((gain >= floor) & (labels.max(axis=1, initial=0) > 0))
    tried = tried[np.argsort(-gain[tried], kind="stable")][: bounds.tried]
    costs = plans.turn_costs(labels[tried]) if tried.size else np.zeros(0, np.int64)
    return Found(labels[tried], after[tried], costs, gain[tried] + plan.paid - costs)


def _neighbours(label: Index) -> tuple[Index, Index]:
    """The neighbours inside the columns of a plan: places of the left and of the right ones."""
    by_column = label.argsort(kind="stable")
    same = label[by_column[1:]] == label[by_column[:-1]]
    return by_column[:-1][same], by_column[1:][same]


def _first_below(label: Index, longest: Index) -> Index:
    """Where the column of the first fragment goes on below a header of so many fragments, (c,)."""
    own = label == label[:, :1]
    below = own & (np.arange(label.shape[1]) >= longest[:, None])
    return np.asarray(below.argmax(axis=1), np.intp)


@dataclass(frozen=True, slots=True)
class _Moves:
    """Moves between two columns, and what the links inside these gain by each, all (q,).

    first, last  an exchange (last == TAIL): what columns s and t have after place `first` is
                 exchanged; else: the fragments of column s at places first .. last go to column t
    """

    s: Index
    t: Index
    first: Index
    last: Index
    gain: Longs


_TAIL = -1


def _best_moves(
    label: Index, score: Longs, floor: int, most: int, *, tails_only: bool = False
) -> _Moves:
    """The `most` moves that lose least inside the columns; `score` (m + 1, m + 1) ends with 0."""
    around = Around(label)
    found = [_tail_moves(label, around, score)]
    if not tails_only:
        found.append(_block_moves(label, around, score))
    gain = np.concatenate([moves.gain for moves in found])
    worth = np.flatnonzero(gain >= floor)
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


def _tail_moves(label: Index, around: Around, score: Longs) -> _Moves:
    """All ways to cut two columns at one moment of the dump and to exchange what comes after."""
    s, t = np.triu_indices(len(around.before), 1)
    joint = score[around.before[:, None], around.after[None]]  # (k, k, m)
    stay = joint[np.arange(len(joint)), np.arange(len(joint))]
    gain = (joint[s, t] + joint[t, s]) - (stay[s] + stay[t])
    either = (label == s[:, None]) | (label == t[:, None])
    either &= (around.after[s] >= 0) | (around.after[t] >= 0)
    pair, place = np.nonzero(either)
    return _Moves(s[pair], t[pair], place, np.full(len(place), _TAIL), gain[pair, place])


def _block_moves(label: Index, around: Around, score: Longs) -> _Moves:
    """What stands between two neighbours of column t goes there: all, its first or its last."""
    k = len(around.before)
    by_run = label.argsort(kind="stable")
    mine = label[by_run]
    other = mine != np.arange(k)[:, None]  # (k, m): column t, and a place of another column
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
