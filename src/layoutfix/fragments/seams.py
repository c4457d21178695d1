"""Rows fused from two or more columns are cut where no gutter shows.

    a row that is twice as wide as a columnand goes on here is two lines

The width of a column shows as the mode of line widths. A row is segmented into lines of about that
width (or shorter, where a paragraph ends) by dynamic programming over the places where it can be
cut; the n-gram model says where the row does not hold together, a space between two Chinese
characters says so too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from layoutfix.config import SeamsConfig

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class CutPlaces:
    """Where a row of text can be cut, m places from left to right.

    offset  (m,) character offset in the row; the right part starts there (blanks skipped)
    left_offset (m,) the left part ends there
    left    (m,) printed width of the row up to the end of the left part, in half-width cells
    right   (m,) printed width of the row up to the start of the right part
    gain    (m,) log-odds that a gutter is here: evidence of the n-gram model and of spaces
    side_gain (m,) the same from the rows below and above, for the only cut of a row in two
    stops   (m,) whether the left part ends as a paragraph does
    """

    offset: Ints
    left_offset: Ints
    left: Floats
    right: Floats
    gain: Floats
    side_gain: Floats
    stops: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class ColumnWidth:
    """A width that columns of the page may have.

    seen           whether single lines show it, or it is a guess
    multiple_gain  log-odds that a row a whole number of such columns wide is fused
    """

    cells: float
    seen: bool
    multiple_gain: float = 0.0


def cut_row(
    places: CutPlaces,
    total: float,
    stops_at_end: bool,
    width_of_column: ColumnWidth,
    config: SeamsConfig,
) -> tuple[float, list[int]]:
    """The best cuts of a row of width `total` into lines of a column `column` cells wide.

    Returns the log-odds of the row in such a column against a row that was never fused (0 for a
    row that fits as it is), and the indices of the places to cut at (empty: leave it
    whole). O(m * places within two columns).
    """
    m = len(places.offset)
    column = width_of_column.cells
    left = [*places.left.tolist(), total]
    right = [*places.right.tolist()]
    stops = [*places.stops.tolist(), stops_at_end]
    gain = [*places.gain.tolist(), 0.0]
    side = places.side_gain.tolist()
    slack = config.over_cells + config.over_share * column
    widest = column + config.over_reach * slack
    whole = 0.0
    if total > column + slack:
        whole = max(-config.span_cost, _fit(total, column, True, config))
    best = [0.0] * (m + 1)
    back = [-1] * (m + 1)
    fit = _fit_table(column, config)
    closed = -config.over_cost
    for e in range(m + 1):
        costs = fit[stops[e]]
        end = left[e]
        k = int(end * _STEPS)
        value, source = costs[k] if k < len(costs) else closed, -1
        for s in range(e - 1, -1, -1):
            width = end - right[s]
            if width > widest:
                break
            if width <= 0:
                continue
            candidate = best[s] + costs[int(width * _STEPS)]
            if e == m and back[s] < 0:
                candidate += side[s]
            if candidate > value:
                value, source = candidate, s
        best[e] = value + gain[e]
        back[e] = source
    multiple = total / column
    if multiple > 1.5 and abs(multiple - round(multiple)) * column <= config.multiple_cells * round(
        multiple
    ):
        best[m] += width_of_column.multiple_gain
    if back[m] < 0 or best[m] <= whole:
        return whole, []
    cuts, at = [], back[m]
    while at >= 0:
        cuts.append(at)
        at = back[at]
    return best[m], cuts[::-1]


_STEPS = 8
"""Widths are told apart to an eighth of a half-width cell."""


@lru_cache(maxsize=64)
def _fit_table(column: float, config: SeamsConfig) -> tuple[list[float], list[float]]:
    """`_fit` of all widths up to the widest that a column takes, in steps; not stopping, stopping.

    Beyond the table a line costs `over_cost`.
    """
    slack = config.over_cells + config.over_share * column
    size = int((column + max(config.over_reach, 1.0) * slack) * _STEPS) + 2
    widths = [(k + 0.5) / _STEPS for k in range(size)]
    return (
        [_fit(w, column, False, config) for w in widths],
        [_fit(w, column, True, config) for w in widths],
    )


def cut_row_again(
    places: CutPlaces,
    total: float,
    gains: Floats,
    cuts: int,
    width_of_column: ColumnWidth,
    config: SeamsConfig,
) -> list[int]:
    """The best `cuts` cuts of a row; gains[m, c] is what its neighbours say of cut m at place c.

    Empty where no such cuts fit the column.
    """
    m, column = len(places.offset), width_of_column.cells
    left, right = places.left.tolist(), places.right.tolist()
    stops = places.stops.tolist()
    fit = _fit_table(column, config)
    best = np.full((cuts, m), -np.inf)
    back = np.full((cuts, m), -1, np.int32)
    widest = column + config.over_reach * (config.over_cells + config.over_share * column)
    for c in range(m):
        best[0, c] = _fit(left[c], column, stops[c], config) + places.gain[c] + gains[0, c]
    for k in range(1, cuts):
        for c in range(m):
            for s in range(c - 1, -1, -1):
                width = left[c] - right[s]
                if width > widest:
                    break
                if width <= 0:
                    continue
                value = best[k - 1, s] + fit[stops[c]][int(width * _STEPS)]
                if value > best[k, c]:
                    best[k, c], back[k, c] = value, s
            best[k, c] += places.gain[c] + gains[k, c]
    last = [best[-1, c] + _fit(total - right[c], column, True, config) for c in range(m)]
    c = int(np.argmax(np.round(last, 3)))
    if last[c] <= -config.over_cost / 2:
        return []
    found = [c]
    for k in range(cuts - 1, 0, -1):
        found.append(int(back[k, found[-1]]))
    return found[::-1]


def _fit(width: float, column: float, stops: bool, config: SeamsConfig) -> float:
    """Log-odds that a line of this width stands in a column of that width."""
    off = width - column
    slack = config.over_cells + config.over_share * column
    if off > slack:
        return -min(config.full_spread * (off / slack) ** 2, config.over_cost)
    ragged = config.ragged_cells + config.ragged_share * column
    if off >= -ragged:
        scale = ragged if off < 0 else slack
        return config.full_gain - config.full_spread * (off / max(scale, 0.1)) ** 2
    if abs(off + config.indent_cells) <= 1.0:
        return -config.indented_cost
    return -(config.short_stop_cost if stops else config.short_cost)


def line_fit(width: float, columns: Sequence[float], config: SeamsConfig) -> float:
    """Log-odds that a line of this width stands in some of the columns."""
    return max((_fit(width, c, True, config) for c in columns), default=0.0)
