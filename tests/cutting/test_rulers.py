"""Where characters stand by each ruler."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layoutfix.chardata import CJK_WIDE_MARKS, WIDE_RANGES
from layoutfix.cutting.rulers import RULERS, no_places, rows_to_places
from layoutfix.cutting.strips import _longest_strip
from layoutfix.rows import TAB_STOP, Row, dump_to_rows


def _size(c: str, ruler: str) -> int:
    wide = ord(c) > 0x1FFFF or any(lo <= ord(c) <= hi for lo, hi in WIDE_RANGES)
    is_wide = c == "\u3000" or (ruler != "points" and wide)
    return 2 if is_wide or (ruler == "marks" and c in CJK_WIDE_MARKS) else 1


def _plain_column(row: Row, ruler: str) -> list[int]:
    """The character columns of a row and of its end, one after the other."""
    at = row.indent + (row.wide if ruler != "points" else 0)
    found = [at]
    for c in row.text:
        at += TAB_STOP - at % TAB_STOP if c == "\t" else _size(c, ruler)
        found.append(at)
    return found


@given(st.lists(st.text("ab “山㐀𠀀\t\u3000", min_size=1, max_size=12), min_size=1, max_size=5))
def test_characters_stand_one_behind_the_other(texts: list[str]) -> None:
    """Each row by itself; what is printed covers as many columns as it is wide."""
    (row, *_) = dump_to_rows("a")
    rows = [replace(row, text=text, indent=k, wide=k % 2) for k, text in enumerate(texts)]
    for ruler, places in zip(RULERS, rows_to_places(rows, *RULERS), strict=True):
        for r, row in enumerate(rows):
            column = _plain_column(row, ruler)
            assert places.column[r].tolist() == column
            covered = set()
            for c, at in zip(row.text, column, strict=False):
                if not c.isspace():
                    covered |= set(range(at, at + _size(c, ruler)))
            assert set(np.flatnonzero(places.text[r]).tolist()) == covered


def test_no_rows_have_no_places() -> None:
    assert no_places().text.shape == (0, 0)
    assert rows_to_places([], "points")[0].column == []


def _plain_longest(part: list[list[bool]], width: int) -> tuple[int, int, int, int]:
    """The strip of most rows that show it, by trying all."""
    best = (0, 0, 0, 0, 0)
    for r in range(len(part)):
        in_row = []
        for c in range(len(part[0])):
            top = r + 1
            while top > 0 and not any(part[top - 1][c : c + width]):
                top -= 1
            shown = sum(any(part[k][:c]) and any(part[k][c:]) for k in range(top, r + 1))
            in_row.append((shown, r + 1 - top, top, r + 1, -c))
        best = max(best, max(in_row, key=lambda found: (found[0], found[1], found[4])))
    return best[0], best[2], best[3], -best[4]


@pytest.mark.parametrize("width", [1, 2])
@given(data=st.data(), rows=st.integers(2, 6), columns=st.integers(3, 9))
def test_the_strip_of_most_rows_is_found(
    width: int, data: st.DataObject, rows: int, columns: int
) -> None:
    """The one that is shown by most, of these the longest, and of these the last."""
    row = st.lists(st.booleans(), min_size=columns, max_size=columns)
    part = data.draw(st.lists(row, min_size=rows, max_size=rows))
    found = _longest_strip(np.array(part), width)
    expected = _plain_longest(part, width)
    assert found[0] == expected[0]
    if found[0]:
        assert found == expected
