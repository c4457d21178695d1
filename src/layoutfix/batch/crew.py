"""Pages through a crew of worker processes: a page that is lost has failed."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from typing import Self

from layoutfix.batch.records import Fixed, Record, fail
from layoutfix.pool.crew import Crew
from layoutfix.pool.window import Item, Lost
from layoutfix.pool.workers import Raised


class PageCrew:
    """`jobs` processes that do `work` on texts. Use it as a context: it ends them.

    work          is pickled; it raises nothing
    page_seconds  after so long the worker is killed and the page has failed
    forks         as for `Crew`
    """

    def __init__(
        self,
        work: Callable[[str], Fixed],
        jobs: int,
        page_seconds: float,
        *,
        prepare: Callable[[], object] | None = None,
        forks: bool = True,
    ) -> None:
        self._crew = Crew(work, jobs, page_seconds, prepare=prepare, forks=forks)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._crew.close()

    def fix_in_order(
        self, records: Iterable[Record]
    ) -> Generator[tuple[Record, Fixed], None, None]:
        """Each record with what became of it, in their order. They are read as results are taken.

        A record without a text is not worked on. Raises InputError where workers cannot start.
        """
        with closing(self._crew.do_in_order(map(_record_to_item, records))) as results:
            for record, made in results:
                yield record, made if isinstance(made, Fixed) else _fail(record, made)


def answer_at_once(record: Record) -> Fixed | None:
    """What becomes of a record that has no text; None for one that has.

    >>> answer_at_once(Record("a", "a.jsonl", 1, None, {"text": None})).verdict
    'empty'
    """
    if record.error:
        return fail(record.text, record.error)
    if record.text is None:
        return Fixed(text=None, verdict="empty", language="und")
    return None


def _record_to_item(record: Record) -> Item[Record]:
    length = len(record.text or "")
    return Item(record, record.text, length, record.size, answer_at_once(record))


def _fail(record: Record, made: Lost | Raised) -> Fixed:
    if isinstance(made, Raised):  # not even its result could be sent
        return fail(record.text, f"{type(made.error).__name__}: {made.error}", "bug")
    if made.is_late:
        return fail(record.text, f"{made.why} (--page-seconds)")
    return fail(
        record.text, f"{made.why}: is there too little memory? try it by `layoutfix fix`", "bug"
    )
