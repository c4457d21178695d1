"""Numbers, boxes and texts of files, as they are safe to take: nothing here raises."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence

from layoutfix.document import Box
from layoutfix.formats.arrays import MOST_UNITS

_BREAKS_RE = re.compile(r"[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
"""What may not stand in a line of text: it parts lines, pages, or cells."""


def clean_text(text: str | None) -> str:
    r"""A line's text without line breaks and tabs, and without blanks around it.

    >>> clean_text(" It\n was late.\u2028")
    'It  was late.'
    """
    return _BREAKS_RE.sub(" ", text).strip() if text else ""


def read_number(text: str | None) -> float | None:
    """A number of a page's size at most; None for what is none.

    >>> read_number("12.5"), read_number("nan"), read_number("1e99"), read_number("left")
    (12.5, None, None, None)
    """
    if text is None:
        return None
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) <= MOST_UNITS else None


def read_length(text: str | None) -> float:
    """A width or a height; 0 for what is none.

    >>> read_length("800"), read_length("-1"), read_length(None)
    (800.0, 0.0, 0.0)
    """
    return max(read_number(text) or 0.0, 0.0)


def read_share(text: str | None, full: float = 1.0) -> float | None:
    """A confidence of `full` at most as 0..1; None for what is none.

    >>> read_share("93", 100), read_share("-1"), read_share("")
    (0.93, None, None)
    """
    try:
        value = float(text) if text else -1.0
    except ValueError:
        return None
    return value / full if 0 <= value <= full else None


def make_box(left: float, top: float, right: float, bottom: float) -> Box | None:
    """The box; None where it is not upright or a number is none that a page has.

    >>> make_box(0, 0, 10, 5), make_box(10, 0, 0, 5)
    (Box(left=0, top=0, right=10, bottom=5), None)
    """
    if -MOST_UNITS <= left <= right <= MOST_UNITS and -MOST_UNITS <= top <= bottom <= MOST_UNITS:
        return Box(left, top, right, bottom)
    return None


def numbers_to_box(numbers: Sequence[float | None]) -> Box | None:
    """The box of left, top, right, bottom; None where one of them is no number.

    >>> numbers_to_box([0, 0, 10, 5]), numbers_to_box([0, 0, None, 5])
    (Box(left=0, top=0, right=10, bottom=5), None)
    """
    known = [n for n in numbers if n is not None]
    return make_box(*known) if len(known) == len(numbers) else None


def box_around(boxes: Iterable[Box | None]) -> Box | None:
    """The smallest box around boxes; None without any.

    >>> box_around([Box(0, 0, 2, 1), None, Box(5, 0, 6, 3)])
    Box(left=0, top=0, right=6, bottom=3)
    """
    known = [box for box in boxes if box is not None]
    if not known:
        return None
    left, top, right, bottom = zip(*known, strict=True)
    return Box(min(left), min(top), max(right), max(bottom))


def shown_size(width: float, height: float, boxes: Iterable[Box | None]) -> tuple[float, float]:
    """Width and height of a page as it is shown, where its file may have those of it unturned.

    pdftotext (poppler 22.12: `-bbox`, `-bbox-layout`, `-tsv`) prints these of a page with
    `/Rotate 90`, and its words where they are shown: they are exchanged where the words tell so.

    >>> shown_size(400, 300, [Box(200, 350, 280, 362)])
    (300, 400)
    """
    around = box_around(boxes)
    if around is None or (around.right <= width and around.bottom <= height):
        return width, height
    is_turned = around.right <= height and around.bottom <= width
    return (height, width) if is_turned else (width, height)


def points_to_box(points: Sequence[tuple[float, float]]) -> Box | None:
    """The smallest box around the points of a polygon; None without any.

    >>> points_to_box([(3, 1), (9, 2), (4, 8)])
    Box(left=3, top=1, right=9, bottom=8)
    """
    if not points:
        return None
    x, y = zip(*points, strict=True)
    return make_box(min(x), min(y), max(x), max(y))


def read_points(text: str | None) -> tuple[tuple[float, float], ...]:
    """The points of a polygon, "1,2 3,4" or "1 2 3 4"; () where one is none.

    >>> read_points("1,2 3,4"), read_points("1 2 3 4"), read_points("1,2 3")
    (((1.0, 2.0), (3.0, 4.0)), ((1.0, 2.0), (3.0, 4.0)), ())
    """
    if not text:
        return ()
    numbers = [read_number(one) for one in text.replace(",", " ").split()]
    known = [n for n in numbers if n is not None]
    if len(known) != len(numbers) or len(known) % 2 or len(known) > MOST_NUMBERS:
        return ()
    return tuple(zip(known[::2], known[1::2], strict=True))


MOST_NUMBERS = 20_000
"""Numbers of an outline that is read; a longer one is a mistake."""


def print_number(value: float) -> str:
    """A coordinate as files have it: no more than two decimals, none where it is whole.

    >>> print_number(12.0), print_number(12.345)
    ('12', '12.35')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".") if value != int(value) else str(int(value))
