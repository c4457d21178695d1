"""Lines of code, tables and lists of records, which no rule of prose touches."""

from __future__ import annotations

from collections.abc import Sequence

from layoutfix.chardata import HAN_RE
from layoutfix.patterns import pattern
from layoutfix.rows import STRUCTURE_RE

LONGEST_CODE = 400
"""Characters of a line that are looked at for marks of code."""

TABLE_RE = pattern("[|│┃║]")
"""Lines between the cells of a table."""

CODE_RE = pattern(r"[{};=<>\[\]|\\]|\t|->|\(\)|^\s*(?:#|//|--|/\*)")
"""Marks of code, records and tables; a line that has several is not prose."""


def find_structure(lines: Sequence[str]) -> list[bool]:
    """Whether each of some lines belongs to code, a table or a list of records.

    >>> find_structure(["a | b", "x = [1, 2];", "- one", "第一，- 二", "It was late."])
    [True, True, True, False, False]
    """
    return [
        TABLE_RE.search(line) is not None
        or len(CODE_RE.findall(line)) >= 2
        or (STRUCTURE_RE.match(line) is not None and not HAN_RE.search(line))
        for line in lines
    ]
