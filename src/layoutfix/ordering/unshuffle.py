"""Fragments in the dump's order -> streams: each fragment goes to one of the columns being read.

A dump that was read across is a merge of k monotone sequences. A beam search runs over the dump
once; its state is the foot of every column that is open. Each fragment either continues one of
them, or opens a column, or closes them all and opens the first column of a new region:

    A1  A2  A3        A1 B1 C1 A2 B2 C2 ... -> streams A, B, C
    B...              H (as wide as the page) closes A, B and C

Columns take turns: one that is passed over pays, little if it was passed over before (it ended).
Two halves of one line (an engine boxed its words apart) are one turn.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from layoutfix.config import UnshuffleConfig

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]

NEVER = np.float32(-1e9)


@dataclass(frozen=True, slots=True)
class Lines:
    """What the search sees of n fragments, in the dump's order.

    links  (n, d) float32: links[j, t] says how well j continues fragment j - 1 - t, in log-odds
    row    (n,) int32: the row it stands in
    x      (n,) float32: its character column, NaN where the dump does not keep it
    width  (n,) float32: printed width in half-width cells
    length (n,) int32: characters
    stops  (n,) bool: it ends with a full stop
    spans  (n,) float32: log-odds that it stands across the columns (a headline, a full-width row)
    rtl_cost  nats that columns in reverse must gain: inf for never, -inf for always
    mirrored  the columns are read in the reverse of the order in which they appear in the rows
    """

    links: Floats
    row: Ints
    x: Floats
    width: Floats
    length: Ints
    stops: Bools
    spans: Floats
    rtl_cost: float = np.inf
    mirrored: bool = False


@dataclass(frozen=True, slots=True)
class Streams:
    """The column of each fragment: `stream` and `region` (n,) count from 0; `score` in nats."""

    stream: Ints
    region: Ints
    score: float


def unshuffle(lines: Lines, *configs: UnshuffleConfig) -> list[Streams]:
    """The best assignment of fragments to streams that the beam found under each of the settings.

    All settings are searched at once, each with a beam of its own; they differ in costs alone.
    O(n * beam * settings * streams) time, O(n * beam * settings) memory.
    """
    config = configs[0]
    n, reach = lines.links.shape
    beam, k, many_ways = config.beam, config.max_streams, len(configs)
    way = np.arange(many_ways, dtype=np.int32)  # of each state, the settings that it is under
    score = np.zeros(many_ways, np.float32)
    tail = np.full((many_ways, k), -1, np.int32)
    used = np.full((many_ways, k), -1, np.int32)  # turn in which a stream was last continued
    passed = np.zeros((many_ways, k), np.int32)  # how often it was passed over since
    x = np.full((many_ways, k), np.nan, np.float32)
    width = np.zeros((many_ways, k), np.float32)
    opened = np.zeros(many_ways, np.int32)
    last = np.full(many_ways, -1, np.int32)
    region_start = np.zeros(many_ways, np.int32)
    parents = np.empty((n, beam * many_ways), np.int32)
    actions = np.empty((n, beam * many_ways), np.int32)
    pass_cost = np.array([c.pass_costs for c in configs], np.float32)
    open_cost = np.array([c.open_cost for c in configs], np.float32)
    late_cost = np.array([c.late_open_cost for c in configs], np.float32)
    slots = np.arange(k, dtype=np.int32)
    mix = np.random.default_rng(7).integers(1, 2**31, size=(2, k)).astype(np.int64)

    far = max(config.x_far_share * float(np.median(lines.length)), 1.0)

    for j in range(n):
        seen = not np.isnan(lines.x[j])
        is_open = slots < opened[:, None]
        distance = j - 1 - tail
        near = is_open & (distance < reach)
        gain = np.where(near, lines.links[j, np.minimum(distance, reach - 1)], config.far_link)
        staler = used[:, None, :] < used[:, :, None]  # [b, s, t]: t waits longer than s
        each = pass_cost[way[:, None], np.minimum(passed, pass_cost.shape[1] - 1)]
        costs = np.where(is_open, each, 0.0)
        pass_by = np.einsum("bst,bt->bs", staler, costs) * (config.x_pass_share if seen else 1.0)
        pass_by *= foot_share(n - j, opened, config)[:, None]
        if j and lines.row[j] != lines.row[j - 1] and not lines.stops[j - 1]:
            both = lines.width[j] + lines.width[j - 1]
            half = (slots == last[:, None]) & (both <= config.halves_share * width)
            pass_by = np.where(half, 0.0, pass_by)
        gain -= pass_by
        gain -= np.where(passed >= config.ended_after, config.return_cost, 0.0)
        if j and lines.row[j] == lines.row[j - 1]:
            gain -= np.where(slots <= last[:, None], config.same_row_cost, 0.0)
        if seen:
            off = np.abs(x - lines.x[j])
            term = np.where(
                off <= config.x_tolerance,
                config.x_bonus,
                -config.x_cost * np.minimum((off - config.x_tolerance) / far, 1.0),
            )
            gain += np.where(np.isnan(off), 0.0, term)
        wider = lines.width[j] > config.wider_than * width + config.wider_by
        narrower = config.wider_than * lines.width[j] + config.wider_by < width
        many = opened[:, None] > 1
        gain -= np.where(many & wider, config.wider_cost, 0.0)
        gain -= np.where(many & narrower, config.narrower_cost, 0.0)
        gain -= np.where(many, np.maximum(lines.spans[j], 0.0), 0.0)
        gain = np.where(is_open, gain, NEVER)

        fresh = (j - region_start) < config.fresh_fragments
        open_gain = -np.where(fresh, open_cost[way], late_cost[way])
        open_gain -= np.where(opened > 0, max(float(lines.spans[j]), 0.0), 0.0)
        open_gain = np.where(opened < k, open_gain, NEVER)
        open_gain = np.where(opened == 0, 0.0, open_gain)
        foot = np.take_along_axis(distance, np.maximum(opened - 1, 0)[:, None], 1)[:, 0]
        foot_gain = np.where(
            foot < reach, lines.links[j, np.clip(foot, 0, reach - 1)], config.far_link
        )
        region_gain = (
            foot_gain - config.region_cost + min(float(lines.spans[j]), config.region_cost)
        )
        region_gain = np.where(opened > 1, region_gain, NEVER)

        total = score[:, None] + np.concatenate(
            [gain, open_gain[:, None], region_gain[:, None]], axis=1
        )
        flat = np.round(total.ravel(), 3)
        best = _best_of_each(flat, np.repeat(way, k + 2), 2 * beam)
        b, action = np.divmod(best, k + 2)
        # the new states
        s = np.where(action < k, action, np.where(action == k, opened[b], 0)).astype(np.int32)
        is_region = action == k + 1
        is_append = action < k
        new_tail, new_used = tail[b], used[b]
        new_passed = passed[b] + (new_used < np.take_along_axis(new_used, s[:, None], 1)) * (
            is_append[:, None] & is_open[b]
        )
        new_x, new_width = x[b], width[b]
        new_tail[is_region], new_used[is_region] = -1, -1
        new_passed[is_region], new_x[is_region], new_width[is_region] = 0, np.nan, 0.0
        rows = np.arange(len(b))
        new_tail[rows, s] = j
        new_used[rows, s] = j
        new_passed[rows, s] = 0
        kept = np.where(is_append, new_x[rows, s], np.nan)
        new_x[rows, s] = np.where(np.isnan(kept), lines.x[j], kept)
        grown = np.where(is_append, new_width[rows, s], 0.0)
        new_width[rows, s] = np.maximum(lines.width[j], grown * config.width_memory)
        key = ((new_tail + 2).astype(np.int64) * mix[0] + new_passed * mix[1]).sum(1)
        _, first = np.unique(key * many_ways + way[b], return_index=True)
        first = _first_of_each(np.sort(first), way[b], beam)
        b, action, s = b[first], action[first], s[first]
        tail, used, passed = new_tail[first], new_used[first], new_passed[first]
        x, width = new_x[first], new_width[first]
        score = flat[best[first]].astype(np.float32)
        region_start = np.where(action == k + 1, j, region_start[b]).astype(np.int32)
        opened = np.where(action == k + 1, 1, opened[b] + (action == k)).astype(np.int32)
        way = way[b]
        last = s
        parents[j, : len(b)] = b
        actions[j, : len(b)] = np.where(action == k, k, action)
    starts = np.searchsorted(way, np.arange(many_ways))  # states are kept best first
    return [_trace_back(parents, actions, score, n, k, int(at)) for at in starts]


def foot_share(left: int, opened: Ints, config: UnshuffleConfig) -> Floats:
    """The share (c,) of the cost of passing a column over, `left` fragments before the end.

    Columns end at different rows: near the end of a page, one passed over may be at its foot.
    """
    rows = left / np.maximum(opened, 1)
    return np.asarray(np.clip(rows / config.foot_rows, config.foot_share, 1.0), np.float32)


def _best_of_each(value: Floats, way: Ints, most: int) -> npt.NDArray[np.intp]:
    """Indices of the `most` highest values of each way, ways in order, highest first."""
    found = np.flatnonzero(value > NEVER / 2)
    found = found[np.lexsort((found, -value[found], way[found]))]
    return _first_of_each(found, way, most)


def _first_of_each(found: npt.NDArray[np.intp], way: Ints, most: int) -> npt.NDArray[np.intp]:
    """Of indices sorted by their way, the first `most` of each."""
    mine = way[found]
    rank = np.arange(len(found)) - np.searchsorted(mine, mine)
    return found[rank < most]


def _trace_back(parents: Ints, actions: Ints, scores: Floats, n: int, k: int, at: int) -> Streams:
    path = np.empty(n, np.int32)
    score = float(scores[at]) if n else 0.0
    for j in range(n - 1, -1, -1):
        path[j] = actions[j, at]
        at = int(parents[j, at])
    stream = np.empty(n, np.int32)
    region = np.empty(n, np.int32)
    opened, band = 0, 0
    for j, action in enumerate(path.tolist()):
        if action == k + 1:
            band, opened, stream[j] = band + 1, 1, 0
        elif action == k:
            stream[j], opened = opened, opened + 1
        else:
            stream[j] = action
        region[j] = band
    return Streams(stream, region, score)
