"""Where a box of a whole line may be two lines: what its words and the lines around it say.

他表示，这一波疫情是半年以来最严和环境卫生及勤洗手，更应暂停     one box over two lines
尽力防止病毒在社区进一步扩散。除        他表示，中央一直十分      the lines around it begin
了特区政府采取必要措施之外，市民        关心香港疫情变化及        and end at these places
                                ^ here both speak for a gap that the engine did not see
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from layoutfix.arrays import Doubles, Floats, Index
from layoutfix.cutting.items import STEP, Items
from layoutfix.linking.cohesion import RowUnits
from layoutfix.ranks import is_among
from layoutfix.script import Script
from layoutfix.sheet import Sheet
from layoutfix.weights import FrameWeights

NO_PLACE = -3.0
"""Log-odds where no character begins."""

_EXACT_REACH, _REACH = 3, 5
"""Columns of the grid about which a character may stand aside of where it is put."""
_NEAR_LINES = 13
"""Heights of a line above and below within which others show where columns begin and end."""
_SAME_EDGE, _SAME_END = 1.0, 1.2
"""Cells about which lines that begin, or end, at one place differ."""
_INDENT = 4.0
"""Cells of the indent of Chinese and Japanese."""
_LEAST_PART = 5.0
"""Cells that each of two fused lines has at least."""
_GUTTER_COLUMNS = 6
"""Columns of the grid beside the end of a column, within which a gutter is."""
_MOST_ALIKE = 2
"""More lines that begin or end at one place say no more."""


def weigh_bonds(items: Items, sheet: Sheet, cuts: Iterable[int] | None) -> Floats | None:
    """Log-odds (n, columns of the grid) that an item is two lines that meet there; None: no model.

    cuts  offsets at which the text by itself has rows cut; None where it leaves the page alone

    Items of larger type are no two lines, and those of one word cannot be.
    """
    weights = sheet.weights.frames
    ids = np.flatnonzero(items.whole & (items.size < weights.body_size))
    if sheet.model is None or not len(ids):
        return None
    bonds = np.full((len(items.left), items.grid_columns), NO_PLACE, np.float32)
    texts = [sheet.dump[items.start[i] : items.end[i]] for i in ids.tolist()]
    units = RowUnits(texts, sheet.model, sheet.weights.links.unseen_mix)
    known = None if cuts is None else np.array(sorted(cuts), np.intp)
    offsets = [_offsets(text, sheet.script) for text in texts]
    places = [units.places_of(r, own.astype(np.int32)) for r, own in enumerate(offsets)]
    odds_of = weights.bond_weight * _odds_at(units, np.concatenate(places), sheet)
    at = np.cumsum([0, *map(len, offsets)]).tolist()
    for r, i in enumerate(ids.tolist()):
        offset = offsets[r]
        if not len(offset):
            continue
        odds = odds_of[at[r] : at[r + 1]]
        if known is not None:
            is_cut = is_among(items.start[i] + offset, known)
            odds = odds + np.where(is_cut, weights.cut_gain, -weights.whole_cost)
        bonds[i] = _spread(items, i, offset, odds) - weights.fused_cost
    bonds[ids] += _by_neighbours(items, ids, weights)
    return bonds


def place_odds(units: RowUnits, row: int, offset: Index, sheet: Sheet) -> Doubles:
    """Log-odds (p,) that a row is cut at offsets, by how well its words hold together there."""
    return _odds_at(units, units.places_of(row, offset.astype(np.int32)), sheet)


def _odds_at(units: RowUnits, places: Index, sheet: Sheet) -> Doubles:
    """The same (p,) at places of any rows."""
    weights, gain = sheet.weights.places, units.gain(places, places)
    return np.asarray(np.interp(gain, weights.cohesion_knots, weights.cohesion_odds), np.float64)


def _offsets(text: str, script: Script) -> Index:
    """Where a line of one box can be two: between characters, or between words."""
    offset = np.arange(1, len(text))
    if script is Script.CJK:
        return offset
    begins = np.array([text[k - 1] == " " for k in offset.tolist()], bool)
    return np.asarray(offset[begins], np.intp)


def _spread(items: Items, i: int, offset: Index, odds: Doubles) -> Doubles:
    """The best odds of the places about each column of the grid."""
    own = np.full(items.grid_columns, NO_PLACE)
    np.maximum.at(own, items.to_column(items.edges[i][offset]), odds)
    reach = _EXACT_REACH if items.exact[i] else _REACH
    padded = np.pad(own, reach, constant_values=NO_PLACE)
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1)
    return np.asarray(windows.max(axis=1), np.float64)


def _by_neighbours(items: Items, ids: Index, weights: FrameWeights) -> Floats:
    """Log-odds (items `ids`, columns of the grid) by lines near that begin, or end, where it does.

    One that begins with it and ends before it does shows where its first line ends.
    """
    y, left, right = items.middle, items.left, items.right
    near = np.abs(y[ids][:, None] - y[None, :]) <= _NEAR_LINES * items.high
    begin = left[ids][:, None] - left[None, :]
    with_it = (np.abs(begin) < _SAME_EDGE) | (np.abs(begin - _INDENT) < _SAME_EDGE)
    with_it &= near & (right[None, :] < right[ids][:, None] - _LEAST_PART)
    to_end = near & (np.abs(right[ids][:, None] - right[None, :]) < _SAME_END)
    to_end &= left[None, :] > left[ids][:, None] + _LEAST_PART
    odds = np.full((len(ids), items.grid_columns), -weights.unlike_cost, np.float32)
    for pairs, edge, reach, gain in (
        (with_it, right, (-1, _GUTTER_COLUMNS), weights.begins_gain),
        (to_end, left, (-_GUTTER_COLUMNS, 1), weights.ends_gain),
    ):
        counts = np.zeros((len(ids), items.grid_columns + 1), np.int32)
        i, j = np.nonzero(pairs)
        at = np.round((edge[j] - left.min()) / STEP).astype(np.intp)
        np.add.at(counts, (i, np.clip(at + reach[0], 0, items.grid_columns)), 1)
        np.add.at(counts, (i, np.clip(at + reach[1] + 1, 0, items.grid_columns)), -1)
        odds += gain * np.minimum(counts.cumsum(axis=1)[:, :-1], _MOST_ALIKE)
    return odds
