"""Plain-loop twins of the kernels of the ordering: slow, and easy to check by reading."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from layoutfix.ordering.unshuffle import Lines, Streams, foot_share

from layoutfix.weights import TurnWeights


@dataclass(frozen=True)
class Stream:
    """A column being read: its last fragment, how often it was passed over since, its place."""

    tail: int
    passed: int
    x: float
    width: float


@dataclass(frozen=True)
class State:
    """The open columns by number; `last` had the last turn; its score in nats."""

    streams: tuple[Stream, ...] = ()
    last: int = -1
    region_start: int = 0
    score: float = 0.0


def best_score(lines: Lines, weights: TurnWeights) -> float:
    """The best score of all ways to give n fragments to streams, nats. Exponential in n."""
    states = [State()]
    for j in range(len(lines.links)):
        states = [after for state in states for after in next_states(state, j, lines, weights)]
    return max(state.score for state in states)


def score_of(streams: Streams, lines: Lines, weights: TurnWeights) -> float:
    """The score of one way to give the fragments to streams, nats."""
    state, region = State(), 0
    for j, (stream, band) in enumerate(
        zip(streams.stream.tolist(), streams.region.tolist(), strict=True)
    ):
        choices = next_states(state, j, lines, weights)
        state = choices[-1] if band != region else choices[stream]
        region = band
    return state.score


def next_states(state: State, j: int, lines: Lines, weights: TurnWeights) -> list[State]:
    """All states after fragment j: it goes on in a stream, opens one, or begins a region."""
    spans, streams = float(lines.spans[j]), state.streams
    width, x = float(lines.width[j]), float(lines.x[j])
    found = []
    for s, stream in enumerate(streams):
        gain = _link(stream.tail, j, lines, weights) - _pass_by(state, s, j, lines, weights)
        if stream.passed - _beside(stream.tail, len(streams), lines) >= weights.ended_after:
            gain -= weights.return_cost
        if j and lines.row[j] == lines.row[j - 1] and s <= state.last:
            gain -= weights.same_row_cost
        gain += _place_gain(stream, x, lines, weights)
        if len(streams) > 1:
            if width > weights.wider_than * stream.width + weights.wider_by:
                gain -= weights.wider_cost
            if stream.width > weights.wider_than * width + weights.wider_by:
                gain -= weights.narrower_cost
            gain -= max(spans, 0.0)
        grown = Stream(
            j,
            0,
            x if np.isnan(stream.x) else stream.x,
            max(width, stream.width * weights.width_memory),
        )
        others = [
            replace(other, passed=other.passed + (other.tail < stream.tail)) for other in streams
        ]
        others[s] = grown
        found.append(State(tuple(others), s, state.region_start, state.score + gain))
    if len(streams) < weights.max_streams:
        fresh = j - state.region_start < weights.fresh_fragments
        cost = (weights.open_cost if fresh else weights.late_open_cost) + max(spans, 0.0)
        opened = (*streams, Stream(j, 0, x, width))
        score = state.score - (cost if streams else 0.0)
        found.append(State(opened, len(streams), state.region_start, score))
    if len(streams) > 1:
        gain = _link(streams[-1].tail, j, lines, weights) - weights.region_cost
        gain += min(spans, weights.region_cost)
        found.append(State((Stream(j, 0, x, width),), 0, j, state.score + gain))
    return found


def _link(tail: int, j: int, lines: Lines, weights: TurnWeights) -> float:
    distance = j - 1 - tail
    return float(lines.links[j, distance]) if distance < lines.links.shape[1] else weights.far_link


def _pass_by(state: State, s: int, j: int, lines: Lines, weights: TurnWeights) -> float:
    """What it costs to pass over the columns that wait longer than s."""
    stream, n = state.streams[s], len(lines.links)
    new_row = j > 0 and lines.row[j] != lines.row[j - 1] and not lines.stops[j - 1]
    if new_row and s == state.last:
        both = float(lines.width[j] + lines.width[j - 1])
        if weights.halves_share > 0 and both <= weights.halves_share * stream.width:
            return 0.0
    waiting = [other for other in state.streams if other.tail < stream.tail]
    besides = [_beside(other.tail, len(state.streams), lines) for other in waiting]
    cost = sum(
        _pass_cost(other.passed, beside, weights)
        for other, beside in zip(waiting, besides, strict=True)
    )
    opened = np.array([len(state.streams)], np.int32)
    share = float(foot_share(n - j, opened, weights)[0])
    return cost * share * (1.0 if np.isnan(lines.x[j]) else weights.x_pass_share)


def _beside(tail: int, opened: int, lines: Lines) -> int:
    """How many lines of other columns stand beside `tail` for its height alone."""
    return opened - 1 if lines.heading is not None and lines.heading[tail] else 0


def _pass_cost(passed: int, beside: int, weights: TurnWeights) -> float:
    """What it costs to pass over a column once more."""
    last = len(weights.pass_costs) - 1
    if passed < beside:
        return weights.heading_pass_share * weights.pass_costs[min(passed, last)]
    return weights.pass_costs[min(passed - beside, last)]


def _place_gain(stream: Stream, x: float, lines: Lines, weights: TurnWeights) -> float:
    off = abs(stream.x - x)
    if np.isnan(off):
        return 0.0
    if off <= weights.x_tolerance:
        return weights.x_bonus
    far = max(weights.x_far_share * float(np.median(lines.length)), 1.0)
    return -weights.x_cost * min((off - weights.x_tolerance) / far, 1.0)


def plain_turn_cost(plan: list[list[int]], lines: Lines, weights: TurnWeights) -> float:
    """What `turn_costs` charges for one plan, fragment by fragment."""
    order = sorted(i for run in plan for i in run)
    of = {i: s for s, run in enumerate(plan) for i in run}
    widest = [max(float(lines.width[i]) for i in run) for run in plan]
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
            and lines.row[i] != lines.row[before]
            and not lines.stops[before]
            and of[before] == s
            and lines.width[i] + lines.width[before] <= weights.halves_share * widest[s]
        )
        if not new and not half:
            share = 1.0 if np.isnan(lines.x[i]) else weights.x_pass_share
            near = float(foot_share(len(order) - p, np.array([opened], np.int32), weights)[0])
            for t in [t for t in turn if turn[t] < turn[s]]:
                cost = _pass_cost(passed[t], _beside(order[turn[t]], opened, lines), weights)
                total += share * cost * (near if plan[t][-1] < i else 1.0)
            if passed[s] - _beside(order[turn[s]], opened, lines) >= weights.ended_after:
                total += weights.return_cost
            for t in [t for t in turn if turn[t] < turn[s]]:
                passed[t] += 1
        if p and lines.row[i] == lines.row[before] and s <= of[before]:
            total += weights.same_row_cost
        passed[s], turn[s] = 0, p
    return total
