"""Gutters are blank strips that run down over rows."""

from __future__ import annotations

import textwrap
from itertools import pairwise, zip_longest

import pytest

from layoutfix import ngrams
from layoutfix.config import Config
from layoutfix.cutting.gutters import find_gutters
from layoutfix.engine import read_page
from layoutfix.rows import dump_to_rows
from layoutfix.script import Script
from layoutfix.sheet import read_sheet
from layoutfix.weights import load_weights
from tests.cutting.cutting import cut_dump
from tests.helpers import SPACED

STORE = (
    "The cold store by the railway has been empty for nine winters, and the town now wants to "
    "give it to the people who repair bicycles. They have worked in a tent behind the church "
    "since spring. The roof is sound, the floor is not, and nobody has the key of the cellar."
)
BAND = (
    "Anyone who wants to play in the brass band may come on Thursday at seven. Instruments are "
    "lent for a year. Last time forty people stood in front of the door and there were eleven "
    "horns, so the conductor asks the others to bring a drum, a pan or at least a good ear."
)
REEDS = (
    "The reeds along the lower canal will be cut in the second week of November. Walkers may "
    "use the northern bank as long as the barges lie at the lock, and the footbridge stays open "
    "on Sundays. The city asks owners of boats to take them out of the water before that."
)


def _cells(dump: str, *, script: Script = Script.SPACED) -> list[list[str]]:
    rows = dump_to_rows(dump)
    found = find_gutters(rows, load_weights(script).gutters, script=script)
    cells = []
    for row, gutters in zip(rows, found, strict=True):
        bounds = [0, *(g.offset for g in gutters), len(row.text)]
        cells.append([row.text[a:b].strip() for a, b in pairwise(bounds)])
    return cells


def _beside(left: list[str], right: list[str], column: int, *, odd: int = 1) -> str:
    """Two columns side by side; the right one at `column`, but after a blank in some rows."""
    rows = zip_longest(left, right, fillvalue="")
    return "\n".join(
        f"{a:{column}}{b}".rstrip() if k % odd == 0 else f"{a} {b}".rstrip()
        for k, (a, b) in enumerate(rows)
    )


def test_a_strip_over_rows_is_a_gutter() -> None:
    """
    left column       right one
    goes on here      does as well
    """
    dump = "the left column     and the right one\n" * 4
    assert _cells(dump) == [["the left column", "and the right one"]] * 4


def test_a_gutter_says_where_the_row_goes_on() -> None:
    """Offset in the row's text and character column: the indent counts for the latter."""
    rows = dump_to_rows("   the left column     and the right one\n" * 4)
    (gutter,) = find_gutters(rows, SPACED.gutters)[1]
    assert (gutter.offset, gutter.column) == (20, 23)
    assert gutter.odds > 0


def test_stretched_words_are_no_gutter() -> None:
    """A justified line has wide spaces everywhere; they do not line up with its neighbours."""
    dump = (
        "this  line   was  stretched   to  fill\n"
        "a column that was set justified by the\n"
        "typesetter   and   has  no  gutter  at\n"
        "all and it goes on like that for a lot\n"
    )
    assert all(len(row) == 1 for row in _cells(dump))


def test_stretched_words_beside_a_gutter_are_none() -> None:
    """A narrow column, few words in a line: the blanks are as wide as a gutter, or wider."""
    left, right = textwrap.wrap(STORE, 28), textwrap.wrap(BAND, 28)
    left[3] = "now        wants        to  give"
    right[5] = "people        stood        here"
    cells = _cells(_beside(left, right, 36))
    assert cells[3] == [left[3], right[3]]
    assert cells[5] == [left[5], right[5]]
    assert all(len(row) == 2 for row in cells)


def test_a_table_is_not_columns_of_text() -> None:
    """Short cells are those of a table and stay together."""
    dump = "Mon    12    3.5\nTue    14    4.0\nWed    11    2.9\nThu    10    3.1\n"
    assert all(len(row) == 1 for row in _cells(dump))


def test_a_wide_blank_of_chinese_is_a_gutter_sooner() -> None:
    """Their lines are not stretched between words."""
    rows = [
        "渡口的浮桥昨天修好了，早班车照常",
        "老码头的三号仓库去年冬天    改成了街道的图书室",
        "孩子们放学以后可以来借书还书",
    ]
    assert _cells("\n".join(rows), script=Script.CJK)[1] == [
        "老码头的三号仓库去年冬天",
        "改成了街道的图书室",
    ]
    assert _cells("\n".join(rows))[1] == [rows[1]]


def test_no_rows_and_blanks_beyond_all_columns() -> None:
    """A paragraph on one line keeps no positions, and breaks nothing."""
    assert find_gutters([], SPACED.gutters) == []
    long = "word " * 900
    cells = _cells(f"{long}   then more\n{long}\n")
    assert [len(row) for row in cells] == [1, 1]


@pytest.mark.parametrize("odd", [1, 2, 4])
def test_rows_with_and_without_gutters_are_cut_alike(odd: int) -> None:
    """`pdftotext -layout` leaves one blank where a full line reaches up to the next column."""
    left, right = textwrap.wrap(STORE, 34), textwrap.wrap(BAND, 34)
    found = cut_dump(_beside(left, right, 42, odd=odd), "en", SPACED)
    true = [list(row) for row in zip(left, right, strict=False)]
    assert sum(a == b for a, b in zip(found, true, strict=False)) >= len(true) - 1


def test_gutters_are_cut_on_a_page_whose_other_rows_read_on() -> None:
    """Two columns above a long article across the page: its rows say that none was fused."""
    left, right = textwrap.wrap(STORE, 34), textwrap.wrap(BAND, 34)
    below = textwrap.wrap(REEDS * 6, 76)
    found = cut_dump(_beside(left, right, 42) + "\n" + "\n".join(below), "en", SPACED)
    true = [[part for part in row if part] for row in zip_longest(left, right)]
    assert found[: len(true)] == true
    assert found[len(true) :] == [[row] for row in below]


def test_a_mark_before_a_gutter_is_not_dropped() -> None:
    """In French a blank stands before `:`; alone between blanks such a mark is junk of a gutter."""
    left, right = textwrap.wrap(STORE, 34), textwrap.wrap(BAND, 34)
    left[2] = "now wants to give it to people :"
    found = cut_dump(_beside(left, right, 42), "en", SPACED)
    assert found[2] == [left[2], right[2]]


def test_places_count_where_most_rows_show_them() -> None:
    """With gutters in most rows each piece has its character column; with few, none has."""
    left, right = textwrap.wrap(STORE, 34), textwrap.wrap(BAND, 34)
    model = ngrams.load("en")
    dump = _beside(left, right, 42)
    seen = read_page(read_sheet(dump, 0, len(dump), model, Config())).page
    assert {float(x) for x in seen.x} == {0.0, 42.0}
    dump = _beside(left, right, 42, odd=4)
    few = read_page(read_sheet(dump, 0, len(dump), model, Config())).page
    assert bool((few.x != few.x).all())


def test_narrow_columns_of_chinese_are_no_table() -> None:
    """Seven characters are as wide as fourteen letters."""
    left = ["渡口的浮桥昨天", "修好了早班车照", "常在七点发出去", "乘客可以先上船"]
    right = ["图书室搬到老码", "头的仓库里以后", "孩子们放学可以", "来借书和还书了"]
    dump = "\n".join(f"{a}      {b}" for a, b in zip(left, right, strict=True))
    assert _cells(dump, script=Script.CJK) == [list(row) for row in zip(left, right, strict=True)]
    table = "甲组    三十二\n乙组    二十九\n丙组    三十五\n丁组    四十一"
    assert all(len(row) == 1 for row in _cells(table, script=Script.CJK))
