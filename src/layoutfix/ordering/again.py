"""A second look at parts of a page: searched anew as if each were a page, where the page gains.

One search over a whole page has one setting for all articles on it, and may carry the columns of
one article on into the next. So each large part of the order that was found is searched by itself,
and in two where little of what was found goes on across a row.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from layoutfix.linking import LinkScorer
from layoutfix.linking.scoring import spanning_odds
from layoutfix.ordering.boundaries import boundary_odds
from layoutfix.ordering.chain import order_value
from layoutfix.ordering.search import FoundOrder, search_columns
from layoutfix.ordering.stretches import (
    PartLinks,
    find_divisions,
    find_stretches,
    find_windows,
    part_of_lines,
    reads_poorly,
)
from layoutfix.ordering.unshuffle import Lines
from layoutfix.page import Page
from layoutfix.weights import TurnWeights, Weights


@dataclass(frozen=True, slots=True)
class PageOfColumns:
    """A page whose columns are read from left to right, as the search sees it."""

    pieces: Page
    lines: Lines
    links: LinkScorer
    weights: Weights
    turns: TurnWeights

    def with_order(self, order: list[int], columns: int) -> FoundOrder:
        """The order and what it is worth."""
        value = order_value(order, self.lines, self.links, self.weights.chain, self.turns)
        return FoundOrder(order, columns, value)

    def search(self, found: FoundOrder, *cuts: int) -> FoundOrder:
        """The order with its parts from cut to cut, fragments of the dump, searched anew.

        `found` itself where a part by itself would be read from right to left.
        """
        inner: list[int] = []
        columns = found.columns
        for begin, end in pairwise(cuts):
            own, pieces, weights = slice(begin, end), self.pieces, self.weights
            spans = spanning_odds(pieces, self.links, weights.regions, own)
            boundary = boundary_odds(
                pieces.row[own], pieces.x[own], pieces.width[own], weights.regions
            )
            gap = weights.links.gap
            part = part_of_lines(self.lines, begin, end, spans, boundary, gap)
            links = PartLinks(self.links, begin, end)
            inside, seen = search_columns(part, links, weights.chain, self.turns)
            if seen.mirrored:
                return found
            inner += [begin + i for i in inside.order]
            columns = max(columns, inside.columns)
        return self.with_order([*found.order[: cuts[0]], *inner, *found.order[cuts[-1] :]], columns)

    def is_seen_otherwise(self, begin: int, end: int) -> bool:
        """Whether the width of its own columns tells other lines of a part to stand across them."""
        own = slice(begin, end)
        spans = spanning_odds(self.pieces, self.links, self.weights.regions, own)
        other = float((spans != self.lines.spans[own]).mean())
        return other >= self.weights.chain.again_share


def look_again(found: FoundOrder, page: PageOfColumns) -> FoundOrder:
    """The order with parts of it searched anew, whole and in two, where the page gains."""
    chain = page.weights.chain
    for begin, end in find_stretches(found.order, page.links, chain):
        poor = reads_poorly(found.order[begin:end], page.links, chain)
        if poor or page.is_seen_otherwise(begin, end):
            other = page.search(found, begin, end)
            found = other if other.value > found.value + chain.again_gain else found
    tried: set[tuple[int, int, int]] = set()
    while (better := _divide_one(found, page, tried)) is not None:
        found = better
    return found


def _divide_one(
    found: FoundOrder, page: PageOfColumns, tried: set[tuple[int, int, int]]
) -> FoundOrder | None:
    """The order with a part searched in two that was not tried before; None where none gains."""
    chain = page.weights.chain
    for begin, end in find_windows(found.order, chain):
        for cut in find_divisions(found.order, begin, end, page.lines, page.links, chain):
            if (begin, cut, end) in tried:
                continue
            tried.add((begin, cut, end))
            other = _search_in_two(found, begin, cut, end, page)
            if other.value > found.value + chain.division_gain:
                return other
    return None


def _search_in_two(
    found: FoundOrder, begin: int, cut: int, end: int, page: PageOfColumns
) -> FoundOrder:
    """The order with a part searched in two; what stands before the cut may be the lower's head.

    The rows of a headline hold the columns above as little together as those below it, so the cut
    may be at its end. Where it is worth more above the lower half, that is where the lower begins.
    """
    best = page.search(found, begin, cut, end)
    if best is found:
        return found
    head = 0
    upper, lower = best.order[begin:cut], best.order[cut:]
    for size in range(1, min(page.weights.chain.longest_head, cut - begin - 2) + 1):
        kept = [i for i in upper if i < cut - size]
        order = [*found.order[:begin], *kept, *range(cut - size, cut), *lower]
        other = page.with_order(order, best.columns)
        if other.value > best.value:
            best, head = other, size
    if head:
        other = page.search(found, begin, cut - head, end)
        best = other if other.value > best.value else best
    return best
