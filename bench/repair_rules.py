"""Measures the rules of `layoutfix.repair`, each alone: harm on clean text, gain on OCR, speed.

    python bench/repair_rules.py --clean [--language zh-Hans] [--rule fix_spaces] [--samples 20]
    python bench/repair_rules.py --dev [--group simple] [--all-rules]
    python bench/repair_rules.py --confusions
    python bench/repair_rules.py --speed

--clean       edits per 100,000 characters on 1 MB of ../shared/corpora per language, spread over
              its sources; below it, samples of what was changed (`--samples`)
--dev         character error rate of the dev pages' dumps against their true lines, before and
              after each rule: each true line is found in the dump by fuzzy matching, its match
              widened to the edits that touch it, and compared as repaired and as it was (runs of
              blanks count as one, radicals and combining marks are folded, line breaks are blanks).
              "as printed" are lines that had been read without an error: the page has it so
--confusions  items made better, same, worse (as HIPE-OCRepair counts them) by fix_confusions: lines
              of the dev pages, 1,000 clean lines of each language's corpora, and the same lines
              with one character each taken for another (spoiled)
--speed       MB of UTF-8 per second on clean text and on damaged text, all default rules, one core

The folders lie outside the project; LAYOUTFIX_SHARED names theirs where it is not ../shared.
"""

from __future__ import annotations

import argparse
import json
import lzma
import os
import re
import sys
import time
import unicodedata
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

import layoutfix
from layoutfix.config import Config, RepairConfig
from layoutfix.pool import use_one_thread
from layoutfix.repair import RULES, Edit, repair_text
from layoutfix.repair.confusions import ALTERNATIVES, LATIN_PAIRS
from layoutfix.repair.forms import SUPPLEMENT

use_one_thread()  # speed is that of one core

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("LAYOUTFIX_SHARED", ROOT.parent / "shared"))
LANGUAGES = ("zh-Hans", "zh-Hant", "ja", "en", "de", "fr", "es", "it", "pt", "ru")
SEPARATOR = "\n\n%%%%\n\n"
FOLD = str.maketrans(SUPPLEMENT)


def only(*names: str) -> RepairConfig:
    """Settings under which these rules run, and no others."""
    switches: dict[str, Any] = {n: n in names for n in RULES if n != "fix_variants"}
    return RepairConfig(**switches)


def default_rules() -> list[str]:
    """The rules that run unasked."""
    config = RepairConfig()
    return [n for n in RULES if getattr(config, n) is True]


def clean_documents(language: str, size: int) -> Iterator[tuple[str, str]]:
    """(source, document) of `size` bytes of a language, the same share of each source."""
    paths = sorted((SHARED / "corpora" / language).glob("*.txt.xz"))
    for path in paths:
        with lzma.open(path, "rt", encoding="utf-8") as file:
            head = file.read(max(6_000_000, 4 * size))
        documents = head.split(SEPARATOR)[:-1] or [head]
        order = np.random.default_rng(7).permutation(len(documents))
        left = size // len(paths)
        for k in order.tolist():
            text = documents[k][:200_000]
            yield path.name.removesuffix(".txt.xz"), text
            left -= len(text.encode())
            if left <= 0:
                break


def measure_clean(languages: Sequence[str], rules: Sequence[str], size: int, samples: int) -> None:
    """Edits per 100,000 characters of clean text, by rule and language."""
    config = only(*rules)
    rates: dict[str, dict[str, float]] = {}
    for language in languages:
        counts: Counter[str] = Counter()
        sources: dict[str, Counter[str]] = defaultdict(Counter)
        shown: dict[str, list[str]] = defaultdict(list)
        characters = 0
        for source, text in clean_documents(language, size):
            characters += len(text)
            for e in repair_text(text, "auto", config):
                counts[e.rule] += 1
                sources[e.rule][source] += 1
                around = (text[max(0, e.start - 18) : e.start], text[e.start : e.end], e.after)
                shown[e.rule].append(f"{source}: {around[0]!r} [{around[1]!r} -> {around[2]!r}]"
                                     f" {text[e.end : e.end + 18]!r}")  # fmt: skip
        rates[language] = {r: 1e5 * counts[r] / max(1, characters) for r in rules}
        cells = " ".join(f"{r} {v:.2f}" for r, v in rates[language].items() if v)
        print(f"{language:8} {characters:9,} characters: {cells or 'nothing changed'}", flush=True)
        rng = np.random.default_rng(1)
        for rule in rules:
            if shown[rule] and samples:
                print(f"  {rule}: {dict(sources[rule])}")
                for k in rng.permutation(len(shown[rule]))[:samples].tolist():
                    print("     ", shown[rule][k])
    print(f"\n| rule | {' | '.join(rates)} |\n|---{'|---' * len(rates)}|")
    for rule in rules:
        print(f"| `{rule}` | {' | '.join(f'{rates[x][rule]:.2f}' for x in rates)} |")


def fold(text: str) -> str:
    """What two texts are compared by."""
    return " ".join(unicodedata.normalize("NFC", text).translate(FOLD).translate(KANGXI).split())


KANGXI = {k: unicodedata.normalize("NFKC", chr(k)) for k in range(0x2F00, 0x2FD6)}


def pages() -> Iterator[dict[str, Any]]:
    """The dev pages."""
    for path in sorted((SHARED / "bench" / "dev").glob("*.json")):
        yield json.loads(path.read_text(encoding="utf-8"))


def matched_lines(page: dict[str, Any], dump: str) -> list[tuple[int, int, str]]:
    """(start, end, truth) of each true line that is found in the dump, nearly as it is."""
    found = []
    for line in page["lines"]:
        truth = line["text"].strip()
        if len(truth) < 6:
            continue
        match = fuzz.partial_ratio_alignment(fold(truth), dump, score_cutoff=75)
        if match is not None and match.dest_end > match.dest_start:
            found.append((match.dest_start, match.dest_end, truth))
    return found


def repaired_span(dump: str, edits: Sequence[Edit], start: int, end: int) -> tuple[str, str]:
    """`dump[start:end]`, widened to the edits that touch it, as it was and as it is repaired."""
    k = bisect_right([e.end for e in edits], start)
    parts, at, lo = [], start, start
    while k < len(edits) and edits[k].start < end:
        lo, end = min(lo, edits[k].start), max(end, edits[k].end)
        parts += [dump[at : edits[k].start], edits[k].after]
        at = edits[k].end
        k += 1
    return dump[lo:end], "".join(parts) + dump[at:end]


def measure_dev(group: str, rules: Sequence[str]) -> None:
    """Character errors by rule, before and after, in the lines that the rule touched and in all."""
    before: Counter[tuple[str, str]] = Counter()
    characters: Counter[tuple[str, str]] = Counter()
    change: dict[str, Counter[tuple[str, str]]] = {r: Counter() for r in [*rules, "all default"]}
    verdicts: dict[str, Counter[str]] = {r: Counter() for r in change}
    worse: dict[str, list[str]] = defaultdict(list)
    for page in pages():
        if not re.search(group, f"{page['group']} {page['lang']}"):
            continue
        for engine, dump in page["dumps"].items():
            key = (f"{page['group']} {page['lang']}", engine)
            lines = matched_lines(page, dump)
            base = [Levenshtein.distance(fold(dump[s:e]), fold(t)) for s, e, t in lines]
            before[key] += sum(base)
            characters[key] += sum(len(fold(t)) for _, _, t in lines)
            for rule, changed in change.items():
                config = RepairConfig() if rule == "all default" else only(rule)
                edits = repair_text(dump, "auto", config)
                for start, end, truth in lines if edits else ():
                    was, now = repaired_span(dump, edits, start, end)
                    if was == now:
                        continue
                    a, b = (Levenshtein.distance(fold(x), fold(truth)) for x in (was, now))
                    changed[key] += b - a
                    verdict = "better" if b < a else "worse" if b > a else "same"
                    verdicts[rule]["as printed" if not a else verdict] += 1
                    if b > a:
                        worse[rule].append(f"{page['id']} {engine}: {was!r} -> {now!r} ({truth!r})")
    print("| pages | engine | CER before | " + " | ".join(change) + " |")
    print("|---|---|---|" + "---|" * len(change))
    for key, errors in before.items():
        total = max(1, characters[key])
        cells = [
            f"{100 * (errors + change[r][key]) / total:.2f}" if change[r][key] else "="
            for r in change
        ]
        print(f"| {key[0]} | {key[1]} | {100 * errors / total:.2f} | {' | '.join(cells)} |")
    for rule, changed in change.items():
        print(f"{rule}: lines {dict(verdicts[rule])}, characters {sum(changed.values()):+d}")
        for sample in worse[rule][:12]:
            print("   worse:", sample)


def measure_confusions() -> None:
    """Items better, same, worse: lines of the dev pages, then clean lines."""
    config = only("fix_confusions")
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for page in pages():
        for engine, dump in page["dumps"].items():
            edits = repair_text(dump, "auto", config)
            key = f"{page['group']} {page['lang']} {engine}"
            for s, e, truth in matched_lines(page, dump):
                was, now = repaired_span(dump, edits, s, e)
                a, b = (Levenshtein.distance(fold(x), fold(truth)) for x in (was, now))
                counts[key]["better" if b < a else "worse" if b > a else "same"] += 1
                if b > a:
                    print("   worse:", page["id"], engine, repr(was), repr(now), repr(truth))
    for key, c in counts.items():
        print(f"{key:44} better {c['better']:4} same {c['same']:5} worse {c['worse']:3}")
    for language in ("zh-Hans", "zh-Hant", "en", "de", "fr"):
        lines: list[str] = []
        for _, text in clean_documents(language, 3_000_000):
            whole = [x for x in text.split("\n") if 20 < len(x) < 400]
            lines += whole[:: max(1, len(whole) // 40)][:40]
        rng = np.random.default_rng(5)
        lines = [lines[k] for k in rng.permutation(len(lines))[:1000].tolist()]
        _confuse(language, "clean", lines, lines, config)
        _confuse(language, "spoiled", lines, [spoil(x, rng) for x in lines], config)


def _confuse(
    language: str, name: str, truths: list[str], texts: list[str], config: RepairConfig
) -> None:
    """Counts of the lines that the rule made better, left, made worse; samples of the worse."""
    counts: Counter[str] = Counter()
    samples = []
    for truth, text in zip(truths, texts, strict=True):
        edits = repair_text(text, "auto", config)
        _, now = repaired_span(text, edits, 0, len(text))
        a, b = Levenshtein.distance(text, truth), Levenshtein.distance(now, truth)
        counts["better" if b < a else "worse" if b > a else "same"] += 1
        if b > a:
            samples += [f"{text[max(0, e.start - 9) : e.start]}[{text[e.start : e.end]} ->"
                        f" {e.after}]{text[e.end : e.end + 9]}" for e in edits]  # fmt: skip
    better, same, worse = (counts[k] for k in ("better", "same", "worse"))
    print(f"{name:8} {language:8} {len(texts)} lines: better {better} same {same} worse {worse}",
          samples[:8], flush=True)  # fmt: skip


def spoil(line: str, rng: np.random.Generator) -> str:
    """The line with one character (or pair of letters) taken for another of its set."""
    places: list[tuple[int, int, str]] = []
    for k, c in enumerate(line):
        places += [(k, k + 1, d) for d in ALTERNATIVES.get(c, [])]
    if not places:
        for a, b in LATIN_PAIRS:
            for before, after in ((a, b), (b, a)):
                places += [(*m.span(), after) for m in re.finditer(re.escape(before), line)
                           if line[m.start() - 1 : m.end() + 1].islower()]  # fmt: skip
    if not places:
        return line
    lo, hi, after = places[int(rng.integers(len(places)))]
    return line[:lo] + after + line[hi:]


def measure_speed() -> None:
    """MB/s of `layoutfix.repair` on clean text, and on text with every kind of damage."""
    for language in ("zh-Hans", "en"):
        text = "\n\n".join(t for _, t in clean_documents(language, 2_000_000))
        clean = layoutfix.repair(text).text
        rng = np.random.default_rng(3)
        damaged = _damage(clean[:400_000], rng)
        for name, sample in (("clean", clean), ("damaged", damaged)):
            megabytes = len(sample.encode()) / 1e6
            start = time.process_time()
            result = layoutfix.repair(sample, config=Config())
            seconds = time.process_time() - start
            print(f"{language:8} {name:8} {megabytes:5.2f} MB {megabytes / seconds:6.2f} MB/s"
                  f"  {len(result.steps):,} steps", flush=True)  # fmt: skip


def _damage(text: str, rng: np.random.Generator) -> str:
    """Blanks in words, half-width marks, radicals, ligatures, broken words: about one in 15."""
    narrow = str.maketrans("，；：？！（）", ",;:?!()")
    out = []
    for c in text:
        dice = rng.random()
        if dice < 0.04 and "\u4e00" <= c <= "\u9fff":
            out.append(c + " ")
        elif dice < 0.5 and c in "，；：？！（）":
            out.append(c.translate(narrow))
        elif dice < 0.5 and c in ",.":
            out.append(" " + c)
        elif dice < 0.01 and c.islower():
            out.append(c + "- ")
        else:
            out.append(c)
    return (
        "".join(out).replace("ffi", "ﬃ").replace("fi", "ﬁ").replace("高", "⾼").replace("长", "⻓")
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    for name in ("clean", "dev", "confusions", "speed"):
        parser.add_argument(f"--{name}", action="store_true")
    parser.add_argument("--language", action="append", choices=LANGUAGES)
    parser.add_argument("--rule", action="append", choices=list(RULES))
    parser.add_argument("--group", default="")
    parser.add_argument("--size", type=int, default=1_000_000, help="bytes of each language")
    parser.add_argument("--samples", type=int, default=0)
    options = parser.parse_args(argv)
    if not (SHARED / "corpora").is_dir():
        print(f"{SHARED / 'corpora'} is not there: set LAYOUTFIX_SHARED.", file=sys.stderr)
        return 2
    rules = options.rule or default_rules()
    if options.clean:
        measure_clean(options.language or LANGUAGES, rules, options.size, options.samples)
    if options.dev:
        measure_dev(options.group, rules)
    if options.confusions:
        measure_confusions()
    if options.speed:
        measure_speed()
    return 0


if __name__ == "__main__":
    sys.exit(main())
