"""Whether columns are read in the order in which they stand in the rows, or in reverse.

    A1 B1 C1        foot A2 -> head B1 -> ...   as they stand
    A2 B2 C2        foot C2 -> head B1 -> ...   in reverse: vertical Chinese and Japanese, whose
                                                first column is the rightmost

A joint from foot to head says little, those of all regions together more. On the development pages,
all read from left to right, the columns as found gain less by being turned around than `rtl_cost`;
most pages set from right to left gain less than that, too. So evidence alone seldom turns a page:
it must be strong, or something else must speak for it (`rtl_cost_vertical`), or `columns` say so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

import numpy as np

from layoutfix.arrays import Floats, Index
from layoutfix.ordering.plans import Run, inversions
from layoutfix.ordering.unshuffle import Lines
from layoutfix.weights import ChainWeights


class _Links(Protocol):
    def score(self, left: Index, right: Index) -> Floats: ...

    def starts(self) -> Floats: ...

    def ends(self) -> Floats: ...


def choose_direction(
    lines: Lines,
    links: _Links,
    weights: ChainWeights,
    to_regions: Callable[[Lines], list[list[Run]]],
    arrange: Callable[[list[Run], Lines], list[Run]],
) -> tuple[list[list[Run]], Lines]:
    """The regions of a page, each with its runs in reading order; and the lines, mirrored or not.

    to_regions  makes them, for lines that are mirrored or not
    arrange     the runs of a region as they stand in the rows, or in reverse
    """
    backwards = replace(lines, mirrored=True)
    if lines.rtl_cost == -np.inf:
        return to_regions(backwards), backwards
    forwards = to_regions(lines)
    if lines.rtl_cost == np.inf or max(map(len, forwards), default=0) < 2:
        return forwards, lines

    turned = [arrange(runs, backwards) for runs in forwards]
    paid = sum(_inversions(runs, arrange(runs, lines)) for runs in forwards)
    gain = sum_links(_flatten(turned), links) - sum_links(_flatten(forwards), links)
    gain += weights.inversion_cost * paid
    return (to_regions(backwards), backwards) if gain > lines.rtl_cost else (forwards, lines)


def sum_links(order: Run, links: _Links) -> float:
    """Links of all neighbours of an order, and of its two ends, in nats."""
    path = np.array(order, np.intp)
    total = float(links.score(path[:-1], path[1:]).sum())
    return total + float(links.starts()[path[0]] + links.ends()[path[-1]])


def _flatten(regions: list[list[Run]]) -> Run:
    return [i for runs in regions for run in runs for i in run]


def _inversions(runs: list[Run], arranged: list[Run]) -> int:
    """How many pairs of runs are not in the order in which they were arranged."""
    place = {run[0]: k for k, run in enumerate(arranged)}
    places = [place[run[0]] for run in runs]
    return inversions(places)
