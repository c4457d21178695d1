"""Where on paper a piece of a line stands, and how its words are parted."""

from __future__ import annotations

from itertools import pairwise

from layoutfix.document import Box, Line
from layoutfix.formats.order import LinePiece
from layoutfix.formats.values import box_around


def piece_to_box(line: Line, piece: LinePiece) -> Box | None:
    """The box of a piece of a line, as high as the line; None where the line has none.

    By the boxes of its words where there are any, else the line's is divided by characters.

    >>> line = Line("one two", Box(0, 0, 70, 10))
    >>> piece_to_box(line, LinePiece(0, 0, 4, 7, 0, 0, False))
    Box(left=40.0, top=0, right=70.0, bottom=10)
    """
    inside = [
        part_of_box(
            word.box, word.end - word.start, piece.start - word.start, piece.end - word.start
        )
        for word in line.words[max(piece.first - 1, 0) : piece.stop]
        if word.box is not None and word.start < piece.end and word.end > piece.start
    ]
    around = box_around(inside)
    if line.box is None:
        return around
    if around is None:
        text = line.text[piece.start : piece.end]
        start = piece.start + len(text) - len(text.lstrip())
        stop = start + len(text.strip())
        return part_of_box(line.box, len(line.text), start, stop)
    return Box(around.left, line.box.top, around.right, line.box.bottom)


def part_of_box(box: Box, length: int, start: int, end: int) -> Box:
    """The box of characters `start` to `end` of a text of that length, each as wide as the others.

    >>> part_of_box(Box(0, 0, 40, 10), 4, 1, 9)
    Box(left=10.0, top=0, right=40.0, bottom=10)
    """
    start, end = max(start, 0), min(end, length)
    if length <= 0 or (start == 0 and end == length):
        return box
    unit = box.width / length
    return Box(box.left + unit * start, box.top, box.left + unit * end, box.bottom)


def begins_column(last: LinePiece, last_box: Box | None, piece: LinePiece, box: Box | None) -> bool:
    """Whether a piece begins another column of its region, read after `last` of the same region.

    It stands in the file before what was read last, or in the same line, and on paper beside it;
    where boxes do not tell, it is a part of a line.

    >>> left, right = Box(0, 80, 40, 90), Box(60, 0, 90, 10)
    >>> last, piece = LinePiece(0, 8, 0, 4, 0, 0, False), LinePiece(0, 0, 4, 9, 0, 0, False)
    >>> begins_column(last, left, piece, right), begins_column(piece, right, last, left)
    (True, False)
    """
    if piece.region != last.region or piece.line > last.line:
        return False
    if last_box is None or box is None:
        return not piece.whole
    shared = min(box.right, last_box.right) - max(box.left, last_box.left)
    return shared <= BESIDE * min(box.width, last_box.width)


BESIDE = 0.5
"""Share of the narrower of two lines that may lie under the other, where one stands beside it."""

Points = tuple[tuple[float, float], ...]


def clip_polygon(points: Points, left: float, right: float) -> Points:
    """The part of a polygon between two upright lines; () where there is none.

    >>> clip_polygon(((0, 0), (10, 0), (10, 4), (0, 4)), 5, 20)
    ((5.0, 0.0), (10, 0), (10, 4), (5.0, 4.0))
    """
    return _clip(_clip(points, left, 1.0), right, -1.0)


def _clip(points: Points, edge: float, side: float) -> Points:
    """The part of a polygon to the right (side 1) or to the left (-1) of an upright line."""
    found: list[tuple[float, float]] = []
    for k, (x, y) in enumerate(points):
        u, v = points[k - 1]
        inside, was_inside = side * (x - edge) >= 0, side * (u - edge) >= 0
        if inside != was_inside:
            found.append((float(edge), v + (y - v) * (edge - u) / (x - u)))
        if inside:
            found.append((x, y))
    return tuple(found)


def clip_path(points: Points, left: float, right: float) -> Points:
    """The part of a baseline between two upright lines.

    >>> clip_path(((0, 10), (100, 20)), 50, 80)
    ((50.0, 15.0), (80.0, 18.0))
    """
    ordered = sorted(points)
    if len(ordered) < 2:
        return points
    inner = [(x, y) for x, y in ordered if left < x < right]
    ends = [(float(x), _height_at(ordered, x)) for x in (left, right)]
    return (ends[0], *inner, ends[1])


def _height_at(points: list[tuple[float, float]], x: float) -> float:
    """The height of a path at a place; that of its end beyond it."""
    if x <= points[0][0]:
        return float(points[0][1])
    for (u, v), (s, t) in pairwise(points):
        if x <= s:
            return float(v + (t - v) * (x - u) / (s - u)) if s > u else float(t)
    return float(points[-1][1])
