"""The stretch encoder: does this stretch of text go on with the column above it?

A link sees the last units of one line and the first of another. Where a column ends at the end of
a paragraph they say little: what tells is what the column is about, over some hundred characters
on each side. The score of a stretch below, given the stretch above, has two parts:

topic   dot product of two vectors; each is made from the sum of the vectors of characters and
        pairs of them (words and their beginnings) of the stretch, weighted by how telling each is
        and by how near to the joint it stands, and a small network
shared  the sum over the grams that stand in both, of a weight that was learnt for each, more where
        they stand near to the joint and often; a long sum counts for less than its parts

Vectors and weights were trained to tell the continuation of a column from those of the other
columns of the same article (`layoutfix.training.stretch`, docs/models.md). What a stretch says of
itself cancels when orders are compared, so only differences of sums of gains mean something. For
two orders that differ in which of two columns goes on where, gains and links (`LinkScorer`) at the
joints together make the log-odds: difference of gains + `LINK_WEIGHT` * difference of links.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from layoutfix.arrays import Floats, Ints, Longs
from layoutfix.linking.encoder import Packed, family_of, pack
from layoutfix.linking.stretch_grams import (
    COLUMNS,
    WEIGHTS,
    Characters,
    Grams,
    StretchUnits,
    Words,
    to_shared_ids,
    to_vector_buckets,
    to_weight_buckets,
)
from layoutfix.ngrams.errors import ModelError
from layoutfix.ngrams.files import read_file, write_file
from layoutfix.ngrams.units import DROPPED, TABLE_SIZE
from layoutfix.shipped import shipped

SUFFIX = ".lfst"
FAMILIES: Mapping[str, frozenset[str]] = MappingProxyType(
    {"han": frozenset({"han"}), "latin": frozenset({"latin", "romance"})}
)
"""Families that have a stretch encoder, and the families of seam encoders whose texts they read."""
REACH: Mapping[str, tuple[int, int]] = MappingProxyType({"han": (250, 200), "latin": (120, 90)})
"""Units that are seen above and below: what is farther from the joint is cut off."""
LINK_WEIGHT: Mapping[str, float] = MappingProxyType({"han": 0.48, "latin": 0.46})
"""What a link counts beside a gain, in nats, fitted together; to add gains to links as they are,
divide them by it."""
PLACES = (0, 8, 16, 28, 44, 64, 90, 122, 160, 205)
"""Where the zones of distance begin, in units from the joint, for vectors."""
ZONES = (0, 24, 64, 120)
"""The same for shared grams."""
MOST_COUNTED = 3
"""Times that a gram stands in a stretch: more are as many as this."""
LEAST_SQUARE = np.float32(1e-4)
"""Added to the squared length of sums: an empty stretch has the vector 0."""

Side = Literal["above", "below"]
Arrays: TypeAlias = Mapping[str, npt.NDArray[Any]]


@dataclass(frozen=True, slots=True)
class StretchTower:
    """From sums of length 1 to a vector: weights float32 (inputs, outputs), biases (outputs,)."""

    mix: Floats
    mix_bias: Floats
    out: Floats
    out_bias: Floats
    direct: Floats
    direct_bias: Floats

    def vectors(self, sums: Floats) -> Floats:
        """Sums (n, heads * size) -> vectors (n, out)."""
        hidden = np.maximum(sums @ self.mix + self.mix_bias, 0.0)
        x = sums @ self.direct + self.direct_bias + hidden @ self.out + self.out_bias
        return np.asarray(x, np.float32)


@dataclass(frozen=True, slots=True)
class Topic:
    """From the grams of a stretch to a vector that says what it is about.

    tables   vectors of the first two columns, a row for each bucket and one for "not there"
    telling  logs of their weights in the sums, float32 (rows, 2 * heads): above, below
    place    logs of the weights of zones of distance, float32 (2, 10, heads)
    above, below  the networks; the scale to nats is in `below`
    """

    tables: tuple[Packed, Packed]
    telling: tuple[Packed, Packed]
    place: Floats
    above: StretchTower
    below: StretchTower

    def vectors(self, rows: Ints, owner: Longs, distance: Longs, n: int, side: Side) -> Floats:
        """The vectors of n stretches, float32 (n, d).

        rows  (units, 2) of the tables; owner, distance (units,): which stretch, how far from the
              joint
        """
        second = side == "below"
        tower = self.below if second else self.above
        heads = self.place.shape[2]
        units = _sum_rows(self.tables, rows)  # (units, size)
        telling = _sum_rows(self.telling, rows)[:, heads * second : heads * (1 + second)]
        zone = np.searchsorted(PLACES, distance, "right") - 1
        weights = np.exp(np.clip(telling + self.place[int(second), zone], -8.0, 5.0))
        sums = np.zeros((n, heads, units.shape[1]), np.float32)
        ends = np.searchsorted(owner, np.arange(n + 1))
        for i in range(n):
            part = slice(ends[i], ends[i + 1])
            sums[i] = weights[part].T @ units[part]
        sums /= np.sqrt(np.square(sums).sum(2, keepdims=True) + LEAST_SQUARE)
        return tower.vectors(sums.reshape(n, heads * units.shape[1]))


@dataclass(frozen=True, slots=True)
class SharedWeights:
    """What a gram counts that stands in both stretches.

    weight    (131072,) int8, times `step`: its own, before softplus
    column    (3,): added to it by column
    zones     (3, 4, 4): log of the factor, by column and zone above and below
    counts    (3, 3, 3): the same, by how often it stands above and below
    ceiling   a sum s counts as ceiling * log(1 + s / ceiling)
    """

    weight: npt.NDArray[np.int8]
    step: float
    column: Floats
    zones: Floats
    counts: Floats
    ceiling: float


@dataclass(frozen=True, slots=True)
class Stretches:
    """n stretches as one side of the encoder sees them.

    vectors  float32 (n, d)
    ids      uint64 (grams,): of all stretches; each gram once for each stretch
    owner    int64 (grams,): which stretch
    zone, count  int64 (grams,): zone of the one nearest to the joint, and how many less one
    """

    vectors: Floats
    ids: npt.NDArray[np.uint64]
    owner: Longs
    zone: Longs
    count: Longs


@dataclass(frozen=True, slots=True)
class StretchEncoder:
    """An encoder as it is shipped.

    family   one of FAMILIES
    units    from text to grams
    topic    None where the encoder has the second part alone
    shared   what grams count that stand in both; scale: to nats
    known    the table of characters that the units were made from; None for words
    """

    family: str
    units: StretchUnits
    topic: Topic | None
    shared: SharedWeights
    scale: float
    known: npt.NDArray[np.uint16] | None

    def gain(self, up: str, down: str) -> float:
        """How well `down` continues `up`, in nats; see `gains`."""
        return float(self.gains([up], [down])[0, 0])

    def gains(self, ups: Sequence[str], downs: Sequence[str]) -> Floats:
        """How well each stretch of m continues each column of n, in nats, float32 (n, m).

        ups    the last 250 characters (700 in Latin scripts) of columns so far; longer ones are cut
        downs  the first 200 (500) of what stands below

        Only differences say something: of rows and columns alone each has its own constant. Cost: n
        + m stretches of 0.2 ms, n * m pairs of 2 us.
        """
        return self.compare(self.read(ups, "above"), self.read(downs, "below"))

    def read(self, texts: Sequence[str], side: Side) -> Stretches:
        """What one side sees of its stretches; to be kept where they are compared again."""
        reach = REACH[self.family][side == "below"]
        cut = [self.units.encode(text) for text in texts]
        cut = [units[-reach:] if side == "above" else units[:reach] for units in cut]
        lengths = np.array([len(units) for units in cut], np.int64)
        units = np.concatenate([np.zeros(0, np.int64), *cut])
        owner = np.repeat(np.arange(len(cut)), lengths)
        at = np.arange(len(units)) - (np.cumsum(lengths) - lengths)[owner]
        distance = lengths[owner] - 1 - at if side == "above" else at
        goes_on = np.append(owner[1:] == owner[:-1], False)[: len(units)]
        grams = self.units.to_grams(units, goes_on)
        vectors = np.zeros((len(cut), 0), np.float32)
        if self.topic is not None:
            rows = to_vector_buckets(grams, self.units.sizes).astype(np.int32)
            vectors = self.topic.vectors(rows, owner, distance, len(cut), side)
        return Stretches(vectors, *to_shared(grams, owner, distance))

    def compare(self, above: Stretches, below: Stretches) -> Floats:
        """`gains` of stretches that were read, float32 (n, m)."""
        return above.vectors @ below.vectors.T + np.float32(self.scale) * self._shared(above, below)

    def _shared(self, above: Stretches, below: Stretches) -> Floats:
        n, m = len(above.vectors), len(below.vectors)
        order = np.argsort(above.ids, kind="stable")
        ids = above.ids[order]
        first = np.searchsorted(ids, below.ids, "left")
        found = np.searchsorted(ids, below.ids, "right") - first
        right = np.repeat(np.arange(len(below.ids)), found)
        nth = np.arange(len(right)) - (np.cumsum(found) - found)[right]
        left = order[first[right] + nth]
        shared, gram = self.shared, below.ids[right]
        column = (gram % np.uint64(COLUMNS)).astype(np.int64)
        raw = shared.weight[to_weight_buckets(gram)] * np.float32(shared.step)
        weight = np.logaddexp(0.0, raw + shared.column[column])
        weight *= np.exp(
            shared.zones[column, above.zone[left], below.zone[right]]
            + shared.counts[column, above.count[left], below.count[right]]
        )
        pair = above.owner[left] * m + below.owner[right]
        total = np.bincount(pair, weight, n * m).reshape(n, m)
        return np.asarray(shared.ceiling * np.log1p(total / shared.ceiling), np.float32)


def _sum_rows(tables: tuple[Packed, Packed], rows: Ints) -> Floats:
    """The sums of a row of each table, float32 (n, size); rows (n, 2)."""
    return tables[0].rows(rows[:, 0]) + tables[1].rows(rows[:, 1])


def to_shared(
    grams: Grams, owner: Longs, distance: Longs
) -> tuple[npt.NDArray[np.uint64], Longs, Longs, Longs]:
    """The grams that may be shared: ids, owners, zones and counts less one, as `Stretches`."""
    at, column = np.nonzero(grams.shared)
    ids = to_shared_ids(grams)[at, column]
    order = np.lexsort((distance[at], ids, owner[at]))
    ids, own, far = ids[order], owner[at][order], distance[at][order]
    new = np.ones(len(ids), bool)
    new[1:] = (ids[1:] != ids[:-1]) | (own[1:] != own[:-1])
    begin = np.flatnonzero(new)
    count = np.diff(np.append(begin, len(ids)))
    zone = np.searchsorted(ZONES, far[begin], "right") - 1
    return ids[begin], own[begin], zone, np.minimum(count, MOST_COUNTED) - 1


_TOWER = ("mix", "out", "direct")


def save_stretch_encoder(path: Path, encoder: StretchEncoder, meta: Mapping[str, object]) -> int:
    """Write an encoder and return its size in bytes."""
    arrays: dict[str, npt.NDArray[np.generic]] = {}
    if encoder.known is not None:
        packed = zlib.compress(encoder.known.astype("<u2").tobytes(), 9)
        arrays["units"] = np.frombuffer(packed, np.uint8)
    if encoder.topic is not None:
        arrays |= _topic_arrays(encoder.topic)
    shared = encoder.shared
    arrays |= {"shared.weight": shared.weight, "shared.column": shared.column}
    arrays |= {"shared.zones": shared.zones.ravel(), "shared.counts": shared.counts.ravel()}
    header = {
        "kind": "stretch encoder",
        "family": encoder.family,
        "heads": encoder.topic.place.shape[2] if encoder.topic is not None else 0,
        "step": shared.step,
        "ceiling": shared.ceiling,
        "scale": encoder.scale,
        "meta": dict(meta),
    }
    return write_file(path, header, arrays)


def _topic_arrays(topic: Topic) -> Arrays:
    arrays: dict[str, npt.NDArray[np.generic]] = {"place": topic.place.ravel()}
    for i, (table, telling) in enumerate(zip(topic.tables, topic.telling, strict=True)):
        arrays[f"table.{i}"] = table.codes.ravel()
        arrays[f"table.{i}.scales"] = table.scales.astype(np.float16)
        arrays[f"telling.{i}"] = telling.codes.ravel()
        arrays[f"telling.{i}.scale"] = telling.scales[:1]
    for side, tower in (("above", topic.above), ("below", topic.below)):
        for name in _TOWER:
            matrix = pack(getattr(tower, name).T)
            arrays[f"{side}.{name}"] = matrix.codes.ravel()
            arrays[f"{side}.{name}.scales"] = matrix.scales
            arrays[f"{side}.{name}.bias"] = getattr(tower, f"{name}_bias")
    return arrays


def load_stretch_encoder(path: Path) -> StretchEncoder:
    """The encoder of a file. Raises ModelError when it is missing, damaged or no encoder."""
    header, arrays = read_file(path)
    try:
        if header["family"] not in FAMILIES:
            raise ValueError(f"no family is called {header['family']}")
        known: npt.NDArray[np.uint16] | None = None
        units: StretchUnits = Words()
        if "units" in arrays:
            known = np.frombuffer(zlib.decompress(arrays["units"].tobytes()), "<u2")
            if known.size != TABLE_SIZE or known[known < DROPPED].max() >= 4500:
                raise ValueError("its table of characters is another one's")
            units = Characters.of(known)
        weight = np.asarray(arrays["shared.weight"], np.int8)
        if weight.shape != (WEIGHTS,):
            raise ValueError("it has not the right number of weights")
        zones = len(ZONES)
        return StretchEncoder(
            family=header["family"],
            units=units,
            topic=_read_topic(header["heads"], units.sizes, arrays) if header["heads"] else None,
            shared=SharedWeights(
                weight=weight,
                step=header["step"],
                column=arrays["shared.column"],
                zones=arrays["shared.zones"].reshape(COLUMNS, zones, zones),
                counts=arrays["shared.counts"].reshape(COLUMNS, MOST_COUNTED, MOST_COUNTED),
                ceiling=header["ceiling"],
            ),
            scale=header["scale"],
            known=known,
        )
    except (KeyError, ValueError, TypeError, zlib.error) as error:
        raise ModelError(f"the stretch encoder {path} is damaged or is none: {error}") from error


def _read_topic(heads: int, sizes: tuple[int, int], arrays: Arrays) -> Topic:
    return Topic(
        tables=_read_tables(sizes, arrays),
        telling=_read_telling(sizes, arrays),
        place=np.asarray(arrays["place"], np.float32).reshape(2, len(PLACES), heads),
        above=_read_tower("above", arrays),
        below=_read_tower("below", arrays),
    )


def _read_tables(sizes: tuple[int, int], arrays: Arrays) -> tuple[Packed, Packed]:
    first, second = (_read_packed(f"table.{i}", size + 1, arrays) for i, size in enumerate(sizes))
    return first, second


def _read_telling(sizes: tuple[int, int], arrays: Arrays) -> tuple[Packed, Packed]:
    first, second = (
        Packed(
            np.asarray(arrays[f"telling.{i}"].reshape(size + 1, -1), np.int8),
            np.full(size + 1, arrays[f"telling.{i}.scale"][0], np.float32),
        )
        for i, size in enumerate(sizes)
    )
    return first, second


def _read_tower(side: Side, arrays: Arrays) -> StretchTower:
    parts: dict[str, Floats] = {}
    for name in _TOWER:
        bias = np.asarray(arrays[f"{side}.{name}.bias"], np.float32)
        matrix = _read_packed(f"{side}.{name}", len(bias), arrays)
        parts[name] = np.ascontiguousarray(matrix.whole().T)
        parts[f"{name}_bias"] = bias
    return StretchTower(**parts)


def _read_packed(name: str, rows: int, arrays: Arrays) -> Packed:
    codes, scales = arrays[name].reshape(rows, -1), arrays[f"{name}.scales"]
    if codes.dtype != np.int8 or len(scales) != rows:
        raise ValueError(f"its table {name} has the wrong shape")
    return Packed(np.asarray(codes, np.int8), np.asarray(scales, np.float32))


def pack_evenly(matrix: Floats) -> Packed:
    """A matrix (r, c) in 8 bits, one scale for all."""
    scale = np.float32(max(float(np.abs(matrix).max()), 1e-9) / 127)
    codes = np.round(matrix / scale).astype(np.int8)
    return Packed(codes, np.full(len(matrix), scale, np.float32))


@cache
def stretch_encoder_for(family: str) -> StretchEncoder | None:
    """The shipped encoder of a family; None where there is none. Later calls are free."""
    path = shipped("stretch", f"{family}{SUFFIX}")
    return load_stretch_encoder(path) if path.exists() else None


def stretch_encoder_of(text: str, language: str = "") -> StretchEncoder | None:
    """The encoder that learnt the language of a text, or its script where that is not known."""
    seam = family_of(text, language)
    family = next((family for family, known in FAMILIES.items() if seam in known), "")
    return stretch_encoder_for(family) if family else None
