"""The page as all stages pass it on: its fragments, where they stood, and what is seen of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from layoutfix.arrays import Bools, Floats, Index, Ints
from layoutfix.model import Fragment
from layoutfix.script import Script
from layoutfix.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Page:
    """The fragments of a page and where they stood. Arrays are (n,).

    row, x, width  as in `ordering.view.PageView`
    lead           its character column, also where there are no gutters but indents; else NaN
    dropped        spans outside the fragments that are not printed, with the rule that drops them
    marked         whether a markdown heading mark stood before it
    blank_above    blank lines directly above its row
    rest           where in each fragment the text behind its label begins; 0 where it has none
    numbers        fragments that count the lines, and belong to no text
    """

    fragments: list[Fragment]
    row: Ints
    x: Floats
    lead: Floats
    width: Floats
    dropped: list[tuple[int, int, str]]
    marked: Bools
    blank_above: Ints
    rest: Ints
    numbers: Bools

    @property
    def texts(self) -> list[str]:
        """What each fragment says, without its label."""
        return [f.text[k:] for f, k in zip(self.fragments, self.rest.tolist(), strict=True)]

    @property
    def row_size(self) -> Ints:
        """How many fragments stand in the row of each, (n,)."""
        return np.asarray(np.bincount(self.row)[self.row], np.int32)

    @property
    def row_firsts(self) -> Index:
        """The fragment that begins each row, (rows,)."""
        return np.flatnonzero(np.diff(self.row, prepend=-1))


class FragmentSpan(NamedTuple):
    """A fragment before it is one: offsets in the dump, row, and what is seen of its place.

    `rest` counts the characters of its label, `number` says that it counts the lines.
    """

    start: int
    end: int
    row: int
    x: float
    lead: float
    first: bool
    rest: int = 0
    number: bool = False


def spans_to_page(
    sheet: Sheet, spans: list[FragmentSpan], dropped: list[tuple[int, int, str]]
) -> Page:
    """The fragments of a page; widths are those of texts without labels."""
    dump, rows, start, at = sheet.dump, sheet.rows, sheet.start, sheet.at
    lo = np.array([s.start + s.rest for s in spans], np.intp) - start
    hi = np.array([s.end for s in spans], np.intp) - start
    row = np.array([s.row for s in spans], np.int32)
    first = np.array([s.first for s in spans], bool)
    marks = np.array([r.mark.startswith("#") for r in rows], bool)
    blanks = np.array([r.blanks_above for r in rows], np.int32)
    return Page(
        fragments=[Fragment(s.start, s.end, dump[s.start : s.end]) for s in spans],
        row=row,
        x=np.array([s.x for s in spans], np.float32),
        lead=np.array([s.lead for s in spans], np.float32),
        width=(at[hi] - at[lo]).astype(np.float32),
        dropped=dropped,
        marked=marks[row] & first,
        blank_above=np.where(first, blanks[row], 0).astype(np.int32),
        rest=np.array([s.rest for s in spans], np.int32),
        numbers=np.array([s.number for s in spans], bool),
    )


def take_fragments(page: Page, ids: list[int]) -> Page:
    """Some of the fragments of a page, in the order of `ids`."""
    if ids == list(range(len(page.fragments))):
        return page
    at = np.array(ids, np.intp)
    return replace(
        page,
        fragments=[page.fragments[i] for i in ids],
        row=page.row[at],
        x=page.x[at],
        lead=page.lead[at],
        width=page.width[at],
        marked=page.marked[at],
        blank_above=page.blank_above[at],
        rest=page.rest[at],
        numbers=page.numbers[at],
    )


def cut_fragments(page: Page, spans: Sequence[tuple[int, int]], sheet: Sheet) -> Page:
    """The page with its rows cut into other spans; each has the row and place of the fragment that
    it begins in, and nothing is seen of where a new one stands.
    """
    starts = [f.start for f in page.fragments]
    source = [bisect_right(starts, start) - 1 for start, _ in spans]
    is_new = np.array([starts[i] != start for i, (start, _) in zip(source, spans, strict=True)])
    lo, hi = np.array(spans, np.intp).T - sheet.start
    rest = np.where(is_new, 0, page.rest[source])
    taken = take_fragments(page, source)
    return replace(
        taken,
        fragments=[Fragment(a, b, sheet.dump[a:b]) for a, b in spans],
        x=np.where(is_new, np.nan, taken.x).astype(np.float32),
        lead=np.where(is_new, np.nan, taken.lead).astype(np.float32),
        width=(sheet.at[hi] - sheet.at[lo + rest]).astype(np.float32),
        dropped=[d for d in page.dropped if not any(a <= d[0] < b for a, b in spans)],
        marked=taken.marked & ~is_new,
        blank_above=np.where(is_new, 0, taken.blank_above).astype(np.int32),
        rest=rest.astype(np.int32),
    )


def join_fragments(
    page: Page, lines: list[list[int]], script: Script, *, below: bool = False
) -> Page:
    """The fragments with those that are one line as one, a blank between words.

    below  they are lines that stand below one another, as wide as the widest
    """
    blank = "" if script is Script.CJK else " "
    first = [line[0] for line in lines]
    joined = take_fragments(page, first)
    fragments = [
        Fragment(
            page.fragments[line[0]].start,
            page.fragments[line[-1]].end,
            blank.join(page.fragments[i].text for i in line),
        )
        for line in lines
    ]
    width = [
        float(
            page.width[line].max()
            if below
            else page.width[line].sum() + len(blank) * (len(line) - 1)
        )
        for line in lines
    ]
    return replace(joined, fragments=fragments, width=np.array(width, np.float32))


def stand_apart(page: Page) -> bool:
    """Whether many rows hold one fragment and have a blank line above them: blocks of a line."""
    first = page.row_firsts[1:]
    if not len(first):
        return False
    alone = page.row_size[first] == 1
    return float((alone & (page.blank_above[first] > 0)).mean()) >= _APART_SHARE


_APART_SHARE = 0.3
"""Where paragraphs alone are parted by blank lines, few rows have one above."""
