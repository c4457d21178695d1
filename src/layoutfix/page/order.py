"""Pieces -> order: columns under several settings, or a path; the gate; pins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from layoutfix.chardata import may_be_rtl
from layoutfix.config import ChainConfig, Config, UnshuffleConfig
from layoutfix.continuity import LinkScorer
from layoutfix.model import Pin
from layoutfix.ngrams import NgramModel
from layoutfix.ordering.chain import best_streams, order_value, streams_to_order
from layoutfix.ordering.direction import sum_links
from layoutfix.ordering.gate import GateReading, judge_order, open_for_seen_columns
from layoutfix.ordering.path import jump_cost, links_to_path
from layoutfix.ordering.pins import apply_pins, pins_to_pairs
from layoutfix.ordering.unshuffle import Lines, Streams, unshuffle
from layoutfix.page.pieces import Pieces, take_pieces
from layoutfix.page.scoring import score_links, spanning_odds

Floats = npt.NDArray[np.float32]

Ints = npt.NDArray[np.int32]


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


def order_pieces(
    pieces: Pieces,
    model: NgramModel | None,
    config: Config,
    pins: Sequence[Pin],
    *,
    cjk: bool,
) -> PageOrder:
    """The reading order of pieces, whether the gate opens for it, and what it was decided by."""
    pairs = pins_to_pairs(pins, pieces.fragments)
    pinned = {i for pair in pairs for i in pair[:2]}
    texts = [f.text for f in pieces.fragments]
    core = [i for i, t in enumerate(texts) if i in pinned or not _LOOSE_RE.fullmatch(t)]
    if len(core) < 2:
        core = list(range(len(texts)))
    links = score_links(pieces, model, config, cjk=cjk)
    links.pin(pairs)
    parts, part_links = pieces, links
    if len(core) < len(texts):
        parts = take_pieces(pieces, core)
        part_links = score_links(parts, model, config, cjk=cjk)
        part_links.pin(_renumber(pairs, core))
    order, columns = _order_core(parts, part_links, config, _renumber(pairs, core), cjk=cjk)
    order = _put_back([core[i] for i in order], len(texts))
    spans = spanning_odds(pieces, links, config)
    gate = judge_order(order, links, config.gate, certainty=1.0 if model else 0.5)
    if model is None:
        gate = open_for_seen_columns(gate, pieces.x, pieces.width, links.shapes.column, config.gate)
    return PageOrder(pieces, order, links, spans, columns, gate)


_LOOSE_RE = re.compile(r"[\W_]*(?:(?![\u2e80-\u9fff\uac00-\ud7a3])\w[\W_]+)*")
"""Punctuation alone, or single letters: specks that OCR read beside the lines, of no column."""


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
        spans=spanning_odds(pieces, links, config),
        rtl_cost=_rtl_cost(pieces, config.chain),
    )
    turns = replace(config.unshuffle, halves_share=0.0) if cjk else config.unshuffle
    best, in_columns, columns = -np.inf, list(range(len(lines.row))), 1
    ways = _distinct(unshuffle(lines, *_ways(turns)))
    for streams in best_streams(ways, lines, links, config.chain, turns):
        found, seen = streams_to_order(lines, streams, links, config.chain, turns)
        value = order_value(found, seen, links, config.chain, turns)
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
    return sum_links(order, links) - jump_cost(order, config.path)
