"""Whether rows read on: those that go on in the next row are lines of a column, not fused ones.

    had been out of sight of the shore          reads on: left alone
    since then. What nobody had seen

    had been out of sight of the | had kept     read across: each half goes on in the half below
    shore since then. What nobody | quiet until

A page may hold both, an article in one column beside others in two: all in all it reads on, and one
stretch of its rows does not. Only then is it worth the time to try how its rows could be cut.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from layoutfix.chardata import FULL_STOPS
from layoutfix.config import SeamsConfig
from layoutfix.continuity.cohesion import RowUnits

Floats = npt.NDArray[np.float64]


def read_on_odds(
    texts: Sequence[str], parted: Sequence[bool], units: RowUnits, config: SeamsConfig
) -> tuple[Floats, Floats]:
    """Log-odds (n - 1,) that each row goes on in the next, against rows read across; and a second
    array in which rows with gutters speak as well, for having been read across. O(n).

    texts, parted  of n rows: text, whether it has gutters
    Rows that end a sentence say nothing; a dump in which most do (a paragraph a line) sums to 0.
    """
    if len(texts) < 2:
        return np.zeros(0), np.zeros(0)
    gain = units.gain(units.row_ends[:-1], units.row_places[1:])
    open_end = np.array([text[-1] not in FULL_STOPS for text in texts[:-1]])
    parts = np.array(parted, bool)
    either = parts[:-1] | parts[1:]
    odds = np.interp(gain, config.neighbour_knots, config.neighbour_odds)
    odds = np.where(open_end & ~either, odds, 0.0)
    return odds, np.where(either, -config.parted_odds, odds)


def lowest_stretch(odds: Floats) -> float:
    """The lowest sum of any stretch of neighbouring values, 0 where none is negative. O(n).

    >>> lowest_stretch(np.array([2.0, -3.0, 1.0, -2.0, 5.0]))
    -4.0
    >>> lowest_stretch(np.array([2.0, 1.0]))
    0.0
    """
    sums = np.concatenate(([0.0], np.cumsum(odds)))
    return float((sums - np.maximum.accumulate(sums)).min())


def must_gain(
    odds: Floats, seen: Floats, texts: Sequence[str], config: SeamsConfig
) -> float | None:
    """What cutting rows that may read on must gain, in nats; None: it is not worth a try.

    odds, seen  of `read_on_odds`
    """
    if odds.sum() <= config.reads_on_below:
        return -np.inf
    ended = sum(text[-1] in FULL_STOPS for text in texts)
    if ended > config.most_stops * len(texts):
        return None
    if odds.sum() > config.reads_on_most and lowest_stretch(seen) > config.stretch_below:
        return None
    return min(config.least_cut_gain, config.least_row_gain * len(texts))
