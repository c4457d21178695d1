"""Fields of JSON as they are safe to take: a list is a list, a number is finite. Nothing raises."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias, cast

from layoutfix.document import Box
from layoutfix.formats.arrays import MOST_UNITS
from layoutfix.formats.values import clean_text, points_to_box, read_number

Points: TypeAlias = tuple[tuple[float, float], ...]

_CONTROL_RE = re.compile("[\x00-\x08\x0b\x0e-\x1b\x7f-\x84\x86-\x9f]+")
_SURROGATE_RE = re.compile("[\ud800-\udfff]")
_ODD_RE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def as_list(value: object) -> list[object]:
    """The list; an empty one for what is none."""
    return value if isinstance(value, list) else []


def as_object(value: object) -> dict[str, object]:
    """The object; an empty one for what is none."""
    return value if isinstance(value, dict) else {}


def as_objects(value: object) -> list[dict[str, object]]:
    """The objects of a list; what else is in it is left out."""
    return [item for item in as_list(value) if isinstance(item, dict)]


def pick(value: object, *names: str) -> object:
    """The first field of these names that an object has and that is not null; else None.

    Libraries write the fields of one service in two manners.

    >>> pick({"bounding_box": 1}, "boundingBox", "bounding_box")
    1
    """
    if isinstance(value, dict):
        for name in names:
            found: object = value.get(name)
            if found is not None:
                return found
    return None


def path(value: object, *names: str) -> object:
    """What is at the end of a path of names; None where it breaks off.

    >>> path({"a": {"b": 1}}, "a", "b"), path({"a": []}, "a", "b")
    (1, None)
    """
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def as_text(value: object) -> str:
    r"""A text of one line, stripped; "" for what is none. Halves of surrogates are replaced.

    >>> as_text(" It was\nlate. "), as_text(7), as_text("\ud800")
    ('It was late.', '', '�')
    """
    if not isinstance(value, str):
        return ""
    if not _ODD_RE.search(value):
        return value.strip()
    return clean_text(_CONTROL_RE.sub(" ", _SURROGATE_RE.sub("\ufffd", value)))


def as_number(value: object) -> float | None:
    """A number that a page may have, also written as a text; None for what is none.

    >>> as_number(3), as_number("0.5"), as_number(float("nan")), as_number(True)
    (3.0, 0.5, None, None)
    """
    if type(value) is float:  # most are
        return value if -MOST_UNITS <= value <= MOST_UNITS else None
    if isinstance(value, str):
        return read_number(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if -MOST_UNITS <= value <= MOST_UNITS else None


def as_size(value: object) -> float:
    """A width or a height; 0 for what is none.

    >>> as_size(800), as_size(-1), as_size(None)
    (800.0, 0.0, 0.0)
    """
    return max(as_number(value) or 0.0, 0.0)


def as_share(value: object, full: float = 1.0) -> float | None:
    """A confidence of `full` at most as 0..1; None for what is none.

    >>> as_share(99.0, 100.0), as_share("0.9"), as_share(7)
    (0.99, 0.9, None)
    """
    found = as_number(value)
    return found / full if found is not None and 0 <= found <= full else None


def as_count(value: object) -> int | None:
    """A whole number that is not negative; None for what is none."""
    found = as_number(value)
    return int(found) if found is not None and found >= 0 and found == int(found) else None


def as_points(value: object, names: tuple[str, str] = ("x", "y")) -> Points:
    """Points of a polygon or corners of a box, however they are written; () for what is none.

    >>> as_points([[1, 2], [5, 2], [5, 4]])
    ((1.0, 2.0), (5.0, 2.0), (5.0, 4.0))
    >>> as_points([1, 2, 5, 4]) == as_points([{"x": 1, "y": 2}, {"x": 5, "y": 4}])
    True
    >>> as_points([1, 2, float("inf"), 4]), as_points("left")
    ((), ())
    """
    items = as_list(value)
    if items and isinstance(items[0], int | float) and len(items) % 2 == 0:
        pairs: Iterator[tuple[object, object]] = zip(items[::2], items[1::2], strict=True)
    else:
        pairs = (_to_pair(item, names) for item in items)
    found = []
    for x, y in pairs:
        here = as_number(x), as_number(y)
        if here[0] is None or here[1] is None:
            return ()
        found.append(cast("tuple[float, float]", here))
    return tuple(found)


def _to_pair(item: object, names: tuple[str, str]) -> tuple[object, object]:
    if isinstance(item, list) and len(item) == 2:
        return item[0], item[1]
    if isinstance(item, dict):  # a coordinate of 0 is left out by some
        return item.get(names[0], 0), item.get(names[1], 0)
    return None, None


def as_box(value: object, names: tuple[str, str] = ("x", "y")) -> Box | None:
    """The upright box around points, however they are written; None for what is none.

    >>> as_box([[1, 2], [5, 2], [5, 4], [1, 4]]) == as_box([1, 2, 5, 4])
    True
    >>> as_box([1, 2, float("nan"), 4])
    """
    if isinstance(value, list) and len(value) in {2, 4, 8}:
        found = _corners_to_box(value, *names)
        if found is not None:
            return found
    return points_to_box(as_points(value, names))


def _corners_to_box(value: list[Any], x: str, y: str) -> Box | None:
    """The box of two or four corners as nearly all files have them; None for all else."""
    try:
        if isinstance(value[0], dict):
            value = [(point.get(x, 0), point.get(y, 0)) for point in value]
        elif not isinstance(value[0], list):
            value = list(zip(value[::2], value[1::2], strict=True))
        (a, b), (c, d), (e, f), (g, h) = value * 2 if len(value) == 2 else value
        left, right = min(a, c, e, g) + 0.0, max(a, c, e, g) + 0.0
        top, bottom = min(b, d, f, h) + 0.0, max(b, d, f, h) + 0.0
        is_sound = math.isfinite(a + b + c + d + e + f + g + h)
    except (TypeError, ValueError, AttributeError, OverflowError):
        return None
    is_sound = is_sound and left >= -MOST_UNITS and top >= -MOST_UNITS
    return (
        Box(left, top, right, bottom)
        if is_sound and right <= MOST_UNITS and bottom <= MOST_UNITS
        else None
    )


def scale_box(box: Box | None, width: float, height: float) -> Box | None:
    """A box given as shares of a page, in its units."""
    if box is None:
        return None
    return Box(box.left * width, box.top * height, box.right * width, box.bottom * height)


def scale(points: Points, width: float, height: float) -> Points:
    """Points given as shares of a page, in its units."""
    return tuple((x * width, y * height) for x, y in points)


def is_upright(points: Points) -> bool:
    """Whether they are the four corners of a box, or two of them: then they say no more than it."""
    return (
        len(points) <= 4 and len({x for x, _ in points}) <= 2 and len({y for _, y in points}) <= 2
    )


def box_and_polygon(points: Points) -> tuple[Box | None, Points]:
    """The upright box around points, and the points themselves where they say more.

    >>> box_and_polygon(((1, 2), (5, 2), (5, 4), (1, 4)))
    (Box(left=1, top=2, right=5, bottom=4), ())
    """
    return points_to_box(points), () if is_upright(points) else points


def order_of(numbers: Sequence[float | None]) -> tuple[int, ...] | None:
    """Regions by the number that the file gives each, those without one last; None if none has.

    >>> order_of([2, 0, None, 1]), order_of([None, None])
    ((1, 3, 0, 2), None)
    """
    if all(number is None for number in numbers):
        return None
    keys = [(number is None, number or 0) for number in numbers]
    return tuple(sorted(range(len(numbers)), key=keys.__getitem__))
