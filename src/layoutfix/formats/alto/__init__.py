"""ALTO XML 1 to 4 (tesseract, ABBYY, kraken, eScriptorium, libraries), in any namespace or none.

walk.py    a tree -> pages, regions, lines, words, each beside its element
stated.py  the order that the file states: ReadingOrder, IDNEXT
write.py   blocks and lines put into reading order, and ReadingOrder where the version has it
"""

from __future__ import annotations

from layoutfix.document import Document
from layoutfix.formats.alto.walk import version_of, walk
from layoutfix.formats.alto.write import write_alto
from layoutfix.formats.markup import MOST_BYTES, root_of
from layoutfix.formats.nodes import Dialect, read_nodes
from layoutfix.formats.registry import Format


def is_alto(head: bytes) -> bool:
    """Whether a file that begins so is ALTO: by its first element.

    >>> is_alto(b"<alto xmlns='http://www.loc.gov/standards/alto/ns-v4#'>"), is_alto(b"<html>")
    (True, False)
    """
    return root_of(head)[0].lower() == _DIALECT.root


_DIALECT = Dialect("alto", "ALTO", "alto", "ID", walk, version_of)


def read_alto(data: bytes, name: str) -> Document:
    """The document of an ALTO file."""
    return read_nodes(data, name, _DIALECT)


FORMAT = Format("alto", "ALTO XML", is_alto, read_alto, write_alto, ".xml", MOST_BYTES)
