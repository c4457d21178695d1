"""Each input looked through once, before any work: its digest, its records, where shards begin."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeAlias

from layoutfix.batch.plan import Source
from layoutfix.batch.reading import (
    is_blank,
    open_source,
    parse_object,
    split_lines,
    tar_texts,
    told_in_a_sentence,
)
from layoutfix.batch.records import ID, TEXT
from layoutfix.batch.settings import Settings
from layoutfix.batch.sources import Found, walk_texts
from layoutfix.batch.tables import open_parquet
from layoutfix.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa

Tell: TypeAlias = Callable[[int], None]
"""Told how many bytes more were read."""

_READ_BYTES = 1 << 20


class _Tee(io.RawIOBase):
    """A file whose bytes are digested as they are read."""

    def __init__(self, raw: IO[bytes], tell: Tell) -> None:
        self._raw = raw
        self._tell = tell
        self.digest = hashlib.sha256()
        self.size = 0
        self.is_compressed = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._raw.read(len(buffer))
        buffer[: len(data)] = data
        self.digest.update(data)
        self.size += len(data)
        self._tell(len(data))
        return len(data)

    def read_to_end(self) -> None:
        """What a reader left: padding, and what follows the end of a tar."""
        while self.read(_READ_BYTES):
            pass


def survey(
    found: list[Found], settings: Settings, output: Path, tell: Tell = lambda _: None
) -> list[Source]:
    """The sources with their digests and records; InputError for the first that cannot be used."""
    checked = _Columns(settings)
    made: list[Source] = []
    before = 0
    for source in found:
        made.append(_survey_one(source, settings, output, before, checked, tell))
        before += made[-1].records
    return made


def _survey_one(
    source: Found, settings: Settings, output: Path, before: int, checked: _Columns, tell: Tell
) -> Source:
    if source.kind == "parquet":
        with open_parquet(source.path) as file:
            checked.check_schema(source.name, file.schema_arrow)
            records = int(file.metadata.num_rows)
        size, digest = digest_source(source, output, tell)
        return Source(source.name, source.kind, size, digest, records)
    if source.kind == "jsonl":
        return _survey_lines(source, settings, before, checked, tell)
    checked.check_texts()
    if source.kind == "tar":
        with _tee(source.path, tell) as (data, tee):
            records = sum(1 for _ in tar_texts(data))
        return Source(source.name, source.kind, tee.size, tee.digest.hexdigest(), records)
    size, digest = digest_source(source, output, tell)
    texts = walk_texts(source.path, output.resolve()) if source.kind == "folder" else [source.path]
    return Source(source.name, source.kind, size, digest, sum(1 for _ in texts))


def _survey_lines(
    source: Found, settings: Settings, before: int, checked: _Columns, tell: Tell
) -> Source:
    """JSON lines; where shards begin in the file is noted, as long as offsets are those of lines.

    before  records of the sources before this one
    """
    cuts: list[tuple[int, int]] = []
    records = offset = 0
    with _tee(source.path, tell) as (data, tee):
        for line in split_lines(data):
            if not is_blank(line):
                if records == 0:
                    checked.check_object(source.name, line)
                if (before + records) % settings.shard_size == 0:
                    cuts.append((records, offset))
                records += 1
            offset += line if isinstance(line, int) else len(line)
    digest = tee.digest.hexdigest()
    kept = () if tee.is_compressed else tuple(cuts)
    return Source(source.name, source.kind, tee.size, digest, records, kept)


@contextmanager
def _tee(path: Path, tell: Tell) -> Iterator[tuple[IO[bytes], _Tee]]:
    """The bytes within a file, read to the last, and what digests those of the file."""
    with told_in_a_sentence(path), path.open("rb") as raw:
        tee = _Tee(raw, tell)
        buffered = io.BufferedReader(tee, _READ_BYTES)
        with open_source(path, buffered) as (data, tee.is_compressed):
            yield data, tee
            while data.read(_READ_BYTES):
                pass
        tee.read_to_end()


def digest_source(
    source: Found | Source, output: Path, tell: Tell = lambda _: None
) -> tuple[int, str]:
    """Bytes and SHA-256 of an input; of a folder, of the names, sizes and bytes of its texts."""
    digest, size = hashlib.sha256(), 0
    path = Path(source.name)
    is_folder = source.kind == "folder"
    files = walk_texts(path, output.resolve()) if is_folder else iter([path])
    for file in files:
        with told_in_a_sentence(file), file.open("rb") as data:
            if is_folder:
                name = file.relative_to(path).as_posix()
                digest.update(f"{name}\0{file.stat().st_size}\0".encode(errors="surrogateescape"))
            while part := data.read(_READ_BYTES):
                digest.update(part)
                size += len(part)
                tell(len(part))
    return size, digest.hexdigest()


def size_of(source: Found | Source, output: Path) -> int:
    """Bytes of an input as it is now, of a folder those of its texts."""
    path = Path(source.name)
    files = walk_texts(path, output.resolve()) if source.kind == "folder" else iter([path])
    size = 0
    for file in files:
        with told_in_a_sentence(file):
            size += file.stat().st_size
    return size


class _Columns:
    """What columns the inputs have: all there that are asked for, none in the way, one schema."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._first: tuple[str, pa.Schema] | None = None

    def check_texts(self) -> None:
        """Text files have no columns but their own."""
        self._check_kind("text files", {"jsonl", "parquet"})
        settings = self._settings
        asked = [(settings.text_column, TEXT, "--text-column")]
        asked += [(settings.id_column or ID, ID, "--id-column")]
        for name, own, option in asked:
            if name != own:
                raise InputError(f"Text files have no column {name!r}: leave out {option}.")

    def check_object(self, source: str, line: bytes | int) -> None:
        """The first record of JSON lines; where it cannot be read, it will be said of it alone."""
        self._check_kind(f"JSON lines ({source})", {"jsonl"})
        try:
            columns = parse_object(line) if isinstance(line, bytes) else {}
        except InputError:
            return
        if columns:
            self._check_names(source, [*columns])

    def check_schema(self, source: str, schema: pa.Schema) -> None:
        """The columns of a Parquet file, against what is asked for and the first file's."""
        import pyarrow as pa  # noqa: PLC0415

        self._check_kind(f"Parquet ({source})", {"parquet"})
        self._check_names(source, schema.names)
        column = self._settings.text_column
        kind = schema.field(column).type
        if not any(f(kind) for f in (pa.types.is_string, pa.types.is_large_string)):
            raise InputError(f"The column {column!r} of {source} has no text but {kind}.")
        if self._first is None:
            self._first = source, schema
        elif (said := _compare(schema, self._first[1])) is not None:
            raise InputError(
                f"{source} has not the columns of {self._first[0]} ({said}): bring them to one"
                " schema, or run them apart."
            )

    def _check_kind(self, what: str, allowed: set[str]) -> None:
        kind = self._settings.kind or ""
        if kind.partition(".")[0] not in allowed:
            raise InputError(
                f"{what} cannot be written as {kind}: give --to {' or '.join(sorted(allowed))},"
                " or run them apart."
            )

    def _check_names(self, source: str, names: list[str]) -> None:
        settings = self._settings
        asked = {"--text-column": settings.text_column, "--id-column": settings.id_column}
        for option, name in asked.items():
            if name is not None and name not in names:
                raise InputError(
                    f"{source} has no column {name!r}: pass {option} with one of"
                    f" {', '.join(names)}."
                )
        clash = next((name for name in names if name in settings.taken), None)
        if clash is not None:
            raise InputError(
                f"{source} has a column {clash!r}, which batch writes: pass --prefix, as"
                " --prefix lf_, or rename it."
            )


def _compare(schema: pa.Schema, first: pa.Schema) -> str | None:
    """How columns differ from those of the first file, in words; None where they are the same."""
    for name in first.names:
        if name not in schema.names:
            return f"it has no {name!r}"
        ours, theirs = schema.field(name).type, first.field(name).type
        if ours != theirs:
            return f"{name!r} is {ours}, not {theirs}"
    more = [name for name in schema.names if name not in first.names]
    if more:
        return f"it has {more[0]!r} as well"
    return None if schema.names == first.names else "they stand in another order"
