"""The typeset page: how it was set, and where each of its lines stands."""

from __future__ import annotations

from dataclasses import dataclass

from layoutfix.errors import InputError
from layoutfix.model import ParagraphKind
from layoutfix.script import Script

ACROSS = -1
"""Column of a line that runs across all columns."""

NO_ARTICLE = -1
"""Article of a running head or a page number."""


@dataclass(frozen=True, slots=True)
class PageStyle:
    """How a page is set. Lengths in em are those of the body type; a cell is half an em.

    columns         columns of each article; one after the other if there are more articles
    width_em        width of a column of the first article; the page is as wide as those make it
    gutter_em       blank between two columns; below 1.5, engines take the row for one line
    indent_em       indent of a paragraph's first line
    justified       lines are spread to the column's width (their gaps, not their text)
    hyphenate       Latin words may be broken with a hyphen
    hang            closing marks may hang out of a Chinese column; else they are squeezed
    across          headlines run across all columns, else they stand at the head of the first
    centred         headlines that run across are centred
    grid            lines of neighbouring columns keep to one baseline grid; else headings, captions
                    and pictures put them out of step
    ragged_rows     columns end up to so many rows above the longest
    picture_rows    rows that a picture takes above its caption
    beside_pictures share of the columns with a picture at one side and narrow lines beside it
    floating        captions and boxes stand in the middle of the next paragraph, not between two
    rtl             the first column is the rightmost, and lines start at the right
    running_head    text above everything, or empty
    page_number     number at the foot, or None
    """

    columns: tuple[int, ...] = (2,)
    width_em: float = 18.0
    gutter_em: float = 2.0
    indent_em: float = 2.0
    justified: bool = True
    hyphenate: bool = False
    hang: bool = False
    across: bool = True
    centred: bool = False
    grid: bool = True
    ragged_rows: int = 0
    picture_rows: int = 0
    beside_pictures: float = 0.0
    floating: bool = False
    rtl: bool = False
    running_head: str = ""
    page_number: int | None = None

    def __post_init__(self) -> None:
        if not self.columns or not all(1 <= k <= 12 for k in self.columns):
            raise InputError(f"columns must be numbers from 1 to 12, not {self.columns}.")
        if self.width_em < 6:
            raise InputError(f"width_em must be at least 6, not {self.width_em}.")
        if self.gutter_em < 0 or not 0 <= self.indent_em <= self.width_em / 2:
            raise InputError("gutter_em must not be negative, indent_em not above half a column.")
        if not 0 <= self.beside_pictures <= 1 or self.ragged_rows < 0 or self.picture_rows < 0:
            raise InputError("beside_pictures is a share from 0 to 1; rows must not be negative.")


@dataclass(frozen=True, slots=True)
class PageLine:
    """One printed line.

    article     number of its article, from 0; NO_ARTICLE for a running head or a page number
    block       number of its paragraph, heading, caption or box, counted over the page
    column      from 0 at the left; ACROSS for a line across all columns
    row         number of the printed row it stands in, over the page: what an engine that ignores
                columns prints as one line
    x, width    of its printed text, in cells; an indent counts to x
    y           of its middle, in body lines from the top of the page
    slack       cells by which it is spread to fill the column (0 unless justified)
    hyphenated  its last hyphen was added by the typesetter
    """

    text: str
    article: int
    block: int
    kind: ParagraphKind
    column: int
    row: int
    x: int
    y: float
    width: int
    slack: int = 0
    hyphenated: bool = False

    def to_dict(self) -> dict[str, str | int]:
        """The line in the schema of the dev pages."""
        return {
            "text": self.text,
            "article": self.article,
            "block": self.block,
            "kind": self.kind,
        }


@dataclass(frozen=True, slots=True)
class Page:
    """A typeset page.

    lines       in reading order; a caption or box comes after the paragraph that it interrupts
    columns     columns of each article
    width       in cells
    gutter      blank between columns, in cells
    script         set without spaces between words
    """

    lines: tuple[PageLine, ...]
    columns: tuple[int, ...]
    width: int
    gutter: int
    script: Script
