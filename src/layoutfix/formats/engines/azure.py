"""Azure Document Intelligence (`analyzeResult`), and the Read answers before it.

Read 2 and 3 have `readResults` or `recognitionResults`, Image Analysis 4 a `readResult` of blocks.
Units are inches for PDFs and pixels for pictures, as `unit` says; they stay. Where the service
found paragraphs, these are the regions, and their `role` is the kind.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from layoutfix.document import DocumentPage, Line, Region
from layoutfix.formats.engines.fields import (
    as_box,
    as_count,
    as_number,
    as_object,
    as_objects,
    as_points,
    as_share,
    as_size,
    as_text,
    path,
    pick,
)
from layoutfix.formats.engines.lost import Lost
from layoutfix.formats.engines.make import make_format
from layoutfix.formats.lines import find_words
from layoutfix.formats.words import FileWord

_OLD = ("readResults", "read_results", "recognitionResults")
_BOX = ("polygon", "boundingBox", "bounding_box", "boundingPolygon")
_VERSIONS = ("apiVersion", "api_version", "modelVersion", "version")


def matches(value: object) -> bool:
    """Whether a value is an answer of Azure's."""
    result = _result(value)
    if pick(result, *_OLD) is not None or path(result, "readResult", "blocks") is not None:
        return True
    known = pick(result, "modelId", "model_id", "stringIndexType", "string_index_type")
    return known is not None or (result is not value and bool(result))


def read_pages(value: object, lost: Lost) -> Iterator[DocumentPage]:
    """The pages as they are listed."""
    result = _result(value)
    inner = as_object(result.get("readResult"))
    old = pick(result, *_OLD)
    pages = [inner] if inner else as_objects(result.get("pages") if old is None else old)
    paragraphs = _Paragraphs(as_objects(result.get("paragraphs")))
    size = as_object(pick(result, "metadata"))
    for number, page in enumerate(pages, 1):
        lost.page = number
        yield _read_page({**size, **page}, paragraphs, lost)


def _result(value: object) -> dict[str, object]:
    return as_object(pick(value, "analyzeResult", "analyze_result") or value)


def _version(value: object) -> str:
    return as_text(pick(_result(value), *_VERSIONS))


def _read_page(page: dict[str, object], paragraphs: _Paragraphs, lost: Lost) -> DocumentPage:
    items = as_objects(page.get("lines"))
    items += [line for b in as_objects(page.get("blocks")) for line in as_objects(b.get("lines"))]
    words = _Words(as_objects(page.get("words")))
    found = [(line, _start(item)) for item in items if (line := _read_line(item, words, lost))]
    number = as_count(pick(page, "pageNumber", "page_number", "page"))
    return DocumentPage(
        tuple(paragraphs.part(found)),
        as_size(page.get("width")),
        as_size(page.get("height")),
        id="" if number is None else str(number),
        language=as_text(page.get("language")),
        rotation=as_number(page.get("angle")) or 0.0,
    )


def _spans(value: dict[str, object]) -> list[tuple[int, int]]:
    """Start and end of an element in the text of the whole document."""
    spans = as_objects(value.get("spans")) or [as_object(value.get("span"))]
    pairs = [(as_count(span.get("offset")), as_count(span.get("length"))) for span in spans]
    return [(at, at + n) for at, n in pairs if at is not None and n is not None]


def _start(value: dict[str, object]) -> int | None:
    return next((start for start, _ in _spans(value)), None)


class _Words:
    """The words of a page by their offsets."""

    def __init__(self, words: list[dict[str, object]]) -> None:
        known = [(at, word) for word in words if (at := _start(word)) is not None]
        known.sort(key=lambda pair: pair[0])
        self._starts = [at for at, _ in known]
        self._words = [word for _, word in known]

    def of(self, line: dict[str, object], most: int) -> list[dict[str, object]]:
        """Those of a line of `most` characters, its own or those that its spans name."""
        own = as_objects(line.get("words"))
        if own or not self._words:
            return own
        found = []
        for start, end in _spans(line):
            at = bisect_left(self._starts, start)
            found += self._words[at : min(bisect_left(self._starts, end, at), at + most)]
        return found


def _read_line(item: dict[str, object], words: _Words, lost: Lost) -> Line | None:
    text = as_text(pick(item, "content", "text"))
    if not text:
        lost.add("text")
        return None
    box, polygon = lost.box(as_points(pick(item, *_BOX)))
    tokens = [
        FileWord(
            as_text(pick(word, "content", "text")),
            as_box(pick(word, *_BOX)),
            as_share(word.get("confidence")),
        )
        for word in words.of(item, len(text))
    ]
    return Line(text, box, find_words(text, tokens), polygon=polygon)


class _Paragraphs:
    """The paragraphs of a document by their offsets."""

    def __init__(self, paragraphs: list[dict[str, object]]) -> None:
        known = [(at, paragraph) for paragraph in paragraphs for at, _ in _spans(paragraph)]
        known.sort(key=lambda pair: pair[0])
        self._starts = [at for at, _ in known]
        self._roles = [as_text(paragraph.get("role")) for _, paragraph in known]

    def part(self, lines: Sequence[tuple[Line, int | None]]) -> Iterator[Region]:
        """Regions of lines, a new one where another paragraph begins."""
        last = -1
        inside: list[Line] = []
        for line, at in lines:
            k = last if at is None else bisect_right(self._starts, at) - 1
            if inside and k != last:
                yield self._region(last, inside)
                inside = []
            last = k
            inside.append(line)
        if inside:
            yield self._region(last, inside)

    def _region(self, k: int, lines: list[Line]) -> Region:
        return Region(tuple(lines), kind=self._roles[k] if k >= 0 else "")


FORMAT = make_format("azure", "JSON of Azure Document Intelligence", matches, read_pages, _version)
