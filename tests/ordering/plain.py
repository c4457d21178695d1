"""Lines of a page of which nothing is seen but their order, and links that are given."""

from __future__ import annotations

import numpy as np

from layoutfix.arrays import Floats, Index
from layoutfix.ordering.unshuffle import Lines


class DenseLinks:
    """Links of a table (n, n): `[i, j]` says how well j continues i; ends are worth nothing."""

    def __init__(self, table: Floats) -> None:
        self._table = table.astype(np.float32)

    def score(self, left: Index, right: Index) -> Floats:
        return self._table[left, right]

    def rivals(self, left: Index, right: Index) -> Floats:
        return np.zeros(len(left), np.float32)

    def starts(self) -> Floats:
        return np.zeros(len(self._table), np.float32)

    def ends(self) -> Floats:
        return np.zeros(len(self._table), np.float32)


def plain_lines(n: int) -> Lines:
    """n lines of one width, each in a row of its own."""
    return Lines(
        links=np.zeros((n, 32), np.float32),
        row=np.arange(n, dtype=np.int32),
        x=np.full(n, np.nan, np.float32),
        width=np.full(n, 30, np.float32),
        length=np.full(n, 15, np.int32),
        stops=np.zeros(n, bool),
        spans=np.full(n, -3, np.float32),
    )
