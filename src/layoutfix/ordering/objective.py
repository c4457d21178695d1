"""What an order is worth: a few terms, the same for all that propose or change orders.

    worth = link + ends + first_gain * first - turns_price * turns
            - region_cost * regions - displaced_cost * displaced - reverse - crossing

    link        A2 goes on in A3        how well each fragment continues the one before it
    ends                                how well the first begins a text, and the last ends one
    first       1 A1 .. B1 ..           what the dump has first is read first
    turns       A1 A2 A3 B1 A4          B was passed over twice before its first line: columns take
                                        turns in the dump, and open near its top (`turns`)
    regions     A1 B1 A2 B2 | C1 D1     each stretch of the dump that is read in columns of its own
    displaced   A C B, C between them   a column that opens late is read elsewhere than it stands
    reverse     B1 A1 B2 A2             columns are read from right to left
    crossing    A1 C1 A2 C2, H between  columns are read on over a row that ends them (`crossings`)

The beam that finds columns adds up links and turns as it goes, with what it sees of places and
widths (`proposals.columns`). Moves change an order where it is worth more by what they must gain;
the arrays by which they value hundreds of orders at once (`moves.exchange`) are the same sum, which
tests hold them to.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar

import numpy as np

from layoutfix.ordering.late import late_columns
from layoutfix.ordering.plans import Column, arrange, columns_to_labels, first_places
from layoutfix.ordering.turns import label_turn_costs
from layoutfix.ordering.view import Links, PageView
from layoutfix.weights import OrderWeights, TurnWeights

Made = TypeVar("Made")


class Terms(NamedTuple):
    """What speaks for and against an order: nats, or how many (`first`: 0 or 1)."""

    link: float
    ends: float
    first: float
    turns: float
    regions: int
    displaced: int
    reverse: float
    crossing: float = 0.0

    def worth(self, weights: OrderWeights) -> float:
        """Their sum at the prices of an order."""
        gains = self.link + self.ends + weights.first_gain * self.first
        costs = weights.turns_price * self.turns + weights.region_cost * self.regions
        costs += weights.displaced_cost * self.displaced
        return gains - costs - self.reverse - self.crossing


@dataclass(frozen=True, slots=True)
class Objective:
    """The worth of the orders of a page, or of a part of one that is taken as a page."""

    view: PageView
    links: Links
    weights: OrderWeights
    turns: TurnWeights
    _known: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def worth(self, order: Sequence[int]) -> float:
        """What an order of all fragments is worth, in nats. O(n * columns)."""
        key = tuple(order)
        if key not in self._known:
            self._known[key] = self.terms(order).worth(self.weights)
        return float(self._known[key])

    def once(self, move: Callable[[list[Column], Objective], Made], region: list[Column]) -> Made:
        """What a move makes of a region: several proposals have the same, or come to it."""
        key = (move, *map(tuple, region))
        if key not in self._known:
            self._known[key] = move(region, self)
        made: Made = self._known[key]
        return made

    def terms(self, order: Sequence[int]) -> Terms:
        """The terms of an order of all fragments, or of those of some whole regions."""
        path = np.array(order, np.intp)
        regions = order_to_regions(order)
        costs = [self.once(region_costs, region) for region in regions if len(region) > 1]
        reverse = self.view.rtl_cost if self.view.mirrored else 0.0
        return Terms(
            link=float(self.links.score(path[:-1], path[1:]).sum()),
            ends=float(self.links.starts()[path[0]] + self.links.ends()[path[-1]]),
            first=float(self.view.mirrored or order[0] == min(order)),
            turns=sum(turns for turns, _ in costs),
            regions=len(costs),
            displaced=sum(passed for _, passed in costs),
            reverse=reverse if np.isfinite(reverse) else 0.0,
            crossing=sum(_crossing_cost(region, self.view) for region in regions),
        )

    def turned(self, columns: int) -> Objective:
        """The same for regions whose first so many columns are read last."""
        return replace(self, view=replace(self.view, turned=columns))

    def reversed(self) -> Objective:
        """The same for columns that are read from right to left."""
        return replace(self, view=self.view.reversed())


def region_costs(region: list[Column], objective: Objective) -> tuple[float, int]:
    """What the turns of a region cost in nats, and how many columns a late one passes.

    Those that it passes where it is read elsewhere than it stands.
    """
    view, weights = objective.view, objective.turns
    at, label = columns_to_labels([region])
    standing = arrange(at, label, view)
    turns = float(label_turn_costs(at, standing, view, weights)[0]) / 1000
    places = standing[0, first_places(label)[0]]  # of each column as it is read
    passed = np.triu(places[:, None] > places, 1)
    if not passed.any():
        return turns, 0
    late = late_columns(at, label, view, weights.fresh_fragments)[0]
    return turns, int((passed & (late[:, None] | late)).sum())


def _crossing_cost(region: list[Column], view: PageView) -> float:
    """What the columns of a region pay for the rows they are read on over; one column, nothing."""
    if view.crossing is None or len(region) == 1:
        return 0.0
    whole = sum(float(view.crossing[column].sum()) for column in region)
    return whole - float(view.crossing[min(column[0] for column in region)])


def order_to_regions(order: Sequence[int]) -> list[list[Column]]:
    """Regions of an order: parts that are whole stretches of the dump; and the columns of each.

    >>> order_to_regions([0, 1, 3, 5, 2, 4, 6])
    [[[0]], [[1]], [[3, 5], [2, 4]], [[6]]]
    """
    order = list(order)
    path = np.array(order, np.intp)
    ends = np.flatnonzero(np.maximum.accumulate(path) == np.sort(path)) + 1
    turns = np.flatnonzero(path[1:] < path[:-1]) + 1  # inside regions alone
    regions: list[list[Column]] = [[]]
    closing = set(ends.tolist())
    for begin, end in pairwise([0, *sorted([*closing, *turns.tolist()])]):
        regions[-1].append(order[begin:end])
        if end in closing:
            regions.append([])
    return regions[:-1]
