"""Pages whose words have boxes: frames are found in print, cut to fragments, and put in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from layoutfix.arrays import Bools, Doubles, Floats, Index
from layoutfix.boxes import WordBoxes
from layoutfix.cutting.beside_gutters import cut_marks
from layoutfix.cutting.asides import find_heads
from layoutfix.cutting.cut import row_marks
from layoutfix.cutting.frames import Frames, Items, find_frames
from layoutfix.cutting.shift import move_cuts_by_order
from layoutfix.linking.cohesion import RowUnits
from layoutfix.linking.scoring import score_links
from layoutfix.ordering.gate import judge_order
from layoutfix.page import FragmentSpan, Page, spans_to_page
from layoutfix.page_order import PageOrder, SeenPage
from layoutfix.pins import apply_pins, pins_to_pairs
from layoutfix.result import DROPPING_RULE
from layoutfix.script import Script
from layoutfix.sheet import Sheet


def read_placed(sheet: Sheet, by_text: PageOrder) -> PageOrder:
    """The page by the boxes of its words, or by its text alone: what is worth more.

    by_text  the page as it is read without boxes
    """
    boxes = sheet.boxes
    if boxes is None or len(boxes) < 2:
        return by_text
    items = boxes_to_items(boxes, sheet)
    items = weigh_bonds(items, sheet, _cuts_of(by_text))
    by_gaps: PageOrder | None = None
    most = -np.inf
    known: set[tuple[object, ...]] = set()
    for least in LEAST_GAINS:
        cuts: tuple[float, ...] = ()
        for _ in range(_MOST_ROUNDS):
            frames = find_frames(items, cuts, least)
            key = (*frames.strips, *cuts)
            if key in known:
                break
            known.add(key)
            placed = _Placed(frames_to_pieces(frames, items, sheet), sheet)
            value = worth(placed.found, items)
            if value > most:
                by_gaps, most = placed.found, value
            more = placed.divisions(items)
            if not set(more) - set(cuts):
                break
            cuts = tuple(sorted({*cuts, *more}))
    assert by_gaps is not None
    if by_gaps.gate.opens and sheet.model is not None:
        by_gaps = move_cuts_by_order(by_gaps, sheet.model)
    return by_gaps if worth(by_gaps, items) > worth(by_text, items) else by_text


LEAST_GAINS = (5.0,)
_MOST_ROUNDS = 3


def worth(found: PageOrder, items: Items) -> float:
    """What an order is worth in nats, whatever its rows were cut to: links, less bonds cut."""
    order, links, row = np.array(found.order, np.intp), found.links, found.page.row
    left, right = order[:-1], order[1:]
    held = (row[left] == row[right]) & (right == left + 1)
    after = np.full(len(order), -1)
    after[left] = right
    cut = np.flatnonzero((row[1:] == row[:-1]) & (after[:-1] != np.arange(1, len(order))))
    value = float(links.score(left[~held], right[~held]).sum())
    value += float(follow_odds(found, items)[~held].sum())
    return value - (float(links.bond(cut, cut + 1).sum()) if len(cut) else 0.0)


NEXT, PASSED = 0.5, -4.0


def follow_odds(found: PageOrder, items: Items) -> Doubles:
    """Log-odds (n - 1,) of the joints of an order by where both stand in print."""
    left, top, right, bottom = fragment_boxes(found.page, items)
    order = np.array(found.order, np.intp)
    y = (top + bottom) / 2
    step = y[None, :] - y[:, None]  # [i, j]: how far j is below i
    shared = np.minimum(right[:, None], right[None, :]) - np.maximum(left[:, None], left[None, :])
    narrow = np.minimum((right - left)[:, None], (right - left)[None, :])
    below = (shared > 0.5 * narrow) & (step > 0.5 * items.line_high)
    drop = np.where(below, step, np.inf)
    nearest = drop.argmin(axis=1)
    far = drop.min(axis=1)
    near = far < 2.2 * items.line_high
    i, j = order[:-1], order[1:]
    is_next = near[i] & (drop[i, j] <= far[i] + 0.3 * items.line_high)
    return np.where(is_next, NEXT, np.where(near[i], PASSED, 0.0))


def fragment_boxes(page: Page, items: Items) -> tuple[Doubles, Doubles, Doubles, Doubles]:
    """Left, top, right and bottom of the fragments of a page, (n,) each."""
    start = np.array([f.start for f in page.fragments])
    end = np.array([f.end for f in page.fragments])
    first = np.clip(np.searchsorted(items.end, start, side="right"), 0, len(items.end) - 1)
    last = np.clip(np.searchsorted(items.start, end, side="left") - 1, 0, len(items.end) - 1)
    last = np.maximum(first, last)
    n = len(start)
    left, top, right, bottom = np.zeros((4, n))
    for k, (a, b) in enumerate(zip(first.tolist(), last.tolist(), strict=True)):
        own = items.edges[a]
        left[k] = own[min(max(int(start[k] - items.start[a]), 0), len(own) - 1)]
        own = items.edges[b]
        right[k] = own[min(max(int(end[k] - items.start[b]), 0), len(own) - 1)]
        top[k], bottom[k] = items.top[a : b + 1].min(), items.bottom[a : b + 1].max()
    return left, top, np.maximum(left, right), bottom


class _Placed:
    """A page in an order of frames."""

    def __init__(self, pieces, sheet: Sheet) -> None:
        pieces, dropped = without_marks(pieces, sheet)
        self.pieces = pieces
        page, order, region, column, held = pieces_to_page(pieces, dropped, sheet)
        links = score_links(page, sheet)
        pairs = pins_to_pairs(sheet.pins, page.fragments)
        links.pin(pairs)
        self.order = order
        gate = judge_order(order, links, sheet.weights.gate)
        gate = replace(gate, opens=gate.changed_joints > 0)
        n = len(order)
        counts = np.bincount(region)
        across = np.where(counts[region] > 1, -1.0, 1.0).astype(np.float32)
        columns = int(max(column)) + 1
        self.found = PageOrder(
            sheet,
            page,
            apply_pins(order, pairs),
            links,
            across,
            columns,
            gate,
            held,
            np.asarray(find_heads(page), bool),
            np.ones(n, np.float32),
            SeenPage(page, region, column, columns, np.zeros(n, np.int8), {}),
        )

    def divisions(self, items: Items) -> list[float]:
        """Heights at which the order gains if what is above is read before what is below."""
        order, pieces = self.order, self.pieces
        bands: dict[int, list[int]] = {}
        for k, piece in enumerate(pieces):
            bands.setdefault(piece[4], []).append(k)
        tried: list[tuple[float, float]] = []
        pairs: list[tuple[int, int]] = []
        owner: list[int] = []
        sign: list[float] = []
        for own in bands.values():
            if len({pieces[k][3] for k in own}) < 2:
                continue
            last = own[-1] + 1
            before = {*zip(own, own[1:], strict=False)}
            if own[0] > 0:
                before.add((own[0] - 1, own[0]))
            if last < len(pieces):
                before.add((own[-1], last))
            for y, room in _corridors(items, pieces, own):
                new = [k for k in own if pieces[k][6] < y] + [k for k in own if pieces[k][6] >= y]
                after = {*zip(new, new[1:], strict=False)}
                if own[0] > 0:
                    after.add((own[0] - 1, new[0]))
                if last < len(pieces):
                    after.add((new[-1], last))
                if after == before:
                    continue
                for some, way in ((after - before, 1.0), (before - after, -1.0)):
                    pairs += sorted(some)
                    owner += [len(tried)] * len(some)
                    sign += [way] * len(some)
                tried.append((y, room))
        if not tried:
            return []
        path = np.array(order, np.intp)
        left, right = path[np.array(pairs, np.intp)].T
        gain = np.bincount(owner, np.array(sign) * self.found.links.score(left, right))
        return [
            y
            for (y, room), more in zip(tried, gain.tolist(), strict=True)
            if more > DIVISION_COST - min(room, 3.0)
        ]


DIVISION_COST = 3.0


def _corridors(items: Items, pieces, own: Sequence[int]) -> list[tuple[float, float]]:
    """Heights that no line of a band covers, and how many lines' height is blank there."""
    high = items.line_high
    y = np.sort(np.array([pieces[k][6] for k in own]))
    gaps = np.diff(y)
    wide = np.flatnonzero(gaps > 1.0 * high)
    usual = float(np.median(gaps[gaps > 0.6 * high])) if (gaps > 0.6 * high).any() else high
    return [
        (float(y[g] + y[g + 1]) / 2, float((gaps[g] - usual) / high)) for g in wide.tolist()
    ]


def boxes_to_items(boxes: WordBoxes, sheet: Sheet) -> Items:
    """Boxes in cells of the body's type; the characters of a line in Chinese or Japanese as runs."""
    at = sheet.at
    start, end, line = boxes.start, boxes.end, boxes.line
    cells = (at[end - sheet.start] - at[start - sheet.start]).astype(np.float64)
    left, top, right, bottom = (
        np.asarray(side, np.float64) for side in (boxes.left, boxes.top, boxes.right, boxes.bottom)
    )
    cell = _body_cell(boxes, left, right, cells, sheet)
    left, top, right, bottom = left / cell, top / cell, right / cell, bottom / cell
    high = _weighted_median(bottom - top, cells)
    line_high = min(high, 0.7 * _pitch(line, left, right, (top + bottom) / 2, high))
    counts = np.bincount(line, minlength=int(line.max()) + 1)
    dump = sheet.dump
    if sheet.script is Script.CJK:
        first = np.array([ord(dump[a]) >= 0x2E80 for a in start.tolist()], bool)
        room = np.clip((cells - (right - left)) / 2, 0.0, 0.9) * (first & (cells <= 4))
        left, right = left - room, right + room
        begins = _begin_runs(line, left, right, start, end)
    else:
        begins = np.ones(len(start), bool)
    firsts = np.flatnonzero(begins)
    lasts = np.append(firsts[1:], len(start)) - 1
    same = line[1:] == line[:-1]
    gaps = (left[1:] - right[:-1])[same]
    gaps = gaps[gaps > 0]
    spaced = sheet.script is Script.SPACED
    run_cells = (at[end[lasts] - sheet.start] - at[start[firsts] - sheet.start]).astype(np.float64)
    run_left = np.minimum.reduceat(left, firsts)
    run_right = np.maximum.reduceat(right, firsts)
    each = (run_right - run_left) / np.maximum(run_cells, 1.0)
    solid = [
        any(c.isalnum() for c in dump[a:b])
        for a, b in zip(start[firsts].tolist(), end[lasts].tolist(), strict=True)
    ]
    edges = [
        _edges(left[a : b + 1], right[a : b + 1], start[a : b + 1], end[a : b + 1], sheet)
        for a, b in zip(firsts.tolist(), lasts.tolist(), strict=True)
    ]
    return Items(
        start=start[firsts],
        end=end[lasts],
        line=line[firsts],
        left=run_left,
        top=np.minimum.reduceat(top, firsts),
        right=run_right,
        bottom=np.maximum.reduceat(bottom, firsts),
        size=np.minimum(each, (np.maximum.reduceat(bottom, firsts) - np.minimum.reduceat(top, firsts)) / high),
        whole=((counts[line[firsts]] == 1) | (lasts > firsts)) & (run_cells > 8),
        exact=lasts > firsts,
        solid=np.array(solid, bool)
        & ((run_cells > 3) | ((each < 3) & (each > 0.3)))
        & (each < 8),
        edges=edges,
        blank=min(float(np.median(gaps)), 1.0) if len(gaps) and spaced else 0.4,
        line_high=max(line_high, 1.2),
    )


def _body_cell(
    boxes: WordBoxes, left: Doubles, right: Doubles, cells: Doubles, sheet: Sheet
) -> float:
    """How wide a half-width character of the body's type is, in units of the file."""
    wide = np.maximum(right - left, 1e-6)
    if sheet.script is Script.CJK:
        firsts = np.flatnonzero(np.diff(boxes.line, prepend=-1))
        wide = np.maximum.reduceat(right, firsts) - np.minimum.reduceat(left, firsts)
        lasts = np.append(firsts[1:], len(left)) - 1
        at, start = sheet.at, sheet.start
        cells = (at[boxes.end[lasts] - start] - at[boxes.start[firsts] - start]).astype(np.float64)
    return _weighted_median(
        wide / np.maximum(cells, 1.0), np.where(cells >= 4, cells, cells * 0.05)
    )


def _pitch(line: Index, left: Doubles, right: Doubles, y: Doubles, high: float) -> float:
    """How far below one another lines stand: the median drop to the next that is below."""
    firsts = np.flatnonzero(np.diff(line, prepend=-1))
    a, b, at = np.minimum.reduceat(left, firsts), np.maximum.reduceat(right, firsts), y[firsts]
    drop = at[None, :] - at[:, None]
    shared = np.minimum(b[:, None], b[None, :]) - np.maximum(a[:, None], a[None, :])
    drop = np.where((shared > 0) & (drop > 0.3 * high), drop, np.inf).min(axis=1)
    drop = drop[np.isfinite(drop)]
    return float(np.median(drop)) if len(drop) else high / 0.7


def _begin_runs(line: Index, left: Doubles, right: Doubles, start: Index, end: Index) -> Bools:
    """Which words begin a run: a line does, or a gap is before them."""
    begins = np.ones(len(line), bool)
    begins[1:] = (
        (line[1:] != line[:-1])
        | (left[1:] - right[:-1] > 1.2)
        | (left[1:] < left[:-1])
    )
    return begins


def _edges(left: Doubles, right: Doubles, start: Index, end: Index, sheet: Sheet) -> Doubles:
    """Where each character of a run begins in print, and its end: (characters + 1,)."""
    first, last = int(start[0]), int(end[-1])
    at = sheet.at[first - sheet.start : last - sheet.start + 1].astype(np.float64)
    known = [(float(at[0]), float(left[0]))]
    for a, b, lo, hi in zip(start.tolist(), end.tolist(), left, right, strict=True):
        known += [(float(at[a - first]), float(lo)), (float(at[b - first]), float(hi))]
    x, y = np.array(known).T
    return np.interp(at, x, np.maximum.accumulate(y))


def _cuts_of(found: PageOrder | None) -> Index | None:
    """Offsets at which the text alone has rows cut; None where it leaves the page as it is."""
    if found is None or not found.gate.opens:
        return None
    f, row = found.page.fragments, found.page.row
    return np.array([f[i].start for i in range(1, len(f)) if row[i] == row[i - 1]], np.intp)


def weigh_bonds(items: Items, sheet: Sheet, cuts: Index | None = None) -> Items:
    """The items with what their words say of where whole lines are two."""
    ids = np.flatnonzero(items.whole & (items.size < 1.25)).tolist()
    if sheet.model is None or not ids:
        return items
    texts = [sheet.dump[items.start[i] : items.end[i]] for i in ids]
    units = RowUnits(texts, sheet.model, sheet.weights.links.unseen_mix)
    start = items.page_left
    wide = int((items.right.max() - start) / 0.5) + 2
    bonds = np.full((len(items.left), wide), -3.0, np.float32)
    w = sheet.weights.places
    spaced = sheet.script is Script.SPACED
    for r, i in enumerate(ids):
        text = texts[r]
        offset = np.arange(1, len(text))
        if spaced:
            offset = offset[[text[k - 1] == " " for k in offset.tolist()]]
        if not len(offset):
            continue
        places = units.places_of(r, offset.astype(np.int32))
        odds = np.interp(units.gain(places, places), w.cohesion_knots, w.cohesion_odds)
        own = np.full(wide, -3.0)
        odds = 0.8 * odds
        if cuts is not None:
            odds = odds - 0.4 + 2.0 * np.isin(items.start[i] + offset, cuts)
        column = np.clip(((items.edges[i][offset] - start) / 0.5).astype(int), 0, wide - 1)
        np.maximum.at(own, column, odds)
        reach = 3 if items.exact[i] else 5
        padded = np.pad(own, reach, constant_values=-3.0)
        window = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1)
        bonds[i] = window.max(1) - 0.15
    items.bonds = bonds + _aligned(items, np.array(ids), wide)
    return items


def _aligned(items: Items, ids: Index, wide: int) -> Floats:
    """What lines near say of where whole lines are two: they begin, or end, where these do."""
    found = np.zeros((2, len(items.left), wide + 8), np.float32)
    y = (items.top + items.bottom) / 2
    near = np.abs(y[ids][:, None] - y[None, :]) <= 8 * items.line_high * 1.6
    left = near & (np.abs(items.left[ids][:, None] - items.left[None, :]) < 1.0)
    indented = near & (np.abs(items.left[ids][:, None] - 4.0 - items.left[None, :]) < 1.0)
    left = (left | indented) & (items.right[None, :] < items.right[ids][:, None] - 5)
    right = near & (np.abs(items.right[ids][:, None] - items.right[None, :]) < 1.2)
    right &= items.left[None, :] > items.left[ids][:, None] + 5
    for k, (pairs, edge, reach) in enumerate(
        ((left, items.right, (-1, 6)), (right, items.left, (-6, 1)))
    ):
        i, j = np.nonzero(pairs)
        at = np.round((edge[j] - items.page_left) / 0.5).astype(int)
        np.add.at(found[k], (ids[i], np.clip(at + reach[0], 0, wide)), 1.0)
        np.add.at(found[k], (ids[i], np.clip(at + reach[1], 0, wide) + 1), -1.0)
    counts = np.minimum(found.cumsum(axis=2)[:, :, :wide], 2.0)
    return np.asarray(0.6 * counts[0] + 0.4 * counts[1] - 0.6, np.float32)


def _weighted_median(values: Doubles, weights: Doubles) -> float:
    order = np.argsort(values)
    total = np.cumsum(weights[order])
    return float(values[order[int(np.searchsorted(total, total[-1] / 2))]])


class Piece(tuple[int, int, int, int, float, float]):
    """start, end, line, frame, x, y."""


def frames_to_pieces(
    frames: Frames, items: Items, sheet: Sheet
) -> list[tuple[int, int, int, int, int, float, float]]:
    """Pieces in reading order: (start, end, line, frame, band, x, y)."""
    cuts = _cut_items(frames, items, sheet)
    found = []
    for f, (parts, band) in enumerate(zip(frames.parts, frames.band, strict=True)):
        words = []
        for part in parts:
            i = part.item
            start, end = cuts.get((i, f), (int(items.start[i]), int(items.end[i])))
            y = float(items.top[i] + items.bottom[i]) / 2
            high = float(items.bottom[i] - items.top[i])
            if end > start:
                words.append([start, end, int(items.line[i]), part.begin, y, high, part.end])
        lines = _join_words(words, sheet.dump)
        for line in _rows(lines):
            start, end, row, x, y, _, _ = line
            found.append((int(start), int(end), int(row), f, band, float(x), float(y)))
    return found


def _join_words(words: list[list], dump: str) -> list[list]:
    words.sort(key=lambda w: w[0])
    lines: list[list] = []
    for w in words:
        if lines and lines[-1][2] == w[2] and not dump[lines[-1][1] : w[0]].strip():
            last = lines[-1]
            last[1] = w[1]
            last[3] = min(last[3], w[3])
            last[4] = (last[4] * last[7] + w[4]) / (last[7] + 1)
            last[5] = max(last[5], w[5])
            last[6] = max(last[6], w[6])
            last[7] += 1
        else:
            lines.append([*w, 1])
    return [line[:7] for line in lines]


def _rows(lines: list[list]) -> list[list]:
    """Lines from the top, those that stand side by side from the left."""
    lines.sort(key=lambda w: w[4])
    rows: list[list[list]] = []
    for line in lines:
        if rows and line[4] - rows[-1][0][4] < 0.5 * min(line[5], rows[-1][0][5]):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda w: w[3])]


def _cut_items(
    frames: Frames, items: Items, sheet: Sheet
) -> dict[tuple[int, int], tuple[int, int]]:
    """Where items that stand in several frames are cut: (item, frame) -> offsets."""
    owners: dict[int, list[tuple[float, float, int]]] = {}
    for f, parts in enumerate(frames.parts):
        for part in parts:
            owners.setdefault(part.item, []).append((part.begin, part.end, f))
    fused = {i: sorted(own) for i, own in owners.items() if len(own) > 1}
    if not fused:
        return {}
    ids = sorted(fused)
    texts = [sheet.dump[items.start[i] : items.end[i]] for i in ids]
    units = None
    if sheet.model is not None:
        units = RowUnits(texts, sheet.model, sheet.weights.links.unseen_mix)
    found = {}
    for r, i in enumerate(ids):
        own = fused[i]
        start, end = int(items.start[i]), int(items.end[i])
        blank = sum(min(b[0] - a[1], 2.5) for a, b in zip(own, own[1:], strict=False))
        edges = items.edges[i]
        if not items.exact[i]:
            share = (items.right[i] - items.left[i] - blank) / (items.right[i] - items.left[i])
            edges = items.left[i] + (edges - items.left[i]) * share
        passed = 0.0
        bounds = [0]
        for a, b in zip(own, own[1:], strict=False):
            if items.exact[i]:
                x = (a[1] + b[0]) / 2
            else:
                passed += min(b[0] - a[1], 2.5)
                x = b[0] - passed
            bounds.append(_place(texts[r], edges, x, bounds[-1], units, r, sheet))
        bounds.append(end - start)
        for (_, _, f), lo, hi in zip(own, bounds, bounds[1:], strict=False):
            text = texts[r][lo:hi]
            lo += len(text) - len(text.lstrip())
            hi = lo + len(text.strip())
            found[i, f] = start + lo, start + hi
    return found


def _place(
    text: str, at: Doubles, printed: float, last: int, units: RowUnits | None, r: int, sheet: Sheet
) -> int:
    """The offset at which a text is cut near a printed width."""
    reach = 6.0 if sheet.script is Script.CJK else 9.0
    some = [
        k
        for k in range(last + 1, len(text))
        if abs(at[k] - printed) <= reach
        and (sheet.script is Script.CJK or text[k - 1] == " " or not any(
            c == " " for c in text[max(0, k - 8) : k + 8]
        ))
        and text[k] != " "
    ]
    if not some:
        return max(last, int(np.searchsorted(at, printed)))
    offset = np.array(some)
    worth = -(((at[offset] - printed) / 2.0) ** 2) / 2
    if units is not None:
        places = units.places_of(r, offset.astype(np.int32))
        gain = units.gain(places, places)
        w = sheet.weights.places
        worth = worth + np.interp(gain, w.cohesion_knots, w.cohesion_odds)
    return int(offset[int(np.argmax(worth))])


def without_marks(pieces, sheet):
    by_start = sorted(range(len(pieces)), key=lambda k: pieces[k][0])
    starts = [row.start for row in sheet.rows]
    rows: dict[int, list[int]] = {}
    for k in by_start:
        r = max(int(np.searchsorted(starts, pieces[k][0], side="right")) - 1, 0)
        rows.setdefault(r, []).append(k)
    own = [rows.get(r, []) for r in range(len(sheet.rows))]
    spans = [[(pieces[k][0], pieces[k][1]) for k in ks] for ks in own]
    found, dropped = list(pieces), []
    for ks, cuts in zip(own, cut_marks(sheet, spans), strict=True):
        for k, cut in zip(ks, cuts, strict=True):
            found[k] = (cut.start, cut.end, *pieces[k][2:])
            dropped += [(a, b, DROPPING_RULE) for a, b in cut.junk]
    return found, dropped


def pieces_to_page(
    pieces: Sequence[tuple[int, int, int, int, int, float, float]], dropped, sheet: Sheet
) -> tuple[Page, list[int], np.ndarray, np.ndarray, Bools]:
    """The page, its order, region and column of each fragment, and what is held to the next."""
    by_start = sorted(range(len(pieces)), key=lambda k: pieces[k][0])
    number = {k: i for i, k in enumerate(by_start)}
    order = [number[k] for k in range(len(pieces))]
    starts = [row.start for row in sheet.rows]
    spans, region, column = [], [], []
    first_of: dict[int, int] = {}
    seen_rows = set()
    for k in by_start:
        start, end, _, frame, band, x, _ = pieces[k]
        r = max(int(np.searchsorted(starts, start, side="right")) - 1, 0)
        first_of.setdefault(band, frame)
        first_of[band] = min(first_of[band], frame)
        first = r not in seen_rows
        seen_rows.add(r)
        spans.append(FragmentSpan(start, end, r, x, x, first))
        region.append(band)
        column.append(frame)
    columns = [c - first_of[b] for b, c in zip(region, column, strict=True)]
    page = spans_to_page(sheet, spans, [*dropped, *row_marks(sheet.rows)])
    held = np.zeros(len(spans), bool)
    after = dict(zip(order, order[1:], strict=False))
    for i, (a, b) in enumerate(zip(spans, spans[1:], strict=False)):
        if a.row == b.row and after.get(i) == i + 1:
            held[i] = True
    return page, order, np.array(region, np.int32), np.array(columns, np.int32), held


def _weighted_median(values: Doubles, weights: Doubles) -> float:
    order = np.argsort(values)
    total = np.cumsum(weights[order])
    return float(values[order[int(np.searchsorted(total, total[-1] / 2))]])
