"""The rows of a TSV, tesseract's or that of `pdftotext -tsv` -> Document. A paragraph is a region.

Rows of words without text are in no line (tesseract has one in each picture and rule). Between
Chinese and Japanese words TSV has no blanks to be told from gaps: none are made where boxes are
close.
"""

from __future__ import annotations

from layoutfix.document import Document, DocumentPage, Line, Region
from layoutfix.errors import InputError
from layoutfix.formats.lines import words_to_line
from layoutfix.formats.tsv.rows import LineRows, PageRows, Table, parse_table
from layoutfix.formats.values import clean_text, read_share, shown_size
from layoutfix.formats.words import FileWord

FULL = 100.0
"""Highest confidence."""


def read_tsv(data: bytes, name: str) -> Document:
    """The document of a TSV; InputError where it is none, or has no rows."""
    table = parse_table(data, name)
    if not table.pages:
        raise InputError(f"{name} is a tesseract TSV without any row: read the page again.")
    pages = tuple(page_to_document_page(page, table) for page in table.pages)
    notes = []
    if table.broken:
        notes.append(f"rows that are not tesseract's, left out: {table.broken}")
    lost = sum(word.box is None for page in pages for line in page.lines for word in line.words)
    if lost:
        notes.append(f"words without a box that can be used: {lost}")
    return Document(pages, "tsv", source=data, notes=tuple(notes))


def page_to_document_page(page: PageRows, table: Table) -> DocumentPage:
    """A page of a document, of its rows."""
    regions = []
    for paragraph in page.paragraphs:
        _, block, number = paragraph.numbers
        lines = tuple(row_to_line(line, table) for line in paragraph.lines)
        regions.append(Region(lines, table.box(paragraph.row), id=f"{block}_{number}"))
    box = table.box(page.row)
    width, height = (max(box.right, 0), max(box.bottom, 0)) if box else (0.0, 0.0)
    words = (word.box for region in regions for line in region.lines for word in line.words)
    width, height = shown_size(width, height, words)
    number = page.row.numbers[0] if page.row else 0
    return DocumentPage(tuple(regions), width, height, id=str(number or ""))


def row_to_line(rows: LineRows, table: Table) -> Line:
    """A line, of the rows of its words; "" where none has text."""
    words = [
        FileWord(
            clean_text(table.text(row)), table.box(row), read_share(table.confidence(row), FULL)
        )
        for row in rows.words
    ]
    ids = rows.row or next(iter(rows.words), None)
    number = "_".join(map(str, ids.numbers[1:4])) if ids else ""
    return words_to_line(words, box=table.box(rows.row), id=number)
