"""A second look at stretches of a page whose columns are not as wide as those of most of it.

What is much wider than the columns of a page stands across them: a headline. Under a part with many
narrow columns, the lines of two wide ones are taken for that, each one for a row of its own:

    A1 B1 C1 D1 E1        found: A1 A2 ... E1 E2, F1, G1, F2, G2 ...,
    A2 B2 C2 D2 E2        the latter all of them joints that do not read
    F1____ G1____
    F2____ G2____

So each part of the order that was found is searched anew, as if it were a page of its own, by the
width of its own columns. And where the columns of one article were carried on into the next, few of
the joints that cross the row between them read: there, a part is searched in two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np

from layoutfix.arrays import Floats, Index
from layoutfix.ordering.chain import Links, order_to_regions
from layoutfix.ordering.unshuffle import Lines
from layoutfix.weights import ChainWeights


@dataclass(frozen=True, slots=True)
class PartLinks:
    """The links among the fragments `begin` .. `end` - 1 of a page, which count from 0."""

    links: Links
    begin: int
    end: int

    def score(self, left: Index, right: Index) -> Floats:
        """How well right[k] continues left[k], (p,)."""
        return self.links.score(left + self.begin, right + self.begin)

    def rivals(self, left: Index, right: Index) -> Floats:
        """The best other link of either side, on the whole page, (p,)."""
        return self.links.rivals(left + self.begin, right + self.begin)

    def starts(self) -> Floats:
        """How well each fragment begins a text, (n,)."""
        return self.links.starts()[self.begin : self.end]

    def ends(self) -> Floats:
        """How well each fragment ends a text, (n,)."""
        return self.links.ends()[self.begin : self.end]


def part_of_lines(
    lines: Lines, begin: int, end: int, spans: Floats, boundary: Floats, gap: float
) -> Lines:
    """Fragments `begin` .. `end` - 1 as a page of their own.

    spans, boundary  (end - begin,) by their own columns; gap: the link where there is none
    """
    part = slice(begin, end)
    links = lines.links[part].copy()
    j, t = np.indices(links.shape)
    links[t >= j] = gap
    return replace(
        lines,
        links=links,
        spans=spans,
        boundary=boundary,
        **{name: getattr(lines, name)[part] for name in ("row", "x", "width", "length", "stops")},
        begins=None if lines.begins is None else lines.begins[part],
        heading=None if lines.heading is None else lines.heading[part],
        goes_on=None if lines.goes_on is None else lines.goes_on[part],
    )


def find_stretches(
    order: Sequence[int], links: Links, weights: ChainWeights
) -> list[tuple[int, int]]:
    """Parts of an order to look at again: where each begins and ends in the dump.

    Runs of small regions whose joints are poor; and each large region with the small ones above it,
    unless that is most of the page, whose search was the same.
    """
    sizes = [sum(map(len, runs)) for runs in order_to_regions(list(order))]
    found, at = [], 0
    for small, group in groupby(sizes, key=lambda size: size <= weights.again_region):
        begin, at = at, at + sum(group)
        path = np.array(order[begin:at], np.intp)
        if small and len(path) >= weights.again_least:
            mean = float(links.score(path[:-1], path[1:]).mean())
            found += [(begin, at)] if mean < weights.again_below else []
    begin = at = 0
    for size in sizes:
        at += size
        if size > weights.again_region:
            found += [(begin, at)] if at - begin <= weights.again_most * len(order) else []
            begin = at
    return found


def reads_poorly(part: Sequence[int], links: Links, weights: ChainWeights) -> bool:
    """Whether more joints of a part of an order than of most are worth less than nothing."""
    path = np.array(part, np.intp)
    return float((links.score(path[:-1], path[1:]) < 0).mean()) > weights.again_poor_share


def find_windows(order: Sequence[int], weights: ChainWeights) -> list[tuple[int, int]]:
    """Each region of several columns that may be two, with the small ones above and below it.

    None of more fragments than `weights.largest_divided`.
    """
    regions = order_to_regions(list(order))
    ends = np.cumsum([0, *(sum(map(len, part)) for part in regions)]).tolist()
    large = [
        k
        for k, part in enumerate(regions)
        if len(part) > 1 and ends[k + 1] - ends[k] >= 2 * weights.again_region
    ]
    begins = [0, *(ends[k + 1] for k in large[:-1])]
    stops = [*(ends[k] for k in large[1:]), ends[-1]]
    windows = zip(begins, stops, strict=True) if large else []
    return [(a, b) for a, b in windows if b - a <= weights.largest_divided]


def find_divisions(
    order: Sequence[int],
    begin: int,
    end: int,
    lines: Lines,
    links: Links,
    weights: ChainWeights,
) -> list[int]:
    """The fragments of a part before which it may be two, the likeliest first. O(n log n).

    What speaks for it: joints of the order that cross the place do not read, the fragment begins a
    text, and the rows say so (`Lines.boundary`).
    """
    path = np.array(order[begin:end], np.intp)
    n = end - begin
    first, second = path[:-1] - begin, path[1:] - begin
    down = second > first
    value = links.score(path[:-1], path[1:]).astype(np.float64)[down]
    opened = np.bincount(first[down] + 1, value, minlength=n + 1)
    closed = np.bincount(second[down] + 1, value, minlength=n + 1)
    crossing = np.cumsum(opened - closed)[:n]
    signs = links.starts()[begin:end] - crossing
    if lines.boundary is not None:
        signs += lines.boundary[begin:end]
    inside = np.arange(weights.least_divided, n - weights.least_divided)
    inside = inside[lines.row[begin + inside] != lines.row[begin + inside - 1]]
    found: list[int] = []
    for at in inside[np.argsort(-signs[inside], kind="stable")].tolist():
        if len(found) == weights.most_divisions or signs[at] < weights.division_signs:
            break
        if all(abs(at - other) > weights.division_apart for other in found):
            found.append(at)
    return [begin + at for at in found]
