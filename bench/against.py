"""How much faster layoutfix is than at another revision: medians of ratios, page by page; memory.

    python bench/against.py f7bae52
    python bench/against.py f7bae52 --pages 4 --rounds 5 --group 'simple en' --json ratios.json
    python bench/against.py f7bae52 --group import --group archive --archive 2000

That revision is built into a virtual environment of its own, which is kept among temporary files.
Both run in turn on each page, warm, each in a process with one thread: first the old one, then this
one compiled, then its twins (LAYOUTFIX_PURE=1), and so on for all rounds. Times are those of the
processor, so that other work on the machine counts little; a page's ratio is that of the fastest
rounds. `against_texts.py` has the texts, `against_processes.py` what is measured of whole
processes; `wanted` is how many times as fast, or how much at the most, it is to be.

Exit codes: 0 fine, 2 the revision is not there, cannot be built, or there is no such group.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

from against_processes import (
    Build,
    fit_exponent,
    measure_archive,
    measure_cold_start,
    measure_import,
    measure_long_memory,
    measure_page_memory,
    measure_worker_memory,
)
from against_texts import text_groups
from quality import ROOT

WAYS = ("old", "compiled", "pure")
WORKER = """
import json, sys, time
import layoutfix
for line in sys.stdin:
    work, text = json.loads(line)
    start = time.process_time()
    getattr(layoutfix, work)(text)
    print(time.process_time() - start, flush=True)
"""
"""Reads names of functions and texts, a line of JSON each; prints what each took: seconds of the
processor."""

PROCESS_GROUPS: dict[str, tuple[Callable[[Sequence[Build]], list[float]], str, str]] = {
    "import": (measure_import, "ms", "0.5 of old"),
    "cold start": (measure_cold_start, "ms", "0.5 of old"),
    "memory, page": (measure_page_memory, "MB", "90 MB"),
    "memory, 5,000 lines": (measure_long_memory, "MB", "140 MB"),
    "memory, worker": (measure_worker_memory, "MB", "25 MB"),
}
"""What is measured, its unit, and how much it may be at the most."""
EXPONENT, ARCHIVE = "exponent", "archive"
GROUPS = (*dict(text_groups()), EXPONENT, *PROCESS_GROUPS, ARCHIVE)


class Worker:
    """A process that times texts."""

    def __init__(self, build: Build) -> None:
        self._process = subprocess.Popen(
            build.command("-c", WORKER),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=build.variables,
        )

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()

    def time(self, text: str, work: str = "fix") -> float:
        """Seconds of the processor for one text."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([work, text]) + "\n")
        self._process.stdin.flush()
        return float(self._process.stdout.readline())


def main() -> int:
    """Print the table; the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("revision", help="what to compare with: any name of a commit")
    parser.add_argument("--group", action="append", choices=GROUPS, help="only this; repeatable")
    parser.add_argument("--pages", type=int, default=6, help="of each group")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--archive", type=int, default=10_000, help="pages of the group `archive`")
    parser.add_argument("--json", type=Path, help="write what was measured here")
    arguments = parser.parse_args()
    try:
        old = build(arguments.revision)
    except subprocess.CalledProcessError as error:
        print(f"{arguments.revision} was not built: {error}", file=sys.stderr)
        return 2
    builds = [
        Build(old, {"PYTHONPATH": ""}),
        Build(sys.executable, {"LAYOUTFIX_PURE": ""}),
        Build(sys.executable, {"LAYOUTFIX_PURE": "1"}),
    ]
    wanted = arguments.group or GROUPS
    found: dict[str, Any] = time_texts(builds, wanted, arguments.pages, arguments.rounds)
    found |= measure_processes(builds, wanted)
    if ARCHIVE in wanted:
        found[ARCHIVE] = time_archive(builds[:2], arguments.archive)
    if arguments.json:
        arguments.json.write_text(json.dumps(found, indent=1) + "\n")
    return 0


def build(revision: str) -> Path:
    """The Python of an environment with that revision installed, built where it is not there."""
    git = ["git", "-C", str(ROOT)]
    name = subprocess.run(
        [*git, "rev-parse", f"{revision}^{{commit}}"], check=True, capture_output=True, text=True
    ).stdout.strip()
    folder = Path(tempfile.gettempdir()) / f"layoutfix-against-{os.getuid()}" / name[:12]
    python = folder / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
    if not (folder / "built").exists():
        (folder / "source").mkdir(parents=True, exist_ok=True)
        packed = subprocess.run([*git, "archive", name], check=True, capture_output=True).stdout
        subprocess.run(["tar", "x", "-C", str(folder / "source")], input=packed, check=True)
        subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
        pip = [str(python), "-m", "pip", "install", "--quiet", str(folder / "source")]
        subprocess.run(pip, check=True)
        (folder / "built").touch()
    return python


def time_texts(
    builds: Sequence[Build], wanted: Sequence[str], pages: int, rounds: int
) -> dict[str, list[list[float]]]:
    """Seconds of each build for each text of the groups, which are printed as they come."""
    found: dict[str, list[list[float]]] = {}
    groups = {name: group for name, group in text_groups() if name in wanted}
    if not groups and EXPONENT not in wanted:
        return found
    with ExitStack() as stack:
        workers = [stack.enter_context(Worker(each)) for each in builds]
        print(f"{'group':20} texts" + "".join(f"{way + ' ms':>13}" for way in WAYS) + "   times")
        for name, group in groups.items():
            texts = group.select(pages)
            found[name] = [time_text(text, workers, rounds, group.work) for text in texts]
            if texts:
                print(row(name, found[name], group.wanted), flush=True)
        if EXPONENT in wanted:
            exponents = fit_exponent(lambda text: time_text(text, workers, 1))
            found[EXPONENT] = [exponents]
            print(f"{EXPONENT:26}" + "".join(f"{each:13.2f}" for each in exponents) + " (1.05)")
    return found


def time_text(text: str, workers: Sequence[Worker], rounds: int, work: str = "fix") -> list[float]:
    """Seconds of each worker, the fastest of all rounds; one round more warms up."""
    times = [[worker.time(text, work) for worker in workers] for _ in range(rounds + 1)]
    return [min(own) for own in zip(*times[1:], strict=True)]


def row(name: str, texts: list[list[float]], wanted: Sequence[float]) -> str:
    """A row of the table: medians of the times, and of the ratios to the old ones."""
    times = [1e3 * median(text[way] for text in texts) for way in range(len(WAYS))]
    ratios = [median(text[0] / text[way] for text in texts) for way in range(1, len(WAYS))]
    said = ", ".join(
        f"{way} {ratio:.2f} ({least:g})"
        for way, ratio, least in zip(WAYS[1:], ratios, wanted, strict=True)
    )
    return f"{name:20} {len(texts):5}" + "".join(f"{each:13.1f}" for each in times) + f"   {said}"


def measure_processes(builds: Sequence[Build], wanted: Sequence[str]) -> dict[str, list[float]]:
    """What whole processes take, printed as it comes."""
    found = {}
    for name, (measure, unit, most) in PROCESS_GROUPS.items():
        if name in wanted:
            found[name] = measure(builds)
            cells = "".join(f"{each:10.1f} {unit}" for each in found[name])
            said = f"{found[name][1] / found[name][0]:.2f} of old"
            print(f"{name:26}{cells}   {said} ({most})", flush=True)
    return found


def time_archive(builds: Sequence[Build], pages: int) -> dict[str, float]:
    """Mixed pages by two jobs: how many times as fast, and how busy both workers were."""
    old, new = measure_archive(builds, pages)
    found = {
        "processor": old.used.processor / new.used.processor,
        "wall": old.used.wall / new.used.wall,
        "busy, old": old.busy,
        "busy": new.busy,
    }
    for way, archive in (("old, fix_many", old), ("layoutfix fix", new)):
        print(
            f"{ARCHIVE}: {pages:,} pages by {way}: {archive.used.processor:.1f} s of processors,"
            f" {archive.used.wall:.1f} s; both workers at work {100 * archive.busy:.1f} % of it"
        )
    by_clock = f"{found['wall']:.2f} by the clock"
    print(f"{found['processor']:.2f} times as fast by the processors (9), {by_clock}")
    return found


if __name__ == "__main__":
    sys.exit(main())
