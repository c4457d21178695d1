"""Whether rows read on: those that go on in the next row are lines of a column, not fused ones.

    had been out of sight of the shore          reads on: left alone
    since then. What nobody had seen

    had been out of sight of the | had kept     read across: each half goes on in the half below
    shore since then. What nobody | quiet until

A page may hold both, an article in one column beside others in two: all in all it reads on, but for
a stretch of its rows, and only that is cut.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from layoutfix.arrays import Bools, Doubles
from layoutfix.chardata import FULL_STOPS
from layoutfix.linking.cohesion import RowUnits
from layoutfix.weights import ReadingWeights

_READS_ON_BELOW, _READS_ON_MOST = -3.0, 25.0
"""Log-odds that rows go on in the next row, all in all, above which no row is cut without a mark,
unless that gains enough; and above which none is whatever that gains, unless a stretch of rows does
not read on. Raised, clean text is cut, and slower."""
_STRETCH_COST, _STRETCH_BELOW = 4.0, -5.0
"""Price of each end of such a stretch, and the sum of these log-odds over all of them at most;
lowered and raised, slower: of pages in order 3 in 100 are looked at in vain."""
_STRETCH_REACH = 4
"""Rows before and behind such a stretch that may be cut with it; raised, lines of single columns
are cut."""
_PARTED_ODDS = 1.0
"""What a row with gutters counts in that sum."""
_MOST_STOPS = 0.5
"""Rows that end with a full stop, as a share, above which rows that may read on are paragraphs, and
none is cut; raised, slower."""


@dataclass(frozen=True, slots=True)
class CutTrial:
    """What cutting n rows must gain to be believed, in nats, and which may be cut, (n,).

    The others keep to their gutters.
    """

    must_gain: float
    rows: Bools


def plan_trial(
    texts: Sequence[str], parted: Sequence[bool], units: RowUnits, weights: ReadingWeights
) -> CutTrial | None:
    """Whether to try how rows can be cut; None where they read on. O(n).

    texts, parted  of n rows: text, whether it has gutters
    Rows read on by how likely each goes on in the next one, against rows that were read across.
    Those that end a sentence say nothing; a dump in which most do has a paragraph a line.
    """
    n = len(texts)
    everywhere = np.ones(n, bool)
    if not n:
        return None
    ended = np.array([text[-1] in FULL_STOPS for text in texts])
    either = np.array(parted[:-1], bool) | np.array(parted[1:], bool)
    gain = units.gain(units.row_ends[:-1], units.row_places[1:])
    odds = np.interp(gain, weights.neighbour_knots, weights.neighbour_odds)
    odds = np.where(ended[:-1] | either, 0.0, odds)
    reading = float(odds.sum())
    if reading <= _READS_ON_BELOW:
        return CutTrial(-np.inf, everywhere)
    if ended.mean() > _MOST_STOPS:
        return None
    least = min(weights.least_cut_gain, weights.least_row_gain * n)
    if reading <= _READS_ON_MOST:
        return CutTrial(least, everywhere)
    odds = np.where(either, -_PARTED_ODDS, odds)
    fused = find_stretches(odds, _STRETCH_COST)
    if float(odds[fused[:-1] & fused[1:]].sum()) > _STRETCH_BELOW:
        return None
    reach = _STRETCH_REACH
    near = np.convolve(fused, np.ones(2 * reach + 1))[reach : reach + n] > 0
    return CutTrial(least, near)


def find_stretches(odds: Doubles, cost: float) -> Bools:
    """Rows (n,) in stretches that do not read on, by the odds (n - 1,) that each does (Viterbi).

    cost  nats of each change between rows that read on and others

    >>> find_stretches(np.array([2.0, 2.0, -3.0, -3.0, 2.0, 2.0]), 1.0).astype(int).tolist()
    [0, 0, 0, 1, 0, 0, 0]
    >>> bool(find_stretches(np.array([2.0, 2.0, -3.0, 2.0, 2.0]), 4.0).any())
    False
    """
    fused, on = 0.0, 0.0
    back = []
    for gain in odds.tolist():
        back.append((fused < on - cost, fused - cost < on + gain))
        fused, on = max(fused, on - cost), max(fused - cost, on + gain)
    reads_on = [on >= fused]
    for from_fused, from_on in back[::-1]:
        reads_on.append(from_on if reads_on[-1] else from_fused)
    return ~np.array(reads_on[::-1])
