"""The text of DjVu files: what `djvused -e print-txt` and `djvutoxml` print.

zones.py    zones (column, region, paragraph, line, word, character) -> regions and lines
sexpr.py    S-expressions of djvused -> zones; y upwards
xml.py      DjVuXML -> zones; y downwards
"""

from layoutfix.document import Document
from layoutfix.formats.djvu.sexpr import MOST_BYTES, looks_like_sexpr, read_sexpr
from layoutfix.formats.djvu.xml import looks_like_xml, read_xml
from layoutfix.formats.registry import Format

__all__ = ["FORMAT"]


def _detect(head: bytes) -> bool:
    return looks_like_sexpr(head) or looks_like_xml(head)


def _read(data: bytes, name: str) -> Document:
    return read_xml(data, name) if looks_like_xml(data[:4096]) else read_sexpr(data, name)


FORMAT = Format("djvu", "DjVu text", _detect, _read, most_bytes=MOST_BYTES)
