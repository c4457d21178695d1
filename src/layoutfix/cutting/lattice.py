"""Fused rows -> cuts: all rows of a page are cut together.

Each row has a few best ways to be cut, by the widths of its parts and by how it holds together. Of
these one is chosen for each row so that the parts go on in one another from row to row:

    had been out of sight of the | shore since then. What     the first part goes on in the first
    until the fog had gone, and  | nobody had seen was the    one below, the second in the second

The ways of the rows are a lattice; its best path is found by dynamic programming (Viterbi), first
with n-grams alone. The seam encoder judges what that leaves open. A row may have a part less than
the next one, where a column has a gap; then the best pairing of the others counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from layoutfix.arrays import Floats
from layoutfix.cutting.fit import ColumnWidth
from layoutfix.cutting.pairing import RowLinks, join_rows, weigh_seams
from layoutfix.cutting.places import FusedRow
from layoutfix.cutting.ways import Ways, find_ways_of_all, to_ways
from layoutfix.linking.vectors import PageVectors
from layoutfix.script import Script
from layoutfix.weights import LatticeWeights, Weights


def cut_together(
    rows: Sequence[FusedRow],
    columns: Sequence[ColumnWidth],
    links: RowLinks | None,
    weights: Weights,
    *,
    script: Script,
) -> tuple[list[list[int]], float]:
    """Per row the places to cut it at, from left to right; and what that gains over whole rows.

    links  None where rows are not above one another, or there is no model: then each row is cut by
           itself, and only the width of its column depends on the others
    O(rows * (places^2 * columns * ways + ways^2)).
    """
    if not rows:
        return [], 0.0
    ways = find_ways_of_all(rows, columns, weights, script=script)
    guess = weights.columns.guess_cost
    enter = np.array([0.0 if c.seen else guess for c in columns] + [0.0], np.float32)
    own = weights.lattice
    joints = join_rows(rows, ways, links, None, own)
    forward = _forward([way.gain for way in ways], joints, enter, own)
    whole = _forward(*_only_whole(ways, joints), enter, own)
    gain = float(forward[-1].max()) - float(whole[-1].max())
    if links is not None and links.encoder is not None:
        ways = _prune(ways, joints, forward, enter, own)
        texts = [text for row, way in zip(rows, ways, strict=True) for text in row.parts(way.spans)]
        vectors = PageVectors(links.encoder, texts)
        joints = join_rows(rows, ways, links, vectors, own)
        ways = weigh_seams(ways, vectors, own)
        forward = _forward([way.gain for way in ways], joints, enter, own)
    path = _best_path(forward, joints, enter, own)
    return [list(way.cuts[u]) for way, u in zip(ways, path, strict=True)], gain


_PRUNE_BELOW = 8.0
"""Nats behind the best path up to which the encoder judges ways; lowered, faster, and pages are
lost (dev, German)."""


def _forward(
    gains: Sequence[Floats], joints: Sequence[Floats], enter: Floats, weights: LatticeWeights
) -> list[Floats]:
    """Per row the log-odds (H + 1, U) of the best path up to each of its ways, with its `gains`."""
    value = [gains[0] - enter[:, None]]
    for gain, joint in zip(gains[1:], joints, strict=True):
        switched = value[-1].max(0) - np.float32(weights.switch_cost) - enter[:, None]
        before = np.maximum(value[-1], switched)
        value.append((before[:, :, None] + joint).max(1) + gain)
    return value


def _backward(
    gains: Sequence[Floats], joints: Sequence[Floats], enter: Floats, weights: LatticeWeights
) -> list[Floats]:
    """Per row the log-odds (H + 1, U) of the best path from each of its ways on, without it."""
    value = [np.zeros_like(gains[-1])]
    for gain, joint in zip(gains[:0:-1], joints[::-1], strict=True):
        after = ((gain + value[-1])[:, None, :] + joint).max(2)
        switched = (after - np.float32(weights.switch_cost) - enter[:, None]).max(0)
        value.append(np.maximum(after, switched))
    return value[::-1]


def _prune(
    ways: Sequence[Ways],
    joints: Sequence[Floats],
    forward: Sequence[Floats],
    enter: Floats,
    weights: LatticeWeights,
) -> list[Ways]:
    """The ways whose best path is at most `_PRUNE_BELOW` nats behind the best of all."""
    backward = _backward([way.gain for way in ways], joints, enter, weights)
    kept = []
    for way, before, after in zip(ways, forward, backward, strict=True):
        value = (before + after).max(0)
        at = np.flatnonzero(value >= value.max() - _PRUNE_BELOW)
        places = int(way.spans[:, 1].max())
        kept.append(to_ways([way.cuts[u] for u in at.tolist()], way.gain[:, at], places))
    return kept


def _only_whole(
    ways: Sequence[Ways], joints: Sequence[Floats]
) -> tuple[list[Floats], list[Floats]]:
    """Gains and joints where every row stays whole."""
    at = [way.cuts.index(()) for way in ways]
    gains = [way.gain[:, [u]] for way, u in zip(ways, at, strict=True)]
    pairs = zip(joints, pairwise(at), strict=True)
    return gains, [joint[u : u + 1, v : v + 1] for joint, (u, v) in pairs]


def _best_path(
    forward: Sequence[Floats], joints: Sequence[Floats], enter: Floats, weights: LatticeWeights
) -> list[int]:
    """The number of the way that each row takes on the best path (Viterbi)."""
    h, u = divmod(int(np.argmax(np.round(forward[-1], 3))), forward[-1].shape[1])
    path = [u]
    for value, joint in zip(forward[-2::-1], joints[::-1], strict=True):
        other = np.arange(len(enter))[:, None] != h
        switch = np.where(other, np.float32(weights.switch_cost) + enter[h], np.float32(0))
        odds = np.round(value + joint[:, u] - switch, 3)
        h, u = divmod(int(np.argmax(odds)), odds.shape[1])
        path.append(u)
    return path[::-1]
