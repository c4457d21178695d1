"""The seam encoder: does this line go on with that one, by more than the few units at the joint?

Two small networks, one for the ends of lines and one for their starts, give each a vector; the
score of a joint is the dot product of the two. They were trained to tell the next line of a narrow
column from the others of its page (`layoutfix.training.encoder`, docs/models.md), so a score
is, up to a constant of the left line, the log-odds of the joint against a random one of the page.

It needs no vocabulary: one encoder serves a family of languages, those that it learnt.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from layoutfix import kernels
from layoutfix.arrays import Doubles, Floats, Index, Ints
from layoutfix.chardata import KANA_RE, script_of
from layoutfix.linking.features import (
    FIRST_BUCKETS,
    SECOND_BUCKETS,
    Features,
    all_words_to_features,
    chars_to_features,
)
from layoutfix.linking.memory import recall
from layoutfix.ngrams import NgramModel
from layoutfix.ngrams.errors import ModelError
from layoutfix.ngrams.files import read_file, write_file
from layoutfix.ngrams.units import DROPPED, TABLE_SIZE, CharUnits
from layoutfix.script import Script
from layoutfix.shipped import shipped

SUFFIX = ".lfse"
FAMILIES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "han": frozenset({"zh"}),
        "latin": frozenset({"en", "de", "fr"}),
        "romance": frozenset({"es", "it", "pt"}),
        "cyrillic": frozenset({"ru"}),
        "kana": frozenset({"ja"}),
    }
)
"""Families that have an encoder, and the languages that each has learnt."""
SMALL_FAMILIES = frozenset({"romance", "cyrillic", "kana"})
"""Families whose encoder is small: n-grams weigh more beside it."""
KANA_SHARE = 0.1
"""Kana among the letters from which on a text in Han characters is Japanese; Japanese has 0.5."""
_FEATURES_ONCE = 2
"""Columns that an encoder knows whose file does not say."""
_NO_LANGUAGE = frozenset({"", "und"})
_CYRILLIC_RE = re.compile("[\u0400-\u04ff]")
_FAR_SCALE = np.float32(1 / 3)
_PLACES = 4
"""Places of units whose inputs are multiplied at a time; many lines have fewer units."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A matrix in 8 bits: `codes` int8 (r, c), `scales` float32 (r,); row r is codes * scale."""

    codes: npt.NDArray[np.int8]
    scales: Floats

    def rows(self, at: Ints) -> Floats:
        """The rows at indices of any shape, float32 (..., c)."""
        return self.codes[at] * self.scales[at][..., None]

    def whole(self) -> Floats:
        """The matrix, float32 (r, c)."""
        return self.codes * self.scales[:, None]


@dataclass(frozen=True, slots=True)
class Tower:
    """One of the two networks: weights are float32 (inputs, outputs), biases (outputs,)."""

    place: Floats
    place_bias: Floats
    mix: Floats
    mix_bias: Floats
    out: Floats
    out_bias: Floats

    def vectors(self, inputs: Floats, known: Index, exact: int) -> Doubles:
        """What `add_units` has of lines (n, inputs) -> vectors (n, out).

        In doubles: the last bits of a product are the processor's own, and are rounded away.

        known  (n,) units of each line; of the inputs that none of them fills no product is taken
        exact  units that are seen at their places
        """
        x = np.tile(self.place_bias.astype(np.float64), (len(inputs), 1))
        for least, part in _parts_of_inputs(inputs.shape[1], exact):
            rows = np.flatnonzero(known > least)
            x[rows] += inputs[rows, part].astype(np.float64) @ self.place[part]
        np.maximum(x, 0.0, out=x)
        x += np.maximum(x @ self.mix + self.mix_bias, 0.0)
        return np.asarray(x @ self.out + self.out_bias, np.float64)


def _parts_of_inputs(inputs: int, exact: int) -> list[tuple[int, slice]]:
    """The inputs of a network in parts, each with the number of units that leave it empty."""
    size = inputs // (exact + 2)
    places = [
        (first, slice(first * size, min(first + _PLACES, exact) * size))
        for first in range(0, exact, _PLACES)
    ]
    every, far = exact * size, (exact + 1) * size
    return [*places, (0, slice(every, far)), (exact, slice(far, inputs))]


@dataclass(frozen=True, slots=True)
class SeamEncoder:
    """An encoder as it is shipped.

    family  of scripts, one of FAMILIES; reach: units of a line that it sees; exact: of these,
            how many are seen at their place
    features  columns of a unit's features that it learnt, from the left (layoutfix.linking.
              features); small encoders know two
    units   folds characters; None where units are words
    """

    family: str
    reach: int
    exact: int
    features: int
    units: CharUnits | None
    first: Packed
    second: Packed
    tail: Tower
    head: Tower

    def encode(self, texts: Sequence[str]) -> tuple[Doubles, Doubles]:
        """Vectors of the ends and of the starts of n lines, float64 (n, d) each.

        The score of line j after line i is `ends[i] @ starts[j]`, in nats. Inside of
        `texts_remembered` each line is looked at once.
        """
        return self.ends(texts), self.starts(texts)

    def ends(self, texts: Sequence[str]) -> Doubles:
        """Vectors of the ends of n lines, float64 (n, d)."""
        found = recall(("ends", self.family), texts, lambda new: self._encode(new, self.tail, 0))
        return np.array(found).reshape(-1, len(self.tail.out_bias))

    def starts(self, texts: Sequence[str]) -> Doubles:
        """Vectors of the starts of n lines, float64 (n, d)."""
        found = recall(("starts", self.family), texts, lambda new: self._encode(new, self.head, 1))
        return np.array(found).reshape(-1, len(self.head.out_bias))

    def _encode(self, texts: Sequence[str], tower: Tower, side: int) -> Doubles:
        """What a network makes of one side of lines: of their ends (0), or of their starts (1)."""
        windows = recall(("windows", self.family), texts, self._windows)
        features = np.array([window[side] for window in windows])
        inputs = add_units(self.first, self.second, features, self.features, self.exact)
        return tower.vectors(inputs, (features[:, :, 0] >= 0).sum(1), self.exact)

    def _windows(self, texts: Sequence[str]) -> Iterator[tuple[Ints, Ints]]:
        features = lines_to_features(texts, self.units)
        return zip(*to_windows(features, self.reach, self.features), strict=True)


def add_units(
    first: Packed, second: Packed, features: Features, columns: int, exact: int
) -> Floats:
    """What a network sees of lines, float32 (n, inputs): the nearest `exact` units at their places,
    the sum of all units over the root of their number, and that of those farther off.

    features  (n, reach, at least columns), as `to_windows` gives them; even columns are rows of
              the first table, odd ones of the second
    """
    if kernels.COMPILED:
        return kernels.encoder.add_units(first, second, features, columns, exact)
    return add_units_by_arrays(first, second, features, columns, exact)


def add_units_by_arrays(
    first: Packed, second: Packed, features: Features, columns: int, exact: int
) -> Floats:
    """`add_units` in numpy."""
    known = features[:, :, 0] >= 0
    at = np.maximum(features, 0)
    units = first.rows(at[:, :, 0])
    for column in range(1, columns):
        units += (second if column % 2 else first).rows(at[:, :, column])
    units *= known[:, :, None]
    every, far = np.zeros((2, len(units), units.shape[2]), np.float32)
    for r in range(units.shape[1]):  # one by one, so that the kernel's sums are the same
        every += units[:, r]
        if r >= exact:
            far += units[:, r]
    every /= np.sqrt(np.maximum(known.sum(1, keepdims=True, dtype=np.float32), np.float32(1.0)))
    near = units[:, :exact].reshape(len(units), exact * units.shape[2])
    return np.concatenate([near, every, far * _FAR_SCALE], 1)


def lines_to_features(texts: Sequence[str], units: CharUnits | None) -> list[Features]:
    """The features of each line, int32 (units of the line, columns); of words without `units`."""
    if units is None:
        return all_words_to_features(texts)
    lines = units.encode_all(texts)
    # each line with a character after it that is none, as at the end of a line
    end = np.zeros(1, np.int32)
    joined = chars_to_features(np.concatenate([x for line in lines for x in (line, end)]))
    ends = np.cumsum([len(line) + 1 for line in lines]).tolist()
    return [joined[to - len(line) - 1 : to - 1] for line, to in zip(lines, ends, strict=True)]


def to_windows(lines: Sequence[Features], reach: int, columns: int) -> tuple[Ints, Ints]:
    """The units nearest to the end and to the start of each line, nearest first.

    Two arrays int32 (lines, reach, columns); -1 where a line has no such unit.
    """
    tails = np.full((len(lines), reach, columns), -1, np.int32)
    heads = tails.copy()
    for row, units in enumerate(lines):
        m = min(reach, len(units))
        tails[row, :m] = units[len(units) - m :, :columns][::-1]
        heads[row, :m] = units[:m, :columns]
    return tails, heads


_TOWER = ("place", "mix", "out")


def save_encoder(path: Path, encoder: SeamEncoder, meta: Mapping[str, object]) -> int:
    """Write an encoder and return its size in bytes; matrices become 8 bits a weight."""
    arrays: dict[str, npt.NDArray[np.generic]] = {}
    if encoder.units is not None:
        packed = zlib.compress(encoder.units.table.astype("<u2").tobytes(), 9)
        arrays["units"] = np.frombuffer(packed, np.uint8)
    second = encoder.second
    if encoder.units is not None:  # a row for each character: the others are never looked up
        rows = _count_characters(encoder.units)
        second = Packed(second.codes[:rows], second.scales[:rows])
    for name, matrix in (("first", encoder.first), ("second", second)):
        arrays[name] = matrix.codes.ravel()
        arrays[f"{name}.scales"] = matrix.scales.astype(np.float16)
    for side, tower in (("tail", encoder.tail), ("head", encoder.head)):
        for name in _TOWER:
            matrix = pack(getattr(tower, name).T)
            arrays[f"{side}.{name}"] = matrix.codes.ravel()
            arrays[f"{side}.{name}.scales"] = matrix.scales
            arrays[f"{side}.{name}.bias"] = getattr(tower, f"{name}_bias")
    header = {
        "kind": "encoder",
        "family": encoder.family,
        "reach": encoder.reach,
        "exact": encoder.exact,
        "features": encoder.features,
        "meta": dict(meta),
    }
    return write_file(path, header, arrays)


def _count_characters(units: CharUnits) -> int:
    """How many units of a model of characters there are."""
    return int(units.table[units.table < DROPPED].max()) + 1


def pack(matrix: Floats) -> Packed:
    """A matrix (r, c) in 8 bits, one scale a row."""
    scales = np.maximum(np.abs(matrix).max(1), 1e-9).astype(np.float32) / np.float32(127)
    return Packed(np.round(matrix / scales[:, None]).astype(np.int8), scales)


def load_encoder(path: Path) -> SeamEncoder:
    """The encoder of a file. Raises ModelError when it is missing, damaged or no encoder."""
    header, arrays = read_file(path)
    try:
        units = None
        if "units" in arrays:
            table = np.frombuffer(zlib.decompress(arrays["units"].tobytes()), "<u2")
            if table.size != TABLE_SIZE:
                raise ValueError(f"its character table has {table.size} entries")
            units = CharUnits(table)
        first = _read_packed("first", FIRST_BUCKETS, arrays)
        buckets = SECOND_BUCKETS if units is None else len(arrays["second.scales"])
        second = _read_packed("second", buckets, arrays)
        if first.codes.shape[1] != second.codes.shape[1]:
            raise ValueError("its tables have rows of different length")
        if units is not None and _count_characters(units) > buckets:
            raise ValueError("its table second has fewer rows than it has characters")
        towers = {}
        for side in ("tail", "head"):
            parts: dict[str, Floats] = {}
            for name in _TOWER:
                bias = arrays[f"{side}.{name}.bias"]
                matrix = _read_packed(f"{side}.{name}", len(bias), arrays)
                parts[name] = np.ascontiguousarray(matrix.whole().T)
                parts[f"{name}_bias"] = bias
            towers[side] = Tower(**parts)
        return SeamEncoder(
            family=header["family"],
            reach=header["reach"],
            exact=header["exact"],
            features=header.get("features", _FEATURES_ONCE),
            units=units,
            first=first,
            second=second,
            **towers,
        )
    except (KeyError, ValueError, TypeError, zlib.error) as error:
        raise ModelError(f"the encoder {path} is damaged or is none: {error}") from error


def _read_packed(name: str, rows: int, arrays: dict[str, npt.NDArray[np.generic]]) -> Packed:
    codes = arrays[name].reshape(rows, -1)
    scales = arrays[f"{name}.scales"].astype(np.float32)
    if codes.dtype != np.int8 or len(scales) != rows:
        raise ValueError(f"its table {name} has the wrong shape")
    return Packed(np.asarray(codes, np.int8), scales)


@cache
def encoder_for(family: str) -> SeamEncoder | None:
    """The shipped encoder of a script family; None where there is none. Later calls are free."""
    path = shipped("encoders", f"{family}{SUFFIX}")
    return load_encoder(path) if path.exists() else None


def encoder_of(texts: Sequence[str], model: NgramModel | None) -> SeamEncoder | None:
    """The encoder that learnt the language of the model, or the script of the texts."""
    family = family_of("".join(texts), model.language if model is not None else "")
    return encoder_for(family) if family else None


def family_of(text: str, language: str = "") -> str:
    """The family whose encoder suits a text, one of FAMILIES; "" where none does.

    language: of the text, where it is known. An encoder knows the languages that it learnt: on
    others of its script it is hardly better than chance, and worse than none (docs/models.md).

    >>> family_of("山上的雪化了"), family_of("Снег в горах"), family_of("Snow on the hill (снег)")
    ('han', 'cyrillic', 'latin')
    >>> family_of("La neve", "it"), family_of("De sneeuw", "nl"), family_of("山の雪がとけた")
    ('romance', '', 'kana')
    """
    if language not in _NO_LANGUAGE:
        return next((family for family, known in FAMILIES.items() if language in known), "")
    letters = sum(map(str.isalpha, text))
    if letters and script_of(text) is Script.CJK:
        return "kana" if len(KANA_RE.findall(text)) > KANA_SHARE * letters else "han"
    return "cyrillic" if 2 * len(_CYRILLIC_RE.findall(text)) > letters else "latin"
