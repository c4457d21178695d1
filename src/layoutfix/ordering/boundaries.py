"""What the rows themselves say of where a region begins: other columns below than above.

Articles below one another have columns of other widths, at other places, and the columns of the
upper one end at different rows, so that its last rows hold fewer lines. How much such a sign says
hangs on how rare it is on its page: on a page of ragged lines a change of widths says nothing.
"""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from layoutfix.arrays import Bools, Doubles, Floats, Index, Ints
from layoutfix.ranks import median
from layoutfix.weights import RegionWeights


def boundary_odds(row: Ints, x: Floats, width: Floats, weights: RegionWeights) -> Floats:
    """Nats (n,) that speak for a region to begin at each of n fragments, by the rows around it.

    row, x, width  as in `ordering.view.PageView`. Only the first fragment of a row has any, and
    none has less than 0. The weights are of a logistic regression (docs/experiments.md).
    O(n log n).
    """
    odds = np.zeros(len(row), np.float32)
    first = np.flatnonzero(np.diff(row)) + 1
    if not len(first):
        return odds
    change = _width_changes(width.astype(np.float64), first, weights)
    above, below = _short_rows(row, first, weights)
    told = (
        weights.change_gain * change
        + weights.rare_change_gain * np.where(change > weights.least_change, _rarity(change), 0.0)
        + weights.rare_end_gain * _rare(above & ~below)
        + weights.rare_pair_gain * _rare(above & below)
        + weights.rare_begin_gain * _rare(below & ~above)
        + weights.place_gain * _other_places(x, first, weights)
    )
    odds[first] = np.maximum(told - weights.usual_odds, 0.0)
    return odds


def _width_changes(width: Doubles, first: Index, weights: RegionWeights) -> Doubles:
    """How much wider or narrower the lines below are than those above: a log ratio of medians.

    None where fewer lines stand on either side than are compared.
    """
    k = weights.rows_of_width
    padded = np.pad(np.log(np.maximum(width, 1.0)), k, mode="edge")
    usual = median(sliding_window_view(padded, k), axis=1)
    # the window that ends before a fragment, and the one that begins after it
    change = np.abs(usual[first + k + 1] - usual[first])
    whole = (first >= k) & (first < len(width) - k)
    return np.where(whole, np.minimum(change, weights.most_change), 0.0)


def _short_rows(row: Ints, first: Index, weights: RegionWeights) -> tuple[Bools, Bools]:
    """Whether the row above, and the row itself, hold fewer lines than those around do."""
    held = np.bincount(row)[row].astype(np.float64)
    k = weights.rows_around
    usual = median(values_around(held, k), axis=1)
    return held[first - 1] < usual[first], held[first] < usual[first]


def values_around(values: Index | Floats | Doubles, k: int) -> Doubles:
    """Each of n values with the k before it and the k behind, (n, 2 k + 1), the last repeated.

    >>> values_around(np.array([1, 5, 9]), 1)[0]
    array([1., 1., 5.])
    """
    padded = np.pad(values.astype(np.float64), k, mode="edge")
    return np.asarray(sliding_window_view(padded, 2 * k + 1), np.float64)


def _other_places(x: Floats, first: Index, weights: RegionWeights) -> Doubles:
    """Share of the lines below whose character columns no line above has; 0 where none is seen."""
    if np.isnan(x).all():
        return np.zeros(len(first))
    k = weights.rows_around
    around = sliding_window_view(np.pad(x, k, constant_values=np.nan), k)
    above, below = around[first], around[first + k]
    off = np.abs(below[:, :, None] - above[:, None, :])
    apart = ~(off <= weights.place_slack).any(axis=2) & ~np.isnan(below)
    seen = (~np.isnan(below)).sum(axis=1)
    both = (seen > 0) & ~np.isnan(above).all(axis=1)
    return np.where(both, apart.sum(axis=1) / np.maximum(seen, 1), 0.0)


def _rare(sign: Bools) -> Doubles:
    """-log of the share of rows that have a sign, at those that have it; else 0."""
    return np.where(sign, _rarity(sign.astype(np.float64)), 0.0)


def _rarity(value: Doubles) -> Doubles:
    """-log of the share of rows with this much or more.

    >>> _rarity(np.array([0.0, 0.0, 3.0])).round(2).tolist()
    [0.13, 0.13, 0.98]
    """
    ordered = np.sort(value)
    more = len(value) - np.searchsorted(ordered, value - 1e-9)
    return np.asarray(-np.log((more + 0.5) / (len(value) + 1)), np.float64)
