"""What keeps the dev pages from a perfect score: OCR, seams, the score of orders, or the search.

    python bench/losses.py --jobs 2

Of each dump three texts are scored: the dump's own characters in true order (the ceiling), the
engine's own fragments in true order, and what the engine gives. So NED is lost to

    OCR      1 less the ceiling: characters read wrong, lines lost
    seams    from there to the fragments in true order: rows cut in wrong places, or not
    search   from there to the result, where the objective prefers the true order by 2 nats and more
    score    the same, where it does not: the links say that another order reads better
    gate     the same, where the page was left as it was

A table of means by group, then of how many dumps lose most by each; and of those that lose most by
the score, in how many each term of the objective speaks against the true order, and how strongly.

Exit codes: 0 fine, 2 the pages are not there or none is selected.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process

import dev_pages
from layoutfix import Config
from layoutfix.engine import read_dump
from layoutfix.evaluation.flat import flatten
from layoutfix.ordering.search import page_objective
from layoutfix.page_order import PageOrder
from layoutfix.script import Script

KINDS = ("OCR", "seams", "search", "score", "gate")
SURE = 2.0
"""Nats by which the true order must be worth more for the search to be at fault."""
SAME_LINE = 75.0
"""Least ratio at which a fragment is taken for a line."""
CUTOFF = 60.0
"""Least partial ratio at which a fragment is taken for a part of the true text."""
SMALL = 0.02
"""NED that a dump may lose and is not counted."""
SPEAKS = 1.0
"""Nats from which a term is said to speak against the true order."""

Row = dict[str, Any]


def run_task(task: dev_pages.Task) -> Row:
    """What one dump loses."""
    path, engine = task
    page = dev_pages.read_page(path)
    dump = dev_pages.dump_of(page, engine)
    scorer = dev_pages.load_scorer()
    base = dev_pages.baseline(scorer, page, engine)
    output, _, _ = dev_pages.attempt(dump)
    got, ceiling = (
        float(s["ned"]) for s in (scorer.score(output, page["lines"], dump), base["ceiling"])
    )
    row: Row = {"label": dev_pages.label_of(page), "engine": engine, "id": page["id"], "ned": got}
    row |= dict.fromkeys(KINDS, 0.0) | {"OCR": 1 - ceiling}
    found = read_dump(dump, Config())
    if found is None or not found.gate.opens:
        return row | {"gate": ceiling - got}
    order = true_order(found, [line["text"] for line in page["lines"]])
    texts = [f.text for f in found.page.fragments]
    space = "" if found.links.script is Script.CJK else " "
    best = float(scorer.score(space.join(texts[i] for i in order), page["lines"], dump)["ned"])
    best = max(best, got)
    row["seams"] = ceiling - best
    against = terms_against(found, order)
    kind = "search" if sum(against.values()) < -SURE else "score"
    return row | {kind: best - got, "against": against}


def terms_against(page: PageOrder, order: list[int]) -> dict[str, float]:
    """What each term says against an order and for the one found, in nats.

    `links` has both ends, `regions` the columns that are read elsewhere than they stand.
    """
    objective = page_objective(page.page, page.links, page.sheet)
    true, found, prices = objective.terms(order), objective.terms(page.order), objective.weights
    links = found.link + found.ends - true.link - true.ends
    columns = prices.region_cost * (true.regions - found.regions)
    columns += prices.displaced_cost * (true.displaced - found.displaced)
    return {
        "links": links,
        "turns": prices.turns_price * (true.turns - found.turns),
        "regions": columns,
        "first": prices.first_gain * (found.first - true.first),
        "reverse": true.reverse - found.reverse,
    }


def true_order(page: PageOrder, lines: list[str]) -> list[int]:
    """The fragments by where they stand in the true text; what is not in it follows its neighbour.

    A fragment that is a line stands where that does, each in another one; what is less or more than
    a line is looked up in the whole text.
    """
    flat = [flatten(line) for line in lines]
    ends = np.cumsum([0, *map(len, flat)])
    text, free = "".join(flat), dict(enumerate(flat))
    places: list[float] = []
    last = -1.0
    for fragment in page.page.fragments:
        own = flatten(fragment.text)
        line = process.extractOne(own, free, scorer=fuzz.ratio, score_cutoff=SAME_LINE)
        if line is not None:
            del free[line[2]]
            last = float(ends[line[2]])
        elif 0 < len(own) <= len(text):
            near = fuzz.partial_ratio_alignment(own, text, score_cutoff=CUTOFF)
            last = last if near is None else float(near.dest_start)
        places.append(last)
    return [int(i) for i in np.argsort(places, kind="stable")]


def main() -> int:
    """Run, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--group", default="", metavar="REGEX")
    parser.add_argument("--engine", default="", metavar="REGEX")
    parser.add_argument("--pages", type=Path, default=dev_pages.DEV, metavar="DIR")
    parser.add_argument("--jobs", type=int, default=2, metavar="N")
    options = parser.parse_args()
    tasks = dev_pages.select_tasks(
        options.group, options.engine, sees_page=False, limit=None, folder=options.pages
    )
    if not tasks:
        print("No page: set LAYOUTFIX_SHARED, or --group and --engine match none.", file=sys.stderr)
        return 2
    with multiprocessing.Pool(options.jobs, dev_pages.start_worker, (None,)) as pool:
        rows = pool.map(run_task, tasks, chunksize=1)
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in sorted(rows, key=lambda r: (r["label"], r["engine"])):
        groups.setdefault((row["label"], row["engine"]), []).append(row)
    print(f"| group | dump | pages | NED | {' | '.join(KINDS)} | most by |")
    print("|" + "---|" * (len(KINDS) + 5))
    for (label, engine), members in groups.items():
        lost = [float(np.mean([m[k] for m in members])) for k in KINDS]
        most = Counter(k for m in members if (k := main_loss(m)))
        cells = [label, engine, str(len(members)), f"{np.mean([m['ned'] for m in members]):.3f}"]
        cells += [f"{v:.3f}" for v in lost] + [", ".join(f"{k} {most[k]}" for k in most)]
        print("| " + " | ".join(cells) + " |")
    counts = Counter(main_loss(row) for row in rows)
    print(f"of {len(rows)} dumps: " + ", ".join(f"{k or 'little'} {n}" for k, n in counts.items()))
    print_against([row["against"] for row in rows if main_loss(row) == "score"])
    return 0


def print_against(rows: list[dict[str, float]]) -> None:
    """How often, and how strongly, each term speaks against the true order of these dumps."""
    for term in rows[0] if rows else ():
        nats = [row[term] for row in rows if row[term] > SPEAKS]
        if nats:
            share = f"{len(nats)} of {len(rows)}"
            print(f"score: {term} against the true order in {share}, median {np.median(nats):.1f}")


def main_loss(row: Row) -> str:
    """What a dump loses most by; empty where that is little."""
    kind = max(KINDS, key=lambda k: row[k])
    return kind if row[kind] > SMALL else ""


if __name__ == "__main__":
    sys.exit(main())
