"""The file of a model: one header in JSON, then arrays. docs/models.md has it byte by byte."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from layoutfix.ngrams.errors import ModelError

MAGIC = b"LFNGRAM\x01"
"""Seven letters and the version of the format."""
_ALIGNMENT = 8
_PRELUDE = len(MAGIC) + 8

Header = dict[str, Any]


def write_file(path: Path, header: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> int:
    """Write a model and return its size in bytes; the same input gives the same bytes."""
    payload = bytearray()
    directory = {}
    for name, array in arrays.items():
        little = np.ascontiguousarray(array).astype(array.dtype.newbyteorder("<"))
        directory[name] = {"dtype": little.dtype.str, "length": little.size, "offset": len(payload)}
        payload += little.tobytes()
        payload += b"\0" * (-len(payload) % _ALIGNMENT)
    full = {**header, "arrays": directory, "crc32": zlib.crc32(payload), "bytes": len(payload)}
    text = json.dumps(full, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    text += b" " * (-(len(text) + _PRELUDE) % _ALIGNMENT)
    blob = MAGIC + len(text).to_bytes(8, "little") + text + bytes(payload)
    path.write_bytes(blob)
    return len(blob)


def read_file(path: Path) -> tuple[Header, dict[str, NDArray[Any]]]:
    """Return the header and the arrays (read-only) of a model's file.

    Raises ModelError when the file is missing, cut short, damaged, or no model.
    """
    try:
        blob = path.read_bytes()
    except OSError as error:
        raise ModelError(f"cannot read the language model {path}: {error.strerror}") from error
    if blob[: len(MAGIC) - 1] != MAGIC[:-1]:
        raise ModelError(f"{path} is not a language model of layoutfix")
    if len(blob) < _PRELUDE:
        raise ModelError(f"the language model {path} is cut short: it has no header")
    if blob[: len(MAGIC)] != MAGIC:
        found, known = blob[len(MAGIC) - 1], MAGIC[-1]
        raise ModelError(
            f"the language model {path} has format {found}; this version reads {known}"
        )
    start = _PRELUDE + int.from_bytes(blob[len(MAGIC) : _PRELUDE], "little")
    try:
        header = json.loads(blob[_PRELUDE:start])
        payload = memoryview(blob)[start : start + header["bytes"]]
        if len(payload) != header["bytes"] or start + header["bytes"] != len(blob):
            size = start + header["bytes"]
            raise ModelError(
                f"the language model {path} is damaged: {len(blob)} bytes instead of {size}"
            )
        if zlib.crc32(payload) != header["crc32"]:
            raise ModelError(f"the language model {path} is damaged: its checksum does not match")
        arrays = {
            name: np.frombuffer(payload, entry["dtype"], entry["length"], entry["offset"])
            for name, entry in header["arrays"].items()
        }
    except (ValueError, KeyError, TypeError, AttributeError, SyntaxError) as error:
        if isinstance(error, ModelError):
            raise
        raise ModelError(
            f"the language model {path} is damaged: its header is no header"
        ) from error
    return header, arrays
