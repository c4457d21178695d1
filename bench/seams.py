"""How well fused rows are cut: seams cut exactly, off by a word or two, missed, and false cuts.

    python bench/seams.py                       # the fixture articles, set and fused
    python bench/seams.py --half odd --seeds 4  # every other article, four settings of each
    python bench/seams.py --dev                 # the dev pages' own rows, where lines are in them

A seam is where one line ends and another begins in a row of the dump, with no wide gutter between
(two blanks at most). Distances are in words, in Chinese and Japanese in characters. `cut` is the
share of the seams on pages that were put in order; those of pages left alone are told apart.
Joints: of those above 0.9, how many in a thousand are wrong; of those at a seam cut wrongly (off),
the share that is called doubtful, and the same of all right joints.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import time
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

import numpy as np

import layoutfix
from layoutfix import synthesis
from layoutfix.pool import use_one_thread
from layoutfix.script import Script
from layoutfix.synthesis.damage import Damage
from layoutfix.synthesis.page import PageLine, PageStyle

use_one_thread()

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("LAYOUTFIX_SHARED", ROOT.parent / "shared"))
MOST_BLANKS = 2
NEAR = 5
"""Words between a seam and a cut beyond which the cut is another one."""
DOUBTFUL, SURE = 0.5, 0.9

Line = tuple[int, int, int]
"""Number of a true line, and where (a piece of) it stands in the dump."""


@dataclass(frozen=True, slots=True)
class Job:
    """A dump and where its true lines stand; `follows` has the pairs of lines that are joints."""

    group: str
    name: str
    dump: str
    lines: list[Line]
    follows: frozenset[tuple[int, int]]
    script: Script


@dataclass(slots=True)
class Count:
    """What was counted of a group; `off` by distance."""

    seams: int = 0
    left: int = 0
    off: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    missed: int = 0
    false: int = 0
    sure: int = 0
    sure_wrong: int = 0
    beside_wrong: int = 0
    beside_wrong_doubtful: int = 0
    right: int = 0
    right_doubtful: int = 0
    seconds: float = 0.0

    def add(self, other: Count) -> None:
        """Take in what was counted elsewhere."""
        for name in self.__slots__:
            if name == "off":
                for distance, n in other.off.items():
                    self.off[distance] += n
            else:
                setattr(self, name, getattr(self, name) + getattr(other, name))


def fixture_articles(half: str) -> list[tuple[str, str, synthesis.Article]]:
    """The fixture articles with their languages: all, or every other one of each language."""
    found = []
    seen: dict[str, int] = defaultdict(int)
    for path in sorted((ROOT / "fixtures" / "articles").glob("*-*.txt")):
        language = re.split(r"-\d", path.stem)[0]
        seen[language] += 1
        if half == "all" or (half == "odd") == bool(seen[language] % 2):
            found.append((language, path.stem, synthesis.read_article(path)))
    return found


def settings(script: Script) -> list[tuple[str, PageStyle, Damage]]:
    """The ways in which each article is set and fused."""
    narrow = PageStyle(gutter_em=1.25)
    blank, none = Damage(layout="rows", glue="space"), Damage(layout="rows", glue="none")
    noisy = replace(blank, wrong_chars=0.01, lost_lines=0.01)
    ways = [
        ("2", replace(narrow, columns=(2,)), blank),
        ("3", replace(narrow, columns=(3,), ragged_rows=2), blank),
        ("2 floats", replace(narrow, columns=(2,), floating=True, picture_rows=4), noisy),
    ]
    if script is Script.CJK:
        ways[1:] = [("2 none", ways[0][1], none), ("3 none", ways[1][1], none)]
    else:
        ways.append(("2 hyphens", replace(ways[0][1], hyphenate=True), blank))
    return ways


def made_jobs(half: str, seeds: Sequence[int]) -> Iterator[Job]:
    """The articles, set in columns of drawn widths and fused."""
    for language, name, article in fixture_articles(half):
        for label, style, damage in settings(article.script):
            for seed in seeds:
                rng = np.random.default_rng(seed)
                drawn = replace(style, width_em=float(rng.integers(11, 22)), across=seed % 3 > 0)
                page = synthesis.set_page([article], drawn, rng)
                made = synthesis.scramble(page, damage, rng)
                lines = [(s.line, s.start, s.end) for s in made.spans]
                pairs = zip(range(len(page.lines) - 1), range(1, len(page.lines)), strict=True)
                flow = [(a, b) for a, b in pairs if _is_flow(page.lines[a], page.lines[b])]
                full = f"{name} {label} {seed}"
                yield Job(
                    f"{language} {label}", full, made.dump, lines, frozenset(flow), article.script
                )


def _is_flow(a: PageLine, b: PageLine) -> bool:
    return a.article == b.article


def dev_jobs(engine: str) -> Iterator[Job]:
    """The dumps of the dev pages, as far as their rows are made of whole true lines."""
    for path in sorted((SHARED / "bench" / "dev").glob("*.json")):
        page = json.loads(path.read_text(encoding="utf-8"))
        texts = [line["text"] for line in page["lines"]]
        articles = [line["article"] for line in page["lines"]]
        pairs = [(a, a + 1) for a in range(len(texts) - 1) if articles[a] == articles[a + 1]]
        for name, dump in page["dumps"].items():
            if re.search(engine, name):
                lines = find_lines(dump, texts)
                group = f"dev {page['group']} {page['lang']} {name}"
                script = Script.CJK if page["lang"][:2] in ("zh", "ja") else Script.SPACED
                yield Job(group, page["id"], dump, lines, frozenset(pairs), script)


def find_lines(dump: str, texts: Sequence[str]) -> list[Line]:
    """Where true lines stand in rows that are made of whole lines; blanks do not count.

    >>> find_lines("one two three\\nfour\\n", ["one two", "three", "five"])
    [(0, 0, 7), (1, 8, 13)]
    """
    known: dict[str, list[int]] = defaultdict(list)
    for k, text in enumerate(texts):
        known["".join(text.split())].append(k)
    sizes = sorted({len(text) for text in known}, reverse=True)
    found: list[Line] = []
    at = 0
    for row in dump.splitlines(keepends=True):
        places = [at + k for k, c in enumerate(row) if not c.isspace()]
        bare = "".join(row.split())
        k, own = 0, []
        while k < len(bare):
            size = next((n for n in sizes if bare[k : k + n] in known and n <= len(bare) - k), 0)
            if not size:
                break
            number = known[bare[k : k + size]]
            own.append(
                (
                    number.pop(0) if len(number) > 1 else number[0],
                    places[k],
                    places[k + size - 1] + 1,
                )
            )
            k += size
        if bare and k == len(bare):
            found += own
        at += len(row)
    return found


def count_job(job: Job, *, show: bool = False) -> Count:
    """What `fix` makes of the seams of one dump; `show` prints those that are off."""
    begin = time.perf_counter()
    result = layoutfix.fix(job.dump)
    count = Count(seconds=time.perf_counter() - begin)
    lines = sorted(job.lines, key=lambda line: line[1])
    seams = []
    for (a, _, end), (b, start, _) in pairwise(lines):
        between = job.dump[end:start]
        if a != b and "\n" not in between and len(between) <= MOST_BLANKS:
            seams.append((end, start))
    if list(result.order) == sorted(result.order):
        count.left = len(seams)
        return count
    count.seams = len(seams)
    f = result.fragments
    cuts = [(x.end, y.start) for x, y in pairwise(f) if "\n" not in job.dump[x.end : y.start]]
    used: set[int] = set()
    wrong: set[int] = set()  # starts of cuts that are off
    for end, start in seams:
        near = [
            (apart(job.dump, end, start, *cut, script=job.script), k)
            for k, cut in enumerate(cuts)
            if k not in used and "\n" not in job.dump[min(cut[0], end) : max(cut[1], start)]
        ]
        distance, k = min(near, default=(NEAR + 1, -1))
        if show and distance:
            found = cuts[k] if distance <= NEAR else (end, start)
            print(_shown(job, end, start, *found))
        if distance > NEAR:
            count.missed += 1
            continue
        used.add(k)
        count.off[distance] += 1
        if distance:
            wrong.add(cuts[k][1])
    known = [(start, end) for _, start, end in lines]
    covered = [(cut) for cut in cuts if any(lo <= cut[0] and cut[1] <= hi for lo, hi in known)]
    count.false = len([c for k, c in enumerate(cuts) if k not in used and c in covered])
    _count_joints(job, result, wrong, count)
    return count


def _shown(job: Job, end: int, start: int, cut: int, begin: int) -> str:
    """A row with its seam as `||` and the cut as `/`; without one where it was missed."""
    lo, hi = job.dump.rfind("\n", 0, end) + 1, job.dump.find("\n", start)
    marks = {end: "||"} | ({cut: "/"} if (cut, begin) != (end, start) else {})
    row = "".join(marks.get(k, "") + job.dump[k] for k in range(lo, hi))
    return f"{job.name}: {row}"


def apart(dump: str, end: int, start: int, cut: int, begin: int, *, script: Script) -> int:
    """Words (characters) between a seam and a cut of one row."""
    if cut >= start:
        between = dump[start:cut]
    elif begin <= end:
        between = dump[begin:end]
    else:
        return 0  # marks of the gutter at most
    if script is Script.CJK:
        return len("".join(between.split()))
    return len(between.split())


def _count_joints(job: Job, result: layoutfix.Result, wrong: set[int], count: Count) -> None:
    lines = sorted(job.lines, key=lambda line: line[1])
    starts = [line[1] for line in lines]
    f = result.fragments
    for joint in result.joints:
        if joint.kind == "aside" or joint.right == joint.left + 1:
            continue
        left, right = f[joint.left], f[joint.right]
        a, b = (_line_at(lines, starts, at) for at in (left.end - 1, right.start))
        if a is None or b is None:
            continue
        is_right = (
            (a[0], b[0]) in job.follows
            and not job.dump[left.end : a[2]].strip()
            and not job.dump[b[1] : right.start].strip()
        )
        told = joint.confidence
        count.right += is_right
        count.right_doubtful += is_right and told < DOUBTFUL
        if told > SURE:
            count.sure += 1
            count.sure_wrong += not is_right
        beside = right.start in wrong or any(
            left.end <= at and not job.dump[left.end : at].strip() for at in wrong
        )
        if beside:
            count.beside_wrong += 1
            count.beside_wrong_doubtful += told < DOUBTFUL


def _line_at(lines: Sequence[Line], starts: Sequence[int], at: int) -> Line | None:
    k = bisect_left(starts, at + 1) - 1
    return lines[k] if k >= 0 and at < lines[k][2] else None


def main() -> int:
    """Run, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--half", default="all", choices=("all", "odd", "even"))
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--group", default="", metavar="REGEX")
    parser.add_argument("--dev", metavar="ENGINE", nargs="?", const="", help="the dev pages")
    parser.add_argument("--show", action="store_true", help="print each cut that is off")
    options = parser.parse_args()
    seeds = range(options.first_seed, options.first_seed + options.seeds)
    jobs = made_jobs(options.half, seeds) if options.dev is None else dev_jobs(options.dev)
    groups: dict[str, Count] = {}
    for job in jobs:
        if re.search(options.group, job.group):
            count = count_job(job, show=options.show)
            for name in (job.group, f"all {job.group[:2]}", "all"):
                groups.setdefault(name, Count()).add(count)
    print(
        "| group | seams | left | exact | 1 | 2 | 3-5 | missed | false | >.9 wrong/1000 | ", end=""
    )
    print("off doubtful | right doubtful | s |")
    print("|" + "---|" * 13)
    for name in sorted(groups, key=lambda name: (name[:3] == "all", name)):
        c = groups[name]
        if not c.seams + c.left:
            continue
        n = max(1, c.seams)
        shares = [c.off[0] / n, c.off[1] / n, c.off[2] / n]
        shares += [sum(c.off[d] for d in range(3, NEAR + 1)) / n, c.missed / n, c.false / n]
        cells = [name, str(c.seams), str(c.left), *(f"{x:.3f}" for x in shares)]
        cells += [f"{1000 * c.sure_wrong / max(1, c.sure):.1f} of {c.sure}"]
        cells += [f"{c.beside_wrong_doubtful / max(1, c.beside_wrong):.2f} of {c.beside_wrong}"]
        cells += [f"{c.right_doubtful / max(1, c.right):.3f}", f"{c.seconds:.1f}"]
        print("| " + " | ".join(cells) + " |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
