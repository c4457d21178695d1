"""A second look at stretches of a page that the search left as the dump has them.

The search for streams runs down the page once. Where it takes the first rows below a headline for
one wide column, the rows after them are hardly ever told apart again, though each column reads well
by itself:

    A1            found: A1 B1 A2 B2 A3 ..., all of them joints that do not read
    B1
    A2 ...

Such a stretch is a run of small regions whose joints are poor. It is searched anew, as if it were
a page of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np
import numpy.typing as npt

from layoutfix.config import ChainConfig
from layoutfix.ordering.chain import Links, order_to_regions
from layoutfix.ordering.unshuffle import Lines

Floats = npt.NDArray[np.float32]
Index = npt.NDArray[np.intp]


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


def part_of_lines(lines: Lines, begin: int, end: int, gap: float) -> Lines:
    """Fragments `begin` .. `end` - 1 as a page of their own; `gap`: the link where there is none."""
    part = slice(begin, end)
    links = lines.links[part].copy()
    j, t = np.indices(links.shape)
    links[t >= j] = gap
    return replace(
        lines,
        links=links,
        **{
            name: getattr(lines, name)[part]
            for name in ("row", "x", "width", "length", "stops", "spans")
        },
        begins=None if lines.begins is None else lines.begins[part],
    )


def poor_stretches(order: Sequence[int], links: Links, config: ChainConfig) -> list[tuple[int, int]]:
    """Runs of small regions whose joints are poor: where each begins and ends, in the dump."""
    found, at = [], 0
    sizes = [sum(map(len, runs)) for runs in order_to_regions(list(order))]
    for small, group in groupby(sizes, key=lambda size: size <= config.again_region):
        begin, at = at, at + sum(group)
        if not small or at - begin < config.again_least:
            continue
        path = np.array(order[begin:at], np.intp)
        if float(links.score(path[:-1], path[1:]).mean()) < config.again_below:
            found.append((begin, at))
    return found
