"""What a run leaves to be read: `report.json`, a short text of it, all that failed in one file."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from layoutfix.batch.folder import Folder, open_whole, write_atomically
from layoutfix.batch.plan import FORMAT, Part, Plan
from layoutfix.batch.tally import BINS, add_up
from layoutfix.batch.timing import Pace, describe_seconds

SHOWN = 10
"""Pages to review that the text names; report.json has more."""
_BAR = 40


def write_report(plan: Plan, folder: Folder, part: Part, pace: Pace) -> dict[str, Any]:
    """Write the report of a part, or of the whole once every shard is done; give it back.

    All of it but `run`, the pace of this one run, is the same however often the run was ended.
    Raises InputError where it cannot be written.
    """
    is_whole = all(folder.done(k).exists() for k in range(plan.shards))
    shards = range(plan.shards) if is_whole else part.shards(plan.shards)
    name = "report" if is_whole else f"report.{part.number}-of-{part.of}"
    tally = add_up(folder.read_json(folder.done(k)) for k in shards)
    report = {
        "format": FORMAT,
        "output": str(folder.root),
        "kind": plan.kind,
        "shards": [shards.start, shards.stop],
        **tally.to_dict(),
        "run": pace.to_dict(),
    }
    if is_whole:
        _gather_quarantine(plan, folder)
    text = json.dumps(report, ensure_ascii=False, indent=1) + "\n"
    write_atomically(folder.root / f"{name}.json", text.encode(errors="backslashreplace"))
    said = "\n".join(describe(report)) + "\n"
    write_atomically(folder.root / f"{name}.txt", said.encode(errors="backslashreplace"))
    return report


def _gather_quarantine(plan: Plan, folder: Folder) -> None:
    with open_whole(folder.root / "quarantine.jsonl") as file:
        for path in _quarantines(plan, folder):
            with path.open("rb") as part:
                shutil.copyfileobj(part, file)


def _quarantines(plan: Plan, folder: Folder) -> Iterator[Path]:
    paths = (folder.quarantine(k) for k in range(plan.shards))
    return (path for path in paths if path.exists())


def describe(report: dict[str, Any]) -> Iterator[str]:
    """The lines of the text."""
    pages = report["pages"]
    yield f"{pages:,} pages, {report['changed']:,} changed, {report['failed']:,} failed"
    yield f"{report['characters_in']:,} characters in, {report['characters_out']:,} out"
    yield ""
    yield "by verdict"
    for verdict, count in sorted(report["verdicts"].items(), key=lambda item: -item[1]):
        yield f"  {count:>12,}  {100 * count / pages:5.1f} %  {verdict}"
    yield ""
    yield "by confidence, mean of the joints of a page"
    yield from _draw_histogram(report["histogram"])
    yield ""
    if report["worst"]:
        yield "to review first (all of them in report.json)"
        for page in report["worst"][:SHOWN]:
            where = f"shard {page['shard']}, row {page['row']}"
            yield f"  {page['id']}  ({where}; {page['doubtful']} doubtful joints)"
        yield ""
    run = report["run"]
    took = describe_seconds(run["seconds"])
    yield f"last run: {run['pages']:,} pages in {took}, {run['pages_per_second']:.1f} pages/s"


def _draw_histogram(histogram: list[int]) -> Iterator[str]:
    most = max(histogram) or 1
    first = next((k for k, count in enumerate(histogram) if count), BINS)
    for k in range(first, BINS):
        bar = "#" * -(-_BAR * histogram[k] // most)
        yield f"  {k / BINS:.2f}  {histogram[k]:>12,}  {bar}".rstrip()
