"""Parts of an order that are looked at again, as pages of their own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from layoutfix.config import ChainConfig
from layoutfix.ordering.stretches import PartLinks, find_stretches, part_of_lines
from tests.ordering.plain import DenseLinks, plain_lines

_BELOW_COLUMNS = [2, 5, 1, 4, 0, 3, *range(6, 14)]
"""Three columns of two lines, and eight lines as the dump has them."""
_SMALL = ChainConfig(again_region=3, again_least=6, again_below=0.5)


def _links(n: int, good: list[tuple[int, int]]) -> DenseLinks:
    table = np.full((n, n), -1.0, np.float32)
    for pair in good:
        table[pair] = 4.0
    return DenseLinks(table)


def test_rows_whose_joints_are_poor_are_looked_at() -> None:
    """Eight rows in the order of the dump below a region of two columns."""
    assert find_stretches(_BELOW_COLUMNS, _links(14, []), _SMALL) == [(6, 14), (0, 6)]


def test_rows_that_read_well_are_not() -> None:
    """The lines of one column after the region."""
    links = _links(14, [(i, i + 1) for i in range(6, 13)])
    assert find_stretches(_BELOW_COLUMNS, links, _SMALL) == [(0, 6)]


def test_a_page_that_is_one_region_is_not_looked_at_again() -> None:
    """It would be the same search; the headline above three columns belongs to it."""
    assert find_stretches([0, 3, 6, 2, 5, 1, 4], _links(7, []), _SMALL) == []


def test_a_part_counts_from_its_own_first_line() -> None:
    """Its links are those of the page; what stands above it is no line before any of its own."""
    lines = plain_lines(8)
    lines = replace(lines, links=np.arange(8 * 32, dtype=np.float32).reshape(8, 32))
    spans, boundary = np.full(4, 2.0, np.float32), np.full(4, 0.5, np.float32)
    part = part_of_lines(lines, 3, 7, spans, boundary, gap=-3.5)
    assert part.row.tolist() == [3, 4, 5, 6]
    assert part.spans.tolist() == [2.0] * 4
    assert part.boundary is boundary
    for j in range(4):
        assert part.links[j, :j].tolist() == lines.links[3 + j, :j].tolist()
        assert (part.links[j, j:] == -3.5).all()
    links = _links(8, [(4, 6)])
    own = PartLinks(links, 3, 7)
    assert own.score(np.array([1, 1]), np.array([3, 2])).tolist() == [4.0, -1.0]
    assert len(own.starts()) == len(own.ends()) == 4
