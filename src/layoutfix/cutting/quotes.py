"""Closing quotation marks that OCR read from a gutter: at a line's end, and they close nothing.

    三年来就业人数超过了” 全年引进企业二百家，比上年多     dirt: no quotation was opened
    乡里人常说“修路致富” 今年还要再引进一百家，二十家     the line's own

Only pages that surely have such dirt are looked at: at least one of these marks comes where no
quotation was opened in many rows. A quotation whose first mark OCR lost there loses its last one.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex as re

from layoutfix.cutting.split import Cut
from layoutfix.weights import DirtWeights

_OPENING, _CLOSING = frozenset('“‘「『"'), frozenset('”’」』"')
_LAST_RE = re.compile(r"[“”]*”$")
"""Quotation marks at the end of a line, the last of which closes."""


def drop_false_ends(
    dump: str, rows: Sequence[Sequence[Cut]], weights: DirtWeights
) -> list[list[Cut]]:
    """The pieces of each row, from left to right, with such marks as junk beside them.

    The last piece of a row has no gutter behind it. O(characters + quotations * quote_rows).
    """
    texts = [[dump[cut.start : cut.end] for cut in row] for row in rows]
    opened = [any(_opens(text) for text in row) for row in texts]
    sure, sizes = False, {}
    for r, row in enumerate(texts):
        for k, text in enumerate(row[:-1]):
            marks = _LAST_RE.search(text)
            if marks is None or not marks.start() or _opens(text[: marks.start()]):
                continue
            sizes[r, k] = len(text) - marks.start()
            sure |= not any(opened[max(r - weights.quote_rows, 0) : r + 1])
    if not sure:
        return [list(row) for row in rows]
    return [
        [_shorten(dump, cut, sizes.get((r, k), 0)) for k, cut in enumerate(row)]
        for r, row in enumerate(rows)
    ]


def _shorten(dump: str, cut: Cut, size: int) -> Cut:
    """A piece without the last `size` characters, which are junk, and blanks before these."""
    if not size:
        return cut
    marks = cut.end - size
    end = cut.start + len(dump[cut.start : marks].rstrip())
    return Cut(cut.start, end, ((marks, cut.end), *cut.junk))


def _opens(text: str) -> bool:
    """Whether a quotation is open at the end of a text."""
    depth = 0
    for mark in text:
        if mark in _CLOSING and depth:
            depth -= 1
        elif mark in _OPENING:
            depth += 1
    return depth > 0
