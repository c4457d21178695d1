"""Grids of single characters: which rows are one, and in which order the columns are read.

雪 山      山上 is the first vertical line, 雪化 the second
化 上
"""

from __future__ import annotations

import pytest

from layoutfix import grids, ngrams
from layoutfix.grids import find_grids, read_grids
from tests.helpers import article_to_lines

LINES = article_to_lines("zh-Hant-02-tea-frost", 9, 12)


def to_grid(lines: list[str], blank: str = " ", hole: str = "\u3000") -> list[str]:
    """Vertical lines, the first on the right, printed row by row."""
    height = max(map(len, lines))
    columns = [line.ljust(height, hole) for line in reversed(lines)]
    return [blank.join(row).rstrip() for row in zip(*columns, strict=True)]


def _read(rows: list[str]) -> list[str]:
    grids = read_grids(rows, ngrams.load("zh"))
    return [
        "".join(rows[r][start:end] for r, start, end in column)
        for grid in grids
        for column in grid.columns
    ]


@pytest.mark.parametrize("blank", [" ", "", "  "])
@pytest.mark.parametrize("hole", ["\u3000", " "])
def test_columns_are_read_from_the_right(blank: str, hole: str) -> None:
    """Also where there are no blanks, and where the last line is short."""
    lines = [*LINES[:-1], LINES[-1][:4]]
    assert _read(to_grid(lines, blank, hole)) == lines


def test_columns_are_read_from_the_left_where_that_reads_better() -> None:
    assert _read(to_grid(LINES[::-1])) == LINES


def test_a_row_without_its_left_cells_stands_at_the_right() -> None:
    """A tool that strips blanks leaves nothing where the last vertical line has ended."""
    lines = [*LINES[:-1], LINES[-1][:4]]
    assert _read([row.strip() for row in to_grid(lines)]) == lines


def test_tiers_are_read_one_after_the_other() -> None:
    rows = to_grid(LINES[:6]) + to_grid(LINES[6:])
    assert _read(rows) == LINES


def test_a_text_that_is_torn_into_characters_is_no_grid() -> None:
    """Its rows read on, its columns do not."""
    rows = [" ".join(line) for line in LINES]
    assert find_grids(rows, ngrams.load("zh")) == []
    assert find_grids(to_grid(LINES), ngrams.load("zh")) == [range(9)]


def test_without_a_model_every_block_of_single_characters_is_one() -> None:
    rows = ["題目", *to_grid(LINES), "", *to_grid(LINES[:3])]
    assert find_grids(rows) == [range(1, 10), range(11, 20)]


@pytest.mark.parametrize("rows", [["甲 乙", "丙 丁"], ["a b c d"] * 6, ["山 水", "春天 秋天"] * 4])
def test_few_characters_letters_and_words_are_no_grid(rows: list[str]) -> None:
    assert find_grids(rows) == []


def test_two_digits_may_stand_in_one_place() -> None:
    """Between blanks alone: in a row without them each is a place of its own."""
    rows = ["月 春", "12 天", "日 在", "到 五"] * 2
    assert find_grids(rows) == [range(8)]
    (grid,) = read_grids(rows, ngrams.load("zh"))
    assert {rows[r][start:end] for line in grid.columns for r, start, end in line} >= {"12", "天"}


def test_rows_are_wide_by_half_of_their_characters() -> None:
    """Where a blank stands inside, or letters are more, a row is none of a grid."""
    rows = ["  桥修好了  ", "桥a", "桥ab", "桥 修", "", "   ", "𠀀𠀁"]
    assert grids._are_wide(rows) == [True, True, False, False, False, False, True]
    assert grids._are_wide([]) == []
