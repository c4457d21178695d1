"""Regions are parted: what stands above columns is read before them, columns are cut at a row.

H          H was given to the column that goes on best in it; it is a headline above all
A1 B1 C1
A2 B2 C2
D1 E1      the columns A to C end here, and those of another article begin
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np

from layoutfix.arrays import Doubles, Floats, Index
from layoutfix.ordering.moves.exchange import LONGEST_HEADER
from layoutfix.ordering.objective import Objective
from layoutfix.ordering.plans import (
    NOT_THERE,
    Around,
    Column,
    arrange,
    columns_to_labels,
    first_places,
    last_places,
    left_to_right,
)
from layoutfix.ordering.turns import label_turn_costs
from layoutfix.ordering.view import Links

MOST_BOUNDARIES = 400
"""Rows of a region before which it may be cut: bounds time."""
_LOOKED_INTO = 8
"""Of these the best by their links, whose turns are counted."""
_BOUNDARY_FROM = -10.0
"""Log-odds of standing across the columns from which a row may begin a region."""


def part_header(region: list[Column], objective: Objective) -> list[list[Column]]:
    """The region with what stands above its columns as one of its own, where that is worth more."""
    if len(region) < 2:
        return [region]
    view = objective.view
    first = min(region, key=lambda column: column[0])
    second = sorted(column[0] for column in region)[1]
    above = [i for i in first if i < second and view.row[i] != view.row[second]]
    longest = len(above) if len(above) < len(first) else len(above) - 1
    best, most = [region], -np.inf
    for size in range(min(longest, LONGEST_HEADER) + 1):
        parted = [region]
        if size:
            rest = [column[size:] if column is first else column for column in region]
            parted = [[first[:size]], left_to_right(rest, view)]
        order = [i for part in parted for column in part for i in column]
        cost = objective.weights.header_gain * bool(size)
        worth = round(objective.worth(order) - cost, 3)
        if worth > most:
            best, most = parted, worth
    return best


def divide(region: list[Column], objective: Objective) -> list[list[Column]]:
    """The region cut at rows where links and turns gain what a cut must, and each part again."""
    todo, done = [region], []
    while todo:
        part = todo.pop()
        cut = _best_boundary(part, objective)
        if cut is None:
            done.append(part)
        else:
            above, below = _cut_columns(part, cut, objective)
            todo += [below, above]
    return done


def _cut_columns(
    region: list[Column], cut: int, objective: Objective
) -> tuple[list[Column], list[Column]]:
    """What of the columns comes before fragment `cut` in the dump, and what from it on."""
    at = [bisect_left(column, cut) for column in region]
    above = [column[:k] for column, k in zip(region, at, strict=True) if k]
    below = [column[k:] for column, k in zip(region, at, strict=True) if k < len(column)]
    return left_to_right(above, objective.view), left_to_right(below, objective.view)


def _best_boundary(region: Sequence[Column], objective: Objective) -> int | None:
    """The fragment before which a region is cut at the greatest gain; None where none gains."""
    if len(region) < 2:
        return None
    view = objective.view
    at, label = (array[0] for array in columns_to_labels([region]))
    may = view.spans[at[1:]] > _BOUNDARY_FROM
    may &= view.row[at[1:]] != view.row[at[1:] - 1]
    cuts = np.flatnonzero(may)[:MOST_BOUNDARIES] + 1
    if not cuts.size:
        return None
    gains = _links_gained(at, label, cuts, objective.links) - _must_gain(objective)[at[cuts]]
    if view.crossing is not None:
        gains += view.crossing[at[cuts]]
    looked_into = np.argsort(-gains, kind="stable")[:_LOOKED_INTO]
    saved = _turns_saved(at, label, cuts[looked_into], objective)
    cuts, gains = cuts[looked_into], np.round(gains[looked_into] + saved, 3)
    best = int(np.argmax(gains))
    return int(at[cuts[best]]) if gains[best] > 0 else None


def _must_gain(objective: Objective) -> Floats:
    """What cutting a region before each of n fragments must gain: the less, the more says so."""
    view = objective.view
    odds = view.spans if view.boundary is None else view.spans + view.boundary
    return np.asarray(np.maximum(objective.weights.boundary_gain - odds, 0.0), np.float32)


def _links_gained(at: Index, label: Index, cuts: Index, links: Links) -> Doubles:
    """What the joints of a region gain where all its columns are cut before each of c places, (c,).

    Only the joints over a cut change, and those from foot to head.
    """
    around = Around(label)
    feet, heads = around.before[:, cuts - 1], around.after[:, cuts - 1]
    first, last = first_places(label[None])[0][:, None], last_places(label[None])[0][:, None]
    whole = np.arange(len(first) - 1)
    begins = np.concatenate([np.where(feet >= 0, first, -1), heads])  # (2 k, c), in reading order
    stops = np.concatenate([feet, np.where(heads >= 0, last, -1)])
    there = np.where(begins >= 0, np.arange(len(begins))[:, None], -1)
    there = np.maximum.accumulate(there, axis=0)[:-1]  # the column before each, of those there are
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


def _turns_saved(at: Index, label: Index, cuts: Index, objective: Objective) -> Doubles:
    """What the turns of a region cost less where it is cut before each of c places, (c,)."""
    view, turns = objective.view, objective.turns
    place = np.arange(len(at))
    above = np.where(place < cuts[:, None], label, NOT_THERE)
    source = place + cuts[:, None]
    inside = source < len(at)
    source = np.minimum(source, len(at) - 1)
    below = np.where(inside, label[source], NOT_THERE)
    places = np.concatenate([np.broadcast_to(at, above.shape), at[source]])
    parts = arrange(places, np.concatenate([above, below]), view)
    costs = label_turn_costs(places, parts, view, turns)
    costs[parts.max(axis=1) == 0] = 0
    whole = label_turn_costs(at[None], label[None], view, turns)[0]
    saved = whole - (costs[: len(cuts)] + costs[len(cuts) :])
    return np.asarray(objective.weights.turns_price / 1000 * saved, np.float64)
