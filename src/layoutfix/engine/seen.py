"""Pages whose columns are seen: blank strips run down between them, so that nothing is guessed.

    1.1  These terms apply to every     3.1  One third of the price is due on
         hire of a boat from our             booking and the rest four weeks
         yard.                               before the boat is handed over.

Columns are read one after the other; what stands across them parts the page. Where blank lines
cross all columns, the text says whether these are read above and below them by themselves (notes at
the foot of columns), or go on over them (the stanzas of two poems).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from layoutfix.arrays import Floats, Index
from layoutfix.cutting.beside_gutters import cut_marks
from layoutfix.cutting.cut import row_marks
from layoutfix.cutting.gutters import find_gutters
from layoutfix.cutting.rulers import Places
from layoutfix.cutting.strips import Band, Cell, band_to_cells, band_to_columns, find_bands
from layoutfix.engine.entries import SeenColumn, ends_text, lines_to_entries
from layoutfix.furniture import find_running_heads
from layoutfix.labels import Label, find_labels
from layoutfix.layouts import parse_layout
from layoutfix.linking import LinkScorer
from layoutfix.model import ParagraphKind
from layoutfix.ordering.view import rtl_cost
from layoutfix.page import FragmentSpan, spans_to_page
from layoutfix.page_order import SeenPage
from layoutfix.patterns import pattern
from layoutfix.ranks import distinct, is_among
from layoutfix.result import DROPPING_RULE
from layoutfix.rows import Row
from layoutfix.sheet import Sheet
from layoutfix.successions import form_of

_LEAST_IN_BANDS = 0.6
"""Share of the rows that must stand in bands for the page to be read by them."""


def see_columns(sheet: Sheet) -> SeenPage | None:
    """The page cut at its strips; None where these do not show the columns of most rows.

    Where `config.layout` says how many columns there are, a band has no more: the widest strips.
    """
    rows, layout = sheet.rows, parse_layout(sheet.config.layout)
    found, places = find_bands(rows, within=_between_heads(rows))
    bands = [band for b in found if (band := band_to_columns(rows, places, b)).strips]
    if layout.count is not None:
        bands = [band.with_widest(layout.count - 1) for band in bands]
    if not bands or not _tell_all(sheet, places, bands):
        return None
    cells = [cell for band in bands for cell in band_to_cells(rows, places, band)]
    cells, dropped = _without_marks(sheet, places, cells)
    dropped += row_marks(rows)
    placed = _bands_to_placed(rows, places, bands, cells)
    spans = [each.span for each in placed]
    seen = SeenPage(
        spans_to_page(sheet, spans, dropped),
        np.array([each.region for each in placed], np.int32),
        np.array([each.column for each in placed], np.int32),
        max(len(band.strips) for band in bands) + 1,
        np.zeros(len(spans), np.int8),
        {},
    )
    return _with_entries(seen, np.array([each.behind for each in placed], np.float32))


class _Placed(NamedTuple):
    """A fragment where it is seen: its region and column there.

    behind  the character column at which its text begins, behind its label
    """

    span: FragmentSpan
    region: int
    column: int
    behind: float


def _bands_to_placed(
    rows: Sequence[Row], places: Places, bands: Sequence[Band], cells: Sequence[Cell]
) -> list[_Placed]:
    """The fragments of a page from top to bottom: rows across the columns, and those of bands."""
    found: list[_Placed] = []
    at_row = region = 0
    for band in [*bands, Band(len(rows), len(rows), ())]:
        for r in range(at_row, band.first):
            row = rows[r]
            span = FragmentSpan(row.start, row.end, r, np.nan, row.indent, first=True)
            found.append(_Placed(span, region, 0, float(row.indent)))
            region += 1
        own = [cell for cell in cells if band.first <= cell.row < band.stop]
        for cell, span in _band_spans(rows, places, band, own):
            at_text = span.start + span.rest - rows[span.row].start
            behind = float(places.column[span.row][at_text])
            found.append(_Placed(span, region, cell.column, behind))
        region += band.stop > band.first
        at_row = band.stop
    return found


def _between_heads(rows: Sequence[Row]) -> tuple[int, int]:
    """The rows between running heads and feet, which are one line each, and rules at the ends."""
    heads = find_running_heads([row.text for row in rows])
    middle = len(rows) // 2
    first = max((k + 1 for k in heads if k < middle), default=0)
    stop = min((k for k in heads if k >= middle), default=len(rows))
    while first < stop and not _LETTER_RE.search(rows[first].text):
        first += 1
    while first < stop and not _LETTER_RE.search(rows[stop - 1].text):
        stop -= 1
    return first, stop


_LETTER_RE = pattern(r"[^\W_]")


def _without_marks(
    sheet: Sheet, places: Places, cells: Sequence[Cell]
) -> tuple[list[Cell], list[tuple[int, int, str]]]:
    """The cells without marks beside gutters, and these: spans of the dump, with their rule."""
    rows = sheet.rows
    by_row: dict[int, list[Cell]] = {}
    for cell in cells:
        by_row.setdefault(cell.row, []).append(cell)
    spans = [
        [(rows[c.row].start + c.start, rows[c.row].start + c.end) for c in own]
        for own in by_row.values()
    ]
    found: list[Cell] = []
    dropped: list[tuple[int, int, str]] = []
    for own, cuts in zip(by_row.values(), cut_marks(sheet, spans), strict=True):
        for cell, cut in zip(own, cuts, strict=True):
            first = rows[cell.row].start
            lo, hi = cut.start - first, cut.end - first
            found.append(Cell(cell.row, cell.column, lo, hi, int(places.column[cell.row][lo])))
            dropped += [(a, b, DROPPING_RULE) for a, b in cut.junk]
    return found, dropped


def _with_entries(seen: SeenPage, behind: Floats) -> SeenPage:
    """The page with what the lines of each column are: entries, tables, verse.

    behind  (n,) character column at which the text of each begins, behind its label
    """
    page = seen.page
    begins, lead = seen.begins.copy(), page.lead.copy()
    kinds: dict[int, ParagraphKind] = {}
    texts = page.texts
    columns = _columns_in_order(seen)
    blank = is_among(page.row, page.row[page.blank_above > 0])
    lines = [
        SeenColumn(
            [texts[i] for i in own],
            page.width[own],
            page.lead[own],
            behind[own],
            page.row[own],
            page.rest[own] > 0,
            blank[own],
            [form_of(page.fragments[i].text[: page.rest[i]].rstrip()) for i in own],
        )
        for own in columns
    ]
    for own, column in zip(columns, lines, strict=True):
        entries = lines_to_entries(column)
        begins[own] = entries.begins
        lead[own] = page.lead[own].min() + entries.indent
        kinds |= {i: kind for i, kind in zip(own.tolist(), entries.kinds, strict=True) if kind}
    _keep_lines_of_fellows(seen, columns, kinds)
    for column, (left, right) in zip(lines, pairwise(columns), strict=False):
        is_beside = seen.region[left[0]] == seen.region[right[0]]
        higher = bool(page.row[left[-1]] < page.row[right[-1]])
        if is_beside and ends_text(column, texts[right[0]], higher=higher):
            begins[right[0]] = 1
    return replace(seen, page=replace(page, lead=lead), begins=begins, kinds=kinds)


def _keep_lines_of_fellows(
    seen: SeenPage, columns: Sequence[Index], kinds: dict[int, ParagraphKind]
) -> None:
    """Columns of items keep their lines where those beside them do: exam papers, lists of names."""
    labelled = seen.page.rest > 0
    keeping = {
        int(seen.region[own[0]])
        for own in columns
        if len(own) > 1 and all(kinds.get(i) == "verse" for i in own.tolist())
    }
    for own in columns:
        if int(seen.region[own[0]]) in keeping and labelled[own].mean() >= _LEAST_LABELLED:
            kinds |= dict.fromkeys(own.tolist(), "verse")


_LEAST_LABELLED = 0.6
"""Share of the lines of a column of items that begin one."""


def _columns_in_order(seen: SeenPage) -> list[Index]:
    """The fragments of each column, from the left and from the top, without numbers of lines."""
    own = np.flatnonzero(~seen.page.numbers)
    order = own[np.lexsort((own, seen.column[own], seen.region[own]))]
    place = seen.region[order] * seen.columns + seen.column[order]
    return np.split(order, np.flatnonzero(np.diff(place)) + 1)


def _tell_all(sheet: Sheet, places: Places, bands: Sequence[Band]) -> bool:
    """Whether bands show all there is of columns: no gutters inside their columns or outside them.

    Gaps behind labels are none, nor those of tables, whose cells are short. A row across the strips
    right above a band, from the left edge on, may be one of it that was fused.
    """
    rows, at, start = sheet.rows, sheet.at, sheet.start
    inside = sum(band.stop - band.first for band in bands)
    if inside < _LEAST_IN_BANDS * len(rows):
        return False
    if parse_layout(sheet.config.layout).kind == "columns":
        return True
    owner = {r: band for band in bands for r in range(band.first, band.stop)}
    unseen = 0
    for r, gutters in enumerate(find_gutters(rows, sheet.weights.gutters, script=sheet.script)):
        text, column, band = rows[r].text, places.column[r], owner.get(r)
        strips = band.strips if band else ()
        begin = 0
        for gutter in gutters:
            end = len(text[: gutter.offset].rstrip())
            if not any(column[end] < hi and lo < column[gutter.offset] for lo, hi in strips):
                blank = max(text.rfind("  ", begin, end), text.rfind("\u3000", begin, end))
                begin = max(begin, blank + 1)
                first = rows[r].start - start
                unseen += int(at[first + end] - at[first + begin] > _WIDEST_CELL)
            begin = gutter.offset
    fused = any(
        int(places.column[band.first - 1][-1]) > band.strips[0][1]
        and rows[band.first - 1].indent <= _FLUSH
        and not rows[band.first].blanks_above
        for band in bands
        if band.first > 1 and band.first - 1 not in owner
    )
    return unseen <= _MOST_UNSEEN * len(rows) and not fused


_WIDEST_CELL = 14.0
"""Half-width cells of a table's cell; behind wider pieces a gutter parts columns."""
_MOST_UNSEEN = 0.05
"""Gutters that no strip shows, as a share of the rows."""
_FLUSH = 3
"""Character columns within which a row begins at the left edge."""


def _band_spans(
    rows: Sequence[Row], places: Places, band: Band, cells: Sequence[Cell]
) -> list[tuple[Cell, FragmentSpan]]:
    """The fragments of a band of so many cells, row by row."""
    found: list[tuple[int, Cell, FragmentSpan]] = []
    for k in sorted({c.column for c in cells}):
        own = {c.row: c for c in cells if c.column == k}
        texts = [
            rows[r].text[own[r].start : own[r].end] if r in own else ""
            for r in range(band.first, band.stop)
        ]
        labels = find_labels(texts)
        base = min(c.lead for c in own.values())
        x = max(base, band.strips[k - 1][1]) if k else base
        first_of_row = {c.row: c.column for c in reversed(cells)}
        for r, cell in own.items():
            label = labels[r - band.first]
            text = texts[r - band.first]
            is_first = first_of_row[r] == k
            for lo, hi, rest, counts in _parts(text, label):
                offset = rows[r].start + cell.start
                lead = int(places.column[r][cell.start + lo])
                first = is_first and lo == 0
                span = FragmentSpan(offset + lo, offset + hi, r, x, lead, first, rest, counts)
                found.append((r, cell, span))
    return [(cell, span) for _, cell, span in sorted(found, key=lambda f: (f[0], f[2].start))]


def _parts(text: str, label: Label | None) -> list[tuple[int, int, int, bool]]:
    """A cell as fragments: start, end, characters of its label, and whether it counts lines."""
    if label is None or label.kind == "item":
        return [(0, len(text), label.rest if label else 0, False)]
    if label.start > 0:  # at the right margin
        line = text[: label.rest].rstrip()
        own = [(0, len(line), 0, False)] if line else []
        return [*own, (label.start, label.end, 0, True)]
    own = [(label.rest, len(text), 0, False)] if label.rest < len(text) else []
    return [(label.start, label.end, 0, True), *own]


def order_seen(seen: SeenPage, links: LinkScorer, sheet: Sheet) -> list[int]:
    """The fragments in reading order: bands from the top, in each the columns.

    What counts the lines stands at the end. Columns are read from the right where that is asked
    for, or gains more than it costs.
    """
    ltr, rtl = (_order(seen, links, rtl=way) for way in (False, True))
    cost = rtl_cost(seen.page, sheet)
    return rtl if _value(rtl, links) > _value(ltr, links) + cost else ltr


def _order(seen: SeenPage, links: LinkScorer, *, rtl: bool) -> list[int]:
    """The order with the columns of each band from the left, or from the right."""
    order: list[int] = []
    for region in range(int(seen.region.max()) + 1):
        own = np.flatnonzero((seen.region == region) & ~seen.page.numbers)
        if not len(own):
            continue
        stretches = _parted_by_blanks(seen, own)
        done = [stretches[0]]
        for below in stretches[1:]:
            whole = np.concatenate([done[-1], below])
            upper = _by_columns(seen, done[-1], rtl=rtl)
            parted = [*upper, *_by_columns(seen, below, rtl=rtl)]
            gain = _value(parted, links) - _value(_by_columns(seen, whole, rtl=rtl), links)
            if gain > _PART_COST and _goes_on(seen, upper, links):
                done.append(below)
            else:
                done[-1] = whole
        for stretch in done:
            order += _by_columns(seen, stretch, rtl=rtl)
    return order + np.flatnonzero(seen.page.numbers).tolist()


_PART_COST = 2.0
"""What reading columns above and below blank lines by themselves must gain, in nats."""


def _goes_on(seen: SeenPage, order: Sequence[int], links: LinkScorer) -> bool:
    """Whether a sentence goes on from the foot of a column to the head of the next one."""
    path = np.asarray(order, np.intp)
    at = np.flatnonzero(np.diff(seen.column[path]) != 0)
    gain, is_open = links.sentence_gain(path[at], path[at + 1])
    rows = len(distinct(seen.page.row[path]))  # one row alone is that of the titles
    return rows > 1 and bool((is_open & (gain > _LEAST_GAIN)).any())


_LEAST_GAIN = -1.0
"""Log-odds of one sentence from which it may go on over the foot of a column."""


def _value(order: Sequence[int], links: LinkScorer) -> float:
    path = np.asarray(order, np.intp)
    ends = float(links.starts()[path[0]] + links.ends()[path[-1]])
    return float(links.score(path[:-1], path[1:]).sum()) + ends


def _by_columns(seen: SeenPage, own: Index, *, rtl: bool) -> list[int]:
    column = -seen.column[own] if rtl else seen.column[own]
    order: list[int] = own[np.argsort(column, kind="stable")].tolist()
    return order


def _parted_by_blanks(seen: SeenPage, own: Index) -> list[Index]:
    """The fragments of a region in stretches between blank lines that cross all columns."""
    cuts = np.flatnonzero(seen.page.blank_above[own[1:]] > 0) + 1
    return np.split(own, cuts)
