"""Words that were boxed apart -> lines: neighbours that are one line of a column are joined again.

A detector takes the words of a widely spread line for lines of their own:

    had     been out of          one line of a justified column, in three rows of the dump;
    sight of the shore since     all three together are as wide as the column

Every way to join neighbours is judged by what lines of the main column would be as wide, and by how
well the text holds together over the joint; the best of all is found (dynamic programming). Wrong
where two short lines of neighbouring columns read on in one another: so a dump in which one or two
lines only seem to be in pieces is left as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from layoutfix.arrays import Bools, Floats
from layoutfix.cutting.fit import STEPS, fit_table
from layoutfix.weights import SeamWeights

Gain = Callable[[int, int], float]


def join_boxes(
    widths: Floats, gain: Floats, stops: Bools, single: Bools, column: float, weights: SeamWeights
) -> list[list[int]]:
    """The n fragments, in the dump's order, as lines: lists of neighbours.

    widths  (n,) printed, in half-width cells; column: that of a full line
    gain    (n - 1,) log P(head | tail) - log P(head) over each joint
    stops   (n,) whether it ends with a full stop; single: whether it is alone in its row
    O(n * most_joined).
    """
    fit = fit_table(column, weights)
    widest = column + weights.slack(column)
    odds = -np.interp(gain, weights.cohesion_knots, weights.cohesion_odds) - weights.joined_cost
    may_join = (gain >= weights.joined_from) & single[1:] & single[:-1]
    odds = np.where(may_join, odds, -np.inf)
    best, size = [0.0], [0]
    for end in range(1, len(widths) + 1):
        width, joined, chosen, value = 0.0, 0.0, 1, -np.inf
        for k in range(1, min(end, weights.most_joined) + 1):
            at = end - k
            width += float(widths[at]) + (k > 1)
            if k > 1:
                joined += float(odds[at])
                if width > widest or joined == -np.inf:
                    break
            step = int(width * STEPS)
            line = float(fit[int(stops[end - 1]), step]) if step < fit.shape[1] else -np.inf
            line = max(line, -weights.span_cost)  # a fused row or a headline stays as it is
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
    if joined < weights.least_joined:
        return [[i] for i in range(len(widths))]
    return lines[::-1]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that more words may join: its fragments, its width, rows passed since its last."""

    members: tuple[int, ...]
    width: float
    passed: int


@dataclass(frozen=True, slots=True)
class _State:
    """Lines that were begun, the latest last, those that are done, and what all are worth."""

    value: float
    open: tuple[_Line, ...]
    done: tuple[tuple[int, ...], ...]


def join_words(
    widths: Floats, gain: Gain, stops: Bools, single: Bools, column: float, weights: SeamWeights
) -> list[list[int]]:
    """The n fragments as lines, where words of several lines stand among each other.

    forest. chatter Verge like starlings;   pdftotext prints the words of two stretched lines that
                                            way, and lines of the other column between them

    A word joins one of the lines that were begun not long before; words of a line keep the dump's
    order. A line in pieces may be of any width from half the column on: its blanks were stretched.
    gain(i, j) is log P(head | tail) - log P(head). O(n * beam * lines).
    """
    short = single & (widths <= _WIDEST_ALONE * column)
    if int(short.sum()) <= weights.least_joined:
        return [[i] for i in range(len(widths))]
    fit = fit_table(column, weights)
    widest = column + weights.slack(column)

    def worth(width: float, words: int, stop: bool) -> float:
        step = int(width * STEPS)
        if words > 1 and _LEAST_STRETCHED * column <= width <= widest:
            return 0.0
        line = float(fit[int(stop), step]) if step < fit.shape[1] else -np.inf
        return max(line, -weights.span_cost)

    known: dict[tuple[int, int], float] = {}

    def joint(i: int, j: int) -> float:
        if (i, j) not in known:
            odds = float(np.interp(gain(i, j), weights.cohesion_knots, weights.cohesion_odds))
            known[i, j] = -odds - _JOIN_COST
        return known[i, j] - _STOP_COST * bool(stops[i])

    states = [_State(0.0, (), ())]
    for j, width in enumerate(widths.tolist()):
        alone = worth(width, 1, bool(stops[j]))
        if not single[j] or width > _WIDEST_WORDS * column:
            states = [_pass(s, j, alone) for s in states]
            continue
        found = []
        for s in states:
            for k, line in enumerate(s.open):
                total = line.width + 1 + width
                if total > widest or line.passed > _MOST_PASSED:
                    continue
                i, size = line.members[-1], len(line.members)
                value = joint(i, j) - _SKIP_COST * (k != len(s.open) - 1) - _SKIP_COST * line.passed
                value += worth(total, size + 1, bool(stops[j]))
                value -= worth(line.width, size, bool(stops[i]))
                longer = _Line((*line.members, j), total, 0)
                found.append(
                    _State(s.value + value, (*s.open[:k], longer, *s.open[k + 1 :]), s.done)
                )
            lines, done = (*s.open, _Line((j,), width, 0)), s.done
            if len(lines) > _MOST_LINES:
                lines, done = lines[1:], (*done, lines[0].members)
            found.append(_State(s.value + alone, lines, done))
        states = sorted(found, key=lambda s: -s.value)[:_BEAM]
    best = states[0]
    lines_found = sorted([*best.done, *(line.members for line in best.open)])
    if sum(len(line) > 1 for line in lines_found) < weights.least_joined:
        return [[i] for i in range(len(widths))]
    return [list(line) for line in lines_found]


def _pass(state: _State, j: int, alone: float) -> _State:
    """The state after a whole line."""
    lines = tuple(_Line(a.members, a.width, a.passed + 1) for a in state.open)
    return _State(state.value + alone, lines, (*state.done, (j,)))


_WIDEST_ALONE = 0.4
"""Of the column's width: what the words that stand alone are at most."""
_LEAST_STRETCHED = 0.5
_WIDEST_WORDS = 0.8
"""Of the column's width: what stretched words come to at least, and what of a line may be one."""
_MOST_LINES, _MOST_PASSED, _BEAM = 3, 2, 60
"""Lines that are open at once, whole rows between two words of a line, states of the search."""
_SKIP_COST = 0.7
_JOIN_COST = 1.0
_STOP_COST = 1.5
"""Nats of a word that joins another line than the latest, or behind a whole row; that joins one at
all; that joins behind a full stop, which may end a paragraph."""
