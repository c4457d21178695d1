"""Words that were boxed apart -> lines: neighbours that are one line of a column are joined again.

A detector takes the words of a widely spread line for lines of their own:

    had     been out of          one line of a justified column, in three rows of the dump;
    sight of the shore since     all three together are as wide as the column

Every way to join neighbours is judged by what lines of the main column would be as wide, and by how
well the text holds together over the joint; the best of all is found (dynamic programming). Wrong
where two short lines of neighbouring columns read on in one another: so a dump in which one or two
lines only seem to be parted is left as it is.
"""

from __future__ import annotations

import numpy as np

from layoutfix.arrays import Bools, Floats
from layoutfix.cutting.fit import STEPS, fit_table
from layoutfix.weights import Weights

_LEAST_LINES = 3
"""Lines of a page that must be parted; lowered, ends of paragraphs are joined on pages without such
lines."""


def join_boxes(
    widths: Floats, gain: Floats, stops: Bools, single: Bools, column: float, weights: Weights
) -> list[list[int]]:
    """The n fragments, in the dump's order, as lines: lists of neighbours.

    widths  (n,) printed, in half-width cells; column: that of a full line
    gain    (n - 1,) log P(head | tail) - log P(head) over each joint
    stops   (n,) whether it ends with a full stop; single: whether it is alone in its row
    O(n).
    """
    fit = fit_table(column, weights.lines)
    widest = column + weights.lines.slack(column)
    c = weights.places
    odds = -np.interp(gain, c.cohesion_knots, c.cohesion_odds) - weights.boxes.cost
    may_join = (gain >= weights.boxes.least_gain) & single[1:] & single[:-1]
    odds = np.where(may_join, odds, -np.inf)
    best, size = [0.0], [0]
    for end in range(1, len(widths) + 1):
        width, joined, chosen, value = 0.0, 0.0, 1, -np.inf
        for k in range(1, min(end, _MOST_JOINED) + 1):
            at = end - k
            width += float(widths[at]) + (k > 1)
            if k > 1:
                joined += float(odds[at])
                if width > widest or joined == -np.inf:
                    break
            step = int(width * STEPS)
            line = float(fit[int(stops[end - 1]), step]) if step < fit.shape[1] else -np.inf
            line = max(line, -weights.lines.span_cost)  # a fused row or a headline stays as it is
            if best[at] + joined + line > value:
                chosen, value = k, best[at] + joined + line
        best.append(value)
        size.append(chosen)
    lines: list[list[int]] = []
    end = len(widths)
    while end:
        lines.append(list(range(end - size[end], end)))
        end -= size[end]
    joined = sum(len(line) > 1 for line in lines)
    if joined < _LEAST_LINES:
        return [[i] for i in range(len(widths))]
    return lines[::-1]


_MOST_JOINED = 8
"""Fragments of a line."""
