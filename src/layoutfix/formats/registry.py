"""The formats that there are, and which one a file is in.

A format is one module: it reads and writes, and ends with its `FORMAT`. Modules are named here in
the order in which a file is held against them, and imported when the first file is.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from layoutfix.document import Document
from layoutfix.errors import InputError
from layoutfix.formats.engines import ENGINES
from layoutfix.formats.order import PageOrders

MODULES: tuple[str, ...] = (
    "hocr",
    "alto",
    "page",
    "abbyy",
    "poppler",
    "tsv",
    "pdf",
    "djvu",
    *ENGINES,
)
"""Modules of this package that hold a `FORMAT`, the one that is asked first at the top."""

HEAD_BYTES = 1 << 16
"""How much of a file `Format.detect` is shown."""


MOST_BYTES = 1 << 30
"""Size of a file that is read, where its format has no bound of its own."""


@dataclass(frozen=True, slots=True)
class Format:
    """A file format with coordinates.

    name       as `Document.format` has it and users write it: "hocr", "alto"
    title      what messages call it: "hOCR", "ALTO XML"
    detect     whether a file that begins with these bytes (HEAD_BYTES at most) is in it; cheap,
               never raises
    read       the document of a file's bytes; its name is for messages. InputError in one sentence
    write      the bytes of the document's file with the reading order in it; None where the format
               is only read. Where the order is the file's own, its bytes as they came
    extension  of the files that are written, with its dot
    most_bytes size of a file that is read; a larger one is refused
    """

    name: str
    title: str
    detect: Callable[[bytes], bool]
    read: Callable[[bytes, str], Document]
    write: Callable[[Document, PageOrders], bytes] | None = None
    extension: str = ""
    most_bytes: int = MOST_BYTES


@cache
def all_formats() -> tuple[Format, ...]:
    """The formats, in the order in which a file is held against them."""
    package = __name__.rpartition(".")[0]
    return tuple(import_module(f"{package}.{name}").FORMAT for name in MODULES)


def find_format(name: str) -> Format:
    """The format of that name; InputError, which lists the names, if there is none."""
    for known in all_formats():
        if known.name == name:
            return known
    names = ", ".join(known.name for known in all_formats())
    raise InputError(f"There is no format {name!r}: choose one of {names}.")


def detect_format(data: bytes) -> Format | None:
    """The format that a file is in, by its first bytes; None where it is in none of them.

    >>> detect_format(b"It was late.") is None
    True
    """
    head = data[:HEAD_BYTES]
    if not _may_be_of_one(head):
        return None
    return next((known for known in all_formats() if known.detect(head)), None)


def _may_be_of_one(head: bytes) -> bool:
    r"""Whether a file that begins so is worth the import of the formats; often true of none.

    XML begins with a tag, JSON with a bracket, djvused's text with a bracket, a comment or its
    first command; a PDF says so near its start, and a table names its columns. What is in wide
    characters is left to those who know them.

    >>> _may_be_of_one(b"It was late."), _may_be_of_one(b"\xef\xbb\xbf\n <alto>")
    (False, True)
    """
    if b"\0" in head or head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    near = head[:1024]
    if b"%PDF-" in near or b"level" in near.partition(b"\n")[0].lower():
        return True
    start = head.removeprefix(codecs.BOM_UTF8).decode("utf-8", "ignore").lstrip()
    return start.startswith(("<", "{", "[", "(", "#", "select"))
