"""Compressed files as streams of bytes; one that was cut short is an error, not an early end."""

from __future__ import annotations

import gzip
import io
import lzma
import zlib
from pathlib import Path
from typing import IO, Any, cast

from layoutfix.errors import InputError

MAGIC = {b"\x1f\x8b": "gz", b"\xfd7zXZ\x00": "xz", b"\x28\xb5\x2f\xfd": "zst", b"PAR1": "parquet"}
"""The first bytes of a file, and what it is."""

COMPRESSIONS = ("gz", "xz", "zst")
"""The kinds that have other bytes within."""

SUFFIXES = (".gz", ".xz", ".zst")
"""Of the files that are read."""

DAMAGES = (EOFError, lzma.LZMAError, zlib.error, gzip.BadGzipFile)
"""What reading raises where a file is cut short or damaged."""

_READ_BYTES = 1 << 17
_LONGEST_MAGIC = max(map(len, MAGIC))


def kind_of(raw: IO[bytes]) -> str:
    """Which kind of file starts here: a value of MAGIC, or "plain". The stream stands as before.

    >>> kind_of(io.BytesIO(b"PAR1...")), kind_of(io.BytesIO(b"page"))
    ('parquet', 'plain')
    """
    start = raw.read(_LONGEST_MAGIC)
    raw.seek(0)
    return next((kind for magic, kind in MAGIC.items() if start.startswith(magic)), "plain")


def decompress(raw: IO[bytes], kind: str, path: Path, extra: str) -> IO[bytes]:
    """The bytes within a file of this kind; the file's own where it is not compressed.

    extra  the extra of this package that brings zstandard, for the sentence where it is missing

    Reading raises one of DAMAGES where the file is cut short or damaged.
    """
    if kind == "gz":
        return cast(IO[bytes], gzip.GzipFile(fileobj=raw))
    if kind == "xz":
        return cast(IO[bytes], lzma.LZMAFile(raw))
    if kind == "zst":
        return _open_zstd(raw, path, extra)
    return raw


def _open_zstd(raw: IO[bytes], path: Path, extra: str) -> IO[bytes]:
    try:
        import zstandard  # noqa: PLC0415 - of an extra
    except ImportError:
        raise InputError(
            f"{path} is compressed with zstd: pip install 'layoutfix[{extra}]', or unpack it."
        ) from None
    decompressor = zstandard.ZstdDecompressor()

    class Reader(io.RawIOBase):
        """One frame after the other. The package's own reader takes a file cut short for whole."""

        def __init__(self) -> None:
            self._frame = decompressor.decompressobj()
            self._waiting = b""
            self._text = memoryview(b"")  # no copy where a part of it is taken

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            while not self._text:
                data = self._waiting or raw.read(_READ_BYTES)
                self._waiting = b""
                if not data:
                    if not self._frame.eof:
                        raise EOFError("its last frame has no end")
                    return 0
                if self._frame.eof:
                    self._frame = decompressor.decompressobj()
                try:
                    self._text = memoryview(self._frame.decompress(data))
                except zstandard.ZstdError as error:
                    raise EOFError(str(error)) from None
                self._waiting = self._frame.unused_data
            count = min(len(buffer), len(self._text))
            buffer[:count], self._text = self._text[:count], self._text[count:]
            return count

    return cast(IO[bytes], io.BufferedReader(Reader(), _READ_BYTES))
