"""Rows of two printed lines that overlap: PyMuPDF forgets the line break between them.

    B1 begins before A1 has ended, most of its height. PyMuPDF's `get_text(sort=True)` prints no
    line break between them, and A1 begins anew, its blanks counted from the left edge of the page:

                         nobody came to thethe boats lay near it for
                                           |
                         nobody came to the              B1, behind 25 blanks
    the boats lay near it for                            A1, behind none

So what is glued to the text before it stands at the left edge, and other blanks are counted from
the end of the text before them, or from the left edge. Rows are parted there, each part with its
blanks as its indent: then indents say where lines stand, and no row has its lines in a wrong order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from layoutfix.linking.lost_blanks import find_fused_words
from layoutfix.ngrams import NgramModel
from layoutfix.page import Page
from layoutfix.patterns import pattern
from layoutfix.rows import Row
from layoutfix.script import Script
from layoutfix.sheet import Sheet

_LEAST_SURE = 3
"""Parts that surely begin a line which a page must have: one or two may be cuts inside a line."""
_LEAST_INDENT = 8
"""Blanks before a row from which a line may have been printed behind it at the left edge."""
_ROOM = 0.8
"""The share of a part's length that must be free where it may stand: letters of one line are
narrower than those of another."""
_DRIFT = 0.08
"""How far off its place a part is printed, as a share of it, for the same reason."""
_BEYOND = 1.15
"""How much farther than any row a part would reach that surely begins a line."""
_WIDE_RE = pattern(r"(?<=\S) {10,}(?=\S)")
"""Blanks that are wider than those of stretched lines."""


class _Part(NamedTuple):
    """A part of a row: offsets in the dump, and the blanks before it (the indent, of the first)."""

    start: int
    end: int
    blanks: int


def part_overlaps(sheet: Sheet, page: Page) -> Sheet | None:
    """The page with rows of lines that overlap parted; None where it has none. O(characters).

    page  its rows as they were cut
    """
    indents = [row.indent for row in sheet.rows]
    if min(indents) or max(indents) < _LEAST_INDENT:
        return None
    parts = _parts_of(sheet, page)
    if sheet.model is not None and sheet.script is Script.SPACED:
        parts = _cut_fused(parts, sheet, sheet.model)
    places = _Places(Counter(indents), Counter(), max(map(_least_end, parts.values())))
    sure = sum(_count_sure(own, places) for own in parts.values())
    if sure < (1 if sheet.placed else _LEAST_SURE):
        return None
    rows: list[Row] = []
    for r, row in enumerate(sheet.rows):
        rows += _part_row(row, _find_begins(parts[r], places) if r in parts else [])
    return replace(sheet, rows=rows, placed=True)


class _Places(NamedTuple):
    """What a page shows of places: how many rows begin behind so many blanks, how many blanks that
    part lines of a row are so wide, and how far to the right the rows reach at least.
    """

    indents: Counter[int]
    gutters: Counter[int]
    width: int


class _Walk:
    """A row as it is printed, part by part, and what its parts leave free."""

    def __init__(self, first: _Part) -> None:
        self.end = first.blanks + first.end - first.start
        self.taken = [(first.blanks, self.end)]

    def is_free(self, part: _Part) -> bool:
        """Whether there is room for a part where its blanks end, counted from the left edge."""
        stop = part.blanks + _ROOM * (part.end - part.start)
        return all(stop <= a or part.blanks >= b for a, b in self.taken)

    def end_of(self, part: _Part) -> int:
        """Where a part ends whose blanks are counted from the end of the one before."""
        return self.end + part.blanks + part.end - part.start

    def add(self, part: _Part, *, begins: bool) -> None:
        """Print a part; `begins`: its blanks are counted from the left edge."""
        place = part.blanks + (0 if begins else self.end)
        self.end = place + part.end - part.start
        self.taken.append((place, self.end))


def _parts_of(sheet: Sheet, page: Page) -> dict[int, list[_Part]]:
    """The parts of each row that the page has fragments of."""
    found: dict[int, list[_Part]] = {}
    for fragment, r in zip(page.fragments, page.row.tolist(), strict=True):
        own = found.setdefault(r, [])
        blanks = fragment.start - own[-1].end if own else sheet.rows[r].indent
        own.append(_Part(fragment.start, fragment.end, blanks))
    return found


def _cut_fused(
    parts: dict[int, list[_Part]], sheet: Sheet, model: NgramModel
) -> dict[int, list[_Part]]:
    """The parts cut, too, at wide blanks, and where a word goes over in another one without a blank
    and what is behind it has room at the left edge.
    """
    some = {r: own for r, own in parts.items() if own[0].blanks >= _LEAST_INDENT}
    texts = [sheet.dump[own[0].start : own[-1].end] for own in some.values()]
    found = dict(parts)
    for (r, own), offsets in zip(
        some.items(), find_fused_words(texts, model, broken=True), strict=True
    ):
        at = [own[0].start + k for k in offsets]
        wide = [piece for part in own for piece in _cut_wide(part, sheet.dump)]
        cut = [piece for part in wide for piece in _cut_part(part, at, own[0].blanks, sheet.dump)]
        found[r] = cut
    return found


def _cut_wide(part: _Part, dump: str) -> Iterator[_Part]:
    """A part, cut at wide blanks."""
    start, blanks = part.start, part.blanks
    for wide in _WIDE_RE.finditer(dump, part.start, part.end):
        yield _Part(start, wide.start(), blanks)
        start, blanks = wide.end(), wide.end() - wide.start()
    yield _Part(start, part.end, blanks)


def _cut_part(part: _Part, cuts: Sequence[int], room: int, dump: str) -> Iterator[_Part]:
    """A part, cut at the first of the offsets behind which its rest is not too long.

    Inside a word where there is such a place: behind marks the line may go on.
    """
    fits = [at for at in cuts if part.start < at < part.end and _ROOM * (part.end - at) <= room]
    inside = [at for at in fits if dump[at - 1 : at + 1].isalpha()]
    if not fits:
        yield part
        return
    at = (inside or fits)[0]
    yield _Part(part.start, at, part.blanks)
    yield _Part(at, part.end, 0)


def _least_end(own: Sequence[_Part]) -> int:
    """How far to the right a row reaches at least."""
    walk = _Walk(own[0])
    for part in own[1:]:
        walk.add(part, begins=walk.is_free(part))
    return max(end for _, end in walk.taken)


def _count_sure(own: Sequence[_Part], places: _Places) -> int:
    """How many parts of a row surely begin a line: glued to the text before them, or too far to the
    right else. Blanks before parts that begin none are counted among `places.gutters`.
    """
    walk, sure = _Walk(own[0]), 0
    for part in own[1:]:
        is_free = walk.is_free(part)
        begins = is_free and (not part.blanks or _is_beyond(part, walk, places))
        places.gutters[part.blanks] += not is_free
        walk.add(part, begins=begins)
        sure += begins
    return sure


def _is_beyond(part: _Part, walk: _Walk, places: _Places) -> bool:
    """Whether a part would end beyond all rows, were it of the line before it."""
    return walk.end_of(part) > _BEYOND * places.width


def _find_begins(own: Sequence[_Part], places: _Places) -> list[_Part]:
    """The parts of a row that begin a line of their own."""
    walk, found = _Walk(own[0]), []
    for part in own[1:]:
        begins = walk.is_free(part) and _counts_from_left(part, walk, places)
        walk.add(part, begins=begins)
        found += [part] * begins
    return found


def _counts_from_left(part: _Part, walk: _Walk, places: _Places) -> bool:
    """Whether the blanks before a part that has room there are counted from the left edge.

    Where there are none, where it else would end beyond all rows, and where more rows begin behind
    as many blanks than there are gutters as wide, and rows that begin where it else would stand.
    """
    if not part.blanks or _is_beyond(part, walk, places):
        return True
    other = _near(places.gutters, part.blanks) + _near(places.indents, walk.end + part.blanks)
    return _near(places.indents, part.blanks) > other


def _near(counts: Counter[int], place: int) -> int:
    """How many are about a place."""
    slack = int(_DRIFT * place)
    return sum(counts[k] for k in range(place - slack, place + slack + 1))


def _part_row(row: Row, begins: Sequence[_Part]) -> Iterator[Row]:
    """A row, parted where lines begin."""
    starts = [row.start, *(part.start for part in begins)]
    stops = [*starts[1:], row.end]
    texts = [
        row.text[start - row.start : stop - row.start].rstrip()
        for start, stop in zip(starts, stops, strict=True)
    ]
    yield replace(row, end=row.start + len(texts[0]), text=texts[0])
    for part, text in zip(begins, texts[1:], strict=True):
        yield Row(part.start, part.start + len(text), text, part.blanks, 0, "", part.start)
