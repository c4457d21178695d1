"""Rows that no columns run over: what an order pays that reads columns on from above them.

    A1 A2      the ferry had not  |  come for a week and     C1 C2 stand below another headline,
    H_____     A headline over both of the columns           yet A1 goes on in C1 as well as in A2:
    C1 C2      the council will   |  vote on it on Monday    only the row H tells

Where two articles have as many columns, to read each column on into the one below it tears no
sentence and passes no turn. A wide row that stands alone below a blank line, among rows that
columns share, says that all of them end there.
"""

from __future__ import annotations

import numpy as np

from layoutfix.arrays import Bools, Floats, Ints
from layoutfix.ordering.boundaries import values_around
from layoutfix.ranks import median
from layoutfix.weights import RegionWeights


def crossing_costs(
    row: Ints, width: Floats, blank: Bools, starts: Floats, weights: RegionWeights
) -> Floats:
    """Nats (n,) that columns pay which are read on from above each of n fragments to below it.

    row, width  as in `ordering.view.PageView`
    blank   (n,) whether a blank line stands above
    starts  (n,) how well each fragment begins a text

    Only a fragment costs any that stands alone in its row, below a blank line, wider than the lines
    around. Two lines that were not cut are a wide row alone, too, so it costs the less, the less it
    begins a text: these begin inside a sentence. O(n log n).
    """
    k, size = weights.rows_of_width, np.bincount(row)[row]
    alone = (size == 1) & (values_around(size, k).mean(axis=1) > weights.crossing_row_fragments)
    usual = median(values_around(width, k), axis=1)
    wide = width > weights.crossing_wide_share * usual
    odds = np.clip(weights.crossing_prior + starts, 0.0, weights.crossing_most)
    costs = np.where(alone & wide & blank, weights.crossing_price * odds, 0.0)
    costs[:1] = 0.0  # nothing is above it
    return costs.astype(np.float32)
