"""Who is given what: items that take too long, or kill their worker, cost themselves.

waiting   C F a b d e ...     read ahead, handed out in this order (`window`)
workers   C (a next)          each has one item, and a short one more so that it need not wait
          F (b next)
"""

from __future__ import annotations

import math
import signal
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from typing import Any, Self, TypeVar

from layoutfix.errors import InputError
from layoutfix.pool.window import GROUP_PER_JOB, Item, Lost, Slot, Window
from layoutfix.pool.workers import CAN_FORK, READY, Forked, Spawned, Work

AHEAD_PER_JOB = 128
"""Items under way or waiting to be taken, for each worker: what others do beside a slow one."""
AHEAD_BYTES = 16 << 20
"""Of the sizes of all of them: bounds memory. One is always read."""
SHORT = 4096
"""Bytes of an item that is sent while its worker is still busy: every system's pipes hold so much,
and sending does not wait."""
TRIES = 2
"""How often an item is tried that kills its worker."""
MOST_STILLBORN = 3
"""Workers in a row that die before they can work: then no others are started."""
PATIENCE_SECONDS = 2.0
"""How long others wait for the first worker, whose forks they would be."""
_WAIT_SECONDS = 1.0

Source = TypeVar("Source")


@dataclass(slots=True, eq=False)
class _Worker:
    """A process and what it was sent. Its clock runs for the first of them, once it is ready."""

    process: Spawned | Forked
    sent: deque[Slot[Any]] = field(default_factory=deque)
    is_ready: bool = False
    since: float = field(default_factory=time.monotonic)


class Crew:
    """`jobs` processes that do `work` on items. Use it as a context: it ends them.

    work     is pickled, once where forks are allowed
    seconds  after so long a worker is killed, and its item is `Lost`
    prepare  is called in each worker before its clock runs
    forks    whether workers may be forks of the first one, once it has done an item (on Linux):
             they start sooner and share the memory of what it has loaded. Not for work that has
             threads of its own, as torch has
    """

    def __init__(
        self,
        work: Work,
        jobs: int,
        seconds: float = math.inf,
        *,
        prepare: Callable[[], object] | None = None,
        forks: bool = True,
    ) -> None:
        self._work = work
        self._jobs = jobs
        self._seconds = seconds
        self._prepare = prepare
        self._forks = forks and CAN_FORK and jobs > 1
        self._workers: list[_Worker] = []
        self._first: _Worker | None = None
        self._mother: Spawned | None = None
        self._window: Window[Any] = Window((), 0, 0, 1)
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
            worker.process.bury()
        if self._mother is not None:
            self._mother.bury()
        self._first = self._mother = None
        self._workers.clear()

    def do_in_order(
        self, items: Iterable[Item[Source]]
    ) -> Generator[tuple[Source, Any], None, None]:
        """The source of each item with its result, in their order; read as results are taken.

        A result is what `work` gives back, `Raised` where it raises, or `Lost`. Raises InputError
        where workers cannot start.
        """
        window = self._window = Window(
            items, self._jobs * AHEAD_PER_JOB, AHEAD_BYTES, self._jobs * GROUP_PER_JOB
        )
        try:
            while True:
                was_read = window.read()
                if window.is_empty:
                    return
                self._send()
                self._receive(waits=not was_read and not window.has_result)
                if window.has_result:
                    slot = window.take()
                    yield slot.item.source, slot.made
        finally:
            if not window.is_empty:  # nobody takes what is under way
                self.close()

    def _send(self) -> None:
        """Give each worker an item, then those that have one a short one more."""
        self._hire()
        for most in (1, 2):
            for worker in [*self._workers]:
                slot = self._window.next
                if slot is None:
                    return
                is_free = len(worker.sent) < most
                if is_free and (not worker.sent or self._may_wait_at(worker, slot)):
                    self._give(worker, self._window.hand_out())

    def _may_wait_at(self, worker: _Worker, slot: Slot[Any]) -> bool:
        """Whether an item may be sent to a worker that is busy; not to one that will be forked."""
        return worker is not self._first and len(slot.pack()) <= SHORT

    def _give(self, worker: _Worker, slot: Slot[Any]) -> None:
        try:
            worker.process.pipe.send_bytes(slot.pack())
        except OSError:  # it has died at something else
            self._window.put_back([slot])
            self._lose(worker)
            return
        if not worker.sent:
            worker.since = time.monotonic()
        worker.sent.append(slot)

    def _hire(self) -> None:
        """Start workers, as long as fewer are idle than items wait."""
        idle = sum(not worker.sent for worker in self._workers)
        while len(self._workers) < self._jobs and idle < self._window.unsent:
            worker = self._start()
            if worker is None:
                return
            self._workers.append(worker)
            idle += 1

    def _start(self) -> _Worker | None:
        """A new worker; None while the first, whose fork it would be, is at its first item."""
        if self._mother is not None:
            try:
                return _Worker(self._mother.fork(), is_ready=True)
            except (EOFError, OSError):  # somebody has ended her
                self._mother.bury()
                self._mother = None
        first = self._first
        if first is not None and (
            not first.is_ready or time.monotonic() - first.since < PATIENCE_SECONDS
        ):
            return None
        worker = _Worker(Spawned(self._work, self._prepare))
        if self._forks and first is None:
            self._first = worker
        return worker

    def _receive(self, *, waits: bool) -> None:
        """Take all results there are, and note deaths and ends of time; wait for one of these."""
        busy = {w.process.pipe: w for w in self._workers if w.sent}
        if not busy:
            return
        ready = wait([*busy], self._least_time_left(busy.values()) if waits else 0)
        for pipe, worker in busy.items():
            if pipe in ready:
                self._take(worker)
        now = time.monotonic()
        for worker in busy.values():
            if worker in self._workers and self._is_late(worker, now):
                self._stop_late(worker)

    def _least_time_left(self, workers: Iterable[_Worker]) -> float:
        now = time.monotonic()
        left = [self._seconds - (now - w.since) for w in workers if w.is_ready]
        return min([_WAIT_SECONDS, *(max(0.0, t) for t in left)])

    def _is_late(self, worker: _Worker, now: float) -> bool:
        if not (worker.is_ready and worker.sent and now - worker.since >= self._seconds):
            return False
        return not worker.process.pipe.poll()  # it may have come while others were looked at

    def _take(self, worker: _Worker) -> None:
        try:
            answer = worker.process.pipe.recv_bytes()
        except (EOFError, OSError):
            self._lose(worker)
            return
        worker.since = time.monotonic()
        if answer == READY:
            worker.is_ready = True
            self._stillborn = 0
            return
        worker.sent.popleft().settle(answer)
        if worker is self._first and isinstance(worker.process, Spawned):
            self._leave(worker)
            self._mother = worker.process

    def _lose(self, worker: _Worker) -> None:
        """A worker has died: its item is tried again, or is lost; the next one is innocent."""
        self._leave(worker)
        code = worker.process.bury()
        if not worker.is_ready:
            self._stillborn += 1
            if self._stillborn == MOST_STILLBORN:
                raise InputError(
                    f"Worker processes end before they can work (exit code {code}): is there too"
                    " little memory for so many jobs, or a script without `if __name__ ==` around"
                    " it?"
                )
        elif worker.sent:
            slot = worker.sent[0]
            slot.deaths += 1
            if slot.deaths == TRIES:
                worker.sent.popleft()
                slot.settle(Lost(_describe_death(code)))
        self._window.put_back(worker.sent)

    def _stop_late(self, worker: _Worker) -> None:
        self._leave(worker)
        worker.process.kill()
        worker.process.bury()
        worker.sent.popleft().settle(Lost(f"it took longer than {self._seconds:g} seconds", True))
        self._window.put_back(worker.sent)

    def _leave(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        if worker is self._first:
            self._first = None


def _describe_death(code: int | None) -> str:
    how = "" if code is None else f" (exit code {code})"
    if code is not None and code < 0:
        how = f" ({(signal.strsignal(-code) or f'signal {-code}').lower()})"
    return f"its worker process died {TRIES} times{how}"
