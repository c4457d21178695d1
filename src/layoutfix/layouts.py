"""What a user may say of a page's layout: that it is in columns, or that it stays as it is.

auto          columns are sought, and the gate judges them
keep          the order stays as it is
columns       it is in columns: cut and read them, on a page that the gate would leave, too
columns:3     and there are three of them
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from layoutfix.errors import InputError

LAYOUTS = ("auto", "keep", "columns", "columns:N")
"""What `Config.layout` and `--layout` may be."""

MOST_COLUMNS = 12
"""Columns that may be asked for."""

_LAYOUT_RE = re.compile(r"(auto|keep|columns)(?::(\d{1,4}))?")


@dataclass(frozen=True, slots=True)
class Layout:
    """What was said of the layout; `count` columns, None where their number is not said."""

    kind: Literal["auto", "keep", "columns"]
    count: int | None = None


def parse_layout(text: str) -> Layout:
    """A layout as it is written. Raises InputError for any other, naming the choices.

    >>> parse_layout("columns:3")
    Layout(kind='columns', count=3)
    >>> parse_layout("sideways")
    Traceback (most recent call last):
        ...
    layoutfix.errors.InputError: there is no layout 'sideways': choose one of auto, keep, columns, \
columns:N (N from 2 to 12)
    """
    m = _LAYOUT_RE.fullmatch(text)
    count = int(m[2]) if m and m[2] else None
    kind = m[1] if m else None
    numbered = count is not None
    if kind is None or (numbered and (kind != "columns" or not 2 <= (count or 0) <= MOST_COLUMNS)):
        choices = ", ".join(LAYOUTS)
        raise InputError(
            f"there is no layout {text!r}: choose one of {choices} (N from 2 to {MOST_COLUMNS})"
        )
    if kind == "columns":
        return Layout("columns", count)
    return Layout("keep") if kind == "keep" else Layout("auto")
