"""`layoutfix batch` killed with SIGKILL at random moments: what comes out in the end is compared.

python bench/batch_kill.py [--kills 20] [--pages 600] [--jobs 2] [--kind parquet] [--seed N]

Pages are drawn from the fixture dumps. An unbroken run is timed; then runs are killed, each after a
time drawn from what a run needs, and the last one is left to end. Every file of the output but the
report, which has the time of the last run, must be the same.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import zstandard

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Kill runs, compare, print; exit code 1 where something differs."""
    options = _read_options()
    dice = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = _write_pages(folder, options.pages, options.kind, dice)
        command = [
            *(sys.executable, "-m", "layoutfix", "batch", str(source), "--quiet"),
            *("--shard-size", str(options.shard_size), "--jobs", str(options.jobs)),
        ]
        first, took = _time([*command, "-o", str(folder / "whole")], folder / "whole")
        print(
            f"unbroken run of {options.pages} pages: {took:.0f} s, first shard after {first:.0f} s"
        )
        out = folder / "out"
        for k in range(options.kills):
            _kill_one(
                [*command, "-o", str(out)], dice.uniform(0.0, 2.0) * (first + took / options.kills)
            )
            print(f"kill {k + 1}: {len([*out.glob('done/*')])} shards done", flush=True)
        subprocess.run([*command, "-o", str(out)], check=True)
        ours, theirs = _tree(out), _tree(folder / "whole")
        odd = sorted(n for n in {*ours, *theirs} if ours.get(n) != theirs.get(n))
        print(f"{len(theirs)} files compared, {len(odd)} differ {odd[:5]}")
        sys.exit(bool(odd))


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--pages", type=int, default=600)
    parser.add_argument("--shard-size", type=int, default=20)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--kind", choices=("jsonl", "jsonl.zst", "parquet"), default="jsonl.zst")
    parser.add_argument("--seed", type=int, default=37)
    return parser.parse_args()


def _write_pages(folder: Path, count: int, kind: str, dice: random.Random) -> Path:
    dumps = [p.read_text(encoding="utf-8") for p in sorted((ROOT / "fixtures/dumps").glob("*.txt"))]
    pages = []
    for _ in range(count):
        lines = dice.choice(dumps).splitlines()
        at = dice.randrange(max(1, len(lines) - 20))
        pages.append("\n".join(lines[at : at + 20]) + "\n")
    target = folder / f"pages.{kind}"
    if kind == "parquet":
        pq.write_table(pa.table({"text": pages}), target, row_group_size=70)
        return target
    data = "".join(json.dumps({"text": p}, ensure_ascii=False) + "\n" for p in pages).encode()
    if kind.endswith("zst"):
        data = zstandard.ZstdCompressor().compress(data)
    target.write_bytes(data)
    return target


def _time(command: list[str], out: Path) -> tuple[float, float]:
    """Seconds until the first shard is done, and until all are."""
    begun, first = time.monotonic(), 0.0
    with subprocess.Popen(command) as process:
        while process.poll() is None:
            time.sleep(0.1)
            if not first and any(out.glob("done/*")):
                first = time.monotonic() - begun
    if process.returncode:
        sys.exit(f"exit code {process.returncode}")
    return first, time.monotonic() - begun


def _kill_one(command: list[str], after: float) -> None:
    with subprocess.Popen(command) as process:
        try:
            process.wait(timeout=after)
        except subprocess.TimeoutExpired:
            process.kill()


def _tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith("report")
    }


if __name__ == "__main__":
    main()
