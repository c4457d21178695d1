"""The rows of a TSV by page, paragraph and line; columns are found by their names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from layoutfix.document import Box
from layoutfix.errors import InputError
from layoutfix.formats.values import make_box
from layoutfix.readers.encodings import decode

PAGE, BLOCK, PARAGRAPH, LINE, WORD = 1, 2, 3, 4, 5
"""Levels of rows."""

NUMBERS = ("page_num", "block_num", "par_num", "line_num", "word_num")
BOX = ("left", "top", "width", "height")
NAMES = ("level", *NUMBERS, *BOX, "conf", "text")

MOST_BYTES = 1 << 26
"""Of a file that is read: more than a thousand pages."""

MOST_ROWS = 1_500_000
"""Of a file that is read: each takes about a kilobyte of memory."""


@dataclass(slots=True)
class Row:
    """A row's fields; its level and numbers."""

    fields: list[str]
    level: int
    numbers: tuple[int, ...]


@dataclass(slots=True)
class LineRows:
    """A line's own row, where there is one, and those of its words."""

    row: Row | None = None
    words: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class Paragraph:
    """The rows of a paragraph, and of the block that it is in."""

    numbers: tuple[int, ...]
    block: Row | None = None
    row: Row | None = None
    lines: list[LineRows] = field(default_factory=list)


@dataclass(slots=True)
class PageRows:
    """The rows of a page; `empty` are those of a block that has nothing below it."""

    row: Row | None = None
    paragraphs: list[Paragraph] = field(default_factory=list)
    empty: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """A file: its columns by name, its pages, and how many rows are none."""

    header: str
    columns: dict[str, int]
    pages: list[PageRows]
    broken: int
    newline: str
    encoding: str
    had_bom: bool

    def text(self, row: Row) -> str:
        """The text of a row."""
        return row.fields[self.columns["text"]]

    def confidence(self, row: Row) -> str:
        """What it has for a confidence; -1 for none."""
        return row.fields[self.columns["conf"]] if "conf" in self.columns else "-1"

    def box(self, row: Row | None) -> Box | None:
        """Where a row stands; None where that is no box."""
        if row is None:
            return None
        fields, columns = row.fields, self.columns
        try:
            left, top = float(fields[columns["left"]]), float(fields[columns["top"]])
            width, height = float(fields[columns["width"]]), float(fields[columns["height"]])
        except ValueError:
            return None
        return make_box(left, top, left + width, top + height)


def looks_like_tsv(head: bytes) -> bool:
    """Whether a file begins with the names of tesseract's columns, in any order."""
    first = head[:1024].replace(b"\0", b"").partition(b"\n")[0].removeprefix(b"\xef\xbb\xbf")
    names = {name.strip().lower() for name in first.split(b"\t")}
    return {name.encode() for name in ("level", "page_num", "line_num", "left", "text")} <= names


def parse_table(data: bytes, name: str) -> Table:
    """The rows of a file by page, paragraph and line. O(rows)."""
    if data.count(b"\n") > MOST_ROWS:
        raise InputError(
            f"{name} has more than {MOST_ROWS:,} rows: split it into files of fewer pages."
        )
    decoded = decode(data, name=name)
    header, _, body = decoded.text.partition("\n")
    columns = {said.strip().lower(): k for k, said in enumerate(header.split("\t"))}
    lacking = [said for said in NAMES if said not in columns and said != "conf"]
    if lacking:
        raise InputError(
            f"{name} is no tesseract TSV, it has no column {lacking[0]!r}: write it with"
            " `tesseract page.png page tsv`."
        )
    reader = _TableReader(columns, header.strip())
    for text in body.split("\n"):
        reader.add(text.rstrip("\r"))
    return Table(
        header.rstrip("\r"),
        columns,
        reader.pages,
        reader.broken,
        "\r\n" if header.endswith("\r") else "\n",
        decoded.encoding,
        decoded.had_bom,
    )


class _TableReader:
    """Puts row by row where it belongs."""

    def __init__(self, columns: dict[str, int], header: str) -> None:
        self.pages: list[PageRows] = []
        self.broken = 0
        self._columns, self._header = columns, header
        self._level, self._text = columns["level"], columns["text"]
        self._numbers = [columns[name] for name in NUMBERS]
        self._last = (-1,) * len(NUMBERS)
        self._block: Row | None = None

    def add(self, text: str) -> None:
        """A row; the header again begins another file's pages."""
        if not text:
            return
        if text.strip() == self._header:
            self._last = (-1,) * len(NUMBERS)
            return
        row = self._row(text)
        if row is None:
            self.broken += 1
            return
        if row.level == PAGE or row.numbers[0] != self._last[0]:
            self.pages.append(PageRows())
            self._last = (row.numbers[0], -1, -1, -1, -1)
            self._block = None
        self._put(row, self.pages[-1])

    def _row(self, text: str) -> Row | None:
        fields = text.split("\t")
        count = max(self._columns.values()) + 1  # a name that comes twice is two fields
        if len(fields) == count - 1 and self._text == count - 1:
            fields.append("")  # blanks at the ends of rows that an editor took away
        if len(fields) > count and self._text == count - 1:
            fields[count - 1 :] = [" ".join(fields[count - 1 :])]
        if len(fields) != count:
            return None
        numbers = [_whole(fields[k]) for k in (self._level, *self._numbers)]
        if None in numbers or not PAGE <= (numbers[0] or 0) <= WORD:
            return None
        level, *rest = [n for n in numbers if n is not None]
        return Row(fields, level, tuple(rest))

    def _put(self, row: Row, page: PageRows) -> None:
        if row.level == PAGE:
            page.row = page.row or row
            return
        if row.level == BLOCK:
            if self._block is not None:
                page.empty.append(self._block)
            self._block = row
            return
        if row.numbers[:3] != self._last[:3] or not page.paragraphs:
            block = self._block or (page.paragraphs[-1].block if page.paragraphs else None)
            page.paragraphs.append(Paragraph(row.numbers[:3], block))
            self._block = None
            self._last = (*row.numbers[:3], -1, -1)
        paragraph = page.paragraphs[-1]
        if row.level == PARAGRAPH:
            paragraph.row = row
            return
        if row.numbers[3] != self._last[3] or not paragraph.lines:
            paragraph.lines.append(LineRows())
            self._last = row.numbers
        line = paragraph.lines[-1]
        if row.level == LINE:
            line.row = row
        else:
            line.words.append(row)


def _whole(text: str) -> int | None:
    try:
        return int(text) if len(text) < 10 else None
    except ValueError:
        return None


def rows_of(page: PageRows) -> Iterator[LineRows]:
    """The lines of a page as they stand."""
    return (line for paragraph in page.paragraphs for line in paragraph.lines)
