"""Many items, one function, several processes: order, bounds, errors, and how it ends."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor
from contextlib import closing
from itertools import count, islice
from pathlib import Path
from typing import Any

import pytest
from threadpoolctl import threadpool_info, threadpool_limits

import layoutfix
from layoutfix.checks import check_result
from layoutfix.pool import map_in_order
from layoutfix.pool.crew import AHEAD_PER_JOB
from tests.helpers import ROOT
from tests.pool.processes import descendants, kill_and_wait, needs_linux, wait_until


class Counted:
    """Numbers without end, and how many of them were read."""

    def __init__(self) -> None:
        self.read = 0

    def __iter__(self) -> Iterator[int]:
        for k in count():
            self.read += 1
            yield k


def square_slowly(k: int) -> int:
    time.sleep(0.05 * (k % 3 == 0))  # the first of three is done last
    return k * k


def count_threads(_: int) -> list[int]:
    return [library["num_threads"] for library in threadpool_info()]


def refuse_three(k: int) -> int:
    if k == 3:
        raise ValueError("three")
    return k


def die_at_three(k: int) -> int:
    if k == 3:
        os._exit(1)
    return k


def tell_when(_: int) -> float:
    return time.monotonic()


def make_what_cannot_be_sent(_: int) -> object:
    return lambda: None


def process_id(_: int) -> int:
    return os.getpid()


def sleep_but_first(k: int) -> int:
    if k:
        time.sleep(60)
    return k


def touch_and_sleep(k: int, folder: Path) -> int:
    (folder / str(k)).touch()
    return sleep_but_first(k)


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_keep_the_order_of_the_items(jobs: int) -> None:
    """Items that take longer are waited for."""
    assert list(map_in_order(square_slowly, range(12), jobs)) == [k * k for k in range(12)]


@pytest.mark.parametrize("items", [[], [7]])
def test_one_item_needs_no_process(items: list[int]) -> None:
    """Whatever the number of jobs, a single item is worked on in this process."""
    assert list(map_in_order(process_id, items, jobs=4)) == [os.getpid()] * len(items)


def test_one_job_reads_one_item_at_a_time() -> None:
    """Nothing is read ahead where nothing runs beside."""
    numbers = Counted()
    assert list(islice(map_in_order(refuse_three, numbers, jobs=1), 2)) == [0, 1]
    assert numbers.read == 2


def test_an_endless_iterator_is_read_no_further_than_the_bound() -> None:
    """With two jobs at most 2 * AHEAD_PER_JOB items are read beyond the results taken."""
    numbers = Counted()
    with closing(map_in_order(square_slowly, numbers, jobs=2)) as results:
        for taken in range(20):
            assert next(results) == taken * taken
            assert taken < numbers.read <= taken + 2 * AHEAD_PER_JOB


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_is_raised_in_place_of_the_result(jobs: int) -> None:
    """What comes before the item that fails is there; then the error, and no more."""
    results = map_in_order(refuse_three, range(10), jobs)
    assert list(islice(results, 3)) == [0, 1, 2]
    with pytest.raises(ValueError, match="three"):
        next(results)
    assert list(results) == []


def test_an_error_of_the_iterator_ends_the_work() -> None:
    """The caller's own error reaches the caller, and no worker is left."""

    def read() -> Iterator[int]:
        yield from range(3)
        raise OSError("disk")

    others = {p.pid for p in multiprocessing.active_children()}
    with pytest.raises(OSError, match="disk"):
        list(map_in_order(refuse_three, read(), jobs=2))
    assert {p.pid for p in multiprocessing.active_children()} <= others


def test_a_worker_that_dies_is_an_error() -> None:
    """Without a word for what is lost, BrokenExecutor is raised, with how it died."""
    with pytest.raises(BrokenExecutor, match=r"died 2 times \(exit code 1\)\.$"):
        list(map_in_order(die_at_three, range(40), jobs=2))


def test_what_is_lost_can_be_named() -> None:
    """`if_lost` answers for the item that kills its worker, and for no other."""
    results = list(map_in_order(die_at_three, range(40), jobs=2, if_lost=lambda k, _: -k))
    assert results == [0, 1, 2, -3, *range(4, 40)]


def test_the_largest_are_begun_first() -> None:
    """All but those that are read before there is anything to choose from."""
    sizes = [1, 1, 1, 5, 3, 9, 2, 8]
    begun = list(map_in_order(tell_when, sizes, jobs=2, measure=int, forks=False))
    assert begun[5] < begun[6]


def test_an_error_says_where_it_was_raised() -> None:
    """The traceback of the worker is a note of the error."""
    with pytest.raises(ValueError, match="three") as caught:
        list(map_in_order(refuse_three, range(10), jobs=2))
    assert "in refuse_three" in caught.value.__notes__[0]


def test_a_result_that_cannot_be_sent_is_an_error() -> None:
    """It does not end the worker without a word."""
    with pytest.raises(Exception, match="lambda"):
        list(map_in_order(make_what_cannot_be_sent, range(3), jobs=2))


@needs_linux
def test_closing_ends_the_workers_and_no_one_else() -> None:
    """Workers that are at work are not waited for; other children of the caller live on."""
    other = multiprocessing.get_context("spawn").Process(target=sleep_but_first, args=(1,))
    other.start()
    try:
        others = descendants(os.getpid())
        results = map_in_order(sleep_but_first, range(9), jobs=2)
        assert next(results) == 0
        assert descendants(os.getpid()) > others
        begun = time.monotonic()
        results.close()
        wait_until(lambda: descendants(os.getpid()) <= others, "workers are left")
        assert time.monotonic() - begun < 30
        assert other.is_alive()
    finally:
        other.terminate()
        other.join()


PAGES = [
    "The ferry left     The mayor opened\nthe harbour at     the market hall\n"
    "dawn, without      on Monday, and\nits crew.          nobody came.\n" * k
    for k in (1, 5, 2)
]


@pytest.mark.parametrize("jobs", [2, 3])
def test_fix_many_gives_the_same_with_any_number_of_jobs(jobs: int) -> None:
    """All of a result, not its text alone."""
    assert list(layoutfix.fix_many(PAGES * 2, jobs=jobs)) == [layoutfix.fix(p) for p in PAGES * 2]


class Deadly(str):
    """A text that kills the process which it is sent to."""

    __slots__ = ()

    def __reduce__(self) -> Any:
        return kill_this_process, ()


def kill_this_process() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_fix_many_goes_on_where_a_text_kills_its_worker() -> None:
    """That text comes back as it was, its result says so, and keeps its promises."""
    texts = [PAGES[0], Deadly("The gate\nwas shut.\n"), PAGES[1]]
    first, lost, last = layoutfix.fix_many(texts, jobs=2)
    assert (first, last) == (layoutfix.fix(PAGES[0]), layoutfix.fix(PAGES[1]))
    assert lost.verdict == "not done: its worker process died 2 times (killed)"
    assert lost.notes == (lost.verdict,)
    assert not lost.changed
    assert check_result(lost).text == "The gate\nwas shut.\n"


@needs_linux
def test_fix_many_does_not_mind_a_worker_that_is_killed() -> None:
    """Whichever it is, and whatever it was at: the results are the same."""
    texts = PAGES * 20
    many = layoutfix.fix_many(texts, jobs=2)
    found = [next(many)]
    for pid in descendants(os.getpid()):
        if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes():
            kill_and_wait(pid)
    assert [*found, *many] == [layoutfix.fix(p) for p in PAGES] * 20


def test_fix_many_reads_no_further_than_the_bound() -> None:
    """`fix_many` takes texts from an endless iterator."""
    numbers = Counted()
    texts = (f"Line {k}." for k in numbers)
    many = layoutfix.fix_many(texts, jobs=2, language="und")
    assert [r.text for r in islice(many, 3)] == ["Line 0.", "Line 1.", "Line 2."]
    assert numbers.read <= 2 + 2 * AHEAD_PER_JOB


SCRIPT = """
import sys
from functools import partial
from pathlib import Path
from layoutfix.pool import map_in_order
from tests.pool.test_mapping import touch_and_sleep

if __name__ == "__main__":
    for k in map_in_order(partial(touch_and_sleep, folder=Path(sys.argv[1])), range(5), jobs=2):
        print(k, flush=True)
"""


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs POSIX signals")
@pytest.mark.usefixtures("_interruptible")
def test_ctrl_c_is_the_parents_alone(tmp_path: Path) -> None:
    """Ctrl-C for the whole group is one KeyboardInterrupt, at once; workers say nothing."""
    script, seen = tmp_path / "script.py", tmp_path / "seen"
    script.write_text(SCRIPT)
    seen.mkdir()
    with subprocess.Popen(
        [sys.executable, str(script), str(seen)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(p or "." for p in sys.path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == b"0\n"
        while len(list(seen.iterdir())) < 3:  # both workers sleep
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(timeout=20) != 0
        assert process.stderr.read().count(b"Traceback") == 1


def test_a_worker_multiplies_by_one_thread() -> None:
    """Whatever its parent does: workers share the cores."""
    if not threadpool_info():
        pytest.skip("numpy multiplies by a library whose threads cannot be counted")
    with threadpool_limits(2):
        found = list(map_in_order(count_threads, range(4), jobs=2))
    assert all(threads == 1 for worker in found for threads in worker)
    assert all(found)
