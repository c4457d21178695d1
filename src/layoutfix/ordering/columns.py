"""Page -> order: columns under several settings, or a path."""

from __future__ import annotations

import numpy as np

from layoutfix.arrays import Bools, Ints
from layoutfix.chardata import may_be_rtl
from layoutfix.linking import LinkScorer
from layoutfix.linking.scoring import may_head_a_column, spanning_odds
from layoutfix.ordering.again import PageOfColumns, look_again
from layoutfix.ordering.boundaries import boundary_odds
from layoutfix.ordering.path import path_in_place
from layoutfix.ordering.search import FoundOrder, search_columns
from layoutfix.ordering.unshuffle import Lines
from layoutfix.page import Page, lines_of_blocks
from layoutfix.sheet import Sheet
from layoutfix.weights import PathWeights, RegionWeights


def order_columns(
    pieces: Page, links: LinkScorer, sheet: Sheet, *, begins: Bools | None = None
) -> FoundOrder:
    """The order of fragments that stand in columns. `begins`: as in `ordering.unshuffle.Lines`."""
    page = page_of_columns(pieces, links, sheet, begins=begins)
    chosen, seen = search_columns(page.lines, links, sheet.weights.chain, page.turns)
    if not seen.mirrored:
        chosen = look_again(chosen, page)
    by_path = _try_path(chosen.order, pieces.row, links, sheet.weights.path)
    return chosen if by_path is None else FoundOrder(by_path, 0, chosen.value)


def page_of_columns(
    pieces: Page, links: LinkScorer, sheet: Sheet, *, begins: Bools | None = None
) -> PageOfColumns:
    """What the search for columns sees of a page, and by what it values an order."""
    weights = sheet.weights
    lines = Lines(
        links=links.backwards(),
        row=pieces.row,
        x=pieces.x,
        width=pieces.width,
        length=np.array([len(f.text) for f in pieces.fragments], np.int32),
        stops=links.shapes.ends_stop,
        spans=spanning_odds(pieces, links, weights.regions),
        rtl_cost=rtl_cost(pieces, sheet),
        begins=begins,
        boundary=boundary_odds(pieces.row, pieces.x, pieces.width, weights.regions),
        heading=_headings(pieces, links, weights.regions),
        goes_on=lines_of_blocks(pieces),
    )
    return PageOfColumns(pieces, lines, links, weights, weights.turns)


def _headings(pieces: Page, links: LinkScorer, weights: RegionWeights) -> Bools | None:
    """`may_head_a_column`; None where columns share rows, which show the turns."""
    shared = mean_row(pieces.row) > weights.heading_row_fragments
    return None if shared else may_head_a_column(pieces, links, weights)


def mean_row(row: Ints) -> float:
    """Fragments of the row in which a fragment stands, as a mean over fragments."""
    return float(np.bincount(row)[row].mean())


def rtl_cost(pieces: Page, sheet: Sheet) -> float:
    """What columns in reverse must gain on this page, in nats."""
    columns, weights = sheet.config.columns, sheet.weights.chain
    if columns != "auto":
        return {"ltr": np.inf, "rtl": -np.inf}[columns]
    text = "".join(f.text for f in pieces.fragments)
    return weights.rtl_cost_vertical if may_be_rtl(text) else weights.rtl_cost


def _try_path(
    order: list[int], row: Ints, links: LinkScorer, weights: PathWeights
) -> list[int] | None:
    """The path search's order, where it is to be taken in a dump of blocks.

    Where a row holds more lines than a page has columns, the dump is one of whole blocks joined
    into rows: columns do not take turns in all of it.
    """
    if len(order) > weights.most_fragments or mean_row(row) <= weights.block_row_fragments:
        return None
    return path_in_place(links, order, weights)
