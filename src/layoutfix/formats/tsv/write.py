"""A TSV in reading order: its rows moved, and numbered anew.

Each paragraph of the order is one of the file; where the next one was in another block, or begins
higher on the page than the last one ended, a block begins. A line that held two columns becomes
two. Rows of blocks and words without text come last on their page. All other fields are kept.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from layoutfix.document import Box, Document, DocumentPage, Line
from layoutfix.formats.nodes import is_order_of_file, is_unchanged
from layoutfix.formats.order import Block, LinePiece, PageOrders
from layoutfix.formats.pieces import part_of_box, piece_to_box
from layoutfix.formats.tsv.rows import (
    BLOCK,
    BOX,
    LINE,
    NUMBERS,
    PARAGRAPH,
    WORD,
    LineRows,
    PageRows,
    Paragraph,
    Row,
    Table,
    parse_table,
)
from layoutfix.formats.values import box_around, clean_text


def write_tsv(document: Document, orders: PageOrders) -> bytes:
    """The file of a document with its lines in an order; its bytes where that is its own."""
    if is_unchanged(document, orders):
        return document.source
    table = parse_table(document.source, "the file")
    out = [table.header]
    for rows, page, blocks in zip(table.pages, document.pages, orders, strict=True):
        writer = _PageWriter(table, rows, page)
        made = writer.as_it_was() if is_order_of_file(page, blocks) else writer.ordered(blocks)
        out += ["\t".join(row) for row in made]
    text = table.newline.join([*out, ""])
    return (("\ufeff" if table.had_bom else "") + text).encode(table.encoding)


@dataclass(slots=True)
class _Group:
    """Rows of the file that are a line, a paragraph or a block of it now."""

    own: Row | None
    box: Box | None
    is_whole: bool
    inside: list[_Group] = field(default_factory=list)
    words: list[list[str]] = field(default_factory=list)
    block: Row | None = None


class _PageWriter:
    """Writes the rows of a page."""

    def __init__(self, table: Table, rows: PageRows, page: DocumentPage) -> None:
        self._table, self._rows, self._page = table, rows, page
        self._level = table.columns["level"]

    def as_it_was(self) -> Iterator[list[str]]:
        """The rows as they stand."""
        if self._rows.row:
            yield self._rows.row.fields
        known: set[int] = set()
        for paragraph in self._rows.paragraphs:
            yield from self._as_it_was(paragraph, known)
        yield from (row.fields for row in self._rows.empty)

    def _as_it_was(self, paragraph: Paragraph, known: set[int]) -> Iterator[list[str]]:
        if paragraph.block and id(paragraph.block) not in known:
            known.add(id(paragraph.block))
            yield paragraph.block.fields
        if paragraph.row:
            yield paragraph.row.fields
        for line in paragraph.lines:
            yield from (row.fields for row in ([line.row] if line.row else []) + line.words)

    def ordered(self, blocks: Sequence[Block]) -> Iterator[list[str]]:
        """The rows in the order of blocks."""
        if self._rows.row:
            yield self._rows.row.fields
        groups = self._blocks([self._paragraph(block) for block in blocks])
        page = self._rows.row.numbers[0] if self._rows.row else self._first_number()
        for b, block in enumerate(groups, 1):
            yield from self._own(block, BLOCK, (page, b, 0, 0, 0))
            for p, paragraph in enumerate(block.inside, 1):
                yield from self._own(paragraph, PARAGRAPH, (page, b, p, 0, 0))
                for k, line in enumerate(paragraph.inside, 1):
                    yield from self._own(line, LINE, (page, b, p, k, 0))
                    for w, word in enumerate(line.words, 1):
                        yield self._numbered(word, WORD, (page, b, p, k, w))
        yield from self._without_text(page, len(groups))

    def _first_number(self) -> int:
        return next((p.numbers[0] for p in self._rows.paragraphs), 1)

    def _paragraph(self, block: Block) -> _Group:
        regions = {piece.region for piece in block.pieces}
        home = self._rows.paragraphs[block.pieces[0].region]
        lines = [self._line(piece) for piece in block.pieces]
        own = self._rows.paragraphs[min(regions)]
        whole = len(regions) == 1 and len(lines) == sum(1 for line in own.lines if line.words)
        box = box_around(line.box for line in lines)
        return _Group(
            home.row, box, whole and all(x.is_whole for x in lines), lines, [], home.block
        )

    def _line(self, piece: LinePiece) -> _Group:
        rows = self._rows.paragraphs[piece.region].lines[piece.line]
        line = self._page.regions[piece.region].lines[piece.line]
        words = list(self._words(rows, line, piece))
        return _Group(rows.row, piece_to_box(line, piece), piece.whole, [], words)

    def _words(self, rows: LineRows, line: Line, piece: LinePiece) -> Iterator[list[str]]:
        """The rows of a piece's words; one that the piece has a part of is divided."""
        if piece.whole:
            yield from (row.fields for row in rows.words)
            return
        with_text = [row for row in rows.words if clean_text(self._table.text(row))]
        for row, word in zip(with_text, line.words, strict=True):
            start, end = max(word.start, piece.start), min(word.end, piece.end)
            if start >= end:
                continue
            if (start, end) == (word.start, word.end):
                yield row.fields
                continue
            fields = list(row.fields)
            fields[self._table.columns["text"]] = line.text[start:end]
            if word.box is not None:
                part = part_of_box(
                    word.box, word.end - word.start, start - word.start, end - word.start
                )
                self._set_box(fields, part)
            yield fields

    def _blocks(self, paragraphs: Sequence[_Group]) -> list[_Group]:
        """Paragraphs in blocks; one begins in another block of the file, or higher on the page."""
        blocks: list[_Group] = []
        last: _Group | None = None
        for paragraph in paragraphs:
            if last is None or paragraph.block is not last.block or _is_higher(paragraph, last):
                blocks.append(_Group(paragraph.block, None, False))
            blocks[-1].inside.append(paragraph)
            last = paragraph
        for block in blocks:
            block.box = box_around(paragraph.box for paragraph in block.inside)
        return blocks

    def _own(self, group: _Group, level: int, numbers: tuple[int, ...]) -> Iterator[list[str]]:
        """The row of a block, paragraph or line, with its box where all of it is still there."""
        if group.own is None:
            return
        fields = list(group.own.fields)
        if not group.is_whole and group.box is not None:
            self._set_box(fields, group.box)
        yield self._numbered(fields, level, numbers)

    def _set_box(self, fields: list[str], box: Box) -> None:
        left, top = math.floor(box.left), math.floor(box.top)
        numbers = (left, top, math.ceil(box.right) - left, math.ceil(box.bottom) - top)
        for name, number in zip(BOX, numbers, strict=True):
            fields[self._table.columns[name]] = str(number)

    def _numbered(self, fields: Sequence[str], level: int, numbers: tuple[int, ...]) -> list[str]:
        made = list(fields)
        made[self._level] = str(level)
        for name, number in zip(NUMBERS, numbers, strict=True):
            made[self._table.columns[name]] = str(number)
        return made

    def _without_text(self, page: int, count: int) -> Iterator[list[str]]:
        """What has no text: each such line, and each empty block, as a block of its own."""
        for paragraph in self._rows.paragraphs:
            for line in paragraph.lines:
                if any(clean_text(self._table.text(row)) for row in line.words):
                    continue
                count += 1
                box = self._table.box(line.row)
                for row, level in ((paragraph.block, BLOCK), (paragraph.row, PARAGRAPH)):
                    numbers = (page, count, level - BLOCK, 0, 0)
                    whole = len(paragraph.lines) == 1
                    yield from self._own(_Group(row, box, whole), level, numbers)
                yield from self._own(_Group(line.row, None, True), LINE, (page, count, 1, 1, 0))
                for w, row in enumerate(line.words, 1):
                    yield self._numbered(row.fields, WORD, (page, count, 1, 1, w))
        for row in self._rows.empty:
            count += 1
            yield self._numbered(row.fields, BLOCK, (page, count, 0, 0, 0))


def _is_higher(paragraph: _Group, last: _Group) -> bool:
    """Whether a paragraph begins higher on the page than the last one ended: another column."""
    if paragraph.box is None or last.box is None:
        return False
    return paragraph.box.top < (last.box.top + last.box.bottom) / 2
