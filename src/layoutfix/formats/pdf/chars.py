"""The characters of a page as PDFium has them -> words with boxes, in the order they are painted.

PDFium has a code for each character, blanks and line breaks that it made up among them, and U+0002
or U+FFFE for a hyphen at a line's end, whose line break is missing. Calls into it cost about a
microsecond: codes are asked for one by one, boxes for the first and last of a word.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from layoutfix.document import Box
from layoutfix.formats.pdf.rows import Placed
from layoutfix.formats.values import make_box

MOST_CHARACTERS = 100_000
"""Of a page that are read."""

MOST_WIDTH_EM = 1.6
"""Mean width of the characters of a word above which it is looked at one by one."""

_WIDE = r"\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\U00020000-\U0003ffff"
_WORD_RE = re.compile(
    rf"[{_WIDE}]|[^\s\x00-\x1f\x7f-\x9f\ufffe\uffff{_WIDE}]+[\x02\ufffe]?|[\x02\ufffe]"
)
_WIDE_RE = re.compile(f"[{_WIDE}]")
_HYPHEN_RE = re.compile("[\x02\ufffe]")
_SURROGATE_RE = re.compile("[\ud800-\udfff]")


class Frame(NamedTuple):
    """From user space to the page as it is shown: x = a*x + c*y + e, y = b*x + d*y + f."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float
    turns: int

    def box(self, left: float, bottom: float, right: float, top: float) -> Box | None:
        """A rectangle as a box, y downwards."""
        a, b, c, d, e, f, _ = self
        x, to_x = a * left + c * bottom + e, a * right + c * top + e
        y, to_y = b * left + d * bottom + f, b * right + d * top + f
        if x > to_x:
            x, to_x = to_x, x
        if y > to_y:
            y, to_y = to_y, y
        return make_box(x, y, to_x, to_y)


def make_frame(crop: tuple[float, float, float, float], rotation: int) -> Frame:
    """The frame of a page whose crop box (left, bottom, right, top) is shown turned clockwise.

    >>> make_frame((0, 0, 100, 200), 0).box(10, 180, 30, 190)
    Box(left=10, top=10, right=30, bottom=20)
    >>> make_frame((0, 0, 100, 200), 90).box(10, 180, 30, 190)
    Box(left=180, top=10, right=190, bottom=30)
    """
    left, bottom, right, top = crop
    turns = rotation // 90 % 4
    if turns == 0:
        return Frame(1, 0, 0, -1, -left, top, 0)
    if turns == 1:
        return Frame(0, 1, 1, 0, -bottom, -left, 1)
    if turns == 2:
        return Frame(-1, 0, 0, 1, right, -bottom, 2)
    return Frame(0, -1, -1, 0, top, right, 3)


class PageChars:
    """The characters of a page; `raw` is PDFium's handle of them, `api` its functions."""

    def __init__(self, api: Any, raw: Any, frame: Frame) -> None:
        self._api, self._raw, self._frame = api, raw, frame
        self._rect = api.FS_RECTF()
        self._at = ctypes.byref(self._rect)
        self.count = min(max(api.FPDFText_CountChars(raw), 0), MOST_CHARACTERS)
        ask: Callable[[Any, int], int] = api.FPDFText_GetUnicode
        codes = [ask(raw, k) for k in range(self.count)]
        self.codes = "".join([chr(c) if c < 0x110000 else "\0" for c in codes])

    def words(self) -> Iterator[Placed]:
        """The words as they are painted; those without a place are left out."""
        end = 0
        for found in _WORD_RE.finditer(self.codes):
            yield from self._place(found.start(), found.end(), found.start() > end)
            end = found.end()

    def _place(self, start: int, end: int, blank: bool) -> Iterator[Placed]:
        """A word, or its parts where it is not in one place."""
        first = self._box(start)
        last = self._box(end - 1) if end - start > 1 else first
        if first is None or last is None:
            return
        if end - start > 1 and not _are_near(first, last, end - start):
            for k in range(start, end):
                yield from self._place(k, k + 1, blank and k == start)
            return
        turn = self._turn(start)
        box = Box(
            min(first.left, last.left),
            min(first.top, last.top),
            max(first.right, last.right),
            max(first.bottom, last.bottom),
        )
        codes = self.codes[start:end]
        is_wide = end - start == 1 and _WIDE_RE.match(codes) is not None
        yield Placed(_to_text(codes), box, turn, blank, is_wide)

    def _box(self, k: int) -> Box | None:
        if not self._api.FPDFText_GetLooseCharBox(self._raw, k, self._at):
            return None
        rect = self._rect
        return self._frame.box(rect.left, rect.bottom, rect.right, rect.top)

    def _turn(self, k: int) -> int:
        """Quarter turns of a character against the clock, on the page as it is shown."""
        angle = self._api.FPDFText_GetCharAngle(self._raw, k)  # with the clock
        quarters = round(angle / (math.pi / 2)) if angle > 0 else 0
        return -(quarters + self._frame.turns) % 4


def _are_near(first: Box, last: Box, count: int) -> bool:
    """Whether two characters can be the ends of a word of so many."""
    widest = MOST_WIDTH_EM * (first.bottom - first.top) * count
    is_level = first.top == last.top and first.bottom == last.bottom  # in most words
    if is_level and 0 <= last.left - first.left <= widest:
        return True
    em = max(min(first.height, first.width * 2), min(last.height, last.width * 2), 1e-6)
    most = MOST_WIDTH_EM * em * count
    across = max(first.right, last.right) - min(first.left, last.left)
    down = max(first.bottom, last.bottom) - min(first.top, last.top)
    return max(across, down) <= most + em and min(across, down) <= 3 * em


def _to_text(codes: str) -> str:
    """Codes as text: PDFium's hyphens are hyphens, UTF-16's halves (Windows) are put together."""
    text = _HYPHEN_RE.sub("-", codes)
    if _SURROGATE_RE.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
