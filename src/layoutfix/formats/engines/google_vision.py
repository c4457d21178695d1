"""Google Vision: `fullTextAnnotation` down to symbols, or `textAnnotations` alone.

A line ends where a symbol's break says so. REST writes names ("boundingBox", "LINE_BREAK"), the
Python library numbers of breaks, or names with underscores: all are read. Coordinates of 0 are left
out; those of PDFs are shares of the page (`normalizedVertices`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from layoutfix.document import Box, DocumentPage, Line, Region
from layoutfix.formats.engines.fields import (
    Points,
    as_box,
    as_list,
    as_object,
    as_objects,
    as_points,
    as_share,
    as_size,
    as_text,
    box_and_polygon,
    path,
    pick,
    scale,
)
from layoutfix.formats.engines.lost import Lost
from layoutfix.formats.engines.make import make_format
from layoutfix.formats.lines import find_words
from layoutfix.formats.values import points_to_box
from layoutfix.formats.words import FileWord

_FULL = ("fullTextAnnotation", "full_text_annotation")
_LIST = ("textAnnotations", "text_annotations")
_BOX = ("boundingBox", "bounding_box", "boundingPoly", "bounding_poly")
_BREAKS = {
    **dict.fromkeys(("SPACE", "SURE_SPACE", "1", "2"), " "),
    **dict.fromkeys(("EOL_SURE_SPACE", "LINE_BREAK", "3", "5"), "\n"),
    **dict.fromkeys(("HYPHEN", "4"), "-\n"),
}
"""What a break stands for; HYPHEN is a hyphen that is not among the symbols."""

_KINDS = {"1": "TEXT", "2": "TABLE", "3": "PICTURE", "4": "RULER", "5": "BARCODE"}


def matches(value: object) -> bool:
    """Whether a value is a response, or a batch of them; that of a page without text is {}."""
    listed = as_object(value).get("responses")
    if isinstance(listed, list) and all(_is_empty(response) for response in listed):
        return bool(listed)
    return any(
        pick(response, *_FULL) is not None or pick(response, *_LIST) is not None
        for response in _responses(value)
    )


def read_pages(value: object, lost: Lost) -> Iterator[DocumentPage]:
    """The pages of all responses; one that is an error is a page without text, and a note."""
    lost.page = 1
    for response in _responses(value):
        pages = as_objects(path(pick(response, *_FULL), "pages"))
        error = as_text(path(response, "error", "message"))
        if error:
            lost.say(f"page {lost.page} was not read by Google Vision: {error.rstrip('.')}")
        for page in pages:
            yield _PageReader(page, lost).read()
            lost.page += 1
        if not pages:
            yield _read_list(as_objects(pick(response, *_LIST)), lost)
            lost.page += 1


def _is_empty(response: object) -> bool:
    """Whether it is about a page without text, or one that was not read."""
    return isinstance(response, dict) and response.keys() <= {"error", "context"}


def _responses(value: object) -> list[dict[str, object]]:
    if isinstance(value, dict):
        return as_objects(value["responses"]) if "responses" in value else [value]
    found = as_objects(value)
    if any("responses" in item for item in found):  # files of an asynchronous batch, in a list
        return [inner for item in found for inner in as_objects(item.get("responses"))]
    return found


class _Symbol(NamedTuple):
    """A word, as far as its line goes, and what stands behind it: "", " ", a break."""

    token: FileWord
    behind: str


class _PageReader:
    """Reads a page; it knows the size that normalized vertices are shares of."""

    def __init__(self, page: dict[str, object], lost: Lost) -> None:
        self._page, self._lost = page, lost
        self.width, self.height = as_size(page.get("width")), as_size(page.get("height"))

    def read(self) -> DocumentPage:
        regions = tuple(
            self._region(block, paragraph)
            for block in as_objects(self._page.get("blocks"))
            for paragraph in as_objects(block.get("paragraphs"))
        )
        languages = pick(self._page.get("property"), "detectedLanguages", "detected_languages")
        first = next(iter(as_list(languages)), None)
        language = as_text(pick(first, "languageCode", "language_code"))
        return DocumentPage(regions, self.width, self.height, language=language)

    def _points(self, value: object) -> Points:
        polygon = pick(value, *_BOX)
        points = as_points(pick(polygon, "vertices"))
        if points:
            return points
        shares = as_points(pick(polygon, "normalizedVertices", "normalized_vertices"))
        return scale(shares, self.width, self.height) if self.width and self.height else ()

    def _box(self, value: object) -> Box | None:
        polygon = as_object(pick(value, *_BOX))
        vertices = polygon.get("vertices")
        return as_box(vertices) if vertices else points_to_box(self._points(value))

    def _region(self, block: dict[str, object], paragraph: dict[str, object]) -> Region:
        kind = str(pick(block, "blockType", "block_type") or "")
        box, _ = box_and_polygon(self._points(paragraph))
        return Region(tuple(self._lines(paragraph)), box, as_text(_KINDS.get(kind, kind)))

    def _lines(self, paragraph: dict[str, object]) -> Iterator[Line]:
        """The lines of a paragraph: pieces of words up to each break."""
        pieces: list[_Symbol] = []
        for word in as_objects(paragraph.get("words")):
            for piece in self._pieces(word):
                pieces.append(piece)
                if "\n" in piece.behind:
                    yield from _pieces_to_line(pieces)
                    pieces = []
        yield from _pieces_to_line(pieces)

    def _pieces(self, word: dict[str, object]) -> Iterator[_Symbol]:
        """A word as one piece, or as several where a line ends within it."""
        sure = as_share(word.get("confidence")) or None  # 0 is what is left out
        box = self._box(word)
        text, count = "", 0
        for symbol in as_objects(word.get("symbols")):
            letter = symbol.get("text")
            letter = letter if isinstance(letter, str) else ""
            if not symbol.get("property"):
                text += letter
                continue
            said = as_object(pick(symbol.get("property"), "detectedBreak", "detected_break"))
            behind = _BREAKS.get(str(pick(said, "type", "type_")), "")
            if behind and pick(said, "isPrefix", "is_prefix") is True:
                text += " " if text else ""
                behind = ""
            text += letter
            if behind and as_text(text):
                count += 1
                text = f"{text}-" if behind.startswith("-") else text
                yield _Symbol(FileWord(as_text(text), box, sure), behind)
                text = ""
        if as_text(text):
            yield _Symbol(FileWord(as_text(text), box, sure), "")
        elif not count:
            self._lost.add("text")


def _pieces_to_line(pieces: list[_Symbol]) -> list[Line]:
    """The line of pieces, with its blanks where their breaks have them; none without text."""
    text = "".join(f"{piece.token.text}{piece.behind[:1].strip('-')}" for piece in pieces).strip()
    if not text:
        return []
    corners = [corner for piece in pieces if (box := piece.token.box) for corner in _corners(box)]
    tokens = [piece.token for piece in pieces]
    return [Line(text, points_to_box(corners), find_words(text, tokens))]


def _corners(box: tuple[float, float, float, float]) -> list[tuple[float, float]]:
    return [(box[0], box[1]), (box[2], box[3])]


def _read_list(items: list[dict[str, object]], lost: Lost) -> DocumentPage:
    """A page of `textAnnotations`: the first is the whole text with its breaks, then words."""
    if not items:
        return DocumentPage(())
    whole = items[0].get("description")
    texts = [as_text(row) for row in whole.splitlines()] if isinstance(whole, str) else []
    lines, at = [], 1
    for text in filter(None, texts):
        tokens: list[FileWord] = []
        end = 0
        while at < len(items):
            word = as_text(items[at].get("description"))
            found = text.find(word, end)
            if word and (found < 0 or text[end:found].strip()):
                break
            if word:
                box, _ = lost.box(as_points(path(pick(items[at], *_BOX), "vertices")))
                tokens.append(FileWord(word, box))
                end = found + len(word)
            at += 1
        corners = [corner for token in tokens if token.box for corner in _corners(token.box)]
        lines.append(Line(text, points_to_box(corners), find_words(text, tokens)))
    if at < len(items):
        lost.say(
            f"page {lost.page}: words that are not in its text in their order: {len(items) - at}"
        )
    language = as_text(items[0].get("locale"))
    return DocumentPage((Region(tuple(lines)),), language=language)


FORMAT = make_format("google-vision", "JSON of Google Vision", matches, read_pages)
