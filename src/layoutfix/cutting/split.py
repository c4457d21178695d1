"""Rows -> fragments: rows are cut at gutters, at spaces in CJK, and at seams without a mark.

Spaces are candidates, widths decide: in a dump whose rows were joined by single spaces every space
between two Chinese characters is a line break; in a justified line they are ornament.

    新增就业人数超过三万 ” 全年引进企业二百家     cut, the quotation mark is junk of the gutter
    新增就业人数超过三万 、全年引进企业二百家      cut as well: no line begins with such a mark
    增 长  8.4% ， 工 业 投 资 增 长              one line, spaced out
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import regex as re

from layoutfix.arrays import Bools, Floats
from layoutfix.chardata import FULL_STOPS, HYPHENS, codes_to_is_cjk, text_to_codes
from layoutfix.cutting.blanks import weigh_blanks
from layoutfix.cutting.column_widths import candidate_columns, columns_of_parts
from layoutfix.cutting.gutters import Gutter
from layoutfix.cutting.joined import cut_joined, find_joined_width
from layoutfix.cutting.kinsoku import begins_no_line, keep_kinsoku
from layoutfix.cutting.lattice import FusedRow, RowLinks, cut_together
from layoutfix.cutting.margins import weigh_by_dump
from layoutfix.cutting.reading_on import plan_trial
from layoutfix.cutting.recut import cut_by_neighbours
from layoutfix.cutting.seams import ColumnWidth, CutPlaces
from layoutfix.cutting.specks import weigh_specks
from layoutfix.linking.cohesion import RowUnits
from layoutfix.linking.encoder import SeamEncoder
from layoutfix.rows import Row
from layoutfix.script import Script
from layoutfix.weights import SeamWeights

SPACES_RE = re.compile(r"[ \t\u00a0\u2000-\u200a\u3000]+")
SPACES_OR_RULE_RE = re.compile(
    rf"(?:{SPACES_RE.pattern})?\|(?:{SPACES_RE.pattern})?|{SPACES_RE.pattern}"
)
RULE_RE = re.compile(r"[|_¦\[\]{}~=*•·]")
"""What OCR reads of the rule between two columns, or of specks in its place."""
JUNK_RE = re.compile(r"[”“\"'’‘。.,，、_|《》<>*~·:;=+\\/^°-]{1,3}")
"""What OCR reads in an empty gutter: one to three marks that stand alone between blanks."""
SIGNS_RE = re.compile(rf"(?:[*·~=°—–-]{{1,3}}(?:{SPACES_RE.pattern}|$)){{2,}}")
"""A row of stars or dashes, which is printed."""
GLUED_JUNK_RE = re.compile(rf"[”’。，、]+(?:{SPACES_RE.pattern})?")
"""The same, glued to a Chinese line: it stands behind a blank, and no line begins with it."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A piece of a row after cutting: offsets in the dump, and junk beside it to be dropped."""

    start: int
    end: int
    junk: tuple[tuple[int, int], ...] = ()


@dataclass(slots=True)
class _RowText:
    """A row as text with its printed widths: `at[k]` is the width of the first k characters.

    gutters     log-odds of the gutters, by the offset of what stands behind them
    lost        offsets before which a blank was lost
    item        where the text behind an item's label begins: no row is cut before it
    """

    start: int
    text: str
    at: Floats
    cjk: Bools
    gutters: dict[int, float]
    lost: Sequence[int]
    item: int = 0

    @property
    def end(self) -> int:
        """Where it ends in the dump."""
        return self.start + len(self.text)


def cut_at_seams(
    rows: Sequence[Row],
    gutters: Sequence[Sequence[Gutter]],
    at: Floats,
    units: RowUnits | None,
    weights: SeamWeights,
    *,
    script: Script,
    start: int = 0,
    encoder: SeamEncoder | None = None,
    lost: Sequence[Sequence[int]] | None = None,
    items: Sequence[int] | None = None,
) -> list[list[Cut]]:
    """The pieces of each row, left to right.

    `at`, (characters + 1,): printed width of the page, which starts at `start` in the dump, up to
    each offset. `units` has the rows; None where there is no model: then only gutters, spaces and
    widths count. `lost` has offsets in the rows before which a blank was lost,
    `items` where the text behind an item's label begins.
    """
    texts = [
        _RowText(
            row.start,
            row.text,
            at[row.start - start : row.end - start + 1] - at[row.start - start],
            codes_to_is_cjk(text_to_codes(row.text)),
            {g.offset: g.odds for g in seen},
            lost[r] if lost else (),
            items[r] if items else 0,
        )
        for r, (row, seen) in enumerate(zip(rows, gutters, strict=True))
    ]
    return _cut_texts(texts, rows, units, weights, script=script, encoder=encoder)


def _cut_texts(
    texts: Sequence[_RowText],
    rows: Sequence[Row],
    units: RowUnits | None,
    weights: SeamWeights,
    *,
    script: Script,
    encoder: SeamEncoder | None,
) -> list[list[Cut]]:
    trial = None
    if units is not None:
        parted = [bool(t.gutters) for t in texts]
        trial = plan_trial([t.text for t in texts], parted, units, weights)
        if trial is None:
            units = None  # rows that go on in the next are not fused: marks alone may cut them
    if units is None and script is Script.SPACED:
        return [_cut_at_gutters(t) for t in texts]
    columns = candidate_columns(
        [_provisional_widths(t, script=script) for t in texts], weights, script=script
    )
    fused = _to_rows(texts, columns, units, weights, script=script)
    if trial is not None:
        fused = _leave_reading(texts, fused, trial.rows)
    links = None if units is None else RowLinks(units, encoder)
    if links is not None and script is Script.SPACED:
        width = find_joined_width(fused, weights) if _stand_apart(rows, weights) else None
        fused = weigh_by_dump(fused, weights)
        if width is not None:
            cuts = cut_joined(fused, width, links, weights)
            return _to_pieces(texts, fused, cuts)
    chosen, gain = cut_together(fused, columns, links, weights)
    weighed = None
    if units is not None and script is Script.CJK:
        weighed = weigh_blanks(fused, chosen, weights)
    elif links is not None:
        weighed = weigh_specks(fused, chosen, weights)
        if weighed is None:
            chosen, gain = _cut_by_parts(texts, fused, (chosen, gain), columns, links, weights)
    if weighed is not None:
        fused = weighed
        chosen, gain = cut_together(fused, columns, links, weights)
    if trial is not None and gain < trial.must_gain:
        return _cut_texts(texts, rows, None, weights, script=script, encoder=None)
    if units is not None and script is Script.CJK:
        totals = [row.total for row in fused]
        seen = [c.cells for c in columns if c.seen]
        places = [row.places for row in fused]
        chosen = cut_by_neighbours(places, chosen, totals, units, seen, weights)
    return _to_pieces(texts, fused, chosen)


def _to_pieces(
    texts: Sequence[_RowText], rows: Sequence[FusedRow], chosen: Sequence[list[int]]
) -> list[list[Cut]]:
    """The pieces of each row, by the numbers of the places chosen."""
    return [
        _pieces(t, row.places, cuts) if cuts else [Cut(t.start, t.end)]
        for t, row, cuts in zip(texts, rows, chosen, strict=True)
    ]


def _cut_at_gutters(t: _RowText) -> list[Cut]:
    """The pieces of a row that is cut at its gutters alone."""
    starts = [0, *sorted(t.gutters)]
    ends = [len(t.text[:g].rstrip()) for g in starts[1:]] + [len(t.text)]
    return [Cut(t.start + a, t.start + b) for a, b in zip(starts, ends, strict=True)]


def _stand_apart(rows: Sequence[Row], weights: SeamWeights) -> bool:
    """Whether blank lines stand between most rows."""
    apart = sum(row.blanks_above > 0 for row in rows[1:])
    return apart > 0 and apart >= weights.least_joined_apart * (len(rows) - 1)


def _to_rows(
    texts: Sequence[_RowText],
    columns: Sequence[ColumnWidth],
    units: RowUnits | None,
    weights: SeamWeights,
    *,
    script: Script,
) -> list[FusedRow]:
    """The rows with the places at which each can be cut, judged by the model if there is one."""
    unmarked, narrowest = units is not None, min((c.cells for c in columns), default=1e9)
    kinsoku = script is Script.CJK and keep_kinsoku([t.text for t in texts], weights)
    places = [
        _find_places(t, unmarked, narrowest, weights, script=script, kinsoku=kinsoku) for t in texts
    ]
    if units is not None:
        places = _judge_places(places, units, weights)
    return [
        FusedRow(t.text, p, float(t.at[-1]), _ends_row(t.text, script=script))
        for t, p in zip(texts, places, strict=True)
    ]


def _leave_reading(
    texts: Sequence[_RowText], rows: Sequence[FusedRow], may_cut: Bools
) -> list[FusedRow]:
    """The rows; those that read on can be cut at their gutters alone."""
    return [
        row if cut else replace(row, places=row.places.at(np.isin(row.places.offset, [*t.gutters])))
        for t, row, cut in zip(texts, rows, may_cut.tolist(), strict=True)
    ]


def _cut_by_parts(
    texts: Sequence[_RowText],
    rows: Sequence[FusedRow],
    cut: tuple[list[list[int]], float],
    columns: Sequence[ColumnWidth],
    links: RowLinks,
    weights: SeamWeights,
) -> tuple[list[list[int]], float]:
    """The cuts and what they gain, made again by the widths that the parts have.

    Where most rows were cut that have no gutters: no single line showed how wide a column is.
    """
    known = list(columns)
    for _ in range(weights.part_passes):
        chosen = cut[0]
        fused = sum(bool(c) and not t.gutters for t, c in zip(texts, chosen, strict=True))
        if fused <= weights.least_fused_share * len(rows):
            break
        parts = [row.widths(cuts) for row, cuts in zip(rows, chosen, strict=True)]
        found = columns_of_parts(parts, columns, weights)
        if [round(c.cells) for c in found] == [round(c.cells) for c in known]:
            break
        known = found
        cut = cut_together(rows, known, links, weights)
    return cut


def _provisional_widths(t: _RowText, *, script: Script) -> list[float]:
    widths, last = [], 0
    for m in SPACES_RE.finditer(t.text) if script is Script.CJK or t.gutters else ():
        both = script is Script.CJK and t.cjk[m.start() - 1] and t.cjk[min(m.end(), len(t.cjk) - 1)]
        if both or m.end() in t.gutters:
            widths.append(float(t.at[m.start()] - t.at[last]))
            last = m.end()
    widths.append(float(t.at[-1] - t.at[last]))
    return widths


_LONGEST_ROW = 20_000
"""Characters of a row beyond which it is no row of columns, and stays whole."""


def _find_places(
    t: _RowText,
    unmarked: bool,
    narrowest: float,
    weights: SeamWeights,
    *,
    script: Script,
    kinsoku: bool,
) -> CutPlaces:
    text = t.text if len(t.text) <= _LONGEST_ROW else ""
    offsets: list[int] = []
    lefts: list[int] = []
    gains: list[float] = []
    marked: list[bool] = []
    dirty: set[int] = set()
    for m in SPACES_OR_RULE_RE.finditer(text):
        s, e = m.span()
        odds = max((odds for g, odds in t.gutters.items() if s < g <= e), default=None)
        if s < max(t.item, 1) or e == len(text) or (offsets and s < offsets[-1]):
            continue
        e, glued = _behind_junk(t, e, kinsoku=kinsoku)
        dirty.update(range(glued, e))
        single = _alone(text, s, e)
        gain = _blank_gain(t, s, e, weights, script=script, single=single)
        if odds is not None:
            gain = weights.gutter_gain + odds
        lefts.append(s)
        offsets.append(e)
        gains.append(gain)
        marked.append(not single and odds is None)
    if unmarked and t.at[-1] > weights.fused_from * narrowest:
        known = {*offsets, *lefts, *dirty}
        inside = range(max(t.item + 1, 2), len(text) - 1)
        if script is Script.CJK:
            bare = [k for k in inside if text[k] != " " and (t.cjk[k] or t.cjk[k - 1])]
        else:
            bare = [k for k in t.lost if k in inside]
        for k in bare:
            if k not in known:
                lefts.append(k)
                offsets.append(k)
                closed = kinsoku and begins_no_line(text[k])
                gain = 0.0 if script is Script.CJK else weights.lost_gain
                gains.append(gain - weights.closed_start_cost * closed)
                marked.append(False)
    order = np.argsort(offsets, kind="stable")
    offset = np.array(offsets, np.int32)[order]
    left = np.array(lefts, np.int32)[order]
    stops = np.array([_ends_paragraph(text[:k], script=script) for k in left])
    return CutPlaces(
        offset=offset,
        left_offset=left,
        left=t.at[left],
        right=t.at[offset],
        gain=np.array(gains, np.float32)[order],
        stops=stops.astype(bool),
        marked=np.array(marked, bool)[order],
    )


def _behind_junk(t: _RowText, e: int, *, kinsoku: bool) -> tuple[int, int]:
    """Where text begins behind a blank that ends at e, and where junk glued to it does."""
    junk = None if SIGNS_RE.match(t.text, e) else JUNK_RE.match(t.text, e)
    blank = SPACES_RE.match(t.text, junk.end()) if junk else None
    if blank and blank.end() not in t.gutters:
        e = blank.end()
    glued = GLUED_JUNK_RE.match(t.text, e) if kinsoku else None
    return (glued.end(), e) if glued and glued.end() < len(t.text) else (e, e)


def _blank_gain(
    t: _RowText, s: int, e: int, weights: SeamWeights, *, script: Script, single: bool
) -> float:
    """Log-odds that rows are cut at the blank text[s:e]; `single`: a lone character beside it."""
    gain = 0.0
    if script is Script.CJK:
        both = bool(t.cjk[s - 1] and t.cjk[e])
        gain = weights.space_gain if both else weights.mixed_space_gain
        if single:
            gain = -1.0
    elif s > 1 and t.text[s - 1] in HYPHENS and t.text[s - 2].isalpha():
        gain = weights.hyphen_gain
    return gain + weights.rule_gain if RULE_RE.search(t.text, s, e) else gain


def _ends_paragraph(text: str, *, script: Script) -> bool:
    """Whether a text ends as a paragraph does: with a full stop that is not one of `Dr.` or `§.`"""
    if text[-1] not in FULL_STOPS and text[-2:-1] not in FULL_STOPS:
        return False
    if script is Script.CJK or text[-1] != ".":
        return True
    return len(_last_word(text)) > _LONGEST_ABBREVIATION


def _ends_row(text: str, *, script: Script) -> bool:
    """The same of a whole row, whose last line may well be one short word: `out.`"""
    return _ends_paragraph(text, script=script) or (
        text[-1] == "." and _is_short_word(_last_word(text))
    )


def _last_word(text: str) -> str:
    return text.rsplit(maxsplit=1)[-1].rstrip(".")


_LONGEST_ABBREVIATION = 3
_VOWELS = frozenset("aeiouyáàâãäåæéèêëíìîïóòôõöøœúùûüаеёиоуыэюяіїє")
_WITH_VOWELS = frozenset(("art", "cap", "etc", "fig", "inc", "ult", "usw", "vol"))
"""Abbreviations that look like words."""


def _is_short_word(word: str) -> bool:
    """Whether three letters before a full stop are a word, and no abbreviation; two may be dirt.

    >>> [_is_short_word(w) for w in ("out", "war", "bzw", "Dr", "No", "etc", "12")]
    [True, True, False, False, False, False, False]
    """
    own = len(word) == _LONGEST_ABBREVIATION and word.isalpha() and word.islower()
    return own and word not in _WITH_VOWELS and not _VOWELS.isdisjoint(word)


def _judge_places(
    places: list[CutPlaces], units: RowUnits, weights: SeamWeights
) -> list[CutPlaces]:
    """The places with what the model says of each, in one call."""
    if not any(len(p.offset) for p in places):
        return places
    tail = np.concatenate([units.places_of(r, p.left_offset) for r, p in enumerate(places)])
    head = np.concatenate([units.places_of(r, p.offset) for r, p in enumerate(places)])
    odds = np.interp(units.gain(tail, head), weights.cohesion_knots, weights.cohesion_odds)
    judged, at = [], 0
    for p in places:
        gain = p.gain + odds[at : at + len(p.offset)].astype(np.float32)
        at += len(p.offset)
        judged.append(replace(p, gain=gain.astype(np.float32)))
    return judged


def _alone(text: str, s: int, e: int) -> bool:
    """Whether one of the words beside the blanks text[s:e] is a single character."""
    return s < 2 or text[s - 2] == " " or e + 1 >= len(text) or text[e + 1] == " "


def _pieces(t: _RowText, places: CutPlaces, cuts: list[int]) -> list[Cut]:
    text, base = t.text, t.start
    pieces: list[Cut] = []
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
            pieces.append(Cut(base + at, base + end, tuple(junk)))
            at = following
        elif at == 0:
            return [Cut(t.start, t.end)]
        # else: the mark alone was the piece; it stays with the next one
    pieces.append(Cut(base + at, t.end))
    return pieces
