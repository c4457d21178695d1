"""One function over many items: results in the order of the items, from one process or several.

items    a b c d e f g ...   read as results are taken, AHEAD_PER_JOB ahead for each worker
workers  a   c     f
           b   d e
results  a b c d e f g ...
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import chain, islice
from typing import Any, TypeVar

import numpy as np  # noqa: F401 - its threads are those to be limited
from threadpoolctl import threadpool_limits

AHEAD_PER_JOB = 4
"""Items under way or waiting to be taken, for each worker: bounds memory."""

Item = TypeVar("Item")
Made = TypeVar("Made")


def map_in_order(
    work: Callable[[Item], Made],
    items: Iterable[Item],
    jobs: int,
    *,
    if_lost: Callable[[Item], Made] | None = None,
) -> Generator[Made, None, None]:
    """`work` of each item, in their order, by `jobs` processes. One job or item needs no other.

    work     is sent to each worker once, so that it may carry much; it and the items are pickled
    items    may be endless: no more than `jobs * AHEAD_PER_JOB` are read ahead of what is taken
    if_lost  what stands for an item whose worker died; None: BrokenExecutor is raised

    An error of `work` is raised where its result would stand, and ends all; so do Ctrl-C, an error
    of the iterator, and closing the generator: what is under way is not waited for.

    >>> list(map_in_order(str.upper, "abc", jobs=1))
    ['A', 'B', 'C']
    """
    unread = iter(items)
    first = list(islice(unread, 2)) if jobs > 1 else []
    items = chain(first, unread)
    if len(first) < 2:
        yield from map(work, items)
    else:
        yield from _map_in_processes(work, items, jobs, if_lost)


def _map_in_processes(
    work: Callable[[Item], Made],
    items: Iterable[Item],
    jobs: int,
    if_lost: Callable[[Item], Made] | None,
) -> Generator[Made, None, None]:
    executor = ProcessPoolExecutor(
        jobs,
        # Spawned, not forked: the same on every system, numpy's threads are not copied halfway.
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_start_worker,
        initargs=(work,),
    )
    waiting: deque[tuple[Item, Future[Made]]] = deque()
    try:
        for item in items:
            waiting.append((item, _submit(executor, item)))
            if len(waiting) == jobs * AHEAD_PER_JOB:
                yield _take(*waiting.popleft(), if_lost)
        while waiting:
            yield _take(*waiting.popleft(), if_lost)
    except BaseException:
        # Ctrl-C, or nobody takes the results: do not wait for what is under way.
        workers = [*executor._processes.values()]  # ours alone, the caller may have others
        executor.shutdown(wait=False, cancel_futures=True)
        for worker in workers:
            worker.terminate()
        raise
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _submit(executor: ProcessPoolExecutor, item: Item) -> Future[Any]:
    """What an item will become; a future that fails where a worker has died before."""
    try:
        with interrupts_blocked():
            return executor.submit(_work_on, item)
    except BrokenExecutor as error:
        lost: Future[Any] = Future()
        lost.set_exception(error)
        return lost


def _take(item: Item, future: Future[Made], if_lost: Callable[[Item], Made] | None) -> Made:
    """The result of an item, waited for. Those that were under way are lost if a worker dies."""
    try:
        return future.result()
    except BrokenExecutor:
        if if_lost is None:
            raise
        return if_lost(item)


_WORK: list[Callable[[Any], Any]] = []
"""In a worker: what it does."""


def _start_worker(work: Callable[[Any], Any]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    use_one_thread()
    _WORK.append(work)


def _work_on(item: Any) -> Any:
    return _WORK[0](item)


def use_one_thread() -> None:
    """Matrices are multiplied by one thread in this process, from now on.

    Those of a page are small: more threads gain nothing, and where processes share the cores, they
    wait for one another (two workers on two cores took longer than one).
    """
    threadpool_limits(1)


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
