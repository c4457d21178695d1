"""Streams -> order: columns are chained, regions divided, displaced blocks put back.

The streams of a region are runs of fragments. Read one after the other, left to right, they give
the structural order; its objective is the sum of the links at all neighbours. Two kinds of moves
improve it:

- a *boundary*: all columns of a region are cut at one row, and what stands above is read before
  what stands below (a headline across the page that the columns ran over);
- a *block move* (or-opt): a run of segments goes elsewhere, for a price, where it fits better and
  the turns that the columns then take do not cost more than that gains.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol

import numpy as np

from layoutfix.arrays import Doubles, Floats, Index
from layoutfix.ordering.direction import choose_direction, sum_links
from layoutfix.ordering.exchange import RegionLinks, exchange_parts
from layoutfix.ordering.plans import (
    NOT_THERE,
    Around,
    Run,
    arrange,
    first_places,
    label_turn_costs,
    last_places,
    left_to_right,
    runs_to_labels,
    turn_costs,
)
from layoutfix.ordering.sequence import best_sequence
from layoutfix.ordering.unshuffle import Lines, Streams
from layoutfix.weights import ChainWeights, TurnWeights


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


def streams_to_order(
    lines: Lines,
    streams: Streams,
    links: Links,
    weights: ChainWeights,
    turns: TurnWeights,
) -> tuple[list[int], Lines]:
    """The reading order of n fragments; and the lines, mirrored where it runs from right to left.

    O(n log n + m^3) for m segments a region neighbourhood.
    """
    regions, lines = choose_direction(
        lines,
        links,
        weights,
        lambda seen: _to_regions(seen, streams, links, weights, turns),
        left_to_right,
    )
    order = [i for runs in regions for run in runs for i in run]
    follow = np.full(len(order), weights.run_gain)  # what keeps order[k] and order[k + 1] together
    at = 0
    for runs in regions:
        for run in runs:
            at += len(run)
            follow[at - 1] = weights.chain_gain
        follow[at - 1] = weights.region_gain
    moved = _move_blocks(order, follow, links, weights)
    if moved != order:
        before, after = (order_value(o, lines, links, weights, turns) for o in (order, moved))
        moved = moved if after >= before else order
    return moved, lines


def _to_regions(
    lines: Lines,
    streams: Streams,
    links: Links,
    weights: ChainWeights,
    turns: TurnWeights,
) -> list[list[Run]]:
    """The regions and the runs of each, both in reading order."""
    regions = streams_to_regions(lines, streams)
    regions = [_exchange(runs, lines, links, weights, turns) for runs in regions]
    regions = [part for runs in regions for part in _part_header(runs, lines, links, weights)]
    divided: list[list[Run]] = []
    for runs in regions:
        parts = _divide(runs, lines, links, weights, turns)
        if len(parts) > 1:
            parts = [_exchange(part, lines, links, weights, turns) for part in parts]
        divided += parts
    return divided


def best_streams(
    ways: list[Streams], lines: Lines, links: Links, weights: ChainWeights, turns: TurnWeights
) -> list[Streams]:
    """The streams whose columns, read as they stand, are the best; the best first."""
    if len(ways) <= weights.most_ways:
        return ways
    orders = [
        [i for runs in streams_to_regions(lines, streams) for run in runs for i in run]
        for streams in ways
    ]
    values = [order_value(order, lines, links, weights, turns) for order in orders]
    best = np.argsort(-np.round(values, 3), kind="stable")
    return [ways[k] for k in best[: weights.most_ways]]


def order_value(
    order: Run, lines: Lines, links: Links, weights: ChainWeights, turns: TurnWeights
) -> float:
    """The objective of an order, nats: its links, less what its columns' turns and regions cost.

    lines   mirrored where the columns are read from right to left
    """
    value = sum_links(order, links)
    above = None
    for part in order_to_regions(order):
        if len(part) > 1:
            value -= weights.turns_share * float(turn_costs([part], lines, turns)[0])
            value -= weights.parts_cost
            if above is not None and _is_rotated(above, part, lines, links, weights):
                value -= weights.rotation_cost
        above = part[-1][-1]
    return value


def _is_rotated(
    above: int, runs: Sequence[Run], lines: Lines, links: Links, weights: ChainWeights
) -> bool:
    """Whether the headline above stands over a column that does not come first in the rows.

    H A1 B1 C1 A2...   read H C A B, though C does not go on in H. A heading in C alone would be as
                       high as two lines, so that all others were passed over twice: H A B A B C...
    """
    head = runs[0][0]
    if lines.mirrored or not (above == 0 or lines.spans[above] > 0):
        return False
    if lines.row[above] == lines.row[above + 1]:
        return False
    if max(bisect_left(run, head) for run in runs) != 1:
        return False
    return float(links.score(np.array([above]), np.array([head]))[0]) < weights.rotation_link


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
    return [left_to_right(list(runs.values()), lines) for _, runs in sorted(regions.items())]


_MOST_DENSE = 400


def _exchange(
    runs: list[Run], lines: Lines, links: Links, weights: ChainWeights, turns: TurnWeights
) -> list[Run]:
    """Parts of the runs of a region change places where all gains; large regions stay."""
    members = np.array(sorted(i for run in runs for i in run), np.intp)
    m = len(members)
    if len(runs) < 2 or m > _MOST_DENSE:
        return runs
    score = links.score(np.repeat(members, m), np.tile(members, m)).reshape(m, m)
    starts, ends = (each()[members].astype(np.float64) for each in (links.starts, links.ends))
    region = RegionLinks(score, starts, ends)
    return exchange_parts(runs, lines, region, weights, turns)


def _part_header(
    runs: list[Run], lines: Lines, links: Links, weights: ChainWeights
) -> list[list[Run]]:
    """Split off what stands above the columns.

    H          The search gave H to the column that goes on best (A, B or C). All places where H
    A1 B1 C1   could end are tried; the columns below it are read as they stand.
    """
    if len(runs) < 2:
        return [runs]
    first = min(runs, key=lambda run: run[0])
    second = sorted(run[0] for run in runs)[1]
    solo = [i for i in first if i < second and lines.row[i] != lines.row[second]]
    longest = len(solo) if len(solo) < len(first) else len(solo) - 1
    plans, choices = [], []
    for size in range(min(longest, weights.longest_header) + 1):
        header, columns = first[:size], runs
        if header:
            rest = [run[size:] if run is first else run for run in runs]
            columns = left_to_right(rest, lines)
        plan = [(a[-1], b[0]) for a, b in pairwise([header, *columns] if header else columns)]
        plans.append([*plan, *pairwise(header), *pairwise(first[size : longest + 1])])
        choices.append((header, columns))
    totals = _score_plans(plans, links)
    starts, ends = links.starts(), links.ends()
    top = min(map(min, runs))
    value = totals + [
        float(starts[(header or columns[0])[0]])
        + float(ends[columns[-1][-1]])
        + weights.first_gain * (lines.mirrored or (header or columns[0])[0] == top)
        - weights.header_cost * bool(header)
        for header, columns in choices
    ]
    header, columns = choices[int(np.argmax(np.round(value, 3)))]
    return [[header], columns] if header else [columns]


def _divide(
    runs: list[Run], lines: Lines, links: Links, weights: ChainWeights, turns: TurnWeights
) -> list[list[Run]]:
    """Cut a region at the boundaries that raise the objective, best first. Recursive in halves."""
    if len(runs) < 2:
        return [runs]
    todo, done = [runs], []
    while todo:
        part = todo.pop()
        cut = _best_boundary(part, lines, links, weights, turns)
        if cut is None:
            done.append(part)
        else:
            above, below = _cut_runs(part, cut, lines)
            todo += [below, above]
    return done


def _cut_runs(runs: list[Run], cut: int, lines: Lines) -> tuple[list[Run], list[Run]]:
    """What of the runs comes before fragment `cut` in the dump, and what from it on."""
    at = [bisect_left(run, cut) for run in runs]
    above = [run[:k] for run, k in zip(runs, at, strict=True) if k]
    below = [run[k:] for run, k in zip(runs, at, strict=True) if k < len(run)]
    return left_to_right(above, lines), left_to_right(below, lines)


def _best_boundary(
    runs: list[Run], lines: Lines, links: Links, weights: ChainWeights, turns: TurnWeights
) -> int | None:
    if len(runs) < 2:
        return None
    at, label = (array[0] for array in runs_to_labels([runs]))
    may = lines.spans[at[1:]] > weights.boundary_from
    may &= lines.row[at[1:]] != lines.row[at[1:] - 1]
    cuts = np.flatnonzero(may)[: weights.most_boundaries] + 1
    if not cuts.size:
        return None
    gains = _links_gained(at, label, cuts, links)
    odds = lines.spans[at[cuts]].astype(np.float64)
    if lines.boundary is not None:
        odds += lines.boundary[at[cuts]]
    gains -= np.maximum(weights.boundary_cost - odds, 0.0)
    if weights.boundaries_looked_into:
        looked_into = np.argsort(-gains, kind="stable")[: weights.boundaries_looked_into]
        saved = _turns_saved(at, label, cuts[looked_into], lines, turns)
        gains[looked_into] += weights.turns_share * saved
    gains = np.round(gains, 3)
    best = int(np.argmax(gains))
    return int(at[cuts[best]]) if gains[best] > 0 else None


def _links_gained(at: Index, label: Index, cuts: Index, links: Links) -> Doubles:
    """What the joints of a region gain where all its runs are cut before each of c places, (c,).

    Only the joints over a cut change, and those from foot to head.
    """
    around = Around(label)
    feet, heads = around.before[:, cuts - 1], around.after[:, cuts - 1]
    first, last = first_places(label[None])[0][:, None], last_places(label[None])[0][:, None]
    whole = np.arange(len(first) - 1)
    begins = np.concatenate([np.where(feet >= 0, first, -1), heads])  # (2 k, c), in reading order
    stops = np.concatenate([feet, np.where(heads >= 0, last, -1)])
    there = np.where(begins >= 0, np.arange(len(begins))[:, None], -1)
    there = np.maximum.accumulate(there, axis=0)[:-1]  # the run before each, of those there are
    left = np.take_along_axis(stops, np.maximum(there, 0), axis=0)
    new = (there >= 0) & (begins[1:] >= 0)
    crossed = (feet >= 0) & (heads >= 0)
    pairs = np.concatenate(
        [
            [left[new], begins[1:][new]],
            [feet[crossed], heads[crossed]],
            [last[whole, 0], first[whole + 1, 0]],
        ],
        axis=1,
    )
    scores = links.score(at[pairs[0]], at[pairs[1]]).astype(np.float64)
    gained, lost, before = np.split(scores, np.cumsum([new.sum(), crossed.sum()]))
    totals = np.bincount(np.nonzero(new)[1], gained, minlength=len(cuts))
    totals -= np.bincount(np.nonzero(crossed)[1], lost, minlength=len(cuts))
    return np.asarray(totals - before.sum(), np.float64)


def _turns_saved(at: Index, label: Index, cuts: Index, lines: Lines, turns: TurnWeights) -> Doubles:
    """What the turns of a region's runs cost less where it is cut before each of c places, (c,)."""
    place = np.arange(len(at))
    above = np.where(place < cuts[:, None], label, NOT_THERE)
    source = place + cuts[:, None]
    inside = source < len(at)
    source = np.minimum(source, len(at) - 1)
    below = np.where(inside, label[source], NOT_THERE)
    places = np.concatenate([np.broadcast_to(at, above.shape), at[source]])
    parts = arrange(places, np.concatenate([above, below]), lines)
    costs = label_turn_costs(places, parts, lines, turns).astype(np.float64)
    costs[parts.max(axis=1) == 0] = 0.0
    whole = label_turn_costs(at[None], label[None], lines, turns)[0]
    return float(whole) - (costs[: len(cuts)] + costs[len(cuts) :])


def _score_plans(plans: Sequence[list[tuple[int, int]]], links: Links) -> Doubles:
    unique = sorted({p for plan in plans for p in plan})
    if not unique:
        return np.zeros(len(plans))
    value = _score_pairs(unique, links)
    return np.array([sum(value[p] for p in plan) for plan in plans])


def _score_pairs(unique: list[tuple[int, int]], links: Links) -> dict[tuple[int, int], float]:
    pairs = np.array(unique, np.intp)
    return dict(zip(unique, links.score(pairs[:, 0], pairs[:, 1]).tolist(), strict=True))


def _move_blocks(
    order: list[int], follow: Doubles, links: Links, weights: ChainWeights
) -> list[int]:
    """Or-opt over segments, in windows of at most `most_segments` of them."""
    if len(order) < 3:
        return order
    array = np.array(order, np.intp)
    inside = links.score(array[:-1], array[1:])
    rivals = links.rivals(array[:-1], array[1:]) - weights.rival_slack
    weak = (inside < weights.weak_link) | (inside < rivals) | (follow[:-1] < weights.run_gain)
    cuts = np.flatnonzero(weak) + 1
    segments = [part.tolist() for part in np.split(array, cuts)]
    kept = follow[[*(cuts - 1).tolist(), len(order) - 1]]
    done: list[int] = []
    for lo in range(0, len(segments), weights.most_segments):
        hi = lo + weights.most_segments
        done += _best_sequence(segments[lo:hi], kept[lo:hi], links, weights)
    return done


def _best_sequence(
    segments: list[Run],
    kept: Doubles,
    links: Links,
    weights: ChainWeights,
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
    gain[0, 1] += weights.first_gain  # what another first segment must outbid
    gain[1 : m + 1, m + 1] = links.ends()[feet]
    gain[m, m + 1] += weights.last_gain
    gain[0, m + 1] = -1e6
    found = best_sequence(gain, weights.most_moves, weights.least_move_gain)
    return [i for s in found for i in segments[s]]
