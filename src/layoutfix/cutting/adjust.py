"""Cuts are moved by a word or two once the order is known.

A row is cut before its neighbours on the page are known for sure. With the order, the left part has
a line that it goes on in, and the right part one that it comes from:

    the crossing was held until | in the town hall. Nobody
    the fog had gone, and the   | asked                       <- `asked` belongs to the left? No:
                                                                 "Nobody asked" holds together

Every place near the cut is judged by the links of both parts, less what holds the row together
there, and by the widths of both lines: none is much wider than its column, and none ends where the
first word of the next one had room. What the places are worth also says how sure the cut is. Wrong
where a neighbour is wrong; then little is lost, since the cut was a guess before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from layoutfix.arrays import Bools, Doubles, Floats
from layoutfix.chardata import RADICALS
from layoutfix.patterns import pattern
from layoutfix.script import Script
from layoutfix.weights import ShiftWeights

Span = tuple[int, int]

BLANKS_RE = pattern(r"[ \t\u00a0]+")
_LETTER_RE = pattern(rf"[\w{RADICALS}]")


@dataclass(frozen=True, slots=True)
class Trial:
    """Other ends of fragment `left` and other starts of the one after it in the row.

    `spans` are (end of the left part, start of the right part), code points; the first is as it is.
    """

    left: int
    spans: tuple[Span, ...]


Judge = Callable[[Mapping[int, Span]], list[Floats]]
"""Log-odds of each span of each trial, where some cuts (by their left fragment) have moved."""


@dataclass(frozen=True, slots=True)
class TriedCuts:
    """What became of the cuts that were tried, by the fragment on their left.

    moved   new end of that fragment, and new start of the one after it in the row
    chance  0..1, that the cut is where it belongs, among the places that were tried
    """

    moved: dict[int, Span]
    chance: dict[int, float]


def find_trials(
    dump: str,
    spans: Sequence[Span],
    row: Sequence[int],
    may_move: Sequence[bool],
    weights: ShiftWeights,
    *,
    script: Script,
) -> list[Trial]:
    """The cuts that may be moved, with the places they may move to. O(characters).

    row, may_move  of n fragments, and of n - 1 cuts behind them: others are not looked at
    Where a wide blank parts two fragments, it is a gutter, and stays.
    """
    trials = []
    for i in range(len(spans) - 1):
        if row[i] != row[i + 1] or not may_move[i]:
            continue
        (lo, end), (start, hi) = spans[i], spans[i + 1]
        between = dump[end:start]
        if between.strip() or len(between) > weights.most_soft_blank:
            continue
        places = _places_cjk if script is Script.CJK else _places_spaced
        near = places(dump, lo, end, start, hi, _MOST_SHIFT)
        if near:
            trials.append(Trial(i, ((end, start), *near)))
    return trials


_MOST_SHIFT = 3
"""Words (characters in CJK) that a cut may move by; raised, a wrong neighbour takes more of a line,
and slower."""


def _places_spaced(dump: str, lo: int, end: int, start: int, hi: int, most: int) -> list[Span]:
    blanks = [(m.start(), m.end()) for m in BLANKS_RE.finditer(dump, lo, hi)]
    before = [b for b in blanks if b[1] <= end and b[0] > lo][-most:]
    after = [b for b in blanks if b[0] >= start and b[1] < hi][:most]
    return before + after


def _places_cjk(dump: str, lo: int, end: int, start: int, hi: int, most: int) -> list[Span]:
    found = []
    for k in range(max(lo + 2, end - most), min(hi - 1, start + most + 1)):
        if end <= k <= start:
            continue
        left, right = k, k
        while left > lo and dump[left - 1].isspace():
            left -= 1
        while right < hi and dump[right].isspace():
            right += 1
        words = _LETTER_RE.search(dump, lo, left) and _LETTER_RE.search(dump, right, hi)
        if words and (left, right) not in found:
            found.append((left, right))
    return found


def move_cuts(trials: Sequence[Trial], judge: Judge, weights: ShiftWeights) -> TriedCuts:
    """Where the cuts belong, and how sure that is.

    What gains most goes first; a cut stays where it would pass one that was moved already. Where
    some moved, the lines that they are judged by have changed, and all are judged once more.
    """
    at = [0] * len(trials)
    moved: dict[int, Span] = {}
    odds: list[Floats] = []
    for _ in range(_ROUNDS):
        odds = [_favour_first(each, weights) for each in judge(moved)]
        at, before = _choose(trials, odds), at
        moved = {t.left: t.spans[k] for t, k in zip(trials, at, strict=True) if k}
        if at == before:
            break
    chance = {t.left: _share(o, k) for t, o, k in zip(trials, odds, at, strict=True)}
    return TriedCuts(moved, chance)


_ROUNDS = 2


def _favour_first(odds: Floats, weights: ShiftWeights) -> Floats:
    """Log-odds of the places of a cut, with what moving it must gain."""
    favoured = odds.astype(np.float32)
    favoured[0] += np.float32(weights.least_gain)
    return np.round(favoured, 3)


def _choose(trials: Sequence[Trial], odds: Sequence[Floats]) -> list[int]:
    """The best place of each cut by its number, as far as no two pass one another."""
    at = [0] * len(trials)
    number = {trial.left: k for k, trial in enumerate(trials)}
    best = [int(np.argmax(each)) for each in odds]
    gain = [float(each[k] - each[0]) for each, k in zip(odds, best, strict=True)]
    for t in sorted(range(len(trials)), key=lambda t: (-gain[t], trials[t].left)):
        end, start = trials[t].spans[best[t]]
        beside = [number.get(trials[t].left + side) for side in (-1, 1)]
        before, after = (None if k is None else trials[k].spans[at[k]] for k in beside)
        if (before is None or before[1] < end) and (after is None or start < after[0]):
            at[t] = best[t]
    return at


def _share(odds: Floats, k: int) -> float:
    """The chance of one of some places that exclude each other."""
    return float(1.0 / np.exp(odds - odds[k]).sum())


def full_widths(width: Floats, among: Bools) -> Floats:
    """How wide a full line is beside each of n lines in reading order, (n,), in half-width cells.

    The upper part of the widths of those around it, itself left out. Where those before it are much
    narrower or wider than those after it, another article begins there, and those tell that are
    nearer to its own width. Lines that are much shorter or wider than most do not count.

    among  (n,) those that count at all: no running heads

    >>> full_widths(np.array([30, 29, 31, 8, 30], np.float32), np.ones(5, bool)).tolist()
    [31.0, 31.0, 30.0, 31.0, 31.0]
    """
    counted = np.pad(np.where(among, width, np.nan), _REACH, constant_values=np.nan)
    windows = sliding_window_view(counted, 2 * _REACH + 1)
    both = _upper(np.delete(windows, _REACH, axis=1))
    sides = np.stack([_upper(windows[:, :_REACH]), _upper(windows[:, _REACH + 1 :])])
    off = np.where(np.isnan(sides), np.inf, np.abs(sides - width))
    nearer = np.take_along_axis(sides, off.argmin(0)[None, :], 0)[0]
    full = np.where(np.abs(sides[0] - sides[1]) > _CHANGE * both, nearer, both)
    return np.where(np.isnan(full), width, full).astype(np.float32)


_REACH = 9
"""So many lines before, or after, show the width of a column."""
_MIDDLE, _AROUND = 0.925, 0.425
"""Lines of half to 1.35 of the usual width are lines of the column."""
_CHANGE = 0.25
"""By such a share of it the width of full lines changes where another article begins; lines of one
article differ by less."""
_UPPER = 0.85
"""The share of these that is no wider than a full line."""


def _upper(rows: Doubles) -> Doubles:
    """The width of a full line by the lines (n, m) around each, (n,); NaN for none, and of none."""
    usual = _of_sorted(np.sort(rows, axis=1), 0.5)
    near = np.abs(rows / usual[:, None] - _MIDDLE) < _AROUND
    return _of_sorted(np.sort(np.where(near, rows, np.nan), axis=1), _UPPER)


def _of_sorted(rows: Doubles, share: float) -> Doubles:
    """Of each sorted row, NaN last, the value below which that share of its numbers lies."""
    last = np.maximum((~np.isnan(rows)).sum(1) - 1, 0)
    at = np.floor(share * last + 0.5).astype(np.intp)
    return np.asarray(np.take_along_axis(rows, at[:, None], 1)[:, 0])
