r"""S-expressions of djvused: (page 0 0 1200 900 (line 10 850 90 880 (word 10 850 90 880 "Gr\303")))

Strings are bytes in UTF-8, those beyond ASCII as octal escapes (or as they are, with `-u`). Both
`print-txt` and `output-txt` are read, whose commands between pages name the files of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from layoutfix.document import Document, DocumentPage
from layoutfix.errors import InputError
from layoutfix.formats.arrays import MOST_UNITS
from layoutfix.formats.djvu.zones import Zone, zones_to_page
from layoutfix.formats.values import clean_text, make_box

MOST_BYTES = 1 << 26
"""Of a file that is read: more than a thousand pages."""

MOST_ZONES = 1_500_000
"""Of a file that is read: each takes about a kilobyte of memory."""

_PAGE_RE = re.compile(rb"\(\s*page(?:\s+-?\d+){4}\s*[(\")]")
_START_RE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\(\s*page\s|select\b|#)")
_TOKEN_RE = re.compile(
    rb"\(\s*(page|column|region|para|line|word|char)\s+(-?\d+)\s+(-?\d+)\s+(-?\d+)\s+(-?\d+)"
    rb"(?=[\s(\")])|[()]|\"((?:[^\"\\]|\\.)*+)\"|#[^\n]*|[^\s()\"#]+",
    re.DOTALL,
)
"""The head of a zone, a bracket, a string, a comment, anything else."""

_ESCAPE_RE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_ESCAPES = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"v": b"\v", b"f": b"\f", b"a": b" ", b"b": b" "}


def looks_like_sexpr(head: bytes) -> bool:
    """Whether a file begins with a page of djvused's, or with its commands and then one."""
    return _START_RE.match(head) is not None and _PAGE_RE.search(head) is not None


def read_sexpr(data: bytes, name: str) -> Document:
    """The document of djvused's text; InputError where a page does not end or is none."""
    if data.count(b"(") > MOST_ZONES:
        raise InputError(
            f"{name} has more than {MOST_ZONES:,} zones: split it into files of fewer pages."
        )
    reader = _Reader(name)
    pages = tuple(reader.pages(data))
    if not pages:
        raise InputError(
            f"{name} has no page of DjVu text: write it with `djvused file.djvu -e print-txt`."
        )
    lost = reader.broken
    notes = (f"zones that are not djvused's, left out: {lost}",) if lost else ()
    return Document(pages, "djvu", source=data, notes=notes)


class _Reader:
    """Reads token by token; a zone begins with its kind and its four numbers."""

    def __init__(self, name: str) -> None:
        self.broken = 0
        self._name = name
        self._height = self._left = 0.0

    def pages(self, data: bytes) -> Iterator[DocumentPage]:
        stack: list[Zone | None] = []
        called, is_selected = "", False
        for found in _TOKEN_RE.finditer(data):
            kind, string, token = found[1], found[6], found[0]
            if kind is not None:
                stack.append(self._begin(kind.decode(), found.groups()[1:5], stack))
            elif token == b"(":
                self.broken += 1
                stack.append(None)
            elif token == b")":
                if not stack:
                    raise self._broken(found.start(), "a bracket is closed that none opens")
                zone = stack.pop()
                if not stack and zone is not None and zone.kind == "page":
                    width, height = (zone.box.width, zone.box.height) if zone.box else (0.0, 0.0)
                    yield zones_to_page(zone, width, height, called)
                    called = ""
            elif string is not None:
                if stack and stack[-1] is not None:
                    stack[-1].text += _to_text(string)
                elif is_selected:
                    called = clean_text(_to_text(string))
            is_selected = token == b"select"
        if stack:
            raise self._broken(len(data), "it ends within a page")

    def _begin(self, kind: str, numbers: tuple[bytes, ...], stack: list[Zone | None]) -> Zone:
        """A zone, put into the one that is open."""
        left, bottom, right, top = map(float, numbers)
        if kind == "page":
            sound = max(abs(left), abs(top)) <= MOST_UNITS
            self._left, self._height = (left, top) if sound else (0.0, 0.0)
        x, y = self._left, self._height
        zone = Zone(kind, make_box(left - x, y - top, right - x, y - bottom))
        if stack and stack[-1] is not None:
            stack[-1].inside.append(zone)
        return zone

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
