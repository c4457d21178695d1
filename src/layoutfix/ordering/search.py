"""Lines -> the best order of columns that the search finds under several settings."""

from __future__ import annotations

from dataclasses import dataclass, replace

from layoutfix.ordering.chain import Links, best_streams, order_value, streams_to_order
from layoutfix.ordering.unshuffle import Lines, Streams, unshuffle
from layoutfix.weights import ChainWeights, TurnWeights


@dataclass(frozen=True, slots=True)
class FoundOrder:
    """An order of all fragments of a page, and what speaks for it.

    columns  those that take turns in the dump; 0 where the path search decided
    value    the objective of the order in columns, in nats
    """

    order: list[int]
    columns: int
    value: float


def search_columns(
    lines: Lines, links: Links, weights: ChainWeights, turns: TurnWeights
) -> tuple[FoundOrder, Lines]:
    """The best order of columns; and the lines, mirrored where these run from right to left."""
    ways = _distinct(unshuffle(lines, *_ways(turns)))
    found: list[tuple[FoundOrder, Lines]] = []
    for streams in best_streams(ways, lines, links, weights, turns):
        order, seen = streams_to_order(lines, streams, links, weights, turns)
        value = order_value(order, seen, links, weights, turns)
        found.append((FoundOrder(order, int(streams.stream.max()) + 1, value), seen))
    return max(found, key=lambda f: f[0].value)


def _ways(weights: TurnWeights) -> list[TurnWeights]:
    """The settings that the search for streams is started with: fewer columns, freer turns..."""
    ways = []
    for opening, passing in weights.ways:
        costs = tuple(passing * c for c in weights.pass_costs)
        ways.append(
            replace(
                weights,
                open_cost=opening * weights.open_cost,
                late_open_cost=opening * weights.late_open_cost,
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
