"""Widths of columns by which rows are whole numbers of columns wide (Chinese, Japanese).

    56 cells, 28, 56, 42, 28, 12     each a whole number of columns of 14, but for the last
    56 cells, 56, 28, 28, 56, 12     and 14 again, but 28 says it with fewer

Characters are all as wide, so a row in which k lines are fused is k columns wide. A width is likely
where many rows are about once, twice, three times as wide: more than chance would have it, since a
narrow column has multiples nearly everywhere. Widths are taken one by one, each that explains best
what those before it do not, on the whole page and on parts of it, until none explains enough.

Where all rows of a region are fused in the same way nothing tells how many lines they hold: halves,
thirds... of wide columns are guesses, which cost (`columns.guess_cost`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from layoutfix.arrays import Bools, Doubles
from layoutfix.cutting.fit import ColumnWidth
from layoutfix.weights import ColumnWeights

LEAST_WIDTH = 12.0
"""Of the narrowest column, in half-width cells."""
LOCAL_ROWS = 20
"""Rows of a part of the page, of which widths are tried that the page as a whole does not show."""
_STEP = 0.5
"""Widths that are tried are so far apart, in cells."""
_MOST_WIDTHS = 5
"""Widths that are tried, of a page or a part of one; bounds time."""
_MOST_LINES = 7
"""Lines that may be fused in a row."""
_CLOSE, _APART = 2.0, 3.5
"""Lines that differ by no more cells may be of one column; widths that explain lines differ by more
(a mark fewer or more in a line)."""
_LEAST_EXPLAINED = 0.5
"""Pieces that must be explained, as a share; lowered, lists are taken for columns."""
_CLEARLY = 10.0
"""A piece is a vote for a width that makes it so many times as likely as before."""
_WIDE, _LEAST_GUESS = 56.0, 20.0
"""Columns so wide may be fused lines throughout; of so many cells at least each."""


@dataclass(frozen=True, slots=True)
class _Pieces:
    """_Pieces of rows, as wide as a line at least: widths (n,), and which are rows as a whole (n,).

    What stands between blanks is one line or less.
    """

    width: Doubles
    whole: Bools


def explain_rows(widths: Sequence[Sequence[float]], weights: ColumnWeights) -> list[ColumnWidth]:
    """The widths that explain the rows of a page, in half-width cells, widest first.

    widths  of each row's lines, as far as they are known

    None of them where less than half of the rows are explained: lists, verse.
    """
    pieces = _take_pieces(widths)
    found = _explain(pieces, weights, weights.least_gain, [])
    columns = [_column(width, found, pieces, weights) for width in found]
    columns += _local_columns(widths, found, weights)
    if _explained_share(pieces, columns, weights) < _LEAST_EXPLAINED:
        return []
    columns += _guesses(columns)
    return sorted(columns, key=lambda column: -column.cells)


def _take_pieces(widths: Sequence[Sequence[float]]) -> _Pieces:
    """The pieces of rows that are wide enough; `widths`: of each row's lines as far as known."""
    kept = [(w, len(row) == 1) for row in widths for w in row if w >= LEAST_WIDTH]
    return _Pieces(
        np.array([width for width, _ in kept], np.float64),
        np.array([whole for _, whole in kept], bool),
    )


def _explain(
    pieces: _Pieces, weights: ColumnWeights, least_gain: float, known: Sequence[float]
) -> list[float]:
    """The widths that explain pieces beside those that are known, the best first.

    least_gain  nats of log-likelihood that each must bring. O(pieces * widths tried).
    """
    if not len(pieces.width):
        return []
    tried = np.arange(LEAST_WIDTH, pieces.width.max() + 1.5 * _STEP, _STEP)
    chance = np.where(pieces.whole, weights.other_share, weights.other_part_share)
    likely = _likelihoods(pieces, tried, chance, weights.spread)
    now = chance
    for width in known:
        now = np.maximum(now, likely[int(np.argmin(np.abs(tried - width)))])
    found: list[float] = []
    free = np.ones(len(tried), bool)
    while len(found) < _MOST_WIDTHS:
        gain = np.log(np.maximum(likely, now) / now).sum(axis=1)
        votes = (likely > _CLEARLY * now).sum(axis=1)
        gain = np.where(free & (votes >= weights.least_votes), gain, 0.0)
        best = int(np.argmax(np.round(gain, 6)))
        if gain[best] < least_gain:
            break
        found.append(float(tried[best]))
        free &= np.abs(tried - tried[best]) > _APART
        now = np.maximum(now, likely[best])
    return [_full_width(width, pieces) for width in found]


def _likelihoods(pieces: _Pieces, tried: Doubles, chance: Doubles, spread: float) -> Doubles:
    """How likely each piece is under each width, (widths, pieces), against any width at all.

    chance  (pieces,) share of those that no column explains: last lines, headings, dirt
    spread  standard deviation of a line, in cells; of k lines sqrt(k) times as much
    """
    widest = pieces.width.max()
    most = np.maximum(1, np.round(widest / tried))  # lines of each width; wide ones have few
    kinds = np.where(pieces.whole, pieces.width, -pieces.width)  # many are alike
    known, which = np.unique(kinds, return_inverse=True)
    width, whole = np.abs(known), known > 0
    density = np.zeros((len(tried), len(known)))
    for k in range(1, _MOST_LINES + 1):
        some = int((most >= k).sum())
        s = spread * np.sqrt(k)
        off = (width - k * tried[:some, None]) / s
        each = np.exp(-0.5 * off**2) / (np.sqrt(2 * np.pi) * s)
        density[:some] += np.where(whole, 1 / most[:some, None], float(k == 1)) * each
    density *= (most[:, None] <= _MOST_LINES) * (widest + 2)
    return np.asarray(density[:, which] * (1 - chance) + chance)


def _full_width(width: float, pieces: _Pieces) -> float:
    """The width of a full line, of lines about as wide: the widest that is not rare."""
    count = np.where(pieces.whole, np.maximum(1, np.round(pieces.width / width)), 1)
    near = pieces.width / count
    near = near[np.abs(near - width) <= _CLOSE]
    for each in sorted({*near.tolist()}, reverse=True):
        if (np.abs(near - each) <= 0.6).sum() >= 0.15 * len(near):
            return float(each)
    return width


def _column(
    width: float, found: Sequence[float], pieces: _Pieces, weights: ColumnWeights
) -> ColumnWidth:
    """A column as wide; it is seen where as many single lines as make a width are as wide."""
    single = int((np.abs(pieces.width - width) <= _CLOSE / 2).sum())
    gain = _multiple_gain(width, found, pieces, weights)
    return ColumnWidth(width, seen=single >= weights.least_votes, multiple_gain=gain)


def _multiple_gain(
    width: float, found: Sequence[float], pieces: _Pieces, weights: ColumnWeights
) -> float:
    """Log-odds that a row a whole number of columns wide is fused.

    The more, the more other rows are that are as wide as none of the widths; the less, the more of
    these are multiples of it, too. A headline alone says nothing of itself.
    """
    rivals = [other for other in found if _is_multiple(other, width, weights)]
    fused = sum(
        _is_multiple(piece, width, weights) and not _is_among(piece, found)
        for piece in pieces.width[pieces.whole].tolist()
    )
    others = max(fused - 1, 0)
    return weights.multiple_gain * others / (others + 1) / (1 + 2 * len(rivals))


def _is_multiple(width: float, column: float, weights: ColumnWeights) -> bool:
    """Whether a width is that of two and more columns."""
    times = round(width / column)
    return times > 1 and abs(width - times * column) <= weights.multiple_cells * times


def _local_columns(
    widths: Sequence[Sequence[float]], known: Sequence[float], weights: ColumnWeights
) -> list[ColumnWidth]:
    """Widths that rows of a part of the page share, where the page as a whole has others."""
    local: list[ColumnWidth] = []
    if len(widths) <= LOCAL_ROWS:
        return local
    for lo in range(0, len(widths) - LOCAL_ROWS // 2, LOCAL_ROWS // 2):
        hi = lo + LOCAL_ROWS
        pieces = _take_pieces(widths[lo:hi])
        for width in _explain(pieces, weights, weights.least_local_gain, known):
            if _is_among(width, known):
                continue
            last = local[-1] if local else None
            if last and last.rows and last.rows[1] > lo and _is_among(width, [last.cells]):
                local[-1] = replace(last, rows=(last.rows[0], hi))
            else:
                local.append(replace(_column(width, known, pieces, weights), rows=(lo, hi)))
    return local


def _explained_share(
    pieces: _Pieces, columns: Sequence[ColumnWidth], weights: ColumnWeights
) -> float:
    """The share of pieces that are as wide as a column or several."""
    cells = [c.cells for c in columns]
    explained = sum(
        _is_among(piece, cells) or any(_is_multiple(piece, c, weights) for c in cells)
        for piece in pieces.width.tolist()
    )
    return explained / max(len(pieces.width), 1)


def _guesses(columns: Sequence[ColumnWidth]) -> list[ColumnWidth]:
    """Halves, thirds... of wide columns."""
    guesses: list[ColumnWidth] = []
    for column in columns:
        if column.cells < _WIDE:
            continue
        for k in range(2, 1 + int(column.cells / _LEAST_GUESS)):
            rivals = [c for c in (*columns, *guesses) if c.rows in (None, column.rows)]
            width = column.cells / k
            if not _is_among(width, [c.cells for c in rivals]):
                guesses.append(ColumnWidth(width, seen=False, rows=column.rows))
    return guesses


def _is_among(width: float, found: Sequence[float]) -> bool:
    return any(abs(width - other) <= _CLOSE for other in found)
