"""A shard written: its pages, those that failed, then the note that it is done."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any, Protocol, cast

from layoutfix.batch.folder import Folder, open_whole, write_atomically
from layoutfix.batch.records import DUMP, WRITTEN, Cells, Fixed, Record
from layoutfix.batch.settings import Settings, digest_file
from layoutfix.batch.sources import Found
from layoutfix.batch.tables import RowWriter, need_pyarrow
from layoutfix.batch.tally import Tally
from layoutfix.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa

KINDS = ("jsonl", "jsonl.gz", "jsonl.zst", "parquet")
"""What can be written; each is the ending of a shard's name."""
_GZIP_LEVEL = 6
_ZSTD_LEVEL = 3


class Writer(Protocol):
    """What takes the rows of a shard."""

    def write(self, record: Record, fixed: Fixed) -> None:
        """One row more."""

    def close(self) -> None:
        """No more rows."""


class LineWriter:
    """Rows as JSON lines: the input's members in their order, then what is written."""

    def __init__(self, file: IO[bytes], settings: Settings) -> None:
        self._file = file
        self._settings = settings

    def write(self, record: Record, fixed: Fixed) -> None:
        """One line more."""
        self._file.write(_to_line(row_of(record, fixed, self._settings)))

    def close(self) -> None:
        """The file stays open: it is the caller's."""


def row_of(record: Record, fixed: Fixed, settings: Settings) -> dict[str, Any]:
    """The members of a line of the output.

    >>> record = Record("a", "a.jsonl", 1, "One.", {"text": "One.", "year": 1911})
    >>> [*row_of(record, Fixed("One.", "left alone", language="en"), Settings())][:4]
    ['text', 'year', 'verdict', 'changed']
    """
    assert not isinstance(record.columns, Cells)
    prefix = settings.prefix
    row = {**record.columns, settings.text_written: fixed.text}
    if record.error and settings.text_written == settings.text_column:
        row[settings.text_column] = record.columns.get(settings.text_column)
    row |= {prefix + name: getattr(fixed, name) for name in WRITTEN}
    row |= {prefix + name: fixed.added.get(name) for name in settings.added}
    if settings.keep_dump:
        row[prefix + DUMP] = record.text
    return row


def _to_line(row: dict[str, Any]) -> bytes:
    """A row as a line; half a surrogate pair, which UTF-8 cannot say, stands as an escape."""
    try:
        return (json.dumps(row, ensure_ascii=False) + "\n").encode()
    except UnicodeEncodeError:
        return (json.dumps(row) + "\n").encode()


@contextmanager
def open_writer(file: IO[bytes], settings: Settings, carried: pa.Schema | None) -> Iterator[Writer]:
    """What writes rows of the kind that is asked for. The same rows give the same bytes."""
    if settings.kind == "parquet":
        rows = RowWriter(file, settings, carried)
        try:
            yield rows
            rows.close()
        finally:
            rows.abandon()
    elif settings.kind == "jsonl.gz":
        with gzip.GzipFile("", "wb", _GZIP_LEVEL, file, mtime=0) as packed:
            yield LineWriter(cast(IO[bytes], packed), settings)
    elif settings.kind == "jsonl.zst":
        compressor = _zstd()
        with compressor.stream_writer(file, closefd=False) as packed:
            yield LineWriter(packed, settings)
    else:
        yield LineWriter(file, settings)


def kind_of_output(found: Sequence[Found]) -> str:
    """What is written where it is not said: the kind of the inputs, JSON lines for texts.

    >>> kind_of_output([Found("a.jsonl.zst", "jsonl"), Found("b.jsonl.zst", "jsonl")])
    'jsonl.zst'
    """
    if all(source.kind == "parquet" for source in found):
        return "parquet"
    endings = {source.path.suffix.lower() for source in found if source.kind == "jsonl"}
    ending = endings.pop() if len(endings) == 1 else ""
    return f"jsonl{ending}" if f"jsonl{ending}" in KINDS else "jsonl"


def check_can_write(settings: Settings) -> None:
    """InputError where a package is missing that the output needs."""
    if settings.kind == "parquet":
        need_pyarrow("The output")
    elif settings.kind == "jsonl.zst":
        _zstd()


def _zstd() -> Any:
    try:
        import zstandard  # noqa: PLC0415 - of an extra
    except ImportError:
        raise InputError(
            "Output as jsonl.zst needs zstandard: pip install 'layoutfix[batch]', or give"
            " --to jsonl.gz."
        ) from None
    return zstandard.ZstdCompressor(level=_ZSTD_LEVEL, write_checksum=True)


def write_shard(
    folder: Folder,
    number: int,
    rows: Iterable[tuple[Record, Fixed]],
    settings: Settings,
    carried: pa.Schema | None,
) -> Tally:
    """Write a shard whole, or nothing of it; the note that it is done is written last.

    Raises InputError where something cannot be written, and what `rows` raises.
    """
    tally = Tally()
    failed: list[bytes] = []
    assert settings.kind is not None
    target = folder.shard(number, settings.kind)
    with open_whole(target) as file, open_writer(file, settings, carried) as writer:
        for row, (record, fixed) in enumerate(rows):
            writer.write(record, fixed)
            tally.count(record, fixed, number, row)
            if fixed.error is not None:
                failed.append(_to_line(_quarantined(record, fixed, number, row)))
    if failed:
        write_atomically(folder.quarantine(number), b"".join(failed))
    note = {
        "shard": number,
        "bytes": target.stat().st_size,
        "sha256": digest_file(target),
        **tally.to_dict(),
    }
    write_atomically(folder.done(number), _to_line(note))
    return tally


def _quarantined(record: Record, fixed: Fixed, shard: int, row: int) -> dict[str, Any]:
    kept = {"text": record.text} if isinstance(record.columns, Cells) else record.columns
    return {
        "id": record.id,
        "source": record.source,
        "number": record.number,
        "shard": shard,
        "row": row,
        "status": fixed.status,
        "error": fixed.error,
        "record": record.raw or kept,
    }
