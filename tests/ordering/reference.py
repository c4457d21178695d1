"""Plain-loop twins of the kernels of the ordering: slow, and easy to check by reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, permutations

import numpy as np

from layoutfix.ordering.moves.exchange import LONGEST_HEADER
from layoutfix.ordering.objective import Objective, Terms
from layoutfix.ordering.plans import Column
from layoutfix.ordering.proposals.columns import FoundColumns
from layoutfix.ordering.turns import foot_share
from layoutfix.ordering.view import PageView
from layoutfix.weights import TurnWeights


@dataclass(frozen=True)
class Open:
    """A column being read: its last fragment, how often it was passed over since, its place."""

    tail: int
    passed: int
    x: float
    width: float


@dataclass(frozen=True)
class State:
    """The open columns by number; `last` had the last turn; its score in nats."""

    columns: tuple[Open, ...] = ()
    last: int = -1
    region_start: int = 0
    score: float = 0.0


def best_score(view: PageView, weights: TurnWeights) -> float:
    """The best score of all ways to give n fragments to columns, nats. Exponential in n."""
    states = [State()]
    for j in range(len(view.links)):
        states = [after for state in states for after in next_states(state, j, view, weights)]
    return max(state.score for state in states)


def score_of(found: FoundColumns, view: PageView, weights: TurnWeights) -> float:
    """The score of one way to give the fragments to columns, nats."""
    state, region = State(), 0
    for j, (column, band) in enumerate(
        zip(found.column.tolist(), found.region.tolist(), strict=True)
    ):
        choices = next_states(state, j, view, weights)
        state = choices[-1] if band != region else choices[column]
        region = band
    return state.score


def next_states(state: State, j: int, view: PageView, weights: TurnWeights) -> list[State]:
    """All states after fragment j: it goes on in a column, opens one, or begins a region."""
    spans, columns = float(view.spans[j]), state.columns
    width, x = float(view.width[j]), float(view.x[j])
    found = []
    for s, column in enumerate(columns):
        gain = _link(column.tail, j, view, weights) - _pass_by(state, s, j, view, weights)
        if column.passed - _beside(column.tail, len(columns), view) >= weights.ended_after:
            gain -= weights.return_cost
        if j and view.row[j] == view.row[j - 1] and s <= state.last:
            gain -= weights.same_row_cost
        gain += _place_gain(column, x, view, weights)
        if len(columns) > 1:
            if width > weights.wider_than * column.width + weights.wider_by:
                gain -= weights.wider_cost
            if column.width > weights.wider_than * width + weights.wider_by:
                gain -= weights.narrower_cost
            gain -= max(spans, 0.0)
        grown = Open(
            j,
            0,
            x if np.isnan(column.x) else column.x,
            max(width, column.width * weights.width_memory),
        )
        others = [
            replace(other, passed=other.passed + (other.tail < column.tail)) for other in columns
        ]
        others[s] = grown
        found.append(State(tuple(others), s, state.region_start, state.score + gain))
    if len(columns) < weights.max_columns:
        fresh = j - state.region_start < weights.fresh_fragments
        cost = (weights.open_cost if fresh else weights.late_open_cost) + max(spans, 0.0)
        opened = (*columns, Open(j, 0, x, width))
        score = state.score - (cost if columns else 0.0)
        found.append(State(opened, len(columns), state.region_start, score))
    if len(columns) > 1:
        gain = _link(columns[-1].tail, j, view, weights) - weights.region_cost
        gain += min(spans, weights.region_cost)
        found.append(State((Open(j, 0, x, width),), 0, j, state.score + gain))
    return found


def _link(tail: int, j: int, view: PageView, weights: TurnWeights) -> float:
    distance = j - 1 - tail
    return float(view.links[j, distance]) if distance < view.links.shape[1] else weights.far_link


def _pass_by(state: State, s: int, j: int, view: PageView, weights: TurnWeights) -> float:
    """What it costs to pass over the columns that wait longer than s."""
    column, n = state.columns[s], len(view.links)
    new_row = j > 0 and view.row[j] != view.row[j - 1] and not view.stops[j - 1]
    if new_row and s == state.last:
        both = float(view.width[j] + view.width[j - 1])
        if weights.halves_share > 0 and both <= weights.halves_share * column.width:
            return 0.0
    waiting = [other for other in state.columns if other.tail < column.tail]
    besides = [_beside(other.tail, len(state.columns), view) for other in waiting]
    cost = sum(
        _pass_cost(other.passed, beside, weights)
        for other, beside in zip(waiting, besides, strict=True)
    )
    opened = np.array([len(state.columns)], np.int32)
    share = float(foot_share(n - j, opened, weights)[0])
    return cost * share * (1.0 if np.isnan(view.x[j]) else weights.x_pass_share)


def _beside(tail: int, opened: int, view: PageView) -> int:
    """How many lines of other columns stand beside `tail` for its height alone."""
    return opened - 1 if view.heading is not None and view.heading[tail] else 0


def _pass_cost(passed: int, beside: int, weights: TurnWeights) -> float:
    """What it costs to pass over a column once more."""
    last = len(weights.pass_costs) - 1
    if passed < beside:
        return weights.heading_pass_share * weights.pass_costs[min(passed, last)]
    return weights.pass_costs[min(passed - beside, last)]


def _place_gain(column: Open, x: float, view: PageView, weights: TurnWeights) -> float:
    off = abs(column.x - x)
    if np.isnan(off):
        return 0.0
    if off <= weights.x_tolerance:
        return weights.x_bonus
    far = max(weights.x_far_share * float(np.median(view.length)), 1.0)
    return -weights.x_cost * min((off - weights.x_tolerance) / far, 1.0)


def plain_turn_cost(plan: list[Column], view: PageView, weights: TurnWeights) -> float:
    """What `turn_costs` charges for one plan, fragment by fragment."""
    plan = plan[::-1] if view.mirrored else plan  # as they stand in rows
    order = sorted(i for column in plan for i in column)
    of = {i: s for s, column in enumerate(plan) for i in column}
    widest = [max(float(view.width[i]) for i in column) for column in plan]
    turn: dict[int, int] = {}
    passed = dict.fromkeys(range(len(plan)), 0)
    total = 0.0
    for p, i in enumerate(order):
        s, before = of[i], order[p - 1]
        new = s not in turn
        if new and turn:
            fresh = p < weights.fresh_fragments
            total += weights.open_cost if fresh else weights.late_open_cost
        opened = len(turn) + new
        half = (
            p > 0
            and weights.halves_share > 0
            and view.row[i] != view.row[before]
            and not view.stops[before]
            and of[before] == s
            and view.width[i] + view.width[before] <= weights.halves_share * widest[s]
        )
        if not new and not half:
            share = 1.0 if np.isnan(view.x[i]) else weights.x_pass_share
            near = float(foot_share(len(order) - p, np.array([opened], np.int32), weights)[0])
            for t in [t for t in turn if turn[t] < turn[s]]:
                cost = _pass_cost(passed[t], _beside(order[turn[t]], opened, view), weights)
                total += share * cost * (near if plan[t][-1] < i else 1.0)
            if passed[s] - _beside(order[turn[s]], opened, view) >= weights.ended_after:
                total += weights.return_cost
            for t in [t for t in turn if turn[t] < turn[s]]:
                passed[t] += 1
        if p and view.row[i] == view.row[before] and s <= of[before]:
            total += weights.same_row_cost
        passed[s], turn[s] = 0, p
    return total


def plain_arranged(columns: Sequence[Column], view: PageView) -> list[Column]:
    """Columns as they are read, one plan by itself."""
    found = sorted(columns)
    if not np.isnan(view.x).any():
        found = sorted(found, key=lambda column: float(np.median(view.x[column[:7]])))
    elif 2 <= len(found) <= 6:
        as_found = tuple(range(len(found)))
        ended = {order: _rows_ended(found, order, view) for order in permutations(as_found)}
        best = min(ended, key=lambda order: (ended[order], _inversions(order), order))
        found = [found[c] for c in best] if ended[best] + 5 <= ended[as_found] else found
    return found[::-1] if view.mirrored else found


def _rows_ended(columns: list[Column], order: tuple[int, ...], view: PageView) -> int:
    """How often what comes next in the dump stands to the left; thrice counts who shares a row."""
    place = {i: order.index(c) for c, column in enumerate(columns) for i in column}
    return sum(
        3 if view.row[i] == view.row[j] else 1
        for i, j in pairwise(sorted(place))
        if place[j] < place[i]
    )


def _inversions(order: tuple[int, ...]) -> int:
    return sum(a > b for k, a in enumerate(order) for b in order[k + 1 :])


def plain_terms(order: list[int], objective: Objective) -> Terms:
    """What `Objective.terms` counts, fragment by fragment."""
    view, links = objective.view, objective.links
    turns, displaced, regions, crossing = 0.0, 0, 0, 0.0
    for region in plain_regions(order):
        columns, members = _ascending(region), sorted(region)
        if len(columns) > 1:
            regions += 1
            if view.crossing is not None:
                crossing += sum(float(view.crossing[i]) for i in members[1:])
            arranged = plain_arranged(columns, view)
            turns += plain_turn_cost(arranged, view, objective.turns)
            late = [plain_late(column, members, view, objective.turns) for column in columns]
            for a in range(len(columns)):
                for b in range(a + 1, len(columns)):
                    wrong = arranged.index(columns[a]) > arranged.index(columns[b])
                    displaced += wrong and (late[a] or late[b])
    return Terms(
        link=_links_along(order, objective),
        ends=float(links.starts()[order[0]] + links.ends()[order[-1]]),
        first=1.0 if view.mirrored or order[0] == min(order) else 0.0,
        turns=turns,
        regions=regions,
        displaced=displaced,
        reverse=view.rtl_cost if view.mirrored and abs(view.rtl_cost) < np.inf else 0.0,
        crossing=crossing,
    )


def plain_regions(order: list[int]) -> list[list[int]]:
    """An order cut wherever all that was read stands above all that was not."""
    cuts = [k for k in range(1, len(order)) if max(order[:k]) < min(order[k:])]
    return [order[a:b] for a, b in pairwise([0, *cuts, len(order)])]


def _ascending(region: list[int]) -> list[Column]:
    cuts = [k for k in range(1, len(region)) if region[k] < region[k - 1]]
    return [region[a:b] for a, b in pairwise([0, *cuts, len(region)])]


def plain_late(
    column: Column,
    members: list[int],
    view: PageView,
    turns: TurnWeights,
    everyone: list[int] | None = None,
) -> bool:
    """Whether a column opens late, among all, and shares no row with its neighbours in the dump."""
    everyone = everyone or members
    beside = {i for a, b in pairwise(everyone) if view.row[a] == view.row[b] for i in (a, b)}
    late = everyone.index(column[0]) >= turns.fresh_fragments
    return bool(np.isnan(view.x).all()) and late and beside.isdisjoint(column)


def plain_plan_worth(columns: list[Column], objective: Objective) -> float:
    """What `RegionPlans.worth` says of columns as they are arranged: the best way to read them.

    As they stand, or below a header that was given to one of them; with one that opens late
    elsewhere. All ways pay for the same turns.
    """
    view, prices = objective.view, objective.weights
    best = _best_elsewhere([], columns, None, objective)
    owner = min(columns)
    others = [column for column in columns if column is not owner]
    second = min(map(min, others)) if others else 0
    longest = 0
    for i in owner[: min(len(owner) - 1, LONGEST_HEADER)]:
        if i >= second or view.row[i] == view.row[second]:
            break
        longest += 1
    rest = plain_arranged([owner[longest:], *others], view)  # as the longest header leaves them
    at = rest.index(owner[longest:])
    for size in range(1, longest + 1):
        below = [owner[size:] if k == at else column for k, column in enumerate(rest)]
        found = _best_elsewhere(owner[:size], below, at, objective)
        best = max(best, found - prices.header_gain)
    return best - prices.turns_price * plain_turn_cost(columns, view, objective.turns)


def _best_elsewhere(
    header: Column, columns: list[Column], headed: int | None, objective: Objective
) -> float:
    """Links and ends of a header and columns, one of which that opens late may stand elsewhere."""
    members = sorted([*header, *(i for column in columns for i in column)])
    best = _along([*header, *(i for column in columns for i in column)], objective)
    for k, column in enumerate(columns):
        below = [i for i in members if i not in header]
        if k == headed or not plain_late(column, below, objective.view, objective.turns, members):
            continue
        rest = columns[:k] + columns[k + 1 :]
        for at in range(len(columns)):
            moved = [*rest[:at], column, *rest[at:]]
            found = _along([*header, *(i for each in moved for i in each)], objective)
            best = max(best, found - objective.weights.displaced_cost * abs(at - k))
    return best


def _along(order: list[int], objective: Objective) -> float:
    """The links of an order, and what its ends are worth."""
    links = objective.links
    is_first = objective.view.mirrored or order[0] == min(order)
    value = float(links.starts()[order[0]] + links.ends()[order[-1]])
    value += _links_along(order, objective)
    return value + objective.weights.first_gain * is_first


def _links_along(order: list[int], objective: Objective) -> float:
    pairs = [(np.array([i]), np.array([j])) for i, j in pairwise(order)]
    return sum(float(objective.links.score(i, j)[0]) for i, j in pairs)
