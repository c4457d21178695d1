"""Rows -> the fragments of a page, and what is seen of their places."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from layoutfix.cutting.gutters import Gutter, find_gutters
from layoutfix.cutting.split import Cut, cut_at_seams
from layoutfix.furniture import find_running_heads
from layoutfix.labels import Label, find_labels, has_wide_blank
from layoutfix.linking.cohesion import RowUnits
from layoutfix.linking.encoder import encoder_of
from layoutfix.linking.lost_blanks import find_fused_words, find_lost_blanks
from layoutfix.ngrams import NgramModel
from layoutfix.page import FragmentSpan, Page, spans_to_page
from layoutfix.patterns import pattern
from layoutfix.ranks import median
from layoutfix.result import DROPPING_RULE
from layoutfix.rows import Row
from layoutfix.script import Script
from layoutfix.sheet import Sheet
from layoutfix.weights import GutterWeights


def cut_rows(sheet: Sheet, above: Sequence[Row] = ()) -> Page:
    """The rows of a page cut at their gutters and seams, but not behind labels.

    `above` are rows whose gutters are those of the page, as far as it has any.
    """
    labels = part_labels(sheet.rows)
    rows = [
        _without_label(row, label) if label and label.kind == "line" else row
        for row, label in zip(sheet.rows, labels, strict=True)
    ]
    items = [label.rest if label and label.kind == "item" else 0 for label in labels]
    gutters, keeps_x = _gutters(rows, items, above, sheet)
    keeps_lead = keeps_x or _keeps_indents(rows, sheet.weights.gutters)
    cuts = cut_as_told(_cut(rows, gutters, items, sheet), sheet)
    for r in find_running_heads([row.text for row in rows]):  # one line each, however wide
        gutters[r], cuts[r] = [], [Cut(rows[r].start, rows[r].end)]
    spans: list[FragmentSpan] = []
    dropped = row_marks(rows)
    for r, (row, label) in enumerate(zip(rows, labels, strict=True)):
        if label and label.kind == "line":
            lo, hi = sheet.rows[r].start + label.start, sheet.rows[r].start + label.end
            first = lo == sheet.rows[r].start
            spans.append(FragmentSpan(lo, hi, r, np.nan, np.nan, first, number=True))
            if row is sheet.rows[r]:
                continue  # a number alone
        spans += _to_spans(
            r, cuts[r], items[r], _known_columns(row, gutters[r]), keeps_x, keeps_lead
        )
        dropped += [(s, e, DROPPING_RULE) for cut in cuts[r] for s, e in cut.junk]
    spans.sort(key=lambda span: span.start)
    return spans_to_page(sheet, spans, dropped)


def cut_as_told(rows: Sequence[list[Cut]], sheet: Sheet) -> list[list[Cut]]:
    """The parts of each row, cut also where the user says that a row is cut."""
    places = sorted(c.at for c in sheet.known.cuts if c.apart)
    if not places:
        return list(rows)
    return [[part for cut in cuts for part in _part_cut(cut, places, sheet)] for cuts in rows]


def _part_cut(cut: Cut, places: Sequence[int], sheet: Sheet) -> list[Cut]:
    """A part of a row, cut at the places that lie in it; its junk stands behind the last."""
    bounds = [cut.start, *(at for at in places if cut.start < at < cut.end), cut.end]
    parts = []
    for start, end in pairwise(bounds):
        text = sheet.dump[start:end]
        lead = len(text) - len(text.lstrip())
        if text.strip():
            parts.append(Cut(start + lead, start + len(text.rstrip())))
    return [*parts[:-1], replace(parts[-1], junk=cut.junk)]


def _gutters(
    rows: list[Row], items: Sequence[int], above: Sequence[Row], sheet: Sheet
) -> tuple[list[list[Gutter]], bool]:
    """The gutters of each row, behind the label of its item; and whether places are known by them.

    `above` as in `cut_rows`.
    """
    weights = sheet.weights.gutters
    gutters = find_gutters([*above, *rows], weights, script=sheet.script)
    own = [
        [g for g in found if g.offset > item]
        for found, item in zip(gutters[len(above) :], items, strict=True)
    ]
    parted = sum(map(bool, [*gutters[: len(above)], *own]))
    return own, sheet.placed or parted > weights.least_share * len(gutters)


def _cut(
    rows: list[Row], gutters: Sequence[Sequence[Gutter]], items: Sequence[int], sheet: Sheet
) -> list[list[Cut]]:
    """The parts of each row, by what the page's model says of them."""
    model, weights, script = sheet.model, sheet.weights, sheet.script
    units = encoder = lost = None
    if model is not None:
        texts = [row.text for row in rows]
        if script is Script.SPACED:
            encoder = encoder_of(texts, model)
            lost = _lost_blanks(rows, sheet, model)
        units = RowUnits(texts, model, weights.links.unseen_mix, lost)
    return cut_at_seams(
        rows,
        gutters,
        sheet.at,
        units,
        weights,
        script=script,
        start=sheet.start,
        encoder=encoder,
        lost=lost,
        items=items,
    )


def _to_spans(
    r: int,
    cuts: Sequence[Cut],
    item: int,
    columns: Sequence[tuple[int, int]],
    keeps_x: bool,
    keeps_lead: bool,
) -> list[FragmentSpan]:
    """The parts of row r with their places, where its offsets have known columns."""
    spans = []
    for k, cut in enumerate(cuts):
        offset, column = columns[bisect(columns, (cut.start, np.inf)) - 1]
        is_known = offset == cut.start
        shows_x = keeps_x and (len(columns) > 1 or is_known)
        x = column + cut.start - offset if shows_x else np.nan
        lead = column if keeps_lead and is_known else np.nan
        spans.append(
            FragmentSpan(cut.start, cut.end, r, x, lead, first=not k, rest=0 if k else item)
        )
    return spans


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


def _lost_blanks(rows: list[Row], sheet: Sheet, model: NgramModel) -> list[list[int]]:
    """Offsets in each row before which a blank was lost; in wide pieces two lines may be fused."""
    lost = find_lost_blanks([row.text for row in rows], model)
    pieces = _pieces(rows)
    ends = np.array([(rows[r].start + a, rows[r].start + b) for r, a, b in pieces], np.intp)
    ends -= sheet.start
    width = sheet.at[ends[:, 1]] - sheet.at[ends[:, 0]]
    wide = np.flatnonzero(width > sheet.weights.places.fused_from * median(width)).tolist()
    texts = [rows[r].text[a:b] for r, a, b in (pieces[k] for k in wide)]
    fused = find_fused_words(texts, model, broken=len(pieces) > len(rows))
    for k, offsets in zip(wide, fused, strict=True):
        r, start, _ = pieces[k]
        lost[r] = sorted({*lost[r], *(start + offset for offset in offsets)})
    return lost


_PIECE_RE = pattern(r"\S+(?:\s\S+)*")
_PARTED_SHARE = 0.5
"""Rows with wide blanks, as a share, from which what stands between these is told apart; lowered,
damaged words of rows that have few are taken for two."""


def _pieces(rows: Sequence[Row]) -> list[tuple[int, int, int]]:
    """The rows, or where wide blanks part most of them, what stands between these.

    Of each piece its row, and the offsets in that of its start and end. PyMuPDF has some gutters of
    a row as wide blanks, and others as none:

        was bought by the     the councilBut nobody who had
    """
    pieces = [[(r, *m.span()) for m in _PIECE_RE.finditer(row.text)] for r, row in enumerate(rows)]
    if sum(len(own) > 1 for own in pieces) < _PARTED_SHARE * len(rows):
        return [(r, 0, len(row.text)) for r, row in enumerate(rows)]
    return [piece for own in pieces for piece in own]


def _known_columns(row: Row, gutters: list[Gutter]) -> list[tuple[int, int]]:
    """Offsets in the dump whose character columns are known: the row's start, and its gutters."""
    return [(row.start, row.indent), *((row.start + g.offset, g.column) for g in gutters)]


def _keeps_indents(rows: Sequence[Row], weights: GutterWeights) -> bool:
    """Whether some rows are indented by a little, and most are not: then indents mean something."""
    indented = sum(0 < r.indent <= weights.most_indent for r in rows)
    return 2 <= indented <= len(rows) // 2


def whole_rows(sheet: Sheet) -> Page:
    """Each row as one fragment, for a page that stays as it is."""
    spans = []
    for k, (row, label) in enumerate(zip(sheet.rows, part_labels(sheet.rows), strict=True)):
        text = _without_label(row, label).start
        rest = text - row.mark_start if text != row.start else 0
        spans.append(
            FragmentSpan(row.mark_start, row.end, k, np.nan, np.nan, first=True, rest=rest)
        )
    return spans_to_page(sheet, spans, [])


def cells_to_page(sheet: Sheet, cells: Sequence[Sequence[tuple[int, int]]]) -> Page:
    """Rows cut into cells that are known, spans of the dump; marks before the text are dropped.

    Where a row has several, the places of all are seen.
    """
    rows = sheet.rows
    keeps_x = any(len(found) > 1 for found in cells)
    keeps_lead = keeps_x or _keeps_indents(rows, sheet.weights.gutters)
    spans = []
    for r, (row, found) in enumerate(zip(rows, cells, strict=True)):
        for k, (lo, hi) in enumerate(found):
            place = row.indent + max(lo - row.start, 0)
            x, lead = place if keeps_x else np.nan, place if keeps_lead else np.nan
            spans.append(FragmentSpan(max(lo, row.start), hi, r, x, lead, first=not k))
    dropped = row_marks(rows)
    return spans_to_page(sheet, spans, dropped)
