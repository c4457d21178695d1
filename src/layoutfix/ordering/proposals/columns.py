"""Fragments in the dump's order -> columns: each fragment goes to one of the columns being read.

A dump that was read across is a merge of k monotone sequences. A beam search runs over the dump
once; its state is the foot of every column that is open. Each fragment either continues one of
them, or opens a column, or closes them all and opens the first column of a new region:

    A1  A2  A3        A1 B1 C1 A2 B2 C2 ... -> columns A, B, C
    B...              H (as wide as the page) closes A, B and C

Columns take turns: one that is passed over pays, little if it was passed over before (it ended).
Two halves of one line (an engine boxed its words apart) are one turn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from layoutfix import kernels
from layoutfix.arrays import Bools, Floats, Index, Ints, Longs, Shorts
from layoutfix.ngrams.hashing import unit_values
from layoutfix.ordering.turns import foot_share, passing_beside
from layoutfix.ordering.view import PageView
from layoutfix.ranks import median
from layoutfix.weights import TurnWeights

NEVER = np.float32(-1e9)
BEAM = 40
"""States that the search keeps: its time grows with them."""


@dataclass(frozen=True, slots=True)
class FoundColumns:
    """The column of each fragment: `column` and `region` (n,) count from 0; `score` in nats."""

    column: Ints
    region: Ints
    score: float


def find_columns(view: PageView, *configs: TurnWeights, beam: int = BEAM) -> list[FoundColumns]:
    """The best assignment of fragments to columns that the beam found under each of the settings.

    All settings are searched at once, each with a beam of its own; they differ in costs alone.
    Scores are whole thousandths of a nat, so that all machines find the same.
    O(n * beam * settings * columns) time, O(n * beam * settings) memory.
    """
    most, ways = configs[0].max_columns, len(configs)
    costs = step_costs(view, configs)
    follow = kernels.columns.follow if kernels.COMPILED else follow_by_arrays
    parents, actions, scores = follow(view, costs, ways, beam)
    return [_trace_back(parents[:, w], actions[:, w], scores[w], most) for w in range(ways)]


def follow_by_arrays(
    view: PageView, costs: StepCosts, ways: int, beam: int
) -> tuple[Shorts, Shorts, Longs]:
    """The beams of W settings over the n fragments, (n, W, B) each: what became of the states kept.

    That is the state of the fragment before from which each came, and the number of the column in
    which it goes on, or `max_columns` where it opens one, and one more where it begins a region.
    What there is of states stands first, best first. And the score (W,) of the best at the end, in
    thousandths of a nat. Where it was built, `kernels.columns` does the same.
    """
    n, most = len(view.links), costs.weights.max_columns
    states = _first_states(ways, beam, costs)
    parents = np.empty((n, ways, beam), np.int16)
    actions = np.empty((n, ways, beam), np.int16)
    bits = int((most + 2) * beam).bit_length()
    row = np.arange(ways)[:, None]

    for j in range(n):
        k = states.feet.shape[2]
        total = np.rint(_gains(view, costs, j, states) * 1000).astype(np.int64)
        total += states.score[:, None, :]
        total = total.reshape(ways, -1)
        code = (-total << bits) | np.arange(total.shape[1])  # the best first, ties by index
        code.sort(axis=1)
        code = code[:, : 2 * beam]
        value = -(code >> bits)
        action, b = np.divmod(code & ((1 << bits) - 1), beam)
        key = _keys(states, costs, j)[row, action, b]
        chosen, alive = _firsts(key, value > _DEAD // 2, beam)
        # what is no candidate does as the first action of the first state, and stays dead
        action = np.where(alive, action[row, chosen], 0)
        b = np.where(alive, b[row, chosen], 0)
        score = np.where(alive, value[row, chosen], _DEAD)
        states = _next_states(view, costs, j, states, action, b, score, key[row, chosen])
        parents[j] = b
        actions[j] = np.where(action < k, states.feet[_NUMBER, :, 0], action - k + most)
    return parents, actions, states.score[:, 0]


_TAIL, _PASSED, _NUMBER = range(3)
_WIDTH, _X = range(2)
_DEAD = np.int64(-(10**12))
"""The score of a state that is none."""


@dataclass(frozen=True, slots=True)
class _States:
    """The beams of W settings, B states each; columns in the order of their last turns.

    k is the most columns that are open in any state, at least 1.

    feet    (3, W, k, B) int32: of each column the last fragment, how often it was passed over since
            and its number; the latest column first; columns that are not open come last
    places  (2, W, k, B) float32: its width and character column
    score   (W, B) int64, thousandths of a nat; key: of the feet, equal where they are
    opened, region_start (W, B)
    """

    feet: Ints
    places: Floats
    score: Longs
    key: Longs
    opened: Longs
    region_start: Longs


@dataclass(frozen=True, slots=True)
class StepCosts:
    """What of a search does not depend on the state.

    W ways, P numbers of being passed over; the last of these stands for a column that is not open.

    links     (n, reach + 1): as in `PageView`, with `far_link` for all that is farther
    pass_cost (W * P,), first (W, 1, 1): where those of each setting begin
    again     (P,): the cost of going back to a column
    open_cost and late_cost (W, 1)
    foot      (n, columns + 1): the share of the cost of passing over, by the number of open columns
    far       characters off its column that cost `x_cost`
    to_front  (columns, columns): the order of the columns after one has had its turn
    marks     (2, n + 1) int64: pseudo-random numbers of the fragments
    rows_more (n + 1,): lines of another column beside each fragment, less one; None where all are 0
    """

    weights: TurnWeights
    links: Floats
    pass_cost: Floats
    first: Index
    again: Floats
    open_cost: Floats
    late_cost: Floats
    foot: Floats
    far: float
    to_front: Index
    marks: Longs
    rows_more: Longs | None


def step_costs(view: PageView, configs: Sequence[TurnWeights]) -> StepCosts:
    """What the steps of beams under these settings, which differ in costs alone, need to know."""
    weights, n, k = configs[0], len(view.links), configs[0].max_columns
    far_link = np.full((n, 1), weights.far_link, np.float32)
    most = max(len(weights.pass_costs), weights.ended_after + 1)
    rows_more = None
    if view.heading is not None and view.heading.any():
        rows_more = np.append(view.heading, False).astype(np.int64)  # the last: of no fragment
        most += k - 1
    passes = np.minimum(np.arange(most), len(weights.pass_costs) - 1)
    pass_cost = [np.append(np.array(c.pass_costs)[passes], 0.0) for c in configs]
    again = np.where(np.arange(most + 1) >= weights.ended_after, weights.return_cost, 0.0)
    again[-1] = -NEVER
    left = np.arange(n, 0, -1)[:, None]
    return StepCosts(
        weights=weights,
        links=np.concatenate([view.links, far_link], axis=1),
        pass_cost=np.array(pass_cost, np.float32).ravel(),
        first=(np.arange(len(configs)) * (most + 1))[:, None, None],
        again=again.astype(np.float32),
        open_cost=np.array([[c.open_cost] for c in configs], np.float32),
        late_cost=np.array([[c.late_open_cost] for c in configs], np.float32),
        foot=foot_share(left, np.arange(k + 1, dtype=np.int32), weights),
        far=max(weights.x_far_share * float(median(view.length)), 1.0),
        to_front=np.array([[s, *range(s), *range(s + 1, k)] for s in range(k)], np.intp),
        marks=(unit_values(2 * (n + 1)) >> np.uint64(2)).astype(np.int64).reshape(2, -1),
        rows_more=rows_more,
    )


def _first_states(ways: int, beam: int, costs: StepCosts) -> _States:
    score = np.full((ways, beam), _DEAD)
    score[:, 0] = 0
    return _States(
        feet=np.tile(_closed(costs), (1, ways, 1, beam)),
        places=np.tile(_NO_PLACE, (1, ways, 1, beam)),
        score=score,
        key=np.zeros((ways, beam), np.int64),
        opened=np.zeros((ways, beam), np.int64),
        region_start=np.zeros((ways, beam), np.int64),
    )


_NO_PLACE = np.array([0.0, np.nan], np.float32)[:, None, None, None]


def _closed(costs: StepCosts) -> Ints:
    """What `_States.feet` has for a column that is not open, (3, 1, 1, 1)."""
    return np.array([-1, len(costs.again) - 1, -1], np.int32)[:, None, None, None]


def _gains(view: PageView, costs: StepCosts, j: int, states: _States) -> Floats:
    """Nats of each action for fragment j, (W, k + 2, B): go on, open a column, a new region."""
    weights = costs.weights
    tail, passed, number = states.feet
    width, x = states.places
    opened = states.opened
    ways, _, beam = tail.shape
    link, spans = costs.links[j], float(view.spans[j])
    many = opened > 1
    distance = np.minimum(np.int32(j - 1) - tail, np.int32(len(link) - 1))
    gain = link.take(distance)
    each, passed = _passing(costs, states)
    each = each.cumsum(1)
    pass_by = each[:, -1:] - each  # of those that wait longer
    seen = not np.isnan(view.x[j])
    share = costs.foot[j].take(opened)
    pass_by *= (share * np.float32(weights.x_pass_share) if seen else share)[:, None]
    same_row = j > 0 and view.row[j] == view.row[j - 1]
    if j and not same_row and not view.stops[j - 1] and weights.halves_share > 0:
        both = view.width[j] + view.width[j - 1]
        pass_by[:, 0][both <= weights.halves_share * width[:, 0]] = 0.0
    gain -= pass_by
    gain -= costs.again.take(passed)
    if same_row:
        gain -= np.float32(weights.same_row_cost) * (number <= number[:, :1])
    if seen:
        off = np.abs(x - view.x[j]) - np.float32(weights.x_tolerance)
        term = np.float32(-weights.x_cost / costs.far) * np.minimum(off, np.float32(costs.far))
        term[off <= 0] = weights.x_bonus
        gain += np.nan_to_num(term, copy=False)
    wide = weights.wider_than * width + np.float32(weights.wider_by)
    off_width = np.float32(weights.wider_cost) * (wide < view.width[j])
    narrow = view.width[j] * np.float32(weights.wider_than) + np.float32(weights.wider_by) < width
    off_width += np.float32(weights.narrower_cost) * narrow
    gain -= (off_width + np.float32(max(spans, 0.0))) * many[:, None]

    fresh = (j - states.region_start) < weights.fresh_fragments
    opening = np.where(fresh, costs.open_cost, costs.late_cost) + np.float32(max(spans, 0.0))
    opening[opened == 0] = 0.0
    opening[opened == weights.max_columns] = -NEVER
    last = number.argmax(1)  # the column that opened last
    foot = distance[np.arange(ways)[:, None], last, np.arange(beam)]
    region = link.take(foot) + np.float32(min(spans, weights.region_cost) - weights.region_cost)
    region[~many] = NEVER
    return np.concatenate([gain, -opening[:, None], region[:, None]], axis=1)


def _passing(costs: StepCosts, states: _States) -> tuple[Floats, Ints]:
    """What it costs to pass over each column, and how often it was, both (W, k, B)."""
    tail, passed, _ = states.feet
    if costs.rows_more is None:
        return costs.pass_cost.take(passed + costs.first), passed
    beside = (costs.rows_more.take(tail) * (states.opened - 1)[:, None]).astype(np.int32)
    share, nth, away = passing_beside(passed, beside, costs.weights)
    return costs.pass_cost.take(nth + costs.first) * share, away


def _keys(states: _States, costs: StepCosts, j: int) -> Longs:
    """A number for the feet after each action, (W, k + 2, B), equal where they are: sums of marks.

    A foot has its first mark, times its number, and its second as often as it was passed over.
    """
    tail, passed, number = states.feet
    first, second = costs.marks
    again = second.take(tail) * (number >= 0)
    odd = 2 * number.astype(np.int64) + 1
    own = first.take(tail) * odd + again * passed
    sums = (again * (passed < len(costs.again) - 2)).cumsum(1)
    on = states.key[:, None] + (sums[:, -1:] - sums) - own + first[j] * odd
    opening = states.key + first[j] * (2 * states.opened + 1)
    return np.concatenate([on, opening[:, None], np.full_like(opening[:, None], first[j])], axis=1)


def _firsts(key: Longs, real: Bools, beam: int) -> tuple[Longs, Bools]:
    """Per way the first `beam` real candidates of each key, (W, beam), and which there are."""
    rank = np.arange(key.shape[1])
    bits = int(key.shape[1]).bit_length()
    ordered = (key << bits) | rank
    ordered.sort(axis=1)
    again = ordered[:, 1:] >> bits == ordered[:, :-1] >> bits
    late = rank.size * ~real
    late[np.arange(len(key))[:, None], ordered[:, 1:] & ((1 << bits) - 1)] |= rank.size * again
    late += rank
    late.sort(axis=1)
    chosen = late[:, :beam] % rank.size
    return chosen, late[:, :beam] < rank.size


def _next_states(
    view: PageView,
    costs: StepCosts,
    j: int,
    states: _States,
    action: Longs,
    b: Longs,
    score: Longs,
    key: Longs,
) -> _States:
    """The states after `action` was done to states `b` of each way, each (W, B)."""
    feet, places = states.feet, states.places
    ways, k, beam = feet.shape[1:]
    row = np.arange(ways)[:, None]
    opened = states.opened[row, b]
    on, more, cut = action < k, action == k, action == k + 1
    if opened.max(initial=0, where=more) == k:  # room for one more
        feet = np.concatenate([feet, np.tile(_closed(costs), (1, ways, 1, beam))], axis=2)
        places = np.concatenate([places, np.tile(_NO_PLACE, (1, ways, 1, beam))], axis=2)
        k += 1
    place = np.where(on, action, np.where(more, opened, 0))
    at = costs.to_front.T[:k, place].transpose(1, 0, 2)  # (W, k, B)
    at = (row[:, :, None] * k + at) * beam + b[:, None]
    feet = feet.reshape(3, -1).take(at, axis=1)
    places = places.reshape(2, -1).take(at, axis=1)
    closed = len(costs.again) - 1
    passed = feet[_PASSED]
    waits = np.arange(k)[:, None] > np.where(on, place, k)[:, None]
    passed += waits & (passed < closed - 1)
    if cut.any():
        new = np.broadcast_to(cut[:, None], passed.shape)
        feet[:, new], places[:, new] = _closed(costs)[:, :, 0, 0], _NO_PLACE[:, :, 0, 0]
    feet[_TAIL, :, 0] = j
    feet[_PASSED, :, 0] = 0
    feet[_NUMBER, :, 0] = np.where(on, feet[_NUMBER, :, 0], np.where(more, opened, 0))
    front = places[:, :, 0]
    front[_WIDTH] = np.maximum(
        view.width[j], front[_WIDTH] * np.float32(costs.weights.width_memory)
    )
    front[_X] = np.where(np.isnan(front[_X]), view.x[j], front[_X])
    start = np.where(cut, j, states.region_start[row, b])
    opened = np.where(cut, 1, opened + more)
    k = int(opened.max())
    return _States(feet[:, :, :k], places[:, :, :k], score, key, opened, start)


def _trace_back(parents: Shorts, actions: Shorts, score: int, most: int) -> FoundColumns:
    n = len(parents)
    path = np.empty(n, np.int32)
    at = 0  # states are kept best first
    for j in range(n - 1, -1, -1):
        path[j] = actions[j, at]
        at = int(parents[j, at])
    column = np.empty(n, np.int32)
    region = np.empty(n, np.int32)
    opened, band = 0, 0
    for j, action in enumerate(path.tolist()):
        if action == most + 1:
            band, opened, column[j] = band + 1, 1, 0
        elif action == most:
            column[j], opened = opened, opened + 1
        else:
            column[j] = action
        region[j] = band
    return FoundColumns(column, region, float(score) / 1000)
