"""Of orders that are worth nearly the same, the one that the text farther away speaks for.

    A1 A2. | B3 B4      Both columns have a full stop at A2 and B2: by their lines, each may go on
    B1 B2. | A3 A4      in either, and the exchange of their tails costs a nat or two. What tells is
                        beyond the line: of which of the two the stretch A3 A4 goes on to speak

Asked only where two orders differ, and only inside columns: what the head of a column says of the
foot before it is little. So text that no search would part is never touched.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from layoutfix.linking.far import FarReading
from layoutfix.ordering.moves.exchange import LONGEST_HEADER, near_plans
from layoutfix.ordering.objective import Objective, order_to_regions
from layoutfix.ordering.plans import Column

MOST_CHANGES = 6
"""Exchanges that are made, one after the other: bounds time."""


def settle_by_text(order: list[int], objective: Objective, reading: FarReading) -> list[int]:
    """The order after exchanges of tails that the text farther away speaks for.

    By it alone, and with what they gain or lose by all else, they must gain `far.least_gain`.
    """
    weights = reading.weights
    for _ in range(MOST_CHANGES):
        others = [*_near_orders(order, objective, weights.most_behind)]
        by_text = reading.gains(order, others)
        spoken = [k for k, gain in enumerate(by_text) if gain >= weights.least_gain]
        worth = objective.worth(order)
        gains = [round(objective.worth(others[k]) - worth + by_text[k], 3) for k in spoken]
        if not gains or max(gains) < weights.least_gain:
            break
        order = others[spoken[gains.index(max(gains))]]
    return order


def _near_orders(order: list[int], objective: Objective, behind: float) -> Iterator[list[int]]:
    """The orders in which the tails of two columns of one region are exchanged, at little loss."""
    for begin, columns in _whole_regions(order):
        end = begin + sum(map(len, columns))
        for other in near_plans(columns, objective, behind):
            inner = [i for column in other for i in column]
            if inner != order[begin:end]:
                yield [*order[:begin], *inner, *order[end:]]


def _whole_regions(order: list[int]) -> Iterator[tuple[int, list[Column]]]:
    """Where each region of several columns begins in an order, and its columns, whole.

    By themselves the first line of a column that begins first, and the last ones of one that ends
    last, are whole stretches of the dump, too: these are put back.
    """
    regions = order_to_regions(order)
    at = 0
    for k, region in enumerate(regions):
        size = sum(map(len, region))
        if len(region) > 1:
            head, foot = _lines_before(regions, k), _lines_after(regions, k)
            first, *inner, last = region
            yield at - len(head), [[*head, *first], *inner, [*last, *foot]]
        at += size


def _lines_before(regions: list[list[Column]], k: int) -> Column:
    """The line above region k, if it is of no region of several columns."""
    above = regions[k - 1] if k else []
    return above[0][-1:] if len(above) == 1 else []


def _lines_after(regions: list[list[Column]], k: int) -> Column:
    """The lines below region k, but for the one that may begin the next."""
    below = [*takewhile(lambda region: len(region) == 1, regions[k + 1 :])]
    if k + 1 + len(below) < len(regions):
        below = below[:-1]
    return [i for region in below for i in region[0]][:LONGEST_HEADER]
