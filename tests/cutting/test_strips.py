"""Columns as strips of blanks: which rows show them, where they are, and what stands in them."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from layoutfix.cutting.rulers import Places, rows_to_places
from layoutfix.cutting.strips import (
    Band,
    band_to_cells,
    band_to_columns,
    find_bands,
)
from layoutfix.rows import Row, dump_to_rows

FERRY = """\
The rules of the pool are      The catch was weighed on
old. Each boat gives a         the quay every evening
tenth of its herring.          and written into a book.
"""
WORDS = ["a", "oar", "tar", "boat", "rope", "ferry", "landing", "moonlight"]


def _bands(page: str) -> tuple[list[Row], list[Band], Places]:
    rows = dump_to_rows(page)
    return rows, *find_bands(rows)


def _cells(page: str) -> list[list[str]]:
    """The texts of the cells of a page's first band, by column."""
    rows, bands, places = _bands(page)
    found: list[list[str]] = [[] for _ in range(len(bands[0].strips) + 1)]
    for cell in band_to_cells(rows, places, bands[0]):
        found[cell.column].append(rows[cell.row].text[cell.start : cell.end])
    return found


def _columns(page: str) -> list[Band]:
    """The bands of a page without the strips that part no columns."""
    rows, bands, places = _bands(page)
    return [band_to_columns(rows, places, band) for band in bands]


def test_a_strip_is_blank_in_all_rows_of_its_band() -> None:
    """It reaches from the end of the longest left line to the first character of the right ones."""
    _, bands, _ = _bands(FERRY)
    assert bands == [Band(0, 3, ((25, 31),))]
    assert _cells(FERRY)[1] == [
        "The catch was weighed on",
        "the quay every evening",
        "and written into a book.",
    ]


def test_a_row_across_parts_two_bands() -> None:
    """What stands across all columns belongs to neither, if none of its blanks is in the strip."""
    page = FERRY + "Whoever weighs alone, notwithstanding his age, pays a net.\n" + FERRY
    _, bands, _ = _bands(page)
    assert [(band.first, band.stop) for band in bands] == [(0, 3), (4, 7)]


def test_wide_blanks_of_stretched_lines_are_no_strip() -> None:
    """They stand at another place in each row."""
    page = """\
The   rules of the pool are old and every
boat gives   a tenth of its herring and a
fifth of its eels to   the poor who ask.
"""
    assert _bands(page)[1] == []


def test_one_blank_at_one_place_needs_six_rows() -> None:
    """Words stand apart at one place in a few rows by chance."""
    page = "".join(f"{left} {right}\n" for left, right in zip(*_NARROW, strict=True))
    assert _bands(page)[1] == [Band(0, 6, ((20, 21),))]
    assert _bands("\n".join(page.splitlines()[:5]))[1] == []
    assert find_bands(dump_to_rows(page), least=2)[0] == []


_NARROW = (
    [
        "Rynek obudził się po",
        "mgle przed świtem. O",
        "szóstej otwarto halę",
        "rybną i kramy z rurą",
        "oraz miotłami. Ceny,",
        "jak co roku, wzrosły",
    ],
    [
        "Na moście stał wóz z",
        "kapustą bez koła, co",
        "spadło do rzeki pod",
        "młynem. Straż kazała",
        "czekać. Woźnica spał",
        "obok konia na słomie",
    ],
)


def test_a_longer_first_column_stays_in_its_band() -> None:
    """Rows below without a blank line belong to the column that goes on; a blank line ends it."""
    assert _bands(FERRY + "The rest is sold.\n")[1] == [Band(0, 4, ((25, 31),))]
    assert _bands(FERRY + "\nThe rest is sold.\n")[1] == [Band(0, 3, ((25, 31),))]


def test_han_characters_are_two_cells_or_one() -> None:
    """Programs fill rows up by code points or by cells: the ruler that shows strips is taken."""
    left = ["江边的人都说", "渡口 8 点开船", "没有人等"]
    right = ["春天来了", "水涨起来", "船也多了"]
    cells = [14 - sum(1 + (c >= "\u2e80") for c in text) for text in left]
    by_cells = "\n".join(a + " " * (n + 3) + b for a, n, b in zip(left, cells, right, strict=True))
    by_points = "\n".join(a.ljust(12) + b for a, b in zip(left, right, strict=True))
    for page in (by_cells, by_points):
        assert _cells(page) == [left, right]


def test_tabs_reach_the_next_stop_of_eight() -> None:
    rows = dump_to_rows("oar\ttar\nlanding\trope\n")
    (places,) = rows_to_places(rows, "points")
    assert places.column[0].tolist() == [0, 1, 2, 3, 8, 9, 10, 11]
    assert places.column[1][-5:].tolist() == [8, 9, 10, 11, 12]


def test_labels_are_columns_of_no_text() -> None:
    """A column of numbers is that of the lines behind it, and goes with the left strip there."""
    page = """\
1.1  These terms apply to every     2.1  A hirer stows what he
1.2  hire of a boat from our        2.2  has brought on board
1.3  yard, by day or by week.       2.3  before the tide turns.
"""
    assert _columns(page) == [Band(0, 3, ((31, 36),))]


def test_numbers_in_the_gutter_part_its_columns_once() -> None:
    """Patents count their lines between the columns: there are two of these, not three."""
    page = """\
A pump with a leather valve    5    lifts the water by as much
that closes by its own             as the piston falls, so
weight, and with a rod that        that nothing is lost when
is hinged at both its ends,   10    the handle stands still
as in the drawing, which           for a night and the water
shows the barrel cut open.         sinks back in the pipe.
"""
    (band,) = _columns(page)
    assert len(band.strips) == 1


def test_a_few_words_are_no_column() -> None:
    """A column has text in a fifth of the rows and more."""
    page = FERRY.splitlines() * 4
    page[3] = page[3].ljust(60) + "see"
    page[7] = page[7].ljust(60) + "also"
    (band,) = _columns("\n".join(page))
    assert (25, 31) in band.strips
    assert band.strips[-1][1] < 55


def test_pages_that_are_too_wide_have_no_bands() -> None:
    """A row of hundreds of characters is a paragraph, whatever blanks it has."""
    assert _bands(("word" * 120 + "   " + "word" * 10 + "\n") * 4)[1] == []
    assert _bands("one row   alone\n")[1] == []


@st.composite
def _two_columns(draw: st.DrawFn) -> tuple[list[str], list[str], int, int]:
    """The lines of two columns of words, as many in each, the width of the left one, a gutter."""
    width = draw(st.integers(12, 30))
    count = draw(st.integers(3, 12))
    lines = []
    for _ in range(2 * count):
        line = draw(st.sampled_from(WORDS))
        for word in draw(st.lists(st.sampled_from(WORDS), max_size=6)):
            if len(line) + 1 + len(word) <= width:
                line += " " + word
        lines.append(line)
    return lines[:count], lines[count:], width, draw(st.integers(2, 9))


@settings(max_examples=60, deadline=None)
@given(_two_columns())
def test_two_columns_are_one_band_with_the_gutter_in_a_strip(
    page: tuple[list[str], list[str], int, int],
) -> None:
    """However long their lines are; blanks that words have in common may be strips, too."""
    left, right, width, gutter = page
    rows = dump_to_rows(
        "\n".join(a.ljust(width + gutter) + b for a, b in zip(left, right, strict=True))
    )
    bands, _ = find_bands(rows)
    assert [(band.first, band.stop) for band in bands] == [(0, len(left))]
    assert any(a <= width and width + gutter <= b for a, b in bands[0].strips)


@settings(max_examples=60, deadline=None)
@given(_two_columns(), st.sampled_from(["points", "cells", "marks"]))
def test_cells_have_each_printed_character_once(
    page: tuple[list[str], list[str], int, int], ruler: str
) -> None:
    """Whatever the strips are, and what a row has across them goes to one side or the other."""
    left, right, width, gutter = page
    rows = dump_to_rows(
        "\n".join(a.ljust(width + gutter) + b for a, b in zip(left, right, strict=True))
    )
    (places,) = rows_to_places(rows, ruler)
    covered = [np.zeros(len(row.text), int) for row in rows]
    band = Band(0, len(rows), ((5, 7), (width, width + gutter)))
    for cell in band_to_cells(rows, places, band):
        covered[cell.row][cell.start : cell.end] += 1
        assert not rows[cell.row].text[cell.start].isspace()
        assert not rows[cell.row].text[cell.end - 1].isspace()
    for row, count in zip(rows, covered, strict=True):
        printed = [not c.isspace() for c in row.text]
        assert (count[printed] == 1).all()
        assert count.max() == 1


def test_the_widest_strips_of_a_band_are_kept() -> None:
    """Where the reader knows how many columns there are; of equally wide ones the left ones."""
    band = Band(0, 9, ((10, 12), (30, 36), (50, 54), (70, 72)))
    assert band.with_widest(2).strips == ((30, 36), (50, 54))
    assert band.with_widest(3).strips == ((10, 12), (30, 36), (50, 54))
    assert band.with_widest(9) == band


def test_bands_are_sought_between_heads_and_feet_alone() -> None:
    """A running head may show the strip by chance, but is no row of the columns."""
    rows = dump_to_rows("The Gazette                    12\n" + FERRY)
    assert [(b.first, b.stop) for b in find_bands(rows)[0]] == [(0, 4)]
    assert [(b.first, b.stop) for b in find_bands(rows, within=(1, 4))[0]] == [(1, 4)]
