r"""S-expressions of djvused: (page 0 0 1200 900 (line 10 850 90 880 (word 10 850 90 880 "Gr\303")))

Strings are bytes in UTF-8, those beyond ASCII as octal escapes (or as they are, with `-u`). Both
`print-txt` and `output-txt` are read, whose commands between pages name the files of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from layoutfix.document import Box, Document, DocumentPage
from layoutfix.errors import InputError
from layoutfix.formats.djvu.zones import Zone, zones_to_page
from layoutfix.formats.values import clean_text, make_box, read_number

MOST_BYTES = 1 << 27
"""Of a file that is read: some ten thousand pages."""

_PAGE_RE = re.compile(rb"\(\s*page(?:\s+-?\d+){4}\s*[(\")]")
_START_RE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\(\s*page\s|select\b|#)")
_TOKEN_RE = re.compile(rb"[()]|\"((?:[^\"\\]|\\.)*)\"|#[^\n]*|[^\s()\"#]+", re.DOTALL)
_ESCAPE_RE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_ESCAPES = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"v": b"\v", b"f": b"\f", b"a": b" ", b"b": b" "}
_KINDS = frozenset({"page", "column", "region", "para", "line", "word", "char"})


def looks_like_sexpr(head: bytes) -> bool:
    """Whether a file begins with a page of djvused's, or with its commands and then one."""
    return _START_RE.match(head) is not None and _PAGE_RE.search(head) is not None


def read_sexpr(data: bytes, name: str) -> Document:
    """The document of djvused's text; InputError where a page does not end or is none."""
    reader = _Reader(name)
    pages = tuple(reader.pages(data))
    if not pages:
        raise InputError(
            f"{name} has no page of DjVu text: write it with `djvused file.djvu -e print-txt`."
        )
    lost = reader.broken
    notes = (f"zones that are not djvused's, left out: {lost}",) if lost else ()
    return Document(pages, "djvu", source=data, notes=notes)


@dataclass(slots=True)
class _Open:
    """A list that is not closed yet."""

    words: list[bytes]
    zone: Zone | None = None


class _Reader:
    """Reads token by token; a zone is made when its four numbers are there."""

    def __init__(self, name: str) -> None:
        self.broken = 0
        self._name = name
        self._height = self._left = 0.0

    def pages(self, data: bytes) -> Iterator[DocumentPage]:
        stack: list[_Open] = []
        called, is_selected = "", False
        for found in _TOKEN_RE.finditer(data):
            token, string = found[0], found[1]
            if token == b"(":
                self._begin(stack)
                stack.append(_Open([]))
            elif token == b")":
                if not stack:
                    raise self._broken(found.start(), "a bracket is closed that none opens")
                zone = self._end(stack)
                if not stack and zone is not None and zone.kind == "page":
                    width, height = (zone.box.width, zone.box.height) if zone.box else (0.0, 0.0)
                    yield zones_to_page(zone, width, height, called)
                    called = ""
            elif string is not None and stack:
                self._begin(stack)
                zone = stack[-1].zone
                if zone is None:
                    self.broken += 1
                else:
                    zone.text += _to_text(string)
            elif string is not None:
                called = clean_text(_to_text(string)) if is_selected else called
            elif stack and not token.startswith(b"#"):
                stack[-1].words.append(token)
            is_selected = token == b"select"
        if stack:
            raise self._broken(len(data), "it ends within a page")

    def _begin(self, stack: list[_Open]) -> None:
        """What stands in the list on top begins: its kind and box are complete."""
        if not stack or stack[-1].zone is not None:
            return
        words = [word.decode("latin-1") for word in stack[-1].words]
        if not words or words[0] not in _KINDS or len(words) != 5:
            return
        kind, numbers = words[0], [read_number(word) for word in words[1:]]
        above = stack[-2].zone if len(stack) > 1 else None
        if kind == "page":
            self._left, self._height = numbers[0] or 0.0, numbers[3] or 0.0
        zone = Zone(kind, self._box(numbers))
        stack[-1].zone = zone
        if above is not None:
            above.inside.append(zone)

    def _end(self, stack: list[_Open]) -> Zone | None:
        self._begin(stack)
        zone = stack.pop().zone
        if zone is None:
            self.broken += 1
        return zone

    def _box(self, numbers: list[float | None]) -> Box | None:
        """A box with its origin above, of x and y from below."""
        left, bottom, right, top = numbers
        if left is None or bottom is None or right is None or top is None:
            return None
        x, y = self._left, self._height
        return make_box(left - x, y - top, right - x, y - bottom)

    def _broken(self, at: int, said: str) -> InputError:
        return InputError(
            f"{self._name} is broken DjVu text at byte {at} ({said}): it may be cut off, so write"
            " it anew with `djvused file.djvu -e print-txt`."
        )


def _to_text(string: bytes) -> str:
    """A string without its escapes.

    >>> _to_text(rb'Gr\\303\\274n \\"is\\"')
    'Grün "is"'
    """

    def replace(found: re.Match[bytes]) -> bytes:
        said = found[1]
        if said[:1].isdigit():
            return bytes([int(said, 8) & 0xFF]) if said[:1] < b"8" else said
        return _ESCAPES.get(said, said)

    if b"\\" in string:
        string = _ESCAPE_RE.sub(replace, string)
    return string.replace(b"\0", b" ").decode("utf-8", "replace")
