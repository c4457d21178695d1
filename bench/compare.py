"""layoutfix beside its peers on the dev pages, in one run; then the seed; docs/benchmarks.md.

    python bench/compare.py --json bench/results/compare.json --write

For each group and engine a row a peer: J, NED, words, para and aside with 95 % intervals over
pages, the share of the ceiling's J and NED, the worst page's J after - before, pages a second. Then
the five pages of each group that are furthest below their ceiling, and what they lose by. With
--write the table goes into docs/benchmarks.md, between its marks.

Exit codes: 0 fine, 2 the pages are not there.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import multiprocessing
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import dev_pages
import layoutfix
import peers

DOCS = dev_pages.ROOT / "docs" / "benchmarks.md"
BEGIN, END = "<!-- table: begin -->", "<!-- table: end -->"
OURS, BEST = "layoutfix", "oracle"
SHOWN = ("J", "ned", "words", "para", "aside")
_GOOD_JOINTS, _BAD_ORDER = 0.9, 0.75
_LOW_CEILING = 0.85

Row = dict[str, Any]


def run_page(task: tuple[str, str]) -> list[Row]:
    """All readings of one dump, scored."""
    path, engine = task
    page = dev_pages.read_page(path)
    dump = dev_pages.dump_of(page, engine)
    scorer = dev_pages.load_scorer()
    base = dev_pages.baseline(scorer, page, engine)
    texts: dict[str, tuple[str, float | None]] = {
        name: (text, None) for name, text in peers.readings(page, engine).items()
    }
    layoutfix.fix(dump)  # the first call loads the models
    output, _, ms = dev_pages.attempt(dump)
    texts[OURS] = output, ms
    known = {"dump": base["dump"], BEST: base["ceiling"]}
    rows = []
    for name in [*texts, BEST]:
        scores = known.get(name) or scorer.score(texts[name][0], page["lines"], dump)
        row = {"id": page["id"], "label": dev_pages.label_of(page), "engine": engine}
        row |= {"peer": name, "ms": texts[name][1] if name in texts else None}
        rows.append(row | {"scores": scores, "ceiling": base["ceiling"], "dump": base["dump"]})
    return rows


def summarise(rows: list[Row]) -> list[Row]:
    """One summary a group, engine and peer."""
    groups: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in rows:
        groups[row["label"], row["engine"], row["peer"]].append(row)
    found = []
    for (label, engine, peer), members in groups.items():
        summary: Row = {"group": label, "engine": engine, "peer": peer, "pages": len(members)}
        for name in SHOWN:
            values = [m["scores"][name] for m in members]
            summary[name] = dev_pages.mean(values)
            summary[f"{name}_interval"] = dev_pages.interval(values)
        for name in ("J", "ned"):
            ceiling = dev_pages.mean(m["ceiling"][name] for m in members)
            summary[f"{name}_share"] = summary[name] / ceiling if ceiling else None
        summary["harm"] = min(m["scores"]["J"] - m["dump"]["J"] for m in members)
        ms = dev_pages.mean(m["ms"] for m in members)
        summary["pages_per_second"] = 1000 / ms if ms else None
        found.append(summary)
    return found


def diagnose(row: Row) -> str:
    """In one line, what a page loses by."""
    got, goal = row["scores"], row["ceiling"]
    if goal["ned"] < _LOW_CEILING:
        return f"OCR: even the true order would score {goal['ned']:.2f}"
    if got["J"] == row["dump"]["J"]:
        return "gate: left as it was"
    if got["J"] >= _GOOD_JOINTS * goal["J"]:
        if got["ned"] < _BAD_ORDER * goal["ned"]:
            return "order: joints are right, columns or regions are read in a wrong order"
        return "small losses"
    if got["ned"] >= _BAD_ORDER * goal["ned"]:
        return "joints: the order is right, lines are torn (seams, paragraph ends)"
    return "joints and order: columns are mixed, or rows cut in wrong places"


def worst(rows: list[Row], count: int) -> list[str]:
    """The pages of each group furthest below their ceiling."""
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if row["peer"] == OURS:
            groups[row["label"], row["engine"]].append(row)
    lines = []
    for (label, engine), members in groups.items():
        lines.append(f"**{label}, {engine}**")
        members.sort(key=_below, reverse=True)
        for m in members[:count]:
            got = m["scores"]
            lines.append(f"- {m['id']}: J {got['J']:.2f}, NED {got['ned']:.2f}; {diagnose(m)}")
    return lines


def _below(row: Row) -> float:
    got, goal = row["scores"], row["ceiling"]
    return float(goal["J"] + goal["ned"] - got["J"] - got["ned"])


def table(summaries: list[Row]) -> list[str]:
    """The summaries as a markdown table."""
    lines = [
        "| group | dump | reading | pages | J | NED | words | para | aside | of ceiling J / NED "
        "| harm | pages/s |",
        "|" + "---|" * 12,
    ]
    for s in summaries:
        cells = [s["group"], s["engine"], s["peer"], str(s["pages"])]
        for name in SHOWN:
            span = s[f"{name}_interval"]
            cell = dev_pages.number(s[name])
            cells.append(f"{cell} ({span[0]:.2f}-{span[1]:.2f})" if span else cell)
        shares = (dev_pages.number(s[f"{name}_share"], 2) for name in ("J", "ned"))
        cells += [" / ".join(shares), dev_pages.number(s["harm"], 2)]
        cells.append(dev_pages.number(s["pages_per_second"], 1))
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def score_seed() -> str | None:
    """Joints and false joints on the seed dump, where it is there."""
    folder = dev_pages.SHARED / "seed"
    if not (folder / "score.py").exists():
        return None
    spec = importlib.util.spec_from_file_location("seed_score", folder / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    dump = (folder / "dump.txt").read_text(encoding="utf-8")
    parts = []
    for name, text in (("dump", dump), (OURS, layoutfix.fix(dump).text)):
        found, *_ = module.judge(text)
        parts.append(f"{name} {found['joints']} of 96, {found['false']} false")
    return "Seed: joints of " + "; ".join(parts) + "."


def main() -> int:
    """Run, print, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--group", default="", metavar="REGEX")
    parser.add_argument("--engine", default="", metavar="REGEX")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--worst", type=int, default=5)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--write", action="store_true", help="into docs/benchmarks.md")
    options = parser.parse_args()
    if not (dev_pages.SHARED / "bench" / "dev").is_dir():
        print("The dev pages are not there: set LAYOUTFIX_SHARED.", file=sys.stderr)
        return 2
    tasks = dev_pages.select_tasks(options.group, options.engine, sees_page=False, limit=None)
    with multiprocessing.Pool(options.jobs, dev_pages.start_worker, (None,)) as pool:
        rows = [row for page in pool.imap_unordered(run_page, tasks) for row in page]
    rows.sort(key=lambda r: (r["label"], r["engine"]))
    summaries = summarise(rows)
    seed = score_seed()
    report = [*table(summaries), "", *([seed, ""] if seed else []), "Furthest below the ceiling:"]
    report += ["", *worst(rows, options.worst)]
    print("\n".join(report))
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps({"summaries": summaries, "seed": seed}, ensure_ascii=False, indent=1)
        options.json.write_text(text + "\n", encoding="utf-8")
    if options.write:
        head, _, rest = DOCS.read_text(encoding="utf-8").partition(BEGIN)
        _, _, tail = rest.partition(END)
        body = "\n".join(report)
        DOCS.write_text(f"{head}{BEGIN}\n{body}\n{END}{tail}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
