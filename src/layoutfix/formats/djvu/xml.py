"""DjVuXML of djvutoxml: OBJECT, HIDDENTEXT, then PAGECOLUMN down to WORD or CHARACTER.

`coords` are left, bottom, right, top in pixels from the upper left corner. djvutoxml writes control
characters of the text as references that XML does not allow; they are blanks here.
"""

from __future__ import annotations

import re

from lxml import etree

from layoutfix.document import Box, Document, DocumentPage
from layoutfix.errors import InputError
from layoutfix.formats.djvu.zones import Zone, zones_to_page
from layoutfix.formats.markup import children, local_name, parse_xml, root_of
from layoutfix.formats.values import make_box, read_length, read_number

_KINDS = {
    "PAGECOLUMN": "column",
    "REGION": "region",
    "PARAGRAPH": "para",
    "LINE": "line",
    "WORD": "word",
    "CHARACTER": "char",
}
_REFERENCE_RE = re.compile(rb"&#(?:0*([0-9]{1,2})|[xX]0*([0-9a-fA-F]{1,2}));")
_CONTROLS = bytes(b for b in range(0x20) if b not in b"\t\n\r")


def looks_like_xml(head: bytes) -> bool:
    """Whether a file begins as DjVuXML does."""
    return root_of(head)[0] == "DjVuXML"


def read_xml(data: bytes, name: str) -> Document:
    """The document of a file of djvutoxml's; InputError where it is broken or has no page."""
    sound = data if b"\0" in data else _REFERENCE_RE.sub(_blank_controls, data)
    if b"\0" not in data:
        sound = sound.translate(None, _CONTROLS)
    root = parse_xml(sound, name, "DjVuXML").getroot()
    pages = tuple(_read_page(page) for page in root.iter("OBJECT"))
    if not pages:
        raise InputError(f"{name} is DjVuXML without any page: write it anew with `djvutoxml`.")
    return Document(pages, "djvu", "xml", data)


def _blank_controls(found: re.Match[bytes]) -> bytes:
    code = int(found[1]) if found[1] else int(found[2], 16)
    return b" " if code < 0x20 and code not in b"\t\n\r" else found[0]


def _read_page(page: etree._Element) -> DocumentPage:
    width, height = (read_length(page.get(n)) for n in ("width", "height"))
    values = {p.get("name"): p.get("value") for p in children(page, "PARAM")}
    top = Zone("page")
    pairs = [(hidden, top) for hidden in children(page, "HIDDENTEXT")]
    for element, zone in pairs:  # which grows: no recursion
        if zone.kind in {"line", "word", "char"} or not len(element):
            zone.text = (element.text or "").strip()
        for child in element:
            kind = _KINDS.get(local_name(child))
            if kind is not None:
                inner = Zone(kind, _box(child.get("coords")))
                zone.inside.append(inner)
                pairs.append((child, inner))
    return zones_to_page(top, width, height, values.get("PAGE") or "")


def _box(coords: str | None) -> Box | None:
    numbers = [read_number(text) for text in (coords or "").split(",")[:4]]
    if len(numbers) < 4:
        return None
    left, bottom, right, top = numbers
    if left is None or bottom is None or right is None or top is None:
        return None
    return make_box(left, min(top, bottom), right, max(top, bottom))
