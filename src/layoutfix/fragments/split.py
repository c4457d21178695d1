"""Cells -> fragments: spaces in CJK and seams without a mark are judged, and cells cut there.

Spaces are candidates, widths decide: in a dump whose rows were joined by single spaces every space
between two Chinese characters is a line break; in a justified line they are ornament.

    新增就业人数超过三万 ” 全年引进企业二百家     cut, the quotation mark is junk of the gutter
    增 长  8.4% ， 工 业 投 资 增 长              one line, spaced out
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import regex as re

from layoutfix.chardata import FULL_STOPS, HYPHENS, codes_to_is_cjk, text_to_codes
from layoutfix.config import SeamsConfig
from layoutfix.continuity.cohesion import RowUnits
from layoutfix.fragments.gutters import Cell
from layoutfix.fragments.recut import cut_by_neighbours
from layoutfix.fragments.seams import ColumnWidth, CutPlaces, cut_row, cut_row_again

Floats = npt.NDArray[np.float32]
Index = npt.NDArray[np.intp]

SPACES_RE = re.compile(r"[ \t\u00a0\u2000-\u200a\u3000]+")
JUNK_RE = re.compile(r"[”“\"'’‘。.,，、_|《》<>*~·:;=+\\/^°-]{1,3}")
"""What OCR reads in an empty gutter: one to three marks that stand alone between blanks."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A piece of a cell after cutting: offsets in the dump, and junk beside it to be dropped."""

    start: int
    end: int
    junk: tuple[tuple[int, int], ...] = ()


@dataclass(slots=True)
class _CellText:
    """A cell as text with its printed widths: `at[k]` is the width of the first k characters."""

    cell: Cell
    text: str
    at: Floats
    cjk: npt.NDArray[np.bool_]


def cut_cells(
    dump: str,
    cells: Sequence[Cell],
    at: Floats,
    units: RowUnits | None,
    config: SeamsConfig,
    *,
    cjk: bool,
    gutters: bool = False,
) -> list[list[Cut]]:
    """The pieces of each cell, left to right.

    `at`, (len(dump) + 1,): printed width of the dump up to each offset. `units` has the cells as
    its rows; None where there is no model: then only spaces and widths count.
    """
    texts = [
        _CellText(
            c,
            dump[c.start : c.end],
            at[c.start : c.end + 1] - at[c.start],
            codes_to_is_cjk(text_to_codes(dump[c.start : c.end])),
        )
        for c in cells
    ]
    if units is not None and reads_on(texts, units, config) > config.reads_on_below:
        units = None  # rows that go on in the next are not fused: marks alone may cut them
    columns = candidate_columns(texts, config, cjk=cjk)
    if units is None and not cjk:
        return [[Cut(t.cell.start, t.cell.end)] for t in texts]
    places = [
        _find_places(
            t, units is not None, min((c.cells for c in columns), default=1e9), config, cjk=cjk
        )
        for t in texts
    ]
    if units is not None:
        places = _judge_places(places, units, config)
    if units is not None and not cjk:
        for p, gain in zip(
            places, _neighbour_gains(places, [[] for _ in places], units, config), strict=True
        ):
            p.side_gain[:] = gain[0]
    chosen, column = _choose_cuts(texts, places, columns, config)
    if units is not None and not cjk:
        for _ in range(config.refine_rounds):
            chosen = _refine_cuts(texts, places, chosen, column, units, config)
    if units is not None and cjk and not gutters:
        totals = [float(t.at[-1]) for t in texts]
        seen = [c.cells for c in columns if c.seen]
        chosen = cut_by_neighbours(places, chosen, totals, units, seen, config)
    return [
        _pieces(t, p, cuts) if cuts else [Cut(t.cell.start, t.cell.end)]
        for t, p, cuts in zip(texts, places, chosen, strict=True)
    ]


def reads_on(texts: Sequence[_CellText], units: RowUnits, config: SeamsConfig) -> float:
    """Log-odds that each row goes on in the next one, against rows that were read across. O(n).

    Rows that end a sentence say nothing; a dump in which most do (a paragraph a line) has 0.
    """
    if len(texts) < 2:
        return 0.0
    gain = units.gain(units.row_ends[:-1], units.row_places[1:])
    speaks = np.array([t.text[-1] not in FULL_STOPS for t in texts[:-1]])
    odds = np.interp(gain, config.neighbour_knots, config.neighbour_odds)
    return float(odds[speaks].sum())


def candidate_columns(
    texts: Sequence[_CellText], config: SeamsConfig, *, cjk: bool
) -> list[ColumnWidth]:
    """Widths that columns of this page may have, in half-width cells, widest first.

    The modes of the widths of lines (split provisionally at spaces in CJK), and in scripts with
    spaces also the halves, thirds... of the widest rows, as all rows may be fused.
    """
    widths = []
    for t in texts:
        if cjk:
            widths += _provisional_widths(t)
        else:
            widths.append(float(t.at[-1]))
    if not widths:
        return []
    array = np.sort(np.array(widths, np.float32))
    array = array[array >= config.least_column]
    if not len(array):
        return []
    tolerance = np.full(len(array), 2.0) if cjk else np.maximum(2.0, 0.08 * array)
    votes = (np.abs(array[:, None] - array[None, :]) <= tolerance[:, None]).sum(1)
    found: list[float] = []
    for k in np.lexsort((-array, -votes)):
        w = float(array[k])
        if votes[k] < max(config.least_votes, config.least_vote_share * len(array)):
            break
        if all(abs(w - f) > 2 * tolerance[k] for f in found):
            near = array[np.abs(array - w) <= 2 * tolerance[k]]
            found.append(_full_width(near, w, cjk=cjk))
        if len(found) == config.most_columns_widths:
            break
    widest = float(np.quantile(array, 0.9))
    shares = [2, 3] if cjk else [2, 3, 4, 5, 6]
    if cjk and found and min(found) < 0.7 * widest:
        shares = []  # single lines show the width
    columns = []
    for w in found:
        rivals = [v for v in found if v > 1.5 * w and abs(v / w - round(v / w)) < 0.08]
        gain = config.multiple_gain / (1 + 2 * len(rivals))
        columns.append(ColumnWidth(w, seen=True, multiple_gain=gain))
    for k in shares:
        w = (widest - (k - 1)) / k if cjk else 1.04 * widest / k
        if w >= config.least_column and all(abs(w - f) > 0.06 * f for f in found):
            columns.append(ColumnWidth(w, seen=False))
    return sorted(columns, key=lambda c: -c.cells)


def _full_width(near: Floats, mode: float, *, cjk: bool) -> float:
    """Width of a full line, of lines about as wide as the mode: the widest that is not rare."""
    if not cjk:
        return float(np.quantile(near, 0.85))
    for w in sorted(set(near.tolist()), reverse=True):
        if (np.abs(near - w) <= 0.6).sum() >= 0.15 * len(near):
            return float(w)
    return mode


def _provisional_widths(t: _CellText) -> list[float]:
    widths, last = [], 0
    for m in SPACES_RE.finditer(t.text):
        if t.cjk[m.start() - 1] and t.cjk[min(m.end(), len(t.cjk) - 1)]:
            widths.append(float(t.at[m.start()] - t.at[last]))
            last = m.end()
    widths.append(float(t.at[-1] - t.at[last]))
    return widths


def _find_places(
    t: _CellText,
    unmarked: bool,
    narrowest: float,
    config: SeamsConfig,
    *,
    cjk: bool,
) -> CutPlaces:
    text = t.text
    offsets: list[int] = []
    lefts: list[int] = []
    gains: list[float] = []
    for m in SPACES_RE.finditer(text):
        s, e = m.start(), m.end()
        junk = JUNK_RE.match(text, e)
        if junk and junk.end() < len(text) and text[junk.end()] == " ":
            e = junk.end() + 1
        gain = 0.0
        if cjk:
            both = bool(t.cjk[s - 1] and t.cjk[e])
            gain = config.space_gain if both else config.mixed_space_gain
            if _alone(text, s, e):
                gain = -1.0
        elif s > 1 and text[s - 1] in HYPHENS and text[s - 2].isalpha():
            gain = config.hyphen_gain
        lefts.append(s)
        offsets.append(e)
        gains.append(gain)
    if cjk and t.at[-1] > config.fused_from * narrowest and unmarked:
        spaced = set(offsets) | set(lefts)
        for k in range(2, len(text) - 1):
            if k not in spaced and text[k] != " " and (t.cjk[k] or t.cjk[k - 1]):
                lefts.append(k)
                offsets.append(k)
                gains.append(0.0)
    order = np.argsort(offsets, kind="stable")
    offset = np.array(offsets, np.int32)[order]
    left = np.array(lefts, np.int32)[order]
    stops = np.array([text[k - 1] in FULL_STOPS or text[k - 2 : k][:1] in FULL_STOPS for k in left])
    return CutPlaces(
        offset=offset,
        left_offset=left,
        left=t.at[left],
        right=t.at[offset],
        gain=np.array(gains, np.float32)[order],
        side_gain=np.zeros(len(offset), np.float32),
        stops=stops.astype(bool),
    )


def _judge_places(places: list[CutPlaces], units: RowUnits, config: SeamsConfig) -> list[CutPlaces]:
    """The places with what the model says of each, in one call."""
    if not any(len(p.offset) for p in places):
        return places
    tail = np.concatenate([units.places_of(r, p.left_offset) for r, p in enumerate(places)])
    head = np.concatenate([units.places_of(r, p.offset) for r, p in enumerate(places)])
    odds = np.interp(units.gain(tail, head), config.cohesion_knots, config.cohesion_odds)
    judged, at = [], 0
    for p in places:
        gain = p.gain + odds[at : at + len(p.offset)].astype(np.float32) - config.cut_cost
        at += len(p.offset)
        judged.append(replace(p, gain=gain.astype(np.float32)))
    return judged


def _alone(text: str, s: int, e: int) -> bool:
    """Whether one of the words beside the blanks text[s:e] is a single character."""
    return s < 2 or text[s - 2] == " " or e + 1 >= len(text) or text[e + 1] == " "


def _neighbour_gains(
    places: list[CutPlaces],
    parts: list[list[int]],
    units: RowUnits,
    config: SeamsConfig,
) -> list[Floats]:
    """How well each place suits the rows above and below as cut m, (cuts, places) for each row.

    `parts[r]` are the places at which row r is cut at present (empty at first). Its part m should
    go on in part m of the row below, and come from part m of the row above:

        row above   tail 0 | tail 1          cut 0 of this row at place c: what is left of c goes
        this row    . . . c . . .            on at head 0 of the row below, and what is right of c
        row below   head 0 | head 1          comes from tail 1 of the row above
    """
    heads = [
        _part_heads(r, p, cut, units) for r, (p, cut) in enumerate(zip(places, parts, strict=True))
    ]
    tails = [
        _part_tails(r, p, cut, units) for r, (p, cut) in enumerate(zip(places, parts, strict=True))
    ]
    gains: list[Floats] = []
    asked: list[tuple[int, int, Index, Index]] = []
    for r, p in enumerate(places):
        cuts = max(len(parts[r]), 1)
        gains.append(np.zeros((cuts + 1, len(p.offset)), np.float32))
        own_tails = units.places_of(r, p.left_offset)
        own_heads = units.places_of(r, p.offset)
        below = heads[r + 1] if r + 1 < len(places) else []
        for m, head in enumerate(below[:cuts]):
            asked.append((r, m, own_tails, np.full_like(own_tails, head)))
        above = tails[r - 1] if r else []
        # parts are matched from the right where their numbers differ
        for m in range(max(0, cuts - len(above)), cuts):
            tail = above[len(above) - cuts + m]
            asked.append((r, m, np.full_like(own_heads, tail), own_heads))
    if asked:
        found = units.gain(
            np.concatenate([tail for _, _, tail, _ in asked]),
            np.concatenate([head for _, _, _, head in asked]),
        )
        odds = np.interp(found, config.neighbour_knots, config.neighbour_odds)
        ends = np.cumsum([len(tail) for _, _, tail, _ in asked])[:-1]
        for (r, m, _, _), part in zip(asked, np.split(odds, ends), strict=True):
            gains[r][m] += part.astype(np.float32)
    return gains


def _part_heads(row: int, places: CutPlaces, cuts: list[int], units: RowUnits) -> list[int]:
    return [int(units.row_places[row]), *(units.place_of(row, int(places.offset[c])) for c in cuts)]


def _part_tails(row: int, places: CutPlaces, cuts: list[int], units: RowUnits) -> list[int]:
    ends = [units.place_of(row, int(places.left_offset[c])) for c in cuts]
    return [*ends, int(units.row_ends[row])]


def _refine_cuts(
    texts: Sequence[_CellText],
    places: list[CutPlaces],
    chosen: list[list[int]],
    column: list[ColumnWidth | None],
    units: RowUnits,
    config: SeamsConfig,
) -> list[list[int]]:
    """The cuts again, each row's given those of its neighbours, with as many parts as before."""
    gains = _neighbour_gains(places, chosen, units, config)
    refined = []
    for r, (t, p, cuts) in enumerate(zip(texts, places, chosen, strict=True)):
        width = column[r]
        if cuts and width is not None:
            again = cut_row_again(p, float(t.at[-1]), gains[r], len(cuts), width, config)
            refined.append(again or cuts)
        else:
            refined.append(cuts)
    return refined


def _choose_cuts(
    texts: Sequence[_CellText],
    places: list[CutPlaces],
    columns: list[ColumnWidth],
    config: SeamsConfig,
) -> tuple[list[list[int]], list[ColumnWidth | None]]:
    """Per cell the places to cut at, and its column: one width per run of cells (Viterbi)."""
    n, m = len(texts), len(columns)
    gains = np.zeros((n, m + 1))
    cuts: list[list[list[int]]] = [[[] for _ in range(m + 1)] for _ in range(n)]
    for r, (t, p) in enumerate(zip(texts, places, strict=True)):
        if not len(p.offset):
            continue
        stops = t.text[-1] in FULL_STOPS or t.text[-2:-1] in FULL_STOPS
        for c, column in enumerate(columns):
            if not p.gain.max() > 0 and t.at[-1] <= column.cells:
                continue
            gains[r, c], cuts[r][c] = cut_row(p, float(t.at[-1]), stops, column, config)
    value = np.zeros(m + 1)
    enter = np.array([0.0 if c.seen else config.guess_cost for c in columns] + [0.0])
    value -= enter
    back = np.zeros((n, m + 1), np.int32)
    for r in range(n):
        best = int(np.argmax(value))
        switched = value[best] - config.switch_cost - enter
        stay = value >= switched
        back[r] = np.where(stay, np.arange(m + 1), best)  # the last state has no column: no cuts
        value = np.where(stay, value, switched) + gains[r]
    state = int(np.argmax(value))
    chosen: list[list[int]] = [[] for _ in range(n)]
    chosen_column: list[ColumnWidth | None] = [None] * n
    for r in range(n - 1, -1, -1):
        chosen[r] = cuts[r][state]
        chosen_column[r] = columns[state] if state < m else None
        state = int(back[r, state])
    return chosen, chosen_column


def _pieces(t: _CellText, places: CutPlaces, cuts: list[int]) -> list[Cut]:
    text, base = t.text, t.cell.start
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
            return [Cut(t.cell.start, t.cell.end)]
        # else: the mark alone was the piece; it stays with the next one
    pieces.append(Cut(base + at, t.cell.end))
    return pieces
