"""A tree of hOCR -> its pages, regions, lines and words, each beside the element that it is of.

Lines are `ocr_line`, `ocrx_line`, and what tesseract writes in their place: `ocr_header`,
`ocr_caption`, `ocr_textfloat`... where no line stands in these. A region is a run of lines in one
`ocr_par` (or block, area, column). Where a page has words and no lines, a paragraph is a line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from lxml import etree

from layoutfix.document import Box, Line, Word
from layoutfix.formats.markup import inner_text
from layoutfix.formats.nodes import LineNode, PageNode, RegionNode, WordNode, most_common, with_box
from layoutfix.formats.values import (
    box_around,
    clean_text,
    make_box,
    numbers_to_box,
    read_number,
    read_share,
)
from layoutfix.formats.words import FileWord, find_spans, has_han, join_words, place_words

PAGES = frozenset({"ocr_page"})
LINES = frozenset({"ocr_line", "ocrx_line"})
FLOATS = frozenset(
    {"ocr_header", "ocr_footer", "ocr_caption", "ocr_textfloat", "ocr_pageno", "ocr_footnote"}
)
"""Lines where tesseract writes them, blocks with lines in the specification."""

FULL = 100.0
"""The highest `x_wconf`."""

WORDS = frozenset({"ocrx_word", "ocr_word"})
CHARACTERS = frozenset({"ocrx_cinfo", "ocr_cinfo"})
BLOCKS = frozenset(
    {"ocr_par", "ocrx_block", "ocr_carea", "ocr_column", "ocr_table", "ocr_blockquote"} | FLOATS
)

_NUMBER = r"(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|-?nan|-?inf)"
_BBOX_RE = re.compile(
    rf"(?:^|;)\s*(?:bbox|x_bboxes)\s+{_NUMBER}\s+{_NUMBER}\s+{_NUMBER}\s+{_NUMBER}", re.I
)
_PLAIN_RE = re.compile(r"\bbbox (\d{1,7}) (\d{1,7}) (\d{1,7}) (\d{1,7})(?![\d.e])", re.ASCII)
"""A box as nearly all files have it, for speed."""

_CONFIDENCE_RE = re.compile(r"(?:^|;)\s*x_wconf\s+(-?[\d.]+)")
_ANGLE_RE = re.compile(r"(?:^|;)\s*textangle\s+(-?[\d.]+)")
_POLY_RE = re.compile(r"(?:^|;)\s*poly\s+([-\d.\s]+)")
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_IMAGE_RE = re.compile(r"""(?:^|;)\s*image\s+(?:"([^"]*)"|'([^']*)'|([^;"']+))""")
_BLANK_RE = re.compile(r"[ \t\n\r\f\u200b]+")


@dataclass(slots=True)
class _OpenLine:
    """A line whose words are being found."""

    element: etree._Element
    block: etree._Element | None
    words: list[etree._Element] = field(default_factory=list)

    @property
    def region(self) -> etree._Element:
        """What it stands in, or itself."""
        return self.element if self.block is None else self.block


def classes_of(element: etree._Element) -> frozenset[str]:
    """The classes of an element."""
    return _split_classes(element.get("class", ""))


@lru_cache(maxsize=256)
def _split_classes(value: str) -> frozenset[str]:
    return frozenset(value.split())


def title_to_box(title: str | None) -> Box | None:
    """The box that a title says, also where left and right are exchanged; None without a sound one.

    >>> title_to_box('image "a.png"; bbox 0 0 10 20; ppageno 0')
    Box(left=0.0, top=0.0, right=10.0, bottom=20.0)
    >>> title_to_box("bbox 9 9 1 1") is None
    True
    """
    if not title:
        return None
    found = _PLAIN_RE.search(title)
    if found is not None:
        left, top, right, bottom = map(float, found.groups())
        return make_box(min(left, right), top, max(left, right), bottom)
    found = _BBOX_RE.search(title)
    if found is None:
        return None
    return numbers_to_box([read_number(one) for one in found.groups()])


def walk(root: etree._Element) -> list[PageNode]:
    """The pages of a tree, in order."""
    pages = [e for e in root.iter(etree.Element) if "ocr_page" in (e.get("class") or "")]
    pages = [e for e in pages if PAGES & classes_of(e)]
    return [_walk_page(page) for page in pages or [root]]


def _walk_page(page: etree._Element) -> PageNode:
    """The regions of a page, with its size and language."""
    node = PageNode(page, id=page.get("id", ""))
    image = _IMAGE_RE.search(page.get("title") or "")
    node.image = "" if image is None else "".join(n or "" for n in image.groups()).strip()
    box = title_to_box(page.get("title"))
    if box is not None:
        node.width, node.height = max(box.right, 0.0), max(box.bottom, 0.0)
    languages: list[str] = []
    angles: list[str] = []
    for line in _find_lines(page, languages, angles):
        made = _make_line(line)
        if made is None:
            continue
        if not node.regions or node.regions[-1].element is not line.region:
            node.regions.append(_make_region(line))
        node.regions[-1].lines.append(made)
    node.language = most_common(languages) or page.get("lang") or page.get(_LANG) or ""
    angle = read_number(most_common(angles)) if len(angles) * 2 > len(node.regions) else None
    node.rotation = -angle % 360 if angle else 0.0
    return node


def _make_region(line: _OpenLine) -> RegionNode:
    """The region that begins with a line."""
    element = line.region
    named = (classes_of(line.element) & FLOATS) or (classes_of(element) & BLOCKS) or {""}
    return RegionNode(
        element,
        kind=min(named),
        box=title_to_box(element.get("title")),
        id=element.get("id", ""),
    )


def _find_lines(page: etree._Element, languages: list[str], angles: list[str]) -> list[_OpenLine]:
    """The lines of a page with their words; languages and angles that elements name are added."""
    found: list[_OpenLine] = []
    open_lines: dict[etree._Element, _OpenLine] = {}
    blocks: dict[etree._Element | None, etree._Element | None] = {page: None}
    loose: dict[etree._Element | None, _OpenLine] = {}
    inner: set[etree._Element | None] = set()
    for element in page.iterdescendants(etree.Element):
        parent = element.getparent()
        names = classes_of(element)
        if inner and parent in inner:  # of a word: characters, a word that was never closed
            inner.add(element)
            continue
        if names & WORDS:
            if len(element):
                inner.add(element)
            line = open_lines.get(parent) if parent is not None else None  # nearly always
            line = line or _line_around(element, open_lines, page) or loose.get(parent)
            if line is None and parent is not None:
                line = loose[parent] = _OpenLine(parent, blocks.get(parent))
                found.append(line)
            if line is not None:
                line.words.append(element)
            continue
        block = blocks.get(parent)
        if names & LINES or (names & FLOATS and not _holds_lines(element)):
            if _line_around(element, open_lines, page) is None:
                open_lines[element] = _OpenLine(element, block)
                found.append(open_lines[element])
                angle = _ANGLE_RE.search(element.get("title") or "")
                angles += [angle[1]] if angle else []
        elif names & BLOCKS:
            block = element
        blocks[element] = block
        language = element.get("lang") or element.get(_LANG)
        if language and names:
            languages.append(language)
    is_mixed = bool(open_lines) or any(
        above in loose
        for element in loose
        if element is not None
        for above in element.iterancestors()
    )
    return _part_loose(found) if loose and is_mixed else found


def _part_loose(found: list[_OpenLine]) -> list[_OpenLine]:
    """The lines with each word that stands in none as one: its paragraph has lines of others."""
    parted: list[_OpenLine] = []
    for line in found:
        if classes_of(line.element) & (LINES | FLOATS):
            parted.append(line)
        else:
            parted += [_OpenLine(word, line.block, [word]) for word in line.words]
    return parted


def _holds_lines(element: etree._Element) -> bool:
    return any(classes_of(inner) & LINES for inner in element.iterdescendants(etree.Element))


def _line_around(
    element: etree._Element, lines: dict[etree._Element, _OpenLine], page: etree._Element
) -> _OpenLine | None:
    """The line that an element stands in."""
    above = element.getparent()
    while above is not None and above is not page:
        if above in lines:
            return lines[above]
        above = above.getparent()
    return None


def _make_line(found: _OpenLine) -> LineNode | None:
    """A line; None where it has no text."""
    words = [(element, _make_word(element)) for element in found.words]
    words = [(element, word) for element, word in words if word.text]
    text, placed, spans = _place_words(_text_of(found.element), [word for _, word in words])
    if not text:
        return None
    nodes = [
        WordNode(element, *span)
        for (element, _), span in zip(words, spans, strict=True)
        if span[0] >= 0
    ]
    title = found.element.get("title")
    known = [word.confidence for word in placed if word.confidence is not None]
    line = Line(
        text=text,
        box=title_to_box(title),
        words=placed,
        confidence=sum(known) / len(known) if known else None,
        id=found.element.get("id", ""),
        polygon=_read_polygon(title),
    )
    return LineNode(found.element, with_box(line, box_around(w.box for w in placed)), nodes)


def _place_words(
    text: str, words: list[FileWord]
) -> tuple[str, tuple[Word, ...], list[tuple[int, int]]]:
    """A line's text, with the words as they stand in it."""
    if any(word.chars for word in words):  # blanks between their elements part nothing
        return join_words(words)
    spans = find_spans(text, [word.text for word in words])
    if has_han(text) and _are_all(text, spans):
        return join_words(words)
    return text, place_words(words, spans), spans


def _are_all(text: str, spans: list[tuple[int, int]]) -> bool:
    """Whether a line's words are all its text, each parted from the next by a blank."""
    ends = [(0, -1), *spans, (len(text) + 1, 0)]
    return all(a[1] + 1 == b[0] for a, b in pairwise(ends)) and len(spans) > 0


def _make_word(element: etree._Element) -> FileWord:
    title = element.get("title")
    found = _CONFIDENCE_RE.search(title) if title else None
    characters = (
        [e for e in element.iterchildren(etree.Element) if classes_of(e) & CHARACTERS]
        if len(element)
        else []
    )
    text = _text_of(element) if not characters else "".join(map(_text_of, characters))
    return FileWord(
        text=text,
        box=title_to_box(title),
        confidence=read_share(found[1], FULL) if found else None,
        id=element.get("id", ""),
        chars=[title_to_box(one.get("title")) for one in characters],
    )


def _text_of(element: etree._Element) -> str:
    """The text in an element as HTML shows it: blanks and line breaks are one blank."""
    text = element.text if not len(element) else inner_text(element)
    if not text:
        return ""
    return " ".join(text.split()) if text.isascii() else clean_text(_BLANK_RE.sub(" ", text))


def _read_polygon(title: str | None) -> tuple[tuple[float, float], ...]:
    found = _POLY_RE.search(title) if title else None
    if found is None:
        return ()
    numbers = [read_number(one) for one in found[1].split()]
    known = [n for n in numbers if n is not None]
    if len(known) != len(numbers) or len(known) % 2:
        return ()
    return tuple(zip(known[::2], known[1::2], strict=True))
