"""What is of no column: running heads, dirt and numbers at the margins, marks that stand alone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from layoutfix.arrays import Bools
from layoutfix.chardata import RADICALS
from layoutfix.cutting.specks import find_specks
from layoutfix.furniture import find_running_heads
from layoutfix.page import Page
from layoutfix.patterns import plain_pattern
from layoutfix.script import Script
from layoutfix.sheet import Sheet

_MARK = rf"(?:(?![{RADICALS}])[\W_])"
_LOOSE_RE = plain_pattern(rf"{_MARK}*(?:(?![\u2e80-\u9fff\uac00-\ud7a3])\w{_MARK}+)*")
"""Punctuation alone, or single letters: specks that OCR read beside the lines, of no column."""


@dataclass(frozen=True, slots=True)
class Asides:
    """Which of a page's n fragments are of no column, each (n,) bool.

    heads   running heads and feet: above and below the text
    specks  dirt at the margins, and numbers that count the lines, which stand at the end
    loose   what is kept out of the search: these, but for bare page numbers, which do no harm there
            (without them two dev pages of lists lose), and marks that stand alone
    """

    heads: Bools
    specks: Bools
    loose: Bools

    @property
    def apart(self) -> Bools:
        """What is told as an aside, (n,)."""
        return np.asarray(self.heads | self.specks, bool)


def find_asides(page: Page, pinned: Collection[int], sheet: Sheet) -> Asides:
    """What is of no column; nothing that is `pinned`, and nothing where the rest is no page."""
    texts = [f.text for f in page.fragments]
    none = np.zeros(len(texts), bool)
    free = ~none
    free[list(pinned)] = False
    specks = none
    if sheet.script is Script.SPACED and np.isnan(page.x).all():
        # what stands beside a gutter is a number of a list
        specks = find_specks(texts, page.row) & free
    specks = specks | (page.numbers & free)
    heads = find_heads(page) & free
    named = heads & np.array([any(map(str.isalpha, t)) for t in texts], bool)
    marks = np.array([_LOOSE_RE.fullmatch(t) is not None for t in texts], bool) & free
    loose = specks | named | (marks & ~heads)
    if (~loose).sum() < 2:
        return Asides(none, none, none)
    return Asides(heads, specks, loose)


def find_heads(page: Page) -> Bools:
    """Which fragments are running heads or feet, (n,): rows of their own at the page's ends."""
    first = page.row_firsts
    alone = page.row_size[first] == 1
    rows = [page.fragments[i].text if one else "" for i, one in zip(first, alone, strict=True)]
    heads = np.zeros(len(page.row), bool)
    heads[first[find_running_heads(rows)]] = True
    return heads


def put_back(order: Sequence[int], asides: Asides, page: Page | None = None) -> list[int]:
    """An order of some of n fragments with the others.

    Heads stand above and feet below it, and then the specks; marks follow the fragment above them
    in their column, as a row of stars does that parts two sections, or, where character columns
    are not known, the fragment before them in the dump.
    """
    n = len(asides.heads)
    heads = np.flatnonzero(asides.heads).tolist()
    above = [i for i in heads if i < n // 2]
    text = [i for i in order if not asides.heads[i]]
    kept = [*above, *text, *heads[len(above) :], *np.flatnonzero(asides.specks).tolist()]
    missing = {*range(n)} - {*kept}
    after: dict[int, list[int]] = {}
    last = -1
    for i in range(n):
        if i in missing:
            seen = None if page is None else _fragment_above(i, page, missing)
            after.setdefault(last if seen is None else seen, []).append(i)
        else:
            last = i
    return [*after.get(-1, []), *(k for i in kept for k in (i, *after.get(i, [])))]


def _fragment_above(i: int, page: Page, missing: Collection[int]) -> int | None:
    """The fragment above marks in their column; None where character columns do not say."""
    x = page.x
    if np.isnan(x[i]):
        return None
    row = page.row
    while i and row[i - 1] == row[i] and i - 1 in missing:
        i -= 1  # of several marks: where the first stands
    for k in range(int(row[i]) - 1, max(int(row[i]) - 1 - _ROWS_ABOVE, -1), -1):
        members = [j for j in np.flatnonzero(row == k).tolist() if j not in missing]
        left = [j for j in members if x[j] <= x[i] + _SLACK]
        if left and not np.isnan(x[members]).any():
            return max(left)
    return None


_ROWS_ABOVE = 3
_SLACK = 2.0
"""Character columns by which a fragment may start further right than the marks below it."""
