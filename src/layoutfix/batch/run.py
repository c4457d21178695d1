"""A run: the plan made or taken up again, every shard that is not done, then the report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from layoutfix.batch.folder import LOCK, Folder, locked
from layoutfix.batch.plan import WHOLE, Part, Plan, check_plan, load_plan, refuse_changed
from layoutfix.batch.report import write_report
from layoutfix.batch.settings import Settings, versions_of
from layoutfix.batch.shards import Hands, Processes
from layoutfix.batch.sources import Found, find_sources
from layoutfix.batch.survey import digest_source, size_of, survey
from layoutfix.batch.timing import Pace
from layoutfix.batch.writing import check_can_write, kind_of_output
from layoutfix.errors import InputError


class Progress(Protocol):
    """Who is told how far a run is."""

    def look(self, read: int, total: int) -> None:
        """So many bytes of the input have been looked through."""

    def go(self, pace: Pace) -> None:
        """Pages were done."""


class Silence:
    """Progress of which nobody is told."""

    def look(self, read: int, total: int) -> None:
        """Nothing."""

    def go(self, pace: Pace) -> None:
        """Nothing."""


@dataclass(frozen=True, slots=True)
class Order:
    """How a run goes, which its output does not depend on.

    part        which shards are this run's
    max_errors  more failed pages than so many end the run; None: no bound
    restart     what another run wrote is taken out first
    """

    part: Part = WHOLE
    max_errors: int | None = None
    restart: bool = False


ONE_PROCESS = Processes(1)
WHOLE_ORDER = Order()
SILENCE = Silence()


def run_batch(
    names: Sequence[str],
    output: Path,
    settings: Settings,
    *,
    hands: Hands = ONE_PROCESS,
    order: Order = WHOLE_ORDER,
    progress: Progress = SILENCE,
) -> dict[str, Any]:
    """Fix an archive, or go on where a run of the same command ended; the report that is written.

    names   files, folders and patterns, as on the command line
    output  the folder that is written to; it is made where it is missing

    Raises InputError for whatever is in the way: an input that is missing or has changed, an output
    of another run, a disk that is full, more failed pages than `order.max_errors`. Before the first
    page nothing is written then; afterwards shards that are done stay, and the next run goes on.
    """
    found = find_sources(names, output)
    settings = replace(settings, kind=settings.kind or kind_of_output(found))
    check_can_write(settings)
    folder = Folder(output)
    folder.check()
    versions = versions_of(settings)
    made = None
    if order.restart or not folder.manifest.exists():
        sources = survey(found, settings, output, _Look(found, progress).tell)
        made = Plan(settings, versions, tuple(sources))
        if made.records == 0:
            raise InputError(f"There are no pages in {', '.join(names)}: look at the paths.")
    folder.make()
    with locked(folder.root / f"{LOCK}{order.part.number}-of-{order.part.of}"):
        plan = _settle(made, folder, settings, versions, found, order)
        shards = order.part.shards(plan.shards)
        folder.sweep(shards, is_alone=order.part.of == 1)
        notes = {k: note for k in shards if (note := folder.note_of(k, plan.kind))}
        todo = [k for k in shards if k not in notes]
        if made is None:
            _refuse_changes(plan, folder, todo, progress)
        pace = Pace(sum(n["pages"] for n in notes.values()), plan.pages(shards))
        count = _Count(pace, sum(n["failed"] for n in notes.values()), order, progress)
        hands(plan, folder, todo, count.tell)
        folder.sweep(shards, is_alone=order.part.of == 1)  # what a node that died had begun
        return write_report(plan, folder, order.part, pace)


def _settle(
    made: Plan | None,
    folder: Folder,
    settings: Settings,
    versions: dict[str, str],
    found: list[Found],
    order: Order,
) -> Plan:
    """The plan that was made, written down; or the one that is there, if it is of this run."""
    if order.restart:
        folder.clear()
    if made is not None and not folder.manifest.exists():
        made.save(folder)
        return made
    plan = load_plan(folder, settings)
    check_plan(plan, folder, settings, versions, found)
    return plan


def _refuse_changes(plan: Plan, folder: Folder, todo: list[int], progress: Progress) -> None:
    """InputError where a source is not what it was: by its size, and by all of it if still read."""
    for source in plan.sources:
        if size_of(source, folder.root) != source.size:
            raise refuse_changed(folder, source)
    needed = sorted({piece.source for k in todo for piece in plan.pieces(k)})
    read, total = 0, sum(plan.sources[at].size for at in needed)
    for at in needed:
        source = plan.sources[at]
        if digest_source(source, folder.root) != (source.size, source.sha256):
            raise refuse_changed(folder, source)
        read += source.size
        progress.look(read, total)


class _Look:
    """Bytes looked through, added up."""

    def __init__(self, found: list[Found], progress: Progress) -> None:
        self._total = sum(f.path.stat().st_size for f in found if f.kind != "folder")
        self._read = 0
        self._progress = progress

    def tell(self, size: int) -> None:
        """So many more."""
        self._read += size
        self._progress.look(self._read, max(self._total, self._read))


class _Count:
    """Pages done, and failed ones borne no further than was said."""

    def __init__(self, pace: Pace, failed: int, order: Order, progress: Progress) -> None:
        self._pace = pace
        self._failed = failed
        self._most = order.max_errors
        self._progress = progress

    def tell(self, pages: int, failed: int, why: str) -> None:
        """So many pages more. InputError where too many have failed."""
        self._failed += failed
        if self._most is not None and self._failed > self._most:
            raise InputError(
                f"{self._failed:,} pages failed, more than --max-errors {self._most:,} (the last:"
                f" {why}); see to them, or run again with more to go on."
            )
        self._pace.count(pages)
        self._progress.go(self._pace)
