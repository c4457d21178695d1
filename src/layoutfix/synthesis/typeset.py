"""Sets articles into columns: set_page."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from layoutfix.errors import InputError
from layoutfix.model import ParagraphKind
from layoutfix.script import Script
from layoutfix.synthesis.article import Article, Block
from layoutfix.synthesis.draw import chance, integer
from layoutfix.synthesis.linebreak import MIN_LINE_EM, BrokenLine, Unit, split_units, take_line
from layoutfix.synthesis.page import ACROSS, NO_ARTICLE, Page, PageLine, PageStyle
from layoutfix.synthesis.widths import CELL, EM, text_width

HEADLINE_SCALE, HEADLINE_LEADING = 1.75, 2.0
SCALE: dict[ParagraphKind, float] = {"heading": 1.25, "body": 1.0, "caption": 0.75, "aside": 1.0}
"""Type size of the blocks in a column, in body sizes; eighths, so that products are exact."""

LEADING: dict[ParagraphKind, float] = {"heading": 1.5, "body": 1.0, "caption": 0.75, "aside": 1.0}
"""Height of a line, in body lines."""

AROUND = 0.5
"""Blank above and below headings, captions and boxes, in body lines."""

BOX_INSET_EM = 1
LINES_BEFORE_FLOAT = 2
PICTURE_BESIDE_ROWS = (4, 8)
ARTICLE_GAP = 1.0
MAX_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class _Picture:
    """A picture at one side of a column: rows `top` to `bottom`, so many em at left or right."""

    column: int
    top: float
    bottom: float
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where an article's columns stand. `width` and `starts` in thousandths of an em."""

    article: int
    first_block: int
    top: float
    width: int
    starts: tuple[int, ...]
    heights: tuple[float, ...]
    pictures: tuple[_Picture, ...]


def set_page(articles: Sequence[Article], style: PageStyle, rng: np.random.Generator) -> Page:
    """The articles set one below the other, each in its own number of columns.

    Every non-space character of the articles is in the page's lines; the only others are the
    hyphens of lines marked `hyphenated`, the running head and the page number. Columns are as short
    as they can be. Raises InputError without articles.
    """
    if not articles:
        raise InputError("set_page needs at least one article.")
    most = sum(a.script is Script.CJK for a in articles) * 2 > len(articles)
    script = Script.CJK if most else Script.SPACED
    gutter = int(style.gutter_em * EM)
    first = style.columns[0]
    page_width = first * int(style.width_em * EM) + (first - 1) * gutter
    columns = tuple(style.columns[i % len(style.columns)] for i in range(len(articles)))
    lines: list[PageLine] = []
    y = 0.0
    if style.running_head:
        lines.append(_loose_line(style.running_head, 0, 0.5, 0, script=script))
        y = 2.0
    for number, article in enumerate(articles):
        block = lines[-1].block + 1 if lines else 0
        placed, y = _set_article(
            article,
            (number, block),
            style,
            rng,
            columns=columns[number],
            page_width=page_width,
            y=y,
        )
        lines += placed
        y += ARTICLE_GAP
    if style.page_number is not None:
        text = str(style.page_number)
        middle = (page_width // CELL - len(text)) // 2
        lines.append(_loose_line(text, lines[-1].block + 1, y + 0.5, middle, script=script))
    if style.rtl:
        lines = [_mirror(line, columns, page_width // CELL) for line in lines]
    numbered = _number_rows(lines)
    return Page(tuple(numbered), columns, page_width // CELL, gutter // CELL, script)


def _mirror(line: PageLine, columns: Sequence[int], width: int) -> PageLine:
    """The line on a page whose first column is the rightmost."""
    column = line.column
    if column != ACROSS:
        column = columns[line.article] - 1 - column
    return replace(line, column=column, x=max(0, width - line.x - line.width))


def _loose_line(text: str, block: int, y: float, x: int, *, script: Script) -> PageLine:
    width = _cells(text_width(text, script=script))
    return PageLine(text, NO_ARTICLE, block, "aside", ACROSS, 0, x, y, width)


def _set_article(
    article: Article,
    ids: tuple[int, int],
    style: PageStyle,
    rng: np.random.Generator,
    *,
    columns: int,
    page_width: int,
    y: float,
) -> tuple[list[PageLine], float]:
    """The lines of one article and the y below it. `ids`: its number, and its first block's."""
    number, block = ids
    gutter = int(style.gutter_em * EM)
    width = (page_width - (columns - 1) * gutter) // columns
    flow = list(article.blocks)
    head: list[PageLine] = []
    if style.across and article.headline:
        head, y = _set_headline(
            article.headline, ids, style, page_width=page_width, y=y, script=article.script
        )
        block += 1
    elif article.headline:
        flow.insert(0, Block("heading", article.headline))
    ragged = [integer(rng, 0, style.ragged_rows) for _ in range(columns)]
    ragged[integer(rng, 0, columns - 1)] = 0
    area = sum(text_width(b.text, script=article.script) for b in flow) / width
    pictures = _place_pictures(columns, width, area / columns, style, rng)
    starts = tuple(c * (width + gutter) for c in range(columns))
    height = float(max(2, math.floor(area / columns * 0.9)))
    while height < MAX_ROWS:
        heights = tuple(max(1.0, height - r) for r in ragged)
        frame = _Frame(number, block, y, width, starts, heights, pictures)
        placed = _Filler(frame, style, script=article.script, goes_on=article.goes_on).fill(flow)
        if placed is not None:
            return head + placed, y + height
        height += 1.0
    raise InputError("The article does not fit: its columns are too narrow.")


def _set_headline(
    text: str, ids: tuple[int, int], style: PageStyle, *, page_width: int, y: float, script: Script
) -> tuple[list[PageLine], float]:
    """The lines of a headline across the page, and the y below it."""
    units = deque(split_units(text, script=script))
    lines = []
    while units:
        broken = take_line(
            units, int(page_width / HEADLINE_SCALE), script=script, hyphenate=False, hang=False
        )
        width = _cells(int(broken.width * HEADLINE_SCALE))
        x = max(0, page_width // CELL - width) // 2 if style.centred else 0
        middle = y + HEADLINE_LEADING / 2
        lines.append(PageLine(broken.text, *ids, "heading", ACROSS, 0, x, middle, width))
        y += HEADLINE_LEADING
    return lines, y


def _place_pictures(
    columns: int, width: int, rows: float, style: PageStyle, rng: np.random.Generator
) -> tuple[_Picture, ...]:
    """Pictures that leave room for narrow lines at one side of them."""
    pictures = []
    for column in range(columns):
        wanted = chance(rng, style.beside_pictures)
        height = integer(rng, *PICTURE_BESIDE_ROWS)
        top = float(integer(rng, 1, max(1, int(rows) - height)))
        at_left = chance(rng, 0.5)
        inset = width // EM * 2 // 5
        if wanted and width // EM - inset >= MIN_LINE_EM:
            left, right = (inset, 0) if at_left else (0, inset)
            pictures.append(_Picture(column, top, top + height, left, right))
    return tuple(pictures)


class _Filler:
    """Pours the blocks of an article into the columns of a frame."""

    def __init__(self, frame: _Frame, style: PageStyle, *, script: Script, goes_on: bool) -> None:
        self.goes_on = goes_on
        self.frame = frame
        self.style = style
        self.script = script
        self.column = 0
        self.y = 0.0
        self.lines: list[PageLine] = []

    def fill(self, flow: Sequence[Block]) -> list[PageLine] | None:
        """All lines in reading order, or None where the columns are too short."""
        waiting: list[tuple[int, Block]] = []
        for k, block in enumerate(flow):
            number = self.frame.first_block + k
            if self.style.floating and block.kind in ("caption", "aside"):
                waiting.append((number, block))
                continue
            fits = self._set_block(number, block, waiting if block.kind == "body" else [])
            if not fits:
                return None
        for number, block in waiting:
            if not self._set_block(number, block, []):
                return None
        return _renumber(self.lines, self.frame.first_block)

    def _set_block(self, number: int, block: Block, waiting: list[tuple[int, Block]]) -> bool:
        """Sets one block; what waits is set after its first lines, but read after it."""
        units = deque(split_units(block.text, script=self.script))
        apart = block.kind != "body"
        if apart and self.y > 0:
            self.y += AROUND
        if block.kind == "caption" and not self._leave_rows(self.style.picture_rows):
            return False
        count = 0
        read_later: list[PageLine] = []
        while units:
            if waiting and count == LINES_BEFORE_FLOAT:
                mark = len(self.lines)
                for late, other in waiting:
                    if not self._set_block(late, other, []):
                        return False
                waiting.clear()
                read_later, self.lines[mark:] = self.lines[mark:], []
            inside = self.goes_on and number == self.frame.first_block
            if not self._set_line(units, number, block.kind, first=not (count or inside)):
                return False
            count += 1
        self.lines += read_later
        if apart:
            self.y += AROUND
        if self.style.grid:
            self.y = float(math.ceil(self.y))
        return True

    def _leave_rows(self, rows: int) -> bool:
        """Makes room for a picture that is as wide as its column, whole in one column."""
        heights = self.frame.heights
        if rows and self.column < len(heights) and self.y + rows + 1 > heights[self.column]:
            self.column, self.y = self.column + 1, 0.0
        self.y += rows
        return self.column < len(heights) and self.y <= heights[self.column]

    def _set_line(
        self, units: deque[Unit], block: int, kind: ParagraphKind, *, first: bool
    ) -> bool:
        """Sets the next line of a block; False if there is no room left."""
        keep = 1.0 if kind == "heading" else 0.0  # no heading at the foot of a column
        left = right = 0
        while True:
            if self.column >= len(self.frame.heights):
                return False
            if self.y + LEADING[kind] + keep > self.frame.heights[self.column]:
                self.column, self.y = self.column + 1, 0.0
                continue
            beside = self._picture_at(self.y, self.y + LEADING[kind])
            if beside is None:
                break
            left, right = beside.left, beside.right
            if kind == "body":
                break
            self.y = beside.bottom
            left = right = 0
        if kind == "aside":
            left, right = BOX_INSET_EM, BOX_INSET_EM
        indent = int(self.style.indent_em * EM) if first and kind == "body" else 0
        start = self.frame.starts[self.column] + left * EM + indent
        room = self.frame.width - (left + right) * EM - indent
        broken = take_line(
            units,
            int(room / SCALE[kind]),
            script=self.script,
            hyphenate=self.style.hyphenate and kind == "body",
            hang=self.style.hang,
        )
        self._place(broken, block, kind, start, room, last=not units)
        self.y += LEADING[kind]
        return True

    def _picture_at(self, top: float, bottom: float) -> _Picture | None:
        for picture in self.frame.pictures:
            if picture.column == self.column and picture.top < bottom and top < picture.bottom:
                return picture
        return None

    def _place(
        self,
        broken: BrokenLine,
        block: int,
        kind: ParagraphKind,
        start: int,
        room: int,
        *,
        last: bool,
    ) -> None:
        width = int(broken.width * SCALE[kind])
        spread = self.style.justified and kind in ("body", "aside") and not last
        self.lines.append(
            PageLine(
                text=broken.text,
                article=self.frame.article,
                block=block,
                kind=kind,
                column=self.column,
                row=0,
                x=_cells(start),
                y=self.frame.top + self.y + LEADING[kind] / 2,
                width=_cells(max(width, room) if spread else width),
                slack=_cells(max(0, room - width)) if spread else 0,
                hyphenated=broken.hyphenated,
            )
        )


def _cells(length: int) -> int:
    """Thousandths of an em as half-width cells, rounded half up."""
    return (length + CELL // 2) // CELL


def _renumber(lines: list[PageLine], first: int) -> list[PageLine]:
    """The same lines with blocks counted in the order in which they are read."""
    number: dict[int, int] = {}
    for line in lines:
        number.setdefault(line.block, first + len(number))
    return [replace(line, block=number[line.block]) for line in lines]


def _number_rows(lines: list[PageLine]) -> list[PageLine]:
    """Rows as an engine sees them that ignores columns: lines at about the same height.

    A line joins the row above it if their middles are at most half a line apart and the row has no
    line of its column yet.
    """
    by_height = sorted(range(len(lines)), key=lambda i: (lines[i].y, lines[i].x, i))
    row, top, seen = -1, -math.inf, set[int]()
    rows = [0] * len(lines)
    for i in by_height:
        line = lines[i]
        alone = line.column == ACROSS or ACROSS in seen or line.column in seen
        if alone or line.y - top > 0.5:
            row, top, seen = row + 1, line.y, set()
        seen.add(line.column)
        rows[i] = row
    return [replace(line, row=row) for line, row in zip(lines, rows, strict=True)]
