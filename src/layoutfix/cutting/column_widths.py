"""How wide the columns of a page are: widths that many of its lines share.

Most lines of a column are full, so its width shows as a mode of the widths of lines. Where all rows
are fused no line shows it, and shares of the widest rows are tried; once the rows were cut by such
a guess, the parts tell the width itself. Chinese and Japanese rows that no blank parts are whole
numbers of columns wide, and tell more (`whole_columns`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from layoutfix.arrays import Floats
from layoutfix.cutting.fit import ColumnWidth
from layoutfix.cutting.whole_columns import LEAST_WIDTH, LOCAL_ROWS, explain_rows
from layoutfix.ranks import quantile
from layoutfix.script import Script
from layoutfix.weights import ColumnWeights

_WHOLE_SHARE = 0.7
"""Rows of one piece, as a share, from which they are explained as whole numbers of columns."""
_LOCAL_VOTES, _LOCAL_SHARE = 5, 0.2
"""Lines of a part that must share a width for it to be tried, and as a share of them."""


def candidate_columns(
    widths: Sequence[Sequence[float]], weights: ColumnWeights, *, script: Script
) -> list[ColumnWidth]:
    """Widths that columns of this page may have, in half-width cells, widest first.

    widths  of each row's lines, as far as they are known

    The modes of the widths of lines, of the page and of parts of it; and in scripts with spaces the
    halves, thirds... of the widest rows, as all rows may be fused.
    """
    if script is Script.CJK and _are_whole(widths) and (whole := explain_rows(widths, weights)):
        return whole
    array = _to_lines(widths)
    if not len(array):
        return []
    found = _page_modes(array, weights, script=script)
    widest = float(quantile(array, 0.9))
    shares = [2, 3] if script is Script.CJK else [2, 3, 4, 5, 6]
    if script is Script.CJK and found and min(found) < 0.7 * widest:
        shares = []  # single lines show the width
    columns = _seen_columns(found, weights)
    for k in shares:
        w = (widest - (k - 1)) / k if script is Script.CJK else 1.04 * widest / k
        if w >= LEAST_WIDTH and _is_new(w, found):
            columns.append(ColumnWidth(w, seen=False))
    local = _local_columns(widths, columns, weights, script=script)
    columns = [replace(c, rivals=_rival_rows(c.cells, local)) for c in columns]
    return sorted([*columns, *local], key=lambda c: -c.cells)


def _are_whole(widths: Sequence[Sequence[float]]) -> bool:
    """Whether no blank parts most rows."""
    return sum(len(row) == 1 for row in widths) >= _WHOLE_SHARE * len(widths) > 0


def columns_of_parts(
    parts: Sequence[Sequence[float]], columns: Sequence[ColumnWidth], weights: ColumnWeights
) -> list[ColumnWidth]:
    """The columns with the widths that most parts of rows have, once these were cut; widest first.

    parts  widths of the parts of each row, in a script with spaces; a width that was guessed gives
           way to one seen near it
    """
    array = _to_lines(parts)
    if not len(array):
        return list(columns)
    found = _page_modes(array, weights, script=Script.SPACED)
    kept = [c for c in columns if _is_new(c.cells, found)]
    return sorted([*_seen_columns(found, weights), *kept], key=lambda c: -c.cells)


def _seen_columns(found: Sequence[float], weights: ColumnWeights) -> list[ColumnWidth]:
    return [
        ColumnWidth(w, seen=True, multiple_gain=_multiple_gain(w, found, weights)) for w in found
    ]


def _is_new(width: float, found: Sequence[float]) -> bool:
    """Whether it is none of the widths found, nor nearly."""
    return all(abs(width - f) > _NEARLY * f for f in found)


_NEARLY = 0.06
"""Widths that differ by less, as a share, are one."""


def main_width(widths: Floats, weights: ColumnWeights, *, script: Script) -> float | None:
    """The width that most lines share, in half-width cells, (n,) -> one; None where too few do."""
    array = _to_lines([widths.tolist()])
    found = _page_modes(array, weights, script=script) if len(array) else []
    return found[0] if found else None


def _to_lines(widths: Sequence[Sequence[float]]) -> Floats:
    array = np.sort(np.array([w for row in widths for w in row], np.float32))
    return array[array >= LEAST_WIDTH]


def _rival_rows(width: float, local: Sequence[ColumnWidth]) -> tuple[tuple[int, int], ...]:
    """The parts of a page whose own lines are a whole number of columns wide."""
    return tuple(c.rows for c in local if c.rows and _is_multiple(c.cells, width))


def _is_multiple(width: float, column: float) -> bool:
    times = width / column
    return times > 1.5 and abs(times - round(times)) < 0.08


def _multiple_gain(width: float, found: Sequence[float], weights: ColumnWeights) -> float:
    """The less, the more of the others are multiples of it, too."""
    rivals = [v for v in found if _is_multiple(v, width)]
    return weights.multiple_gain / (1 + 2 * len(rivals))


def _page_modes(array: Floats, weights: ColumnWeights, *, script: Script) -> list[float]:
    """`_modes` of all lines of a page."""
    few = max(weights.least_votes, weights.least_vote_share * len(array))
    return _modes(array, few, script=script)


def _modes(array: Floats, few: float, *, script: Script) -> list[float]:
    """Of the widths of lines, ascending, those that `few` lines share; the commonest first."""
    tolerance = _tolerance(array, script=script)
    votes = np.searchsorted(array, array + tolerance, "right")
    votes -= np.searchsorted(array, array - tolerance, "left")
    found: list[float] = []
    for k in np.lexsort((-array, -votes)):
        w = float(array[k])
        if votes[k] < few:
            break
        if all(abs(w - f) > 2 * tolerance[k] for f in found):
            near = array[np.abs(array - w) <= 2 * tolerance[k]]
            found.append(_full_width(near, w, script=script))
        if len(found) == _MOST_WIDTHS:
            break
    return found


_MOST_WIDTHS = 4
"""Widths of columns that are tried, of a page or a part of one."""


def _tolerance(widths: npt.NDArray[Any], *, script: Script) -> npt.NDArray[Any]:
    """How far, in half-width cells, lines of one column may be off each width."""
    return np.full(widths.shape, 2.0) if script is Script.CJK else np.maximum(2.0, 0.08 * widths)


def _local_columns(
    widths: Sequence[Sequence[float]],
    known: Sequence[ColumnWidth],
    weights: ColumnWeights,
    *,
    script: Script,
) -> list[ColumnWidth]:
    """Widths that lines of a part of the page share, where the page as a whole has others."""
    rows = LOCAL_ROWS
    if len(widths) <= rows:
        return []
    local: list[ColumnWidth] = []
    for lo in range(0, len(widths) - rows // 2, rows // 2):
        array = _to_lines(widths[lo : lo + rows])
        if not len(array):
            continue
        few = max(_LOCAL_VOTES, _LOCAL_SHARE * len(array))
        found = _modes(array, few, script=script)
        for w in found:
            near = 2 * float(_tolerance(np.array(w), script=script))
            if any(abs(w - c.cells) <= near for c in known):
                continue
            gain = _multiple_gain(w, found, weights)
            last = local[-1] if local else None
            if last and abs(last.cells - w) <= near and last.rows and last.rows[1] > lo:
                local[-1] = replace(last, rows=(last.rows[0], lo + rows))
            else:
                local.append(ColumnWidth(w, seen=True, multiple_gain=gain, rows=(lo, lo + rows)))
    return local


def _full_width(near: Floats, mode: float, *, script: Script) -> float:
    """Width of a full line, of lines about as wide as the mode: the widest that is not rare."""
    if script is Script.SPACED:
        return float(quantile(near, 0.85))
    for w in sorted(set(near.tolist()), reverse=True):
        if (np.abs(near - w) <= 0.6).sum() >= 0.15 * len(near):
            return float(w)
    return mode
