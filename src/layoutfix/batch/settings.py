"""What is asked of a whole archive, and by which version: what a manifest keeps."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import layoutfix
from layoutfix import ngrams
from layoutfix.batch.records import ADDED, DUMP, TEXT, WRITTEN
from layoutfix.config import Config

SHARD_SIZE = 1000
"""Pages of a shard. Raised, there are fewer files, and more is done again after a kill."""

PAGE_SECONDS = 300.0
"""Longest time of a page. Lowered, long documents fail; raised, a hopeless page holds a process."""

_READ_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Settings:
    """What is asked of every page. All of it can change the output, so all of it must stay.

    language      as for `fix`
    model         path of a model of the user's own
    scorer        path of a language model of the user's own
    config        settings of `fix`; weights of one's own cannot be written down and are refused
    text_column   where the dump stands
    id_column     what pages are called in reports; None: by where they stand
    encoding      of text files; None: detected
    kind          what is written: "jsonl", "jsonl.gz", "jsonl.zst", "parquet"; None: as the input
    prefix        before the names of all columns that are written
    keep_dump     whether the text as it came is written, too, as `dump`
    added         which of "steps", "joints" are written
    shard_size    pages of a shard
    page_seconds  longest time of a page
    """

    language: str = "auto"
    model: str | None = None
    scorer: str | None = None
    config: Config = field(default_factory=Config)
    text_column: str = TEXT
    id_column: str | None = None
    encoding: str | None = None
    kind: str | None = None
    prefix: str = ""
    keep_dump: bool = False
    added: tuple[str, ...] = ()
    shard_size: int = SHARD_SIZE
    page_seconds: float = PAGE_SECONDS

    @property
    def written(self) -> tuple[str, ...]:
        """Names of the columns that each row gets beside `text`, before the prefix."""
        kept = (DUMP,) if self.keep_dump else ()
        return (*WRITTEN, *(name for name in ADDED if name in self.added), *kept)

    @property
    def text_written(self) -> str:
        """Name of the column of repaired text; the dump's own column is replaced if it is that."""
        return self.prefix + TEXT

    @property
    def taken(self) -> frozenset[str]:
        """Names that no column may have that is carried along: those of columns that are written.

        >>> sorted(Settings(text_column="ocr", prefix="lf_").taken)[-2:]
        ['lf_text', 'lf_verdict']
        """
        names = {self.prefix + name for name in self.written}
        return frozenset(
            names if self.text_written == self.text_column else names | {self.text_written}
        )

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it, without what is not set of the weights."""
        made = asdict(self)
        made["config"].pop("weights")
        made["added"] = list(self.added)
        return made


def versions_of(settings: Settings) -> dict[str, str]:
    """What the output depends on beside input and settings: version and digests, by name.

    The code and the data of this package, the models of other packages, the user's own files. A
    scorer that is a folder is told by the names and sizes of its files.

    >>> sorted(versions_of(Settings()))[:3]
    ['code', 'layoutfix', 'models']
    """
    package = Path(layoutfix.__file__).parent
    made = {
        "layoutfix": layoutfix.__version__,
        "code": _digest_tree(package, "*.py"),
        "models": _digest_tree(package / "data", "*"),
    }
    for code in ngrams.available():
        installed = ngrams.installed()[code]
        if package not in (path := installed.find_path()).parents:
            made[f"model {code}"] = digest_file(path)
    if settings.model is not None:
        made["model"] = digest_file(Path(settings.model))
    if settings.scorer is not None:
        made["scorer"] = _digest_scorer(Path(settings.scorer))
    return made


def digest_file(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while data := file.read(_READ_BYTES):
            digest.update(data)
    return digest.hexdigest()


@cache
def _digest_tree(folder: Path, pattern: str) -> str:
    digest = hashlib.sha256()
    for path in _files_of(folder, pattern):
        digest.update(f"{path.relative_to(folder).as_posix()} {digest_file(path)}\n".encode())
    return digest.hexdigest()


def _digest_scorer(path: Path) -> str:
    if path.is_file():
        return digest_file(path)
    sizes = [(p.relative_to(path).as_posix(), p.stat().st_size) for p in _files_of(path, "*")]
    return hashlib.sha256(json.dumps(sizes).encode()).hexdigest()


def _files_of(folder: Path, pattern: str) -> Iterator[Path]:
    found = (p for p in folder.rglob(pattern) if p.is_file() and "__pycache__" not in p.parts)
    return iter(sorted(found))


def first_difference(before: Mapping[str, Any], now: Mapping[str, Any]) -> str | None:
    """The first name whose values differ, with both; None where none does.

    >>> first_difference({"config": {"layout": "auto"}}, {"config": {"layout": "keep"}})
    "layout is 'keep' now and was 'auto'"
    """
    for name in dict.fromkeys([*before, *now]):
        old, new = before.get(name), now.get(name)
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            if (found := first_difference(old, new)) is not None:
                return found
        elif old != new:
            return f"{name} is {_short(new)} now and was {_short(old)}"
    return None


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 20 else f"{text[:12]}...{text[-1]}"
