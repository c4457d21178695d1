"""Makes pages: `python -m tools.factory --corpora ../shared/corpora --pages 1500`.

Exit codes: 0 all pages are there, 1 some could not be made, 2 something is missing.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from .engines import check
from .errors import MissingError
from .languages import LANGUAGES
from .record import manifest, numbers_there, write_whole
from .schedule import PARTS, Slot, slots

_WORKER: dict[str, Any] = {}


def default_out() -> Path:
    """Where pages are kept: $LAYOUTFIX_FACTORY, or a folder of the user's cache."""
    named = os.environ.get("LAYOUTFIX_FACTORY")
    return Path(named) if named else Path.home() / ".cache" / "layoutfix" / "factory"


def wanted(
    count: int, language: str | None = None, part: str | None = None, done: Iterable[int] = ()
) -> list[Slot]:
    """The pages that are to be made, of the first `count`, less those that are there."""
    there = set(done)
    return [
        slot
        for slot in slots(count)
        if slot.number not in there
        and language in {None, slot.language}
        and part in {None, slot.part}
    ]


def _start(corpora: Path, out: Path, seed: int) -> None:
    from .work import Factory  # noqa: PLC0415 - needs what `check` looks for

    _WORKER["factory"] = Factory(corpora, out, seed)


def _run(slot: Slot) -> tuple[Slot, str, str | None]:
    try:
        return slot, _WORKER["factory"].make(slot), None
    except Exception as problem:  # one page; the run goes on
        return slot, "", f"{type(problem).__name__}: {str(problem)[:300]}"


def _made(todo: Sequence[Slot], options: argparse.Namespace) -> Iterator[Any]:
    arguments = (options.corpora.resolve(), options.out, options.seed)
    if options.jobs == 1:
        _start(*arguments)
        try:
            yield from map(_run, todo)
        finally:
            _WORKER["factory"].close()
    else:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # ends the processes, too
        context = multiprocessing.get_context("spawn")
        with context.Pool(options.jobs, _start, arguments) as pool:
            yield from pool.imap_unordered(_run, todo)


def _progress(done: int, total: int, start: float, name: str) -> None:
    rate = (time.perf_counter() - start) / done
    left = rate * (total - done) / 60
    print(f"{done}/{total}  {rate:.1f} s a page  {left:.0f} min left  {name}", flush=True)


def parse_arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.factory", description=(__doc__ or "").split("\n", maxsplit=1)[0]
    )
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"), metavar="DIR")
    parser.add_argument("--out", type=Path, default=default_out(), metavar="DIR")
    parser.add_argument("--pages", type=int, default=1500, metavar="N")
    parser.add_argument("--jobs", type=int, default=1, metavar="N")
    parser.add_argument("--language", choices=list(LANGUAGES))
    parser.add_argument("--part", choices=list(PARTS))
    parser.add_argument("--seed", type=int, default=0, metavar="N")
    parser.add_argument("--list", action="store_true", help="say what is there, make nothing")
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Makes the pages that are not there yet."""
    options = parse_arguments(argv)
    if options.list:
        print(json.dumps(manifest(options.out), ensure_ascii=False, indent=1))
        return 0
    try:
        check(options.corpora)
    except MissingError as problem:
        print(problem, file=sys.stderr)
        return 2
    done = numbers_there(options.out, options.seed)
    todo = wanted(options.pages, options.language, options.part, done)
    start = time.perf_counter()
    failed = 0
    for number, (slot, name, reason) in enumerate(_made(todo, options), 1):
        if reason:
            failed += 1
            print(f"page {slot.number} ({slot.language}, {slot.part}): {reason}", flush=True)
        _progress(number, len(todo), start, name)
    text = json.dumps(manifest(options.out), ensure_ascii=False, indent=1)
    write_whole(options.out / "manifest.json", (text + "\n").encode("utf-8"))
    return 1 if failed else 0
