"""What --explain and --diff share: places in the dump, excerpts, colours, the table of edits."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from io import StringIO

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from layoutfix.model import Step

WIDTH = 10_000
"""Cells of a line: nothing is wrapped or cropped, terminals and pagers do that themselves."""

MOST_IN_EDIT = 40
"""Characters of an edit that are shown; the rest is `...`."""

TRAILING_BLANKS_RE = re.compile(r"[ \t]+(?=((?:\x1b\[[0-9;]*m)*)$)", re.MULTILINE)


class LineNumbers:
    """Line numbers (from 1) of offsets in a dump."""

    def __init__(self, dump: str) -> None:
        self._starts = [0, *(k + 1 for k, c in enumerate(dump) if c == "\n")]

    def number(self, offset: int) -> int:
        """The line that an offset stands in."""
        return bisect_right(self._starts, offset)

    def describe(self, start: int, end: int) -> str:
        """ "line 4" or "lines 4-9" for a span."""
        first, last = self.number(start), self.number(max(start, end - 1))
        return f"line {first}" if first == last else f"lines {first}-{last}"


def paint(parts: Sequence[RenderableType], *, colour: bool) -> str:
    """Rich renderables as a string, with ANSI codes or without any."""
    console = Console(
        file=StringIO(),
        width=WIDTH,
        force_terminal=colour,
        color_system="standard" if colour else None,
        no_color=not colour,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    with console.capture() as capture:
        for part in parts:
            console.print(part, soft_wrap=isinstance(part, str | Text))
    return TRAILING_BLANKS_RE.sub("", capture.get())


def make_grid(*justify: str) -> Table:
    """A table without lines, indented by two; one "left" or "right" for each column."""
    grid = Table.grid(padding=(0, 2), pad_edge=False)
    grid.add_column(width=0)
    for side in justify:
        grid.add_column(justify="right" if side == "right" else "left", no_wrap=True)
    return grid


def flatten(text: str) -> str:
    """The text on one line."""
    return " ".join(text.split())


def excerpt(text: str, cells: int) -> str:
    """The first and the last words of a text, or all of it if it fits into that many cells."""
    flat = flatten(text)
    if cell_len(flat) <= cells:
        return flat
    room = (cells - 3) // 2
    return f"{_first_words(flat, room)} … {_last_words(flat, room)}"


def quote(text: str) -> str:
    r"""A text as a person can read it in a list of edits: '\n' for a line break, cut if long."""
    shown = text if len(text) <= MOST_IN_EDIT else text[: MOST_IN_EDIT - 3] + "..."
    return '"' + shown.replace("\n", "\\n").replace("\t", "\\t").replace("\f", "\\f") + '"'


def describe_step(step: Step, lines: LineNumbers) -> str:
    """One edit: where, and what became of what."""
    where = lines.describe(step.start, step.end)
    if not step.before:
        return f"{where}: {quote(step.after)} inserted"
    if not step.after:
        return f"{where}: {quote(step.before)} removed"
    return f"{where}: {quote(step.before)} -> {quote(step.after)}"


def group_steps(steps: Sequence[Step]) -> dict[str, list[Step]]:
    """The steps of each rule, the most frequent rule first."""
    groups: dict[str, list[Step]] = {}
    for step in steps:
        groups.setdefault(step.rule, []).append(step)
    return dict(sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])))


def _first_words(flat: str, cells: int) -> str:
    cut = _take_cells(flat, cells)
    at_word = cut.rpartition(" ")[0]
    return at_word if len(at_word) > len(cut) // 2 and flat[len(cut)] != " " else cut.rstrip()


def _last_words(flat: str, cells: int) -> str:
    cut = _take_cells(flat[::-1], cells)[::-1]
    at_word = cut.partition(" ")[2]
    is_inside = flat[len(flat) - len(cut) - 1] != " "
    return at_word if len(at_word) > len(cut) // 2 and is_inside else cut.lstrip()


def _take_cells(text: str, cells: int) -> str:
    used = 0
    for k, c in enumerate(text):
        used += cell_len(c)
        if used > cells:
            return text[:k]
    return text
