"""A page read by the columns of another page of its document: nothing about them is sought.

other page                   this page
and said that  he would      were left.  The ferry
nobody asked   for much      In the end  came late.
                             they stood
columns at 0 and 15     ->   two rows and a half are enough to tell
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations_with_replacement
from unicodedata import east_asian_width

import numpy as np

from layoutfix.cutting.asides import find_heads
from layoutfix.cutting.cut import cells_to_page
from layoutfix.linking.scoring import score_links, spanning_odds
from layoutfix.ordering.gate import judge_order, scale_gate
from layoutfix.page_order import PageOrder
from layoutfix.patterns import pattern
from layoutfix.ranks import median
from layoutfix.rows import Row
from layoutfix.sheet import Sheet

Span = tuple[int, int]
Place = Callable[[int], float]
"""Where the character at an offset stands in its line."""

MOST_LINES = 60
"""Pages of more lines show enough by themselves."""

NEAR = 2.0
"""Text begins this near to the place of its column, in characters."""

_BLANKS_RE = pattern(r"[ \u00a0\u2000-\u200a\u3000]+")


def read_by_columns(sheet: Sheet, other: PageOrder) -> PageOrder | None:
    """The page in the columns of another one of its document; None where it cannot have them.

    Where the rows of the other show gutters, by these; else, where each of its lines has a row of
    its own, by turns: the columns are as many, and the first ones have more lines, if any have.
    """
    rows, weights = sheet.rows, sheet.weights
    if not 2 <= len(rows) <= MOST_LINES or "\t" in sheet.text:
        return None
    sizes = Counter(np.bincount(other.page.row).tolist())
    most = max(sizes, key=lambda size: (sizes[size], size))
    if most > 1:
        cut = _cut_at_columns(sheet.dump, rows, other, most)
        if cut is None:
            return None
        cells, columns = cut
        count = most
    else:
        cells, columns = [[(r.start, r.end)] for r in rows], None
        count = other.columns
    pieces = cells_to_page(sheet, cells)
    links = score_links(pieces, sheet)
    heads = find_heads(pieces)
    text = np.flatnonzero(~heads).tolist()
    certainty = weights.gate.like_certainty if columns is None else weights.gate.seen_certainty
    settings = scale_gate(weights.gate, certainty)
    best, gain = None, 0.0
    for column in [columns] if columns is not None else _turns(len(text), count):
        taken = column if columns is None else [column[i] for i in text]
        order = [text[k] for k in np.argsort(taken, kind="stable").tolist()]
        gate = judge_order(order, links, settings)
        if gate.opens and gate.gain > gain:
            best, gain = (order, gate, len(set(taken))), gate.gain
    if best is None:
        return None
    order, gate, count = best
    first = text[0]
    above = [i for i in np.flatnonzero(heads).tolist() if i < first]
    below = [i for i in np.flatnonzero(heads).tolist() if i > first]
    spans = spanning_odds(pieces, links, weights.regions)
    held = np.zeros(len(pieces.row), bool)
    order = [*above, *order, *below]
    seen = columns is not None
    sure = np.ones(len(pieces.fragments), np.float32)
    return PageOrder(sheet, pieces, order, links, spans, count, gate, held, heads, sure, known=seen)


def _turns(n: int, count: int) -> Iterator[list[int]]:
    """The columns of n lines that take turns row by row, for all numbers of lines that they have.

    >>> list(_turns(4, 2))
    [[0, 1, 0, 0], [0, 1, 0, 1]]
    """
    for heights in combinations_with_replacement(range(n, -1, -1), count):
        if sum(heights) != n or heights[1] == 0:
            continue
        rows = range(heights[0])
        yield [c for r in rows for c in range(count) if r < heights[c]]


def _cut_at_columns(
    dump: str, rows: Sequence[Row], other: PageOrder, count: int
) -> tuple[list[list[Span]], list[int]] | None:
    """The cells of each row by the columns of another page, and the column of each cell.

    None where some row does not keep to them, or fewer than two rows have two cells.
    """
    places: tuple[Place, ...] = (lambda at: _offset(dump, at), lambda at: _cells(dump, at))
    found = [(_column_starts(other, count, place), place) for place in places]
    (starts, _), place = min(found, key=lambda f: f[0][1])
    cells: list[list[Span]] = []
    columns: list[int] = []
    parted = 0
    for row in rows:
        cut = _cut_row(row, starts, place)
        if cut is None:
            return None
        cells.append([span for span, _ in cut])
        columns += [column for _, column in cut]
        parted += len(cut) > 1
    return (cells, columns) if parted else None


def _column_starts(other: PageOrder, count: int, place: Place) -> tuple[list[float], float]:
    """Where the columns of a page begin, and how far their lines are from there in the mean."""
    firsts, sizes = other.page.row_firsts, np.bincount(other.page.row)
    full = firsts[sizes[other.page.row[firsts]] == count]
    at = np.array(
        [[place(other.page.fragments[i + c].start) for c in range(count)] for i in full.tolist()]
    )
    starts = median(at, axis=0)
    return starts.tolist(), float(np.abs(at - starts).mean())


def _cut_row(row: Row, starts: Sequence[float], place: Place) -> list[tuple[Span, int]] | None:
    """A row's cells and their columns; None where text stands across the start of a column."""
    begin = row.mark_start
    runs = [m.span() for m in _BLANKS_RE.finditer(row.text)]
    blanks = [(row.start + a, row.start + b) for a, b in runs]
    ends = place(row.end)
    column = sum(place(begin) >= start - NEAR for start in starts[1:])
    found: list[tuple[Span, int]] = []
    for c in range(column + 1, len(starts)):
        if ends <= starts[c]:
            break
        inside = [
            (a, b)
            for a, b in blanks
            if a > begin and place(a) <= starts[c] + NEAR and place(b) >= starts[c] - NEAR
        ]
        if not inside:
            return [*found, ((begin, row.end), column)] if ends <= starts[c] + NEAR else None
        a, b = max(inside, key=lambda blank: (blank[1] - blank[0], blank[0]))
        if b - a == 1 and abs(place(b) - starts[c]) > 1:
            return None
        found.append(((begin, a), column))
        begin, column = b, c
    return [*found, ((begin, row.end), column)]


def _line_start(dump: str, at: int) -> int:
    return max(dump.rfind("\n", 0, at), dump.rfind("\f", 0, at)) + 1


def _offset(dump: str, at: int) -> float:
    return float(at - _line_start(dump, at))


def _cells(dump: str, at: int) -> float:
    """The same in cells of a terminal, of which a Chinese character has two."""
    line = dump[_line_start(dump, at) : at]
    return float(sum(1 + (east_asian_width(c) in "WF") for c in line))
