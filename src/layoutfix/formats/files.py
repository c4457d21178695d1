"""A file with coordinates -> Document; a Document and its reading order -> the file's bytes."""

from __future__ import annotations

from os import PathLike, fspath
from pathlib import Path
from typing import BinaryIO

from layoutfix.document import Document
from layoutfix.errors import InputError
from layoutfix.formats.order import result_to_order
from layoutfix.formats.registry import all_formats, detect_format, find_format
from layoutfix.result import Result

MOST_BYTES = 1 << 30
"""Size of a file from which on it is refused unread; formats may have a smaller one."""

WAY_OUT = "split it into files of fewer pages"


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
    data, called = _read_bytes(source, name)
    if known is None:
        known = detect_format(data)
    if known is None:
        titles = ", ".join(other.title for other in all_formats())
        raise InputError(
            f"{called} is in no format with coordinates (tried: {titles}): give its text to"
            " layoutfix.fix, or name its format."
        )
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


def _read_bytes(
    source: str | PathLike[str] | bytes | BinaryIO, name: str | None
) -> tuple[bytes, str]:
    """The bytes of a source, and what it is called."""
    if isinstance(source, bytes):
        data, called = source, name or "the input"
    elif isinstance(source, str | PathLike):
        called = name or fspath(source)
        data = _read_path(Path(source), called)
    else:
        called = str(name or getattr(source, "name", None) or "the input")
        data = source.read(MOST_BYTES + 1)
        if not isinstance(data, bytes):
            raise TypeError("layoutfix.read needs a binary stream: open the file with mode 'rb'")
    if len(data) > MOST_BYTES:
        raise _too_big(called)
    return data, called


def _read_path(path: Path, called: str) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except IsADirectoryError:
        raise InputError(f"{called} is a directory: name the files in it.") from None
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or error
        raise InputError(f"{called} cannot be read: {said}.") from None


def _too_big(called: str) -> InputError:
    return InputError(f"{called} has more than {MOST_BYTES >> 20} MB: {WAY_OUT}.")
