"""What blanks mean in a dump, learned from the dump: ends of lines, gutters, or ornament.

    blocks whose lines were joined by single spaces: every blank ends a line, and no line ends
    without one; a page whose gutters were collapsed: the same, row by row
    a page read by tesseract: blanks also within lines, and neighbours fused with none between

Rows are cut once with what blanks mean in general. Where most cuts stand at blanks, and most blanks
are cut, the others are likely errors, the more likely the fewer there are: the rows are cut again
with these odds. Gutters say nothing of other blanks.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from layoutfix.cutting.places import FusedRow
from layoutfix.weights import PlaceWeights

_MOST_ODDS = 4.0
"""The odds of blanks and other places, at most."""


def weigh_blanks(
    rows: Sequence[FusedRow], chosen: Sequence[Sequence[int]], weights: PlaceWeights
) -> list[FusedRow] | None:
    """The rows with the odds of their places as blanks are used in this dump; None: as usual.

    chosen  the places at which each row was cut
    """
    blanks_cut = blanks_left = spaced_cut = others_cut = 0
    for row, cuts in zip(rows, chosen, strict=True):
        p, at = row.places, list(cuts)
        at_blanks = int(p.marked[at].sum())
        blanks_cut += at_blanks
        blanks_left += int(p.marked.sum()) - at_blanks
        spaced_cut += int((p.left_offset[at] < p.offset[at]).sum())
        others_cut += int((p.left_offset[at] == p.offset[at]).sum())
    least = weights.blank_odds_from
    gain = _log_odds(blanks_cut, blanks_left, weights)
    loss = _log_odds(spaced_cut, others_cut, weights)
    if not (blanks_left or others_cut) or gain < least or loss < least:
        return None
    return [_shifted(row, gain, -loss) for row in rows]


def _log_odds(these: int, those: int, weights: PlaceWeights) -> float:
    return min(float(np.log((these + 1) / (those + 1))), _MOST_ODDS)


def _shifted(row: FusedRow, gain: float, loss: float) -> FusedRow:
    p = row.places
    shift = np.where(p.marked, gain, np.where(p.left_offset == p.offset, loss, 0.0))
    return row.likelier(shift)
