"""Cuts are moved by a word or two once the order is known.

A row is cut before its neighbours on the page are known for sure. With the order, the left part has
a line that it goes on in, and the right part one that it comes from:

    the crossing was held until | in the town hall. Nobody
    the fog had gone, and the   | asked                       <- `asked` belongs to the left? No:
                                                                 "Nobody asked" holds together

Every place near the cut is judged by the links of both parts, less what holds the row together
there. Wrong where a neighbour is wrong; then little is lost, since the cut was a guess before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import regex as re

from layoutfix.chardata import RADICALS
from layoutfix.config import SeamsConfig

Floats = npt.NDArray[np.float32]
Index = npt.NDArray[np.intp]
Span = tuple[int, int]

BLANKS_RE = re.compile(r"[ \t\u00a0]+")
_LETTER_RE = re.compile(rf"[\w{RADICALS}]")


@dataclass(frozen=True, slots=True)
class Trial:
    """Other ends of fragment `left` and other starts of the one after it in the row.

    `spans` are (end of the left part, start of the right part), code points; the first is as it is.
    """

    left: int
    spans: tuple[Span, ...]


Judge = Callable[[Sequence[Trial]], list[Floats]]
"""Log-odds of each span of each trial."""


def find_trials(
    dump: str, spans: Sequence[Span], row: Sequence[int], config: SeamsConfig, *, cjk: bool
) -> list[Trial]:
    """The cuts that may be moved, with the places they may move to. O(characters).

    Where a wide blank parts two fragments, it is a gutter, and stays.
    """
    trials = []
    for i in range(len(spans) - 1):
        (lo, end), (start, hi) = spans[i], spans[i + 1]
        between = dump[end:start]
        if row[i] != row[i + 1] or between.strip() or len(between) > config.most_soft_blank:
            continue
        places = _places_cjk if cjk else _places_spaced
        near = places(dump, lo, end, start, hi, config.most_shift)
        if near:
            trials.append(Trial(i, ((end, start), *near)))
    return trials


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


def move_cuts(trials: Sequence[Trial], judge: Judge, config: SeamsConfig) -> dict[int, Span]:
    """The cuts to be moved: left fragment -> (its new end, the new start of the one after it).

    What gains most goes first; a cut stays where it would pass one that was moved already.
    """
    wanted: list[tuple[float, int, Span]] = []
    for trial, odds in zip(trials, judge(trials), strict=True):
        best = int(np.argmax(np.round(odds, 3)))
        if best and odds[best] > odds[0] + config.least_shift_gain:
            wanted.append((float(odds[best] - odds[0]), trial.left, trial.spans[best]))
    moved: dict[int, Span] = {}
    for _, i, (end, start) in sorted(wanted, key=lambda item: (-item[0], item[1])):
        before, after = moved.get(i - 1), moved.get(i + 1)
        if (before is None or before[1] < end) and (after is None or start < after[0]):
            moved[i] = end, start
    return moved
