"""Rows as tables of nodes: where parts may begin and end, and where these stand among units."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layoutfix import ngrams
from layoutfix.cutting.fit import ColumnWidth, whole_fit
from layoutfix.cutting.nodes import (
    NEVER,
    find_in_rows,
    link_nodes,
    places_of_all,
    to_table,
    try_columns,
)
from layoutfix.cutting.ways import Ways, find_ways
from layoutfix.linking.cohesion import RowUnits
from layoutfix.script import Script
from tests.cutting.cutting import plain_row
from tests.helpers import SPACED

TEXTS = ["the old pier was closed", "and", "the boats lay near it for a week"]
ROWS = [plain_row(text) if " " in text else plain_row("a b") for text in TEXTS]
UNITS = RowUnits([row.text for row in ROWS], ngrams.load("en"), 0.2)


def test_each_row_has_its_start_its_places_and_its_end() -> None:
    table = to_table(ROWS)
    assert np.diff(table.first).tolist() == [len(row.places.offset) + 2 for row in ROWS]
    assert table.total.tolist() == [row.total for row in ROWS]
    nodes = table.padded(np.array([2, 1]))
    assert nodes.last.tolist() == [8, 2]
    assert nodes.right[1].tolist()[:2] == [0.0, 2.0]
    assert np.isnan(nodes.left[1, 3:]).all()
    assert len(to_table([])) == 0


def test_nodes_stand_where_their_rows_say() -> None:
    """The start of the first unit of each row, that behind each blank, and where rows end."""
    table = to_table(ROWS)
    nodes = link_nodes(ROWS, table, UNITS)
    for r, row in enumerate(ROWS):
        own = slice(table.first[r], table.first[r + 1])
        head = UNITS.places_of(r, np.append(0, row.places.offset))
        tail = [*UNITS.places_of(r, row.places.left_offset), UNITS.row_ends[r]]
        assert nodes.head[own].tolist()[:-1] == head.tolist()
        assert nodes.tail[own].tolist()[1:] == tail


@given(st.lists(st.tuples(st.integers(0, len(ROWS) - 1), st.integers(0, 40)), max_size=20))
def test_places_of_several_rows_are_those_of_each(asked: list[tuple[int, int]]) -> None:
    row, offset = (np.array(each, np.int32) for each in zip(*[(0, 0), *asked], strict=True))
    expected = [UNITS.place_of(r, k) for r, k in zip(row.tolist(), offset.tolist(), strict=True)]
    assert places_of_all(UNITS, row, offset).tolist() == expected


def test_what_a_row_lacks_is_not_found_in_the_next() -> None:
    """Behind all of its own stands the first of the next row."""
    first, known = np.array([0, 2, 2, 3]), np.array([4, 9, 1], np.int32)
    row, asked = np.array([0, 0, 1, 2]), np.array([9, 30, 5, 1], np.int32)
    assert find_in_rows(first, known, row, asked).tolist() == [1, 2, 2, 2]
    assert find_in_rows(first, known, row, asked, "right").tolist() == [2, 2, 2, 3]


def test_a_column_of_other_rows_is_never_a_row_s_own() -> None:
    columns = [ColumnWidth(20.0, seen=True, rows=(1, 9)), ColumnWidth(40.0, seen=False)]
    total = to_table(ROWS).total
    tried = try_columns(total, columns, SPACED)
    assert tried.rows.tolist() == [[1, 3], [0, 3]]
    assert tried.whole[0, 0] == NEVER
    assert tried.whole[0, 1:].tolist() == whole_fit(total[1:], 20.0, SPACED.lines).tolist()
    assert try_columns(total, [], SPACED).whole.shape == (0, 3)


@pytest.fixture
def ways() -> Ways:
    return find_ways(to_table(ROWS), [ColumnWidth(12.0, seen=True)], SPACED, script=Script.SPACED)


def test_one_way_leaves_each_row_whole(ways: Ways) -> None:
    whole = np.flatnonzero(ways.count == 1)
    assert np.searchsorted(whole, ways.first).tolist() == [0, 1, 2, 3]
    assert [ways.cuts(u) for u in whole.tolist()] == [[], [], []]


@given(st.data())
def test_ways_that_are_taken_keep_their_cuts_and_gains(data: st.DataObject) -> None:
    """Their parts are numbered anew, as they first occur, and no others are left."""
    ways = find_ways(to_table(ROWS), [ColumnWidth(12.0, seen=True)], SPACED, script=Script.SPACED)
    kept = sorted(data.draw(st.sets(st.integers(0, len(ways.count) - 1), min_size=1)))
    taken = ways.take(np.array(kept))
    assert [taken.cuts(k) for k in range(len(kept))] == [ways.cuts(u) for u in kept]
    assert taken.gain.tolist() == ways.gain[:, kept].tolist()
    assert list(dict.fromkeys(taken.parts.tolist())) == list(range(len(taken.spans)))
    rows = np.searchsorted(taken.first, np.arange(len(kept)), "right")
    of_part = np.searchsorted(taken.first_span, taken.parts, "right")
    assert of_part.tolist() == np.repeat(rows, taken.count).tolist()
