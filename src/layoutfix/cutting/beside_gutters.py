"""Marks at the edges of cells beside seen gutters, which OCR may have read there: out of the way.

    清早的雾很大， 。   。渡口边还没有人        one alone before the gutter, one glued behind it
    he said that the  |  bridge was closed

What stands at the outer edges of a page has no gutter beside it. Whether the marks are dirt is
judged once the order is known (`layoutfix.cutting.dirt`).
"""

from __future__ import annotations

from collections.abc import Sequence

from layoutfix.cutting.junk import GLUED_JUNK_RE, JUNK_RE, RULE_RE
from layoutfix.cutting.kinsoku import keep_kinsoku
from layoutfix.cutting.split import Cut
from layoutfix.patterns import pattern
from layoutfix.script import Script
from layoutfix.sheet import Sheet

_ALONE = rf"(?:{JUNK_RE.pattern}|{RULE_RE.pattern}{{1,3}})"
_FIRST_RE = pattern(rf"{_ALONE}\s+(?=\S)")
_LAST_RE = pattern(rf"(?<=\S)\s+{_ALONE}$")
_QUOTE_RE = pattern("[”’](?=.)")


def cut_marks(sheet: Sheet, rows: Sequence[Sequence[tuple[int, int]]]) -> list[list[Cut]]:
    """The cells of each row, from left to right, without marks at their edges beside gutters.

    rows  spans of the dump; a cell that is nothing but marks stays as it is
    """
    dump, script = sheet.dump, sheet.script
    firsts = [dump[row[0][0] : row[0][1]] for row in rows if row]
    kinsoku = script is Script.CJK and keep_kinsoku(firsts)
    cuts = []
    for row in rows:
        last = len(row) - 1
        cuts.append(
            [
                _cut_cell(dump, lo, hi, before=k > 0, behind=k < last, kinsoku=kinsoku)
                for k, (lo, hi) in enumerate(row)
            ]
        )
    return cuts


def _cut_cell(dump: str, lo: int, hi: int, *, before: bool, behind: bool, kinsoku: bool) -> Cut:
    """A cell less marks at its start, where a gutter is before it, and at its end likewise."""
    text, junk = dump[lo:hi], []
    if before:
        found = _FIRST_RE.match(text) or _QUOTE_RE.match(text)
        found = found or (GLUED_JUNK_RE.match(text) if kinsoku else None)
        if found and found.end() < len(text):
            junk.append((lo, lo + len(found[0].rstrip())))
            lo += found.end()
            text = dump[lo:hi]
    if behind:
        found = _LAST_RE.search(text)
        start = found.start() if found else len(text) - (len(text) > 1 and text[-1] in "“‘")
        if 0 < start < len(text):
            marks = lo + start + len(text[start:]) - len(text[start:].lstrip())
            junk.append((marks, hi))
            hi = lo + start
    return Cut(lo, hi, tuple(junk))
