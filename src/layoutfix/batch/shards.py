"""Shards done one after the other: read, fixed by a crew, written."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from layoutfix.batch.crew import PageCrew
from layoutfix.batch.fixing import FixPage, load_engine
from layoutfix.batch.folder import Folder
from layoutfix.batch.plan import Piece, Plan, refuse_changed
from layoutfix.batch.reading import read_records
from layoutfix.batch.records import Fixed, Record
from layoutfix.batch.settings import Settings
from layoutfix.batch.tables import open_parquet
from layoutfix.batch.writing import write_shard

if TYPE_CHECKING:
    import pyarrow as pa

TellPages = Callable[[int, int, str], None]
"""Told of so many pages more, how many of them failed, and why the last one of these did."""


FixInOrder = Callable[[Iterable[Record]], Generator[tuple[Record, Fixed], None, None]]
"""Each record with what became of it, in their order: `PageCrew.fix_in_order`."""


class Hands(Protocol):
    """Who does shards: processes of this machine, or a cluster."""

    def __call__(self, plan: Plan, folder: Folder, shards: Sequence[int], tell: TellPages) -> None:
        """Write all of these shards. What `tell` raises ends the work."""


@dataclass(frozen=True, slots=True)
class Processes:
    """Hands of this machine: so many worker processes."""

    jobs: int = 1

    def __call__(self, plan: Plan, folder: Folder, shards: Sequence[int], tell: TellPages) -> None:
        """Write these shards."""
        with hire_crew(plan.settings, self.jobs) as crew:
            do_shards(plan, folder, shards, crew.fix_in_order, tell)


def hire_crew(settings: Settings, jobs: int) -> PageCrew:
    """`jobs` worker processes that fix pages as the settings say."""
    return PageCrew(
        FixPage(settings),
        jobs,
        settings.page_seconds,
        prepare=load_engine,
        forks=settings.scorer is None,  # one may have threads, or an accelerator
    )


def do_shards(
    plan: Plan,
    folder: Folder,
    shards: Iterable[int],
    fix_in_order: FixInOrder,
    tell: TellPages = lambda _pages, _failed, _why: None,
) -> None:
    """Write shards, in ascending order.

    Pages of the next are read while the last ones of one are under way. What `tell` raises
    ends the work: the shard under way is not written then.
    """
    carried = carried_schema(plan)
    with (
        closing(_read_shards(plan, folder, shards)) as records,
        closing(fix_in_order(records)) as results,
    ):
        for number, rows in groupby(results, key=lambda row: row[0].shard):
            write_shard(folder, number, _told(rows, tell), plan.settings, carried)


def _told(rows: Iterable[tuple[Record, Fixed]], tell: TellPages) -> Iterator[tuple[Record, Fixed]]:
    for record, fixed in rows:
        tell(1, int(fixed.error is not None), fixed.error or "")
        yield record, fixed


def _read_shards(
    plan: Plan, folder: Folder, shards: Iterable[int]
) -> Generator[Record, None, None]:
    """The records of shards, in ascending order. A source stays open from one to the next."""
    records: Iterator[Record] = iter(())
    source, position = -1, 0
    for number in shards:
        for piece in plan.pieces(number):
            can_jump = piece.offset > 0 and piece.first != position
            if piece.source != source or can_jump:
                records, source, position = _open(plan, folder, piece), piece.source, piece.first
            for _ in islice(records, piece.first - position):
                pass  # of shards between that are done
            count = 0
            for record in islice(records, piece.count):
                yield replace(record, shard=number)
                count += 1
            if count < piece.count:
                raise refuse_changed(folder, plan.sources[source])
            position = piece.first + piece.count


def _open(plan: Plan, folder: Folder, piece: Piece) -> Iterator[Record]:
    source = plan.sources[piece.source]
    return read_records(source.found, plan.settings, folder.root, piece.first, piece.offset)


def carried_schema(plan: Plan) -> pa.Schema | None:
    """Columns of Parquet that are carried along; None where the input is none."""
    for source in plan.sources:
        if source.kind == "parquet":
            with open_parquet(Path(source.name)) as file:
                return file.schema_arrow
    return None
