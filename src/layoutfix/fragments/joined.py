"""Rows that hold several printed rows each, in scripts with spaces -> the width of their lines, cuts.

    Kanye has apologised to  want to say I know I hurt you.  person who on top of the pressures
    wife Kim for going       Please forgive me. Thank you    of being an artist and a black man

Where blocks of printed rows were joined to single rows, no row shows how wide a line is. But lines
of one width end at whole multiples of it, or nearly, and at a line's end a row holds together
badly: of all widths, the true one lets the rows be cut best.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from layoutfix.config import SeamsConfig
from layoutfix.fragments.lattice import FusedRow, best_cuts
from layoutfix.fragments.seams import ColumnWidth


def find_joined_width(rows: Sequence[FusedRow], config: SeamsConfig) -> float | None:
    """The width of the lines that rows were joined of, in half-width cells; None where none shows."""
    wide = [row for row in rows if row.total > config.joined_rows_from and len(row.places.offset)]
    if len(wide) < config.least_joined_rows:
        return None
    low, high = config.joined_widths
    widths = np.exp(np.arange(np.log(low), np.log(high), np.log(config.joined_step)))
    gains = np.array([cut_joined(wide, float(w), config)[1] for w in widths])
    best = int(gains.argmax())
    parts = sum(row.total for row in wide) / widths[best]
    least = max(config.least_joined_gain, config.least_joined_line_gain * parts)
    return float(widths[best]) if gains[best] >= least else None


def cut_joined(
    rows: Sequence[FusedRow], width: float, config: SeamsConfig
) -> tuple[list[list[int]], float]:
    """Per row the places to cut it at into lines of this width, and what that gains, in nats.

    Each row is cut by itself: what stands below it goes on elsewhere.
    """
    column = ColumnWidth(width, seen=True)
    found, gain = [], 0.0
    for row, (value, cuts) in zip(rows, best_cuts(rows, column, config), strict=True):
        sure = row.total > config.joined_surely_from * width
        found.append(cuts if sure or value > 0 else [])
        gain += max(value, 0.0)
    return found, gain
