"""Inputs -> records, one after the other, from any of them on. Memory is that of a record."""

from __future__ import annotations

import json
import math
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from io import BytesIO
from pathlib import Path
from typing import IO, Any, NoReturn

from layoutfix.batch.records import ID, LONGEST_RECORD, TEXT, Record
from layoutfix.batch.settings import Settings
from layoutfix.batch.sources import Found, kind_by_suffix, walk_texts
from layoutfix.compression import COMPRESSIONS, DAMAGES, decompress, kind_of
from layoutfix.errors import InputError, cannot_be_read
from layoutfix.readers import read_text

EXTRA = "batch"
_BOM = b"\xef\xbb\xbf"
_REST_BYTES = 1 << 20
_TOO_LONG = f"it is longer than {LONGEST_RECORD >> 20} MB"


def read_records(
    source: Found, settings: Settings, output: Path, first: int = 0, offset: int = 0
) -> Iterator[Record]:
    """The records of a source from number `first` (from 0) on.

    offset  where that record begins, in JSON lines that are not compressed; 0 if it is not known

    A record that cannot be read has an error and no text. Raises InputError where the source itself
    cannot be read, is cut short or damaged.
    """
    if source.kind == "parquet":
        from layoutfix.batch.tables import read_rows  # noqa: PLC0415 - pyarrow

        return read_rows(source, settings, first)
    if source.kind == "jsonl":
        return _read_json_lines(source, settings, first, offset)
    if source.kind == "folder":
        return _read_folder(source, settings, output, first)
    if source.kind == "tar":
        return _read_tar(source, settings, first)
    return _read_file(source, settings, first)


@contextmanager
def open_source(path: Path, raw: IO[bytes] | None = None) -> Iterator[tuple[IO[bytes], bool]]:
    """The bytes within a file, and whether it is compressed. `raw` is read where it is given."""
    with told_in_a_sentence(path), path.open("rb") as file:
        kind = kind_of(file)
        with closing(decompress(raw or file, kind, path, EXTRA)) as data:
            yield data, kind in COMPRESSIONS


@contextmanager
def told_in_a_sentence(path: Path) -> Iterator[None]:
    """What goes wrong with the file in here is one sentence that names it."""
    try:
        yield
    except (*DAMAGES, tarfile.TarError) as error:
        what = str(error).rstrip(".")
        raise InputError(f"{path} is cut short or damaged ({what}): fetch it again.") from None
    except OSError as error:
        raise cannot_be_read(path, error) from None


def split_lines(data: IO[bytes]) -> Iterator[bytes | int]:
    """Lines with their ends; of one that is longer than LONGEST_RECORD, how many bytes it has."""
    while line := data.readline(LONGEST_RECORD + 1):
        if len(line) <= LONGEST_RECORD or line.endswith(b"\n"):
            yield line
            continue
        size = len(line)
        while rest := data.readline(_REST_BYTES):
            size += len(rest)
            if rest.endswith(b"\n"):
                break
        yield size


def is_blank(line: bytes | int) -> bool:
    """Whether a line of `split_lines` is no record."""
    return isinstance(line, bytes) and not line.strip(b" \t\r\n" + _BOM)


def _read_json_lines(
    source: Found, settings: Settings, first: int, offset: int
) -> Iterator[Record]:
    with open_source(source.path) as (data, is_compressed):
        number = 0
        if offset and not is_compressed:
            data.seek(offset)
            number = first
        for line in split_lines(data):
            if is_blank(line):
                continue
            number += 1
            if number > first:
                yield _parse(line, source.name, number, settings)


def _parse(line: bytes | int, source: str, number: int, settings: Settings) -> Record:
    """A record of a line; whatever is wrong with it is its error."""
    id, columns, text, error = f"{source}:{number}", {}, None, ""
    try:
        if isinstance(line, int):
            raise InputError(_TOO_LONG)
        columns = parse_object(line)
        if settings.id_column is not None:
            id = _id_of(columns, settings.id_column)
        text = _text_of(columns, settings.text_column)
        if clash := settings.taken & columns.keys():
            raise InputError(f"it has a member {min(clash)!r}, which batch writes: pass --prefix")
    except InputError as reason:
        error = f"record {number} of {source}: {reason}"
    size = line if isinstance(line, int) else len(line)
    raw = "" if columns or isinstance(line, int) else line.decode(errors="replace").strip()
    return Record(id, source, number, text, columns, error, size, raw=raw)


def parse_object(line: bytes) -> dict[str, Any]:
    """The object of a line of JSON. InputError where it is none, in words that follow a name.

    >>> parse_object(b'{"text": "A page."}')
    {'text': 'A page.'}
    """
    try:
        record = json.loads(
            line.removeprefix(_BOM), parse_constant=_refuse_number, parse_float=_to_float
        )
    except UnicodeDecodeError:
        raise InputError("it is not UTF-8") from None
    except InputError:
        raise
    except (ValueError, RecursionError):
        raise InputError("it is not JSON") from None
    if not isinstance(record, dict):
        raise InputError("it is no JSON object")
    return record


def _refuse_number(name: str) -> NoReturn:
    raise InputError(f"it has a number that JSON cannot say ({name})")


def _to_float(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        _refuse_number(text)
    return value


def _id_of(columns: Mapping[str, Any], column: str) -> str:
    if column not in columns:
        raise InputError(f"it has no member {column!r}")
    return str(columns[column])


def _text_of(columns: Mapping[str, Any], column: str) -> str | None:
    if column not in columns:
        raise InputError(f"it has no member {column!r}")
    text = columns[column]
    if text is not None and not isinstance(text, str):
        raise InputError(f"its {column!r} is no text")
    return text


def _read_folder(source: Found, settings: Settings, output: Path, first: int) -> Iterator[Record]:
    for number, path in enumerate(walk_texts(source.path, output.resolve()), 1):
        if number > first:
            with told_in_a_sentence(path), path.open("rb") as file:
                data = file.read(LONGEST_RECORD + 1)
            id = printable(path.relative_to(source.path).as_posix())
            yield _decode(data, id, source.name, number, settings)


def _read_file(source: Found, settings: Settings, first: int) -> Iterator[Record]:
    if first == 0:
        with told_in_a_sentence(source.path), source.path.open("rb") as file:
            data = file.read(LONGEST_RECORD + 1)
        yield _decode(data, printable(source.name), source.name, 1, settings)


def _read_tar(source: Found, settings: Settings, first: int) -> Iterator[Record]:
    with open_source(source.path) as (data, _):
        for number, (member, content) in enumerate(tar_texts(data), 1):
            if number > first:
                read = content.read(LONGEST_RECORD + 1)
                yield _decode(read, printable(member.name), source.name, number, settings)


def tar_texts(data: IO[bytes]) -> Iterator[tuple[tarfile.TarInfo, IO[bytes]]]:
    """The text files of a tar, in its order; hidden ones left out.

    Raises tarfile.TarError where it is damaged, or ends within a file.
    """
    with tarfile.open(fileobj=data, mode="r|") as tar:
        while (member := tar.next()) is not None:
            tar.members.clear()  # type: ignore[attr-defined]  # it keeps all that it has passed
            name = Path(member.name)
            hidden = any(part.startswith(".") and part != "." for part in name.parts)
            if member.isreg() and not hidden and kind_by_suffix(name.name) == "text":
                content = tar.extractfile(member)
                assert content is not None
                yield member, content


def printable(name: str) -> str:
    r"""The name of a file with U+FFFD for bytes that are no UTF-8.

    >>> printable("seite-\udcfc.txt")
    'seite-\ufffd.txt'
    """
    return name.encode(errors="surrogateescape").decode(errors="replace")


def _decode(data: bytes, id: str, source: str, number: int, settings: Settings) -> Record:
    """A record of the bytes of a text file."""
    text, error = None, ""
    try:
        if len(data) > LONGEST_RECORD:
            raise InputError(f"{id}: {_TOO_LONG}")
        text = read_text(BytesIO(data), settings.encoding, name=id).text
    except InputError as reason:
        error = str(reason).rstrip(".")
    return Record(id, source, number, text, {ID: id, TEXT: text}, error, len(data))
