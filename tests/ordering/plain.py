"""Pages of which nothing is seen but their order, pages at random, and links that are given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from layoutfix.arrays import Doubles, Floats, Index
from layoutfix.ordering.objective import Objective
from layoutfix.ordering.plans import Column
from layoutfix.ordering.view import PageView
from tests.helpers import SPACED


class DenseLinks:
    """Links of a table (n, n): `[i, j]` says how well j continues i; ends are worth nothing."""

    def __init__(
        self, table: Doubles | Floats, starts: Doubles | None = None, ends: Doubles | None = None
    ) -> None:
        none = np.zeros(len(table))
        self._table = table.astype(np.float32)
        self._starts = (none if starts is None else starts).astype(np.float32)
        self._ends = (none if ends is None else ends).astype(np.float32)

    def score(self, left: Index, right: Index) -> Floats:
        return self._table[left, right]

    def starts(self) -> Floats:
        return self._starts

    def ends(self) -> Floats:
        return self._ends


def links_of(n: int, usual: float, known: Mapping[tuple[int, int], float]) -> DenseLinks:
    """All links are worth `usual`, but for those given."""
    table = np.full((n, n), usual, np.float32)
    for pair, value in known.items():
        table[pair] = value
    return DenseLinks(table)


def random_links(n: int, seed: int) -> DenseLinks:
    """Links and ends at random, whole thousandths as all are."""
    rng = np.random.default_rng(seed)
    return DenseLinks(
        rng.normal(-1, 2, (n, n)).round(3),
        rng.normal(0, 2, n).round(3),
        rng.normal(0, 2, n).round(3),
    )


def plain_view(n: int) -> PageView:
    """n lines of one width, each in a row of its own."""
    return PageView(
        links=np.zeros((n, 32), np.float32),
        row=np.arange(n, dtype=np.int32),
        x=np.full(n, np.nan, np.float32),
        width=np.full(n, 30, np.float32),
        length=np.full(n, 15, np.int32),
        stops=np.zeros(n, bool),
        spans=np.full(n, -3, np.float32),
    )


def random_view(n: int, seed: int, *, seen: bool) -> PageView:
    """n lines at random: some share a row, some are halves, some stand across or are headings."""
    rng = np.random.default_rng(seed)
    places = rng.choice([0.0, 30.0, 60.0], n) if seen else np.full(n, np.nan)
    return PageView(
        links=np.round(rng.normal(-1, 2, (n, 32)), 3).astype(np.float32),
        row=np.cumsum(rng.integers(0, 2, n)).astype(np.int32),
        x=places.astype(np.float32),
        width=rng.integers(8, 40, n).astype(np.float32),
        length=rng.integers(8, 40, n).astype(np.int32),
        stops=rng.random(n) < 0.2,
        spans=rng.choice([-3.0, 4.0], n, p=[0.8, 0.2]).astype(np.float32),
        heading=rng.random(n) < 0.2,
        crossing=rng.choice([0.0, 3.0], n, p=[0.9, 0.1]).astype(np.float32),
    )


def random_page(n: int, columns: int, seed: int) -> tuple[list[Column], Objective]:
    """Columns at random, in any order, and what values the orders of their page.

    On one page in three each line has a row of its own and the last column opens late; one in five
    is read from right to left, one in four shows where its lines begin.
    """
    rng = np.random.default_rng(seed)
    view = random_view(n, seed, seen=seed % 4 == 0)
    owner = rng.integers(0, columns, n)
    if seed % 3 == 0:
        view = replace(view, row=np.arange(n, dtype=np.int32))
        owner[:10] = np.minimum(owner[:10], max(columns - 2, 0))
    boundary = rng.choice([0.0, 2.0], n).astype(np.float32)
    view = replace(view, boundary=boundary, mirrored=seed % 5 == 0)
    found = [np.flatnonzero(owner == s).tolist() for s in rng.permutation(columns)]
    objective = Objective(view, random_links(n, seed), SPACED.order, SPACED.turns)
    return [column for column in found if column], objective
