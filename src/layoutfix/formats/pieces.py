"""Where on paper a piece of a line stands, and how its words are parted."""

from __future__ import annotations

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
        for word in line.words
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
