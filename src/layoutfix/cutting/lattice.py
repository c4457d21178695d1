"""Fused rows -> cuts: all rows of a page are cut together.

Each row has a few best ways to be cut, by the widths of its parts and by how it holds together. Of
these one is chosen for each row so that the parts go on in one another from row to row:

    had been out of sight of the | shore since then. What     the first part goes on in the first
    until the fog had gone, and  | nobody had seen was the    one below, the second in the second

The ways of the rows are a lattice; its best path is found by dynamic programming (`paths`), first
with n-grams alone. The seam encoder judges what that leaves open. A row may have a part less than
the next one, where a column has a gap; then the best pairing of the others counts.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from layoutfix.arrays import Floats
from layoutfix.cutting.fit import ColumnWidth
from layoutfix.cutting.nodes import link_nodes, to_table
from layoutfix.cutting.pairing import Joints, RowLinks, join_rows, weigh_seams
from layoutfix.cutting.paths import Lattice, backward, best_path, forward
from layoutfix.cutting.places import FusedRow
from layoutfix.cutting.ways import Ways, find_ways
from layoutfix.linking.vectors import PageVectors
from layoutfix.script import Script
from layoutfix.weights import Weights


def cut_together(
    rows: Sequence[FusedRow],
    columns: Sequence[ColumnWidth],
    links: RowLinks | None,
    weights: Weights,
    *,
    script: Script,
) -> tuple[list[list[int]], float]:
    """Per row the places to cut it at, from left to right; and what that gains over whole rows.

    links  None where rows are not above one another, or there is no model: then each row is cut by
           itself, and only the width of its column depends on the others
    O(rows * (places^2 * columns * ways + ways^2)).
    """
    if not rows:
        return [], 0.0
    guess = weights.columns.guess_cost
    enter = np.array([0.0 if c.seen else guess for c in columns] + [0.0], np.float32)
    own = weights.lattice

    def to_lattice(ways: Ways, joints: Joints) -> Lattice:
        return Lattice(ways.first, ways.gain, joints, enter, own.switch_cost)

    table = to_table(rows)
    nodes = link_nodes(rows, table, links.units) if links is not None else None
    ways = find_ways(table, columns, weights, script=script)
    lattice = to_lattice(ways, join_rows(nodes, ways, None, own))
    value = forward(lattice)
    whole = forward(lattice.only_whole(ways))
    gain = float(value[:, ways.first[-2] :].max()) - float(whole[:, -1].max())
    if links is not None and links.encoder is not None:
        ways = _prune(ways, lattice, value)
        vectors = PageVectors(links.encoder, _to_texts(rows, ways))
        joints = join_rows(nodes, ways, vectors, own)
        ways = weigh_seams(ways, vectors, own)
        lattice = to_lattice(ways, joints)
        value = forward(lattice)
    return [ways.cuts(u) for u in best_path(lattice, value).tolist()], gain


_PRUNE_BELOW = 8.0
"""Nats behind the best path up to which the encoder judges ways; lowered, faster, and pages are
lost (dev, German)."""


def _prune(ways: Ways, lattice: Lattice, value: Floats) -> Ways:
    """The ways whose best path is at most `_PRUNE_BELOW` nats behind the best of all."""
    best = (value + backward(lattice)).max(0)
    best_of_row = np.repeat(np.maximum.reduceat(best, ways.first[:-1]), np.diff(ways.first))
    return ways.take(np.flatnonzero(best >= best_of_row - _PRUNE_BELOW))


def _to_texts(rows: Sequence[FusedRow], ways: Ways) -> list[str]:
    """The parts of all rows, as text."""
    bounds = ways.first_span.tolist()
    return [
        text
        for row, lo, hi in zip(rows, bounds, bounds[1:], strict=False)
        for text in row.parts(ways.spans[lo:hi])
    ]
