"""Gutters are blank strips that run down over rows."""

from __future__ import annotations

from layoutfix.config import FragmentsConfig
from layoutfix.fragments.gutters import rows_to_cells
from layoutfix.fragments.rows import dump_to_rows


def _cells(dump: str) -> list[list[str]]:
    rows = dump_to_rows(dump)
    return [[dump[c.start : c.end] for c in row] for row in rows_to_cells(rows, FragmentsConfig())]


def test_a_strip_over_rows_is_a_gutter() -> None:
    """
    left column       right one
    goes on here      does as well
    """
    dump = "the left column     and the right one\n" * 4
    assert _cells(dump) == [["the left column", "and the right one"]] * 4


def test_stretched_words_are_no_gutter() -> None:
    """A justified line has wide spaces everywhere; they do not line up with its neighbours."""
    dump = (
        "this  line   was  stretched   to  fill\n"
        "a column that was set justified by the\n"
        "typesetter   and   has  no  gutter  at\n"
        "all and it goes on like that for a lot\n"
    )
    assert all(len(row) == 1 for row in _cells(dump))


def test_a_table_is_not_columns_of_text() -> None:
    """Short cells are those of a table and stay together."""
    dump = "Mon    12    3.5\nTue    14    4.0\nWed    11    2.9\nThu    10    3.1\n"
    assert all(len(row) == 1 for row in _cells(dump))
