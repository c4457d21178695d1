"""Rows -> pieces: the fragments of a page, and what is seen of their places."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from layoutfix.config import Config
from layoutfix.continuity.cohesion import RowUnits
from layoutfix.continuity.encoder import encoder_of
from layoutfix.continuity.lost_blanks import find_fused_words, find_lost_blanks
from layoutfix.fragments.gutters import Gutter, find_gutters
from layoutfix.fragments.quotes import drop_false_ends
from layoutfix.fragments.rows import Row
from layoutfix.fragments.split import Cut, cut_at_seams
from layoutfix.furniture import find_running_heads
from layoutfix.labels import Label, find_labels, has_wide_blank
from layoutfix.model import Fragment
from layoutfix.ngrams import NgramModel
from layoutfix.result import DROPPING_RULE

Floats = npt.NDArray[np.float32]

Ints = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Pieces:
    """The fragments of a page and where they stood. Arrays are (n,).

    row, x, width  as in `ordering.unshuffle.Lines`
    lead           its character column, also where there are no gutters but indents; else NaN
    dropped        spans outside the fragments that are not printed, with the rule that drops them
    marked         whether a markdown heading mark stood before it
    blank_above    blank lines directly above its row
    rest           where in each fragment the text behind its label begins; 0 where it has none
    numbers        fragments that count the lines, and belong to no text
    """

    fragments: list[Fragment]
    row: Ints
    x: Floats
    lead: Floats
    width: Floats
    dropped: list[tuple[int, int, str]]
    marked: npt.NDArray[np.bool_]
    blank_above: Ints
    rest: Ints
    numbers: npt.NDArray[np.bool_]

    @property
    def texts(self) -> list[str]:
        """What each fragment says, without its label."""
        return [f.text[k:] for f, k in zip(self.fragments, self.rest.tolist(), strict=True)]

    @property
    def row_size(self) -> Ints:
        """How many fragments stand in the row of each, (n,)."""
        return np.asarray(np.bincount(self.row)[self.row], np.int32)

    @property
    def row_firsts(self) -> npt.NDArray[np.intp]:
        """The fragment that begins each row, (rows,)."""
        return np.flatnonzero(np.diff(self.row, prepend=-1))


class Span(NamedTuple):
    """A fragment before it is one: offsets in the dump, row, and what is seen of its place.

    `rest` counts the characters of its label, `number` says that it counts the lines.
    """

    start: int
    end: int
    row: int
    x: float
    lead: float
    first: bool
    rest: int = 0
    number: bool = False


def cut_rows(
    dump: str,
    rows: list[Row],
    start: int,
    at: Floats,
    model: NgramModel | None,
    config: Config,
    *,
    cjk: bool,
    above: Sequence[Row] = (),
) -> Pieces:
    """Rows cut at their gutters and seams, but not behind labels; `at` as in `cut_at_seams`.

    `above` are rows whose gutters are those of the page, as far as it has any.
    """
    labels, rows = part_labels(rows), [*rows]
    whole = list(rows)
    for r, label in enumerate(labels):
        if label is not None and label.kind == "line":
            rows[r] = _without_label(rows[r], label)
    items = [label.rest if label and label.kind == "item" else 0 for label in labels]
    gutters = find_gutters([*above, *rows], config.fragments, cjk=cjk)
    for own, item in zip(gutters[len(above) :], items, strict=True):
        own[:] = [g for g in own if g.offset > item]
    parted = sum(map(bool, gutters))
    keeps_x = parted > config.fragments.least_gutter_share * len(gutters)
    gutters = gutters[len(above) :]
    keeps_lead = keeps_x or _keeps_indents(rows, config)
    units = encoder = lost = None
    if model is not None:
        texts = [row.text for row in rows]
        encoder = encoder_of(texts, model)
        if not cjk:
            lost = _lost_blanks(rows, at, start, model, config)
        units = RowUnits(texts, model, config.continuity.unseen_mix, lost)
    seams = config.seams if cjk else config.spaced_seams
    cuts = cut_at_seams(
        rows,
        gutters,
        at,
        units,
        seams,
        cjk=cjk,
        start=start,
        encoder=encoder,
        lost=lost,
        items=items,
    )
    if cjk:
        cuts = drop_false_ends(dump, cuts, config.fragments)
    for r in find_running_heads([row.text for row in rows]):  # one line each, however wide
        gutters[r], cuts[r] = [], [Cut(rows[r].start, rows[r].end)]
    spans: list[Span] = []
    dropped = row_marks(rows)
    for r, (row, seen, pieces) in enumerate(zip(rows, gutters, cuts, strict=True)):
        label = labels[r]
        if label is not None and label.kind == "line" and row is whole[r]:
            continue  # a number alone
        columns = _known_columns(row, seen)
        for k, cut in enumerate(pieces):
            column = columns[bisect(columns, (cut.start, np.inf)) - 1]
            is_known = column[0] == cut.start
            spans.append(
                Span(
                    cut.start,
                    cut.end,
                    r,
                    column[1] + cut.start - column[0] if keeps_x and (seen or is_known) else np.nan,
                    column[1] if keeps_lead and is_known else np.nan,
                    first=not k,
                    rest=0 if k else items[r],
                )
            )
            dropped += [(s, e, DROPPING_RULE) for s, e in cut.junk]
    for r, label in enumerate(labels):
        if label is not None and label.kind == "line":
            lo, hi = whole[r].start + label.start, whole[r].start + label.end
            first = lo == whole[r].start
            spans.append(Span(lo, hi, r, np.nan, np.nan, first, number=True))
    spans.sort(key=lambda span: span.start)
    return spans_to_pieces(dump, rows, spans, dropped, start, at)


def row_marks(rows: Sequence[Row]) -> list[tuple[int, int, str]]:
    """Marks of headings before the texts of rows: spans that are not printed, with their rule."""
    return [(r.mark_start, r.mark_start + len(r.mark), "strip_markup") for r in rows if r.mark]


def part_labels(rows: Sequence[Row]) -> list[Label | None]:
    """The labels of rows that a cut could part from their lines: wide blanks stand beside them."""
    texts = [row.text for row in rows]
    return [
        label if label and (label.kind == "line" or has_wide_blank(text, label.rest)) else None
        for label, text in zip(find_labels(texts), texts, strict=True)
    ]


def _without_label(row: Row, label: Label | None) -> Row:
    """A row less its label; as it is where nothing else stands there."""
    if label is None or not len(row.text) - (label.end - label.start) > 0:
        return row
    if label.start:  # at the right margin
        text = row.text[: label.rest]
        return replace(row, text=text, end=row.start + len(text))
    text = row.text[label.rest :]
    indent = row.indent + label.rest
    return replace(row, text=text, start=row.start + label.rest, indent=indent)


def _lost_blanks(
    rows: list[Row], at: Floats, start: int, model: NgramModel, config: Config
) -> list[list[int]]:
    """Offsets in each row before which a blank was lost; in wide rows two lines may be fused so."""
    lost = find_lost_blanks([row.text for row in rows], model, config.continuity)
    ends = np.array([(row.start, row.end) for row in rows], np.intp) - start
    width = at[ends[:, 1]] - at[ends[:, 0]]
    wide = np.flatnonzero(width > config.spaced_seams.fused_from * np.median(width)).tolist()
    fused = find_fused_words([rows[r].text for r in wide], model)
    for r, offsets in zip(wide, fused, strict=True):
        lost[r] = sorted({*lost[r], *offsets})
    return lost


def _known_columns(row: Row, gutters: list[Gutter]) -> list[tuple[int, int]]:
    """Offsets in the dump whose character columns are known: the row's start, and its gutters."""
    return [(row.start, row.indent), *((row.start + g.offset, g.column) for g in gutters)]


def _keeps_indents(rows: Sequence[Row], config: Config) -> bool:
    """Whether some rows are indented by a little, and most are not: then indents mean something."""
    indented = sum(0 < r.indent <= config.fragments.most_indent for r in rows)
    return 2 <= indented <= len(rows) // 2


def whole_rows(dump: str, rows: list[Row], start: int, at: Floats) -> Pieces:
    """Each row as one piece, for a page that stays as it is."""
    spans = []
    for k, (row, label) in enumerate(zip(rows, part_labels(rows), strict=True)):
        text = _without_label(row, label).start
        rest = text - row.mark_start if text != row.start else 0
        spans.append(Span(row.mark_start, row.end, k, np.nan, np.nan, first=True, rest=rest))
    return spans_to_pieces(dump, rows, spans, [], start, at)


def cells_to_pieces(
    dump: str,
    rows: Sequence[Row],
    cells: Sequence[Sequence[tuple[int, int]]],
    start: int,
    at: Floats,
    config: Config,
) -> Pieces:
    """Rows cut into cells that are known, spans of the dump; marks before the text are dropped.

    Where a row has several, the places of all are seen.
    """
    keeps_x = any(len(found) > 1 for found in cells)
    keeps_lead = keeps_x or _keeps_indents(rows, config)
    spans = []
    for r, (row, found) in enumerate(zip(rows, cells, strict=True)):
        for k, (lo, hi) in enumerate(found):
            place = row.indent + max(lo - row.start, 0)
            x, lead = place if keeps_x else np.nan, place if keeps_lead else np.nan
            spans.append(Span(max(lo, row.start), hi, r, x, lead, first=not k))
    dropped = row_marks(rows)
    return spans_to_pieces(dump, rows, spans, dropped, start, at)


def spans_to_pieces(
    dump: str,
    rows: Sequence[Row],
    spans: list[Span],
    dropped: list[tuple[int, int, str]],
    start: int,
    at: Floats,
) -> Pieces:
    """The pieces of a page; `at` as in `cut_at_seams`, widths are those of texts without labels."""
    lo = np.array([s.start + s.rest for s in spans], np.intp) - start
    hi = np.array([s.end for s in spans], np.intp) - start
    row = np.array([s.row for s in spans], np.int32)
    first = np.array([s.first for s in spans], bool)
    marks = np.array([r.mark.startswith("#") for r in rows], bool)
    blanks = np.array([r.blanks_above for r in rows], np.int32)
    return Pieces(
        fragments=[Fragment(s.start, s.end, dump[s.start : s.end]) for s in spans],
        row=row,
        x=np.array([s.x for s in spans], np.float32),
        lead=np.array([s.lead for s in spans], np.float32),
        width=(at[hi] - at[lo]).astype(np.float32),
        dropped=dropped,
        marked=marks[row] & first,
        blank_above=np.where(first, blanks[row], 0).astype(np.int32),
        rest=np.array([s.rest for s in spans], np.int32),
        numbers=np.array([s.number for s in spans], bool),
    )


def take_pieces(pieces: Pieces, ids: list[int]) -> Pieces:
    """Some of the fragments of a page, in the order of `ids`."""
    if ids == list(range(len(pieces.fragments))):
        return pieces
    at = np.array(ids, np.intp)
    return replace(
        pieces,
        fragments=[pieces.fragments[i] for i in ids],
        row=pieces.row[at],
        x=pieces.x[at],
        lead=pieces.lead[at],
        width=pieces.width[at],
        marked=pieces.marked[at],
        blank_above=pieces.blank_above[at],
        rest=pieces.rest[at],
        numbers=pieces.numbers[at],
    )


def join_pieces(pieces: Pieces, lines: list[list[int]], column: float = 0.0) -> Pieces:
    """The pieces with those that are one line as one, a blank between their texts.

    column  width to which the words of a line were stretched
    """
    first = [line[0] for line in lines]
    joined = take_pieces(pieces, first)
    fragments = [
        Fragment(
            pieces.fragments[line[0]].start,
            pieces.fragments[line[-1]].end,
            " ".join(pieces.fragments[i].text for i in line),
        )
        for line in lines
    ]
    width = [
        max(float(pieces.width[line].sum()) + len(line) - 1, column * (len(line) > 1))
        for line in lines
    ]
    return replace(joined, fragments=fragments, width=np.array(width, np.float32))


def stand_apart(pieces: Pieces) -> bool:
    """Whether many rows hold one fragment and have a blank line above them: blocks of a line."""
    first = pieces.row_firsts[1:]
    if not len(first):
        return False
    alone = pieces.row_size[first] == 1
    return float((alone & (pieces.blank_above[first] > 0)).mean()) >= _APART_SHARE


_APART_SHARE = 0.3
"""Where paragraphs alone are parted by blank lines, few rows have one above."""


def lines_of_blocks(pieces: Pieces) -> npt.NDArray[np.bool_] | None:
    """Which pieces go on in the block of the one before, (n,); None where rows do not stand apart.

    Where a tool prints nearly every line as a block of its own, those without a blank line between
    them stood below one another in one column. Not so in pdfminer's text, which takes words of a
    stretched line out of their block.
    """
    if not stand_apart(pieces) or keeps_stretch(pieces):
        return None
    alone = pieces.row_size == 1
    goes_on = np.zeros(len(pieces.row), bool)
    goes_on[1:] = (np.diff(pieces.row) == 1) & (pieces.blank_above[1:] == 0)
    goes_on[1:] &= alone[1:] & alone[:-1]
    return goes_on


def keeps_stretch(pieces: Pieces) -> bool:
    """Whether stretched words stand in one row with two blanks between, as pdfminer has them."""
    return sum("  " in text for text in pieces.texts) > _STRETCHED_SHARE * len(pieces.texts)


_STRETCHED_SHARE = 0.1
