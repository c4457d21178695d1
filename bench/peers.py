"""What else could be done with a page: readings to stand beside layoutfix, worst first.

Those of the dump see what layoutfix sees; `take_every_kth` is told the number of columns, and the
XY-cuts are given boxes. No well-kept package with a plain XY-cut over boxes was found, so it is
written here as Nagy and Seth (1984) have it: cut at the widest gap, first across, then down.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

Page = dict[str, Any]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

_GAP_SPACES = 3
_LEAST_GAP_ACROSS = 6.0
_LEAST_GAP_DOWN = 4.0


def as_it_is(dump: str) -> str:
    """The dump, untouched.

    >>> as_it_is("L1  R1")
    'L1  R1'
    """
    return dump


def split_at_gutters(dump: str) -> str:
    """What users of `pdftotext -layout` write by hand: cut rows at wide blanks, left column first.

    >>> print(split_at_gutters("one    four\\ntwo    five\\nthree  six"))
    one
    two
    three  six
    four
    five
    """
    columns: list[list[str]] = []
    for row in dump.split("\n"):
        for k, cell in enumerate(re.split(rf" {{{_GAP_SPACES},}}", row.strip())):
            if cell:
                while len(columns) <= k:
                    columns.append([])
                columns[k].append(cell)
    return "\n".join(line for column in columns for line in column)


def take_every_kth(dump: str, k: int) -> str:
    """Lines 1, k + 1, 2 k + 1... first, then 2, k + 2...: right where columns strictly take turns.

    >>> print(take_every_kth("a1\\nb1\\na2\\nb2", 2).replace("\\n", " "))
    a1 a2 b1 b2
    """
    lines = [line for line in dump.split("\n") if line.strip()]
    return "\n".join(line for start in range(k) for line in lines[start::k])


def xy_cut(boxes: Sequence[Box]) -> list[int]:
    """The reading order of boxes by recursive XY-cut: ids, O(n log n) a level.

    Two columns under a headline:

    >>> xy_cut([(0, 20, 45, 30), (55, 20, 100, 30), (0, 35, 45, 45), (55, 35, 100, 45),
    ...         (0, 0, 100, 10)])
    [4, 0, 2, 1, 3]
    """
    order: list[int] = []
    todo = [list(range(len(boxes)))]
    while todo:
        ids = todo.pop()
        parts = _cut(boxes, ids, 0, _LEAST_GAP_ACROSS) if len(ids) > 1 else []
        if len(parts) < 2 and len(ids) > 1:
            parts = _cut(boxes, ids, 1, _LEAST_GAP_DOWN)
        if len(parts) < 2:
            order += sorted(ids, key=lambda i: (boxes[i][1], boxes[i][0]))
        else:
            todo += reversed(parts)
    return order


def _cut(boxes: Sequence[Box], ids: list[int], axis: int, least: float) -> list[list[int]]:
    """Two parts at the widest gap along an axis (0: left and right), or one where none is wide."""
    ranked = sorted(ids, key=lambda i: (boxes[i][axis], i))
    reach = boxes[ranked[0]][axis + 2]
    best, at = least, 0
    for k, i in enumerate(ranked[1:], start=1):
        gap = boxes[i][axis] - reach
        if gap >= best:
            best, at = gap, k
        reach = max(reach, boxes[i][axis + 2])
    return [ranked[:at], ranked[at:]] if at else [ranked]


def xy_cut_true_boxes(page: Page) -> str | None:
    """XY-cut on the true boxes of the lines, with their true text; None where there are none."""
    lines = page["lines"]
    if any(line.get("box") is None for line in lines):
        return None
    order = xy_cut([tuple(line["box"]) for line in lines])
    return "\n".join(lines[i]["text"] for i in order)


def xy_cut_ocr_boxes(page: Page) -> str | None:
    """XY-cut on the boxes and texts that RapidOCR gave; None where there are none."""
    found = page.get("boxes")
    if not found:
        return None
    boxes = []
    for corners, _ in found:
        across, down = zip(*corners, strict=True)
        boxes.append((min(across), min(down), max(across), max(down)))
    return "\n".join(found[i][1] for i in xy_cut(boxes))


def columns_of(page: Page) -> int | None:
    """The number of columns, where the page has one number of them."""
    columns = page.get("columns") or []
    return int(columns[0]) if len(set(columns)) == 1 else None


def readings(page: Page, engine: str) -> dict[str, str]:
    """The text of each peer for one dump of a page, by its name."""
    dump = str(page["dumps"][engine])
    k = columns_of(page)
    made: dict[str, str | None] = {
        "dump": as_it_is(dump),
        "gutters": split_at_gutters(dump),
        "every k-th": take_every_kth(dump, k) if k else None,
        "XY-cut, OCR boxes": xy_cut_ocr_boxes(page),
        "XY-cut, true boxes": xy_cut_true_boxes(page),
    }
    for name, text in page.get("sees_page", {}).items():
        made[f"sees page: {name}"] = str(text)
    return {name: text for name, text in made.items() if text is not None}


def interleave(columns: Sequence[Sequence[str]]) -> str:
    """Columns as a dump that was read across; the inverse of `take_every_kth` on equal columns.

    >>> take_every_kth(interleave([["a1", "a2"], ["b1", "b2"]]), 2).split()
    ['a1', 'a2', 'b1', 'b2']
    """
    rows = zip_longest(*columns)
    return "\n".join(line for row in rows for line in row if line is not None)
