"""A page as the user corrected it: rows cut where he cuts them, pinned places side by side.

Nothing is sought: what no correction names stays as it was found. The cost is that of the links of
the page, so that a page is corrected in a small part of the time in which it was read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from layoutfix.arrays import Index
from layoutfix.engine.read import read_page
from layoutfix.linking.scoring import score_links
from layoutfix.page import Page, cut_fragments
from layoutfix.page_order import PageOrder, SeenPage
from layoutfix.pins import Corrections, Cut, apply_pins, pins_to_pairs
from layoutfix.sheet import Sheet

Span = tuple[int, int]


def correct_page(found: PageOrder, known: Corrections) -> PageOrder:
    """The order of a page with the corrections of its text, which it may have been found by.

    Lines that were listed in another order than read are read anew, as a page with pins is.
    """
    known = known.within(found.sheet.start, found.sheet.end)
    if not known:
        return found
    sheet = replace(found.sheet, known=known)
    if found.parts is not None and (known.pins or known.cuts):
        again = read_page(sheet)
        found = found if again is None else again
    found = replace(found, sheet=sheet)
    if found.parts is not None:
        return found
    spans = cut_spans(sheet, found.page, known.cuts)
    found = _cut_anew(found, spans)
    pairs = pins_to_pairs(known.pins, found.page.fragments)
    found.links.pin(pairs)
    return replace(found, order=apply_pins(found.order, pairs, bond_of(found)))


def bond_of(found: PageOrder) -> Callable[[int, int], float]:
    """How well neighbours of the order that was found follow each other; nothing of others."""
    path = np.array(found.order, np.intp)
    links = found.links.score(path[:-1], path[1:]).tolist()
    bonds = dict(zip(pairwise(found.order), links, strict=True))
    return lambda i, j: bonds.get((i, j), 0.0)


def cut_spans(sheet: Sheet, page: Page, cuts: Sequence[Cut]) -> list[Span]:
    """The spans of a page's fragments after its rows were cut, or joined, as told."""
    spans = [(f.start, f.end) for f in page.fragments]
    rows = page.row.tolist()
    for cut in cuts:
        k = max((k for k, (start, _) in enumerate(spans) if start <= cut.at), default=None)
        if k is None:
            continue
        start, end = spans[k]
        if cut.apart and start < cut.at < end:
            text = sheet.dump[start : cut.at].rstrip()
            behind = sheet.dump[cut.at : end]
            lead = len(behind) - len(behind.lstrip())
            if text.strip() and behind.strip():
                spans[k : k + 1] = [(start, start + len(text)), (cut.at + lead, end)]
                rows.insert(k, rows[k])
        elif not cut.apart:
            left = k if cut.at > start else k - 1  # at the start of a piece, or between two
            if 0 <= left < len(spans) - 1 and rows[left] == rows[left + 1]:
                spans[left : left + 2] = [(spans[left][0], spans[left + 1][1])]
                del rows[left]
    return spans


def _cut_anew(found: PageOrder, spans: Sequence[Span]) -> PageOrder:
    """The page in other pieces, which stand in the order where those stood that they are of."""
    page = found.page
    if spans == [(f.start, f.end) for f in page.fragments]:
        return found
    starts = np.array([f.start for f in page.fragments])
    source = np.searchsorted(starts, [start for start, _ in spans], side="right") - 1
    stops = np.searchsorted(starts, [end for _, end in spans]) - 1  # of each piece, its last part
    made = cut_fragments(page, spans, found.sheet)
    parts: dict[int, list[int]] = {}
    for piece, i in enumerate(source.tolist()):
        parts.setdefault(i, []).append(piece)
    return replace(
        found,
        page=made,
        order=[piece for i in found.order for piece in parts.get(i, ())],
        links=score_links(made, found.sheet),
        spans=found.spans[source],
        held=found.held[stops] & np.append(source[1:] != source[:-1], True),
        asides=found.asides[source],
        sure=np.where(np.append(source[1:] == source[:-1], False), 1.0, found.sure[stops]).astype(
            np.float32
        ),
        seen=None if found.seen is None else _cut_seen(found.seen, made, source),
    )


def _cut_seen(seen: SeenPage, page: Page, source: Index) -> SeenPage:
    """What is seen of the pieces: each stands where the fragment stood that it begins in."""
    is_new = np.append(False, source[1:] == source[:-1])
    return replace(
        seen,
        page=page,
        region=seen.region[source],
        column=seen.column[source],
        begins=np.where(is_new, 0, seen.begins[source]).astype(np.int8),
        kinds={p: seen.kinds[i] for p, i in enumerate(source.tolist()) if i in seen.kinds},
    )
