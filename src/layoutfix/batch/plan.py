"""The plan of a run: which records make which shard. Kept as the manifest, which lets a run go on.

sources   a.jsonl           b.jsonl          records are counted through
records   0 1 2 3 4 5 6     7 8 9 10 11
shards    0     1     2      2     3         three records each
parts     1/2         | 2/2                  shards, for `--shard`
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any

from layoutfix.batch.folder import Folder, write_atomically
from layoutfix.batch.settings import Settings, first_difference
from layoutfix.batch.sources import Found, SourceKind
from layoutfix.errors import InputError

FORMAT = 1
"""Of the manifest and of what stands beside it; raised when an older version cannot read it."""


@dataclass(frozen=True, slots=True)
class Source:
    """An input as it was found when the plan was made.

    size     bytes
    sha256   digest of all of it
    records  how many are in it
    cuts     (record, offset) where shards begin, in JSON lines that are not compressed
    """

    name: str
    kind: SourceKind
    size: int
    sha256: str
    records: int
    cuts: tuple[tuple[int, int], ...] = ()

    @property
    def found(self) -> Found:
        """What it was found as."""
        return Found(self.name, self.kind)


@dataclass(frozen=True, slots=True)
class Piece:
    """Records of one source that belong to one shard: `count` of them from `first` (from 0) on.

    source  its place among the sources
    offset  where the first one begins, if it is known, or 0
    """

    source: int
    first: int
    count: int
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """One of `of` parts of the shards, counted from 1: what one machine does."""

    number: int = 1
    of: int = 1

    def shards(self, count: int) -> range:
        """The shards of this part, of so many: neighbours, so that few sources are read.

        >>> [list(Part(k, 3).shards(7)) for k in (1, 2, 3)]
        [[0, 1], [2, 3], [4, 5, 6]]
        """
        return range((self.number - 1) * count // self.of, self.number * count // self.of)


WHOLE = Part()
"""All shards."""


@dataclass(frozen=True)
class Plan:
    """What is done to what, by what version."""

    settings: Settings
    versions: dict[str, str]
    sources: tuple[Source, ...]

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """The number, counted through, of the first record of each source."""
        return (0, *accumulate(s.records for s in self.sources[:-1]))

    @cached_property
    def records(self) -> int:
        """Of all sources."""
        return sum(s.records for s in self.sources)

    @property
    def kind(self) -> str:
        """What is written."""
        assert self.settings.kind is not None
        return self.settings.kind

    @property
    def shards(self) -> int:
        """How many there are."""
        return -(-self.records // self.settings.shard_size)

    def pages(self, shards: range) -> int:
        """How many records these shards have."""
        size = self.settings.shard_size
        return max(0, min(shards.stop * size, self.records) - shards.start * size)

    def pieces(self, shard: int) -> Iterator[Piece]:
        """Where the records of a shard are."""
        start = shard * self.settings.shard_size
        stop = start + self.settings.shard_size
        at = bisect_right(self.starts, start) - 1
        while at < len(self.sources) and self.starts[at] < stop:
            source, before = self.sources[at], self.starts[at]
            low, high = max(start, before), min(stop, before + source.records)
            if low < high:
                first = low - before
                yield Piece(at, first, high - low, self.offset(at, first))
            at += 1

    def offset(self, source: int, first: int) -> int:
        """Where a record begins in its source, if that is known, or 0."""
        cuts = self.sources[source].cuts
        at = bisect_left(cuts, (first, 0))
        return cuts[at][1] if at < len(cuts) and cuts[at][0] == first else 0

    def save(self, folder: Folder) -> None:
        """Write sources, then the manifest: a folder has both or no manifest."""
        lines = (json.dumps(asdict(s), ensure_ascii=False) + "\n" for s in self.sources)
        write_atomically(folder.sources, "".join(lines).encode(errors="surrogateescape"))
        write_atomically(folder.manifest, (json.dumps(self._head(), indent=1) + "\n").encode())

    def _head(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "versions": self.versions,
            "settings": self.settings.to_dict(),
            "records": self.records,
            "shards": self.shards,
        }


def load_plan(folder: Folder, settings: Settings) -> Plan:
    """The plan that a folder has, with settings that it was or was not made by (`check_plan`)."""
    head = folder.read_json(folder.manifest)
    if head.get("format") != FORMAT:
        raise _refuse(folder, "it is of another version of layoutfix")
    sources = tuple(_read_source(line) for line in folder.read_lines(folder.sources))
    return Plan(settings, head["versions"], sources)


def check_plan(
    plan: Plan, folder: Folder, settings: Settings, versions: dict[str, str], found: list[Found]
) -> None:
    """InputError where a plan is that of another run than this one."""
    head = folder.read_json(folder.manifest)
    said = first_difference(plan.versions, versions)
    said = said or first_difference(head["settings"], settings.to_dict())
    if said is not None:
        raise _refuse(folder, said)
    names, given = [s.name for s in plan.sources], [f.name for f in found]
    if names != given:
        odd = next(iter([*(set(given) ^ set(names)), "their order"]))
        raise _refuse(folder, f"the inputs are not the same ({odd})")


def _read_source(line: dict[str, Any]) -> Source:
    return Source(**{**line, "cuts": tuple((k, at) for k, at in line["cuts"])})


def _refuse(folder: Folder, why: str) -> InputError:
    return InputError(
        f"{folder.root} is the output of another run: {why}; give another -o, or --restart to begin"
        " anew."
    )


def refuse_changed(folder: Folder, source: Source) -> InputError:
    """The error for an input that is not what it was."""
    return _refuse(folder, f"{source.name} has changed")


def parse_part(text: str) -> Part:
    """The part that `--shard` names. InputError where it is none.

    >>> parse_part("2/8")
    Part(number=2, of=8)
    """
    number, slash, of = text.partition("/")
    if not (slash and number.isdecimal() and of.isdecimal()):
        raise InputError(f"--shard {text} is no part: write it as 2/8, the second of eight.")
    part = Part(int(number), int(of))
    if not 1 <= part.number <= part.of:
        raise InputError(f"--shard {text} is out of range: the first number is 1 to {part.of}.")
    return part
