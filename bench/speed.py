"""Times `layoutfix.fix` on pages of 50 to 5,000 lines, warm, on one core; start-up; peak memory.

python bench/speed.py
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

ROOT = Path(__file__).resolve().parent.parent
SIZES = (50, 100, 200, 400, 1000, 5000)


def main() -> None:
    """Print the table."""
    lines = (ROOT / "fixtures" / "dumps" / "zh-two-columns.txt").read_text("utf-8").splitlines()
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
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of this run {peak:.0f} MB")
    for name, command in (
        ("import layoutfix", [sys.executable, "-c", "import layoutfix"]),
        ("one page from a cold start", [sys.executable, "-m", "layoutfix", "fix", "-q", "-o",
         "/dev/null", "--force", str(ROOT / "fixtures" / "dumps" / "zh-two-columns.txt")]),
    ):  # fmt: skip
        runs = []
        for _ in range(5):
            start = time.perf_counter()
            subprocess.run(command, check=False, capture_output=True)
            runs.append(time.perf_counter() - start)
        print(f"{name}: {np.median(runs):.2f} s")


if __name__ == "__main__":
    main()
