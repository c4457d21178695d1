"""One page: dump -> fragments -> links -> order. The loop between cutting and ordering is here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from layoutfix import ngrams
from layoutfix.chardata import (
    FULL_STOPS,
    codes_to_widths,
    is_cjk_text,
    may_be_rtl,
    text_to_codes,
)
from layoutfix.config import ChainConfig, Config, UnshuffleConfig
from layoutfix.continuity import LinkScorer
from layoutfix.continuity.cohesion import RowUnits
from layoutfix.continuity.encoder import SeamEncoder, encoder_for, family_of
from layoutfix.continuity.mixed import MixedLinkScorer, Part
from layoutfix.fragments.adjust import Trial, find_trials, move_cuts
from layoutfix.fragments.gutters import Cell, rows_to_cells
from layoutfix.fragments.rows import Row, dump_to_rows, markup_share
from layoutfix.fragments.seams import line_fit
from layoutfix.fragments.split import cut_cells
from layoutfix.languages import NO_LANGUAGE, detect_languages
from layoutfix.model import Fragment, Pin
from layoutfix.ngrams import NgramModel
from layoutfix.ordering.chain import best_streams, order_value, streams_to_order
from layoutfix.ordering.gate import CLOSED, GateReading, judge_order, open_for_seen_columns
from layoutfix.ordering.path import jump_cost, links_to_path
from layoutfix.ordering.pins import apply_pins, pins_to_pairs
from layoutfix.ordering.unshuffle import Lines, Streams, unshuffle

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
    """

    fragments: list[Fragment]
    row: Ints
    x: Floats
    lead: Floats
    width: Floats
    dropped: list[tuple[int, int, str]]
    marked: npt.NDArray[np.bool_]
    blank_above: Ints


class _Span(NamedTuple):
    """A fragment before it is one: offsets in the dump, row, and what is seen of its place."""

    start: int
    end: int
    row: int
    x: float
    lead: float
    first: bool


@dataclass(frozen=True, slots=True)
class PageOrder:
    """The reading order of a page: ids into `pieces.fragments`, and what it was decided by.

    `columns` counts those that took turns; 0 where none were found and the path search decided.
    """

    pieces: Pieces
    order: list[int]
    links: LinkScorer
    spans: Floats
    columns: int
    gate: GateReading


def read_page(
    dump: str,
    start: int,
    end: int,
    model: NgramModel | None,
    config: Config,
    pins: Sequence[Pin] = (),
) -> PageOrder | None:
    """The order of `dump[start:end]`; None where it has no text.

    A page that the gate leaves alone has its rows as fragments, in the dump's order.
    """
    rows = dump_to_rows(dump, start, end)
    if not rows:
        return None
    cjk = is_cjk_text(dump[start:end])
    at = np.zeros(end - start + 1, np.float32)
    np.cumsum(codes_to_widths(text_to_codes(dump[start:end]), cjk=cjk), out=at[1:])
    gate = CLOSED
    if pins or markup_share(rows, dump) <= config.gate.most_markup_share:
        pieces = _cut(dump, rows, start, at, model, config, cjk=cjk)
        found = _order(pieces, model, config, pins, cjk=cjk)
        if found.gate.opens and model is not None:
            moved = _move_cuts(dump, start, at, found, model, config, cjk=cjk)
            if moved is not None:
                found = _keep_order(moved, found, model, config, pins, cjk=cjk)
        gate = found.gate
        if gate.opens or (pins and found.order != sorted(found.order)):
            return found
    whole = _whole_rows(dump, rows, start, at)
    links = _score_links(whole, model, config, cjk=cjk)
    n = len(whole.fragments)
    return PageOrder(whole, list(range(n)), links, np.zeros(n, np.float32), 1, gate)


def _cut(
    dump: str,
    rows: list[Row],
    start: int,
    at: Floats,
    model: NgramModel | None,
    config: Config,
    *,
    cjk: bool,
) -> Pieces:
    cells = rows_to_cells(rows, config.fragments)
    flat = [cell for row in cells for cell in row]
    units = None
    if model is not None:
        texts = [dump[c.start : c.end] for c in flat]
        units = RowUnits(texts, model, config.continuity.unseen_mix)
    shifted = [Cell(c.start - start, c.end - start, c.column, c.gap) for c in flat]
    seams = config.seams if cjk else config.spaced_seams
    page = dump[start : start + len(at) - 1]
    keeps_x = sum(len(row) > 1 for row in cells) > config.fragments.least_gutter_rows
    cuts = iter(cut_cells(page, shifted, at, units, seams, cjk=cjk, gutters=keeps_x))
    keeps_lead = keeps_x or _keeps_indents(rows, config)
    spans: list[_Span] = []
    dropped = [(r.mark_start, r.mark_start + len(r.mark), "strip_markup") for r in rows if r.mark]
    for r, row in enumerate(cells):
        for cell in row:
            for k, cut in enumerate(next(cuts)):
                column = cell.column if k == 0 else np.nan
                spans.append(
                    _Span(
                        start + cut.start,
                        start + cut.end,
                        r,
                        column if keeps_x else np.nan,
                        column if keeps_lead else np.nan,
                        first=not k and cell is row[0],
                    )
                )
                dropped += [(start + s, start + e, "drop_gutter_junk") for s, e in cut.junk]
    return _pieces(dump, rows, spans, dropped, start, at)


def _move_cuts(
    dump: str,
    start: int,
    at: Floats,
    found: PageOrder,
    model: NgramModel,
    config: Config,
    *,
    cjk: bool,
) -> Pieces | None:
    """The pieces with their cuts moved to where the order says; None where all stay."""
    pieces, seams = found.pieces, config.seams if cjk else config.spaced_seams
    spans = [(f.start, f.end) for f in pieces.fragments]
    trials = find_trials(dump, spans, pieces.row.tolist(), seams, cjk=cjk)
    if not trials:
        return None

    def judge(trials: Sequence[Trial]) -> list[Floats]:
        return _judge_cuts(dump, start, at, found, trials, model, config, cjk=cjk)

    moved = move_cuts(trials, judge, seams)
    if not moved:
        return None
    for i, (end, begin) in moved.items():
        spans[i] = spans[i][0], end
        spans[i + 1] = begin, spans[i + 1][1]
    lo, hi = np.array(spans, np.intp).T - start
    return replace(
        pieces,
        fragments=[Fragment(s, e, dump[s:e]) for s, e in spans],
        width=(at[hi] - at[lo]).astype(np.float32),
    )


def _keep_order(
    pieces: Pieces,
    found: PageOrder,
    model: NgramModel | None,
    config: Config,
    pins: Sequence[Pin],
    *,
    cjk: bool,
) -> PageOrder:
    """The order as found, with links of the fragments as they are cut now."""
    links = _score_links(pieces, model, config, cjk=cjk)
    links.pin(pins_to_pairs(pins, pieces.fragments))
    return replace(found, pieces=pieces, links=links)


def _judge_cuts(
    dump: str,
    start: int,
    at: Floats,
    found: PageOrder,
    trials: Sequence[Trial],
    model: NgramModel,
    config: Config,
    *,
    cjk: bool,
) -> list[Floats]:
    """Log-odds of the places that cuts may have: links of both parts, less the row's own bond."""
    pieces, order = found.pieces, found.order
    seams = config.seams if cjk else config.spaced_seams
    n = len(pieces.fragments)
    place = {i: k for k, i in enumerate(order)}
    spans = [(f.start, f.end) for f in pieces.fragments]
    of: list[int] = []
    for trial in trials:
        i = trial.left
        for end, begin in trial.spans:
            spans += [(pieces.fragments[i].start, end), (begin, pieces.fragments[i + 1].end)]
            of += [i, i + 1]
    lo, hi = np.array(spans, np.intp).T - start
    width = (at[hi] - at[lo]).astype(np.float32)
    owner = np.concatenate([np.arange(n), np.array(of, np.intp)])
    links = LinkScorer(
        [dump[s:e] for s, e in spans],
        width,
        replace(config.continuity, double_most_texts=0),
        cjk=cjk,
        model=model,
        encoder=encoder_of([f.text for f in pieces.fragments], model),
        indents=_indents(pieces, config)[owner],
    )
    links.shapes.column[n:] = links.shapes.column[owner[n:]]
    left, right, sign = [], [], []
    for k, i in enumerate(_flat(trials)):
        new_left, new_right = n + 2 * k, n + 2 * k + 1
        after = order[place[i] + 1] if place[i] + 1 < n else -1
        before = order[place[i + 1] - 1] if place[i + 1] else -1
        for a, b in ((new_left, after), (before, new_right)):
            known = a >= 0 and b >= 0 and after != i + 1
            left.append(a if known else new_left)
            right.append(b if known else new_right)
            sign.append(1.0 if known else 0.0)
    pairs = np.array(left, np.intp), np.array(right, np.intp)
    score = links.score(*pairs) * np.array(sign, np.float32)
    inside = n + 2 * np.arange(len(of) // 2)
    bond = links.evidence(inside, inside + 1).ngram * config.continuity.ngram_weight
    fit = np.array(
        [
            max(line_fit(float(w), [float(c)], seams), -seams.short_stop_cost)
            for w, c in zip(width[n:], links.shapes.column[n:], strict=True)
        ]
    )
    total = score[0::2] + score[1::2] - bond
    total += seams.shift_width_weight * (fit[0::2] + fit[1::2])
    sizes = np.cumsum([len(trial.spans) for trial in trials])[:-1]
    return [np.asarray(part, np.float32) for part in np.split(total, sizes)]


def _flat(trials: Sequence[Trial]) -> list[int]:
    return [trial.left for trial in trials for _ in trial.spans]


def _keeps_indents(rows: list[Row], config: Config) -> bool:
    """Whether some rows are indented by a little, and most are not: then indents mean something."""
    indented = sum(0 < r.indent <= config.fragments.most_indent for r in rows)
    return 2 <= indented <= len(rows) // 2


def _whole_rows(dump: str, rows: list[Row], start: int, at: Floats) -> Pieces:
    spans = [_Span(r.mark_start, r.end, k, np.nan, np.nan, first=True) for k, r in enumerate(rows)]
    return _pieces(dump, rows, spans, [], start, at)


def _pieces(
    dump: str,
    rows: list[Row],
    spans: list[_Span],
    dropped: list[tuple[int, int, str]],
    start: int,
    at: Floats,
) -> Pieces:
    lo = np.array([s.start for s in spans], np.intp) - start
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
    )


def _score_links(
    pieces: Pieces, model: NgramModel | None, config: Config, *, cjk: bool
) -> LinkScorer:
    texts = [f.text for f in pieces.fragments]
    indents = _indents(pieces, config)
    encoder = encoder_of(texts, model)
    options: dict[str, Any] = {"cjk": cjk, "model": model, "encoder": encoder, "indents": indents}
    if model is None or not config.continuity.mixed_languages:
        return LinkScorer(texts, pieces.width, config.continuity, **options)
    codes = np.array(detect_languages(texts, ngrams.available(), model.language))
    parts = []
    for code in sorted({*codes.tolist()} - {model.language, NO_LANGUAGE}):
        members = np.flatnonzero(codes == code)
        other_script = is_cjk_text("".join(texts[i] for i in members)) != cjk
        c = config.continuity
        if len(members) >= (c.least_other_script if other_script else c.least_other_language):
            parts.append(Part(members, _score_part(texts, pieces, members, code, config, indents)))
    if not parts:
        return LinkScorer(texts, pieces.width, config.continuity, **options)
    known = [model.language, *(codes[part.members[0]] for part in parts)]
    languages = np.full(len(codes), -1, np.int32)
    for k, code in enumerate(known):
        languages[codes == code] = k
    return MixedLinkScorer(
        texts, pieces.width, config.continuity, parts=parts, languages=languages, **options
    )


def _score_part(
    texts: Sequence[str],
    pieces: Pieces,
    members: npt.NDArray[np.intp],
    code: str,
    config: Config,
    indents: Floats,
) -> LinkScorer:
    """The links among the fragments of another language, by its own model."""
    mine, model = [texts[i] for i in members], ngrams.load(code)
    return LinkScorer(
        mine,
        pieces.width[members],
        config.continuity,
        cjk=is_cjk_text("".join(mine)),
        model=model,
        encoder=encoder_of(mine, model),
        indents=indents[members],
    )


def encoder_of(texts: Sequence[str], model: NgramModel | None) -> SeamEncoder | None:
    """The encoder that learnt the language of the model, or the script of the texts."""
    family = family_of("".join(texts), model.language if model is not None else "")
    return encoder_for(family) if family else None


def _indents(pieces: Pieces, config: Config) -> Floats:
    """How far right of its column each fragment starts, in character columns (n,); NaN if unseen.

    A column is where most fragments near start that start nowhere near elsewhere.
    """
    c = config.fragments
    n = len(pieces.lead)
    indents = np.full(n, np.nan, np.float32)
    seen = np.flatnonzero(~np.isnan(pieces.lead))
    lead = pieces.lead[seen]
    for k, i in enumerate(seen.tolist()):
        lo, hi = max(0, k - c.indent_window), k + c.indent_window + 1
        near = lead[lo:hi][np.abs(lead[lo:hi] - lead[k]) <= c.most_indent]
        starts, votes = np.unique(np.round(near), return_counts=True)
        left = starts[votes >= max(2, 0.25 * votes.sum())]
        if len(left):
            indents[i] = lead[k] - left[0]
    return indents


def _order(
    pieces: Pieces,
    model: NgramModel | None,
    config: Config,
    pins: Sequence[Pin],
    *,
    cjk: bool,
) -> PageOrder:
    pairs = pins_to_pairs(pins, pieces.fragments)
    pinned = {i for pair in pairs for i in pair[:2]}
    texts = [f.text for f in pieces.fragments]
    core = [i for i, t in enumerate(texts) if i in pinned or not _LOOSE_RE.fullmatch(t)]
    if len(core) < 2:
        core = list(range(len(texts)))
    links = _score_links(pieces, model, config, cjk=cjk)
    links.pin(pairs)
    parts, part_links = pieces, links
    if len(core) < len(texts):
        parts = _take(pieces, core)
        part_links = _score_links(parts, model, config, cjk=cjk)
        part_links.pin(_renumber(pairs, core))
    order, columns = _order_core(parts, part_links, config, _renumber(pairs, core), cjk=cjk)
    order = _put_back([core[i] for i in order], len(texts))
    spans = _spanning_odds(pieces, links, config)
    gate = judge_order(order, links, config.gate, certainty=1.0 if model else 0.5)
    if model is None:
        gate = open_for_seen_columns(gate, pieces.x, pieces.width, links.shapes.column, config.gate)
    return PageOrder(pieces, order, links, spans, columns, gate)


_LOOSE_RE = re.compile(r"[\W_]*(?:(?![\u2e80-\u9fff\uac00-\ud7a3])\w[\W_]+)*")
"""Punctuation alone, or single letters: specks that OCR read beside the lines, of no column."""


def _take(pieces: Pieces, ids: list[int]) -> Pieces:
    """Some of the fragments of a page, in the dump's order."""
    if len(ids) == len(pieces.fragments):
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
    )


def _renumber(pairs: list[tuple[int, int, bool]], ids: list[int]) -> list[tuple[int, int, bool]]:
    new = {old: k for k, old in enumerate(ids)}
    return [(new[i], new[j], together) for i, j, together in pairs]


def _put_back(order: list[int], n: int) -> list[int]:
    """The order of n fragments; those that it lacks follow the one before them in the dump."""
    kept = set(order)
    loose: dict[int, list[int]] = {}
    last = -1
    for i in range(n):
        if i in kept:
            last = i
        else:
            loose.setdefault(last, []).append(i)
    return [*loose.get(-1, []), *(k for i in order for k in (i, *loose.get(i, [])))]


def _order_core(
    pieces: Pieces,
    links: LinkScorer,
    config: Config,
    pairs: list[tuple[int, int, bool]],
    *,
    cjk: bool,
) -> tuple[list[int], int]:
    """The order of fragments that stand in columns, and the number of columns (0: by path)."""
    lines = Lines(
        links=links.backwards(),
        row=pieces.row,
        x=pieces.x,
        width=pieces.width,
        length=np.array([len(f.text) for f in pieces.fragments], np.int32),
        stops=links.shapes.ends_stop,
        spans=_spanning_odds(pieces, links, config),
        rtl_cost=_rtl_cost(pieces, config.chain),
    )
    turns = replace(config.unshuffle, halves_share=0.0) if cjk else config.unshuffle
    best, in_columns, columns = -np.inf, list(range(len(lines.row))), 1
    ways = _distinct(unshuffle(lines, *_ways(turns)))
    for streams in best_streams(ways, lines, links, config.chain, turns):
        found = streams_to_order(lines, streams, links, config.chain, turns)
        value = order_value(found, lines, links, config.chain, turns)
        if value > best:
            best, in_columns, columns = value, found, int(streams.stream.max()) + 1
    order = _try_path(in_columns, pieces.row, links, config)
    columns = columns if order is in_columns else 0
    return apply_pins(order, pairs), columns


def _ways(config: UnshuffleConfig) -> list[UnshuffleConfig]:
    """The settings that the search for streams is started with: fewer columns, freer turns..."""
    ways = []
    for opening, passing in config.ways:
        costs = tuple(passing * c for c in config.pass_costs)
        ways.append(
            replace(
                config,
                open_cost=opening * config.open_cost,
                late_open_cost=opening * config.late_open_cost,
                pass_costs=costs,
            )
        )
    return ways


def _distinct(found: list[Streams]) -> list[Streams]:
    """The streams without those that are there twice."""
    seen: dict[bytes, Streams] = {}
    for streams in found:
        seen.setdefault(streams.stream.tobytes() + streams.region.tobytes(), streams)
    return list(seen.values())


def _rtl_cost(pieces: Pieces, config: ChainConfig) -> float:
    """What columns in reverse must gain on this page, in nats."""
    if config.columns != "auto":
        return {"ltr": np.inf, "rtl": -np.inf}[config.columns]
    text = "".join(f.text for f in pieces.fragments)
    return config.rtl_cost_vertical if may_be_rtl(text) else config.rtl_cost


def _try_path(order: list[int], row: Ints, links: LinkScorer, config: Config) -> list[int]:
    """The path search's order, where the columns do not read well and it reads far better.

    Where a row holds more lines than a page has columns, the dump is one of whole blocks joined
    into rows: columns do not take turns in it, and the better order of the two is taken.
    """
    n, c = len(order), config.path
    found = _objective(order, links, config)
    blocks = float(np.bincount(row)[row].mean()) > c.block_row_fragments
    if n > c.most_fragments or (found > c.try_below * n and not blocks):
        return order
    other = links_to_path(links, n, c)
    least = 0.0 if blocks else c.least_advantage * n
    return other if _objective(other, links, config) > found + least else order


def _objective(order: list[int], links: LinkScorer, config: Config) -> float:
    """Links of the order, less the nats that its jumps take to write down."""
    path = np.array(order, np.intp)
    total = float(links.score(path[:-1], path[1:]).sum())
    total += float(links.starts()[path[0]] + links.ends()[path[-1]])
    return total - jump_cost(path, config.path)


def _spanning_odds(pieces: Pieces, links: LinkScorer, config: Config) -> Floats:
    """Log-odds (n,) that a fragment stands across the columns: a headline or a full-width row."""
    c = config.regions
    width = pieces.width
    usual = float(np.median(links.shapes.column))
    stops = np.array([f.text[-1] in FULL_STOPS for f in pieces.fragments])
    odds = np.full(len(width), c.spans_prior, np.float32)
    odds += np.where(width > c.wide_share * usual, c.wide_gain, 0.0)
    odds += np.where(pieces.marked & ~stops, c.mark_gain, 0.0)
    odds += np.where((pieces.blank_above > 0) & ~stops, c.blank_gain, 0.0)
    return odds.astype(np.float32)
