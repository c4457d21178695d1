"""Marks that stand alone beside a gutter: dirt of the gutter, or the end of the line before them.

    he said that the | . | bridge was closed     cut in three; "that the" goes on in the row below

An engine without eyes for columns reads marks where a rule or nothing is printed, and cuts leave
them alone between two lines. Where the line before them has its own mark, or reads on in the next
line of its column, they are dirt, which is dropped with a step. Else they are the end of that line.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

import numpy as np

from layoutfix.arrays import Bools
from layoutfix.chardata import is_letter
from layoutfix.linking import LinkScorer
from layoutfix.model import Fragment
from layoutfix.page import Page, take_fragments
from layoutfix.result import DROPPING_RULE
from layoutfix.weights import DirtWeights

_MARKS_RE = re.compile(r"[\s.,;:!?'\"|_。，、；：！？‘’“”]+")
"""Of sentences and of rules; a bullet, a dash or a bracket may mean something where it stands."""


@dataclass(frozen=True, slots=True)
class LoneMarks:
    """Marks of a page that stand alone, by number: `dirt`, and `ends` of the line before each."""

    dirt: frozenset[int]
    ends: frozenset[int]


def are_marks(page: Page, pinned: Collection[int] = ()) -> Bools:
    """Which of n fragments are marks alone beside others of their row, (n,); none of `pinned`."""
    marks = [_MARKS_RE.fullmatch(f.text) is not None for f in page.fragments]
    found = (page.row_size > 1) & np.array(marks, bool)
    found[list(pinned)] = False
    return np.asarray(found, bool)


def judge_marks(
    marks: Bools,
    order: Sequence[int],
    page: Page,
    links: LinkScorer,
    weights: DirtWeights,
) -> LoneMarks:
    """What the `marks` (n,) among the fragments of an order are; those that are neither stay."""
    dirt: set[int] = set()
    ends: set[int] = set()
    left = -1
    groups = [(is_mark, [*run]) for is_mark, run in groupby(order, lambda i: bool(marks[i]))]
    for k, (is_mark, run) in enumerate(groups):
        if not is_mark:
            left = run[-1]
        elif left >= 0:
            right = groups[k + 1][1][0] if k + 1 < len(groups) else None
            if _is_complete(left, right, page, links, weights):
                dirt |= {*run}
            else:
                ends |= {*_attached(left, run, page)}
    return LoneMarks(frozenset(dirt), frozenset(ends))


def _is_complete(
    left: int, right: int | None, page: Page, links: LinkScorer, weights: DirtWeights
) -> bool:
    """Whether a line has its own mark at its end, or reads on in the next line of its column."""
    if not is_letter(page.fragments[left].text[-1]):
        return True
    if right is None:
        return False
    gain, is_open = links.sentence_gain(np.array([left]), np.array([right]))
    return bool(is_open[0]) and float(gain[0]) > weights.junk_link


def _attached(left: int, run: Sequence[int], page: Page) -> list[int]:
    """Those of a run of marks that were printed at the end of a line, without a blank."""
    found: list[int] = []
    for i in run:
        before = left + len(found)
        same_row = page.row[i] == page.row[left]
        touches = page.fragments[i].start == page.fragments[before].end
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
