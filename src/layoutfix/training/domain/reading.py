"""Text of many files as a stream of blocks: plain, gzip, xz, zstd, JSON lines, Parquet."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Literal, TypeAlias

from layoutfix.chardata import CJK_FROM
from layoutfix.compression import DAMAGES, SUFFIXES, decompress, kind_of
from layoutfix.errors import InputError, cannot_be_read
from layoutfix.readers import read_text

Part: TypeAlias = Literal["training", "fitting", "held-out"]
Progress: TypeAlias = Callable[[int], None]
"""Told how many bytes of all files are read."""

LONGEST_LINE = 1 << 20
"""Characters; a longer line is cut, so that a file without newlines takes no more memory."""
BLOCK_CHARACTERS = (1_000, 20_000)
BLOCKS_WANTED = 400
RUN = 10
"""Blocks held out together: what stands next to training text is too much like it, and the
domain's own n-grams then get too large a share (measured in docs/models.md)."""
HELD_OUT_IN = 16
"""Of so many runs one is held out to fit the mixture, and one to measure it."""
_FITTING, _HELD_OUT = 3, 11  # places among them
LEAST_BLOCKS = (_HELD_OUT + 1) * RUN

_SAMPLE_BYTES = 1 << 16
_SPACES_RE = re.compile(r"[ \t\u00a0\u3000]+")
_JSON_SUFFIXES = (".jsonl", ".ndjson")
_EXTRA = "train"


@dataclass(frozen=True, slots=True)
class Corpus:
    """The files of a corpus, and how they are read.

    `field`: the member of a JSON line or the column of a Parquet file that has the text.
    `wrapped`: lines are parts of paragraphs, which blank lines end; else each line is a paragraph.
    `block`: characters of a block.
    """

    paths: tuple[Path, ...]
    sizes: tuple[int, ...]
    field: str
    encoding: str | None
    wrapped: bool
    block: int

    @property
    def total_bytes(self) -> int:
        """Of all files."""
        return sum(self.sizes)

    def blocks(self, progress: Progress | None = None) -> Iterator[tuple[Part, str]]:
        """Yield the text, paragraphs separated by newlines, and which part each block belongs to.

        The same files give the same blocks. Memory is that of a block and a line.
        Raises InputError where a file cannot be read, is cut short, or is not what its name says.
        """
        number = 0
        done = 0
        for path, size in zip(self.paths, self.sizes, strict=True):

            def tell(at: int, done: int = done) -> None:
                if progress is not None:
                    progress(done + at)

            for block in _to_blocks(self._paragraphs(path, tell), self.block):
                place = number // RUN % HELD_OUT_IN
                part: Part = "training"
                if place == _FITTING:
                    part = "fitting"
                elif place == _HELD_OUT:
                    part = "held-out"
                yield part, block
                number += 1
            done += size

    def _paragraphs(self, path: Path, tell: Progress) -> Iterator[str]:
        try:
            yield from self._read(path, tell)
        except UnicodeDecodeError as error:
            raise InputError(
                f"{path} is not {error.encoding}: pass --encoding, or convert it to UTF-8."
            ) from None
        except DAMAGES as error:
            raise InputError(f"{path} is cut short or damaged ({error}): fetch it again.") from None
        except OSError as error:
            raise cannot_be_read(path, error) from None

    def _read(self, path: Path, tell: Progress) -> Iterator[str]:
        with path.open("rb") as raw:
            kind = kind_of(raw)
            if kind == "parquet":
                records = _parquet_records(path, self.field, tell)
                yield from _paragraphs_of_records(records, wrapped=self.wrapped)
                return
            with closing(decompress(raw, kind, path, _EXTRA)) as data:
                lines = self._lines(data, raw, kind, path, tell)
                if _inner_suffix(path) in _JSON_SUFFIXES:
                    records = _json_records(lines, self.field, path)
                    yield from _paragraphs_of_records(records, wrapped=self.wrapped)
                else:
                    yield from _paragraphs(lines, wrapped=self.wrapped)

    def _lines(
        self, data: IO[bytes], raw: IO[bytes], kind: str, path: Path, tell: Progress
    ) -> Iterator[str]:
        encoding = self.encoding or _find_encoding(path, kind)
        is_json = _inner_suffix(path) in _JSON_SUFFIXES
        longest = -1 if is_json else LONGEST_LINE  # half a JSON document is none
        with io.TextIOWrapper(data, encoding=encoding) as text:
            while line := text.readline(longest):
                tell(raw.tell())
                yield line


def open_corpus(
    paths: Sequence[Path],
    *,
    field: str = "text",
    encoding: str | None = None,
    wrapped: bool = False,
) -> Corpus:
    """The corpus of these files. InputError where one is missing or a directory."""
    sizes = []
    for path in paths:
        if path.is_dir():
            raise InputError(f"{path} is a directory: name the files in it ({path}/*).")
        try:
            sizes.append(path.stat().st_size)
        except OSError as error:
            raise cannot_be_read(path, error) from None
    low, high = BLOCK_CHARACTERS
    block = min(max(sum(sizes) // BLOCKS_WANTED, low), high)
    return Corpus(tuple(paths), tuple(sizes), field, encoding, wrapped, block)


def with_small_blocks(corpus: Corpus) -> Corpus:
    """The corpus in the smallest blocks: compressed files have more text than their size says."""
    return replace(corpus, block=BLOCK_CHARACTERS[0])


def _inner_suffix(path: Path) -> str:
    """The suffix below that of the compression, in lower case."""
    suffixes = [s.lower() for s in path.suffixes]
    if suffixes and suffixes[-1] in SUFFIXES:
        suffixes.pop()
    return suffixes[-1] if suffixes else ""


def _find_encoding(path: Path, kind: str) -> str:
    """UTF-8 where the start of the file is, else what the readers of dumps find."""
    with path.open("rb") as raw:
        data = decompress(raw, kind, path, _EXTRA)
        sample = data.read(_SAMPLE_BYTES)
    whole = sample[: sample.rfind(b"\n") + 1] or sample
    if sample.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    try:
        whole.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and error.start > len(whole) - 4:
            return "utf-8"  # one long line: the sample ends within a character
        if whole.startswith((b"\xff\xfe", b"\xfe\xff")):
            return "utf-16"
        return read_text(io.BytesIO(whole), None, name=str(path)).encoding
    if b"\0" in whole:
        raise InputError(f"{path} is no text: it has NUL characters.")
    return "utf-8"


def _parquet_records(path: Path, field: str, tell: Progress) -> Iterator[str]:
    try:
        import pyarrow  # noqa: PLC0415 - of an extra
        import pyarrow.parquet  # noqa: PLC0415
    except ImportError:
        raise InputError(f"{path} is a Parquet file: pip install 'layoutfix[{_EXTRA}]'.") from None
    size = path.stat().st_size
    try:
        with pyarrow.parquet.ParquetFile(path) as file:
            names = file.schema_arrow.names
            if field not in names:
                raise InputError(
                    f"{path} has no column {field!r}: pass --field with one of {', '.join(names)}."
                )
            rows = max(file.metadata.num_rows, 1)
            done = 0
            for batch in file.iter_batches(batch_size=256, columns=[field]):
                for value in batch.column(0).to_pylist():
                    if value is not None and not isinstance(value, str):
                        raise InputError(f"the column {field!r} of {path} has no text.")
                    yield value or ""
                done += batch.num_rows
                tell(size * done // rows)
    except pyarrow.ArrowException as error:
        what = str(error).splitlines()[0].rstrip(".")
        raise InputError(f"{path} is cut short or damaged ({what}): fetch it again.") from None


def _json_records(lines: Iterable[str], field: str, path: Path) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError:
            raise InputError(f"line {number} of {path} is not JSON.") from None
        text = record.get(field) if isinstance(record, dict) else record
        if isinstance(record, dict) and field not in record:
            names = ", ".join(map(str, record)) or "none"
            raise InputError(
                f"line {number} of {path} has no member {field!r}:"
                f" pass --field with one of {names}."
            )
        if text is not None and not isinstance(text, str):
            raise InputError(f"line {number} of {path} has no text in {field!r}.")
        yield text or ""


def _paragraphs_of_records(records: Iterable[str], *, wrapped: bool) -> Iterator[str]:
    for record in records:
        yield from _paragraphs(record.split("\n"), wrapped=wrapped)


def _paragraphs(lines: Iterable[str], *, wrapped: bool) -> Iterator[str]:
    """The paragraphs, spaces as one, blank ones dropped."""
    tidy = (_SPACES_RE.sub(" ", line).strip() for line in lines)
    if not wrapped:
        yield from (line for line in tidy if line)
        return
    held = ""
    for line in tidy:
        if not line or len(held) > LONGEST_LINE:
            if held:
                yield held
            held = line
        else:
            held = _join(held, line)
    if held:
        yield held


def _join(left: str, right: str) -> str:
    """Two lines of a paragraph. A hyphen goes where the word runs on in lower case."""
    if not left:
        return right
    if left[-1] in "-\u00ad" and left[-2:-1].isalpha() and right[0].islower():
        return left[:-1] + right
    wide = left[-1] >= CJK_FROM and right[0] >= CJK_FROM
    return left + right if wide else f"{left} {right}"


def _to_blocks(paragraphs: Iterable[str], size: int) -> Iterator[str]:
    held: list[str] = []
    length = 0
    for paragraph in paragraphs:
        held.append(paragraph)
        length += len(paragraph)
        if length >= size:
            yield "\n".join(held)
            held, length = [], 0
    if held:
        yield "\n".join(held)
