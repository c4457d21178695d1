"""Worker processes that may be lost: a page that takes too long, or kills its worker, costs itself.

waiting   a b c d e f g ...   read ahead, given on in this order
workers   b (c next)          each has one page, and a short one more so that it need not wait
          a (d next)
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Self

from layoutfix.batch.records import Fixed, Record, fail
from layoutfix.errors import InputError
from layoutfix.pool import interrupts_blocked, use_one_thread

AHEAD_PER_JOB = 32
"""Pages under way or waiting to be taken, for each worker: what others do beside a slow one."""
AHEAD_BYTES = 16 << 20
"""Of the records of all of them: bounds memory. One page is always read."""
SHORT = 8192
"""Characters of a page that is sent while its worker is still busy: the system holds so much, and
sending does not wait."""
TRIES = 2
"""How often a page is tried that kills its worker."""
MOST_STILLBORN = 3
"""Workers in a row that die before they can work: then no others are started."""
_WAIT_SECONDS = 5.0
_READY = "ready"

Work = Callable[[str], Fixed]


@dataclass(slots=True, eq=False)
class _Slot:
    """A page, how often its worker died, and what became of it."""

    record: Record
    lost: int = 0
    fixed: Fixed | None = None


@dataclass(slots=True, eq=False)
class _Worker:
    """A process and what it was sent. Its clock runs for the first of them, once it is ready."""

    process: BaseProcess
    pipe: Connection
    sent: deque[_Slot] = field(default_factory=deque)
    is_ready: bool = False
    since: float = 0.0


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


class Crew:
    """`jobs` processes that do `work` on texts. Use it as a context: it ends them.

    work          is pickled; what it raises is lost, so it must raise nothing
    page_seconds  after so long the worker is killed and the page has failed
    """

    def __init__(self, work: Work, jobs: int, page_seconds: float) -> None:
        self._work = work
        self._jobs = jobs
        self._page_seconds = page_seconds
        self._workers: list[_Worker] = []
        self._unsent: deque[_Slot] = deque()
        self._stillborn = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """End the processes at once; what is under way is not waited for."""
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            _bury(worker)
        self._workers.clear()
        self._unsent.clear()

    def fix_in_order(
        self, records: Iterable[Record]
    ) -> Generator[tuple[Record, Fixed], None, None]:
        """Each record with what became of it, in their order. They are read as results are taken.

        A record without a text is not worked on. Raises InputError where workers cannot start.
        """
        unread = iter(records)
        slots: deque[_Slot] = deque()
        while True:
            self._read_ahead(unread, slots)
            if not slots:
                return
            while slots and (fixed := slots[0].fixed) is not None:
                yield slots.popleft().record, fixed
            if slots:
                self._send()
                self._receive()

    def _read_ahead(self, unread: Iterator[Record], slots: deque[_Slot]) -> None:
        size = sum(slot.record.size for slot in slots)
        while len(slots) < self._jobs * AHEAD_PER_JOB:
            if slots and size >= AHEAD_BYTES:
                return
            record = next(unread, None)
            if record is None:
                return
            slot = _Slot(record)
            slot.fixed = answer_at_once(record)
            if slot.fixed is None:
                self._unsent.append(slot)
            slots.append(slot)
            size += record.size

    def _send(self) -> None:
        """Give each worker a page, then those that have one a short one more."""
        while len(self._workers) < min(self._jobs, len(self._unsent)):
            self._workers.append(self._hire())
        for most in (1, 2):
            for worker in [*self._workers]:
                if not self._unsent:
                    return
                slot = self._unsent[0]
                is_short = len(slot.record.text or "") <= SHORT
                takes = len(worker.sent) < most and (is_short or not worker.sent)
                if takes and worker in self._workers:  # none that was just lost
                    self._give(worker, self._unsent.popleft())

    def _give(self, worker: _Worker, slot: _Slot) -> None:
        if not worker.sent:
            worker.since = time.monotonic()
        worker.sent.append(slot)
        try:
            worker.pipe.send(slot.record.text)
        except OSError:
            self._lose(worker)

    def _receive(self) -> None:
        """Wait for a result, a death or the end of somebody's time; take all there are."""
        busy = {w.pipe: w for w in self._workers if w.sent}
        if not busy:
            return
        ready = wait([*busy], self._least_time_left(busy.values()))
        for pipe, worker in busy.items():
            if pipe in ready:
                self._take(worker)
        now = time.monotonic()
        for worker in busy.values():
            if worker in self._workers and self._is_late(worker, now):
                self._stop_late(worker)

    def _least_time_left(self, workers: Iterable[_Worker]) -> float:
        now = time.monotonic()
        left = [self._page_seconds - (now - w.since) for w in workers if w.is_ready]
        return min([_WAIT_SECONDS, *(max(0.0, t) for t in left)])

    def _is_late(self, worker: _Worker, now: float) -> bool:
        if not (worker.is_ready and worker.sent and now - worker.since >= self._page_seconds):
            return False
        return not worker.pipe.poll()  # it may have come while others were looked at

    def _take(self, worker: _Worker) -> None:
        try:
            made = worker.pipe.recv()
        except (EOFError, OSError):
            self._lose(worker)
            return
        worker.since = time.monotonic()
        if made == _READY:
            worker.is_ready = True
            self._stillborn = 0
        else:
            worker.sent.popleft().fixed = made

    def _lose(self, worker: _Worker) -> None:
        """A worker has died: its page is tried again, or has failed; the next one is innocent."""
        self._workers.remove(worker)
        code = _bury(worker)
        if not worker.is_ready:
            self._stillborn += 1
            if self._stillborn == MOST_STILLBORN:
                raise InputError(
                    f"Worker processes end before they can work (exit code {code}): is there too"
                    " little memory for --jobs, or a script without `if __name__ ==` around it?"
                )
        elif worker.sent:
            slot = worker.sent[0]
            slot.lost += 1
            if slot.lost == TRIES:
                worker.sent.popleft()
                slot.fixed = fail(slot.record.text, _describe_loss(code), "bug")
        self._unsent.extendleft(reversed(worker.sent))

    def _stop_late(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        worker.process.kill()
        _bury(worker)
        slot = worker.sent.popleft()
        why = f"it took longer than {self._page_seconds:g} seconds (--page-seconds)"
        slot.fixed = fail(slot.record.text, why)
        self._unsent.extendleft(reversed(worker.sent))

    def _hire(self) -> _Worker:
        context = multiprocessing.get_context("spawn")  # the same on every system, as in `pool`
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, self._work), daemon=True)
        with interrupts_blocked():
            process.start()
        theirs.close()
        return _Worker(process, ours)


def _bury(worker: _Worker) -> int | None:
    """Its exit code, once it has ended; what is left of it is closed."""
    worker.process.join(_WAIT_SECONDS)
    if worker.process.exitcode is None:
        worker.process.kill()
        worker.process.join()
    code = worker.process.exitcode
    worker.process.close()
    worker.pipe.close()
    return code


def _describe_loss(code: int | None) -> str:
    how = f"exit code {code}"
    if code is not None and code < 0:
        how = signal.strsignal(-code) or f"signal {-code}"
    return (
        f"its worker process died {TRIES} times ({how.lower()}): is there too little memory? try it"
        " by `layoutfix fix`"
    )


def _serve(pipe: Connection, work: Work) -> None:
    """In a worker: answer each text, until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    use_one_thread()
    import layoutfix.api  # noqa: F401, PLC0415 - before the clock runs

    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        pipe.send(_READY)
        while True:
            pipe.send(work(pipe.recv()))
    except (EOFError, OSError):  # the parent is gone
        return


def _end_with_parent() -> None:
    """In a worker: end as soon as the parent has, also in the middle of a page."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    wait([parent.sentinel])
    os._exit(1)
