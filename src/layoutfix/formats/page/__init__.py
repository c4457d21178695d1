"""PAGE XML, 2009 to 2019 (Transkribus, eScriptorium, OCR-D, kraken, libraries).

walk.py    a tree -> pages, regions, lines, words, each beside its element
stated.py  the order that a file states: ReadingOrder, else Transkribus' `custom`
parts.py   regions, lines and words parted in two
write.py   regions put into ReadingOrder, divided where one held two columns
"""

from __future__ import annotations

from layoutfix.document import Document
from layoutfix.formats.markup import MOST_BYTES, root_of
from layoutfix.formats.nodes import Dialect, read_nodes
from layoutfix.formats.page.walk import version_of, walk
from layoutfix.formats.page.write import write_page
from layoutfix.formats.registry import Format


def is_page(head: bytes) -> bool:
    """Whether a file that begins so is PAGE: by its first element.

    >>> is_page(b"<PcGts>"), is_page(b"<alto>")
    (True, False)
    """
    return root_of(head)[0].lower() == _DIALECT.root


_DIALECT = Dialect("page", "PAGE XML", "pcgts", "id", walk, version_of)


def read_page_xml(data: bytes, name: str) -> Document:
    """The document of a PAGE file."""
    return read_nodes(data, name, _DIALECT)


FORMAT = Format("page", "PAGE XML", is_page, read_page_xml, write_page, ".xml", MOST_BYTES)
