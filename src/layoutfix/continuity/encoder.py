"""The seam encoder: does the head of one line read like what follows the tail of another?

Two small networks turn the last characters of a line (its tail) and the first characters of a line
(its head) into vectors; how well they fit is their product. So n lines cost 2 n encodings and one
(n, n) product, however many pairs are asked for. It knows less of fixed phrases than an n-gram
model and more of what a clause still needs, what the text is about, and of damaged characters; the
two together judge better than either (docs/encoder.md has the figures).

Only numpy is needed; `layoutfix.training.encoder` trains the weights.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from layoutfix import ngrams
from layoutfix.errors import LayoutfixError
from layoutfix.ngrams import ModelError
from layoutfix.ngrams.files import read_file, write_file
from layoutfix.ngrams.units import DROPPED, TABLE_SIZE, CharUnits

Floats: TypeAlias = NDArray[np.float32]
Ids: TypeAlias = NDArray[np.int32]
Side: TypeAlias = Literal["tail", "head"]

SUFFIX = ".lfse"
_KIND = "seam encoder 1"
_PAD = 0
_UNKNOWN = 1
_FIRST = 2


class EncoderError(LayoutfixError, ValueError):
    """A seam encoder cannot be used: the message says which one, and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Stream:
    """One kind of thing that an encoder looks at, counted from the seam outwards.

    size    rows of its embedding table; row 0 is padding and all zero
    width   length of an embedding
    reach   positions looked at, all of which are summed with a weight for each position
    exact   positions, nearest to the seam, that the network sees one by one
    """

    size: int
    width: int
    reach: int
    exact: int


class Features(Protocol):
    """From texts to the ids of each stream."""

    @property
    def vocabulary(self) -> str:
        """Return the characters that have an id of their own, in the order of ids."""
        ...

    @property
    def streams(self) -> tuple[Stream, ...]:
        """Return what the ids index."""
        ...

    def ids(self, texts: Sequence[str], side: Side) -> tuple[Ids, ...]:
        """Return int32 (n, reach, k) for each stream: k ids whose embeddings are summed."""
        ...


def _to_rows(texts: Sequence[str], table: NDArray[np.int32], reach: int, side: Side) -> Ids:
    """Return the ids of the characters nearest to the seam, int32 (n, reach), padded with 0.

    Column 0 is next to the seam; characters with a negative id in `table` are left out.
    """
    blob = "".join(texts).encode("utf-32-le", "surrogatepass")
    codes = np.minimum(np.frombuffer(blob, dtype="<u4"), TABLE_SIZE - 1)
    ids = table[codes]
    lengths = np.fromiter(map(len, texts), dtype=np.intp, count=len(texts))
    row = np.repeat(np.arange(len(texts)), lengths)[ids >= 0]
    ids = ids[ids >= 0]
    kept = np.bincount(row, minlength=len(texts))
    ends = np.cumsum(kept)
    at = np.arange(ids.size)
    place = at - (ends - kept)[row] if side == "head" else ends[row] - 1 - at
    near = place < reach
    rows = np.full((len(texts), reach), _PAD, dtype=np.int32)
    rows[row[near], place[near]] = ids[near]
    return rows


@dataclass(frozen=True, slots=True)
class HanFeatures:
    """Chinese: characters, folded as the n-gram model folds them, and pairs of neighbours.

    The fold (traditional to simplified, widths, quotes, digits) is the table of the Chinese n-gram
    model, found by character, so a model counted anew does not invalidate an encoder.
    """

    vocabulary: str
    streams: tuple[Stream, ...]
    _table: NDArray[np.int32] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_table", _fold_table(self.vocabulary))

    def ids(self, texts: Sequence[str], side: Side) -> tuple[Ids, ...]:
        """Return the ids of characters, int32 (n, reach, 1), and of pairs, likewise."""
        chars, pairs = self.streams
        reach = chars.reach
        # twice the reach leaves room for spaces, which are no characters here
        near = [text[-2 * reach :] if side == "tail" else text[: 2 * reach] for text in texts]
        rows = _to_rows(near, self._table, reach, side)
        first, second = (
            (rows[:, 1:], rows[:, :-1]) if side == "tail" else (rows[:, :-1], rows[:, 1:])
        )
        mixed = first.astype(np.uint32) * np.uint32(0x9E3779B1)
        mixed += second.astype(np.uint32) * np.uint32(0x85EBCA6B)
        mixed ^= mixed >> np.uint32(15)
        mixed *= np.uint32(0x2C1B3C6D)
        hashed = 1 + (mixed >> np.uint32(8)) % np.uint32(pairs.size - 1)
        present = (first != _PAD) & (second != _PAD)
        joined = np.where(present, hashed, _PAD).astype(np.int32)[:, : pairs.reach]
        return rows[:, :, None], joined[:, :, None]


def _fold_table(vocabulary: str) -> NDArray[np.int32]:
    units = ngrams.load("zh").units
    if not isinstance(units, CharUnits):
        raise EncoderError("the language model of Chinese has no characters to fold by")
    ours = np.full(DROPPED + 1, _UNKNOWN, dtype=np.int32)
    ours[DROPPED] = -1
    known = units.table[[ord(char) for char in vocabulary]]
    ours[known] = np.arange(_FIRST, _FIRST + len(vocabulary))
    ours[DROPPED] = -1
    return ours[units.table]


_TOKEN_RE = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_")
_WORD_CHARS = 64
_MOST_TOKENS = 1 << 16
_SUFFIX = 3


@dataclass(frozen=True, slots=True)
class LatinFeatures:
    """Latin script: characters as they are, and words, each by its form, its ending, its shape.

    Words are hashed, so no list of words is needed and one encoder serves several languages.
    """

    vocabulary: str
    streams: tuple[Stream, ...]
    _table: NDArray[np.int32] = field(init=False, repr=False)
    _tokens: dict[str, tuple[int, int, int]] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        table = np.full(TABLE_SIZE, _UNKNOWN, dtype=np.int32)
        table[[ord(char) for char in self.vocabulary]] = np.arange(
            _FIRST, _FIRST + len(self.vocabulary)
        )
        object.__setattr__(self, "_table", table)

    def ids(self, texts: Sequence[str], side: Side) -> tuple[Ids, ...]:
        """Return the ids of characters, int32 (n, reach, 1), and of words, (n, reach, 3)."""
        chars, words = self.streams
        tail = side == "tail"
        near = [t.rstrip()[-_WORD_CHARS:] if tail else t.lstrip()[:_WORD_CHARS] for t in texts]
        short = [text[-chars.reach :] if tail else text[: chars.reach] for text in near]
        rows = _to_rows(short, self._table, chars.reach, side)
        hashed = np.full((len(texts), words.reach, 3), _PAD, dtype=np.int32)
        for row, text in zip(hashed, near, strict=True):
            found = _TOKEN_RE.findall(text)
            found = found[: -words.reach - 1 : -1] if tail else found[: words.reach]
            if found:
                row[: len(found)] = [self._hash(token) for token in found]
        return rows[:, :, None], hashed

    def _hash(self, token: str) -> tuple[int, int, int]:
        known = self._tokens.get(token)
        if known is None:
            if len(self._tokens) >= _MOST_TOKENS:
                self._tokens.clear()
            known = self._tokens[token] = _token_ids(token, self.streams[1].size)
        return known


def _token_ids(token: str, size: int) -> tuple[int, int, int]:
    lower = token.lower().replace("ſ", "s")
    ending = f"-{lower[-_SUFFIX:]}" if len(lower) > _SUFFIX + 1 else ""
    first = "A" if token[0].isupper() else "a" if token[0].isalpha() else "9"
    shape = f"<{'AA' if len(token) > 1 and token.isupper() else first}{min(len(token), 12)}>"
    if not (token[0].isalpha() or token[0].isdigit()):
        shape = "<.>"
    lower = "0" * min(len(lower), 5) if lower.isdigit() else lower
    return (
        1 + zlib.crc32(lower.encode()) % (size - 1),
        1 + zlib.crc32(ending.encode()) % (size - 1) if ending else _PAD,
        1 + zlib.crc32(shape.encode()) % (size - 1),
    )


_FEATURES: Mapping[str, type[HanFeatures] | type[LatinFeatures]] = {
    "han": HanFeatures,
    "latin": LatinFeatures,
}


@dataclass(frozen=True, slots=True)
class Tower:
    """The network of one side: what stands near the seam, two layers, one vector.

    bags, one (reach, width) for each stream: the weight of each position in its sum
    first (inputs, hidden), second (hidden, hidden), last (hidden, d), and their biases
    """

    bags: tuple[Floats, ...]
    first: Floats
    first_bias: Floats
    second: Floats
    second_bias: Floats
    last: Floats
    last_bias: Floats

    def encode(
        self, ids: Sequence[Ids], tables: Sequence[Floats], streams: Sequence[Stream]
    ) -> Floats:
        """Return float32 (n, d); `ids[s]` is int32 (n, reach, k) into `tables[s]` (size, width)."""
        parts: list[Floats] = []
        for rows, table, stream, bag in zip(ids, tables, streams, self.bags, strict=True):
            seen = table[rows[:, :, 0]]  # (n, reach, width)
            for k in range(1, rows.shape[2]):
                seen += table[rows[:, :, k]]
            parts.append(seen[:, : stream.exact].reshape(len(rows), stream.exact * stream.width))
            parts.append(np.einsum("nrw,rw->nw", seen, bag))
        hidden = np.maximum(np.concatenate(parts, axis=1) @ self.first + self.first_bias, 0)
        hidden = hidden + np.maximum(hidden @ self.second + self.second_bias, 0)
        return np.asarray(hidden @ self.last + self.last_bias, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class SeamEncoder:
    """A trained encoder.

    family  "han" or "latin", the scripts it reads
    scale, offset  turn a product of vectors into log-odds, fitted on held-out pages
    meta    sources, steps and measures: what the model card says
    """

    family: str
    features: Features
    tables: tuple[Floats, ...]
    tail: Tower
    head: Tower
    scale: float
    offset: float
    meta: Mapping[str, Any]

    def encode_tails(self, texts: Sequence[str]) -> Floats:
        """Return the vectors of the ends of lines, float32 (n, d). Linear in n."""
        return self._encode(texts, "tail")

    def encode_heads(self, texts: Sequence[str]) -> Floats:
        """Return the vectors of the starts of lines, float32 (n, d). Linear in n."""
        return self._encode(texts, "head")

    def score(self, tails: Floats, heads: Floats) -> Floats:
        """Return float32 (n, m): `[i, j]` is the log-odds that head j continues tail i.

        That is log P(tail i, head j | they are joined) - log P(tail i, head j | two lines of one
        page): add the log-odds of a joint before the text is seen. 0 says nothing.
        """
        products = tails @ heads.T
        return np.asarray(products * np.float32(self.scale) + np.float32(self.offset))

    def _encode(self, texts: Sequence[str], side: Side) -> Floats:
        ids = self.features.ids(texts, side)
        tower = self.tail if side == "tail" else self.head
        return tower.encode(ids, self.tables, self.features.streams)


def _folder() -> Path:
    return Path(str(files("layoutfix") / "data" / "encoders"))


def available() -> tuple[str, ...]:
    """Return the script families that have an encoder, sorted."""
    return tuple(sorted(path.stem for path in _folder().glob(f"*{SUFFIX}")))


@cache
def load(family: str) -> SeamEncoder:
    """Return the shipped encoder of a script family (one of `available()`); later calls are free.

    Raises EncoderError when there is none or its file is damaged.
    """
    if family not in available():
        known = ", ".join(available()) or "none"
        raise EncoderError(f"there is no seam encoder for {family!r}; there are: {known}")
    return load_path(_folder() / f"{family}{SUFFIX}")


def load_path(path: Path | str) -> SeamEncoder:
    """Return the encoder of a file. Raises EncoderError when it is missing, damaged, or none."""
    try:
        header, arrays = read_file(Path(path))
    except ModelError as error:
        message = str(error).replace("language model", "seam encoder")
        raise EncoderError(message) from error
    if header.get("kind") != _KIND:
        raise EncoderError(f"{path} is not a seam encoder of this version of layoutfix")
    try:
        return _assemble(header, arrays)
    except (KeyError, IndexError, ValueError, TypeError) as error:
        raise EncoderError(f"the seam encoder {path} is damaged: {error}") from error


def save_path(path: Path | str, encoder: SeamEncoder) -> int:
    """Write an encoder to a file, 8 bits a weight, and return its size in bytes.

    Each row of a matrix is stored as int8 with one float32 scale; biases are float32.
    """
    arrays: dict[str, NDArray[Any]] = {}
    shapes: dict[str, list[int]] = {}
    for name, values in _named(encoder).items():
        shapes[name] = list(values.shape)
        if values.ndim == 1:
            arrays[name] = values.astype(np.float32)
            continue
        step = np.maximum(np.abs(values).max(axis=1), np.finfo(np.float32).tiny) / 127
        arrays[name] = np.rint(values / step[:, None]).astype(np.int8).ravel()
        arrays[f"{name}.step"] = step.astype(np.float32)
    header = {
        "kind": _KIND,
        "family": encoder.family,
        "vocabulary": encoder.features.vocabulary,
        "streams": [
            {"size": s.size, "width": s.width, "reach": s.reach, "exact": s.exact}
            for s in encoder.features.streams
        ],
        "shapes": shapes,
        "scale": encoder.scale,
        "offset": encoder.offset,
        "meta": dict(encoder.meta),
    }
    return write_file(Path(path), header, arrays)


def _named(encoder: SeamEncoder) -> dict[str, Floats]:
    named = {f"table.{s}": table for s, table in enumerate(encoder.tables)}
    for side, tower in (("tail", encoder.tail), ("head", encoder.head)):
        named |= {f"{side}.bag.{s}": bag for s, bag in enumerate(tower.bags)}
        for name in _LAYERS:
            named[f"{side}.{name}"] = getattr(tower, name)
    return named


_LAYERS = ("first", "first_bias", "second", "second_bias", "last", "last_bias")


def from_arrays(
    family: str,
    vocabulary: str,
    streams: tuple[Stream, ...],
    named: Mapping[str, Floats],
    *,
    scale: float = 1.0,
    offset: float = 0.0,
    meta: Mapping[str, Any],
) -> SeamEncoder:
    """Return the encoder of named arrays: `table.0`, `tail.bag.0`, `tail.first`, `head.last`...

    Raises ValueError when their shapes do not fit together, KeyError when one is missing.
    """
    towers = []
    inputs = sum((stream.exact + 1) * stream.width for stream in streams)
    for s, stream in enumerate(streams):
        _expect(f"table.{s}", named[f"table.{s}"], (stream.size, stream.width))
    for side in ("tail", "head"):
        bags = tuple(named[f"{side}.bag.{s}"] for s in range(len(streams)))
        for bag, stream in zip(bags, streams, strict=True):
            _expect(f"{side}.bag", bag, (stream.reach, stream.width))
        layers = {name: named[f"{side}.{name}"] for name in _LAYERS}
        hidden = layers["first_bias"].size
        _expect(f"{side}.first", layers["first"], (inputs, hidden))
        _expect(f"{side}.second", layers["second"], (hidden, hidden))
        _expect(f"{side}.last", layers["last"], (hidden, layers["last_bias"].size))
        towers.append(Tower(bags=bags, **layers))
    return SeamEncoder(
        family=family,
        features=_FEATURES[family](vocabulary, streams),
        tables=tuple(named[f"table.{s}"] for s in range(len(streams))),
        tail=towers[0],
        head=towers[1],
        scale=scale,
        offset=offset,
        meta=meta,
    )


def _expect(name: str, values: Floats, shape: tuple[int, ...]) -> None:
    if values.shape != shape:
        raise ValueError(f"its array {name} has the shape {values.shape} instead of {shape}")


def _assemble(header: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> SeamEncoder:
    named: dict[str, Floats] = {}
    for name, shape in header["shapes"].items():
        values = arrays[name].reshape(shape).astype(np.float32)
        named[name] = values if len(shape) == 1 else values * arrays[f"{name}.step"][:, None]
    return from_arrays(
        header["family"],
        header["vocabulary"],
        tuple(Stream(**stream) for stream in header["streams"]),
        named,
        scale=float(header["scale"]),
        offset=float(header["offset"]),
        meta=header["meta"],
    )
