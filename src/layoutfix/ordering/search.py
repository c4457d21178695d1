"""The search for an order: columns are proposed, moves change them, what is worth most is kept.

    columns (a beam, four settings)       proposals
      -> parts exchanged                  moves inside a region
      -> headers parted, regions divided  moves of regions
      -> read from right to left?         all columns of the page
      -> parts of the page searched anew  until nothing gains
      -> what text lines away speaks for  of orders worth nearly the same

All of them are judged by one objective (`ordering.objective`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from layoutfix.arrays import Bools
from layoutfix.linking import LinkScorer
from layoutfix.linking.far import far_reading
from layoutfix.ordering.moves.exchange import exchange_parts
from layoutfix.ordering.moves.far import settle_by_text
from layoutfix.ordering.moves.parts import PartSearch, look_again
from layoutfix.ordering.moves.regions import divide, part_header
from layoutfix.ordering.moves.turned import turn_columns
from layoutfix.ordering.objective import Objective, order_to_regions
from layoutfix.ordering.plans import Column, left_to_right
from layoutfix.ordering.proposals.columns import FoundColumns, find_columns
from layoutfix.ordering.view import page_to_view
from layoutfix.page import Page
from layoutfix.sheet import Sheet
from layoutfix.weights import TurnWeights

MOST_WAYS = 4
"""Proposals that are carried to a finished order: bounds time."""


@dataclass(frozen=True, slots=True)
class FoundOrder:
    """An order of all fragments of a page, how many columns take turns in it, its worth in nats.

    in_blocks  the dump has blank lines between runs of lines (`ordering.runs`)
    """

    order: list[int]
    columns: int
    worth: float
    in_blocks: bool = False


def page_objective(
    page: Page, links: LinkScorer, sheet: Sheet, begins: Bools | None = None
) -> Objective:
    """What orders of a page are valued by. `begins`: as in `PageView`."""
    view = page_to_view(page, links, sheet, begins)
    return Objective(view, links, sheet.weights.order, sheet.weights.turns)


def order_columns(
    page: Page, links: LinkScorer, sheet: Sheet, begins: Bools | None = None
) -> FoundOrder:
    """The order of fragments that stand in columns. `begins`: as in `PageView`."""
    objective = page_objective(page, links, sheet, begins)
    order, seen = search_columns(objective)
    if not seen.view.mirrored:
        order = look_again(order, PartSearch(page, links, sheet.weights, objective, _search_part))
    order = turn_columns(order, seen)
    if reading := far_reading(page, sheet):
        order = settle_by_text(order, seen, reading)
    return FoundOrder(order, count_columns(order), seen.worth(order))


def count_columns(order: list[int]) -> int:
    """The most columns of a region of an order.

    >>> count_columns([0, 1, 3, 2, 4])
    2
    """
    return max(map(len, order_to_regions(order)))


def search_columns(objective: Objective) -> tuple[list[int], Objective]:
    """The best order in columns that was found; and what values it, reversed where these are."""
    found = [_finish(columns, objective) for columns in _best_proposals(objective)]
    return max(found, key=lambda each: each[1].worth(each[0]))


def _search_part(objective: Objective) -> list[int] | None:
    """The best order of a part in columns; None where these run from right to left."""
    order, seen = search_columns(objective)
    return None if seen.view.mirrored else order


def _best_proposals(objective: Objective) -> list[FoundColumns]:
    """The columns that are worth most as they stand."""
    found = _distinct(find_columns(objective.view, *_settings(objective.turns)))
    if len(found) <= MOST_WAYS:
        return found
    worths = [
        objective.worth([i for region in _to_regions(each, objective) for c in region for i in c])
        for each in found
    ]
    best = np.argsort(-np.round(worths, 3), kind="stable")
    return [found[k] for k in best[:MOST_WAYS]]


def _settings(weights: TurnWeights) -> list[TurnWeights]:
    """The settings of the beams: as set, fewer columns, freer turns, stricter ones."""
    return [
        replace(
            weights,
            open_cost=opening * weights.open_cost,
            late_open_cost=opening * weights.late_open_cost,
            pass_costs=tuple(passing * cost for cost in weights.pass_costs),
        )
        for opening, passing in weights.ways
    ]


def _distinct(found: list[FoundColumns]) -> list[FoundColumns]:
    """The proposals without those that are there twice."""
    seen: dict[bytes, FoundColumns] = {}
    for each in found:
        seen.setdefault(each.column.tobytes() + each.region.tobytes(), each)
    return list(seen.values())


def _finish(columns: FoundColumns, objective: Objective) -> tuple[list[int], Objective]:
    """The order that moves make of columns; and the objective, reversed where these are.

    In reverse where the same regions read so are worth more: a joint from foot to head says little,
    those of all regions together more. Evidence alone seldom turns a page, it must be strong, or
    something else must speak for it (`rtl_cost`).
    """
    backwards = objective.reversed()
    if objective.view.rtl_cost == -np.inf:
        return _move(columns, backwards), backwards
    order = _move(columns, objective)
    if objective.view.rtl_cost == np.inf:
        return order, objective
    turned = _turn_around(order)
    if turned != order and backwards.worth(turned) > objective.worth(order):
        return _move(columns, backwards), backwards
    return order, objective


def _move(columns: FoundColumns, objective: Objective) -> list[int]:
    """The order of columns after all moves."""
    once = objective.once
    regions = [once(exchange_parts, region) for region in _to_regions(columns, objective)]
    regions = [part for region in regions for part in once(part_header, region)]
    divided: list[list[Column]] = []
    for region in regions:
        parts = once(divide, region)
        if len(parts) > 1:
            parts = [once(exchange_parts, part) for part in parts]
        divided += parts
    return [i for region in divided for column in region for i in column]


def _turn_around(order: list[int]) -> list[int]:
    """The order with the columns of each of its regions read from the other side."""
    turned: list[int] = []
    for region in order_to_regions(order):
        turned += [i for column in region[::-1] for i in column]
    return turned


def _to_regions(columns: FoundColumns, objective: Objective) -> list[list[Column]]:
    """Per region its columns as they are read (by x where known, else as they take turns)."""
    regions: dict[int, dict[int, Column]] = {}
    both = zip(columns.region.tolist(), columns.column.tolist(), strict=True)
    for i, (region, column) in enumerate(both):
        regions.setdefault(region, {}).setdefault(column, []).append(i)
    return [left_to_right([*own.values()], objective.view) for _, own in sorted(regions.items())]
