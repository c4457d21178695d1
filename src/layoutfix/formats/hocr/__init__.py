"""hOCR: HTML whose classes say what is a page, a line, a word (tesseract, ocropy, OCRmyPDF...).

walk.py   a tree of HTML -> pages, regions, lines, words, each beside its element
write.py  the elements put into reading order; lines that held two columns parted
"""

from __future__ import annotations

import re

from lxml import etree

from layoutfix.document import Document
from layoutfix.errors import InputError
from layoutfix.formats.hocr.walk import walk
from layoutfix.formats.hocr.write import write_hocr
from layoutfix.formats.markup import MOST_BYTES, head_to_text, parse_html, parse_xml, root_of
from layoutfix.formats.nodes import keep_walk, nodes_to_pages
from layoutfix.formats.registry import Format

_CLASS_RE = re.compile(
    r"class\s*=\s*[\"']?[^\"'>]{0,99}\bocrx?_(?:page|line|carea|word|block)", re.I
)
_META_RE = re.compile(r"ocr-(?:system|capabilities)", re.I)
_BROKEN_NOTE = "the file ends before its end: text may be missing"


def is_hocr(head: bytes) -> bool:
    """Whether a file that begins so is HTML with classes of hOCR."""
    if root_of(head)[0].lower() not in {"html", "div", "body", "span", "head"}:
        return False
    text = head_to_text(head)
    return _CLASS_RE.search(text) is not None or _META_RE.search(text) is not None


def read_hocr(data: bytes, name: str) -> Document:
    """The document of an hOCR file; pages that are no XML are read as browsers read them."""
    tree, notes = parse_hocr(data, name)
    nodes = walk(tree.getroot())
    if not any(node.regions for node in nodes) and not any(
        "ocr" in (e.get("class") or "") for e in tree.getroot().iter(etree.Element)
    ):
        raise InputError(f"{name} is HTML without the classes of hOCR: give its text.")
    keep_walk("hocr", data, tree, nodes)
    system = tree.getroot().xpath("string(//*[local-name()='meta'][@name='ocr-system']/@content)")
    return Document(nodes_to_pages(nodes), "hocr", str(system), data, notes)


def parse_hocr(data: bytes, name: str) -> tuple[etree._ElementTree, tuple[str, ...]]:
    """The tree of an hOCR file, and what the user should know of it."""
    try:
        return parse_xml(data, name, "XHTML"), ()
    except InputError:
        tree = parse_html(data, name)  # which refuses what is too big or brings entities
    head, tail = head_to_text(data[:2048]).lower(), head_to_text(data[-2048:]).lower()
    cut = "<html" in head and "</html" not in tail
    return tree, (_BROKEN_NOTE,) if cut else ()


FORMAT = Format("hocr", "hOCR", is_hocr, read_hocr, write_hocr, ".hocr", MOST_BYTES)
