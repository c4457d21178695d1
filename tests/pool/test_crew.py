"""Worker processes that may be lost: what an item costs that takes too long or kills its worker."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import count, islice
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

import pytest

from layoutfix.errors import InputError
from layoutfix.pool.crew import AHEAD_PER_JOB, SHORT, Crew
from layoutfix.pool.window import Item, Lost
from layoutfix.pool.workers import READY, Spawned
from tests.helpers import ROOT
from tests.pool.processes import descendants, is_running, kill_and_wait, needs_linux, wait_until

PATIENCE = 60.0
"""Seconds that no item here takes."""


@dataclass(frozen=True)
class Act:
    """What an item says is done: to sleep, to die, to die once, to say who does it."""

    folder: Path | None = None

    def __call__(self, text: str) -> Any:
        if text == "who":
            return os.getpid(), os.getppid()
        if text.startswith("sleep"):
            time.sleep(600)
        if text.startswith("die"):
            os.kill(os.getpid(), signal.SIGKILL)
        if self.folder is not None:
            self._act_in(self.folder, text)
        return text.upper()

    @staticmethod
    def _act_in(folder: Path, text: str) -> None:
        mark = folder / text
        if text.startswith("wait for "):
            wait_until((folder / text.removeprefix("wait for ")).exists, "nobody came")
        if text.startswith("once") and not mark.exists():
            mark.touch()
            os._exit(3)
        mark.touch()


class Unborn:
    """Work that no worker can take up."""

    def __reduce__(self) -> Any:
        return (os._exit, (7,))

    def __call__(self, text: str) -> Any:
        raise NotImplementedError


def make_items(texts: Sequence[str]) -> list[Item[int]]:
    return [Item(k, text, length=len(text)) for k, text in enumerate(texts)]


def do(
    texts: Sequence[str],
    *,
    jobs: int = 2,
    seconds: float = PATIENCE,
    work: Any = None,
    forks: bool = True,
) -> list[Any]:
    with Crew(work or Act(), jobs, seconds, forks=forks) as crew:
        results = list(crew.do_in_order(make_items(texts)))
    assert [k for k, _ in results] == [*range(len(texts))]
    return [made for _, made in results]


def test_results_keep_the_order() -> None:
    """Short items and long ones, which are not sent to a worker that is busy."""
    texts = [f"page {k} " + "x" * (SHORT * 40 * (k % 3 == 1)) for k in range(20)]
    assert do(texts) == [t.upper() for t in texts]


@pytest.mark.parametrize("forks", [True, False])
def test_an_item_that_takes_too_long_costs_itself(forks: bool) -> None:
    """Others are done, those among them that were sent with it."""
    made = do(["a", "sleep", "b", "c", "d", "e"], seconds=1.5, forks=forks)
    late = Lost("it took longer than 1.5 seconds", is_late=True)
    assert made == ["A", late, "B", "C", "D", "E"]


@pytest.mark.parametrize(("jobs", "forks"), [(1, True), (2, True), (2, False)])
@pytest.mark.parametrize("at", [0, 1, 6])
def test_an_item_that_kills_its_worker_costs_itself(jobs: int, forks: bool, at: int) -> None:
    """It is tried twice, then lost, with the signal; also where it is the first or the last."""
    texts = ["a", "b", "c", "d", "e", "f"]
    texts.insert(at, "die")
    made = do(texts, jobs=jobs, forks=forks)
    assert made.pop(at) == Lost("its worker process died 2 times (killed)")
    assert made == ["A", "B", "C", "D", "E", "F"]


def test_a_worker_that_dies_by_chance_costs_nothing(tmp_path: Path) -> None:
    """The item that it was at is tried once more."""
    made = do(["a", "once", "b", "c", "once more", "d"], work=Act(tmp_path))
    assert made == ["A", "ONCE", "B", "C", "ONCE MORE", "D"]


def test_workers_that_cannot_start() -> None:
    """They are not started for ever."""
    with pytest.raises(InputError, match=r"end before they can work \(exit code"):
        do(["a", "b"], work=Unborn())


@needs_linux
def test_workers_are_forks_of_the_first() -> None:
    """She does the first item, and nothing else: what she has loaded is shared by all."""
    (mother, parent), *others = do(["who"] * 20)
    assert parent == os.getpid()
    assert {m for _, m in others} == {mother}
    assert mother not in {pid for pid, _ in others}


@needs_linux
def test_workers_need_not_be_forks() -> None:
    """Work that has threads of its own is done by processes that were spawned."""
    assert {parent for _, parent in do(["who"] * 20, forks=False)} == {os.getpid()}


@needs_linux
def test_a_mother_that_dies_costs_nothing() -> None:
    """Workers that are lost after her are spawned, and the next one is the mother of others."""
    with Crew(Act(), 2, PATIENCE) as crew:
        items = iter(make_items(["who"] * 2 * AHEAD_PER_JOB + ["who"] * 40))
        results = crew.do_in_order(items)
        _, (mother, _) = next(results)
        _, (fork, _) = next(results)
        kill_and_wait(mother)
        kill_and_wait(fork)
        left = [made for _, made in results]
    assert len(left) == 2 * AHEAD_PER_JOB + 38
    assert {parent for _, parent in left} >= {os.getpid()}


@needs_linux
def test_forks_outlive_their_mother() -> None:
    """What is done when she is buried does not tell them that the parent has ended."""
    mother = Spawned(Act())
    assert mother.pipe.recv_bytes() == READY
    fork = mother.fork()
    mother.kill()
    mother.bury()
    assert not wait([fork.pipe], 0.5), "it has closed its pipe"
    fork.pipe.send_bytes(pickle.dumps("who"))
    assert pickle.loads(fork.pipe.recv_bytes())[0] == fork.pid
    fork.pipe.close()
    wait_until(lambda: not is_running(fork.pid), "it does not end")


def test_a_slow_first_item_is_not_waited_for_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Others start by themselves, where the first item takes longer than a few seconds."""
    monkeypatch.setattr("layoutfix.pool.crew.PATIENCE_SECONDS", 0.1)
    texts = ["wait for d", "a", "b", "c", "d"]
    assert do(texts, work=Act(tmp_path)) == [t.upper() for t in texts]


def test_items_are_read_as_results_are_taken() -> None:
    """No more than the bound are under way, of an iterator without end."""
    taken = 0

    def read() -> Iterator[Item[int]]:
        nonlocal taken
        for k in count():
            taken += 1
            yield Item(k, f"page {k}")

    with Crew(Act(), 2, PATIENCE) as crew, closing(crew.do_in_order(read())) as results:
        assert len(list(islice(results, 50))) == 50
        assert 50 <= taken <= 50 + 2 * AHEAD_PER_JOB


def test_large_items_are_not_read_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bytes under way are bounded, too."""
    monkeypatch.setattr("layoutfix.pool.crew.AHEAD_BYTES", 1000)
    taken = 0

    def read() -> Iterator[Item[int]]:
        nonlocal taken
        for k in range(20):
            taken += 1
            yield Item(k, "x" * 600, size=600)

    with Crew(Act(), 1, PATIENCE) as crew, closing(crew.do_in_order(read())) as results:
        next(results)
        assert taken <= 3
        assert len(list(results)) == 19


def test_a_crew_can_be_used_again() -> None:
    """Also after results were left untaken: what was under way then does not come back."""
    with Crew(Act(), 2, PATIENCE) as crew:
        results = crew.do_in_order(make_items(["a", "sleep", "sleep", "sleep"]))
        assert next(results) == (0, "A")
        results.close()
        assert list(crew.do_in_order(make_items(["b", "c"]))) == [(0, "B"), (1, "C")]
        assert list(crew.do_in_order(make_items(["d"]))) == [(0, "D")]


@needs_linux
def test_ending_a_crew_ends_its_workers() -> None:
    """What is under way is not waited for, and no zombie is left."""
    others = descendants(os.getpid())
    with Crew(Act(), 2, PATIENCE) as crew:
        results = crew.do_in_order(make_items(["a", "sleep", "sleep"]))
        assert next(results) == (0, "A")
        assert descendants(os.getpid()) > others
    assert descendants(os.getpid()) <= others


SCRIPT = """
import sys
from layoutfix.pool.crew import Crew
from tests.pool.test_crew import Act, make_items

if __name__ == "__main__":
    with Crew(Act(), 2) as crew:
        for k, made in crew.do_in_order(make_items(["a"] + ["sleep"] * 9)):
            print(made, flush=True)
"""


@needs_linux
def test_workers_end_with_their_parent(tmp_path: Path) -> None:
    """When the parent is killed, no worker is left, whatever it was at."""
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    with subprocess.Popen(
        [sys.executable, str(script)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(p or "." for p in sys.path)},
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == b"A\n"
            wait_until(lambda: len(descendants(process.pid)) == 3, "a mother and two forks")
            workers = descendants(process.pid)
        finally:
            process.kill()
    wait_until(lambda: not any(map(is_running, workers)), "a worker is left")
