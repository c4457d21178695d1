"""Archives for tests: pages without a model (`und`), which take no time."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from layoutfix.batch import Settings, run_batch
from layoutfix.batch.crew import answer_at_once
from layoutfix.batch.fixing import FixPage
from layoutfix.batch.folder import Folder
from layoutfix.batch.plan import Plan
from layoutfix.batch.records import Fixed, Record
from layoutfix.batch.shards import TellPages, do_shards

CLEAN = "The market was empty.\n\nNobody came in the evening.\n"
TORN = "He said nothing more, and the door\nwas shut.\n"
LIGATURES = "The oﬃcial ﬂag was ﬁne.\n"
FAST = Settings(language="und", shard_size=4, kind=None)


class EndedError(Exception):
    """A run is ended from outside."""


class EndsAfter:
    """Progress of which a run dies after so many pages."""

    def __init__(self, pages: int) -> None:
        self.left = pages

    def look(self, read: int, total: int) -> None: ...

    def go(self, pace: object) -> None:
        self.left -= 1
        if self.left < 0:
            raise EndedError


class Here:
    """Hands that do all work in this process."""

    def __call__(self, plan: Plan, folder: Folder, shards: Sequence[int], tell: TellPages) -> None:
        work = FixPage(plan.settings)

        def fix_in_order(
            records: Iterable[Record],
        ) -> Generator[tuple[Record, Fixed], None, None]:
            for record in records:
                yield record, answer_at_once(record) or work(record.text or "")

        do_shards(plan, folder, shards, fix_in_order, tell)


def run(*names: Path | str, output: Path, settings: Settings = FAST, **more: Any) -> dict[str, Any]:
    """`run_batch` in this process."""
    return run_batch([str(n) for n in names], output, settings, hands=Here(), **more)


def make_pages(count: int) -> list[str]:
    """Pages that differ, some of which are changed."""
    return [f"Page {k}.\n\n{(CLEAN, TORN, LIGATURES)[k % 3]}" for k in range(count)]


def write_lines(path: Path, rows: Iterable[Mapping[str, Any] | str]) -> Path:
    """JSON lines; a str is a line as it stands."""
    lines = (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def read_output(folder: Path) -> list[dict[str, Any]]:
    """All rows of the shards of an output of plain JSON lines."""
    return [row for path in sorted((folder / "shards").iterdir()) for row in read_lines(path)]


def tree(folder: Path) -> dict[str, bytes]:
    """All files of an output that are the same however often its run was ended."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith("report")
    }
