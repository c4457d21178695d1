"""Times `layoutfix.fix` on pages of 50 to 5,000 lines, warm, on one core; start-up; peak memory.

python bench/speed.py

Two columns that were read across, and articles in order.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from pathlib import Path

for _threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")  # before numpy: the time of two cores is counted twice

import numpy as np  # noqa: E402  # after the thread limits

import layoutfix  # noqa: E402
from layoutfix import synthesis  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
DUMP = ROOT / "fixtures" / "dumps" / "zh-lines-in-turn.txt"
SIZES = (50, 100, 200, 400, 1000, 5000)


def main() -> None:
    """Print the tables."""
    time_sizes(DUMP.read_text("utf-8").splitlines())
    time_articles()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of this run {peak:.0f} MB")
    time_start_up()


def time_articles() -> None:
    """Print how long the fixture articles take, each set in one column and in order."""
    times, lines = [], 0
    for path in sorted((ROOT / "fixtures" / "articles").glob("*-*.txt")):
        rng = np.random.default_rng(0)
        style = synthesis.PageStyle(columns=(1,), across=False)
        page = synthesis.set_page([synthesis.read_article(path)], style, rng)
        dump = synthesis.scramble(page, synthesis.Damage(layout="columns"), rng).dump
        layoutfix.fix(dump)
        start = time.process_time()
        layoutfix.fix(dump)
        times.append(time.process_time() - start)
        lines += dump.count("\n")
    mean, median = 1e3 * float(np.mean(times)), 1e3 * float(np.median(times))
    print(
        f"{len(times)} articles in order, {lines / len(times):.0f} lines each: {mean:.1f} ms in the"
        f" mean, median {median:.1f}, {1e3 * sum(times) / lines:.2f} a line"
    )


def time_sizes(lines: list[str]) -> None:
    """Print how long the lines take, repeated to each length."""
    sizes, times = [], []
    for size in SIZES:
        dump = "\n".join((lines * (size // len(lines) + 1))[:size])
        layoutfix.fix(dump)
        runs = []
        for _ in range(5 if size <= 1000 else 1):
            start = time.process_time()
            layoutfix.fix(dump)
            runs.append(time.process_time() - start)
        sizes.append(size)
        times.append(float(np.median(runs)))
        print(f"{size:6} lines  {1e3 * times[-1]:8.1f} ms  {size / times[-1]:8.0f} lines/s")
    exponent = np.polyfit(np.log(sizes), np.log(times), 1)[0]
    print(f"time grows as lines^{exponent:.2f}")


def time_start_up() -> None:
    """Print how long new processes take."""
    for name, command in (
        ("import layoutfix", [sys.executable, "-c", "import layoutfix"]),
        ("one page from a cold start", [sys.executable, "-m", "layoutfix", "fix", "-q", "-o",
         "/dev/null", "--force", str(DUMP)]),
    ):  # fmt: skip
        runs = []
        for _ in range(5):
            start = time.perf_counter()
            subprocess.run(command, check=False, capture_output=True)
            runs.append(time.perf_counter() - start)
        print(f"{name}: {np.median(runs):.2f} s")


if __name__ == "__main__":
    main()
