"""Counts, on generated pages of the kinds that people reported, what `fix` makes right and wrong.

    python bench/kinds.py [--kind REGEX] [--language REGEX] [--pages 12] [--seed 1]
    python bench/kinds.py --json after.json --against before.json

Pages are made from fixtures/articles and fixtures/texts by seeded code (bench/kind_pages). Columns:

    pages     pages made
    right     as a person would want them: similarity of the text 0.985 and more (without blanks
              where a script has none), and the number of paragraphs, where the page tells it;
              ordered pages: byte for byte
    text      the same without paragraphs
    left      given back as they are; no good where the page is not in order, but no harm
    harmed    changed and not right in the text
    headings  wrong headings on all pages that were changed
    missed    headings that are not told there

With --against, each count of the other run is printed before an arrow where it differs.
Exit codes: 0 fine, 1 an ordered page was changed, 2 no kind is selected.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from rapidfuzz.distance import Levenshtein

import layoutfix
from kind_pages import KINDS, Kind, Sample
from kind_pages.setting import CJK, read_texts
from layoutfix.pool import use_one_thread

use_one_thread()

COUNTS = ("pages", "right", "text", "left", "harmed", "headings", "missed")
LEAST_SIMILARITY = 0.985

Counts = dict[str, int]


def make_pages(name: str, kind: Kind, language: str, pages: int, seed: int) -> Iterator[Sample]:
    """The pages of a kind in a language, the texts by turns; the same for the same seed."""
    texts = read_texts(language)
    for k in range(pages):
        stream = zlib.crc32(f"{name} {language} {k}".encode())
        rng = np.random.default_rng([seed, stream])
        yield kind.make(texts[k % len(texts)], rng)


def normal(text: str, *, cjk: bool) -> str:
    """The text with one blank for any run of them; without any where words have none between."""
    return re.sub(r"\s+", "" if cjk else " ", text).strip()


def count_blocks(text: str, pattern: str) -> int:
    """How many paragraphs, or lines, a text has."""
    return sum(bool(part.strip()) for part in re.split(pattern, text.replace("\f", "\n\n")))


def without_loose(text: str, loose: str) -> str:
    """The text without the lines that may stand anywhere."""
    if not loose:
        return text
    return "\n".join(x for x in text.split("\n") if not re.fullmatch(loose, x.strip(" \t\f")))


def is_right(sample: Sample, text: str, *, cjk: bool) -> tuple[bool, bool]:
    """Whether the words come in the right order, and whether the paragraphs do, too."""
    text = without_loose(text, sample.loose)
    similarity = Levenshtein.normalized_similarity(
        normal(text, cjk=cjk), normal(sample.right, cjk=cjk), score_cutoff=0.9
    )
    in_order = similarity >= LEAST_SIMILARITY
    more = [count_blocks(text, p) - count_blocks(sample.right, p) for p in (r"\n", r"\n\s*\n")]
    return in_order, in_order and (
        not sample.breaks or any(0 <= count <= sample.slack for count in more)
    )


def judge(sample: Sample, kind: Kind, *, cjk: bool) -> Counts:
    """What `fix` makes of one page, as counts of 0 and 1 (headings: as many as are wrong)."""
    result = layoutfix.fix(sample.dump)
    left = result.text == sample.dump
    in_order, right = (left, left) if kind.ordered else is_right(sample, result.text, cjk=cjk)
    known = {normal(h, cjk=cjk) for h in sample.headings}
    told = [normal(p.text, cjk=cjk) for p in result.paragraphs if p.kind == "heading"]
    return {
        "pages": 1,
        "right": int(right),
        "text": int(in_order),
        "left": int(left),
        "harmed": int(not left and not in_order),
        "headings": 0 if left else sum(h not in known for h in told),
        "missed": 0 if left else len(known.difference(told)),
    }


def run_kind(name: str, kind: Kind, language: str, pages: int, seed: int) -> Counts:
    """The counts over all pages of a kind in a language."""
    total = dict.fromkeys(COUNTS, 0)
    for sample in make_pages(name, kind, language, pages, seed):
        for count, value in judge(sample, kind, cjk=language in CJK).items():
            total[count] += value
    return total


def row(name: str, language: str, counts: Counts, before: Counts | None) -> str:
    """A row of the table."""
    cells = []
    for count in COUNTS:
        was = before[count] if before else counts[count]
        cells.append(f"{counts[count]}" if was == counts[count] else f"{was}>{counts[count]}")
    return f"{name:34} {language:8}" + "".join(f"{cell:>9}" for cell in cells)


def parse_arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--kind", default="", metavar="REGEX")
    parser.add_argument("--language", default="", metavar="REGEX")
    parser.add_argument("--pages", type=int, default=12, metavar="N", help="of a kind and language")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, metavar="K", help="print page K and what comes out")
    parser.add_argument("--json", type=Path, metavar="OUT")
    parser.add_argument("--against", type=Path, metavar="JSON", help="an earlier run")
    return parser.parse_args(argv)


def show(sample: Sample) -> None:
    """Prints a page, what is right and what comes out."""
    result = layoutfix.fix(sample.dump)
    for title, text in (("dump", sample.dump), ("right", sample.right), ("came out", result.text)):
        print(f"=== {title}\n{text}")
    print(result.verdict)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the bench; see the module's docstring for the exit codes."""
    options = parse_arguments(argv)
    selected = [
        (name, kind, language)
        for name, kind in KINDS.items()
        for language in kind.languages
        if re.search(options.kind, name) and re.search(options.language, language)
    ]
    if not selected:
        print("No kind matches --kind and --language.", file=sys.stderr)
        return 2
    if options.show is not None:
        name, kind, language = selected[0]
        show([*make_pages(name, kind, language, options.show + 1, options.seed)][-1])
        return 0
    earlier = json.loads(options.against.read_text()) if options.against else {}
    print(f"{'kind':34} {'language':8}" + "".join(f"{count:>9}" for count in COUNTS))
    found: dict[str, Counts] = {}
    changed = 0
    for name, kind, language in selected:
        counts = run_kind(name, kind, language, options.pages, options.seed)
        found[f"{name} {language}"] = counts
        changed += counts["harmed"] if kind.ordered else 0
        print(row(name, language, counts, earlier.get(f"{name} {language}")), flush=True)
    sums = {c: sum(counts[c] for counts in found.values()) for c in COUNTS}
    old = [earlier[key] for key in found if key in earlier]
    known = (
        {c: sum(counts[c] for counts in old) for c in COUNTS} if len(old) == len(found) else None
    )
    print(row("all", "", sums, known))
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n")
    return int(changed > 0)


if __name__ == "__main__":
    sys.exit(main())
