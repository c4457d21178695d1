"""A file with coordinates as all formats are read: pages, regions, lines, words, and their boxes.

    Document                  one file: hOCR, ALTO, PAGE, TSV, a PDF, the JSON of an engine
      DocumentPage            its size, its regions, the order in which the file has them read
        Region                a block of lines: ids, kinds and boxes are those of the file
          Line                its text; words are spans of that
            Word

`Document.text` is what `fix` reads: lines in the order that the file states, or else as they stand
in it, one a row, pages parted by form feeds. Every offset of it leads back to the line and the word
that it is from (`locate`). Boxes are in the units of the file, x to the right and y downwards from
the page's upper left corner.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

PAGE_END = "\f"
"""What parts the pages of `Document.text`."""


class Box(NamedTuple):
    """A rectangle, upright: left <= right, top <= bottom."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a line, or a character where an engine boxes these: `line.text[start:end]`.

    confidence  0..1; None where the file has none
    """

    start: int
    end: int
    box: Box | None = None
    confidence: float | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text as the engine read it; its text has no line breaks and no blanks around it.

    polygon  its outline or baseline band as the file has it, for skewed and curved lines; else ()
    """

    text: str
    box: Box | None = None
    words: tuple[Word, ...] = ()
    confidence: float | None = None
    id: str = ""
    polygon: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Region:
    """Lines that the file has together.

    kind  the file's own word for it ("paragraph", "heading", "TextBlock", "Table"); "" for none
    """

    lines: tuple[Line, ...]
    box: Box | None = None
    kind: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """One page: its regions as they stand in the file.

    order     region numbers in the order that the file states (PAGE ReadingOrder, an `index`),
              those that it does not name left out or last; None where it states none but that in
              which its elements stand
    rotation  degrees clockwise by which the text stands turned, where the file tells
    image     of the scan: its name as the file has it (hOCR, ALTO, PAGE), often a path; "" for none
    language  as the file has it ("deu", "zh-Hans"); "" for none
    """

    regions: tuple[Region, ...]
    width: float = 0.0
    height: float = 0.0
    order: tuple[int, ...] | None = None
    id: str = ""
    language: str = ""
    rotation: float = 0.0
    image: str = ""

    @property
    def numbers(self) -> Sequence[int]:
        """The numbers of all regions in the order that the file states, or else as they stand.

        >>> page = DocumentPage((Region(()), Region(()), Region(())), order=(2, 0))
        >>> page.numbers
        (2, 0, 1)
        """
        if self.order is None or len(self.order) == len(self.regions):
            return range(len(self.regions)) if self.order is None else self.order
        stated = set(self.order)
        return (*self.order, *(r for r in range(len(self.regions)) if r not in stated))

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines with text, in the order of `numbers`."""
        regions = (self.regions[r] for r in self.numbers)
        return tuple(line for region in regions for line in region.lines if line.text)


class Place(NamedTuple):
    """Where an offset of `Document.text` is from: numbers of page, region, line, and word or -1."""

    page: int
    region: int
    line: int
    word: int


_COUNTED = ("page", "line")


@dataclass(frozen=True, repr=False)
class Document:
    """A file with coordinates.

    format   its name in `layoutfix.formats` ("hocr", "alto", "page", "tsv", "pdf"...)
    version  of the format, as the file has it; "" for none
    source   the bytes it was read from, which the writers of its format change
    notes    what the user should know of the file: pages or lines that could not be read
    """

    pages: tuple[DocumentPage, ...]
    format: str
    version: str = ""
    source: bytes = field(default=b"", repr=False)
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """One line: what it is, and how much.

        >>> Document((DocumentPage((Region((Line("It was late."),)),)),), "hocr")
        <Document of hocr: 1 page, 1 line>
        """
        counts = len(self.pages), sum(len(page.lines) for page in self.pages)
        pages, lines = (f"{n:,} {w}{'s' * (n != 1)}" for n, w in zip(counts, _COUNTED, strict=True))
        return f"<Document of {self.format}: {pages}, {lines}>"

    @cached_property
    def text(self) -> str:
        r"""The lines in the order that the file states, one a row; form feeds between pages.

        >>> line = Line("It was late."), Line("Nobody came.")
        >>> page = DocumentPage((Region(line),))
        >>> Document((page, page), "hocr").text
        'It was late.\nNobody came.\n\x0cIt was late.\nNobody came.\n'
        """
        pages = ("".join(f"{line.text}\n" for line in page.lines) for page in self.pages)
        return PAGE_END.join(pages)

    def spans(self) -> Iterator[tuple[int, int, Place]]:
        """Start, end in `text` and place of each line with text, in order; `word` is -1."""
        return iter(self._spans)

    @cached_property
    def _spans(self) -> tuple[tuple[int, int, Place], ...]:
        found, at = [], 0
        for p, page in enumerate(self.pages):
            at += len(PAGE_END) * (p > 0)
            for r in page.numbers:
                for k, line in enumerate(page.regions[r].lines):
                    if line.text:
                        found.append((at, at + len(line.text), Place(p, r, k, -1)))
                        at += len(line.text) + 1
        return tuple(found)

    def locate(self, offset: int) -> Place | None:
        """The line and the word of a character of `text`; None between lines. O(log n).

        >>> words = (Word(0, 2), Word(3, 6))
        >>> page = DocumentPage((Region((Line("It was", words=words),)),))
        >>> Document((page,), "hocr").locate(4)
        Place(page=0, region=0, line=0, word=1)
        """
        k = bisect_right(self._starts, offset) - 1
        if k < 0 or offset >= self._spans[k][1]:
            return None
        start, _, place = self._spans[k]
        words = self.pages[place.page].regions[place.region].lines[place.line].words
        inside = (w for w, word in enumerate(words) if word.start <= offset - start < word.end)
        return place._replace(word=next(inside, -1))

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(start for start, _, _ in self._spans)
