"""ALTO XML 1 to 4 (tesseract, ABBYY, kraken, eScriptorium, libraries), in any namespace or none.

walk.py    a tree -> pages, regions, lines, words, each beside its element
stated.py  the order that the file states: ReadingOrder, IDNEXT
write.py   blocks and lines put into reading order, and ReadingOrder where the version has it
"""

from __future__ import annotations

from layoutfix.document import Document
from layoutfix.errors import InputError
from layoutfix.formats.alto.walk import version_of, walk
from layoutfix.formats.alto.write import write_alto
from layoutfix.formats.markup import MOST_BYTES, local_name, parse_xml, root_of
from layoutfix.formats.nodes import keep_walk, nodes_to_pages, note_repeated_ids
from layoutfix.formats.registry import Format


def is_alto(head: bytes) -> bool:
    """Whether a file that begins so is ALTO: by its first element.

    >>> is_alto(b"<alto xmlns='http://www.loc.gov/standards/alto/ns-v4#'>"), is_alto(b"<html>")
    (True, False)
    """
    return root_of(head)[0].lower() == "alto"


def read_alto(data: bytes, name: str) -> Document:
    """The document of an ALTO file."""
    tree = parse_xml(data, name, "ALTO")
    root = tree.getroot()
    if local_name(root).lower() != "alto":
        raise InputError(f"{name} is XML, but no ALTO: its first element is {local_name(root)}.")
    nodes = walk(root)
    if not nodes:
        raise InputError(f"{name} is ALTO without a page: was it cut short? Export it again.")
    keep_walk("alto", data, tree, nodes)
    notes = note_repeated_ids(root, "ID")
    return Document(nodes_to_pages(nodes), "alto", version_of(root), data, notes)


FORMAT = Format("alto", "ALTO XML", is_alto, read_alto, write_alto, ".xml", MOST_BYTES)
