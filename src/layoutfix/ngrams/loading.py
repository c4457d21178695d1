"""From a file to a model, and back: which array is what."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from layoutfix.ngrams.backoff import Backoff, NgramTable
from layoutfix.ngrams.errors import ModelError
from layoutfix.ngrams.files import (
    LAST_VERSION,
    Header,
    pack_file,
    read_file,
    unpack_file,
)
from layoutfix.ngrams.hashing import MOST_UNITS, unit_values
from layoutfix.ngrams.model import Base, Lexicon, NgramModel, WordClasses
from layoutfix.ngrams.table import FuseTable, Geometry
from layoutfix.ngrams.units import (
    BREAK,
    DROPPED,
    TABLE_SIZE,
    UNKNOWN,
    CharUnits,
    Units,
    WordUnits,
    token_pattern,
)

SUFFIX = ".lfng"
_LOW_BITS = 16
_MIDDLE_BITS = 24
_Arrays = Mapping[str, NDArray[Any]]


def load_path(path: Path | str) -> NgramModel:
    """Return the model of a file. Raises ModelError when it is missing, damaged, or no model."""
    return _to_model(*read_file(Path(path)), Path(path))


def _to_model(header: Header, arrays: _Arrays, path: Path) -> NgramModel:
    if "word_order" not in header:  # an encoder of seams has the same frame
        raise ModelError(f"{path} is not a language model of layoutfix, but an encoder of seams")
    try:
        return _assemble(header, arrays, path)
    except (KeyError, IndexError, ValueError, TypeError, AttributeError, zlib.error) as error:
        raise ModelError(f"the language model {path} is damaged: {error}") from error


def save_path(path: Path | str, model: NgramModel) -> int:
    """Write a model to a file and return its size in bytes; the same model gives the same bytes."""
    return Path(path).write_bytes(pack_model(model))


def pack_model(model: NgramModel) -> bytes:
    """Return the bytes of a model's file."""
    header: Header = {
        "name": model.name,
        "language": model.language,
        "unit": model.unit,
        "meta": dict(model.meta),
        "tables": {},
    }
    arrays: dict[str, NDArray[Any]] = {"units": _pack_units(model.units, header)}
    _write_backoff("word", model.ngrams, header, arrays)
    if model.classes is not None:
        header["class_weight"] = model.classes.weight
        narrow = np.uint8 if model.classes.class_of.max() < 1 << 8 else np.uint16
        arrays["class_of"] = model.classes.class_of.astype(narrow)
        _write_backoff("class", model.classes.ngrams, header, arrays)
    if model.lexicon is not None:
        header["lexicon_floor"] = model.lexicon.floor
        _write_table("lexicon", model.lexicon.table, header, arrays)
        arrays["lexicon.log_probs"] = model.lexicon.log_probs
    if model.base is None:
        return pack_file(header, arrays)
    header["base_weight"] = model.base.weight
    size = model.base.model.ngrams.log_probs.size
    arrays["base"] = np.frombuffer(pack_model(model.base.model), dtype=np.uint8)
    arrays["base.unit_of"] = model.base.unit_of[size:].astype(np.uint16)
    arrays["base.emission"] = model.base.emission.astype(np.float16)
    return pack_file(header, arrays, LAST_VERSION)


def _read_base(header: Header, arrays: _Arrays, path: Path) -> Base | None:
    if "base" not in arrays:
        return None
    model = _to_model(*unpack_file(arrays["base"].tobytes(), path), path)
    own = np.arange(model.ngrams.log_probs.size, dtype=np.int32)
    unit_of = np.concatenate([own, arrays["base.unit_of"].astype(np.int32)])
    _check_ids(unit_of, own.size)
    return Base(
        model=model,
        unit_of=unit_of,
        emission=arrays["base.emission"].astype(np.float32),
        weight=header["base_weight"],
    )


def _pack_units(units: Units, header: Header) -> NDArray[np.uint8]:
    if isinstance(units, CharUnits):
        packed = zlib.compress(units.table.astype("<u2").tobytes(), 9)
    elif isinstance(units, WordUnits):
        vocabulary = units.vocabulary
        header["suffixes"] = sorted(units.suffixes)
        packed = zlib.compress(
            "\0".join(sorted(vocabulary, key=vocabulary.__getitem__)).encode(), 9
        )
    else:
        raise TypeError(f"cannot write units of the type {type(units).__name__}")
    return np.frombuffer(packed, dtype=np.uint8)


def _read_units(header: Header, arrays: _Arrays) -> CharUnits | WordUnits:
    packed = zlib.decompress(arrays["units"].tobytes())
    if header["unit"] == "char":
        table = np.frombuffer(packed, dtype="<u2")
        if table.size != TABLE_SIZE:
            raise ValueError(f"its character table has {table.size} entries")
        return CharUnits(table)
    names = packed.decode().split("\0")
    return WordUnits(
        vocabulary=MappingProxyType(
            dict(zip(names, range(BREAK, BREAK + len(names)), strict=True))
        ),
        suffixes=frozenset(header["suffixes"]),
        token_re=re.compile(token_pattern(header["language"])),
        language=header["language"],
        old_print=True,
    )


def _ids_of(units: CharUnits | WordUnits) -> NDArray[Any]:
    """The ids that units may have."""
    if isinstance(units, CharUnits):
        return np.extract(units.table != DROPPED, units.table)
    return np.array([UNKNOWN, BREAK, *units.vocabulary.values()])


def _write_backoff(
    prefix: str, ngrams: Backoff, header: Header, arrays: dict[str, NDArray[Any]]
) -> None:
    header[f"{prefix}_order"] = ngrams.order
    arrays[f"{prefix}.1.log_probs"] = ngrams.log_probs.astype(np.float16)
    arrays[f"{prefix}.1.backoffs"] = ngrams.backoffs.astype(np.float16)
    for n, table in enumerate(ngrams.tables, start=2):
        name = f"{prefix}.{n}"
        _write_table(name, table.table, header, arrays)
        header["tables"][name]["backoff_bits"] = table.backoff_bits
        arrays[f"{name}.log_probs"] = table.log_probs
        arrays[f"{name}.backoffs"] = table.backoffs


def _read_backoff(prefix: str, header: Header, arrays: _Arrays) -> Backoff:
    order = header[f"{prefix}_order"]
    if not 1 <= order <= MOST_UNITS:
        raise ValueError(f"its n-grams have {order} units")
    log_probs = arrays[f"{prefix}.1.log_probs"].astype(np.float32)
    backoffs = arrays[f"{prefix}.1.backoffs"].astype(np.float32)
    if backoffs.size != log_probs.size:
        raise ValueError(f"it has {backoffs.size} back-off weights for {log_probs.size} units")
    tables = tuple(
        NgramTable(
            table=_read_table(f"{prefix}.{n}", header, arrays),
            log_probs=arrays[f"{prefix}.{n}.log_probs"].copy(),  # else it keeps the whole file
            backoffs=arrays[f"{prefix}.{n}.backoffs"].copy(),
            backoff_bits=header["tables"][f"{prefix}.{n}"]["backoff_bits"],
        )
        for n in range(2, order + 1)
    )
    for table in tables:
        payload = table.table.payload_bits
        _check_codes(table.log_probs, payload - table.backoff_bits)
        _check_codes(table.backoffs, table.backoff_bits)
    return Backoff(order, unit_values(log_probs.size), log_probs, backoffs, tables)


def _check_codes(values: NDArray[Any], bits: int) -> None:
    """ValueError where a code of so many bits has no value: look-ups do not check."""
    if bits < 0 or (bits and values.size < 1 << bits):
        raise ValueError(f"it has {values.size} values for codes of {bits} bits")


def _check_ids(ids: NDArray[Any], count: int) -> None:
    """ValueError where some id is none of so many units: look-ups do not check."""
    if ids.size and not 0 <= int(ids.min()) <= int(ids.max()) < count:
        raise ValueError(f"it has an id that is none of its {count} units")


def _write_table(
    name: str, table: FuseTable, header: Header, arrays: dict[str, NDArray[Any]]
) -> None:
    """Write the words as 16 low bits and, in an array of their own, the 8 or 16 bits above."""
    header["tables"][name] = {
        "segment_length": table.geometry.segment_length,
        "span": table.geometry.span,
        "seed": table.geometry.seed,
        "fingerprint_bits": table.fingerprint_bits,
        "payload_bits": table.payload_bits,
    }
    bits = table.fingerprint_bits + table.payload_bits
    arrays[f"{name}.low"] = (table.words & np.uint32(0xFFFF)).astype(np.uint16)
    if bits > _LOW_BITS:
        high = np.uint8 if bits <= _MIDDLE_BITS else np.uint16
        arrays[f"{name}.high"] = (table.words >> np.uint32(_LOW_BITS)).astype(high)


def _read_table(name: str, header: Header, arrays: _Arrays) -> FuseTable:
    entry = header["tables"][name]
    low = arrays[f"{name}.low"]
    words = np.zeros(low.size, np.uint32)
    if f"{name}.high" in arrays:
        np.left_shift(arrays[f"{name}.high"], np.uint32(_LOW_BITS), out=words, dtype=np.uint32)
    words |= low
    geometry = Geometry(entry["segment_length"], entry["span"], entry["seed"])
    if words.size != geometry.slots:
        raise ValueError(f"its table {name} has {words.size} slots instead of {geometry.slots}")
    if geometry.segment_length.bit_count() != 1 or geometry.span % geometry.segment_length:
        raise ValueError(f"its table {name} has segments of {geometry.segment_length} slots")
    return FuseTable(words, geometry, entry["fingerprint_bits"], entry["payload_bits"])


def class_emission(log_probs: NDArray[np.float32], class_of: NDArray[Any]) -> NDArray[np.float32]:
    """Return log P(unit | its class) of each unit, float32 (V,), from those of single units."""
    mass = np.bincount(class_of, weights=np.exp(log_probs.astype(np.float64)))
    emission: NDArray[np.float32] = (log_probs - np.log(mass[class_of])).astype(np.float32)
    return emission


def _assemble(header: Header, arrays: _Arrays, path: Path) -> NgramModel:
    ngrams = _read_backoff("word", header, arrays)
    order = ngrams.order
    classes = lexicon = None
    if "class_of" in arrays:
        class_of = arrays["class_of"].astype(np.int32)
        by_class = _read_backoff("class", header, arrays)
        _check_ids(class_of, by_class.log_probs.size)
        classes = WordClasses(
            ngrams=by_class,
            class_of=class_of,
            emission=class_emission(ngrams.log_probs, class_of),
            weight=header["class_weight"],
        )
        order = max(order, classes.ngrams.order)
    base = _read_base(header, arrays, path)
    if base is not None:
        order = max(order, base.model.order)
    if "lexicon" in header["tables"]:
        lexicon = Lexicon(
            table=_read_table("lexicon", header, arrays),
            log_probs=arrays["lexicon.log_probs"].copy(),
            floor=header["lexicon_floor"],
        )
        _check_codes(lexicon.log_probs, lexicon.table.payload_bits)
    units = _read_units(header, arrays)
    _check_ids(_ids_of(units), ngrams.log_probs.size)
    return NgramModel(
        name=header["name"],
        language=header["language"],
        unit=header["unit"],
        order=order,
        meta=MappingProxyType(header["meta"]),
        units=units,
        ngrams=ngrams,
        classes=classes,
        lexicon=lexicon,
        base=base,
        break_id=BREAK,
        unknown_id=UNKNOWN,
    )
