"""What `against.py` measures of whole processes: start, memory, and archives by two jobs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np

from against_texts import LONG_LINES, dev_dumps, lines_in_turn, mixed_pages

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
SIZES = (50, 100, 200, 500, 1000, 2000, 5000)
"""Lines of the texts whose times give the exponent."""
START_ROUNDS = 5
WARM_TEXTS = 40
"""Pages of which each worker has done some before its memory is looked at."""
SAMPLE_SECONDS = 0.1
FIX_FILE = """
import sys, layoutfix
layoutfix.fix(open(sys.argv[1], encoding="utf-8").read())
try:
    lines = [line.split() for line in open("/proc/self/status")]
    print(next(int(line[1]) / 1024 for line in lines if line[0] == "VmHWM:"))
except OSError:
    import resource
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit)
"""
"""Prints the MB at its peak: what the system tells the parent is on Linux at least her own."""
FIX_MANY = """
import json, sys, layoutfix
if __name__ == "__main__":
    texts = json.load(open(sys.argv[1], encoding="utf-8"))
    for number, result in enumerate(layoutfix.fix_many(texts, jobs=int(sys.argv[2])), 1):
        if len(sys.argv) > 3 and number == int(sys.argv[3]):
            print("done", flush=True)
            sys.stdin.read()
"""
"""Fixes the texts of a file; with a number, waits after so many results."""


@dataclass(frozen=True, slots=True)
class Build:
    """A revision that is installed."""

    python: Path | str
    environment: Mapping[str, str]

    def command(self, *arguments: str) -> list[str]:
        """A command line of its Python."""
        return [str(self.python), *arguments]

    @property
    def variables(self) -> dict[str, str]:
        """The environment of its processes: one thread each."""
        return {**os.environ, **ONE_THREAD, **self.environment}


@dataclass(frozen=True, slots=True)
class Used:
    """What a process and all that it has waited for took: seconds, MB of the largest of them."""

    processor: float
    wall: float
    megabytes: float


def run_once(build: Build, *arguments: str) -> Used:
    """Runs a command of a build to its end. CalledProcessError where it fails."""
    begun = time.monotonic()
    process = subprocess.Popen(
        build.command(*arguments), stdout=subprocess.DEVNULL, env=build.variables
    )
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise subprocess.CalledProcessError(status, arguments[0])
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    wall = time.monotonic() - begun
    return Used(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / unit)


def measure_import(builds: Sequence[Build]) -> list[float]:
    """Milliseconds of the processor for `import layoutfix`, Python's own start included."""
    return _fastest(builds, "-c", "import layoutfix")


def measure_cold_start(builds: Sequence[Build]) -> list[float]:
    """Milliseconds of the processor for one page of a hundred lines by `layoutfix fix FILE`."""
    with _file(_page()) as path:
        return _fastest(builds, "-m", "layoutfix", "fix", "--quiet", path)


def _fastest(builds: Sequence[Build], *arguments: str) -> list[float]:
    rounds = [[run_once(b, *arguments).processor for b in builds] for _ in range(START_ROUNDS)]
    return [1e3 * min(own) for own in zip(*rounds, strict=True)]


def measure_page_memory(builds: Sequence[Build]) -> list[float]:
    """MB at the peak of a process that fixes one page of a hundred lines."""
    with _file(_page()) as path:
        return [_peak(build, path) for build in builds]


def measure_long_memory(builds: Sequence[Build]) -> list[float]:
    """MB at the peak of a process that fixes 5,000 lines."""
    with _file(lines_in_turn(LONG_LINES)) as path:
        return [_peak(build, path) for build in builds]


def _peak(build: Build, path: str) -> float:
    command = build.command("-c", FIX_FILE, path)
    done = subprocess.run(command, check=True, capture_output=True, env=build.variables)
    return float(done.stdout)


def measure_worker_memory(builds: Sequence[Build]) -> list[float]:
    """MB that one more worker of `fix_many` shares with no other process; only on Linux."""
    texts = [_page()] * 2 * WARM_TEXTS
    return [_worker_memory(build, json.dumps(texts)) for build in builds]


def _worker_memory(build: Build, texts: str) -> float:
    with (
        _file(texts) as path,
        _file(FIX_MANY) as script,
        subprocess.Popen(
            build.command(script, path, "2", str(WARM_TEXTS)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=build.variables,
        ) as process,
    ):
        assert process.stdout is not None
        process.stdout.readline()
        found = [_unshared(pid) for pid in workers_of(process.pid)]
        process.kill()
    return median(found)


def workers_of(pid: int) -> list[int]:
    """The processes below a process that have started no others: those who do the work."""
    children = [
        int(child)
        for path in Path(f"/proc/{pid}/task").glob("*/children")
        for child in path.read_text().split()
    ]
    found = []
    for child in children:
        below = workers_of(child)
        is_tracker = b"resource_tracker" in Path(f"/proc/{child}/cmdline").read_bytes()
        found += below or [child] * (not is_tracker)
    return found


def _unshared(pid: int) -> float:
    """MB of a process that it shares with no other."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1024


@dataclass(frozen=True, slots=True)
class Archive:
    """How pages went by two jobs.

    used  by all processes
    busy  share of the time in which both workers were at work, or would have been if the machine
          had nothing else to do; NaN where it cannot be seen
    """

    used: Used
    busy: float


def measure_archive(builds: Sequence[Build], count: int) -> list[Archive]:
    """Mixed pages by two jobs: `fix_many` of the first build, the command line of the others."""
    texts = mixed_pages(count)
    with tempfile.TemporaryDirectory() as name, _file(json.dumps(texts)) as path:
        folder = Path(name)
        for k, text in enumerate(texts):
            (folder / f"{k:05}.txt").write_text(text, encoding="utf-8")
        names = sorted(map(str, folder.glob("*.txt")))
        with _file(FIX_MANY) as script:
            found = [_watch(builds[0], script, path, "2")]
        for k, build in enumerate(builds[1:]):
            out = str(folder / f"out{k}") + "/"
            arguments = ("-m", "layoutfix", "fix", "--quiet", "--jobs", "2", "-o", out)
            found.append(_watch(build, *arguments, *names))
    return found


def _watch(build: Build, *arguments: str) -> Archive:
    """Runs a command, and looks at its workers all the while."""
    states: list[int] = []
    begun = time.monotonic()
    process = subprocess.Popen(
        build.command(*arguments), stdout=subprocess.DEVNULL, env=build.variables
    )
    while True:
        pid, status, used = os.wait4(process.pid, os.WNOHANG)
        if pid:
            break
        states.append(_running(process.pid))
        time.sleep(SAMPLE_SECONDS)
    if status:
        raise subprocess.CalledProcessError(status, arguments[0])
    wall = time.monotonic() - begun
    at_work = np.flatnonzero(np.asarray(states) == 2)
    busy = len(at_work) / (at_work[-1] - at_work[0] + 1) if len(at_work) else float("nan")
    return Archive(Used(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024), busy)


def _running(pid: int) -> int:
    """How many workers run, or would if a core were free."""
    try:
        stats = [Path(f"/proc/{worker}/stat").read_text() for worker in workers_of(pid)]
    except OSError:  # one has just ended
        return 0
    return sum(stat.rpartition(")")[2].split()[0] == "R" for stat in stats)


def fit_exponent(time_text: Callable[[str], list[float]]) -> list[float]:
    """The power of the number of lines that the time grows by, from 50 to 5,000, for each build."""
    times = np.array([time_text(lines_in_turn(size)) for size in SIZES])
    return [float(np.polyfit(np.log(SIZES), np.log(own), 1)[0]) for own in times.T]


def _page() -> str:
    """A page of a hundred lines: a development page where there are any."""
    return next(iter(dev_dumps("simple zh-Hans", "rapidocr", 1)), lines_in_turn(100))


class _file:  # noqa: N801 - used as a function
    """A temporary file with a text; its name."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __enter__(self) -> str:
        handle, self._name = tempfile.mkstemp(suffix=".txt")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(self._text)
        return self._name

    def __exit__(self, *_: object) -> None:
        Path(self._name).unlink()
