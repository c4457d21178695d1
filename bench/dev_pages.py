"""Runs `layoutfix.fix` over the dev pages of ../shared/bench: a table by group and engine.

    python bench/dev_pages.py --group simple --engine rapidocr
    python bench/dev_pages.py --sees-page --intervals --json bench/results/local-dev.json

The pages lie outside the project; LAYOUTFIX_SHARED names their folder where it is not ../shared.
`--pages DIR` takes those of another folder (tools/factory makes some, docs/factory.md); the scorer
is that of the development pages.
Columns of the table (means over pages; `score.py` beside the pages defines the measures exactly):

    J, NED, para, words, aside   of the repaired text
    cJ, cNED                     the ceiling: the dump's own characters in the true order
    dJ, dNED                     the dump as it is
    harm                         J after - J before, on the worst page (0 or more is good)
    lost, added                  worst page, as shares of the dump
    ms                           mean wall time of one `fix` call, warm

Rows whose engine starts with `see:` (with --sees-page) are texts of engines that saw the page: in
order already, or nearly, so they show harm; no ceiling is computed for them. A page on which `fix`
raises is scored as if left alone and named below the table. Ceilings and scores of the dump are
slow and never change, so they are kept in a cache in the folder for temporary files.

Exit codes: 0 fine, 1 `fix` raised on some page, 2 the pages are not there or none is selected.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import multiprocessing
import os
import re
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

import layoutfix  # here, so that a broken import ends the run before the pool
from layoutfix.pool import use_one_thread

use_one_thread()  # in the workers, too: they must not fight over cores

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("LAYOUTFIX_SHARED", ROOT.parent / "shared"))
DEV = SHARED / "bench" / "dev"
CACHE = Path(tempfile.gettempdir()) / f"layoutfix-bench-{os.getuid()}"
SEES = "see:"
MEASURES = ("J", "ned", "para", "words", "aside")
HEADER = (
    *("group", "engine", "n", "J", "NED", "para", "words", "aside"),
    *("cJ", "cNED", "dJ", "dNED", "harm", "lost", "added", "ms"),
)
RESAMPLES = 2000

Row = dict[str, Any]
Task = tuple[str, str]  # path of the page, engine


def load_scorer() -> Any:
    """The module score.py of the shared bench, loaded from its file."""
    spec = importlib.util.spec_from_file_location("shared_score", SHARED / "bench" / "score.py")
    if spec is None or spec.loader is None:
        raise ImportError(f"cannot load {SHARED / 'bench' / 'score.py'}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_page(path: str) -> dict[str, Any]:
    """One page as it lies in the folder."""
    page: dict[str, Any] = json.loads(Path(path).read_text(encoding="utf-8"))
    return page


def dump_of(page: dict[str, Any], engine: str) -> str:
    """The text that an engine gave for a page; `see:tess3` and the like for those that saw it."""
    if engine.startswith(SEES):
        return str(page["sees_page"][engine.removeprefix(SEES)])
    return str(page["dumps"][engine])


def select_tasks(
    group: str, engine: str, *, sees_page: bool, limit: int | None, folder: Path = DEV
) -> list[Task]:
    """The (page, engine) pairs to run: the regexes search in "group language id" and in the engine.

    `limit` counts pages of each group and language. Long pages come first, to share work evenly.
    """
    taken: dict[str, int] = defaultdict(int)
    found: list[tuple[int, Task]] = []
    for path in sorted(folder.glob("*.json")):
        page = read_page(str(path))
        label = label_of(page)
        if not re.search(group, f"{label} {page['id']}"):
            continue
        if limit is not None and taken[label] >= limit:
            continue
        taken[label] += 1
        engines = list(page["dumps"])
        if sees_page:
            engines += [SEES + name for name in page.get("sees_page", {})]
        wanted = [name for name in engines if re.search(engine, name)]
        found.extend((len(dump_of(page, name)), (str(path), name)) for name in wanted)
    return [task for _, task in sorted(found, key=lambda f: (-f[0], f[1]))]


def label_of(page: dict[str, Any]) -> str:
    """Group and language of a page: the rows of the table."""
    return f"{page['group']} {page['lang']}"


def baseline(score: Any, page: dict[str, Any], engine: str) -> dict[str, Any]:
    """Scores of the dump as it is and of its ceiling, from the cache or computed into it."""
    dump = dump_of(page, engine)
    key = hashlib.sha256(Path(score.__file__).read_bytes())
    key.update(json.dumps([page["lines"], dump], sort_keys=True).encode())
    path = CACHE / f"{key.hexdigest()[:32]}.json"
    if path.exists():
        known: dict[str, Any] = json.loads(path.read_text())
        return known
    made: dict[str, Any] = {"dump": score.score(dump, page["lines"], dump), "ceiling": None}
    if not engine.startswith(SEES):
        best = score.oracle(page["lines"], dump)
        made["ceiling"] = score.score(best, page["lines"], dump)
    CACHE.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(f".{os.getpid()}")
    partial.write_text(json.dumps(made))
    partial.replace(path)
    return made


_WORKER: dict[str, Any] = {}


def start_worker(save: str | None, fix: Callable[[str], layoutfix.Result] = layoutfix.fix) -> None:
    """Loads what each process needs once; `fix` is what is measured."""
    _WORKER.update(score=load_scorer(), fix=fix, save=save, warm=set())


def run_task(task: Task) -> Row:
    """Repairs and scores one dump."""
    path, engine = task
    page = read_page(path)
    dump = dump_of(page, engine)
    score = _WORKER["score"]
    if page["lang"] not in _WORKER["warm"]:  # the first call loads the language's model
        _WORKER["warm"].add(page["lang"])
        attempt(dump)
    output, error, ms = attempt(dump)
    if _WORKER["save"]:
        folder = Path(_WORKER["save"])
        folder.mkdir(parents=True, exist_ok=True)
        name = f"{page['id']}.{engine.replace(':', '-')}.txt"
        (folder / name).write_text(output, encoding="utf-8")
    base = baseline(score, page, engine)
    return {
        "id": page["id"],
        "label": label_of(page),
        "engine": engine,
        "chars": len(dump),
        "result": score.score(output, page["lines"], dump),
        "ms": ms,
        "error": error,
        **base,
    }


def attempt(dump: str) -> tuple[str, str | None, float]:
    """Output of `fix`, what it raised (then the output is the dump), milliseconds."""
    start = time.perf_counter()
    error = None
    try:
        output = _WORKER["fix"](dump).text
    except Exception as problem:  # a bench goes on and reports
        output, error = dump, f"{type(problem).__name__}: {problem}"
    return output, error, (time.perf_counter() - start) * 1000


def run_all(
    tasks: Sequence[Task], jobs: int, save: str | None, run: Callable[[Task], Row] = run_task
) -> list[Row]:
    """All rows, ordered by group, engine and page; progress on stderr when it is a terminal."""
    rows: list[Row] = []

    def take(done: Iterable[Row]) -> None:
        for row in done:
            rows.append(row)
            if sys.stderr.isatty():
                print(f"\r{len(rows)}/{len(tasks)}", end="", file=sys.stderr, flush=True)

    if jobs == 1:
        start_worker(save)
        take(map(run, tasks))
    else:
        with multiprocessing.Pool(jobs, start_worker, (save,)) as pool:
            take(pool.imap_unordered(run, tasks))
    if sys.stderr.isatty():
        print("\r" + " " * 20 + "\r", end="", file=sys.stderr)
    return sorted(
        rows, key=lambda r: (r["label"], r["engine"].startswith(SEES), r["engine"], r["id"])
    )


def mean(values: Iterable[float | None]) -> float | None:
    """Mean of what is known, or None."""
    known = [v for v in values if v is not None]
    return sum(known) / len(known) if known else None


def interval(values: Iterable[float | None]) -> tuple[float, float] | None:
    """95 % bootstrap interval of the mean over pages (2,000 resamples, fixed seed)."""
    known = np.array([v for v in values if v is not None])
    if len(known) < 2:
        return None
    rng = np.random.default_rng(0)
    means = known[rng.integers(0, len(known), (RESAMPLES, len(known)))].mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)


def harm_of(row: Row) -> float:
    """J after - J before."""
    return float(row["result"]["J"] - row["dump"]["J"])


def summarise(label: str, engine: str, rows: list[Row]) -> dict[str, Any]:
    """What the table says of one group and engine."""
    summary: dict[str, Any] = {"group": label, "engine": engine, "pages": len(rows)}
    for name in MEASURES:
        values = [r["result"][name] for r in rows]
        summary[name] = mean(values)
        summary[f"{name}_interval"] = interval(values)
    for name in ("J", "ned"):
        summary[f"ceiling_{name}"] = mean(r["ceiling"] and r["ceiling"][name] for r in rows)
        summary[f"dump_{name}"] = mean(r["dump"][name] for r in rows)
    worst = min(rows, key=harm_of)
    summary["harm"], summary["harm_page"] = harm_of(worst), worst["id"]
    summary["lost"] = max(r["result"]["lost"] for r in rows)
    summary["added"] = max(r["result"]["added"] for r in rows)
    summary["ms"] = mean(r["ms"] for r in rows)
    return summary


def summaries_of(rows: list[Row]) -> list[dict[str, Any]]:
    """One summary a group and engine, in the order of the rows."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((row["label"], row["engine"]), []).append(row)
    return [summarise(label, engine, members) for (label, engine), members in groups.items()]


def number(value: float | None, digits: int = 3) -> str:
    """A number for the table; `-` where there is none."""
    return "-" if value is None else f"{value:.{digits}f}"


def table_lines(summaries: list[dict[str, Any]], *, intervals: bool) -> Iterator[str]:
    """The table as aligned text; with intervals, a second line under each row."""
    cells: list[tuple[str, ...]] = [HEADER]
    for s in summaries:
        cells.append(
            (
                *(s["group"], s["engine"], str(s["pages"])),
                *(number(s[name]) for name in MEASURES),
                *(number(s["ceiling_J"]), number(s["ceiling_ned"])),
                *(number(s["dump_J"]), number(s["dump_ned"])),
                *(number(s["harm"]), number(s["lost"], 4), number(s["added"], 4)),
                number(s["ms"], 0),
            )
        )
        if intervals:
            pairs = (s[f"{name}_interval"] for name in MEASURES)
            spans = ["" if p is None else f"{p[0]:.2f}-{p[1]:.2f}" for p in pairs]
            cells.append(("", "", "", *spans, *[""] * 8))
    widths = [max(len(row[k]) for row in cells) for k in range(len(HEADER))]
    for row in cells:
        left = [c.ljust(w) for c, w in zip(row[:2], widths[:2], strict=True)]
        right = [c.rjust(w) for c, w in zip(row[2:], widths[2:], strict=True)]
        yield "  ".join(left + right).rstrip()


def worst_lines(rows: list[Row], count: int) -> Iterator[str]:
    """The pages furthest below their ceiling in J + NED, by group and engine."""
    groups: dict[tuple[str, str], list[tuple[float, Row]]] = {}
    for row in rows:
        goal = row["ceiling"] or row["dump"]
        below = goal["J"] + goal["ned"] - row["result"]["J"] - row["result"]["ned"]
        groups.setdefault((row["label"], row["engine"]), []).append((below, row))
    for (label, engine), members in groups.items():
        yield f"worst of {label} {engine}:"
        for _, r in sorted(members, key=lambda m: (-m[0], m[1]["id"]))[:count]:
            got, goal = r["result"], r["ceiling"] or r["dump"]
            yield (
                f"  {r['id']:24} J {got['J']:.3f} of {goal['J']:.3f}"
                f"  NED {got['ned']:.3f} of {goal['ned']:.3f}  {r['ms']:.0f} ms"
            )


def parse_arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--group", default="", metavar="REGEX", help='in "group language id"')
    parser.add_argument("--engine", default="", metavar="REGEX")
    parser.add_argument("--pages", type=Path, default=DEV, metavar="DIR", help="folder of pages")
    parser.add_argument("--limit", type=int, metavar="N", help="pages of each group and language")
    parser.add_argument("--jobs", type=int, default=2, metavar="N")
    parser.add_argument(
        "--sees-page", action="store_true", help="texts of engines that saw the page"
    )
    parser.add_argument("--intervals", action="store_true", help="95 %% bootstrap intervals")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="list the N worst pages")
    parser.add_argument("--save", metavar="DIR", help="write each repaired text there")
    parser.add_argument("--json", type=Path, metavar="OUT", help="summaries and all rows")
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the bench; see the module's docstring for the exit codes."""
    options = parse_arguments(argv)
    needed = options.pages, SHARED / "bench" / "score.py"
    if missing := [str(path) for path in needed if not path.exists()]:
        print(f"{missing[0]} is not there: set LAYOUTFIX_SHARED.", file=sys.stderr)
        return 2
    tasks = select_tasks(
        options.group,
        options.engine,
        sees_page=options.sees_page,
        limit=options.limit,
        folder=options.pages,
    )
    if not tasks:
        print("No page matches --group and --engine.", file=sys.stderr)
        return 2
    rows = run_all(tasks, max(1, options.jobs), options.save)
    summaries = summaries_of(rows)
    print("\n".join(table_lines(summaries, intervals=options.intervals)))
    if options.worst:
        print("\n".join(worst_lines(rows, options.worst)))
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        report = {"summaries": summaries, "pages": rows}
        options.json.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n")
    failed = [r for r in rows if r["error"]]
    for r in failed:
        print(f"fix raised on {r['id']} {r['engine']}: {r['error']}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
