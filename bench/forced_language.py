"""What a wrong `--language` costs: J of the dev pages under the right model, a wrong one, and none.

    python bench/forced_language.py --limit 2

The pages and the scorer are those of `dev_pages.py`. Columns: `right` the page's own language,
`kin` another of its script, `alien` one of another script, `und` no model; each the mean J and, in
brackets, NED. One dump of each page and engine, `--limit` pages of each group.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
from collections import defaultdict

import dev_pages as dev
import layoutfix

KIN = {"en": "de", "de": "fr", "fr": "en"}
ALIEN = {"en": "zh", "de": "zh", "fr": "zh", "zh": "en"}
KINDS = ("right", "kin", "alien", "und")


def language_of(lang: str, kind: str) -> str | None:
    """The code that is forced on a page; None where there is no such model."""
    own = lang.split("-", maxsplit=1)[0]
    codes = {"right": own, "kin": KIN.get(own), "alien": ALIEN.get(own), "und": "und"}
    return codes[kind]


def run_task(task: dev.Task) -> tuple[str, dict[str, tuple[float, float]]]:
    """J and NED of one dump under each model."""
    path, engine = task
    page = dev.read_page(path)
    dump = dev.dump_of(page, engine)
    score = dev.load_scorer()
    found = {}
    for kind in KINDS:
        code = language_of(page["lang"], kind)
        if code is not None:
            text = layoutfix.fix(dump, language=code).text
            result = score.score(text, page["lines"], dump)
            found[kind] = (result["J"], result["ned"])
    return f"{dev.label_of(page)} | {engine}", found


def main() -> int:
    """Print the table as markdown."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--group", default="", metavar="REGEX")
    parser.add_argument("--engine", default="", metavar="REGEX")
    parser.add_argument("--limit", type=int, metavar="N", help="pages of each group and language")
    parser.add_argument("--jobs", type=int, default=2, metavar="N")
    options = parser.parse_args()
    tasks = dev.select_tasks(options.group, options.engine, sees_page=False, limit=options.limit)
    rows: dict[str, list[dict[str, tuple[float, float]]]] = defaultdict(list)
    with multiprocessing.Pool(options.jobs) as pool:
        for label, found in pool.imap_unordered(run_task, tasks):
            rows[label].append(found)
    print("| group | engine | n | " + " | ".join(KINDS) + " |")
    print("|---" * (3 + len(KINDS)) + "|")
    for label, pages in sorted(rows.items()):
        cells = []
        for kind in KINDS:
            known = [p[kind] for p in pages if kind in p]
            means = [sum(v[k] for v in known) / len(known) for k in (0, 1)] if known else []
            cells.append(f"{means[0]:.3f} ({means[1]:.3f})" if means else "-")
        print(f"| {label} | {len(pages)} | " + " | ".join(cells) + " |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
