"""A file with coordinates -> Document; a Document and its reading order -> the file's bytes."""

from __future__ import annotations

from io import BytesIO
from os import PathLike, fspath
from pathlib import Path
from typing import BinaryIO

from layoutfix.document import Document
from layoutfix.errors import InputError, cannot_be_read
from layoutfix.formats.order import result_to_order
from layoutfix.formats.registry import HEAD_BYTES, Format, all_formats, detect_format, find_format
from layoutfix.result import Result


def read(
    source: str | PathLike[str] | bytes | BinaryIO,
    *,
    format: str | None = None,
    name: str | None = None,
) -> Document:
    """The document of a file with coordinates: hOCR, ALTO, PAGE... (docs/formats.md).

    source  the path of a file, its bytes, or a binary stream
    format  name of its format ("hocr"); if not given, told by its content
    name    what messages call it; the path if not given

    Raises InputError, in one sentence, for a file that cannot be read, is in no format with
    coordinates, or is broken. Nothing but the file itself is read, from disk or from the net.
    """
    known = None if format is None else find_format(format)
    if isinstance(source, str | PathLike):
        called = name or fspath(source)
        try:
            with Path(source).open("rb") as file:
                return _read_stream(file, known, called)
        except IsADirectoryError:
            raise InputError(f"{called} is a directory: name the files in it.") from None
        except OSError as error:
            raise cannot_be_read(called, error) from None
    if isinstance(source, bytes):
        return _read_stream(BytesIO(source), known, name or "the input")
    return _read_stream(source, known, str(name or getattr(source, "name", None) or "the input"))


def _read_stream(stream: BinaryIO, known: Format | None, called: str) -> Document:
    """The document of a stream, of which no more is read than its format takes."""
    head = stream.read(HEAD_BYTES)
    if not isinstance(head, bytes):
        raise TypeError("layoutfix.read needs a binary stream: open the file with mode 'rb'")
    known = known or detect_format(head)
    if known is None:
        titles = ", ".join(other.title for other in all_formats())
        raise InputError(
            f"{called} is in no format with coordinates (tried: {titles}): give its text to"
            " layoutfix.fix, or name its format."
        )
    data = head + stream.read(max(known.most_bytes + 1 - len(head), 0))
    if len(data) > known.most_bytes:
        size = known.most_bytes >> 20
        raise InputError(f"{called} has more than {size} MB: split it into files of fewer pages.")
    return known.read(data, called)


def write(document: Document, result: Result, *, format: str | None = None) -> bytes:
    """The document's file with the reading order of `fix(document)` in it.

    Nothing else of it changes. Where the order is the one that the file had, its bytes come back.

    format  a file is written in the format it was read from; naming another is an InputError, as
            is a document of a format that is only read, or a result of another text
    """
    known = find_format(document.format)
    if format is not None and find_format(format) is not known:
        raise InputError(
            f"A document read from {known.title} is written as {known.title}, not as {format}:"
            " leave out the format, or take the text of the result."
        )
    if known.write is None:
        raise InputError(f"{known.title} is only read: take the text of the result, or its JSON.")
    if result.dump != document.text:
        raise InputError(
            "The result is not of this document: pass that of layoutfix.fix(document)."
        )
    return known.write(document, result_to_order(document, result))
