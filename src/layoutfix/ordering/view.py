"""A page as the search for its order sees it: arrays in step, and the links among parts of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from layoutfix.arrays import Bools, Floats, Index, Ints
from layoutfix.chardata import may_be_rtl
from layoutfix.linking import LinkScorer
from layoutfix.linking.scoring import may_head_a_column, spanning_odds
from layoutfix.ordering.boundaries import boundary_odds
from layoutfix.ordering.crossings import crossing_costs
from layoutfix.page import Page
from layoutfix.sheet import Sheet
from layoutfix.weights import RegionWeights


class Links(Protocol):
    """The scoring service as the ordering sees it; all scores are log-odds, float32."""

    def score(self, left: Index, right: Index) -> Floats:
        """How well right[k] continues left[k], (p,)."""
        ...

    def starts(self) -> Floats:
        """How well each fragment begins a text, (n,)."""
        ...

    def ends(self) -> Floats:
        """How well each fragment ends a text, (n,)."""
        ...


@dataclass(frozen=True, slots=True)
class PageView:
    """What the search sees of n fragments, in the dump's order.

    links  (n, d) float32: links[j, t] says how well j continues fragment j - 1 - t, in log-odds
    row    (n,) int32: the row it stands in
    x      (n,) float32: its character column, NaN where the dump does not keep it
    width  (n,) float32: printed width in half-width cells
    length (n,) int32: characters
    stops  (n,) bool: it ends with a full stop
    spans  (n,) float32: log-odds that it stands across the columns (a headline, a full-width row)
    boundary (n,) float32: what else says that a region begins at it, in nats; None for nothing
    crossing (n,) float32: what columns pay that are read on over the row that begins here, in nats;
           None for nothing
    begins (n,) bool: a block of rows begins here, so that what stands before says nothing of which
           column is to the left; None where no blocks are known
    heading  (n,) bool: it may be a line of a heading, in larger type; None where that is not asked
    rtl_cost  nats that columns in reverse must gain: inf for never, -inf for always
    mirrored  the columns are read in the reverse of the order in which they appear in the rows
    turned    so many of the columns of a region that stand first are read last
    """

    links: Floats
    row: Ints
    x: Floats
    width: Floats
    length: Ints
    stops: Bools
    spans: Floats
    boundary: Floats | None = None
    crossing: Floats | None = None
    begins: Bools | None = None
    heading: Bools | None = None
    rtl_cost: float = np.inf
    mirrored: bool = False
    turned: int = 0

    def reversed(self) -> PageView:
        """The page with its columns read from right to left."""
        return replace(self, mirrored=True)

    def part(self, begin: int, end: int, spans: Floats, boundary: Floats, gap: float) -> PageView:
        """Fragments `begin` .. `end` - 1 as a page of their own.

        spans, boundary  (end - begin,) by their own columns; gap: the link where there is none
        """
        part = slice(begin, end)
        links = self.links[part].copy()
        j, t = np.indices(links.shape)
        links[t >= j] = gap
        return replace(
            self,
            links=links,
            spans=spans,
            boundary=boundary,
            crossing=None if self.crossing is None else self.crossing[part],
            begins=None if self.begins is None else self.begins[part],
            heading=None if self.heading is None else self.heading[part],
            **{
                name: getattr(self, name)[part] for name in ("row", "x", "width", "length", "stops")
            },
        )


@dataclass(frozen=True, slots=True)
class PartLinks:
    """The links among the fragments `begin` .. `end` - 1 of a page, which count from 0."""

    links: Links
    begin: int
    end: int

    def score(self, left: Index, right: Index) -> Floats:
        """How well right[k] continues left[k], (p,)."""
        return self.links.score(left + self.begin, right + self.begin)

    def starts(self) -> Floats:
        """How well each fragment begins a text, (n,)."""
        return self.links.starts()[self.begin : self.end]

    def ends(self) -> Floats:
        """How well each fragment ends a text, (n,)."""
        return self.links.ends()[self.begin : self.end]


def page_to_view(
    page: Page, links: LinkScorer, sheet: Sheet, begins: Bools | None = None
) -> PageView:
    """What the search sees of a page; `begins` as in `PageView`."""
    weights = sheet.weights.regions
    return PageView(
        links=links.backwards(),
        row=page.row,
        x=page.x,
        width=page.width,
        length=np.array([len(f.text) for f in page.fragments], np.int32),
        stops=links.shapes.ends_stop,
        spans=spanning_odds(page, links, weights),
        boundary=boundary_odds(page.row, page.x, page.width, weights),
        crossing=crossing_costs(
            page.row, page.width, page.blank_above > 0, links.starts(), weights
        ),
        begins=begins,
        heading=_headings(page, links, weights),
        rtl_cost=rtl_cost(page, sheet),
    )


def _headings(page: Page, links: LinkScorer, weights: RegionWeights) -> Bools | None:
    """`may_head_a_column`; None where columns share rows, which show the turns."""
    shared = float(page.row_size.mean()) > weights.heading_row_fragments
    return None if shared else may_head_a_column(page, links, weights)


def poor_share(order: Sequence[int], links: Links) -> float:
    """Share of the joints of an order of two fragments and more that do not read."""
    path = np.array(order, np.intp)
    return float((links.score(path[:-1], path[1:]) < 0).mean())


def reads_badly(order: Sequence[int], links: Links) -> bool:
    """Whether so many joints of an order do not read that another reading is asked as well.

    Columns that are seen may not be all there are.
    """
    return len(order) > 1 and poor_share(order, links) > _POOR_SHARE


_POOR_SHARE = 0.1
"""Share of joints that do not read in the order of a page that was read otherwise than it is."""


def rtl_cost(page: Page, sheet: Sheet) -> float:
    """What columns in reverse must gain on this page, in nats."""
    columns, weights = sheet.config.columns, sheet.weights.order
    if columns != "auto":
        return {"ltr": np.inf, "rtl": -np.inf}[columns]
    if may_be_rtl("".join(f.text for f in page.fragments)):
        return weights.rtl_cost_vertical
    return np.inf if sheet.placed else weights.rtl_cost
