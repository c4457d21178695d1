"""What an order is worth: a few terms, the same for all that propose or change orders.

    worth = link + ends + first_gain * first - turns_price * turns
            - region_cost * regions - displaced_cost * displaced - reverse

    link        A2 goes on in A3        how well each fragment continues the one before it
    ends                                how well the first begins a text, and the last ends one
    first       1 A1 .. B1 ..           what the dump has first is read first
    turns       A1 A2 A3 B1 A4          B was passed over twice before its first line: columns take
                                        turns in the dump, and open near its top (`turns`)
    regions     A1 B1 A2 B2 | C1 D1     each stretch of the dump that is read in columns of its own
    displaced   A C B, C between them   a column that opens late is read elsewhere than it stands
    reverse     B1 A1 B2 A2             columns are read from right to left

The beam that finds columns adds up links and turns as it goes, with what it sees of places and
widths (`proposals.columns`). Moves change an order where it is worth more by what they must gain;
the arrays by which they value hundreds of orders at once (`moves.exchange`) are the same sum, which
tests hold them to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from layoutfix.ordering.late import late_columns
from layoutfix.ordering.plans import Column, columns_to_labels, left_to_right
from layoutfix.ordering.turns import turn_costs
from layoutfix.ordering.view import Links, PageView
from layoutfix.weights import OrderWeights, TurnWeights


class Terms(NamedTuple):
    """What speaks for and against an order: nats, or how many (`first`: 0 or 1)."""

    link: float
    ends: float
    first: float
    turns: float
    regions: int
    displaced: int
    reverse: float

    def worth(self, weights: OrderWeights) -> float:
        """Their sum at the prices of an order."""
        gains = self.link + self.ends + weights.first_gain * self.first
        costs = weights.turns_price * self.turns + weights.region_cost * self.regions
        return gains - costs - weights.displaced_cost * self.displaced - self.reverse


@dataclass(frozen=True, slots=True)
class Objective:
    """The worth of the orders of a page, or of a part of one that is taken as a page."""

    view: PageView
    links: Links
    weights: OrderWeights
    turns: TurnWeights
    _known: dict[tuple[tuple[int, ...], ...], tuple[float, int]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def worth(self, order: Sequence[int]) -> float:
        """What an order of all fragments is worth, in nats. O(n * columns)."""
        return self.terms(order).worth(self.weights)

    def terms(self, order: Sequence[int]) -> Terms:
        """The terms of an order of all fragments, or of those of some whole regions."""
        path = np.array(order, np.intp)
        regions = order_to_regions(order)
        costs = [self._region_costs(region) for region in regions if len(region) > 1]
        reverse = self.view.rtl_cost if self.view.mirrored else 0.0
        return Terms(
            link=float(self.links.score(path[:-1], path[1:]).sum()),
            ends=float(self.links.starts()[path[0]] + self.links.ends()[path[-1]]),
            first=float(self.view.mirrored or order[0] == min(order)),
            turns=sum(turns for turns, _ in costs),
            regions=len(costs),
            displaced=sum(passed for _, passed in costs),
            reverse=reverse if np.isfinite(reverse) else 0.0,
        )

    def _region_costs(self, region: list[Column]) -> tuple[float, int]:
        """What the turns of a region cost, and how many columns a late one passes."""
        key = tuple(tuple(column) for column in region)
        if key not in self._known:
            arranged = left_to_right(region, self.view)
            turns = float(turn_costs([arranged], self.view, self.turns)[0]) / 1000
            self._known[key] = turns, self._displaced(region, arranged)
        return self._known[key]

    def _displaced(self, region: list[Column], arranged: list[Column]) -> int:
        """How many columns a late one passes that is read elsewhere than it stands."""
        at, label = columns_to_labels([arranged])
        late = late_columns(at, label, self.view, self.turns.fresh_fragments)[0]
        places = [arranged.index(column) for column in region]
        pairs = [(a, b) for k, a in enumerate(places) for b in places[k + 1 :] if a > b]
        return sum(bool(late[a] or late[b]) for a, b in pairs)

    def reversed(self) -> Objective:
        """The same for columns that are read from right to left."""
        return replace(self, view=self.view.reversed())


def order_to_regions(order: Sequence[int]) -> list[list[Column]]:
    """Regions of an order: parts that are whole stretches of the dump; and the columns of each.

    >>> order_to_regions([0, 1, 3, 5, 2, 4, 6])
    [[[0]], [[1]], [[3, 5], [2, 4]], [[6]]]
    """
    regions: list[list[Column]] = []
    part: list[Column] = []
    ordered = sorted(order)
    highest = -1
    for at, i in enumerate(order):
        if part and i > part[-1][-1]:
            part[-1].append(i)
        else:
            part.append([i])
        highest = max(highest, i)
        if highest == ordered[at]:
            regions.append(part)
            part = []
    return regions
