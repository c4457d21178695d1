"""Parts of a page searched anew, as if each were a page, where the page is worth more by it.

One search over a whole page has one setting for all articles on it, and one width that tells what
stands across the columns. Under a part with many narrow columns, the lines of two wide ones are
taken for headlines, each one for a row of its own:

    A1 B1 C1 D1 E1        found: A1 A2 ... E1 E2, F1, G1, F2, G2 ...,
    A2 B2 C2 D2 E2        the latter all of them joints that do not read
    F1____ G1____
    F2____ G2____

So large parts of the order that was found are searched by the widths of their own columns. And
where the columns of one article were carried on into the next, few of the joints that cross the row
between them read: there, a part is searched in two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np

from layoutfix.arrays import Floats
from layoutfix.linking import LinkScorer
from layoutfix.linking.scoring import spanning_odds
from layoutfix.ordering.boundaries import boundary_odds
from layoutfix.ordering.objective import Objective, order_to_regions
from layoutfix.ordering.view import PartLinks, poor_share
from layoutfix.page import Page
from layoutfix.weights import Weights

Search = Callable[[Objective], list[int] | None]
"""The best order in columns of what an objective values; None where these run from the right."""
Part = tuple[int, int]
"""A stretch of the dump: its first fragment, and the one after its last."""

SMALL = 12
"""Fragments of a small region; runs of these are searched together, from LEAST_TOGETHER on."""
LEAST_TOGETHER = 10
WEAK_LINK = 1.2
"""Mean link of a run of small regions below which it is searched anew: bounds time."""
MOST_OF_PAGE = 0.95
"""A part with more of the page's fragments was searched already."""
POOR_SHARE, OTHERWISE_SHARE = 0.1, 0.05
"""Joints of a part that do not read, and fragments that its own widths see otherwise, as shares,
from which it is searched anew: bounds time."""
LARGEST_DIVIDED = 600
"""Fragments of the largest part that is searched in two: bounds time."""
MOST_DIVISIONS = 2
"""Places at which a part is searched in two."""
LEAST_DIVIDED, APART = 6, 4
"""Fragments that either half has at least, and that stand between two places."""
LONGEST_HEAD = 3
"""Fragments before such a place that may be the head of the lower half."""


@dataclass(frozen=True, slots=True)
class PartSearch:
    """Searches parts of a page as pages of their own."""

    page: Page
    links: LinkScorer
    weights: Weights
    objective: Objective
    search: Search

    def anew(self, order: list[int], *cuts: int) -> list[int]:
        """The order with its parts from cut to cut, fragments of the dump, searched anew.

        The order itself where a part by itself would be read from right to left.
        """
        inner: list[int] = []
        for begin, end in pairwise(cuts):
            found = self.search(self._part(begin, end))
            if found is None:
                return order
            inner += [begin + i for i in found]
        return [*order[: cuts[0]], *inner, *order[cuts[-1] :]]

    def _part(self, begin: int, end: int) -> Objective:
        """What values the orders of a part, by the widths of its own columns."""
        own, page, weights = slice(begin, end), self.page, self.weights
        spans = self._spans(begin, end)
        boundary = boundary_odds(page.row[own], page.x[own], page.width[own], weights.regions)
        view = self.objective.view.part(begin, end, spans, boundary, weights.links.gap)
        links = PartLinks(self.links, begin, end)
        return Objective(view, links, self.objective.weights, self.objective.turns)

    def _spans(self, begin: int, end: int) -> Floats:
        """Log-odds that the fragments of a part stand across its own columns."""
        part = slice(begin, end)
        return spanning_odds(self.page, self.links, self.weights.regions, part)

    def is_worth_a_look(self, order: list[int], begin: int, end: int) -> bool:
        """Whether joints of a part do not read, or its own widths see its lines otherwise."""
        if poor_share(order[begin:end], self.links) > POOR_SHARE:
            return True
        otherwise = self._spans(begin, end) != self.objective.view.spans[begin:end]
        return float(otherwise.mean()) >= OTHERWISE_SHARE


def look_again(order: list[int], parts: PartSearch) -> list[int]:
    """The order with parts of it searched anew, whole and in two, where the page gains."""
    objective = parts.objective
    worth = objective.worth(order)
    for begin, end in find_stretches(order, objective):
        if parts.is_worth_a_look(order, begin, end):
            other = parts.anew(order, begin, end)
            gained = objective.worth(other)
            if gained > worth + objective.weights.part_gain:
                order, worth = other, gained
    tried: set[tuple[int, int, int]] = set()
    while (better := _divide_one(order, worth, parts, tried)) is not None:
        order, worth = better, objective.worth(better)
    return order


def _divide_one(
    order: list[int], worth: float, parts: PartSearch, tried: set[tuple[int, int, int]]
) -> list[int] | None:
    """The order with a part searched in two that was not tried before; None where none gains."""
    objective = parts.objective
    for begin, end in find_windows(order):
        for cut in find_divisions(order, begin, end, objective):
            if (begin, cut, end) in tried:
                continue
            tried.add((begin, cut, end))
            other = _search_in_two(order, begin, cut, end, parts)
            if objective.worth(other) > worth + objective.weights.division_gain:
                return other
    return None


def _search_in_two(
    order: list[int], begin: int, cut: int, end: int, parts: PartSearch
) -> list[int]:
    """The order with a part searched in two; what stands before the cut may be the lower's head.

    The rows of a headline hold the columns above as little together as those below it, so the cut
    may be at its end. Where it is worth more above the lower half, that is where the lower begins.
    """
    best, worth = parts.anew(order, begin, cut, end), parts.objective.worth
    if best == order:
        return order
    upper, lower = best[begin:cut], best[cut:]
    heads = [
        [*order[:begin], *(i for i in upper if i < cut - size), *range(cut - size, cut), *lower]
        for size in range(1, min(LONGEST_HEAD, cut - begin - 2) + 1)
    ]
    worths = [worth(best), *map(worth, heads)]
    size = int(np.argmax(worths))
    if not size:
        return best
    again = parts.anew(order, begin, cut - size, end)
    return max(again, heads[size - 1], key=worth)


def find_stretches(order: Sequence[int], objective: Objective) -> list[Part]:
    """Parts of an order to look at again: where each begins and ends in the dump.

    Runs of small regions whose joints are poor; and each large region with the small ones above it.
    None that is most of the page, whose search was the same.
    """
    sizes = [sum(map(len, region)) for region in order_to_regions(order)]
    found, at = [], 0
    for small, group in groupby(sizes, key=lambda size: size <= SMALL):
        begin, at = at, at + sum(group)
        path = np.array(order[begin:at], np.intp)
        if small and LEAST_TOGETHER <= len(path) <= MOST_OF_PAGE * len(order):
            mean = float(objective.links.score(path[:-1], path[1:]).mean())
            found += [(begin, at)] if mean < WEAK_LINK else []
    begin = at = 0
    for size in sizes:
        at += size
        if size > SMALL:
            found += [(begin, at)] if at - begin <= MOST_OF_PAGE * len(order) else []
            begin = at
    return found


def find_windows(order: Sequence[int]) -> Iterator[Part]:
    """Each region of several columns that may be two, with the small ones above and below it."""
    regions = order_to_regions(order)
    ends = np.cumsum([0, *(sum(map(len, region)) for region in regions)]).tolist()
    large = [
        k
        for k, region in enumerate(regions)
        if len(region) > 1 and ends[k + 1] - ends[k] >= 2 * SMALL
    ]
    begins = [0, *(ends[k + 1] for k in large[:-1])]
    stops = [*(ends[k] for k in large[1:]), ends[-1]]
    for begin, end in zip(begins, stops, strict=True) if large else ():
        if end - begin <= LARGEST_DIVIDED:
            yield begin, end


def find_divisions(order: Sequence[int], begin: int, end: int, objective: Objective) -> list[int]:
    """The fragments of a part before which it may be two, the likeliest first. O(n log n).

    What speaks for it: joints of the order that cross the place do not read, the fragment begins a
    text, and the rows say so (`PageView.boundary`).
    """
    links, view = objective.links, objective.view
    path = np.array(order[begin:end], np.intp)
    n = end - begin
    first, second = path[:-1] - begin, path[1:] - begin
    down = second > first
    value = links.score(path[:-1], path[1:]).astype(np.float64)[down]
    opened = np.bincount(first[down] + 1, value, minlength=n + 1)
    closed = np.bincount(second[down] + 1, value, minlength=n + 1)
    crossing = np.cumsum(opened - closed)[:n]
    signs = links.starts()[begin:end] - crossing
    if view.crossing is not None:
        signs += view.crossing[begin:end]
    if view.boundary is not None:
        signs += view.boundary[begin:end]
    inside = np.arange(LEAST_DIVIDED, n - LEAST_DIVIDED)
    inside = inside[view.row[begin + inside] != view.row[begin + inside - 1]]
    found: list[int] = []
    for at in inside[np.argsort(-signs[inside], kind="stable")].tolist():
        if len(found) == MOST_DIVISIONS or signs[at] < objective.weights.division_signs:
            break
        if all(abs(at - other) > APART for other in found):
            found.append(at)
    return [begin + at for at in found]
