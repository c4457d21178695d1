"""What opening the gate brings, dump by dump: readings that tools/fit_gate.py learns from.

    python bench/gate.py --pages ~/.cache/layoutfix/factory/pages --json readings.json --jobs 2

Every dump of the part is put into the order that the engine finds, whatever the gate says. Told of
each: the gate's reading, the share of joints that the order parts, whether all else that the gate
asks but `mended` is fulfilled, and what J and NED of the fragments gain over the dump's own order.
Printed: by that share and by `mended` the mean gain, and how many dumps lose NED.

Exit codes: 0 fine, 2 the pages are not there or none is selected.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import re
import sys
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

import dev_pages
from factory_pages import default_pages
from layoutfix import Config
from layoutfix.engine import read_dump
from layoutfix.ordering.gate import judge_order
from layoutfix.script import Script

ENGINES = "pdfminer|poppler|mupdf|tess|rapidocr"
"""Engines that print pages in order, or nearly, besides scrambled ones."""
LOST = -0.03
"""NED from which a dump counts as harmed."""
SHARES, MENDED = (0.1, 0.2, 0.35, 0.6), (-0.5, 0.0, 0.5, 1.0, 1.5)
"""Borders of the cells of the printed table."""

Row = dict[str, Any]


def read_gate(task: dev_pages.Task) -> Row | None:
    """The reading of one dump; None where no other order than its own is found."""
    path, engine = task
    page = dev_pages.read_page(path)
    dump = dev_pages.dump_of(page, engine)
    found = read_dump(dump, Config(layout="columns"))
    if found is None or found.sheet.model is None:
        return None
    order = [i for i in found.order if not found.asides[i]]
    weights = replace(found.sheet.weights.gate, least_mended=-np.inf, kept_mended=-np.inf)
    reading = judge_order(order, found.links, weights)
    if not reading.changed_joints:
        return None
    space = "" if found.links.script is Script.CJK else " "
    texts = [f.text for f in found.page.fragments]
    score = dev_pages.load_scorer().score
    new, old = (
        score(space.join(texts[i] for i in ids), page["lines"], dump)
        for ids in (order, sorted(order))
    )
    return {
        "document": page["id"],
        "engine": engine,
        "share": round(reading.changed_joints / (len(order) - 1), 4),
        "mended": round(reading.mended, 4),
        "opens": reading.opens,
        "J": round(new["J"] - old["J"], 4),
        "ned": round(new["ned"] - old["ned"], 4),
    }


def table(rows: list[Row]) -> str:
    """By share of joints that are parted and by `mended`: dumps, mean gains, dumps that lose."""
    cells = defaultdict[tuple[int, int], list[Row]](list)
    for row in rows:
        share = sum(row["share"] >= border for border in SHARES)
        cells[share, sum(row["mended"] >= border for border in MENDED)].append(row)
    lines = [
        "| share from | mended from | dumps | J | NED | lose NED |",
        "|---|---|---|---|---|---|",
    ]
    for (share, mended), own in sorted(cells.items()):
        means = " | ".join(f"{sum(row[k] for row in own) / len(own):+.3f}" for k in ("J", "ned"))
        lost = sum(row["ned"] < LOST for row in own)
        borders = f"{(0.0, *SHARES)[share]} | {('', *MENDED)[mended]}"
        lines.append(f"| {borders} | {len(own)} | {means} | {lost} |")
    return "\n".join(lines)


def main() -> int:
    """Read, print, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--pages", type=Path, default=default_pages(), metavar="DIR")
    parser.add_argument("--part", default="fit", choices=("fit", "choose", "test"))
    parser.add_argument("--engine", default=ENGINES, metavar="REGEX")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args()
    tasks: list[dev_pages.Task] = []
    for path in sorted(options.pages.glob("*.json")):
        page = dev_pages.read_page(str(path))
        if page["part"] == options.part:
            tasks += [(str(path), e) for e in page["dumps"] if re.search(options.engine, e)]
    if not tasks:
        print(f"No page of part {options.part} in {options.pages}: pass --pages.", file=sys.stderr)
        return 2
    with multiprocessing.Pool(options.jobs, dev_pages.start_worker, (None,)) as pool:
        rows = [row for row in pool.imap(read_gate, tasks, chunksize=4) if row is not None]
    print(table([row for row in rows if row["opens"]]))
    if options.json is not None:
        options.json.write_text(json.dumps(rows, indent=0) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
