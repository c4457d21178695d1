"""Columns as strips of blanks that run down a page: what the text itself shows of the layout.

    The rules of the pool are      The catch was weighed on
    old. Each boat gives a         the quay every evening
    tenth of its herring.          and written into a book.

Where each row of a stretch is blank at one place, and most have text on both sides, that is where
one column ends and another begins, however the words of a line are stretched, whatever table or
list stands inside a column and however its lines are indented: none of these is blank at one place
in all rows. `gutters` judges each run of blanks by itself, for pages on which no strip runs down.

Programs count the place of a character by code points or by cells, in which a Han character is two
and a quotation mark one or two; the ruler by which the strips come out is the page's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from layoutfix.arrays import Bools
from layoutfix.chardata import text_to_codes
from layoutfix.cutting.rulers import MOST_COLUMNS, RULERS, Places, no_places, rows_to_places
from layoutfix.labels import is_label
from layoutfix.patterns import pattern
from layoutfix.rows import Row

MOST_ROWS = 2000
"""Rows of a page beyond which strips are not sought."""

_FIRST_WIDE = 0x2E80
"""Code points from which on rulers differ; what is before, and wide, is Hangul's old letters."""

_LEAST_ROWS = 2
_LEAST_NARROW_ROWS = 6
"""Rows that must show a strip: of four cells and more, and of one alone."""
_WIDE = 4
_LEAST_SHOWN = 0.3
"""Share of a band's rows that must have text on both sides of each of its strips."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one row has in one column: offsets in the row's text, and where it starts."""

    row: int
    column: int
    start: int
    end: int
    lead: int


@dataclass(frozen=True, slots=True)
class Band:
    """Rows `first` to `stop` (exclusive) that show the same columns.

    strips  (left, right) character columns that are blank in all of them, `right` exclusive
    """

    first: int
    stop: int
    strips: tuple[tuple[int, int], ...]

    def with_widest(self, most: int) -> Band:
        """The band with so many of its strips at most, the widest."""
        widest = sorted(self.strips, key=lambda strip: strip[0] - strip[1])[:most]
        return Band(self.first, self.stop, tuple(sorted(widest)))


def _share_at_edges(rows: Sequence[Row], places: Places, bands: Sequence[Band]) -> float:
    """Share of the cells behind strips that begin at one of two places, as lines and indents do."""
    inside = everywhere = 0
    for band in bands:
        starts: list[Counter[int]] = [Counter() for _ in range(len(band.strips) + 1)]
        for cell in band_to_cells(rows, places, band):
            starts[cell.column][cell.lead] += 1
        for counts in starts[1:]:
            everywhere += counts.total()
            inside += sum(count for _, count in counts.most_common(2))
    return inside / everywhere if everywhere else 0.0


def _clearest(band: Band) -> int:
    """How wide its widest strip is, where that says more than chance."""
    return min(max(right - left for left, right in band.strips), 2 * _WIDE)


def find_bands(
    rows: Sequence[Row], *, least: int = 1, within: tuple[int, int] | None = None
) -> tuple[list[Band], Places]:
    """The bands of a page from top to bottom, and the places by the ruler that shows them best.

    Rows of no band stand across the columns, or the page has none. O(rows * columns).

    least   columns of the narrowest strip: 1, or 2
    within  rows, first and stop, outside of which there is no band
    """
    if not 1 < len(rows) <= MOST_ROWS or max(len(row.text) for row in rows) > MOST_COLUMNS:
        return [], no_places()
    best: tuple[float, list[Band], Places] | None = None
    first, stop = within or (0, len(rows))
    wide = text_to_codes("".join([row.text for row in rows])).max(initial=0) >= _FIRST_WIDE
    for places in rows_to_places(rows, *(RULERS if wide else RULERS[:1])):
        bands = _bands(rows, places.text, first, stop, least)
        shown = float(sum((b.stop - b.first) * _clearest(b) for b in bands))
        shown *= _share_at_edges(rows, places, bands)
        if best is None or shown > best[0]:
            best = shown, bands, places
    assert best is not None
    return best[1], best[2]


def _bands(rows: Sequence[Row], text: Bools, first: int, stop: int, least: int) -> list[Band]:
    """The largest band between two rows, and what is above and below it."""
    found: list[Band] = []
    open_parts = [(first, stop)]
    while open_parts:
        a, b = open_parts.pop()
        band = _largest_band(rows, text, a, b, least)
        if band is not None:
            found.append(band)
            open_parts += [(a, band.first), (band.stop, b)]
    return sorted(found, key=lambda band: band.first)


def _largest_band(
    rows: Sequence[Row], text: Bools, first: int, stop: int, least: int
) -> Band | None:
    """The band of most rows with text on both sides of a strip, between two rows.

    Words of prose stand apart by one blank at one place in several rows by chance, so strips of two
    are looked for first.
    """
    if stop - first < _LEAST_ROWS:
        return None
    part = text[first:stop]
    found: list[tuple[int, Band]] = []
    for width in (2, 1)[: 3 - least]:
        shown, a, b, c = _longest_strip(part, width)
        if shown < max(_LEAST_ROWS, found[0][0] + 1 if found else 0):
            continue
        right = np.flatnonzero(part[a:b, c:].any(axis=1))
        last = a + int(right[-1]) + 1
        a = a + int(right[0])
        b = _with_left_rows(rows, part, first, range(a, last), b, c)
        a, b, strips = _without_headlines(part, a, b)
        if strips:
            found.append((shown, Band(first + a, first + b, strips)))
    return max(found, key=lambda f: f[0])[1] if found else None


def _longest_strip(part: Bools, width: int) -> tuple[int, int, int, int]:
    """The strip of so many columns that most rows show, and of these the one in most rows.

    Rows with text on both sides, first row, the one behind the last, column.
    """
    before = np.logical_or.accumulate(part, axis=1)
    behind = np.logical_or.accumulate(part[:, ::-1], axis=1)[:, ::-1]
    blank = ~part
    for k in range(1, width):
        blank[:, :-k] &= ~part[:, k:]
    both = blank & before & behind
    total = np.zeros((len(part) + 1, part.shape[1]), np.int32)
    np.cumsum(both, axis=0, out=total[1:])
    below = np.arange(1, len(part) + 1, dtype=np.int32)[:, None]
    top = np.maximum.accumulate(np.where(blank, 0, below), axis=0)  # where blanks above begin
    shown = total[1:] - np.take_along_axis(total, top, 0)
    rank = shown * (len(part) + 1) + below - top
    column = rank.argmax(axis=1)
    best = rank[below[:, 0] - 1, column]
    r = len(best) - 1 - int(best[::-1].argmax())
    c = int(column[r])
    return int(shown[r, c]), int(top[r, c]), r + 1, c


def _with_left_rows(
    rows: Sequence[Row], part: Bools, first: int, both: range, stop: int, c: int
) -> int:
    """Where a band ends whose first column may be longer: rows below without a blank line.

    both  the rows of the band so far; what runs across their other wide strips is below it
    c     a column of the strip that they show
    """
    strips = _strips(part[both.start : both.stop])
    wide = [(lo, hi) for lo, hi in strips if hi - lo >= _WIDE and not lo <= c < hi]
    for r in range(both.stop, stop):
        is_across = part[r, c:].any() or any(part[r, lo:hi].any() for lo, hi in wide)
        if rows[first + r].blanks_above or is_across:
            return r
    return stop


def _without_headlines(part: Bools, a: int, b: int) -> tuple[int, int, tuple[tuple[int, int], ...]]:
    """The rows and strips of a band, less rows at its ends that have a blank there by chance."""
    strips = _strips(part[a:b])
    while strips and b - a > _LEAST_ROWS:
        without_top, without_end = _strips(part[a + 1 : b]), _strips(part[a : b - 1])
        if _is_clearer(without_top, strips) and not _shows(part[a], without_top):
            a, strips = a + 1, without_top
        elif _is_clearer(without_end, strips) and not _shows(part[b - 1], without_end):
            b, strips = b - 1, without_end
        else:
            break
    return a, b, strips


def _is_clearer(strips: Sequence[tuple[int, int]], others: Sequence[tuple[int, int]]) -> bool:
    """Whether a strip is one column wide among `others` and wider here, and none is lost."""
    narrow = sum(b - a == 1 for a, b in others)
    return len(strips) >= len(others) and sum(b - a == 1 for a, b in strips) < narrow


def _shows(row: Bools, strips: Sequence[tuple[int, int]]) -> bool:
    """Whether a row has text on both sides of one of the strips that is no blank between words."""
    return any(
        b - a > 2 and not row[a:b].any() and row[:a].any() and row[b:].any() for a, b in strips
    )


def _strips(part: Bools) -> tuple[tuple[int, int], ...]:
    """The strips blank in all rows of a part, that are wide enough for the rows that show them."""
    used = part.any(axis=0)
    edges = np.flatnonzero(np.diff(np.concatenate([[True], used, [True]]).astype(np.int8)))
    found = []
    for a, b in zip(edges[0::2].tolist(), edges[1::2].tolist(), strict=True):
        left, right = part[:, :a].any(axis=1), part[:, b:].any(axis=1)
        both = int((left & right).sum())
        if a > 0 and right.any() and both >= max(_least_rows(b - a), _LEAST_SHOWN * len(part)):
            found.append((a, b))
    return tuple(found)


def _least_rows(width: int) -> int:
    """Rows that must show a strip so wide."""
    return _LEAST_ROWS if width >= _WIDE else 3 if width >= 2 else _LEAST_NARROW_ROWS


def band_to_columns(rows: Sequence[Row], places: Places, band: Band) -> Band:
    """The band without strips that part no column: behind labels, beside what is no text.

    A column of numbers or marks is that of the lines behind it, or before it at the right margin.
    """
    strips = list(band.strips)
    while strips:
        columns = _columns_of(rows, places, band, strips)
        loose = next((k for k, own in enumerate(columns) if _is_no_column(own, band)), None)
        if loose is None:
            found = [(cell.row, cell.column) for cell in _cells_of(rows, places, band, strips)]
            cells = frozenset(found)
            shown = [
                sum((r, k + 1) in cells for r, c in found if c == k) for k in range(len(strips))
            ]
            few = [k for k, (lo, hi) in enumerate(strips) if shown[k] < _least_rows(hi - lo)]
            if not few:
                break
            del strips[few[0]]
            continue
        if loose == len(strips):
            strips.pop()
        elif loose == 0 or _is_label_column(columns[loose]):
            del strips[loose]
        else:
            before, behind = strips[loose - 1], strips[loose]
            del strips[loose if behind[1] - behind[0] < before[1] - before[0] else loose - 1]
    return Band(band.first, band.stop, tuple(strips))


def _columns_of(
    rows: Sequence[Row], places: Places, band: Band, strips: Sequence[tuple[int, int]]
) -> list[list[str]]:
    """The texts of the cells of each column."""
    found: list[list[str]] = [[] for _ in range(len(strips) + 1)]
    for cell in _cells_of(rows, places, band, strips):
        found[cell.column].append(rows[cell.row].text[cell.start : cell.end])
    return found


def _cells_of(
    rows: Sequence[Row], places: Places, band: Band, strips: Sequence[tuple[int, int]]
) -> list[Cell]:
    """The cells of a band with some of its strips alone."""
    return band_to_cells(rows, places, Band(band.first, band.stop, tuple(strips)))


def _is_no_column(texts: Sequence[str], band: Band) -> bool:
    """Whether the cells of a column are labels, figures, or too few to be its lines."""
    if _is_label_column(texts) or not any(_LETTER_RE.search(text) for text in texts):
        return True
    return len(texts) < _LEAST_OF_COLUMN * (band.stop - band.first)


def _is_label_column(texts: Sequence[str]) -> bool:
    labels = sum(is_label(text) for text in texts)
    return labels >= _LEAST_LABELS * len(texts)


_LETTER_RE = pattern(r"[^\W\d_]")
_LEAST_OF_COLUMN = 0.2
"""Share of a band's rows that must have text in a column."""
_LEAST_LABELS = 0.8
"""Share of the cells of a column that must be labels: OCR misreads some."""


def band_to_cells(rows: Sequence[Row], places: Places, band: Band) -> list[Cell]:
    """The cells of a band, row by row. O(characters)."""
    lo, hi = places.first[band.first], places.first[band.stop]
    printed = lo + np.flatnonzero(places.printed[lo:hi])
    row = np.searchsorted(places.first, printed, side="right") - 1
    edges = np.array([right for _, right in band.strips], np.int32)
    column = np.searchsorted(edges, places.at[printed], side="right")
    begins = np.flatnonzero(np.diff(row * (len(edges) + 1) + column, prepend=-1))
    ends = np.append(begins[1:], len(printed)) - 1
    start, row, column = printed[begins], row[begins], column[begins]
    base = places.first[row]
    cells = row, column, start - base, printed[ends] + 1 - base, places.at[start]
    return [Cell(*cell) for cell in zip(*(each.tolist() for each in cells), strict=True)]
