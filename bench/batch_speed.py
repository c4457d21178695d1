"""`layoutfix batch` beside `fix` in one process: CPU seconds a page, in alternation; peak memory.

python bench/batch_speed.py [--pages 400] [--rounds 3] [--jobs 2] [--ray] [--memory MB]

Pages are drawn from the fixture dumps, 20 to 60 lines each. Seconds are user and system time of a
process and of all that it started, so that other work on the machine counts little. `--ray` adds
`batch --ray local`; Ray's daemons and actors are no children of it: they are found by a mark in
their environment, and their time is read from /proc every fifth of a second (Linux).

`--memory MB` measures no time, but the peak memory of a process over a file of JSON lines of so
many megabytes, most of which are a column that is carried along.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FIX = """
import json, sys
from layoutfix import fix
from layoutfix.pool import use_one_thread
use_one_thread()
with open(sys.argv[1], encoding="utf-8") as lines, open(sys.argv[2], "w", encoding="utf-8") as out:
    for line in lines:
        row = json.loads(line)
        result = fix(row["text"])
        row["text"] = result.text
        out.write(json.dumps(row, ensure_ascii=False) + "\\n")
"""
SAMPLE_SECONDS = 0.2
START_PAGES = 8
"""Of a run whose time is that of starting, of all models being loaded."""
CARRIED_CHARACTERS = 400_000
"""Of a record whose memory is measured: few pages, so that it takes minutes, not hours."""


def main() -> None:
    """Print a line for each run, then the medians."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--ray", action="store_true")
    parser.add_argument("--memory", type=int, metavar="MB")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if options.memory:
            measure_memory(folder, options.memory, options.jobs)
        else:
            measure_speed(folder, options)


def measure_speed(folder: Path, options: argparse.Namespace) -> None:
    """Print CPU seconds of each way, round by round; pages a second with start-up and without."""
    names = ("fix", "batch", "ray") if options.ray else ("fix", "batch")
    whole: dict[str, list[float]] = {name: [] for name in names}
    start: dict[str, list[float]] = {name: [] for name in names}
    for k in range(options.rounds):
        for name in names:
            for found, pages in ((start, START_PAGES), (whole, options.pages)):
                run = _run_marked if name == "ray" else _run
                used, peak = run(_command(name, folder, pages, options.jobs))
                found[name].append(used)
                print(
                    f"round {k + 1} {name:5} {pages:5} pages {used:7.1f} s CPU, peak {peak:.0f} MB",
                    flush=True,
                )
    rates = {}
    for name in names:
        seconds, idle = statistics.median(whole[name]), statistics.median(start[name])
        rates[name] = (
            options.pages / seconds,
            (options.pages - START_PAGES) / (seconds - idle),
        )
        ratio, marginal = (r / f for r, f in zip(rates[name], rates["fix"], strict=True))
        print(
            f"{name:5} {rates[name][0]:6.2f} pages a CPU second, {ratio:.3f} of fix; start-up"
            f" ({idle:.1f} s) apart {rates[name][1]:6.2f}, {marginal:.3f} of fix"
        )


def _command(name: str, folder: Path, pages: int, jobs: int) -> list[str]:
    """The command of a way over so many pages, with nothing left of the last one."""
    source, out = folder / f"{pages}.jsonl", folder / "out"
    shutil.rmtree(out, ignore_errors=True)
    if not source.exists():
        source.write_text("".join(_pages(pages)), encoding="utf-8")
    if name == "fix":
        return [sys.executable, "-c", FIX, str(source), str(folder / "fixed.jsonl")]
    batch = ["-m", "layoutfix", "batch", str(source), "-o", str(out), "--jobs", str(jobs)]
    ray = ["--ray", "local", "--shard-size", "50"] if name == "ray" else []
    return [sys.executable, *batch, "--quiet", *ray]


def measure_memory(folder: Path, megabytes: int, jobs: int) -> None:
    """Print the peak of the largest process, over a small file and over one of so many MB."""
    for size in (1, megabytes):
        source, out = folder / "big.jsonl", folder / "out"
        shutil.rmtree(out, ignore_errors=True)
        with source.open("w", encoding="utf-8") as file:
            for k in range(size * 1_000_000 // CARRIED_CHARACTERS):
                row = {
                    "text": f"Page {k}.\n\nIt was a quiet day.\n",
                    "scan": "x" * (CARRIED_CHARACTERS - 60),
                }
                file.write(json.dumps(row) + "\n")
        command = [sys.executable, "-m", "layoutfix", "batch", str(source), "-o", str(out)]
        _, peak = _run([*command, "--quiet", "--language", "und", "--jobs", str(jobs)])
        print(f"{source.stat().st_size / 1e6:.0f} MB of JSON lines: peak {peak:.0f} MB", flush=True)


def _pages(count: int) -> Iterator[str]:
    dice = random.Random(37)
    dumps = [p.read_text(encoding="utf-8") for p in sorted((ROOT / "fixtures/dumps").glob("*.txt"))]
    for _ in range(count):
        lines = dice.choice(dumps).splitlines()
        size = dice.randint(20, 60)
        at = dice.randrange(max(1, len(lines) - size))
        text = "\n".join(lines[at : at + size]) + "\n"
        yield json.dumps({"text": text}, ensure_ascii=False) + "\n"


def _run(command: list[str]) -> tuple[float, float]:
    """CPU seconds of a process and of all that it started; MB of the largest of them."""
    process = subprocess.Popen(command)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"exit status {status}: {command}")
    megabytes = used.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    return used.ru_utime + used.ru_stime, megabytes


def _run_marked(command: list[str]) -> tuple[float, float]:
    """The same, of all processes that have a mark of ours in their environment."""
    mark = f"LAYOUTFIX_BENCH_MARK={os.getpid()}.{random.random()}"
    name, _, value = mark.partition("=")
    ticks: dict[str, int] = {}
    peak = 0.0
    with subprocess.Popen(command, env={**os.environ, name: value}) as process:
        while process.poll() is None:
            for path in Path("/proc").glob("[0-9]*"):
                try:
                    if mark.encode() in (path / "environ").read_bytes():
                        fields = (path / "stat").read_text().rpartition(")")[2].split()
                        ticks[path.name] = int(fields[11]) + int(fields[12])
                        peak = max(peak, _peak_of(path))
                except OSError:
                    continue
            time.sleep(SAMPLE_SECONDS)
    if process.returncode:
        sys.exit(f"exit code {process.returncode}: {command}")
    return sum(ticks.values()) / os.sysconf("SC_CLK_TCK"), peak


def _peak_of(path: Path) -> float:
    """MB of a process at its largest."""
    for line in (path / "status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    main()
