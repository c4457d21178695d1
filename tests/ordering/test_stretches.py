"""Parts of an order that are looked at again, as pages of their own."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
from layoutfix.ordering.stretches import (
    PartLinks,
    find_divisions,
    find_stretches,
    find_windows,
    part_of_lines,
    reads_poorly,
)

from tests.helpers import SPACED
from tests.ordering.plain import DenseLinks, plain_lines

_BELOW_COLUMNS = [2, 5, 1, 4, 0, 3, *range(6, 14)]
"""Three columns of two lines, and eight lines as the dump has them."""
_SMALL = replace(SPACED.chain, again_region=3, again_least=6, again_below=0.5)


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


def test_a_window_is_a_region_of_columns_with_what_stands_around_it() -> None:
    """Two regions of two columns, a line above each and one at the end; a small one is none."""
    two = [0, 1, 3, 5, 2, 4, 6, 7, 8, 10, 12, 9, 11, 13, 14]
    assert find_windows(two, replace(SPACED.chain, again_region=2)) == [(0, 9), (6, 15)]
    assert find_windows(two, replace(SPACED.chain, again_region=3)) == []
    assert find_windows(two, replace(SPACED.chain, again_region=2, largest_divided=8)) == []


def _two_articles() -> tuple[list[int], list[tuple[int, int]]]:
    """Two articles in two columns of eight rows, found as one region; and the joints that read."""
    columns = [[k for k in range(32) if k % 2 == side] for side in (0, 1)]
    good = [(i, j) for column in columns for i, j in pairwise(column) if (i < 16) == (j < 16)]
    return [i for column in columns for i in column], good


def test_columns_that_do_not_go_on_across_a_row_may_be_two() -> None:
    """No joint that crosses the first row of the lower article reads."""
    order, good = _two_articles()
    found = find_divisions(order, 0, 32, plain_lines(32), _links(32, good), SPACED.chain)
    assert found == []  # two joints of -1 say too little
    eager = replace(SPACED.chain, division_signs=2.0)
    assert find_divisions(order, 0, 32, plain_lines(32), _links(32, good), eager) == [16]


def test_the_rows_themselves_speak_for_a_division() -> None:
    """What the widths of lines and the short rows say is added to what the joints say."""
    order, good = _two_articles()
    boundary = np.zeros(32, np.float32)
    boundary[16] = 3.0
    lines = replace(plain_lines(32), boundary=boundary)
    assert find_divisions(order, 0, 32, lines, _links(32, good), SPACED.chain) == [16]


def test_a_part_is_divided_between_rows_and_not_near_its_ends() -> None:
    """A place inside of a row is none, nor one that leaves a few lines."""
    order, good = _two_articles()
    eager = replace(SPACED.chain, division_signs=2.0)
    rows = replace(plain_lines(32), row=np.arange(1, 33, dtype=np.int32) // 2)
    assert find_divisions(order, 0, 32, rows, _links(32, good), eager) == []
    late = replace(SPACED.chain, division_signs=2.0, least_divided=17)
    assert find_divisions(order, 0, 32, plain_lines(32), _links(32, good), late) == []


def test_a_part_of_poor_joints_reads_poorly() -> None:
    """One joint in three is worth less than nothing."""
    links = _links(4, [(0, 1), (1, 2)])
    assert reads_poorly([0, 1, 2, 3], links, replace(SPACED.chain, again_poor_share=0.3))
    assert not reads_poorly([0, 1, 2, 3], links, replace(SPACED.chain, again_poor_share=0.4))
