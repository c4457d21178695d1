"""Lines and words of PAGE parted in two: outlines, baselines and texts with them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import deepcopy

from lxml import etree

from layoutfix.document import Box
from layoutfix.formats.markup import Ids, children, copy_shallow, local_name
from layoutfix.formats.nodes import LineNode, WordNode
from layoutfix.formats.order import LinePiece
from layoutfix.formats.page.custom import cut_custom, set_custom
from layoutfix.formats.page.walk import equivs_of, read_coords, unicode_of
from layoutfix.formats.pieces import Points, clip_path, clip_polygon, part_of_box, piece_to_box
from layoutfix.formats.regroup import cut_words
from layoutfix.formats.values import points_to_box, read_points

_BLANK_RE = re.compile(r"\s+")


def split_line(node: LineNode, pieces: Sequence[LinePiece], ids: Ids) -> list[etree._Element]:
    """The elements of the pieces of a line; the first is its own."""
    line = node.element
    words = cut_words(node.words, pieces, lambda word, at: _cut_word(word, at, ids))
    polygon = read_coords(line)
    tail = line[-1].tail if len(line) else None
    made = [line, *(_copy_line(line, ids) for _ in pieces[1:])]
    for piece, element in zip(pieces[1:], made[1:], strict=True):
        _insert_words(element, [w.element for w in words if piece.start <= w.start < piece.end])
    custom = line.get("custom")
    for piece, element in zip(pieces, made, strict=True):
        box = piece_to_box(node.line, piece)
        if box is not None:
            set_coords(element, clip_polygon(polygon, box.left, box.right) or box_to_points(box))
            _clip_baseline(element, box)
        start, end = trim(node.line.text, piece)
        cut_texts(element, start, end, len(node.line.text))
        if custom:
            set_custom(element, cut_custom(custom, start, end))
        if len(element):
            element[-1].tail = tail
    return made


def trim(text: str, piece: LinePiece) -> tuple[int, int]:
    """Start and end of a piece without the blanks around it."""
    part = text[piece.start : piece.end]
    start = piece.start + len(part) - len(part.lstrip())
    return start, start + len(part.strip())


def box_to_points(box: Box) -> Points:
    """The corners of a box, from the upper left one on."""
    left, top, right, bottom = box
    return ((left, top), (right, top), (right, bottom), (left, bottom))


def _copy_line(line: etree._Element, ids: Ids) -> etree._Element:
    """A line like another without its words, under a new id."""
    made = copy_shallow(line)
    made.text = line.text
    for child in line:
        if local_name(child) in {"Coords", "Baseline", "TextEquiv", "TextStyle"}:
            made.append(deepcopy(child))
    _renew_ids(made, ids)
    return made


def _renew_ids(element: etree._Element, ids: Ids) -> None:
    for inner in element.iter(etree.Element):
        if inner.get("id"):
            inner.set("id", ids.new(inner.get("id", "")))


def _insert_words(line: etree._Element, words: Sequence[etree._Element]) -> None:
    """Put words where the schema has them: before the texts of their line."""
    before = [e for e in line if local_name(e) in {"AlternativeImage", "Coords", "Baseline"}]
    at = line.index(before[-1]) + 1 if before else 0
    for k, word in enumerate(words):
        line.insert(at + k, word)


def set_coords(element: etree._Element, points: Points) -> None:
    """Write the outline of an element that has one, in the manner of its version."""
    for coords in children(element, "Coords"):
        if coords.get("points") is not None:
            coords.set("points", print_points(points))
            continue
        old = list(children(coords, "Point"))
        for (x, y), like in zip(points, [*old, *[None] * len(points)], strict=False):
            point = like if like is not None else deepcopy(old[-1]) if old else None
            if point is None:
                return
            point.set("x", f"{x:.0f}")
            point.set("y", f"{y:.0f}")
            if like is None:
                coords.append(point)
        for extra in old[len(points) :]:
            coords.remove(extra)


def print_points(points: Points) -> str:
    """Points as PAGE has them: whole numbers, none below 0."""
    return " ".join(f"{max(x, 0):.0f},{max(y, 0):.0f}" for x, y in points)


def _clip_baseline(line: etree._Element, box: Box) -> None:
    for baseline in children(line, "Baseline"):
        points = read_points(baseline.get("points"))
        if len(points) > 1:
            baseline.set("points", print_points(clip_path(points, box.left, box.right)))


def cut_texts(element: etree._Element, start: int, end: int, length: int) -> None:
    """Leave the characters `start` to `end` of a text of that length in each text of an element.

    Alternatives that are of another length are cut at the blanks nearest to there.
    """
    for equiv in equivs_of(element):
        text = " ".join((unicode_of(equiv) or "").split("\n"))
        if len(text.strip()) == length:
            set_text(equiv, text.strip()[start:end])
        else:
            lo, hi = (_nearest_blank(text, at, length) for at in (start, end))
            set_text(equiv, text[lo:hi].strip())


def _nearest_blank(text: str, at: int, length: int) -> int:
    """The place in a text that is as far into it as `at` is into one of that length, at a blank."""
    if at <= 0 or at >= length:
        return 0 if at <= 0 else len(text)
    goal = round(at * len(text) / length)
    blanks = [found.start() for found in _BLANK_RE.finditer(text)]
    return min(blanks, key=lambda k: abs(k - goal), default=goal)


def set_text(equiv: etree._Element, text: str) -> None:
    """Write what a TextEquiv says, in each of the forms that it has."""
    for child in equiv:
        if local_name(child) in {"Unicode", "PlainText"}:
            child.text = text


def _cut_word(word: WordNode, cut: int, ids: Ids) -> tuple[WordNode, WordNode]:
    """A Word parted in two at a character, its box by characters."""
    element, at, length = word.element, cut - word.start, word.end - word.start
    box = points_to_box(read_coords(element))
    other = deepcopy(element)
    _renew_ids(other, ids)
    element.addnext(other)
    for half, lo, hi in ((element, 0, at), (other, at, length)):
        cut_texts(half, lo, hi, length)
        if box is not None:
            set_coords(half, box_to_points(part_of_box(box, length, lo, hi)))
        glyphs = list(children(half, "Glyph"))
        if len(glyphs) == length:
            for k, glyph in enumerate(glyphs):
                if not lo <= k < hi:
                    half.remove(glyph)
    return WordNode(element, word.start, cut), WordNode(other, cut, word.end)
