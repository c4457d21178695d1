"""ABBYY FineReader XML (FineReader 6 to 10): page, block, par, line, formatting, charParams.

A block of text or a table is a region. Characters make words, parted by blanks; exports without
characters have the text of a `formatting`. FineReader's ¬ at a line's end is kept: it is a hyphen
that the word does not have.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from layoutfix.chardata import CJK_FROM
from layoutfix.document import Box, Document, DocumentPage, Line, Region
from layoutfix.errors import InputError
from layoutfix.formats.lines import words_to_line
from layoutfix.formats.markup import MOST_BYTES, children, local_name, parse_xml, root_of
from layoutfix.formats.registry import Format
from layoutfix.formats.values import clean_text, make_box, read_length
from layoutfix.formats.words import FileWord

FULL = 100.0
"""Highest confidence of a character."""

_SCHEMA_RE = re.compile(r"FineReader(\d+)-schema-v(\d+)", re.IGNORECASE)
_TURNS = {"RotatedClockwise": 90.0, "RotatedUpsidedown": 180.0, "RotatedCounterclockwise": 270.0}


def looks_like_abbyy(head: bytes) -> bool:
    """Whether a file begins with a `document` of FineReader's."""
    name, attributes = root_of(head)
    return name == "document" and ("abbyy" in attributes.lower() or "FineReader" in attributes)


def read_abbyy(data: bytes, name: str) -> Document:
    """The document of a file of FineReader's; InputError where it is broken or has no page."""
    root = parse_xml(data, name, "ABBYY XML").getroot()
    if local_name(root) != "document":
        raise InputError(
            f"{name} is no ABBYY XML, its first element is <{local_name(root)}>: leave the format"
            " out to have it told by its content."
        )
    pages = tuple(_read_page(page, number) for number, page in enumerate(children(root, "page"), 1))
    if not pages:
        raise InputError(f"{name} is ABBYY XML without any page: export it anew.")
    schema = _SCHEMA_RE.search(str(root.tag))
    version = f"{schema[1]}-v{schema[2]}" if schema else root.get("version", "")
    return Document(pages, "abbyy", version, data)


def _read_page(page: etree._Element, number: int) -> DocumentPage:
    space = str(page.tag).rpartition("}")[0]
    names = _Names.of(f"{space}}}" if space else "")
    languages: Counter[str] = Counter()
    regions = []
    for block in children(page, "block"):
        lines = tuple(
            made
            for line in block.iter(names.line)
            if (made := _read_line(line, names, languages)).text
        )
        if lines:
            kind = block.get("blockType") or ""
            regions.append(Region(lines, _box(block), kind, block.get("blockName") or ""))
    is_turned = page.get("originalCoords") in {"1", "true"}
    return DocumentPage(
        tuple(regions),
        read_length(page.get("width")),
        read_length(page.get("height")),
        id=str(number),
        language=languages.most_common(1)[0][0] if languages else "",
        rotation=_TURNS.get(page.get("rotation") or "", 0.0) if is_turned else 0.0,
    )


class _Names(NamedTuple):
    """Tags, with the namespace of the file."""

    line: str
    formatting: str
    char: str

    @classmethod
    def of(cls, space: str) -> _Names:
        return cls(f"{space}line", f"{space}formatting", f"{space}charParams")


def _box(element: etree._Element) -> Box | None:
    """The box of l, t, r, b."""
    return _box_around([element])


def _box_around(elements: list[etree._Element]) -> Box | None:
    """The box around those of elements; None where one of them has none."""
    try:
        left = min([float(element.get("l", "")) for element in elements])
        top = min([float(element.get("t", "")) for element in elements])
        right = max([float(element.get("r", "")) for element in elements])
        bottom = max([float(element.get("b", "")) for element in elements])
    except ValueError:
        return None
    return make_box(left, top, right, bottom)


def _read_line(line: etree._Element, names: _Names, languages: Counter[str]) -> Line:
    """A line of its words; where it has no characters, of the text of its parts."""
    runs = list(line.iter(names.formatting))
    for run in runs:
        language = run.get("lang")
        if language:
            languages[language] += 1
    chars = list(line.iter(names.char))
    if chars:
        return words_to_line(list(_words(chars)), box=_box(line))
    texts = (run.text or "" for run in runs) if runs else [line.text or ""]
    return Line(clean_text("".join(texts)), _box(line))


def _words(chars: list[etree._Element]) -> Iterator[FileWord]:
    """The words of characters; a blank ends one. Characters without a text are blanks."""
    start = 0
    for k, char in enumerate(chars):
        if not (char.text or "").strip():
            if start < k:
                yield _to_word(chars[start:k])
            start = k + 1
    if start < len(chars):
        yield _to_word(chars[start:])


def _to_word(chars: list[etree._Element]) -> FileWord:
    """A word; one of Chinese characters has the boxes of these."""
    text = clean_text("".join([char.text or "" for char in chars]))
    boxes = [_box(char) for char in chars] if text >= CJK_FROM else ()
    return FileWord(text, _box_around(chars), _confidence(chars), chars=boxes)


def _confidence(chars: list[etree._Element]) -> float | None:
    """The mean of the characters that have one; -1 and 255 stand for none."""
    try:
        said = [float(char.get("charConfidence", "-1")) for char in chars]
    except ValueError:
        return None
    known = [number for number in said if 0 <= number <= FULL]
    return sum(known) / len(known) / FULL if known else None


FORMAT = Format("abbyy", "ABBYY XML", looks_like_abbyy, read_abbyy, most_bytes=MOST_BYTES)
