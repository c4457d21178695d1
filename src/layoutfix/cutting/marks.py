"""Marks that stand alone beside a gutter: dirt of the gutter, or the end of the line before them.

    he said that the | . | bridge was closed     cut in three; "that the" goes on in the row below

An engine without eyes for columns reads marks where a rule or nothing is printed, and cuts leave
them alone between two lines. Where the line before them has its own mark, or reads on in the next
line of its column, they are dirt, which is dropped with a step. Else they are the end of that line.
On pages with such dirt, a Chinese line that ends beside a gutter with a full stop, but reads on
without it, has it from there, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import NamedTuple

import numpy as np

from layoutfix.arrays import Bools
from layoutfix.chardata import codes_to_widths, is_letter, text_to_codes
from layoutfix.linking import LinkScorer
from layoutfix.model import Fragment
from layoutfix.page import Page, take_fragments
from layoutfix.result import DROPPING_RULE
from layoutfix.script import Script
from layoutfix.weights import DirtWeights

_MARKS_RE = re.compile(r"[\s.,;:!?'\"|_。，、；：！？‘’“”]+")
"""Of sentences and of rules; a bullet, a dash or a bracket may mean something where it stands."""


@dataclass(frozen=True, slots=True)
class LoneMarks:
    """Page of a page, by their numbers: `dirt`, and `ends` of the piece before each."""

    dirt: frozenset[int]
    ends: frozenset[int]


def are_marks(pieces: Page, pinned: Collection[int] = ()) -> Bools:
    """Which of n pieces are marks alone beside others of their row, (n,); none of `pinned`."""
    marks = [_MARKS_RE.fullmatch(f.text) is not None for f in pieces.fragments]
    found = (pieces.row_size > 1) & np.array(marks, bool)
    found[list(pinned)] = False
    return np.asarray(found, bool)


def judge_marks(
    marks: Bools,
    order: Sequence[int],
    pieces: Page,
    links: LinkScorer,
    weights: DirtWeights,
) -> LoneMarks:
    """What the `marks` (n,) among the pieces of an order are; those that are neither stay."""
    dirt: set[int] = set()
    ends: set[int] = set()
    left = -1
    groups = [(is_mark, [*run]) for is_mark, run in groupby(order, lambda i: bool(marks[i]))]
    for k, (is_mark, run) in enumerate(groups):
        if not is_mark:
            left = run[-1]
        elif left >= 0:
            right = groups[k + 1][1][0] if k + 1 < len(groups) else None
            if _is_complete(left, right, pieces, links, weights):
                dirt |= {*run}
            else:
                ends |= {*_attached(left, run, pieces)}
    return LoneMarks(frozenset(dirt), frozenset(ends))


def _is_complete(
    left: int, right: int | None, pieces: Page, links: LinkScorer, weights: DirtWeights
) -> bool:
    """Whether a line has its own mark at its end, or reads on in the next line of its column."""
    if not is_letter(pieces.fragments[left].text[-1]):
        return True
    if right is None:
        return False
    gain, is_open = links.sentence_gain(np.array([left]), np.array([right]))
    return bool(is_open[0]) and float(gain[0]) > weights.junk_link


def _attached(left: int, run: Sequence[int], pieces: Page) -> list[int]:
    """Those of a run of marks that were printed at the end of a line, without a blank."""
    found: list[int] = []
    for i in run:
        before = left + len(found)
        same_row = pieces.row[i] == pieces.row[left]
        touches = pieces.fragments[i].start == pieces.fragments[before].end
        if i != before + 1 or not same_row or not touches:
            break
        found.append(i)
    return found


class CleanPage(NamedTuple):
    """A page without dirt, and which of its fragments were kept, by their numbers before."""

    page: Page
    kept: list[int]


def put_marks(page: Page, marks: LoneMarks) -> CleanPage:
    """The page without dirt and with ends at their lines; the same page where there are none."""
    if not (marks.dirt or marks.ends):
        return CleanPage(page, list(range(len(page.fragments))))
    fragments, width = list(page.fragments), page.width.copy()
    for i in sorted(marks.ends, reverse=True):  # several: the last goes to the one before it
        line, end = fragments[i - 1], fragments[i]
        fragments[i - 1] = Fragment(line.start, end.end, line.text + end.text)
        width[i - 1] += width[i]
    gone = [page.fragments[i] for i in sorted(marks.dirt)]
    kept = [i for i in range(len(fragments)) if i not in marks.dirt | marks.ends]
    dropped = [*page.dropped, *((f.start, f.end, DROPPING_RULE) for f in gone)]
    clean = replace(page, fragments=fragments, width=width, dropped=dropped)
    return CleanPage(take_fragments(clean, kept), kept)


def drop_false_stops(
    pieces: Page,
    order: Sequence[int],
    score: Callable[[Page], LinkScorer],
    weights: DirtWeights,
) -> Page:
    """The pieces of a Chinese or Japanese page without stops that are dirt of a gutter.

    A piece that ends with a full stop beside a gutter, but without it surely reads on in the next
    one of the order. Pages without other dirt stay as they are.

    score  the links of pieces
    """
    following = dict(pairwise(order))
    places = [i for i in _stops_at_gutters(pieces) if following.get(i, i + 1) != i + 1]
    if not places:
        return pieces
    left, right = np.array([(i, following[i]) for i in places], np.intp).T
    gain, is_open = score(_without_stops(pieces, places)).sentence_gain(left, right)
    false = left[is_open & (gain > weights.stop_link)].tolist()
    return _without_stops(pieces, false) if false else pieces


def _stops_at_gutters(pieces: Page) -> list[int]:
    """The pieces that end with a full stop and have another one behind them in their row."""
    if all(rule != DROPPING_RULE for _, _, rule in pieces.dropped):
        return []
    return [
        i
        for i in np.flatnonzero(pieces.row[:-1] == pieces.row[1:]).tolist()
        if len(pieces.fragments[i].text) > _LEAST_CHARACTERS
        and _STOPS_RE.search(pieces.fragments[i].text)
    ]


_STOPS_RE = re.compile(r"\s*。+$")
_LEAST_CHARACTERS = 5
"""Characters of a line above which it is clear whether it reads on."""


def _without_stops(pieces: Page, places: Sequence[int]) -> Page:
    """The pieces, some of them without their full stops, which are dropped as dirt."""
    fragments, width, dropped = list(pieces.fragments), pieces.width.copy(), [*pieces.dropped]
    for i in places:
        f = fragments[i]
        text = _STOPS_RE.sub("", f.text)
        fragments[i] = Fragment(f.start, f.start + len(text), text)
        gone = f.text[len(text) :]
        width[i] -= float(codes_to_widths(text_to_codes(gone), script=Script.CJK).sum())
        dropped.append((f.end - len(gone.lstrip()), f.end, DROPPING_RULE))
    return replace(pieces, fragments=fragments, width=width, dropped=dropped)
