"""From a file to a model, and back: which array is what."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from layoutfix.ngrams.errors import ModelError
from layoutfix.ngrams.files import Header, read_file, write_file
from layoutfix.ngrams.hashing import unit_values
from layoutfix.ngrams.model import Lexicon, NgramModel, NgramTable
from layoutfix.ngrams.table import FuseTable, Geometry
from layoutfix.ngrams.units import BREAK, TOKEN_PATTERNS, UNKNOWN, CharUnits, Units, WordUnits

SUFFIX = ".lfng"
_SMALL_WORD_BITS = 24
_Arrays = Mapping[str, NDArray[Any]]


def _folder() -> Path:
    return Path(str(files("layoutfix") / "data" / "ngrams"))


def available() -> tuple[str, ...]:
    """Return the languages that have a model, sorted."""
    return tuple(sorted(path.stem for path in _folder().glob(f"*{SUFFIX}")))


@cache
def load(language: str) -> NgramModel:
    """Return the shipped model of a language (one of `available()`); later calls are free.

    Raises ModelError when there is no such model or its file is damaged.
    """
    if language not in available():
        known = ", ".join(available()) or "none"
        raise ModelError(f"no language model for {language!r}; there are: {known}")
    return load_path(_folder() / f"{language}{SUFFIX}")


def load_path(path: Path | str) -> NgramModel:
    """Return the model of a file. Raises ModelError when it is missing, damaged, or no model."""
    header, arrays = read_file(Path(path))
    try:
        return _assemble(header, arrays)
    except (KeyError, IndexError, ValueError, TypeError, re.error, zlib.error) as error:
        raise ModelError(f"the language model {path} is damaged: {error}") from error


def save_path(path: Path | str, model: NgramModel) -> int:
    """Write a model to a file and return its size in bytes."""
    header: Header = {
        "name": model.name,
        "language": model.language,
        "unit": model.unit,
        "order": model.order,
        "meta": dict(model.meta),
        "tables": {},
    }
    arrays: dict[str, NDArray[Any]] = {}
    if isinstance(model.units, CharUnits):
        packed = zlib.compress(model.units.table.astype("<u2").tobytes(), 9)
    elif isinstance(model.units, WordUnits):
        ranked = sorted(model.units.vocabulary, key=lambda name: model.units.vocabulary[name])
        packed = zlib.compress("\0".join(ranked).encode(), 9)
        header["suffixes"] = sorted(model.units.suffixes)
    else:
        raise TypeError(f"cannot write units of the type {type(model.units).__name__}")
    arrays["units"] = np.frombuffer(packed, dtype=np.uint8)
    arrays["log_probs"] = model.log_probs
    arrays["backoffs"] = model.backoffs
    for n, table in enumerate(model.tables, start=2):
        header["tables"][str(n)] = _table_header(table.table) | {"backoff_bits": table.backoff_bits}
        arrays |= _table_arrays(str(n), table.table)
        arrays[f"{n}.log_probs"] = table.log_probs
        arrays[f"{n}.backoffs"] = table.backoffs
    if model.lexicon is not None:
        header["tables"]["lexicon"] = _table_header(model.lexicon.table)
        header["lexicon_floor"] = model.lexicon.floor
        arrays |= _table_arrays("lexicon", model.lexicon.table)
        arrays["lexicon.log_probs"] = model.lexicon.log_probs
    return write_file(Path(path), header, arrays)


def _table_header(table: FuseTable) -> dict[str, int]:
    return {
        "segment_length": table.geometry.segment_length,
        "span": table.geometry.span,
        "seed": table.geometry.seed,
        "fingerprint_bits": table.fingerprint_bits,
        "payload_bits": table.payload_bits,
    }


def _table_arrays(name: str, table: FuseTable) -> dict[str, NDArray[Any]]:
    """Return the words as 16 low bits and, in an array of their own, 8 or 16 high bits."""
    bits = table.fingerprint_bits + table.payload_bits
    high = np.uint8 if bits <= _SMALL_WORD_BITS else np.uint16
    return {
        f"{name}.low": (table.words & np.uint32(0xFFFF)).astype(np.uint16),
        f"{name}.high": (table.words >> np.uint32(16)).astype(high),
    }


def _read_table(name: str, header: Header, arrays: _Arrays) -> FuseTable:
    entry = header["tables"][name]
    words = arrays[f"{name}.high"].astype(np.uint32)
    words <<= np.uint32(16)
    words |= arrays[f"{name}.low"]
    geometry = Geometry(entry["segment_length"], entry["span"], entry["seed"])
    if words.size != geometry.slots:
        raise ValueError(f"table {name} has {words.size} slots instead of {geometry.slots}")
    return FuseTable(words, geometry, entry["fingerprint_bits"], entry["payload_bits"])


def _read_units(header: Header, arrays: _Arrays) -> Units:
    packed = zlib.decompress(arrays["units"].tobytes())
    if header["unit"] == "char":
        return CharUnits(np.frombuffer(packed, dtype="<u2"))
    names = packed.decode().split("\0")
    return WordUnits(
        vocabulary=MappingProxyType(dict(zip(names, range(BREAK, BREAK + len(names)), strict=True))),
        suffixes=frozenset(header["suffixes"]),
        token_re=re.compile(TOKEN_PATTERNS[header["language"]]),
    )


def _assemble(header: Header, arrays: _Arrays) -> NgramModel:
    tables = tuple(
        NgramTable(
            table=_read_table(str(n), header, arrays),
            log_probs=arrays[f"{n}.log_probs"],
            backoffs=arrays[f"{n}.backoffs"],
            backoff_bits=header["tables"][str(n)]["backoff_bits"],
        )
        for n in range(2, header["order"] + 1)
    )
    lexicon = None
    if "lexicon" in header["tables"]:
        lexicon = Lexicon(
            table=_read_table("lexicon", header, arrays),
            log_probs=arrays["lexicon.log_probs"],
            floor=header["lexicon_floor"],
        )
    return NgramModel(
        name=header["name"],
        language=header["language"],
        unit=header["unit"],
        order=header["order"],
        meta=MappingProxyType(header["meta"]),
        units=_read_units(header, arrays),
        unit_values=unit_values(arrays["log_probs"].size),
        log_probs=arrays["log_probs"],
        backoffs=arrays["backoffs"],
        tables=tables,
        lexicon=lexicon,
        break_id=BREAK,
        unknown_id=UNKNOWN,
    )
