"""A FILE as it is read: a text, or a document with coordinates, told by its content."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from layoutfix.document import Document
from layoutfix.errors import InputError
from layoutfix.formats import detect_format, find_format, read
from layoutfix.formats.registry import HEAD_BYTES, Format
from layoutfix.readers import ReadText, read_text

PLAIN = "text"
"""What `--from` calls a file that is only text."""


@dataclass(frozen=True, slots=True)
class Read:
    """What a FILE holds.

    text      its text and how it was read; of a document that of its lines
    document  None for plain text
    """

    text: ReadText
    document: Document | None = None


def read_source(
    source: Path | bytes, name: str, *, encoding: str | None, source_format: str | None
) -> Read:
    """What a file, or the bytes of standard input, holds. InputError in one sentence."""
    known = _find(source, source_format)
    if known is None:
        stream = BytesIO(source) if isinstance(source, bytes) else source
        return Read(read_text(stream, encoding, name=name))
    if encoding is not None:
        raise InputError(
            f"{name} is {known.title}, which has an encoding of its own: leave out --encoding, or"
            " have `fix` read it as plain text with --from text."
        )
    document = read(source, format=known.name, name=name)
    how = "told by its content" if source_format is None else "given"
    text = ReadText(document.text, document.text, "\n", known.title, 1.0, how, had_bom=False)
    return Read(text, document)


def _find(source: Path | bytes, given: str | None) -> Format | None:
    """The format of a file; None where it is plain text, or cannot be opened."""
    if given is not None:
        return None if given == PLAIN else find_format(given)
    if isinstance(source, bytes):
        return detect_format(source)
    try:
        with source.open("rb") as file:
            return detect_format(file.read(HEAD_BYTES))
    except OSError:
        return None  # which reading it says in words
