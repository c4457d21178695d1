"""Measure which characters OCR engines take for others: align their dumps with true lines.

    python tools/measure_confusions.py ../shared/bench/dev -o src/layoutfix/data/confusions

Input is a folder of truths with `dumps` (docs/evaluation.md). For each script a file
`<script>.tsv` comes out, with a head that says what it was measured from. Its rows are

    engine  printed  seen  read  count

`seen` is how often the character was printed, `count` how often it was read as `read` (empty:
dropped). Each true line is found in the dump (exactly or by partial ratio), the two are aligned,
and the edits are counted: characters replaced by as many others, by a pair, or dropped; spaces are
left out, they are a matter of layout. Lines that match too badly, or runs of edits that look like a
piece of another line, are not counted. Ligatures and Kangxi radicals, artefacts of the PDF that the
truth was printed to, are resolved first. Rare pairs are pruned: they are accidents of these pages.
"""

from __future__ import annotations

import argparse
import re
import sys
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from layoutfix.chardata import script_of
from layoutfix.evaluation import Truth, read_truth
from layoutfix.script import Script

ARTEFACTS_RE = re.compile(r"[\u2f00-\u2fdf\ufb00-\ufb06]")
NOT_TEXT_RE = re.compile(r"[\u2e80-\u2fdf]")
"""Radicals that nothing resolves."""

ENGINES = ("rapidocr", "tess6")
"""Those that look at pictures; `pdflayout` reads a PDF and confuses nothing."""

LEAST_RATIO = 80.0
"""A line that matches its place in the dump worse than this was read across or not at all."""

LONGEST_RUN = 2
"""Characters of one edit; longer runs are a piece of a neighbour, not a confusion."""

LEAST_COUNT = 2
"""Times that a pair must be seen to be kept."""

LEAST_LINE = 5


@dataclass
class Counts:
    """Of one script and engine: pairs seen, and how often each character was looked at."""

    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    seen: Counter[str] = field(default_factory=Counter)
    characters: int = 0
    lines: int = 0
    skipped: int = 0
    pages: set[str] = field(default_factory=set)


def script_name(truth: Truth) -> str:
    """`hans`, `hant` or `latin`: tables of their own."""
    if script_of("".join(line.text for line in truth.lines)) is Script.CJK:
        return "hant" if truth.language == "zh-Hant" else "hans"
    return "latin"


def resolve(text: str) -> str:
    """The text without spaces, PDF ligatures and radicals that stand for characters.

    >>> resolve("ﬁve ⼈，")
    'five人，'
    """
    return ARTEFACTS_RE.sub(lambda m: unicodedata.normalize("NFKC", m[0]), "".join(text.split()))


def count_line(line: str, dump: str, counts: Counts) -> None:
    """Add the edits of one line to the counts."""
    true = resolve(line)
    if len(true) < LEAST_LINE:
        return
    found = fuzz.partial_ratio_alignment(true, dump, score_cutoff=LEAST_RATIO)
    if found is None or found.score < LEAST_RATIO:
        counts.skipped += 1
        return
    read = dump[found.dest_start : found.dest_end]
    counts.lines += 1
    counts.characters += len(true)
    counts.seen.update(true)
    for is_equal, group in groupby(
        Levenshtein.opcodes(true, read), key=lambda op: op.tag == "equal"
    ):
        if is_equal:
            continue
        ops = list(group)
        before = true[ops[0].src_start : ops[-1].src_end]
        after = read[ops[0].dest_start : ops[-1].dest_end]
        edge = ops[0].src_start == 0 or ops[-1].src_end == len(
            true
        )  # where the window cut the line
        if NOT_TEXT_RE.search(before + after):
            continue
        if (edge and len(before) != len(after)) or max(len(before), len(after)) > LONGEST_RUN:
            continue
        if len(before) == len(after):
            counts.pairs.update(zip(before, after, strict=True))
        elif len(before) == 1:
            counts.pairs[before, after] += 1


def measure(folder: Path) -> dict[str, dict[str, Counts]]:
    """Counts by script and engine."""
    found: dict[str, dict[str, Counts]] = {}
    for path in sorted(folder.glob("*.json")):
        truth = read_truth(path)
        for engine in ENGINES:
            if engine not in truth.dumps:
                continue
            counts = found.setdefault(script_name(truth), {}).setdefault(engine, Counts())
            counts.pages.add(truth.name)
            dump = resolve(truth.dumps[engine])
            for line in truth.lines:
                count_line(line.text, dump, counts)
    return found


def table_rows(script: str, engines: dict[str, Counts]) -> list[str]:
    """The file of one script: a head of `#` lines, then a row a pair, the most frequent first."""
    rows = [
        f"# What engines read for what was printed, script {script}.",
        "# Columns: engine, printed, times printed, read, times read so.",
        "# Measured by tools/measure_confusions.py: lines of typeset pages aligned with the dumps",
        f"# of real engines. Pairs seen fewer than {LEAST_COUNT} times are left out.",
    ]
    for engine, counts in sorted(engines.items()):
        rows.append(
            f"# {engine}: {len(counts.pages)} pages, {counts.lines} lines aligned,"
            f" {counts.skipped} not, {counts.characters} characters,"
            f" {counts.pairs.total()} confused"
        )
    for engine, counts in sorted(engines.items()):
        kept = [(n, pair) for pair, n in counts.pairs.items() if n >= LEAST_COUNT]
        for n, (before, after) in sorted(kept, key=lambda k: (-k[0], k[1])):
            rows.append(f"{engine}\t{before}\t{counts.seen[before]}\t{after}\t{n}")
    return rows


def main() -> int:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, help="truths with dumps")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="DIR")
    options = parser.parse_args()
    found = measure(options.folder)
    if not found:
        print(f"{options.folder} has no truth with a dump of {', '.join(ENGINES)}", file=sys.stderr)
        return 2
    options.output.mkdir(parents=True, exist_ok=True)
    for script, engines in sorted(found.items()):
        rows = table_rows(script, engines)
        path = options.output / f"{script}.tsv"
        path.write_text("\n".join(rows) + "\n", encoding="utf-8")
        print(f"{path}: {len(rows)} rows")
        for engine, counts in sorted(engines.items()):
            top = ", ".join(f"{a}>{b or '-'} {n}" for (a, b), n in counts.pairs.most_common(12))
            share = counts.pairs.total() / max(1, counts.characters)
            print(f"  {engine} {share:.4f} of {counts.characters}: {top}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
