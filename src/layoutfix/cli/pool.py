"""Many texts, in the order given, on one core or several."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress

from layoutfix.cli.work import Options, Outcome, Task, do_task

AHEAD_PER_JOB = 4
"""Texts under way or waiting to be printed, for each worker: bounds memory."""


def do_tasks(tasks: Sequence[Task], options: Options, jobs: int) -> Generator[Outcome, None, None]:
    """The outcomes in the order of the tasks. One job needs no other process."""
    jobs = min(jobs, len(tasks))
    if jobs <= 1:
        for task in tasks:
            yield do_task(task, options)
    else:
        yield from _do_in_processes(tasks, options, jobs)


def _do_in_processes(
    tasks: Sequence[Task], options: Options, jobs: int
) -> Generator[Outcome, None, None]:
    # Spawned, not forked: the same on every system, and numpy's threads are not copied halfway.
    context = multiprocessing.get_context("spawn")
    executor = ProcessPoolExecutor(jobs, mp_context=context, initializer=_ignore_interrupts)
    waiting: deque[Future[Outcome]] = deque()
    submitted = 0
    try:
        for done, task in enumerate(tasks):
            while submitted < min(len(tasks), done + jobs * AHEAD_PER_JOB):
                with _interrupts_blocked(), suppress(BrokenExecutor):
                    waiting.append(executor.submit(do_task, tasks[submitted], options))
                submitted += 1
            yield _result_of(waiting, task)
    except BaseException:
        # Ctrl-C, or nobody reads the output: do not wait for what is under way.
        executor.shutdown(wait=False, cancel_futures=True)
        for child in multiprocessing.active_children():
            child.terminate()
        raise
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _result_of(waiting: deque[Future[Outcome]], task: Task) -> Outcome:
    """The outcome of the task that has waited longest. All are lost once a worker has died."""
    with suppress(BrokenExecutor, IndexError):
        return waiting.popleft().result()
    return Outcome(
        task.name,
        "bug",
        message=f"{task.name} was not done because a worker process died (is there too little"
        " memory?); your input is untouched: try again with fewer --jobs.",
    )


def _ignore_interrupts() -> None:
    """Ctrl-C is the parent's to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """Worker processes started in here do not see Ctrl-C, not even while they start."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
