"""Rows that hold several printed rows each -> the width of their lines, and cuts; with spaces.

    the crossing was held until  in the town hall. Nobody   three printed rows of two columns that
    the fog had gone, and then   asked what it had cost     came as one row, with single spaces
    the boats left one by one    before the vote was taken  where the lines end

No such row shows how wide a line is. But its lines end at about whole multiples of their width, and
at a line's end a row holds together badly: of all widths, the true one lets the rows be cut best.
Where the rows have k columns, each line goes on in the k-th after it, and cuts are judged by that.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from layoutfix.arrays import Doubles, Floats, Index
from layoutfix.cutting.fit import STEPS, fit_table
from layoutfix.cutting.nodes import NEVER, NodeTable, to_table, tried_width
from layoutfix.cutting.pairing import RowLinks
from layoutfix.cutting.places import FusedRow
from layoutfix.cutting.row_search import best_cuts
from layoutfix.linking.cohesion import RowUnits
from layoutfix.linking.vectors import PageVectors
from layoutfix.weights import LineWeights, Weights

_WIDE_FROM, _LEAST_ROWS, _LEAST_LINES = 60.0, 5, 3.5
"""So many cells wide are such rows, at least so many, and of so many lines on average."""
_LEAST_GAIN, _LEAST_LINE_GAIN = 40.0, 0.6
"""Nats, of the page and a line, by which its rows must be cut well: on 24 pages of joined rows 45
to 137 and 0.55 to 1.4; on 156 of running text 0.8 at most where the page gains 40."""
_SURELY_FROM = 2.5
"""Rows of so many lines are cut whatever speaks against it."""
_PLACE_GAIN = 0.4
"""Every place is likelier a seam in such a row, of many lines."""
_LINK_COST, _ENCODER_WEIGHT = 0.4, 0.6
"""As those of a lattice, from line to line of such a row: with 0.15 and 0.3 J is 0.71, with these
0.74."""


def find_joined_width(rows: Sequence[FusedRow], weights: Weights) -> float | None:
    """The width of the lines that rows were joined of, in half-width cells; None if none shows.

    O(widths * rows * places).
    """
    wide = [
        row.likelier(_PLACE_GAIN)
        for row in rows
        if row.total > _WIDE_FROM and len(row.places.offset)
    ]
    if len(wide) < _LEAST_ROWS:
        return None
    low, high = _WIDTHS
    widths = np.exp(np.arange(np.log(low), np.log(high), np.log(_STEP))).tolist()
    table = to_table(wide)
    gains = [_gain(table, width, weights.lines) for width in widths]
    best = int(np.argmax(np.round(gains, 3)))
    lines = sum(row.total for row in wide) / widths[best]
    if lines < _LEAST_LINES * len(wide):
        return None
    least = max(_LEAST_GAIN, _LEAST_LINE_GAIN * lines)
    return float(widths[best]) if gains[best] >= least else None


def _gain(table: NodeTable, width: float, weights: LineWeights) -> float:
    """Log-odds, over all rows, of their best cuts into lines of a width."""
    found: list[float] = best_cuts(table, tried_width(width, weights)).gain.tolist()
    return sum(max(value, 0.0) for value in found)


def cut_joined(
    rows: Sequence[FusedRow], width: float, links: RowLinks, weights: Weights
) -> list[list[int]]:
    """Per row the places to cut it at, into lines of a width.

    Each row by itself: what stands below it in the dump goes on elsewhere. Of all numbers of
    columns the one is taken under which the rows together are cut best. A row that is hardly wider
    than two lines stays whole where nothing speaks for a cut: it may be a headline.
    """
    rows = [row.likelier(_PLACE_GAIN) for row in rows]
    best = best_cuts(to_table(rows), tried_width(width, weights.lines))
    cuts = [(gain, best.of(r)) for r, gain in enumerate(best.gain.tolist())]
    sure = [row.total > _SURELY_FROM * width for row in rows]
    of_row = {
        r: _JoinedRow(r, row, width, links.units, weights) for r, row in enumerate(rows) if sure[r]
    }
    if links.encoder is not None:
        lines = [line for row in of_row.values() for line in row.lines()]
        vectors, first = PageVectors(links.encoder, lines), 0
        for row in of_row.values():
            row.add_links(vectors, first)
            first += 2 * row.places
    best_gain: float = 0.0
    of_all: dict[int, tuple[float, list[int]]] = {}
    for columns in _COLUMNS:
        found = {r: row.best_cuts(columns) for r, row in of_row.items()}
        found = {r: own for r, own in found.items() if own[0] > cuts[r][0]}
        gain = sum(value - cuts[r][0] for r, (value, _) in found.items())
        if gain > best_gain:
            best_gain, of_all = gain, found
    chosen = [of_all.get(r, own) for r, own in enumerate(cuts)]
    return [places if sure[r] or value > 0 else [] for r, (value, places) in enumerate(chosen)]


class _JoinedRow:
    """The m places of a row to cut it at, and how well lines go on in others farther right.

    Node e below m is the place of that number, node m the end of the row.
    """

    def __init__(
        self, r: int, row: FusedRow, width: float, units: RowUnits, weights: Weights
    ) -> None:
        p = row.places
        self.places = len(p.offset)
        self._row, self._width, self._weights = row, width, weights
        self._left = np.append(p.left, row.total)
        self._gain = np.append(p.gain, 0.0)
        self._stops = np.append(p.stops, row.stops).astype(np.intp)
        self._fit = fit_table(width, weights.lines)
        self._widest = weights.lines.widest(width)
        between = p.right[None, :] - p.left[:, None]
        farthest = (max(_COLUMNS) - 1) * self._widest
        self._pairs = np.nonzero((between > _LEAST_LINE * width) & (between < farthest))
        tail, head = units.places_of(r, p.left_offset), units.places_of(r, p.offset)
        self._link = np.zeros(between.shape, np.float32)
        left, right = self._pairs
        link = self._clip(units.gain(tail[left], head[right]))
        self._link[self._pairs] = weights.lattice.link_weight * link - _LINK_COST

    def _clip(self, link: Floats) -> Floats:
        return np.clip(link, self._weights.lattice.least_link, self._weights.lattice.most_link)

    def lines(self) -> list[str]:
        """What a line may be that ends at each place, and one that begins at each, (2 m,)."""
        p, text = self._row.places, self._row.text
        begins, ends = p.offset.tolist(), p.left_offset.tolist()
        first = np.searchsorted(p.right, p.left - self._width)
        last = np.searchsorted(self._left, p.right + self._width, "right").tolist()
        begins_or_0 = np.where(p.left > self._width, p.offset[first], 0).tolist()
        ends_or_all = [*ends, len(text)]
        tails = [text[a:b] for a, b in zip(begins_or_0, ends, strict=True)]
        heads = [text[a : ends_or_all[k - 1]] for a, k in zip(begins, last, strict=True)]
        return tails + heads

    def add_links(self, vectors: PageVectors, first: int) -> None:
        """Count what the encoder says as well; the row's `lines` begin there at number `first`."""
        left, right = self._pairs
        link = self._clip(vectors.gain(first + left, first + self.places + right))
        self._link[self._pairs] += _ENCODER_WEIGHT * link

    def best_cuts(self, columns: int) -> tuple[float, list[int]]:
        """The best cuts where each line goes on in so many lines after it, and their log-odds."""
        m, finished = self.places, (float(NEVER), list[int]())
        score: Doubles = np.zeros(1)
        start: Doubles = np.zeros(1)
        node: Index = np.full(1, -1)
        cuts = np.zeros((1, 0), np.intp)  # of each state of the beam, from the left
        while len(score):
            value, end = self._next_lines(score, start, node)
            line = cuts.shape[1] + 1 - columns  # it goes on behind this end
            if line >= 0:
                on = self._link[cuts[:, line, None], np.minimum(end, m - 1)]
                value = value + np.where(end < m, on, 0.0)
            whole = np.where(end == m, value, NEVER).max(axis=1, initial=NEVER)
            if whole.max() > finished[0]:
                finished = float(whole.max()), cuts[whole.argmax()].tolist()
            value = np.where(end == m, NEVER, value).ravel()
            kept = np.argsort(-value, kind="stable")[:_BEAM]
            kept = kept[value[kept] > NEVER / 2]
            state, step = np.divmod(kept, end.shape[1])
            node, score = end[state, step], value[kept]
            start = self._row.places.right[node].astype(np.float64)
            cuts = np.concatenate([cuts[state], node[:, None]], axis=1)
        return finished

    def _next_lines(self, score: Doubles, start: Doubles, node: Index) -> tuple[Doubles, Index]:
        """Of b states, log-odds (b, s) with one line more, NEVER for none; the nodes it ends at."""
        first = node + 1
        many = np.searchsorted(self._left, start + self._widest, "right") - first
        step = np.arange(max(int(many.max()), 1))
        end = np.minimum(first[:, None] + step, self.places)
        width = self._left[end] - start[:, None]
        fits = (step < many[:, None]) & (width > 0)
        at = np.where(fits, width * STEPS, 0).astype(np.intp)
        value = score[:, None] + self._fit[self._stops[end], at] + self._gain[end]
        return np.where(fits, value, NEVER), end


_LEAST_LINE = 0.6
"""So much of the width is the least that stands between a line's end and where it goes on."""
_WIDTHS, _STEP = (18.0, 72.0), 1.05
"""Widths of lines that are tried, from and to, in cells; by a factor."""
_COLUMNS = (2, 3, 4)
"""Numbers of columns that are tried."""
_BEAM = 30
"""States of the search; 80 find no better cuts."""
