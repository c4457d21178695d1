"""Scores `layoutfix.fix` on pages that tools/factory made (docs/factory.md): one table a question.

    python bench/factory_pages.py --pages ~/.cache/layoutfix/factory/pages
    python bench/factory_pages.py --engine 'rapidocr|tess6' --by group --by damage --jobs 2

Of the part `test` unless told otherwise: `fit` is there to learn from, `choose` to choose between
what was learnt. Columns of the tables, means over pages, in brackets 95 % bootstrap intervals:

    J, NED, para   of the repaired text (score.py beside the development pages defines them)
    cJ, share      the ceiling, the dump's own characters in the true order; J as a share of it
    dJ, dNED       the dump as it is
    peer columns   J of engines that saw the same pages (`--peers`), of those pages that each read

The last table sets the development pages of the same group, language and engine beside them, where
they are there; a difference of more than .03 J is marked.

Exit codes: 0 fine, 1 `fix` raised on some page, 2 pages or the scorer are not there.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

import dev_pages
from dev_pages import Row, Task, mean, number

MARKED = 0.03
"""Difference of J to the development pages that is marked."""
PEERS = ("tess3", "poppler", "pdfraw")

Facts = dict[str, Any]


def default_pages() -> Path:
    """Where the factory puts pages unless it is told otherwise."""
    named = os.environ.get("LAYOUTFIX_FACTORY")
    return (Path(named) if named else Path.home() / ".cache/layoutfix/factory") / "pages"


def damage_of(facts: Facts, engine: str) -> str:
    """What was done to what an engine read; engines of the PDF read no scan."""
    damage = facts["damage"]
    if damage is None or engine.startswith(("pdf", "poppler", "mupdf")):
        return "no scan"
    kinds = [kind for kind in ("skew", "blur", "noise", "jpeg", "bleed", "curve") if damage[kind]]
    if damage["clean"]:
        return "clean"
    return "resolution alone" if not kinds else "one kind" if len(kinds) == 1 else "several kinds"


QUESTIONS: Mapping[str, Callable[[Facts, str], str]] = MappingProxyType(
    {
        "engine": lambda facts, engine: facts["version"].get(engine, engine),
        "group": lambda facts, engine: f"{facts['group']} {facts['lang']}",
        "columns": lambda facts, engine: f"{min(6, max(facts['columns'], default=1))} columns",
        "damage": damage_of,
    }
)
"""What `--by` asks: a label for each page and engine."""


def answer(question: str, facts: Mapping[str, Facts], row: Row) -> str:
    """The label of a row in the table of a question."""
    return QUESTIONS[question](facts[row["id"]], row["engine"])


def facts_of(page: dict[str, Any]) -> Facts:
    """What the tables need of a page."""
    kept = ("id", "group", "lang", "columns", "damage")
    return {**{key: page[key] for key in kept}, "version": page["engines"]}


def select(folder: Path, options: argparse.Namespace) -> tuple[list[Task], dict[str, Facts]]:
    """The dumps of the part, and the facts of their pages by id."""
    tasks = dev_pages.select_tasks(
        options.group, options.engine, sees_page=False, limit=None, folder=folder
    )
    facts: dict[str, Facts] = {}
    left_out: set[str] = set()
    taken: dict[str, int] = {}
    for path in sorted({path for path, _ in tasks}):
        page = dev_pages.read_page(path)
        label = dev_pages.label_of(page)
        full = options.limit is not None and taken.get(label, 0) >= options.limit
        if full or options.part not in {"all", page["part"]}:
            left_out.add(path)
            continue
        taken[label] = taken.get(label, 0) + 1
        facts[page["id"]] = facts_of(page)
    return [task for task in tasks if task[0] not in left_out], facts


def run_task(task: Task) -> Row:
    """The row of a dump, with J of the engines that saw its page."""
    row = dev_pages.run_task(task)
    page = dev_pages.read_page(task[0])
    score = dev_pages.load_scorer()
    row["peers"] = {
        name: dev_pages.baseline(score, page, dev_pages.SEES + name)["dump"]["J"]
        for name in PEERS
        if name in page["sees_page"]
    }
    return row


def summarise(rows: list[Row], label: Callable[[Row], str]) -> list[dict[str, Any]]:
    """One summary a label and engine."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((label(row), row["engine"]), []).append(row)
    found = []
    for (name, engine), members in sorted(groups.items()):
        summary = dev_pages.summarise(name, engine, members)
        ceiling = summary["ceiling_J"]
        summary["share"] = summary["J"] / ceiling if ceiling else None
        for peer in PEERS:
            known = [row["peers"][peer] for row in members if peer in row.get("peers", {})]
            summary[f"peer_{peer}"] = mean(known)
        found.append(summary)
    return found


def _with_interval(summary: dict[str, Any], name: str) -> str:
    span = summary[f"{name}_interval"]
    shown = number(summary[name])
    return shown if span is None else f"{shown} [{span[0]:.2f} {span[1]:.2f}]"


def table_lines(summaries: Sequence[dict[str, Any]], peers: bool) -> Iterator[str]:
    """Summaries as a markdown table."""
    names = PEERS if peers else ()
    header = ["", "dump", "pages", "J", "NED", "para", "cJ", "share", "dJ", "dNED", *names]
    yield "| " + " | ".join(header) + " |"
    yield "|" + "---|" * len(header)
    for s in summaries:
        cells = [s["group"], s["engine"], str(s["pages"])]
        cells += [_with_interval(s, name) for name in ("J", "ned", "para")]
        cells += [number(s[name]) for name in ("ceiling_J", "share", "dump_J", "dump_ned")]
        cells += [number(s[f"peer_{name}"]) for name in names]
        yield "| " + " | ".join(cells) + " |"


def differences(made: Sequence[dict[str, Any]], dev: Sequence[dict[str, Any]]) -> Iterator[Row]:
    """Where both have pages of a group, language and engine: J of each, and the difference.

    Both are summaries by group and language.
    """
    known = {(s["group"], s["engine"]): s for s in dev}
    for own in made:
        other = known.get((own["group"], own["engine"]))
        if other is None:
            continue
        difference = own["J"] - other["J"]
        yield {
            **{"group": own["group"], "engine": own["engine"]},
            **{"pages": own["pages"], "dev_pages": other["pages"]},
            **{"J": own["J"], "dev_J": other["J"], "difference": difference},
            "marked": abs(difference) > MARKED,
        }


def difference_lines(rows: Sequence[Row]) -> Iterator[str]:
    """Differences as a markdown table."""
    yield "| group | dump | pages | dev pages | J | dev J | difference |"
    yield "|---|---|---|---|---|---|---|"
    for r in rows:
        mark = " !" if r["marked"] else ""
        yield (
            f"| {r['group']} | {r['engine']} | {r['pages']} | {r['dev_pages']} | {r['J']:.3f} "
            f"| {r['dev_J']:.3f} | {r['difference']:+.3f}{mark} |"
        )


def compare_with_dev(rows: list[Row], options: argparse.Namespace) -> list[Row]:
    """The development pages of the groups that the factory makes, run and set beside its own."""
    made = summarise(rows, lambda row: str(row["label"]))
    wanted = {(s["group"], s["engine"]) for s in made}
    tasks = [
        task
        for task in dev_pages.select_tasks(
            options.group, options.engine, sees_page=False, limit=None
        )
        if (dev_pages.label_of(dev_pages.read_page(task[0])), task[1]) in wanted
    ]
    found = dev_pages.run_all(tasks, max(1, options.jobs), None) if tasks else []
    return list(differences(made, dev_pages.summaries_of(found)))


def parse_arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--pages", type=Path, default=default_pages(), metavar="DIR")
    parser.add_argument("--part", choices=("fit", "choose", "test", "all"), default="test")
    parser.add_argument("--by", action="append", choices=list(QUESTIONS), help="default: all")
    parser.add_argument("--group", default="", metavar="REGEX", help='in "group language id"')
    parser.add_argument("--engine", default="", metavar="REGEX")
    parser.add_argument("--limit", type=int, metavar="N", help="pages of each group and language")
    parser.add_argument("--jobs", type=int, default=2, metavar="N")
    parser.add_argument("--peers", action="store_true", help="J of engines that saw the pages")
    parser.add_argument("--no-dev", action="store_true", help="do not run the development pages")
    parser.add_argument("--json", type=Path, metavar="OUT", help="summaries and all rows")
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the bench; see the module's docstring for the exit codes."""
    options = parse_arguments(argv)
    scorer = dev_pages.SHARED / "bench" / "score.py"
    if missing := [str(path) for path in (options.pages, scorer) if not path.exists()]:
        print(f"{missing[0]} is not there: see docs/factory.md.", file=sys.stderr)
        return 2
    tasks, facts = select(options.pages, options)
    if not tasks:
        print("No page of this part matches --group and --engine.", file=sys.stderr)
        return 2
    run = run_task if options.peers else dev_pages.run_task
    rows = dev_pages.run_all(tasks, max(1, options.jobs), None, run)
    report: dict[str, Any] = {"part": options.part, "tables": {}}
    for question in options.by or QUESTIONS:
        found = summarise(rows, partial(answer, question, facts))
        report["tables"][question] = found
        print(f"\nBy {question}:\n" + "\n".join(table_lines(found, options.peers)))
    if not options.no_dev and dev_pages.DEV.is_dir():
        report["differences"] = compare_with_dev(rows, options)
        if report["differences"]:
            print("\nBeside the development pages:")
            print("\n".join(difference_lines(report["differences"])))
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps({**report, "pages": rows}, ensure_ascii=False, indent=1)
        options.json.write_text(text + "\n", encoding="utf-8")
    failed = [row for row in rows if row["error"]]
    for row in failed:
        print(f"fix raised on {row['id']} {row['engine']}: {row['error']}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
