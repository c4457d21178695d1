"""Rows of single characters -> the grid that they make, and whether its columns are the text.

Vertical text that was printed row by row has in each row one character of each vertical line, and
lines stand from right to left:

    了 雪 山
    水 化 上      山上的 雪化成 了水
       成 的

Blanks between the characters keep their places; where there are none, the rows look like prose set
in lines of one length. What tells the two apart is the language: of a grid the columns read, of
prose the rows do.
What it gets wrong: a grid of names or of very few characters stays, for no reading of it is sure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from layoutfix.arrays import Doubles
from layoutfix.chardata import codes_to_is_cjk, codes_to_widths, script_of, text_to_codes
from layoutfix.ngrams import NgramModel
from layoutfix.patterns import pattern
from layoutfix.script import Script

Cell = tuple[int, int, int]
"""Number of a row, and start and end in it of what stands in one place."""
Span = tuple[int, int]
"""Start and end of a character in its row."""

_TOKEN_RE = pattern(r"\S+")
_CELL_RE = pattern(r"\S|[0-9]{2}|[!?]{2}")  # for whole words alone: in a text it finds one digit
"""What stands in one place of a vertical line: a character, or two digits side by side."""
_LEAST_ROWS, _LEAST_CELLS = 3, 12
_LEAST_COLUMNS = 2
_MOST_COLUMNS = 60
_EQUAL_SHARE = 0.3
"""Share of the rows of a grid without blanks that are as long as its longest."""
_WIDE_SHARE = 0.5
_TIER_GAIN = 12.0
"""Nats by which a text must read better where its grid is parted into two tiers."""
_ALIGNED = 0.05
"""How far from its place, in columns, a character may stand."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid of single characters: its rows, and its columns as they are read.

    columns  cells from top to bottom, the column that is read first before the others
    gain     nats a character by which the columns read better than the rows; 0 without a model
    parted   whether blanks stand between the characters
    """

    rows: range
    columns: list[list[Cell]]
    gain: float
    parted: bool


def find_grids(rows: Sequence[str], model: NgramModel | None = None) -> list[range]:
    """Numbers of the rows that form grids of single characters parted by blanks.

    rows   lines of a text with the blanks before them; an empty one ends a grid
    model  of the language: where the rows read clearly better than the columns, the blanks only
           tear words, and there is no grid. Without it every such block is one

    >>> find_grids("卻 摘 老 家|沒 。 屋 父|有 祖 在 每|人 母 河 年".split("|"))
    [range(0, 4)]
    >>> find_grids(["卻 沒有 人", "祖母 在世"])
    []
    """
    grids = (rows_to_grid(rows, block, model, parted=True) for block in _parted_blocks(rows))
    return [grid.rows for grid in grids if grid is not None and grid.gain >= -_CLEARLY]


_CLEARLY = 1.8
"""Nats a character by which rows must read better than columns: by 2 and more in spaced text."""


def read_grids(rows: Sequence[str], model: NgramModel) -> list[Grid]:
    """All grids of a page, also those without blanks, with what their columns gain as text.

    O(characters).
    """
    blocks = _parted_blocks(rows)
    parted = bool(blocks)
    if not parted:
        blocks = _tight_blocks(rows)
    grids = (rows_to_grid(rows, block, model, parted=parted) for block in blocks)
    return [grid for grid in grids if grid is not None]


def _parted_blocks(rows: Sequence[str]) -> list[range]:
    """Runs of rows of single characters with blanks between them."""
    cells = [_row_to_cells(row) for row in rows]
    return [
        block
        for block in _runs([len(c) > 0 for c in cells])
        if max(len(cells[r]) for r in block) >= _LEAST_COLUMNS
        and script_of("".join(c for r in block for c in cells[r])) is Script.CJK
    ]


def _row_to_cells(row: str) -> list[str]:
    """The characters of a row that has blanks between them; none of any other row."""
    first = _TOKEN_RE.search(row)
    if first is None or len(first[0]) > 2:  # nearly every row
        return []
    cells: list[str] = _TOKEN_RE.findall(row)
    return cells if all(map(_CELL_RE.fullmatch, cells)) else []


def _tight_blocks(rows: Sequence[str]) -> list[range]:
    """Runs of rows of full-width characters, most of them as long as the longest."""
    texts = [row.rstrip() for row in rows]
    blocks = []
    for block in _runs(_are_wide(texts)):
        length = [len(texts[r]) for r in block]
        longest = max(length)
        equal = sum(k == longest for k in length) / len(length)
        if equal >= _EQUAL_SHARE and _LEAST_COLUMNS <= longest <= _MOST_COLUMNS:
            blocks.append(block)
    return blocks


def _are_wide(rows: Sequence[str]) -> list[bool]:
    """Which rows are set in full-width characters, but for a few letters and digits."""
    bare = [row.strip() for row in rows]
    length = np.array([len(row) for row in bare], np.intp)
    behind = np.cumsum(length)
    before = np.zeros(int(length.sum()) + 1, np.intp)
    np.cumsum(codes_to_is_cjk(text_to_codes("".join(bare))), out=before[1:])
    wide = before[behind] - before[behind - length]
    share = wide / np.maximum(length, 1)
    fits = (length > 0) & (share >= _WIDE_SHARE)
    return [fit and " " not in row for fit, row in zip(fits.tolist(), bare, strict=True)]


def _runs(fits: Sequence[bool]) -> list[range]:
    """Runs of rows that fit, as long as a grid must be."""
    found, start = [], 0
    for k, fit in enumerate([*fits, False]):
        if not fit:
            if k - start >= _LEAST_ROWS:
                found.append(range(start, k))
            start = k + 1
    return found


def rows_to_grid(
    rows: Sequence[str], block: range, model: NgramModel | None, *, parted: bool
) -> Grid | None:
    """The grid of a block of rows, its columns in the order that reads best; None if it is none.

    Without a model they stand from right to left, as they are set. Where the columns end in the
    middle of the block and others begin below, as in a page of two tiers, each tier is read by
    itself.
    """
    cells = {r: _row_cells(rows[r], parted=parted) for r in block}
    count = sum(map(len, cells.values()))
    if count < _LEAST_CELLS:
        return None
    if model is None:
        return Grid(block, _ways_to_read(block, cells, rows)[0], 0.0, parted)
    columns, value = _read_tier(block, cells, rows, model)
    lines = [[(r, *span) for span in row] for r, row in cells.items()]
    gain = round((value - _log_prob(lines, rows, model)) / count, 3)
    if gain >= 0.0:
        columns = _part_tiers((columns, value), block, cells, rows, model)
    return Grid(block, columns, gain, parted)


def _part_tiers(
    whole: tuple[list[list[Cell]], float],
    block: range,
    cells: Mapping[int, Sequence[Span]],
    rows: Sequence[str],
    model: NgramModel,
) -> list[list[Cell]]:
    """The columns, those of an upper tier before those of a lower one where that gains much.

    whole  columns and log probability of the block as one tier
    """
    columns, least = whole[0], whole[1] + _TIER_GAIN
    for row in range(block.start + _LEAST_ROWS, block.stop - _LEAST_ROWS + 1):
        upper, above = _read_tier(range(block.start, row), cells, rows, model)
        lower, below = _read_tier(range(row, block.stop), cells, rows, model)
        if above + below > least:
            columns, least = upper + lower, above + below
    return columns


def _read_tier(
    block: range, cells: Mapping[int, Sequence[Span]], rows: Sequence[str], model: NgramModel
) -> tuple[list[list[Cell]], float]:
    """The columns of a block in the order that reads best, and its log probability."""
    ways = _ways_to_read(block, cells, rows)
    values = [_log_prob(way, rows, model) for way in ways]
    best = int(np.argmax(np.round(values, 3)))
    return ways[best], values[best]


def _ways_to_read(
    block: range, cells: Mapping[int, Sequence[Span]], rows: Sequence[str]
) -> list[list[list[Cell]]]:
    """The columns of a block under each way to align its rows, from the right and from the left."""
    mine = [cells[r] for r in block]
    ways = []
    for places in _ways_to_align([rows[r] for r in block], mine):
        columns = _to_columns(block, mine, places)
        ways += [columns[::-1], columns]
    return ways


def _row_cells(row: str, *, parted: bool) -> list[Span]:
    """Start and end of each cell of a row."""
    if parted:
        return [m.span() for m in _TOKEN_RE.finditer(row)]
    return [(k, k + 1) for k, c in enumerate(row) if not c.isspace()]


def _ways_to_align(rows: Sequence[str], cells: Sequence[Sequence[Span]]) -> list[list[list[int]]]:
    """The column of each cell: where rows are of unequal length there may be several ways.

    Columns are told by the place in the row, in characters or in printed width; where no places
    are kept, the last vertical lines, which stand on the left, are the short ones.
    """
    counts = {len(c) for c in cells}
    if len(counts) == 1:
        return [[list(range(len(c))) for c in cells]]
    found = []
    for at in ([np.arange(len(row) + 1.0) for row in rows], [_offsets(row) for row in rows]):
        starts = [at[k][[s for s, _ in c]] for k, c in enumerate(cells)]
        steps = np.concatenate([np.diff(s) for s in starts])
        if not len(steps):
            continue
        values, votes = np.unique(np.round(steps, 2), return_counts=True)
        pitch = float(values[np.argmax(votes)])
        first = min(float(s[0]) for s in starts)
        place = [(s - first) / pitch for s in starts]
        if all(bool((np.abs(p - np.round(p)) <= _ALIGNED).all()) for p in place):
            found.append([[int(k) for k in np.round(p)] for p in place])
    widest = max(counts)
    if all(not row[:1].isspace() for row in rows) or not found:
        found.append([list(range(widest - len(c), widest)) for c in cells])
    return found


def _offsets(row: str) -> Doubles:
    """Printed width before each character of a row; a blank is as wide as a letter."""
    widths = codes_to_widths(text_to_codes(row), script=Script.CJK).astype(np.float64)
    widths[[k for k, c in enumerate(row) if c == " "]] = 1.0
    return np.append(0.0, np.cumsum(widths))


def _to_columns(
    block: range, cells: Sequence[Sequence[Span]], places: Sequence[Sequence[int]]
) -> list[list[Cell]]:
    """The cells of each column from top to bottom, columns from left to right."""
    columns: dict[int, list[Cell]] = {}
    for r, row, at in zip(block, cells, places, strict=True):
        for span, place in zip(row, at, strict=True):
            columns.setdefault(place, []).append((r, *span))
    return [columns[place] for place in sorted(columns)]


def _log_prob(lines: Sequence[Sequence[Cell]], rows: Sequence[str], model: NgramModel) -> float:
    """Log probability of the text, in nats, where the cells are read line by line."""
    text = "".join(rows[r][start:end] for line in lines for r, start, end in line)
    return float(model.sequence_log_prob(model.encode(text)).sum())


def is_one_place(text: str) -> bool:
    """Whether a row may stand in one place of a vertical line: a character, or two with one letter.

    >>> [is_one_place(text) for text in ("山", "31", "(《", "張三")]
    [True, True, True, False]
    """
    return len(text) == 1 or (len(text) == 2 and not text.isalpha())
