"""What `fix` found, in terms of a file: in which order its lines, or pieces of them, are read.

    result.paragraphs         fragments of `document.text`, in reading order
      -> PageOrders           of each page its blocks, each of pieces of the page's lines

A line that the engine cut, because two columns were fused in it, is there as several pieces.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from layoutfix.document import Document, Place
from layoutfix.model import ParagraphKind
from layoutfix.result import Result


class LinePiece(NamedTuple):
    """A line of a page, or the part of one that belongs to one column.

    region, line  numbers on the page: `page.regions[region].lines[line]`
    start, end    characters of the line's text; blanks at the ends of a piece are part of it
    first, stop   its words, `line.words[first:stop]`: those that begin in it
    whole         whether it is all of the line
    """

    region: int
    line: int
    start: int
    end: int
    first: int
    stop: int
    whole: bool


@dataclass(frozen=True, slots=True)
class Block:
    """Pieces of lines, in reading order, that make one paragraph, heading, caption..."""

    kind: ParagraphKind
    pieces: tuple[LinePiece, ...]


_Span: TypeAlias = tuple[int, int, Place]

PageOrders: TypeAlias = tuple[tuple[Block, ...], ...]
"""The blocks of each page of a document, in reading order. Every character of every line with text
stands in one piece; nothing else does."""


def result_to_order(document: Document, result: Result) -> PageOrders:
    """The reading order that `fix(document)` found, page by page. O(n log n) in the fragments.

    What the engine took out of the text (dirt between columns, numbers that count the lines) stays
    in the file: with the piece before it on its line, or as a block of its own behind the line
    before it. A paragraph that goes on over the end of a page is a block on either.

    >>> from layoutfix.document import DocumentPage, Line, Region
    >>> from layoutfix.api import fix
    >>> lines = Line("It was a quiet day."), Line("Nothing happened.")
    >>> document = Document((DocumentPage((Region(lines),)),), "hocr")
    >>> (page,) = result_to_order(document, fix(document))
    >>> [(p.line, p.start, p.end) for block in page for p in block.pieces]
    [(0, 0, 19), (1, 0, 17)]
    """
    spans = tuple(document.spans())
    pages: list[list[_Part]] = [[] for _ in document.pages]
    for part in sorted(_split_lines(spans, _runs_of_lines(spans, result)), key=_when):
        pages[part.place.page].append(part)
    return tuple(_page_to_blocks(document, parts) for parts in pages)


class _Run(NamedTuple):
    """A fragment, or the part of it on one line: offsets in the text, when it is read, in what."""

    start: int
    end: int
    when: int
    paragraph: int
    kind: ParagraphKind


class _Part(NamedTuple):
    """A piece of a line before it is one; `when` has a second number for what is in no fragment."""

    when: tuple[int, int]
    place: Place
    start: int
    end: int
    at: int
    whole: bool
    paragraph: int
    kind: ParagraphKind


def _when(part: _Part) -> tuple[int, int]:
    return part.when


def _runs_of_lines(spans: Sequence[_Span], result: Result) -> list[list[_Run]]:
    """The fragments that stand on each line, from left to right."""
    starts = [start for start, _, _ in spans]
    found: list[list[_Run]] = [[] for _ in spans]
    when = 0
    for number, paragraph in enumerate(result.paragraphs):
        for i in paragraph.fragments:
            fragment = result.fragments[i]
            k = max(bisect_right(starts, fragment.start) - 1, 0)
            while k < len(spans) and starts[k] < fragment.end:
                lo, hi = max(fragment.start, starts[k]), min(fragment.end, spans[k][1])
                if lo < hi:
                    found[k].append(_Run(lo, hi, when, number, paragraph.kind))
                k += 1
            when += 1
    for runs in found:
        runs.sort()
    return found


def _split_lines(spans: Sequence[_Span], runs: Sequence[Sequence[_Run]]) -> list[_Part]:
    """Each line parted by its fragments; those that are read one after another stay one."""
    parts: list[_Part] = []
    last, page = (-1, 0), -1
    for (start, end, place), found in zip(spans, runs, strict=True):
        if place.page != page:
            last, page = (-1, 0), place.page
        if not found:
            last = (last[0], last[1] + 1)
            parts.append(_Part(last, place, 0, end - start, start, True, -len(parts) - 2, "aside"))
            continue
        kept = [r for k, r in enumerate(found) if not k or r.when != found[k - 1].when + 1]
        edges = [0, *(r.start - start for r in kept[1:]), end - start]
        for k, run in enumerate(kept):
            parts.append(
                _Part(
                    (run.when, 0),
                    place,
                    edges[k],
                    edges[k + 1],
                    start,
                    len(kept) == 1,
                    run.paragraph,
                    run.kind,
                )
            )
        last = (found[-1].when, 0)
    return parts


def _page_to_blocks(document: Document, parts: Sequence[_Part]) -> tuple[Block, ...]:
    """The parts of a page, in reading order, as blocks."""
    blocks: list[Block] = []
    firsts: list[int] = []
    for k, part in enumerate(parts):
        piece = _part_to_piece(document, part)
        if k and part.paragraph == parts[k - 1].paragraph:
            blocks[-1] = Block(part.kind, (*blocks[-1].pieces, piece))
        else:
            blocks.append(Block(part.kind, (piece,)))
            firsts.append(part.at + part.start)
    return tuple(_heads_first(blocks, firsts))


def _heads_first(blocks: list[Block], firsts: Sequence[int]) -> list[Block]:
    """The blocks with those at the head of the page back there.

    Where a sentence goes on over the end of a page, its paragraph is printed before the page's
    head; on the page itself the head comes first.
    """
    n = 1
    while n < len(blocks) and blocks[n].kind == "aside" and firsts[n] < firsts[0]:
        n += 1
    return [*blocks[1:n], *blocks[:1], *blocks[n:]]


def _part_to_piece(document: Document, part: _Part) -> LinePiece:
    page, region, line, _ = part.place
    words = document.pages[page].regions[region].lines[line].words
    first, stop = 0, len(words)
    if not part.whole:
        starts = [word.start for word in words]
        first = bisect_left(starts, part.start)
        stop = bisect_left(starts, part.end)
    return LinePiece(region, line, part.start, part.end, first, stop, part.whole)
