"""PAGE XML, 2009 to 2019 (Transkribus, eScriptorium, OCR-D, kraken, libraries).

walk.py    a tree -> pages, regions, lines, words, each beside its element
stated.py  the order that a file states: ReadingOrder, else Transkribus' `custom`
parts.py   regions, lines and words parted in two
write.py   regions put into ReadingOrder, divided where one held two columns
"""

from __future__ import annotations

from layoutfix.document import Document
from layoutfix.errors import InputError
from layoutfix.formats.markup import MOST_BYTES, local_name, parse_xml, root_of
from layoutfix.formats.nodes import keep_walk, nodes_to_pages, note_repeated_ids
from layoutfix.formats.page.walk import version_of, walk
from layoutfix.formats.page.write import write_page
from layoutfix.formats.registry import Format


def is_page(head: bytes) -> bool:
    """Whether a file that begins so is PAGE: by its first element.

    >>> is_page(b"<PcGts>"), is_page(b"<alto>")
    (True, False)
    """
    return root_of(head)[0].lower() == "pcgts"


def read_page_xml(data: bytes, name: str) -> Document:
    """The document of a PAGE file."""
    tree = parse_xml(data, name, "PAGE XML")
    root = tree.getroot()
    if local_name(root).lower() != "pcgts":
        raise InputError(f"{name} is XML, but no PAGE: its first element is {local_name(root)}.")
    nodes = walk(root)
    if not nodes:
        raise InputError(f"{name} is PAGE without a page: was it cut short? Export it again.")
    keep_walk("page", data, tree, nodes)
    notes = note_repeated_ids(root, "id")
    return Document(nodes_to_pages(nodes), "page", version_of(root), data, notes)


FORMAT = Format("page", "PAGE XML", is_page, read_page_xml, write_page, ".xml", MOST_BYTES)
