"""A part of a page as a page of its own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from layoutfix.ordering.view import PartLinks
from tests.ordering.plain import links_of, plain_view


def test_a_part_counts_from_its_own_first_line() -> None:
    """Its links are those of the page; what stands above it is no line before any of its own."""
    view = plain_view(8)
    view = replace(view, links=np.arange(8 * 32, dtype=np.float32).reshape(8, 32))
    spans, boundary = np.full(4, 2.0, np.float32), np.full(4, 0.5, np.float32)
    part = view.part(3, 7, spans, boundary, gap=-3.5)
    assert part.row.tolist() == [3, 4, 5, 6]
    assert part.spans.tolist() == [2.0] * 4
    assert part.boundary is boundary
    for j in range(4):
        assert part.links[j, :j].tolist() == view.links[3 + j, :j].tolist()
        assert (part.links[j, j:] == -3.5).all()


def test_links_of_a_part_are_those_of_the_page() -> None:
    own = PartLinks(links_of(8, -1.0, {(4, 6): 4.0}), 3, 7)
    assert own.score(np.array([1, 1]), np.array([3, 2])).tolist() == [4.0, -1.0]
    assert len(own.starts()) == len(own.ends()) == 4


def test_a_page_in_reverse_is_the_same_but_for_that() -> None:
    view = plain_view(4)
    assert view.reversed().mirrored
    assert replace(view.reversed(), mirrored=False) == view
