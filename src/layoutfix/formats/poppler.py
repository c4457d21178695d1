"""What `pdftotext -bbox-layout` and `pdftotext -bbox` of poppler print: words of PDFs with boxes.

The first has flows of blocks of lines of words: a block is a region. The second has words alone,
as they are painted: they make lines as those of PDFium do.
"""

from __future__ import annotations

import re

from lxml import etree

from layoutfix.document import Box, Document, DocumentPage, Region
from layoutfix.errors import InputError
from layoutfix.formats.lines import words_to_line
from layoutfix.formats.markup import MOST_BYTES, children, head_to_text, parse_xml, root_of
from layoutfix.formats.pdf.rows import Placed, words_to_lines
from layoutfix.formats.registry import Format
from layoutfix.formats.values import (
    clean_text,
    numbers_to_box,
    read_length,
    read_number,
    shown_size,
)
from layoutfix.formats.words import FileWord

_PAGE_RE = re.compile(r'<page width="[^"]*" height="[^"]*">\s*<(?:flow|word|/page)\b')


def looks_like_poppler(head: bytes) -> bool:
    """Whether a file begins as XHTML with a page of flows or of words."""
    return root_of(head)[0] == "html" and _PAGE_RE.search(head_to_text(head)) is not None


def read_poppler(data: bytes, name: str) -> Document:
    """The document of a file of pdftotext's; InputError where it is broken or has no page."""
    root = parse_xml(data, name, "output of pdftotext -bbox").getroot()
    found = root.iter("{*}page")
    pages = tuple(_read_page(page, number) for number, page in enumerate(found, 1))
    if not pages:
        raise InputError(f"{name} is output of pdftotext -bbox without any page: run it anew.")
    return Document(pages, "poppler", source=data)


def _read_page(page: etree._Element, number: int) -> DocumentPage:
    blocks = [block for flow in children(page, "flow") for block in children(flow, "block")]
    regions = [region for block in blocks if (region := _read_block(block)).lines]
    words = [word for element in children(page, "word") if (word := _read_word(element)).text]
    if words:
        placed = [Placed(w.text, w.box, 0, True, False) for w in words if w.box is not None]
        boxless = [words_to_line([w]) for w in words if w.box is None]
        regions.append(Region((*words_to_lines(placed), *boxless)))
    boxes = (word.box for region in regions for line in region.lines for word in line.words)
    width, height = (read_length(page.get(name)) for name in ("width", "height"))
    width, height = shown_size(width, height, boxes)
    return DocumentPage(tuple(regions), width, height, id=str(number))


def _read_block(block: etree._Element) -> Region:
    lines = []
    for element in children(block, "line"):
        words = [_read_word(word) for word in children(element, "word")]
        line = words_to_line(words, box=_box(element))
        if line.text:
            lines.append(line)
    return Region(tuple(lines), _box(block))


def _read_word(element: etree._Element) -> FileWord:
    return FileWord(clean_text(element.text or "").strip(), _box(element))


def _box(element: etree._Element) -> Box | None:
    """The box of xMin, yMin, xMax, yMax; None where one of them is no number."""
    sides = ("xMin", "yMin", "xMax", "yMax")
    return numbers_to_box([read_number(element.get(side)) for side in sides])


FORMAT = Format(
    "poppler", "pdftotext -bbox", looks_like_poppler, read_poppler, most_bytes=MOST_BYTES
)
