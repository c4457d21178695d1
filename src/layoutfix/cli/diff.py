"""--diff: a reordering shown so that a person can follow it.

    page.txt: reordered 2 columns
    blocks, as they stand in the dump
      A  line 1  The ferry left
      B  line 1  the harbour at
      C  line 2  without its crew
      D  line 2  dawn, and nobody
    reading order
      A C
      B D
    edits by rule, with the first of each
      join_lines  3  line 1: " " inserted

A block is a run of fragments that stay one after the other. A line of the reading order ends where
the next block stands further up in the dump: with interleaved columns, a line is a column.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rich.console import RenderableType
from rich.text import Text

from layoutfix.cli.paint import LineNumbers, describe_step, excerpt, group_steps, make_grid, paint
from layoutfix.result import Result

COLOURS = ("green", "cyan", "magenta", "yellow", "blue", "red")
EXCERPT_CELLS = 60
NAMES_PER_LINE = 24


@dataclass(frozen=True, slots=True)
class Block:
    """Fragments `first` to `last` of the dump, which the result did not part."""

    name: str
    first: int
    last: int


def print_diff(name: str, result: Result, *, colour: bool) -> str:
    """The moved blocks, their reading order and the edits; or that the text was left alone."""
    if not result.changed:
        return paint([f"{name}: left alone"], colour=colour)
    lines = LineNumbers(result.dump)
    blocks = find_blocks(result.order)
    parts: list[RenderableType] = [Text(f"{name}: {result.verdict}", style="bold")]
    if len(blocks) == 1:
        parts.append("no block moved")
    else:
        parts.extend(_show_blocks(blocks, result, lines))
        parts.extend(_show_order(blocks))
    parts.extend(_show_edits(result, lines))
    return paint(parts, colour=colour)


def find_blocks(order: Sequence[int]) -> list[Block]:
    """The blocks in reading order, named A, B, ... Z, AA, ... by their place in the dump. O(n).

    >>> [(b.name, b.first, b.last) for b in find_blocks([0, 1, 4, 2, 3])]
    [('A', 0, 1), ('C', 4, 4), ('B', 2, 3)]
    """
    starts = [k for k in range(len(order)) if k == 0 or order[k] != order[k - 1] + 1]
    runs = [(order[a], order[b - 1]) for a, b in pairwise([*starts, len(order)])]
    names = {run: name_block(k) for k, run in enumerate(sorted(runs))}
    return [Block(names[run], *run) for run in runs]


def name_block(k: int) -> str:
    """A for 0, Z for 25, AA for 26.

    >>> [name_block(k) for k in (0, 25, 26, 51, 52, 701, 702)]
    ['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA']
    """
    name = ""
    k += 1
    while k:
        k, letter = divmod(k - 1, 26)
        name = chr(ord("A") + letter) + name
    return name


def find_columns(blocks: Sequence[Block]) -> list[list[Block]]:
    """Blocks in reading order, parted where the next one stands further up in the dump."""
    columns: list[list[Block]] = []
    for block in blocks:
        if not columns or block.first < columns[-1][-1].first:
            columns.append([])
        columns[-1].append(block)
    return columns


def _style_of(column: int) -> str:
    """One colour for the blocks that are read in a row."""
    return COLOURS[column % len(COLOURS)]


def _show_blocks(
    blocks: Sequence[Block], result: Result, lines: LineNumbers
) -> list[RenderableType]:
    grid = make_grid("left", "left", "left")
    styles = {b: _style_of(k) for k, column in enumerate(find_columns(blocks)) for b in column}
    for block in sorted(blocks, key=lambda b: b.first):
        start, end = result.fragments[block.first].start, result.fragments[block.last].end
        grid.add_row(
            "",
            Text(block.name, style=f"bold {styles[block]}"),
            lines.describe(start, end),
            Text(excerpt(result.dump[start:end], EXCERPT_CELLS), style=styles[block]),
        )
    return ["blocks, as they stand in the dump", grid]


def _show_order(blocks: Sequence[Block]) -> list[RenderableType]:
    parts: list[RenderableType] = ["reading order"]
    for k, column in enumerate(find_columns(blocks)):
        for start in range(0, len(column), NAMES_PER_LINE):
            names = " ".join(b.name for b in column[start : start + NAMES_PER_LINE])
            indent = "  " if start == 0 else "    "
            parts.append(Text.assemble(indent, (names, _style_of(k))))
    return parts


def _show_edits(result: Result, lines: LineNumbers) -> list[RenderableType]:
    if not result.steps:
        return []
    grid = make_grid("left", "right", "left")
    for rule, steps in group_steps(result.steps).items():
        grid.add_row("", rule, f"{len(steps):,}", describe_step(steps[0], lines))
    return ["edits by rule, with the first of each", grid]
