"""Transkribus' `custom`: an index of reading order, and tags that count characters of a line.

readingOrder {index:3;} person {offset:4; length:6; continued:true;}
"""

from __future__ import annotations

import re

from lxml import etree

from layoutfix.formats.markup import drop
from layoutfix.formats.page.stated import CUSTOM_RE

_TAG_RE = re.compile(r"\s{0,9}[\w.-]{1,99}\s{0,9}\{[^}]{0,999}\}")
_OFFSET_RE = re.compile(r"(\boffset\s{0,9}:\s{0,9})(\d{1,9})")
_LENGTH_RE = re.compile(r"(\blength\s{0,9}:\s{0,9})(\d{1,9})")

LONGEST = 100_000
"""Characters of a `custom` that is parted; a longer one stays as it is."""


def cut_custom(custom: str, start: int, end: int) -> str:
    """What `custom` says of the characters `start` to `end` of a line; offsets count from there.

    >>> cut_custom("readingOrder {index:3;} person {offset:4; length:6;}", 7, 20)
    'readingOrder {index:3;} person {offset:0; length:3;}'
    >>> cut_custom("person {offset:4; length:6;}", 12, 20)
    ''
    """

    def cut(tag: re.Match[str]) -> str:
        offset, length = _OFFSET_RE.search(tag[0]), _LENGTH_RE.search(tag[0])
        if offset is None or length is None:
            return tag[0]
        lo, hi = int(offset[2]), int(offset[2]) + int(length[2])
        lo, hi = max(lo, start), min(hi, end)
        if lo >= hi:
            return ""
        text = _OFFSET_RE.sub(rf"\g<1>{lo - start}", tag[0], count=1)
        return _LENGTH_RE.sub(rf"\g<1>{hi - lo}", text, count=1)

    return _TAG_RE.sub(cut, custom).strip() if len(custom) <= LONGEST else custom


def set_custom(element: etree._Element, custom: str) -> None:
    """Write `custom`, or take it away where nothing is left of it."""
    if custom:
        element.set("custom", custom)
    else:
        drop(element, "custom")


def set_index(element: etree._Element, index: int) -> None:
    """Write the place of a region or a line into its `custom`, where that has one.

    >>> line = etree.fromstring('<TextLine custom="readingOrder {index:3;} a {b:1;}"/>')
    >>> set_index(line, 0)
    >>> line.get("custom")
    'readingOrder {index:0;} a {b:1;}'
    """
    custom = element.get("custom")
    if custom:
        element.set("custom", CUSTOM_RE.sub(rf"\g<1>{index}", custom, count=1))
    if element.get("index") is not None:
        element.set("index", str(index))
