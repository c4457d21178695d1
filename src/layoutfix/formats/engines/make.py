"""What a module of an engine says -> its Format."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from layoutfix.document import Document, DocumentPage
from layoutfix.errors import InputError
from layoutfix.formats.engines.lost import Lost
from layoutfix.formats.engines.parse import MOST_BYTES, head_to_value, is_value, parse_json
from layoutfix.formats.registry import Format


def make_format(
    name: str,
    title: str,
    matches: Callable[[object], bool],
    read_pages: Callable[[object, Lost], Iterable[DocumentPage]],
    version: Callable[[object], str] = lambda value: "",
) -> Format:
    """The format of an engine's JSON, which is only read.

    matches     whether a value is of the engine; takes any value, also one whose end is missing
    read_pages  the pages of a value that matches; what it cannot use it counts
    version     of the format, where a value says it
    """

    def detect(head: bytes) -> bool:
        value = head_to_value(head)
        return is_value(value) and matches(value)

    def read(data: bytes, called: str) -> Document:
        value = parse_json(data, called)
        if not matches(value):
            raise InputError(
                f"{called} is JSON, but not {title}: name the engine that wrote it, or leave the"
                " format out to have it told by its content."
            )
        lost = Lost()
        pages = tuple(read_pages(value, lost))
        if not pages:
            raise InputError(f"{called} is {title} without any page: give what the engine read.")
        return Document(pages, name, version(value), data, lost.notes())

    return Format(name, title, detect, read, most_bytes=MOST_BYTES)
