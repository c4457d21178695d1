"""docTR: `export()` of a Document: pages, blocks, lines, words; boxes are shares of the page.

`dimensions` are (height, width). Words of a table are not in `blocks`, only in the cells of
`tables`: each row of cells is a line here.
"""

from __future__ import annotations

from collections.abc import Iterator

from layoutfix.document import DocumentPage, Line, Region
from layoutfix.formats.engines.fields import (
    Points,
    as_box,
    as_count,
    as_list,
    as_number,
    as_objects,
    as_points,
    as_share,
    as_size,
    as_text,
    box_and_polygon,
    path,
    scale,
    scale_box,
)
from layoutfix.formats.engines.lost import Lost
from layoutfix.formats.engines.make import make_format
from layoutfix.formats.lines import words_to_line
from layoutfix.formats.words import FileWord


def matches(value: object) -> bool:
    """Whether a value is an exported Document."""
    pages = path(value, "pages")
    first = next(iter(as_list(pages)), None)
    return isinstance(first, dict) and "dimensions" in first


def read_pages(value: object, lost: Lost) -> Iterator[DocumentPage]:
    """The pages as they are listed."""
    for number, page in enumerate(as_objects(path(value, "pages")), 1):
        lost.page = number
        yield _PageReader(page, lost).read()


class _PageReader:
    """Reads a page; it knows the size that all boxes are shares of."""

    def __init__(self, page: dict[str, object], lost: Lost) -> None:
        sizes = [as_size(size) for size in as_list(page.get("dimensions"))[:2]]
        self.height, self.width = sizes if len(sizes) == 2 and all(sizes) else (0.0, 0.0)
        self._page, self._lost = page, lost

    def read(self) -> DocumentPage:
        page = self._page
        regions = [self._block(block) for block in as_objects(page.get("blocks"))]
        regions += [self._table(table) for table in as_objects(page.get("tables"))]
        number = as_count(page.get("page_idx"))
        language = as_text(path(page, "language", "value"))
        return DocumentPage(
            tuple(regions),
            self.width,
            self.height,
            id="" if number is None else str(number),
            language="" if language == "unknown" else language,
            rotation=as_number(path(page, "orientation", "value")) or 0.0,
        )

    def _points(self, value: object) -> Points:
        """A geometry in units of the page; () where the page has no size."""
        return scale(as_points(value), self.width, self.height) if self.width else ()

    def _block(self, block: dict[str, object]) -> Region:
        found = (self._line(line) for line in as_objects(block.get("lines")))
        lines = tuple(line for line in found if line is not None)
        return Region(lines, box_and_polygon(self._points(block.get("geometry")))[0])

    def _line(self, line: dict[str, object]) -> Line | None:
        tokens = [self._token(word) for word in as_objects(line.get("words"))]
        if not any(token.text for token in tokens):
            self._lost.add("text")
            return None
        box, polygon = self._lost.box(self._points(line.get("geometry")))
        return words_to_line(tokens, box=box, polygon=polygon)

    def _token(self, word: dict[str, object]) -> FileWord:
        box = scale_box(as_box(word.get("geometry")), self.width, self.height)
        if box is None or not self.width:
            self._lost.add("box")
            box = None
        return FileWord(as_text(word.get("value")), box, as_share(word.get("confidence")))

    def _table(self, table: dict[str, object]) -> Region:
        """A table: the cells that begin in one row are a line."""
        rows: dict[int, list[tuple[int, FileWord]]] = {}
        for cell in as_objects(table.get("cells")):
            row, column = as_count(cell.get("row_start")), as_count(cell.get("col_start"))
            if row is None or column is None:
                self._lost.add("item")
            else:
                rows.setdefault(row, []).append((column, self._token(cell)))
        lines = [
            words_to_line([token for _, token in sorted(cells, key=lambda c: c[0])])
            for _, cells in sorted(rows.items())
        ]
        box, _ = box_and_polygon(self._points(table.get("geometry")))
        return Region(tuple(line for line in lines if line.text), box, "table")


FORMAT = make_format("doctr", "JSON of docTR", matches, read_pages)
