"""Rows of two printed lines that overlap: PyMuPDF forgets the line break between them.

                              nobody came to the       B1 and A1 are two lines of the page. Where
                              pier to look at          one begins before the other has ended, most
    the boats lay near it for                     ->   of its height, `get_text(sort=True)` prints
                              them, and the council    no line break, and the second begins anew
                                                       with blanks from the left edge of the page:
    .............nobody came to thethe boats lay near it for

So what is glued to the text before it stands at the left edge, and blanks behind a text may be
counted from its end, or from the left edge. Rows are parted there, each part with the blanks before
it as its indent.
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
"""Parts glued at the left edge that a page must have: one alone may be a cut inside a line."""
_ROOM = 0.8
"""The share of a part's length that must be free at the place where it may begin: letters of one
line are narrower than those of another."""
_DRIFT = 0.08
"""How far off a place is told, as a share of it, for the same reason."""


_BEYOND = 1.15
"""How much farther than any row reaches a part would end that begins a line of its own."""


class _Part(NamedTuple):
    """A part of a row: offsets in the dump, and the blanks before it (the indent, of the first)."""

    start: int
    end: int
    blanks: int


def part_overlaps(sheet: Sheet, page: Page) -> Sheet | None:
    """The page with rows of lines that overlap parted; None where it has none.

    page  its rows as they were cut
    """
    parts = _parts_of(sheet, page)
    if sheet.model is not None and sheet.script is Script.SPACED:
        parts = _cut_fused(parts, sheet, sheet.model)
    if not parts or min(own[0].blanks for own in parts.values()):
        return None
    page_width = max(_least_end(own) for own in parts.values())
    places = _Places(Counter(), Counter(), page_width)
    sure = 0
    for own in parts.values():
        places.indents[own[0].blanks] += 1
        walk = _Walk(own)
        for part in own[1:]:
            is_free = walk.is_free(part)
            is_sure = is_free and (not part.blanks or walk.end_of(part) > _BEYOND * page_width)
            places.gutters[part.blanks] += not is_free
            sure += is_sure
            walk.add(part, begins=is_sure)
    if sure < (1 if sheet.placed else _LEAST_SURE):
        return None
    rows: list[Row] = []
    for r, row in enumerate(sheet.rows):
        rows += _part_row(row, _begins(parts[r], places) if r in parts else [])
    return replace(sheet, rows=rows, placed=True)


class _Places(NamedTuple):
    """How many rows begin behind so many blanks, how many gutters are as wide, the page's width."""

    indents: Counter[int]
    gutters: Counter[int]
    width: int


class _Walk:
    """The parts of a row from left to right as they are printed, and what they leave free."""

    def __init__(self, own: Sequence[_Part]) -> None:
        first = own[0]
        self.end = first.blanks + first.end - first.start
        self.taken = [(first.blanks, self.end)]

    def is_free(self, part: _Part) -> bool:
        """Whether there is room for a part behind its blanks, counted from the left edge."""
        stop = part.blanks + _ROOM * (part.end - part.start)
        return all(stop <= a or part.blanks >= b for a, b in self.taken)

    def end_of(self, part: _Part) -> int:
        """Where a part ends whose blanks are counted from the end of the one before."""
        return self.end + part.blanks + part.end - part.start

    def add(self, part: _Part, *, begins: bool) -> None:
        """The next part; `begins`: its blanks are counted from the left edge."""
        begin = part.blanks + (0 if begins else self.end)
        self.end = begin + part.end - part.start
        self.taken.append((begin, self.end))


def _least_end(own: Sequence[_Part]) -> int:
    """How far to the right a row reaches at least."""
    walk = _Walk(own)
    for part in own[1:]:
        walk.add(part, begins=walk.is_free(part))
    return max(end for _, end in walk.taken)


def _parts_of(sheet: Sheet, page: Page) -> dict[int, list[_Part]]:
    """The parts of each row that was not left out."""
    found: dict[int, list[_Part]] = {}
    for fragment, r in zip(page.fragments, page.row.tolist(), strict=True):
        own = found.setdefault(r, [])
        blanks = fragment.start - own[-1].end if own else sheet.rows[r].indent
        own.append(_Part(fragment.start, fragment.end, blanks))
    return found


def _cut_fused(
    parts: dict[int, list[_Part]], sheet: Sheet, model: NgramModel
) -> dict[int, list[_Part]]:
    """The parts cut, too, where a word goes over in another without a blank, and the rest of the
    part fits in at the left edge.
    """
    some = {r: own for r, own in parts.items() if own[0].blanks >= _LEAST_INDENT}
    texts = [sheet.dump[own[0].start : own[-1].end] for own in some.values()]
    fused = find_fused_words(texts, model, broken=True)
    found = dict(parts)
    for (r, own), offsets in zip(some.items(), fused, strict=True):
        cuts = [own[0].start + k for k in offsets]
        wide = [piece for part in own for piece in _cut_wide(part, sheet.dump)]
        cut = [piece for part in wide for piece in _cut_part(part, cuts, own[0].blanks, sheet.dump)]
        found[r] = cut
    return found


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


def _cut_wide(part: _Part, dump: str) -> Iterator[_Part]:
    """A part, cut at blanks that are wider than those of stretched lines."""
    start, blanks = part.start, part.blanks
    for wide in _WIDE_RE.finditer(dump, part.start, part.end):
        yield _Part(start, wide.start(), blanks)
        start, blanks = wide.end(), wide.end() - wide.start()
    yield _Part(start, part.end, blanks)


_WIDE_RE = pattern(r"(?<=\S) {10,}(?=\S)")


_LEAST_INDENT = 8
"""Blanks before a row from which a line may have been printed behind it."""


def _begins(own: Sequence[_Part], places: _Places) -> list[_Part]:
    """The parts of a row that begin a line of their own."""
    walk, found = _Walk(own), []
    for part in own[1:]:
        begins = walk.is_free(part) and _counts_from_left(part, walk, places)
        walk.add(part, begins=begins)
        found += [part] * begins
    return found


def _counts_from_left(part: _Part, walk: _Walk, places: _Places) -> bool:
    """Whether blanks are counted from the left edge: there are none, or the part would end beyond
    all rows, or more rows begin behind as many than gutters are as wide, or rows begin elsewhere.
    """
    if not part.blanks or walk.end_of(part) > _BEYOND * places.width:
        return True
    other = _near(places.gutters, part.blanks) + _near(places.indents, walk.end + part.blanks)
    return _near(places.indents, part.blanks) > other


def _near(counts: Counter[int], place: int) -> int:
    slack = int(_DRIFT * place)
    return sum(counts[k] for k in range(place - slack, place + slack + 1))


def _part_row(row: Row, begins: Sequence[_Part]) -> Iterator[Row]:
    """A row, parted where lines begin."""
    starts = [row.start, *(part.start for part in begins)]
    indents = [row.indent, *(part.blanks for part in begins)]
    for k, (start, indent) in enumerate(zip(starts, indents, strict=True)):
        stop = starts[k + 1] if k + 1 < len(starts) else row.end
        text = row.text[start - row.start : stop - row.start].rstrip()
        if k == 0:
            yield replace(row, end=start + len(text), text=text)
        else:
            yield Row(start, start + len(text), text, indent, 0, "", start)
