"""Rows -> cuts: rows are cut at gutters, at spaces in CJK, and at seams without a mark.

whether rows read on           `reading_on`: then their marks alone may cut them
places, with their odds        `find_places`
cut all together               `lattice`, by the widths that columns may have
and again                      by what this dump shows: its blanks, its dirt, widths of parts
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from layoutfix.arrays import Bools, Floats
from layoutfix.chardata import codes_to_is_cjk, text_to_codes
from layoutfix.cutting.blanks import weigh_blanks
from layoutfix.cutting.column_widths import candidate_columns, columns_of_parts
from layoutfix.cutting.find_places import RowText, find_places
from layoutfix.cutting.fit import ColumnWidth
from layoutfix.cutting.gutters import Gutter
from layoutfix.cutting.joined import cut_joined, find_joined_width
from layoutfix.cutting.junk import SPACES_RE
from layoutfix.cutting.lattice import cut_together
from layoutfix.cutting.margins import weigh_by_dump
from layoutfix.cutting.pairing import RowLinks
from layoutfix.cutting.places import CutPlaces, FusedRow
from layoutfix.cutting.reading_on import CutTrial, plan_trial
from layoutfix.cutting.recut import cut_by_neighbours
from layoutfix.cutting.specks import weigh_specks
from layoutfix.linking.cohesion import RowUnits
from layoutfix.linking.encoder import SeamEncoder
from layoutfix.ranks import is_among
from layoutfix.rows import Row
from layoutfix.script import Script
from layoutfix.weights import Weights

_LEAST_FUSED_SHARE = 0.5
"""Rows that must have been cut, as a share, for them to be cut again by the widths that their parts
have; lowered, single lines are cut by chance."""

_LEAST_APART = 0.8
"""Rows with a blank line between them, as a share, from which a dump in a script with spaces may be
one of blocks joined to rows."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A part of a row after cutting: offsets in the dump, and junk beside it to be dropped."""

    start: int
    end: int
    junk: tuple[tuple[int, int], ...] = ()


def cut_at_seams(
    rows: Sequence[Row],
    gutters: Sequence[Sequence[Gutter]],
    at: Floats,
    units: RowUnits | None,
    weights: Weights,
    *,
    script: Script,
    start: int = 0,
    encoder: SeamEncoder | None = None,
    lost: Sequence[Sequence[int]] | None = None,
    items: Sequence[int] | None = None,
) -> list[list[Cut]]:
    """The parts of each row, left to right.

    at       (characters + 1,) printed width of the page, which starts at `start` in the dump, up to
             each offset
    units    has the rows; None where there is no model: then only gutters, spaces and widths count
    encoder  of scripts with spaces; in Chinese it brings nothing here
    lost     offsets in the rows before which a blank was lost
    items    where the text behind an item's label begins
    """
    cjk = codes_to_is_cjk(text_to_codes("".join([row.text for row in rows])))
    ends = list(accumulate(len(row.text) for row in rows))
    texts = [
        RowText(
            row.start,
            row.text,
            at[row.start - start : row.end - start + 1] - at[row.start - start],
            cjk[end - len(row.text) : end],
            {g.offset: g.odds for g in seen},
            lost[r] if lost else (),
            items[r] if items else 0,
        )
        for r, (row, seen, end) in enumerate(zip(rows, gutters, ends, strict=True))
    ]
    cuts = None
    if units is not None:
        apart = _stand_apart(rows)
        cuts = _cut_by_model(texts, RowLinks(units, encoder), weights, script=script, apart=apart)
    return _cut_at_marks(texts, weights, script=script) if cuts is None else cuts


def _cut_by_model(
    texts: Sequence[RowText], links: RowLinks, weights: Weights, *, script: Script, apart: bool
) -> list[list[Cut]] | None:
    """The parts of rows that a model judges; None where they read on, or cutting gains too little.

    apart  whether blank lines stand between the rows
    """
    parted = [bool(t.gutters) for t in texts]
    trial = plan_trial([t.text for t in texts], parted, links.units, weights.reading)
    if trial is None:
        return None
    if script is Script.CJK:
        return _cut_unspaced(texts, RowLinks(links.units, None), trial, weights)
    return _cut_spaced(texts, links, trial, weights, apart=apart)


def _cut_at_marks(texts: Sequence[RowText], weights: Weights, *, script: Script) -> list[list[Cut]]:
    """The parts of rows that marks alone may cut, as those that go on in the next are not fused."""
    if script is Script.SPACED:
        return [_cut_at_gutters(t) for t in texts]
    columns = _find_columns(texts, weights, script=script)
    rows = find_places(texts, columns, None, weights.places, script=script)
    chosen, _ = cut_together(rows, columns, None, weights, script=script)
    return _to_cuts(texts, rows, chosen)


def _cut_unspaced(
    texts: Sequence[RowText], links: RowLinks, trial: CutTrial, weights: Weights
) -> list[list[Cut]] | None:
    """The parts of rows in Chinese or Japanese; None where cutting them gains too little."""
    columns = _find_columns(texts, weights, script=Script.CJK)
    rows = find_places(texts, columns, links.units, weights.places, script=Script.CJK)
    rows = _leave_reading(texts, rows, trial.rows)
    chosen, gain = cut_together(rows, columns, links, weights, script=Script.CJK)
    weighed = weigh_blanks(rows, chosen, weights.places)
    if weighed is not None:
        rows = weighed
        chosen, gain = cut_together(rows, columns, links, weights, script=Script.CJK)
    if gain < trial.must_gain:
        return None
    places, totals = [row.places for row in rows], [row.total for row in rows]
    seen = [c.cells for c in columns if c.seen]
    chosen = cut_by_neighbours(places, chosen, totals, links.units, seen, weights)
    return _to_cuts(texts, rows, chosen)


def _cut_spaced(
    texts: Sequence[RowText],
    links: RowLinks,
    trial: CutTrial,
    weights: Weights,
    *,
    apart: bool,
) -> list[list[Cut]] | None:
    """The same in a script with spaces; `apart`: blank lines stand between the rows."""
    columns = _find_columns(texts, weights, script=Script.SPACED)
    rows = find_places(texts, columns, links.units, weights.places, script=Script.SPACED)
    rows = _leave_reading(texts, rows, trial.rows)
    width = find_joined_width(rows, weights) if apart else None
    rows = weigh_by_dump(rows, weights.places)
    if width is not None:
        return _to_cuts(texts, rows, cut_joined(rows, width, links, weights))
    chosen, gain = cut_together(rows, columns, links, weights, script=Script.SPACED)
    weighed = weigh_specks(rows, chosen)
    if weighed is None:
        chosen, gain = _cut_by_parts(texts, rows, (chosen, gain), columns, links, weights)
    else:
        rows = weighed
        chosen, gain = cut_together(rows, columns, links, weights, script=Script.SPACED)
    return None if gain < trial.must_gain else _to_cuts(texts, rows, chosen)


def _find_columns(
    texts: Sequence[RowText], weights: Weights, *, script: Script
) -> list[ColumnWidth]:
    """The widths that columns may have, by the lines that blanks and gutters show."""
    widths = [shown_widths(t, script=script) for t in texts]
    return candidate_columns(widths, weights.columns, script=script)


def shown_widths(t: RowText, *, script: Script) -> list[float]:
    """The widths of a row's lines, in half-width cells, as far as blanks and gutters part them."""
    widths, last = [], 0
    for m in SPACES_RE.finditer(t.text) if script is Script.CJK or t.gutters else ():
        both = script is Script.CJK and t.cjk[m.start() - 1] and t.cjk[min(m.end(), len(t.cjk) - 1)]
        if both or m.end() in t.gutters:
            widths.append(float(t.at[m.start()] - t.at[last]))
            last = m.end()
    widths.append(float(t.at[-1] - t.at[last]))
    return widths


def _leave_reading(
    texts: Sequence[RowText], rows: Sequence[FusedRow], may_cut: Bools
) -> list[FusedRow]:
    """The rows; those that read on can be cut at their gutters alone."""
    return [
        row
        if cut
        else replace(row, places=row.places.at(is_among(row.places.offset, [*t.gutters])))
        for t, row, cut in zip(texts, rows, may_cut.tolist(), strict=True)
    ]


def _cut_by_parts(
    texts: Sequence[RowText],
    rows: Sequence[FusedRow],
    cut: tuple[list[list[int]], float],
    columns: Sequence[ColumnWidth],
    links: RowLinks,
    weights: Weights,
) -> tuple[list[list[int]], float]:
    """The cuts and what they gain, made again by the widths that the parts have.

    Where most rows were cut that have no gutters: no single line showed how wide a column is.
    """
    known = list(columns)
    for _ in range(_PART_PASSES):
        chosen = cut[0]
        fused = sum(bool(c) and not t.gutters for t, c in zip(texts, chosen, strict=True))
        if fused <= _LEAST_FUSED_SHARE * len(rows):
            break
        parts = [row.widths(cuts) for row, cuts in zip(rows, chosen, strict=True)]
        found = columns_of_parts(parts, columns, weights.columns)
        if [round(c.cells) for c in found] == [round(c.cells) for c in known]:
            break
        known = found
        cut = cut_together(rows, known, links, weights, script=Script.SPACED)
    return cut


_PART_PASSES = 2
"""The first brings 0.005 J on made pages, the second 0.007 NED on dev pages, a third nothing."""


def _stand_apart(rows: Sequence[Row]) -> bool:
    """Whether blank lines stand between most rows."""
    apart = sum(row.blanks_above > 0 for row in rows[1:])
    return apart > 0 and apart >= _LEAST_APART * (len(rows) - 1)


def _cut_at_gutters(t: RowText) -> list[Cut]:
    """The parts of a row that is cut at its gutters alone."""
    starts = [0, *sorted(t.gutters)]
    ends = [len(t.text[:g].rstrip()) for g in starts[1:]] + [len(t.text)]
    return [Cut(t.start + a, t.start + b) for a, b in zip(starts, ends, strict=True)]


def _to_cuts(
    texts: Sequence[RowText], rows: Sequence[FusedRow], chosen: Sequence[list[int]]
) -> list[list[Cut]]:
    """The parts of each row, by the numbers of the places chosen."""
    return [
        _cut_row(t, row.places, cuts) if cuts else [Cut(t.start, t.end)]
        for t, row, cuts in zip(texts, rows, chosen, strict=True)
    ]


def _cut_row(t: RowText, places: CutPlaces, cuts: list[int]) -> list[Cut]:
    text, base = t.text, t.start
    parts: list[Cut] = []
    at = 0
    for c in cuts:
        end, following = int(places.left_offset[c]), int(places.offset[c])
        between = text[end:following]
        junk = []
        core = between.strip()
        if core:
            k = end + between.index(core)
            junk.append((base + k, base + k + len(core)))
        if end - 1 > at and text[end - 1] in "“‘":
            end -= 1
            junk.insert(0, (base + end, base + end + 1))
        if following + 1 < len(text) and text[following] in "”’":
            junk.append((base + following, base + following + 1))
            following += 1
            following += len(text[following:]) - len(text[following:].lstrip())
        if end > at:
            parts.append(Cut(base + at, base + end, tuple(junk)))
            at = following
        elif at == 0:
            return [Cut(t.start, t.end)]
        # else: the mark alone was the part; it stays with the next one
    parts.append(Cut(base + at, t.end))
    return parts
