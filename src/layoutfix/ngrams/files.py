"""The file of a model: one header in JSON, then arrays. docs/models.md has it byte by byte."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from layoutfix.ngrams.errors import ModelError
from layoutfix.shipped import shipped

MAGIC = b"LFNGRAM\x01"
"""Seven letters and the version of the format."""
LAST_VERSION = 2
"""Version of a file that holds another model: a reader of version 1 would miss it."""
_ALIGNMENT = 8
_PRELUDE = len(MAGIC) + 8  # and the length of the header, and the checksum of what follows

Header = dict[str, Any]


def write_file(path: Path, header: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> int:
    """Write a model and return its size in bytes; the same input gives the same bytes."""
    return path.write_bytes(pack_file(header, arrays))


def pack_file(
    header: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]], version: int = MAGIC[-1]
) -> bytes:
    """Return the bytes of a file."""
    payload = bytearray()
    directory = {}
    for name, array in arrays.items():
        little = np.ascontiguousarray(array).astype(array.dtype.newbyteorder("<"))
        directory[name] = {"dtype": little.dtype.str, "length": little.size, "offset": len(payload)}
        payload += little.tobytes()
        payload += b"\0" * (-len(payload) % _ALIGNMENT)
    full = {**header, "arrays": directory}
    text = json.dumps(full, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    text += b" " * (-(len(text) + _PRELUDE) % _ALIGNMENT)
    body = text + bytes(payload)
    sums = len(text).to_bytes(4, "little") + zlib.crc32(body).to_bytes(4, "little")
    return MAGIC[:-1] + bytes([version]) + sums + body


def read_file(path: Path) -> tuple[Header, dict[str, NDArray[Any]]]:
    """Return the header and the arrays (read-only) of a model's file.

    A file that the package brings is mapped: processes that use it share its pages. One of a user
    is read, as it may be written again while it is used.

    Raises ModelError when the file is missing, cut short, damaged, or no model.
    """
    try:
        blob: bytes | memoryview = (
            _map_file(path) if path.is_relative_to(shipped()) else path.read_bytes()
        )
    except OSError as error:
        raise ModelError(f"cannot read the language model {path}: {error.strerror}") from error
    return unpack_file(blob, path)


def _map_file(path: Path) -> memoryview:
    """The bytes of a file, mapped until nothing refers to them."""
    with path.open("rb") as file:
        return memoryview(mmap(file.fileno(), 0, access=ACCESS_READ))


def unpack_file(blob: bytes | memoryview, path: Path) -> tuple[Header, dict[str, NDArray[Any]]]:
    """`read_file` of bytes; path: what messages call it."""
    version = len(MAGIC) - 1
    if blob[:version] != MAGIC[:version]:
        raise ModelError(
            f"{path} is not a language model of layoutfix: such a file comes from `layoutfix train`"
        )
    if len(blob) < _PRELUDE:
        raise ModelError(f"the language model {path} is cut short: it has {len(blob)} bytes")
    if not MAGIC[version] <= blob[version] <= LAST_VERSION:
        found, known = blob[version], f"{MAGIC[version]} and {LAST_VERSION}"
        raise ModelError(
            f"the language model {path} has format {found}; this version reads {known}:"
            " update layoutfix, or make the model anew"
        )
    body = memoryview(blob)[_PRELUDE:]
    if zlib.crc32(body) != int.from_bytes(blob[len(MAGIC) + 4 : _PRELUDE], "little"):
        raise ModelError(
            f"the language model {path} is damaged or cut short: its checksum does not match;"
            " copy it again, or make it anew"
        )
    header_size = int.from_bytes(blob[len(MAGIC) : len(MAGIC) + 4], "little")
    try:
        header = json.loads(bytes(body[:header_size]))
        arrays = {
            name: np.frombuffer(
                body[header_size:], np.dtype(entry["dtype"]), entry["length"], entry["offset"]
            )
            for name, entry in header["arrays"].items()
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(
            f"the language model {path} is damaged: its header is no header"
        ) from error
    return header, arrays
