"""Pieces -> order: columns under several settings, or a path."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from layoutfix.chardata import may_be_rtl
from layoutfix.config import ChainConfig, Config, UnshuffleConfig
from layoutfix.continuity import LinkScorer
from layoutfix.ordering.boundaries import boundary_odds
from layoutfix.ordering.chain import Links, best_streams, order_value, streams_to_order
from layoutfix.ordering.path import better_path, links_to_path, path_value
from layoutfix.ordering.stretches import PartLinks, find_stretches, part_of_lines
from layoutfix.ordering.unshuffle import Lines, Streams, unshuffle
from layoutfix.page.pieces import Pieces
from layoutfix.page.scoring import spanning_odds

Ints = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class FoundOrder:
    """An order of all fragments of a page, and what speaks for it.

    columns  those that take turns in the dump; 0 where the path search decided
    value    the objective of the order in columns, in nats
    """

    order: list[int]
    columns: int
    value: float


def order_columns(
    pieces: Pieces, links: LinkScorer, config: Config, *, cjk: bool, begins: Bools | None = None
) -> FoundOrder:
    """The order of fragments that stand in columns. `begins`: as in `ordering.unshuffle.Lines`."""
    lines = Lines(
        links=links.backwards(),
        row=pieces.row,
        x=pieces.x,
        width=pieces.width,
        length=np.array([len(f.text) for f in pieces.fragments], np.int32),
        stops=links.shapes.ends_stop,
        spans=spanning_odds(pieces, links, config),
        rtl_cost=_rtl_cost(pieces, config.chain),
        begins=begins,
        boundary=boundary_odds(pieces.row, pieces.x, pieces.width, config.regions),
    )
    turns = replace(config.unshuffle, halves_share=0.0) if cjk else config.unshuffle
    chosen, seen = _search(lines, links, config.chain, turns)
    if not seen.mirrored:
        chosen = _look_again(chosen, pieces, lines, links, config, turns)
    by_path = _try_path(chosen.order, pieces.row, links, config)
    return chosen if by_path is None else FoundOrder(by_path, 0, chosen.value)


def _search(
    lines: Lines, links: Links, config: ChainConfig, turns: UnshuffleConfig
) -> tuple[FoundOrder, Lines]:
    """The best order of columns; and the lines, mirrored where these run from right to left."""
    ways = _distinct(unshuffle(lines, *_ways(turns)))
    found: list[tuple[FoundOrder, Lines]] = []
    for streams in best_streams(ways, lines, links, config, turns):
        order, seen = streams_to_order(lines, streams, links, config, turns)
        value = order_value(order, seen, links, config, turns)
        found.append((FoundOrder(order, int(streams.stream.max()) + 1, value), seen))
    return max(found, key=lambda f: f[0].value)


def _look_again(
    found: FoundOrder,
    pieces: Pieces,
    lines: Lines,
    links: LinkScorer,
    config: Config,
    turns: UnshuffleConfig,
) -> FoundOrder:
    """The order with parts searched anew whose columns have another width, where the page gains."""
    chain = config.chain
    for begin, end in find_stretches(found.order, links, chain):
        own = slice(begin, end)
        spans = spanning_odds(pieces, links, config, own)
        if float((spans != lines.spans[own]).mean()) < chain.again_share:
            continue
        boundary = boundary_odds(pieces.row[own], pieces.x[own], pieces.width[own], config.regions)
        part = part_of_lines(lines, begin, end, spans, boundary, config.continuity.gap)
        inside, seen = _search(part, PartLinks(links, begin, end), chain, turns)
        if seen.mirrored:
            continue
        order = [*found.order[:begin], *(begin + i for i in inside.order), *found.order[end:]]
        value = order_value(order, lines, links, chain, turns)
        if value > found.value + chain.again_gain:
            found = FoundOrder(order, max(found.columns, inside.columns), value)
    return found


def mean_row(row: Ints) -> float:
    """Fragments of the row in which a fragment stands, as a mean over fragments."""
    return float(np.bincount(row)[row].mean())


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


def _try_path(order: list[int], row: Ints, links: LinkScorer, config: Config) -> list[int] | None:
    """The path search's order, where the columns do not read well and it reads far better.

    Where a row holds more lines than a page has columns, the dump is one of whole blocks joined
    into rows: columns do not take turns in it, and the better order of the two is taken.
    """
    n, c = len(order), config.path
    found = path_value(order, links, c)
    blocks = mean_row(row) > c.block_row_fragments
    if n > c.most_fragments or (found > c.try_below * n and not blocks):
        return None
    other = links_to_path(links, n, c)
    least = 0.0 if blocks else c.least_advantage * n
    if path_value(other, links, c) <= found + least:
        return None
    return better_path(links, other, c)
