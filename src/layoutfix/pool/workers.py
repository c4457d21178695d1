"""Worker processes: spawned, or forked from a spawned one that has loaded what they all need.

A spawned process imports the package and reads the models for itself. One that has done so, and
does nothing else (the mother), is forked: her copies share these with her, as long as they do not
write to them. The caller's process is never forked: it may have threads.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import pickle
import signal
import sys
import threading
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from multiprocessing.reduction import ForkingPickler, recv_handle, send_handle
from typing import Any, NoReturn

from layoutfix.pool.threads import use_one_thread

CAN_FORK = sys.platform == "linux"
"""Elsewhere libraries of the system do not bear it."""
END_SECONDS = 5.0
"""How long a worker that closed its pipe may take to end by itself."""
READY = b"ready"
_FORK = b"fork"
_BURY = b"bury "
"""Messages that are no pickles: those begin with another byte."""

Work = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Raised:
    """An error of the work, in place of its result."""

    error: BaseException


class Spawned:
    """A process of its own. It says READY once it can work.

    work     is pickled
    prepare  is called before that: what it imports and loads is there for forks, too
    """

    def __init__(self, work: Work, prepare: Callable[[], object] | None = None) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self._process: BaseProcess = context.Process(
            target=_serve, args=(theirs, work, prepare), daemon=True
        )
        with interrupts_blocked():
            self._process.start()
        theirs.close()

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()

    def bury(self) -> int | None:
        """Its exit code, once it has ended.

        The process is not closed before nobody refers to it: its forks would take that for the
        end of the parent (`_watch_parent`), as they share the pipe by which she would see it.
        """
        self.pipe.close()
        self._process.join(END_SECONDS)
        if self._process.exitcode is None:
            self._process.kill()
            self._process.join()
        return self._process.exitcode

    def fork(self) -> Forked:
        """A copy of it, which can work at once. OSError or EOFError where it has ended."""
        self.pipe.send_bytes(_FORK)
        pid = int(self.pipe.recv_bytes())
        return Forked(self, pid, Connection(recv_handle(self.pipe)))

    def bury_fork(self, pid: int) -> int | None:
        """The exit code of a fork, once it has ended; None where the mother is no more."""
        try:
            self.pipe.send_bytes(_BURY + str(pid).encode())
            return int(self.pipe.recv_bytes())
        except (EOFError, OSError):
            return None


class Forked:
    """A copy of a spawned process, its mother."""

    def __init__(self, mother: Spawned, pid: int, pipe: Connection) -> None:
        self.pipe = pipe
        self._mother = mother
        self.pid = pid

    def kill(self) -> None:
        """End it at once."""
        with contextlib.suppress(ProcessLookupError):  # buried by the system, if she is dead
            os.kill(self.pid, signal.SIGKILL)

    def bury(self) -> int | None:
        """Its exit code, once it has ended."""
        self.pipe.close()
        return self._mother.bury_fork(self.pid)


def _serve(pipe: Connection, work: Work, prepare: Callable[[], object] | None) -> None:
    """In a worker: answer each item, until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    use_one_thread()
    if prepare is not None:
        prepare()
    _watch_parent()
    forks: set[int] = set()
    with contextlib.suppress(EOFError, OSError):  # the parent is gone, or wants no more
        pipe.send_bytes(READY)
        while True:
            asked = pipe.recv_bytes()
            if asked == _FORK:
                forks.add(_fork(pipe, work))
            elif asked.startswith(_BURY):
                pid = int(asked[len(_BURY) :])
                forks.remove(pid)
                pipe.send_bytes(str(_bury(pid)).encode())
            else:
                pipe.send_bytes(_answer(work, asked))
    for pid in forks:
        _bury(pid)


def _answer(work: Work, asked: bytes) -> bytes:
    """The result of an item, or the error that it raises, pickled."""
    try:
        return bytes(ForkingPickler.dumps(work(pickle.loads(asked))))
    except Exception as error:
        error.add_note(f"In a worker process:\n{traceback.format_exc()}")
        return bytes(ForkingPickler.dumps(Raised(error)))


def _fork(pipe: Connection, work: Work) -> int:
    """In the mother: hand a copy's pipe to the parent; its pid. The copy serves, never returns."""
    ours, theirs = multiprocessing.Pipe()
    gc.freeze()  # the collector would write to each object, and so copy it
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads: ours only waits
        pid = os.fork()
    if pid == 0:
        pipe.close()
        ours.close()
        _serve_as_fork(theirs, work)
    theirs.close()
    pipe.send_bytes(str(pid).encode())
    send_handle(pipe, ours.fileno(), os.getppid())
    ours.close()
    return pid


def _serve_as_fork(pipe: Connection, work: Work) -> NoReturn:
    try:
        _watch_parent()
        while True:
            pipe.send_bytes(_answer(work, pipe.recv_bytes()))
    except (EOFError, OSError):
        os._exit(0)
    finally:
        os._exit(1)


def _bury(pid: int) -> int:
    """The exit code of a fork, which has ended or ends within END_SECONDS; else it is killed."""
    end = time.monotonic() + END_SECONDS
    while time.monotonic() < end:
        buried, status = os.waitpid(pid, os.WNOHANG)
        if buried:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.001)
    os.kill(pid, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _watch_parent() -> None:
    """In a worker: end as soon as the parent has, also in the middle of an item."""
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    wait([parent.sentinel])
    os._exit(1)


@contextmanager
def interrupts_blocked() -> Iterator[None]:
    """Worker processes started in here do not see Ctrl-C, not even while they start."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
