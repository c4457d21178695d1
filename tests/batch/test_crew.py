"""Worker processes that may be lost: what a page costs that takes too long or kills its worker."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path
from typing import Any

import pytest

from layoutfix.batch.crew import AHEAD_PER_JOB, SHORT, Crew
from layoutfix.batch.records import Fixed, Record
from layoutfix.errors import InputError
from tests.helpers import ROOT

PATIENCE = 60.0
"""Seconds that no page here takes."""


@dataclass(frozen=True)
class Act:
    """What a page says is done: to sleep, to die, to die once."""

    folder: Path | None = None

    def __call__(self, text: str) -> Fixed:
        if text.startswith("sleep"):
            time.sleep(600)
        if text.startswith("die"):
            os.kill(os.getpid(), signal.SIGKILL)
        if text.startswith("once") and self.folder is not None:
            mark = self.folder / text
            if not mark.exists():
                mark.touch()
                os._exit(3)
        return Fixed(text.upper(), "done")


class Unborn:
    """Work that no worker can take up."""

    def __reduce__(self) -> Any:
        return (os._exit, (7,))

    def __call__(self, text: str) -> Fixed:
        raise NotImplementedError


def make_records(texts: list[str]) -> list[Record]:
    return [Record(str(k), "s", k + 1, text, {}) for k, text in enumerate(texts)]


def fix(texts: list[str], *, jobs: int = 2, seconds: float = PATIENCE, work: Any = None) -> Any:
    with Crew(work or Act(), jobs, seconds) as crew:
        results = list(crew.fix_in_order(make_records(texts)))
    assert [record.number for record, _ in results] == [k + 1 for k in range(len(texts))]
    return [fixed for _, fixed in results]


def test_results_keep_the_order() -> None:
    """Short pages and long ones, which are not sent to a worker that is busy."""
    texts = [f"page {k} " + "x" * (SHORT * 40 * (k % 3 == 1)) for k in range(20)]
    assert [f.text for f in fix(texts)] == [t.upper() for t in texts]


def test_a_page_that_takes_too_long_costs_itself() -> None:
    """It fails with its text as it was; those behind it are done."""
    made = fix(["a", "sleep", "b", "c", "d", "e"], seconds=1.5)
    assert [f.text for f in made] == ["A", "sleep", "B", "C", "D", "E"]
    assert made[1].status == "failed"
    assert made[1].error == "it took longer than 1.5 seconds (--page-seconds)"


def test_a_page_that_kills_its_worker_costs_itself() -> None:
    """It is tried twice, then told with the signal; those that were sent with it are done."""
    made = fix(["a", "die", "b", "c", "d", "e", "f"], jobs=1)
    assert [f.text for f in made] == ["A", "die", "B", "C", "D", "E", "F"]
    assert made[1].status == "bug"
    assert "its worker process died 2 times (killed)" in str(made[1].error)


def test_a_worker_that_dies_by_chance_costs_nothing(tmp_path: Path) -> None:
    """The page that it was at is tried once more."""
    made = fix(["a", "once", "b", "c", "once more", "d"], work=Act(tmp_path))
    assert [f.text for f in made] == ["A", "ONCE", "B", "C", "ONCE MORE", "D"]
    assert all(f.error is None for f in made)


def test_workers_that_cannot_start() -> None:
    """They are not started for ever."""
    with pytest.raises(InputError, match=r"end before they can work \(exit code"):
        fix(["a", "b"], work=Unborn())


def test_records_are_read_as_results_are_taken() -> None:
    """No more than the bound are under way, of an iterator without end."""
    taken = 0

    def read() -> Iterator[Record]:
        nonlocal taken
        for k in count():
            taken += 1
            yield Record(str(k), "s", k, f"page {k}", {})

    with Crew(Act(), 2, PATIENCE) as crew, closing(crew.fix_in_order(read())) as results:
        assert len(list(islice(results, 50))) == 50
    assert taken <= 50 + 2 * AHEAD_PER_JOB


def test_long_pages_are_not_read_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bytes under way are bounded, too."""
    monkeypatch.setattr("layoutfix.batch.crew.AHEAD_BYTES", 1000)
    taken = 0

    def read() -> Iterator[Record]:
        nonlocal taken
        for k in range(20):
            taken += 1
            yield Record(str(k), "s", k, "x" * 600, {}, size=600)

    with Crew(Act(), 1, PATIENCE) as crew, closing(crew.fix_in_order(read())) as results:
        next(results)
        assert taken <= 3
        assert len(list(results)) == 19


def test_ending_a_crew_ends_its_workers() -> None:
    """What is under way is not waited for."""
    others = {p.pid for p in multiprocessing.active_children()}
    with Crew(Act(), 2, PATIENCE) as crew:
        results = crew.fix_in_order(make_records(["a", "sleep", "sleep"]))
        assert next(results)[1].text == "A"
        results.close()
        assert {p.pid for p in multiprocessing.active_children()} - others
    assert {p.pid for p in multiprocessing.active_children()} <= others


SCRIPT = """
import sys
from layoutfix.batch.crew import Crew
from tests.batch.test_crew import Act, make_records

if __name__ == "__main__":
    with Crew(Act(), 2, 60.0) as crew:
        for record, fixed in crew.fix_in_order(make_records(["a"] + ["sleep"] * 9)):
            print([w.process.pid for w in crew._workers], flush=True)
            sys.stdin.read()
"""


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")
def test_workers_end_with_their_parent(tmp_path: Path) -> None:
    """When the parent is killed, no worker is left, whatever it was at."""
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    with subprocess.Popen(
        [sys.executable, str(script)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(p or "." for p in sys.path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        workers = eval(process.stdout.readline())
        process.kill()
    end = time.monotonic() + 20
    while any(Path(f"/proc/{pid}").is_dir() for pid in workers):
        assert time.monotonic() < end, "a worker is left"
        time.sleep(0.05)
