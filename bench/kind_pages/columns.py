"""Pages of columns side by side, and what stands in them: lists, tables, numbers, no headline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple

import numpy as np

from kind_pages.blocks import (
    as_clauses,
    as_glossary,
    as_list,
    as_references,
    as_table,
    as_verse,
    as_verses,
    paragraph_blocks,
)
from kind_pages.ordered import page_mark
from kind_pages.setting import (
    Block,
    Line,
    Sample,
    Text,
    cells,
    heading_texts,
    in_columns,
    paste,
    printed,
    right_text,
    set_blocks,
)
from layoutfix.synthesis.draw import chance, integer, pick


class Shape(NamedTuple):
    """How a page of columns is set: their number, width and gutter in cells."""

    columns: int
    width: int
    gutter: int


def draw_shape(text: Text, rng: np.random.Generator, count: int, gutters: Sequence[int]) -> Shape:
    """Columns as wide as two or three of them are on a page."""
    if text.cjk:
        width = 2 * (integer(rng, 16, 20) if count == 2 else integer(rng, 12, 14))
    else:
        width = integer(rng, 34, 44) if count == 2 else integer(rng, 24, 30)
    return Shape(count, width, pick(rng, gutters))


def side_by_side(columns: Sequence[Sequence[Line]], shape: Shape) -> str:
    """The columns with a gutter between."""
    starts = [k * (shape.width + shape.gutter) for k in range(shape.columns)]
    return paste([printed(c) for c in columns], starts)


def one_blank(columns: Sequence[Sequence[Line]]) -> str:
    """The columns read across, one blank at each seam."""
    rows = zip_longest(*(printed(c) for c in columns), fillvalue="")
    return "\n".join(" ".join(cell.strip() for cell in row if cell) for row in rows) + "\n"


def taking_turns(columns: Sequence[Sequence[Line]]) -> str:
    """A line of each column in turn, each a row."""
    rows = zip_longest(*(printed(c) for c in columns), fillvalue="")
    return "\n".join(cell.rstrip() for row in rows for cell in row if cell) + "\n"


def prose_lines(text: Text, rng: np.random.Generator, shape: Shape, rows: int) -> list[Line]:
    """A page's lines of prose, paragraphs indented."""
    blocks = paragraph_blocks(text, rng, pick(rng, (2, 3)))
    lines = set_blocks(blocks, shape.width, cjk=text.cjk, strict=chance(rng, 0.7))
    return lines[: rows * shape.columns]


def going_on(lines: list[Line], rng: np.random.Generator) -> list[Line]:
    """The lines from within a paragraph on: a page on which an article goes on."""
    inner = [k for k in range(1, len(lines) // 3) if lines[k].block == lines[k - 1].block]
    start = pick(rng, inner) if inner else 0
    return lines[start:]


def _sample(
    dump: str, lines: Sequence[Line], text: Text, *, loose: str = "", slack: int = 0
) -> Sample:
    right = right_text(lines, cjk=text.cjk)
    return Sample(dump, right, heading_texts(lines), loose, slack)


def continued_gutter_2(text: Text, rng: np.random.Generator) -> Sample:
    """Two columns that begin in the middle of a paragraph."""
    return _continued(text, rng, 2)


def continued_gutter_3(text: Text, rng: np.random.Generator) -> Sample:
    """Three columns that begin in the middle of a paragraph."""
    return _continued(text, rng, 3)


def continued_turns_2(text: Text, rng: np.random.Generator) -> Sample:
    """The same, a line of the left and of the right column in turn."""
    return _continued(text, rng, 2, turns=True)


def _continued(text: Text, rng: np.random.Generator, count: int, *, turns: bool = False) -> Sample:
    shape = draw_shape(text, rng, count, (2, 3, 4, 6))
    lines = going_on(prose_lines(text, rng, shape, 60), rng)[: count * integer(rng, 14, 24)]
    columns = in_columns(lines, count)
    return _sample(taking_turns(columns) if turns else side_by_side(columns, shape), lines, text)


def headed(text: Text, rng: np.random.Generator) -> Sample:
    """A headline over two columns, in which a sub-heading stands."""
    shape = draw_shape(text, rng, 2, (2, 3, 4, 6))
    blocks = paragraph_blocks(text, rng, 2)
    head = text.heading(pick(rng, text.clauses), shape.width // (2 if text.cjk else 1) - 2)
    blocks.insert(2, Block(head, printed=True, heading=True))
    across = [Block(text.headline, heading=True)]
    above = set_blocks(across, 2 * shape.width + shape.gutter, cjk=text.cjk)
    below = set_blocks(blocks, shape.width, cjk=text.cjk)[: 2 * integer(rng, 14, 24)]
    dump = "\n".join(printed(above)) + "\n\n" + side_by_side(in_columns(below, 2), shape)
    right = right_text(above, cjk=text.cjk) + "\n" + right_text(below, cjk=text.cjk)
    return Sample(dump, right, (text.headline, *heading_texts(below)))


def indents(text: Text, rng: np.random.Generator) -> Sample:
    """Paragraphs indented by two to five blanks, gutters of two to eight."""
    shape = draw_shape(text, rng, 2, range(2, 9))
    lead = " " * integer(rng, 2, 5)
    blocks = [Block(p, lead) for p in text.paragraphs]
    lines = set_blocks(blocks, shape.width, cjk=text.cjk)[: 2 * integer(rng, 10, 22)]
    return _sample(side_by_side(in_columns(lines, 2), shape), lines, text)


def one_blank_gutter(text: Text, rng: np.random.Generator) -> Sample:
    """A gutter of one blank at a constant place."""
    shape = draw_shape(text, rng, 2, (1,))
    lines = prose_lines(text, rng, shape, integer(rng, 12, 22))
    return _sample(side_by_side(in_columns(lines, 2), shape), lines, text)


def one_blank_seams(text: Text, rng: np.random.Generator) -> Sample:
    """One blank between the columns wherever the left line ends."""
    shape = draw_shape(text, rng, 2, (1,))
    lines = prose_lines(text, rng, shape, integer(rng, 14, 22))
    return _sample(one_blank(in_columns(lines, 2)), lines, text)


def short_columns(text: Text, rng: np.random.Generator) -> Sample:
    """Two columns of four to seven rows."""
    shape = draw_shape(text, rng, 2, (3, 4, 6, 8))
    lines = prose_lines(text, rng, shape, integer(rng, 4, 7))
    return _sample(side_by_side(in_columns(lines, 2), shape), lines, text)


def clauses(text: Text, rng: np.random.Generator) -> Sample:
    """Two columns of clauses whose numbers hang in a band of their own."""
    return _hanging(text, rng, as_clauses(text, rng))


def verses(text: Text, rng: np.random.Generator) -> Sample:
    """Two columns of numbered verses."""
    return _hanging(text, rng, as_verses(text, rng))


def references(text: Text, rng: np.random.Generator) -> Sample:
    """Two columns of references."""
    return _hanging(text, rng, as_references(text, rng, 24))


def glossary(text: Text, rng: np.random.Generator) -> Sample:
    """Two columns of a glossary."""
    return _hanging(text, rng, as_glossary(text, rng, 20))


def _hanging(text: Text, rng: np.random.Generator, blocks: list[Block]) -> Sample:
    shape = draw_shape(text, rng, 2, (3, 4, 5, 6))
    lines = set_blocks(blocks, shape.width, cjk=text.cjk)[: 2 * integer(rng, 16, 30)]
    return _sample(side_by_side(in_columns(lines, 2), shape), lines, text)


def patent(text: Text, rng: np.random.Generator) -> Sample:
    """Two columns, a number every fifth row between them that belongs to neither."""
    shape = draw_shape(text, rng, 2, (7, 8, 9))
    lines = prose_lines(text, rng, shape, integer(rng, 14, 30))
    left, right = in_columns(lines, 2)
    numbers = [str(n) if n % 5 == 0 else "" for n in range(1, len(left) + 1)]
    starts = [0, shape.width + (shape.gutter - 2) // 2, shape.width + shape.gutter]
    dump = paste([printed(left), numbers, printed(right)], starts)
    return _sample(dump, lines, text, loose=r"[\d\s]+")


def bullets(text: Text, rng: np.random.Generator) -> Sample:
    """A list with bullets in a column of prose."""
    mark = pick(rng, ("• ", "- ", "– ", "{}. ", "({}) "))
    blocks = paragraph_blocks(text, rng, 0)
    blocks[1:1] = as_list(text, rng, integer(rng, 4, 8), mark)
    return _with_inset(text, rng, blocks)


def list_u3000(text: Text, rng: np.random.Generator) -> Sample:
    """Steps whose marks are followed by an ideographic blank, a gutter between the columns."""
    return _steps(text, rng, turns=False)


def list_u3000_turns(text: Text, rng: np.random.Generator) -> Sample:
    """The same, a line of the left and of the right column in turn."""
    return _steps(text, rng, turns=True)


def _steps(text: Text, rng: np.random.Generator, *, turns: bool) -> Sample:
    blocks: list[Block] = []
    for n, paragraph in enumerate(text.paragraphs):
        head = pick(rng, text.clauses)
        blocks.append(Block(f"{'一二三四五六七八九十'[n % 10]}、{head}", heading=True))
        steps = as_list(text, rng, integer(rng, 2, 4), "①　")
        ends = [f"{s.text}，{pick(rng, text.clauses)}，{pick(rng, text.clauses)}。" for s in steps]
        blocks += [s._replace(text=e, item=True, hang=0) for s, e in zip(steps, ends, strict=True)]
        blocks.append(Block(text.shorten(paragraph, 60)))
    shape = draw_shape(text, rng, 2, (2, 4, 6))
    lines = set_blocks(blocks, shape.width, cjk=True)[: 2 * integer(rng, 12, 20)]
    columns = in_columns(lines, 2)
    return _sample(taking_turns(columns) if turns else side_by_side(columns, shape), lines, text)


def table_in_column(text: Text, rng: np.random.Generator) -> Sample:
    """A table of names and figures in a column of prose."""
    shape = draw_shape(text, rng, 2, (4, 5, 6))
    blocks = paragraph_blocks(text, rng, 2)
    blocks[1:1] = as_table(text, rng, shape.width)
    return _with_inset(text, rng, blocks, shape)


def _with_inset(
    text: Text, rng: np.random.Generator, blocks: list[Block], shape: Shape | None = None
) -> Sample:
    shape = shape or draw_shape(text, rng, 2, (4, 5, 6))
    lines = set_blocks(blocks, shape.width, cjk=text.cjk)
    if chance(rng, 0.5):  # the inset in the right-hand column
        lines = set_blocks([Block(text.paragraphs[-1]), *blocks], shape.width, cjk=text.cjk)
    lines = lines[: 2 * integer(rng, 13, 22)]
    return _sample(side_by_side(in_columns(lines, 2), shape), lines, text)


def short_last_page(text: Text, rng: np.random.Generator) -> Sample:
    """Three pages of two columns with form feeds between, the last of three to seven rows."""
    pages, lines, shape = _pages(text, rng, last=integer(rng, 3, 7))
    dump = "\f".join(side_by_side(in_columns(page, 2), shape) for page in pages)
    return _sample(dump, lines, text, slack=len(pages) - 1)


def page_marks(text: Text, rng: np.random.Generator) -> Sample:
    """Three pages of two columns, a line that names the page before or below each."""
    pages, lines, shape = _pages(text, rng, last=integer(rng, 8, 12))
    named = page_mark(rng, text)
    first = pick(rng, (1, 14, 207))
    marks = [named.format(n) for n in range(first, first + len(pages))]
    above = chance(rng, 0.5)
    dump = ""
    for mark, page in zip(marks, pages, strict=True):
        body = side_by_side(in_columns(page, 2), shape)
        dump += f"{mark}\n\n{body}\n" if above else f"{body}\n{mark}\n\n"
    loose = re.escape(named).replace(r"\{\}", r"\d+")
    return _sample(dump, lines, text, slack=len(pages) - 1, loose=loose)


def _pages(
    text: Text, rng: np.random.Generator, last: int
) -> tuple[list[list[Line]], list[Line], Shape]:
    shape = draw_shape(text, rng, 2, (3, 4, 6))
    lines = prose_lines(text, rng, shape, 200)
    size = max(8, (len(lines) // 2 - last) // 2)
    lines = lines[: 2 * (2 * size + last)]
    return [lines[: size * 2], lines[size * 2 : size * 4], lines[size * 4 :]], lines, shape


def poems(text: Text, rng: np.random.Generator) -> Sample:
    """Two poems side by side, stanzas of four lines."""
    stanzas = integer(rng, 2, 5)
    sides = [as_verse(half, rng, stanzas) for half in text.halves()]
    return _beside(text, rng, sides, gap_before_paragraph=True)


def lists(text: Text, rng: np.random.Generator) -> Sample:
    """Two lists side by side, each under a heading."""
    mark = pick(rng, ("", "- ", "• ", "{}. "))
    sides = []
    for half in text.halves():
        head = Block(half.heading(pick(rng, half.clauses), 40), printed=True, heading=True)
        items = as_list(half, rng, integer(rng, 6, 10), mark)
        sides.append([head, *(b._replace(item=True, printed=True) for b in items)])
    return _beside(text, rng, sides)


def vitae(text: Text, rng: np.random.Generator) -> Sample:
    """A curriculum vitae: short entries in a narrow column, stations in the wide one beside it."""
    left, right = text.halves()
    narrow: list[Block] = []
    for _ in range(3):
        head = text.shorten(pick(rng, left.clauses), 14).upper()
        narrow.append(Block(head, printed=True, heading=True))
        items = as_list(left, rng, integer(rng, 3, 5), "")
        narrow += [Block(text.shorten(b.text, 20), item=True, printed=True) for b in items]
    wide: list[Block] = []
    for k in range(4):
        wide.append(Block(f"{1994 + 4 * k} - {1998 + 4 * k}", printed=True))
        wide.append(Block(pick(rng, right.clauses), item=True, printed=True))
        said = text.shorten(pick(rng, right.paragraphs), 40 if text.cjk else 110)
        wide.append(Block(said, item=True))
    return _beside(text, rng, [narrow, wide])


def _beside(
    text: Text,
    rng: np.random.Generator,
    sides: Sequence[Sequence[Block]],
    *,
    gap_before_paragraph: bool = False,
) -> Sample:
    """Blocks of two kinds side by side; the left ones are as wide as their widest line."""
    cut = [set_blocks(side, 44, cjk=text.cjk) for side in sides]
    shown = []
    for lines in cut:
        rows: list[str] = []
        for k, line in enumerate(lines):
            begins = k > 0 and lines[k - 1].block != line.block and not line.item
            rows += ["", line.print] if begins and gap_before_paragraph else [line.print]
        shown.append(rows)
    width = max(map(cells, shown[0]))
    dump = paste(shown, [0, width + integer(rng, 4, 10)])
    right = "\n".join(right_text(lines, cjk=text.cjk) for lines in cut)
    return Sample(dump, right, tuple(h for lines in cut for h in heading_texts(lines)))
