"""Of orders that are worth nearly the same, the one that the text farther away speaks for.

    A1 A2. | B3 B4      Both columns have a full stop at A2 and B2: by their lines, each may go on
    B1 B2. | A3 A4      in either, and the exchange of their tails costs a nat or two. What tells is
                        beyond the line: of which of the two the stretch A3 A4 goes on to speak

Asked only where two orders differ, and only inside columns: what the head of a column says of the
foot before it is little. So text that no search would part is never touched.
"""

from __future__ import annotations

from collections.abc import Iterator

from layoutfix.linking.far import FarReading
from layoutfix.ordering.moves.exchange import near_plans
from layoutfix.ordering.objective import Objective, order_to_regions

MOST_CHANGES = 6
"""Exchanges that are made, one after the other: bounds time."""


def settle_by_text(order: list[int], objective: Objective, reading: FarReading) -> list[int]:
    """The order after exchanges of tails that the text farther away speaks for.

    Each must gain `far.least_gain` with it, and may lose `far.most_behind` without.
    """
    weights = reading.weights
    for _ in range(MOST_CHANGES):
        worth = objective.worth(order)
        others = [*_near_orders(order, objective, weights.most_behind)]
        gains = [
            objective.worth(other) - worth + far
            for other, far in zip(others, reading.gains(order, others), strict=True)
        ]
        best = max(range(len(others)), key=lambda k: round(gains[k], 3), default=None)
        if best is None or gains[best] < weights.least_gain:
            break
        order = others[best]
    return order


def _near_orders(order: list[int], objective: Objective, behind: float) -> Iterator[list[int]]:
    """The orders in which the tails of two columns of one region are exchanged, at little loss."""
    begin = 0
    for region in order_to_regions(order):
        end = begin + sum(map(len, region))
        for columns in near_plans(region, objective, behind):
            inner = [i for column in columns for i in column]
            if inner != order[begin:end]:
                yield [*order[:begin], *inner, *order[end:]]
        begin = end
