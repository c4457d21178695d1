"""Streams -> order: columns are chained, regions divided, displaced blocks put back.

The streams of a region are runs of fragments. Read one after the other, left to right, they give
the structural order; its objective is the sum of the links at all neighbours. Two kinds of moves
improve it:

- a *boundary*: all columns of a region are cut at one row, and what stands above is read before
  what stands below (a headline across the page that the columns ran over);
- a *block move* (or-opt): a run of segments goes elsewhere, for a price, where it fits better.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise, permutations
from typing import Protocol

import numpy as np
import numpy.typing as npt

from layoutfix.config import ChainConfig, UnshuffleConfig
from layoutfix.ordering.direction import choose_direction, sum_links
from layoutfix.ordering.exchange import RegionLinks, exchange_parts, turn_costs
from layoutfix.ordering.sequence import best_sequence
from layoutfix.ordering.unshuffle import Lines, Streams

Floats = npt.NDArray[np.float32]
Index = npt.NDArray[np.intp]


class Links(Protocol):
    """The scoring service as the ordering sees it; all scores are log-odds, float32."""

    def score(self, left: Index, right: Index) -> Floats:
        """How well right[k] continues left[k], (p,)."""
        ...

    def rivals(self, left: Index, right: Index) -> Floats:
        """The best other link of either side, (p,)."""
        ...

    def starts(self) -> Floats:
        """How well each fragment begins a text, (n,)."""
        ...

    def ends(self) -> Floats:
        """How well each fragment ends a text, (n,)."""
        ...


Run = list[int]


def streams_to_order(
    lines: Lines,
    streams: Streams,
    links: Links,
    config: ChainConfig,
    turns: UnshuffleConfig,
) -> tuple[list[int], Lines]:
    """The reading order of n fragments; and the lines, mirrored where it runs from right to left.

    O(n log n + m^3) for m segments a region neighbourhood.
    """
    regions, lines = choose_direction(
        lines,
        links,
        config,
        lambda seen: _to_regions(seen, streams, links, config, turns),
        _left_to_right,
    )
    order = [i for runs in regions for run in runs for i in run]
    follow = np.full(len(order), config.run_gain)  # what keeps order[k] and order[k + 1] together
    at = 0
    for runs in regions:
        for run in runs:
            at += len(run)
            follow[at - 1] = config.chain_gain
        follow[at - 1] = config.region_gain
    return _move_blocks(order, follow, links, config), lines


def _to_regions(
    lines: Lines,
    streams: Streams,
    links: Links,
    config: ChainConfig,
    turns: UnshuffleConfig,
) -> list[list[Run]]:
    """The regions and the runs of each, both in reading order."""
    regions = streams_to_regions(lines, streams)
    arrange = _quick_left_to_right(lines)
    regions = [_exchange(runs, lines, links, arrange, config, turns) for runs in regions]
    regions = [part for runs in regions for part in _part_header(runs, lines, links, config)]
    divided: list[list[Run]] = []
    for runs in regions:
        parts = _divide(runs, lines, links, config, turns)
        if len(parts) > 1:
            parts = [_exchange(part, lines, links, arrange, config, turns) for part in parts]
        divided += parts
    return divided


def best_streams(
    ways: list[Streams], lines: Lines, links: Links, config: ChainConfig, turns: UnshuffleConfig
) -> list[Streams]:
    """The streams whose columns, read as they stand, are the best; the best first."""
    if len(ways) <= config.most_ways:
        return ways
    orders = [
        [i for runs in streams_to_regions(lines, streams) for run in runs for i in run]
        for streams in ways
    ]
    values = [order_value(order, lines, links, config, turns) for order in orders]
    best = np.argsort(-np.round(values, 3), kind="stable")
    return [ways[k] for k in best[: config.most_ways]]


def order_value(
    order: Run, lines: Lines, links: Links, config: ChainConfig, turns: UnshuffleConfig
) -> float:
    """The objective of an order, nats: its links, less what its columns' turns and regions cost.

    lines   mirrored where the columns are read from right to left
    """
    value = sum_links(order, links)
    for part in order_to_regions(order):
        if len(part) > 1:
            value -= config.turns_share * float(turn_costs([part], lines, turns)[0])
            value -= config.parts_cost
    return value


def order_to_regions(order: Run) -> list[list[Run]]:
    """Regions of an order: parts that are whole stretches of the dump; and the runs of each.

    >>> order_to_regions([0, 1, 3, 5, 2, 4, 6])
    [[[0]], [[1]], [[3, 5], [2, 4]], [[6]]]
    """
    regions: list[list[Run]] = []
    part: list[Run] = []
    highest = -1
    for at, i in enumerate(order):
        if part and i > part[-1][-1]:
            part[-1].append(i)
        else:
            part.append([i])
        highest = max(highest, i)
        if highest == at:
            regions.append(part)
            part = []
    return regions


def streams_to_regions(lines: Lines, streams: Streams) -> list[list[Run]]:
    """Per region its runs, left to right (by x where known, else as they first appear)."""
    regions: dict[int, dict[int, Run]] = {}
    for i, (band, stream) in enumerate(
        zip(streams.region.tolist(), streams.stream.tolist(), strict=True)
    ):
        regions.setdefault(band, {}).setdefault(stream, []).append(i)
    return [_left_to_right(list(runs.values()), lines) for _, runs in sorted(regions.items())]


_MOST_DENSE = 400


def _exchange(
    runs: list[Run],
    lines: Lines,
    links: Links,
    arrange: Callable[[list[Run]], list[Run]],
    config: ChainConfig,
    turns: UnshuffleConfig,
) -> list[Run]:
    """Parts of the runs of a region change places where all gains; large regions stay."""
    members = sorted(i for run in runs for i in run)
    m = len(members)
    if len(runs) < 2 or m > _MOST_DENSE:
        return runs
    at = np.array(members, np.intp)
    a, b = np.divmod(np.arange(m * m), m)
    region = RegionLinks(members, links.score(at[a], at[b]).reshape(m, m))
    link = region.link
    starts, ends = links.starts(), links.ends()
    top = members[0]

    def value(plan: list[Run]) -> float:
        """Joints between the runs, with the best header above them."""
        first = plan[0]
        for run in plan:
            if run[0] == top:
                first = run
        others = [run for run in plan if run is not first]
        second = min(run[0] for run in others)
        base = sum(link(x[-1], y[0]) for x, y in pairwise(plan))
        best = base + float(starts[plan[0][0]]) + config.first_gain * (plan[0][0] == top)
        best += float(ends[plan[-1][-1]])
        longest = 0
        for i in first[: min(len(first) - 1, config.longest_header)]:
            if i >= second or lines.row[i] == lines.row[second]:
                break
            longest += 1
        below = arrange([first[longest:], *others]) if longest else []
        for size in range(1, longest + 1):
            rest = [first[size:] if run[0] == first[longest] else run for run in below]
            total = link(first[size - 1], rest[0][0]) - link(first[size - 1], first[size])
            total += sum(link(x[-1], y[0]) for x, y in pairwise(rest))
            total += float(starts[top]) + config.first_gain + float(ends[rest[-1][-1]])
            best = max(best, total - config.header_cost)
        return best

    return exchange_parts(
        runs,
        lines,
        region,
        arrange,
        value,
        turns,
        most_rounds=config.most_exchanges,
        most_tried=config.most_exchanges_tried,
        least_gain=config.least_exchange_gain,
    )


def _part_header(
    runs: list[Run], lines: Lines, links: Links, config: ChainConfig
) -> list[list[Run]]:
    """Split off what stands above the columns, and choose the order in which these are read.

    H          The search gave H to the column that goes on best (A, B or C). All places where H
    A1 B1 C1   could end are tried with all orders of few columns; left to right is preferred.
    """
    if len(runs) < 2:
        return [runs]
    first = min(runs, key=lambda run: run[0])
    second = sorted(run[0] for run in runs)[1]
    solo = [i for i in first if i < second and lines.row[i] != lines.row[second]]
    longest = len(solo) if len(solo) < len(first) else len(solo) - 1
    plans, choices = [], []
    seen = all(any(not np.isnan(lines.x[i]) for i in run) for run in runs)
    inversion_cost = config.inversion_cost_seen if seen else config.inversion_cost
    for size in range(min(longest, config.longest_header) + 1):
        rest = [run[size:] if run is first else run for run in runs]
        rest = _left_to_right(rest, lines)
        header = first[:size]
        for columns in _column_orders(len(rest), config):
            chosen = [rest[c] for c in columns]
            plan = [(a[-1], b[0]) for a, b in pairwise([header, *chosen] if header else chosen)]
            plan += [*pairwise(header), *pairwise(first[size : longest + 1])]
            plans.append(plan)
            choices.append((header, chosen, _inversions(columns), chosen[0][0]))
    totals = _score_plans(plans, links)
    starts, ends = links.starts(), links.ends()
    top = min(map(min, runs))
    value = totals + [
        float(starts[header[0] if header else chosen[0][0]])
        + float(ends[chosen[-1][-1]])
        + config.first_gain * (lines.mirrored or (header or chosen[0])[0] == top)
        - inversion_cost * inversions
        - config.header_cost * bool(header)
        for header, chosen, inversions, _ in choices
    ]
    best = int(np.argmax(np.round(value, 3)))
    header, chosen, _, _ = choices[best]
    return [[header], chosen] if header else [chosen]


def _column_orders(k: int, config: ChainConfig) -> list[tuple[int, ...]]:
    if k > config.most_permuted:
        return [tuple(range(k))]
    return _all_orders(k)[0]


def _inversions(columns: tuple[int, ...]) -> int:
    return sum(a > b for k, a in enumerate(columns) for b in columns[k + 1 :])


_PLACES = 7
"""So many fragments of a column say where it stands."""


def _quick_left_to_right(lines: Lines) -> Callable[[list[Run]], list[Run]]:
    """`_left_to_right` by few places of each run: for thousands of calls."""
    seen = lines.x.tolist()
    if np.isnan(lines.x).all():
        turn = -1 if lines.mirrored else 1
        return lambda runs: _as_they_stand(runs, lines)[::turn]

    def arrange(runs: list[Run]) -> list[Run]:
        places = [[seen[i] for i in run[: 2 * _PLACES] if seen[i] == seen[i]] for run in runs]
        if not all(places):
            return sorted(runs, reverse=lines.mirrored)
        left = [sorted(found[:_PLACES])[len(found[:_PLACES]) // 2] for found in places]
        return [run for _, run in sorted(zip(left, runs, strict=True), reverse=lines.mirrored)]

    return arrange


def _left_to_right(runs: list[Run], lines: Lines) -> list[Run]:
    if lines.mirrored:
        return _left_to_right(runs, replace(lines, mirrored=False))[::-1]
    if np.isnan(lines.x).all():
        return _as_they_stand(runs, lines)
    known = [[float(lines.x[i]) for i in run if not np.isnan(lines.x[i])] for run in runs]
    if len(runs) > 1 and all(known):
        left = [float(np.median(k)) for k in known]
        return [runs[k] for k in sorted(range(len(runs)), key=lambda k: (left[k], runs[k][0]))]
    return sorted(runs, key=lambda run: run[0])


def _as_they_stand(runs: list[Run], lines: Lines) -> list[Run]:
    """Runs without places from left to right: as they take turns in the rows.

    In a row, what stands farther right comes later; so where a fragment is followed by one of a run
    to the left of its own, a row ends. Of all orders of the runs the one with the fewest such rows
    is taken, which has no fragments of one row of the dump in the wrong order; of equal ones the
    one in which the runs first appear. O(n log n + k! k^2) for k runs; many keep that order.
    """
    runs = sorted(runs)
    k = len(runs)
    if not 2 <= k <= _MOST_PERMUTED:
        return runs
    members = np.array([i for run in runs for i in run], np.intp)
    at = members.argsort()
    owner = np.repeat(np.arange(k), [len(run) for run in runs]).take(at)
    members = members.take(at)
    rows = lines.row.take(members)
    turns = owner[:-1] * k + owner[1:]
    weight = np.where(rows[1:] == rows[:-1], _SAME_ROW, 1)
    if lines.begins is not None:
        weight[lines.begins.take(members)[1:]] = 0
    back = np.bincount(turns, weight, minlength=k * k)
    orders, inverted = _all_orders(k)
    ends = inverted @ back
    best = int(np.argmin(ends))
    return [runs[r] for r in orders[best]] if ends[best] + _FEWER_ROWS <= ends[0] else runs


_MOST_PERMUTED = 6
"""Runs of which all orders are tried."""
_FEWER_ROWS = 5
"""So many rows fewer must another order than that of first appearance have."""
_SAME_ROW = 3
"""So many rows count where two fragments of one row of the dump stand in the wrong order."""


@cache
def _all_orders(k: int) -> tuple[list[tuple[int, ...]], npt.NDArray[np.float64]]:
    """The orders of k runs, and for each (k * k,) whether run b is to the left of run a."""
    orders = sorted(permutations(range(k)), key=_inversions)
    place = np.argsort(np.array(orders), axis=1)
    inverted = place[:, :, None] > place[:, None, :]
    return orders, inverted.reshape(len(orders), -1).astype(np.float64)


def _divide(
    runs: list[Run], lines: Lines, links: Links, config: ChainConfig, turns: UnshuffleConfig
) -> list[list[Run]]:
    """Cut a region at the boundaries that raise the objective, best first. Recursive in halves."""
    if len(runs) < 2:
        return [runs]
    todo, done = [runs], []
    while todo:
        part = todo.pop()
        cut = _best_boundary(part, lines, links, config, turns)
        if cut is None:
            done.append(part)
        else:
            above, below = _cut_runs(part, cut, lines)
            todo += [below, above]
    return done


def _cut_runs(runs: list[Run], cut: int, lines: Lines) -> tuple[list[Run], list[Run]]:
    above, below = _split_runs(runs, cut)
    return _left_to_right(above, lines), _left_to_right(below, lines)


def _split_runs(runs: list[Run], cut: int) -> tuple[list[Run], list[Run]]:
    """What of the runs comes before fragment `cut` in the dump, and what from it on."""
    at = [bisect_left(run, cut) for run in runs]
    above = [run[:k] for run, k in zip(runs, at, strict=True) if k]
    below = [run[k:] for run, k in zip(runs, at, strict=True) if k < len(run)]
    return above, below


def _best_boundary(
    runs: list[Run], lines: Lines, links: Links, config: ChainConfig, turns: UnshuffleConfig
) -> int | None:
    members = sorted(i for run in runs for i in run)
    spans = lines.spans[members]
    cuts = [
        i
        for i, s in zip(members[1:], spans[1:].tolist(), strict=True)
        if s > config.boundary_from and (i == members[0] or lines.row[i] != lines.row[i - 1])
    ]
    cuts = cuts[: config.most_boundaries]
    if not cuts or len(runs) < 2:
        return None
    inside = [p for run in runs for p in pairwise(run)]
    # only the joints over a boundary change, and those from foot to head
    plans = [[(a[-1], b[0]) for a, b in pairwise(runs)]]
    crossed = []
    for cut in cuts:
        above, below = _split_runs(runs, cut)
        plans.append([(a[-1], b[0]) for a, b in pairwise([*above, *below])])
        crossed.append([(i, j) for i, j in inside if i < cut <= j])
    totals = _score_plans(plans, links)
    totals[1:] -= _score_plans(crossed, links)
    prior = np.array([0.0, *(config.boundary_cost - float(lines.spans[c]) for c in cuts)])
    gains = totals - totals[0] - np.maximum(prior, 0.0)
    if config.boundaries_looked_into:
        whole = float(turn_costs([runs], lines, turns)[0])
        looked_into = np.argsort(-gains[1:], kind="stable")[: config.boundaries_looked_into] + 1
        for k in looked_into.tolist():
            saved = whole - sum(
                float(turn_costs([part], lines, turns)[0])
                for part in _cut_runs(runs, cuts[k - 1], lines)
                if len(part) > 1
            )
            gains[k] += config.turns_share * saved
    best = int(np.argmax(np.round(gains, 3)))
    return cuts[best - 1] if best and gains[best] > 0 else None


def _score_plans(plans: Sequence[list[tuple[int, int]]], links: Links) -> npt.NDArray[np.float64]:
    unique = sorted({p for plan in plans for p in plan})
    if not unique:
        return np.zeros(len(plans))
    value = _score_pairs(unique, links)
    return np.array([sum(value[p] for p in plan) for plan in plans])


def _score_pairs(unique: list[tuple[int, int]], links: Links) -> dict[tuple[int, int], float]:
    pairs = np.array(unique, np.intp)
    return dict(zip(unique, links.score(pairs[:, 0], pairs[:, 1]).tolist(), strict=True))


def _move_blocks(
    order: list[int], follow: npt.NDArray[np.float64], links: Links, config: ChainConfig
) -> list[int]:
    """Or-opt over segments, in windows of at most `most_segments` of them."""
    if len(order) < 3:
        return order
    array = np.array(order, np.intp)
    inside = links.score(array[:-1], array[1:])
    rivals = links.rivals(array[:-1], array[1:]) - config.rival_slack
    weak = (inside < config.weak_link) | (inside < rivals) | (follow[:-1] < config.run_gain)
    cuts = np.flatnonzero(weak) + 1
    segments = [part.tolist() for part in np.split(array, cuts)]
    kept = follow[[*(cuts - 1).tolist(), len(order) - 1]]
    done: list[int] = []
    for lo in range(0, len(segments), config.most_segments):
        hi = lo + config.most_segments
        done += _best_sequence(segments[lo:hi], kept[lo:hi], links, config)
    return done


def _best_sequence(
    segments: list[Run],
    kept: npt.NDArray[np.float64],
    links: Links,
    config: ChainConfig,
) -> list[int]:
    m = len(segments)
    if m < 3:
        return [i for s in segments for i in s]
    feet = np.array([s[-1] for s in segments], np.intp)
    heads = np.array([s[0] for s in segments], np.intp)
    a, b = np.divmod(np.arange(m * m), m)
    gain = np.full((m + 2, m + 2), 0.0)
    link = links.score(feet[a], heads[b]).reshape(m, m).astype(np.float64)
    link[np.arange(m - 1), np.arange(1, m)] += kept[: m - 1]
    gain[1 : m + 1, 1 : m + 1] = link
    gain[0, 1 : m + 1] = links.starts()[heads]
    gain[0, 1] += config.first_gain  # what another first segment must outbid
    gain[1 : m + 1, m + 1] = links.ends()[feet]
    gain[m, m + 1] += config.last_gain
    gain[0, m + 1] = -1e6
    found = best_sequence(gain, config.most_moves, config.least_move_gain)
    return [i for s in found for i in segments[s]]
