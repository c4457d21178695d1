"""How much faster `layoutfix.fix` is than at another revision: medians of ratios, page by page.

    python bench/against.py c98f5cc
    python bench/against.py c98f5cc --pages 4 --rounds 5 --group 'simple en' --json ratios.json

That revision is built into a virtual environment of its own, which is kept among temporary files.
Both run in turn on each page, warm, each in a process with one thread: first the old one, then this
one compiled, then its twins (LAYOUTFIX_PURE=1), and so on for all rounds. Times are those of the
processor, so that other work on the machine counts little; a page's ratio is that of the fastest
rounds. Pages: of the development pages, RapidOCR's dumps and those of gazettes, where these lie
beside the project, and the fixture articles, in order.

Exit codes: 0 fine, 2 the revision is not there, cannot be built, or has no such pages.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median

import dev_pages
from quality import ROOT, articles

GROUPS = (
    ("simple zh-Hans", "rapidocr"),
    ("typeset zh-Hans", "rapidocr"),
    ("simple en", "rapidocr"),
    ("real-reichsanzeiger de", "rowmajor"),
)
ARTICLES = "articles in order"
WAYS = ("old", "compiled", "pure")
WORKER = """
import json, sys, time
import layoutfix
from layoutfix.pool import use_one_thread
use_one_thread()
for line in sys.stdin:
    text = json.loads(line)
    start = time.process_time()
    layoutfix.fix(text)
    print(time.process_time() - start, flush=True)
"""
"""Reads texts, a line of JSON each, and prints what each took: seconds of the processor."""


class Worker:
    """A process that times `fix`."""

    def __init__(self, python: Path | str, **environment: str) -> None:
        self._process = subprocess.Popen(
            [str(python), "-c", WORKER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **environment},
        )

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()

    def time(self, text: str) -> float:
        """Seconds of the processor for one text."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(text) + "\n")
        self._process.stdin.flush()
        return float(self._process.stdout.readline())


def main() -> int:
    """Print the table; the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("revision", help="what to compare with: any name of a commit")
    parser.add_argument("--group", action="append", help="only this group; may be repeated")
    parser.add_argument("--pages", type=int, default=6, help="of each group")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path, help="write the times of each page here")
    arguments = parser.parse_args()
    try:
        old = build(arguments.revision)
    except subprocess.CalledProcessError as error:
        print(f"{arguments.revision} was not built: {error}", file=sys.stderr)
        return 2
    groups = {n: t for n, t in select_texts(arguments.pages) if n in (arguments.group or [n])}
    if not groups:
        print("There are no such pages.", file=sys.stderr)
        return 2
    found: dict[str, list[list[float]]] = {}
    with ExitStack() as stack:
        workers = [
            stack.enter_context(Worker(old, PYTHONPATH="")),
            stack.enter_context(Worker(sys.executable, LAYOUTFIX_PURE="")),
            stack.enter_context(Worker(sys.executable, LAYOUTFIX_PURE="1")),
        ]
        print(f"{'group':24} pages" + "".join(f"{way + ' ms':>13}" for way in WAYS) + "   times")
        for name, texts in groups.items():
            found[name] = [time_page(text, workers, arguments.rounds) for text in texts]
            print(row(name, found[name]), flush=True)
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


def select_texts(pages: int) -> Iterator[tuple[str, list[str]]]:
    """The groups, and the dumps of each: at most so many pages, spread over the group."""
    if dev_pages.DEV.is_dir():
        for name, engine in GROUPS:
            tasks = dev_pages.select_tasks(
                name, engine, sees_page=False, limit=None, folder=dev_pages.DEV
            )
            chosen = tasks[:: max(len(tasks) // pages, 1)][:pages]
            dumps = [dev_pages.dump_of(dev_pages.read_page(path), e) for path, e in chosen]
            if dumps:
                yield name, dumps
    paths = articles()
    chosen_paths = paths[:: max(len(paths) // pages, 1)][:pages]
    yield ARTICLES, [path.read_text(encoding="utf-8") for path in chosen_paths]


def time_page(text: str, workers: list[Worker], rounds: int) -> list[float]:
    """Seconds of each worker, the fastest of all rounds; one round more warms up."""
    times = [[worker.time(text) for worker in workers] for _ in range(rounds + 1)]
    return [min(own) for own in zip(*times[1:], strict=True)]


def row(name: str, pages: list[list[float]]) -> str:
    """A row of the table: medians of the times, and of the ratios to the old ones."""
    times = [1e3 * median(page[way] for page in pages) for way in range(len(WAYS))]
    ratios = [median(page[0] / page[way] for page in pages) for way in range(1, len(WAYS))]
    said = ", ".join(f"{way} {ratio:.2f}" for way, ratio in zip(WAYS[1:], ratios, strict=True))
    return f"{name:24} {len(pages):5}" + "".join(f"{each:13.1f}" for each in times) + f"   {said}"


if __name__ == "__main__":
    sys.exit(main())
