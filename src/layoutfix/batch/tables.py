"""Parquet in and out, through pyarrow: columns that are carried along are never made Python's."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

from layoutfix.batch.records import DUMP, ID, TEXT, WRITTEN, Cells, Fixed, Record
from layoutfix.batch.settings import Settings
from layoutfix.batch.sources import Found
from layoutfix.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa

BATCH_ROWS = 64
BATCH_BYTES = 4 << 20
"""So many rows are read at a time, fewer where those of a row group are large: bounds memory."""
GROUP_ROWS = 512
GROUP_BYTES = 16 << 20
"""A row group is written once it has so many rows, or bytes of input: bounds memory."""
_BUFFER_BYTES = 1 << 18


def need_pyarrow(path: Path | str) -> None:
    """InputError where pyarrow is not installed, with the way to get it."""
    try:
        import pyarrow.parquet  # noqa: F401, PLC0415 - of an extra
    except ImportError:
        raise InputError(f"{path} is a Parquet file: pip install 'layoutfix[batch]'.") from None


@contextmanager
def open_parquet(path: Path) -> Iterator[pa.parquet.ParquetFile]:
    """The file, read a piece at a time. InputError where it is damaged, now or while it is read."""
    need_pyarrow(path)
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        with pq.ParquetFile(path, buffer_size=_BUFFER_BYTES, pre_buffer=False) as file:
            yield file
    except pa.ArrowException as error:
        what = str(error).splitlines()[0].rstrip(".")
        raise InputError(f"{path} is cut short or damaged ({what}): fetch it again.") from None
    except OSError as error:
        what = error.strerror or str(error).splitlines()[0].rstrip(".")
        raise InputError(f"{path} cannot be read: {what}.") from None


def read_rows(source: Found, settings: Settings, first: int) -> Iterator[Record]:
    """The rows from number `first` (from 0) on. Row groups before it are not read."""
    number = 0
    with open_parquet(source.path) as file:
        for group in range(file.num_row_groups):
            size = file.metadata.row_group(group).num_rows
            if number + size <= first:
                number += size
                continue
            # Each group by itself: batches are then the same wherever the reading begins.
            rows = _rows_at_a_time(file.metadata.row_group(group))
            for batch in file.iter_batches(rows, row_groups=[group], use_threads=False):
                yield from _rows_of(batch, source.name, number, first, settings)
                number += batch.num_rows


def _rows_at_a_time(group: pa.parquet.RowGroupMetaData) -> int:
    size = group.total_byte_size // max(group.num_rows, 1)
    return int(min(max(BATCH_BYTES // max(size, 1), 1), BATCH_ROWS))


def _rows_of(
    batch: pa.RecordBatch, source: str, before: int, first: int, settings: Settings
) -> Iterator[Record]:
    texts = batch.column(settings.text_column)
    ids = None if settings.id_column is None else batch.column(settings.id_column)
    size = batch.nbytes // max(batch.num_rows, 1)
    for k in range(max(first - before, 0), batch.num_rows):
        number = before + k + 1
        id = f"{source}:{number}" if ids is None else str(ids[k].as_py())
        text, error = None, ""
        try:
            text = texts[k].as_py()
        except UnicodeDecodeError:
            error = f"record {number} of {source}: it is not UTF-8"
        yield Record(id, source, number, text, Cells(batch, k), error, size)


def schema_of(settings: Settings, carried: pa.Schema | None) -> pa.Schema:
    """Columns of the output: those of the input (None: texts), the text, what is written."""
    import pyarrow as pa  # noqa: PLC0415

    schema = _schema_of_texts() if carried is None else carried
    at = schema.get_field_index(settings.text_written)
    text = pa.field(
        settings.text_written, pa.large_string() if _is_large(schema, at) else pa.string()
    )
    schema = schema.append(text) if at < 0 else schema.set(at, text)
    for name in settings.written:
        schema = schema.append(pa.field(settings.prefix + name, type_of(name)))
    return schema


def type_of(name: str) -> pa.DataType:
    """The type of a column that is written, by its name without the prefix."""
    import pyarrow as pa  # noqa: PLC0415

    types = {"changed": pa.bool_(), "confidence": pa.float64(), "doubtful": pa.int32()}
    return types.get(name, pa.string())


def _schema_of_texts() -> pa.Schema:
    """Columns of pages that were text files."""
    import pyarrow as pa  # noqa: PLC0415

    return pa.schema([(ID, pa.string()), (TEXT, pa.string())])


def _is_large(schema: pa.Schema, at: int) -> bool:
    import pyarrow as pa  # noqa: PLC0415

    return at >= 0 and pa.types.is_large_string(schema.field(at).type)


class RowWriter:
    """Rows into a Parquet file, in row groups that depend on the rows alone.

    carried  columns of the input; None where pages were text files
    """

    def __init__(self, file: IO[bytes], settings: Settings, carried: pa.Schema | None) -> None:
        import pyarrow.parquet as pq  # noqa: PLC0415

        self._settings = settings
        self._carried = carried
        self._schema = schema_of(settings, carried)
        self._writer = pq.ParquetWriter(file, self._schema, compression="zstd")
        self._held: list[tuple[Record, Fixed]] = []
        self._bytes = 0

    def write(self, record: Record, fixed: Fixed) -> None:
        """One row more."""
        self._held.append((record, fixed))
        self._bytes += record.size
        if len(self._held) == GROUP_ROWS or self._bytes >= GROUP_BYTES:
            self._flush()

    def close(self) -> None:
        """The last row group, and the foot of the file."""
        self._flush()
        self._writer.close()

    def abandon(self) -> None:
        """Let go of a file that is not wanted any more; nothing where it is closed."""
        if self._writer.is_open:
            with suppress(Exception):
                self._writer.close()
            self._writer.is_open = False  # else it complains when it is collected

    def _flush(self) -> None:
        if not self._held:
            return
        import pyarrow as pa  # noqa: PLC0415

        table = self._carried_table()
        made = self._made_columns()
        columns = [
            pa.array(made[f.name], f.type) if f.name in made else table.column(f.name)
            for f in self._schema
        ]
        self._writer.write_table(pa.Table.from_arrays(columns, schema=self._schema))
        self._held.clear()
        self._bytes = 0

    def _carried_table(self) -> pa.Table:
        import pyarrow as pa  # noqa: PLC0415

        if self._carried is None:
            rows = [{ID: record.id, TEXT: record.text} for record, _ in self._held]
            return pa.Table.from_pylist(rows, _schema_of_texts())
        slices = [
            batch.slice(first, count)
            for batch, first, count in _runs([r.columns for r, _ in self._held])
        ]
        return pa.Table.from_batches(slices, schema=self._carried).combine_chunks()

    def _made_columns(self) -> dict[str, list[object]]:
        prefix, rows = self._settings.prefix, self._held
        made: dict[str, list[object]] = {
            self._settings.text_written: [fixed.text for _, fixed in rows]
        }
        for name in WRITTEN:
            made[prefix + name] = [getattr(fixed, name) for _, fixed in rows]
        for name in self._settings.added:
            made[prefix + name] = [to_json(fixed.added.get(name)) for _, fixed in rows]
        if self._settings.keep_dump:
            made[prefix + DUMP] = [record.text for record, _ in rows]
        return made


def to_json(value: object) -> str | None:
    """What is added to a row, as a string of JSON; None where there is none."""
    return None if value is None else json.dumps(value, ensure_ascii=False)


def _runs(cells: Sequence[object]) -> Iterator[tuple[pa.RecordBatch, int, int]]:
    """Rows that follow each other in one batch: the batch, the first of them, how many."""
    begun: Cells | None = None
    count = 0
    for cell in cells:
        assert isinstance(cell, Cells)
        if begun is not None and cell.batch is begun.batch and cell.index == begun.index + count:
            count += 1
            continue
        if begun is not None:
            yield begun.batch, begun.index, count
        begun, count = cell, 1
    if begun is not None:
        yield begun.batch, begun.index, count
