"""What is named on the command line -> the inputs of an archive, in a fixed order.

papers/            each file of records or tar below it, then all its text files as one source
'papers/*.jsonl'   each file that the pattern finds
papers.tar.gz      one source, a page for each text file in it
page.txt           one source, one page
"""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from layoutfix.compression import SUFFIXES as COMPRESSED
from layoutfix.errors import InputError, cannot_be_read

SourceKind = Literal["jsonl", "parquet", "tar", "text", "folder"]

SUFFIXES: dict[str, SourceKind] = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".tar": "tar",
    ".tgz": "tar",
    ".txt": "text",
    ".text": "text",
    ".md": "text",
}
"""What is found in a folder. A file that is named may have another suffix, and is then text."""

NO_TEXTS = (
    *(".json", ".csv", ".tsv", ".xml", ".html", ".htm", ".xhtml", ".hocr", ".alto", ".djvu"),
    *(".zip", ".7z", ".rar", ".pdf", ".arrow"),
)
"""Of files that would be taken for text by their suffix alone."""


@dataclass(frozen=True, slots=True)
class Found:
    """An input: its name as it was given or found, and what it is."""

    name: str
    kind: SourceKind

    @property
    def path(self) -> Path:
        """Where it is."""
        return Path(self.name)


def find_sources(names: Sequence[str], output: Path) -> list[Found]:
    """The inputs, in the order in which they are named, each once; a folder's sorted by name.

    output  the folder that is written to: nothing in it is read

    Raises InputError where nothing is there, or what is there cannot be read.
    """
    found: dict[Path, Found] = {}
    for name in names:
        for source in _find(name, output.resolve()):
            found.setdefault(source.path.resolve(), source)
    return [*found.values()]


def _find(name: str, output: Path) -> Iterator[Found]:
    path = Path(name)
    if path.is_dir():
        yield from _find_in_folder(path, output)
    elif path.exists():
        yield Found(path.as_posix(), _kind_of_named(path))
    elif glob.has_magic(name):
        matches = sorted(Path(m) for m in glob.glob(name, recursive=True))  # noqa: PTH207 - `**`
        files = [m for m in matches if m.is_file() and output not in m.resolve().parents]
        if not files:
            raise InputError(f"Nothing is found by {name}: look at the pattern.")
        for file in files:
            yield Found(file.as_posix(), _kind_of_named(file))
    else:
        raise InputError(f"{name} is not there: look at the path.")


def _find_in_folder(folder: Path, output: Path) -> Iterator[Found]:
    has_text = found = False
    for path in walk(folder, output):
        kind = kind_by_suffix(path.name)
        has_text |= kind == "text"
        if kind is not None and kind != "text":
            found = True
            yield Found(path.as_posix(), kind)
    if has_text:
        yield Found(folder.as_posix(), "folder")
    elif not found:
        raise InputError(
            f"{folder} has nothing to read: files must end in {', '.join(SUFFIXES)}"
            f" (or with {', '.join(COMPRESSED)} after it)."
        )


def walk(folder: Path, output: Path | None = None) -> Iterator[Path]:
    """The files below a folder, sorted by path; hidden ones, and all of `output`, left out.

    Links to folders are not followed, which could lead in circles. Memory is that of the names in
    the largest folder.
    """
    try:
        with os.scandir(folder) as entries:
            shown = (e for e in entries if not e.name.startswith("."))
            names = sorted(
                (e.name, is_dir)
                for e in shown
                if (is_dir := e.is_dir(follow_symlinks=False)) or e.is_file()
            )
    except OSError as error:
        raise cannot_be_read(folder, error) from None
    for name, is_dir in names:
        path = folder / name
        if not is_dir:
            yield path
        elif output is None or path.resolve() != output:
            yield from walk(path, output)


def walk_texts(folder: Path, output: Path | None = None) -> Iterator[Path]:
    """The text files below a folder, sorted by path."""
    return (path for path in walk(folder, output) if kind_by_suffix(path.name) == "text")


def kind_by_suffix(name: str) -> SourceKind | None:
    """What a file is by its name; None where that is not told.

    >>> kind_by_suffix("a.jsonl.zst"), kind_by_suffix("a.TXT"), kind_by_suffix("a.png")
    ('jsonl', 'text', None)
    """
    path = Path(name.lower())
    is_compressed = path.suffix in COMPRESSED
    kind = SUFFIXES.get(Path(path.stem).suffix if is_compressed else path.suffix)
    return None if is_compressed and kind not in {"jsonl", "tar"} else kind


def _kind_of_named(path: Path) -> SourceKind:
    kind = kind_by_suffix(path.name)
    suffix = path.suffix.lower()
    if kind is None and suffix in (*NO_TEXTS, *COMPRESSED):
        raise InputError(
            f"{path} is not read by batch: make it JSON lines, Parquet, a tar of texts or a folder"
            " of texts."
        )
    return kind or "text"
