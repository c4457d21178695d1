"""Dump -> rows: the physical lines, with what stands before their text (indent, marks, blanks)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex as re

from layoutfix.chardata import BLOCK_BREAKS, BREAK_HYPHENS, CJK_FROM, MARKUP_RE
from layoutfix.patterns import pattern

TAB_STOP = 8

ROW_END_RE = pattern(rf"[\n{BLOCK_BREAKS}]")
HYPHEN_END_RE = pattern(
    rf"[\n{BLOCK_BREAKS}]|(?<=[\p{{L}}\p{{M}}\p{{N}}])[{''.join(sorted(BREAK_HYPHENS))}](?=\w)"
)
"""Where a row ends: a line break, a mark that a tool printed for one, or, as the last character of
the row, one that stands for a hyphen and the line break behind it."""

FULL_SHARE = 0.75
"""Lines that end with a hyphen are full. Where half of them are narrower than this share of the
widest, the text was wrapped anew since, and the character only breaks words."""

_ODD_ENDS = (*BLOCK_BREAKS, *sorted(BREAK_HYPHENS))
"""What ends a row beside a line break, or may."""
_ENDS_OF_BLOCKS = frozenset(BLOCK_BREAKS) - {"\v"}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the dump that has text: `text` is `dump[start:end]`, without blanks around it.

    indent        blanks before the text, in character columns (a tab reaches the next stop of 8)
    blanks_above  blank lines directly above
    mark          the markdown mark before the text ("##", ">"), judged later; "" if none
    mark_start    where that mark starts in the dump; `start` if there is none
    wide          ideographic spaces among the blanks of `indent`, where each counts as one
    """

    start: int
    end: int
    text: str
    indent: int
    blanks_above: int
    mark: str
    mark_start: int
    wide: int = 0


STRUCTURE_RE = pattern(
    r"""\s*(?: ```|~~~ | \|.*\|\s*$ | [-+|:= ]{4,}$ | [-*+•]\s | \d{1,3}[.)]\s | >{1,3}\s
      | (?:def|class|import|from|return|if|for|while|else|static|void|int|const|let|var)\b
        .*[:;{(]\s*$
      | [{}\[\]]+[,;]?\s*$ | \d\d:\d\d:\d\d | .*\.{4,}\s*\d+\s*$ | .*…{2,}\s*\d+\s*$ )""",
    re.VERBOSE,
)
"""Rows of lists, tables, code, subtitles, contents pages (`#` is too often false)."""


def markup_share(rows: list[Row], dump: str, *, cells: bool = True) -> float:
    r"""Share of rows that belong to a list, a table, code or a contents page.

    cells  also rows that look so only by cells which stand below each other

    >>> dump = "- one\n- two\nthree"
    >>> round(markup_share(dump_to_rows(dump), dump), 2)
    0.67
    """
    if not rows:
        return 0.0
    below = _stand_below(rows) if cells else [False] * len(rows)
    return sum(
        is_below or STRUCTURE_RE.match(dump, r.mark_start, r.end) is not None
        for r, is_below in zip(rows, below, strict=True)
    ) / len(rows)


def cell_markup_share(rows: list[Row], cells: Sequence[str]) -> float:
    """The same where rows are in cells: a list in one column marks no line of the one beside it.

    >>> cell_markup_share([], ["- one", "two who went", "- three", "over the hill"])
    0.5
    """
    marked = sum(STRUCTURE_RE.match(cell) is not None for cell in cells)
    below = sum(_stand_below(rows))
    return marked / max(len(cells), 1) + below / max(len(rows), 1)


PARTING_RE = pattern(
    r"[ \u00a0]{2}|[\t\u3000]|(?<=[\u2e80-\ua4cf\uff00-\uff60]) (?=[\u2e80-\ua4cf\uff00-\uff60])"
)
"""Blanks at which a row of several columns could be cut, as far as blanks show it."""


def parted_share(rows: Sequence[Row]) -> float:
    """Share of rows with a blank inside at which columns may meet: a wide one, one between Han.

    >>> dump = "the ferry    was late\\n新桥通车 记者报道\\nthe gate was shut\\n新桥今日通车"
    >>> parted_share(dump_to_rows(dump))
    0.5
    """
    return sum(PARTING_RE.search(row.text) is not None for row in rows) / max(len(rows), 1)


def _stand_below(rows: list[Row]) -> list[bool]:
    """Whether the cells of each row stand below those of the row above, or above those below.

    Rows of tables do, and glosses between the lines; lines of columns are longer.
    """
    found = [False] * len(rows)
    cells = [_cells(row) for row in rows]
    for k, ((above, wide), (below, also)) in enumerate(pairwise(cells), 1):
        together = len(above & below)
        narrow = max(wide, also) <= _WIDEST_CELL
        if (
            not rows[k].blanks_above
            and narrow
            and together >= max(_LEAST_BELOW, _BELOW_SHARE * min(len(above), len(below)))
        ):
            found[k - 1] = found[k] = True
    return found


def _cells(row: Row) -> tuple[set[int], float]:
    """Half-width cells at which what stands between wide blanks begins, and its mean width."""
    starts, at, blanks = {row.indent}, row.indent, 0
    for c in row.text:
        if c.isspace():
            blanks += 1 + (c == "\u3000")
        elif blanks:
            if blanks > 1:
                starts.add(at)
            blanks = 0
        at += 1 + (c >= CJK_FROM)
    return starts, (at - row.indent) / len(starts)


_WIDEST_CELL = 14.0
_LEAST_BELOW = 3
_BELOW_SHARE = 0.7
"""Cells of a table's row are at most so wide, with their gaps; so many must stand below others."""


def dump_to_rows(dump: str, start: int = 0, end: int | None = None) -> list[Row]:
    r"""The rows of `dump[start:end]` that have text. O(characters).

    >>> [(r.text, r.indent, r.blanks_above, r.mark) for r in dump_to_rows("  a b \n\n## c")]
    [('a b', 2, 0, ''), ('c', 3, 1, '##')]

    Marks of the ends of blocks (djvutxt) end rows; so does what PDFium prints for a hyphen and its
    line break, which stays in its row.

    >>> [(r.text, r.blanks_above) for r in dump_to_rows("one\n\x1ftwo mu\ufffenici pal")]
    [('one', 0), ('two mu\ufffe', 1), ('nici pal', 0)]

    A `#` or `>` that no blank follows is text, and so is a mark with nothing after it.

    >>> [(r.text, r.mark) for r in dump_to_rows("#7 of 9\n>")]
    [('#7 of 9', ''), ('>', '')]
    """
    rows: list[Row] = []
    blanks = 0
    for at, line, ends_block in _split_lines(dump, start, len(dump) if end is None else end):
        if line and line[0] not in "#>" and not line[0].isspace():
            text = line.rstrip()
            rows.append(Row(at, at + len(text), text, 0, blanks, "", at))
        elif not line or line.isspace():
            blanks += 1
            continue
        else:
            rows.append(_line_to_row(line, at, blanks))
        blanks = int(ends_block)
    return rows


def _split_lines(dump: str, start: int, stop: int) -> Iterator[tuple[int, str, bool]]:
    """The lines of `dump[start:stop]`: offset, text, whether a mark of a block's end follows."""
    whole = dump[start:stop]
    if not any(c in whole for c in _ODD_ENDS):
        at = start
        for line in whole.split("\n"):
            yield at, line, False
            at += len(line) + 1
        return
    ends = HYPHEN_END_RE if _has_full_lines(whole) else ROW_END_RE
    at = start
    while at < stop:
        found_end = ends.search(dump, at, stop)
        mark_of_end = found_end[0] if found_end else ""
        row_end = found_end.end() if found_end else stop
        line_end = row_end - len(mark_of_end) * (mark_of_end not in BREAK_HYPHENS)
        yield at, dump[at:line_end], mark_of_end in _ENDS_OF_BLOCKS
        at = row_end


def _line_to_row(line: str, at: int, blanks_above: int) -> Row:
    """The row of a line that begins at an offset, behind its indent and its mark of markdown."""
    text_start = lead = len(line) - len(line.lstrip())
    mark, mark_start = "", at + lead
    found = MARKUP_RE.match(line, lead)
    if found and found.end() < len(line.rstrip()):
        mark, text_start = found[1], found.end()
    text = line[text_start:].rstrip()
    return Row(
        start=at + text_start,
        end=at + text_start + len(text),
        text=text,
        indent=len(line[:text_start].expandtabs(TAB_STOP)),
        blanks_above=blanks_above,
        mark=mark,
        mark_start=mark_start if mark else at + text_start,
        wide=line.count("\u3000", 0, text_start),
    )


def _has_full_lines(text: str) -> bool:
    """Whether the lines that end with a hyphen and line break in one character are full lines."""
    if not any(c in text for c in BREAK_HYPHENS):
        return False
    lengths: list[int] = []
    broken: list[int] = []
    at = 0
    for found in HYPHEN_END_RE.finditer(text):
        length = len(text[at : found.start()].strip())
        lengths.append(length)
        if found[0] in BREAK_HYPHENS:
            broken.append(length)
        at = found.end()
    lengths.append(len(text[at:].strip()))
    return bool(broken) and sorted(broken)[len(broken) // 2] >= FULL_SHARE * max(lengths)
