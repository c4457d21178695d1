"""Joint recall and NED of every language on pages made of text that its model never saw.

    python bench/languages.py --corpora ../shared/corpora
    python bench/languages.py --languages en ru --models /tmp/tried --json /tmp/ru.json

Documents held out of the models (`layoutfix.training.ngrams.corpus`) are cut into articles of one
length, an article a page, set and scrambled alike for all languages by suites of
`layoutfix.synthesis`; each page is repaired with `language=` given. What is printed: means with
bootstrap intervals over pages; `none` is the same without a language model.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

import layoutfix
from layoutfix.evaluation import PageScorer, dict_to_truth, mean_over_pages
from layoutfix.synthesis import Article, Block, make_truth, page_rng, scramble_articles, suites
from layoutfix.training.ngrams.build import RECIPES
from layoutfix.training.ngrams.corpus import SOURCES, read_documents

SUITES = ("simple-pdflayout", "interleaved-3")
PAGES = 16
SEED = 5
CHARACTERS = {"char": 1200, "word": 3000}
"""Length of an article, by the units of the language's model: some 60 to 80 lines."""
HEADLINE = {"char": 12, "word": 36}
MIN_PARAGRAPH = 40
"""Paragraphs shorter than this are left out: verse, names of speakers, rows of tables."""

Row = dict[str, Any]


def to_articles(paragraphs: Sequence[str], unit: str) -> Iterator[Article]:
    """Articles of about the same length; the start of the paragraph before each is its headline."""
    found: list[str] = []
    size, head = 0, ""
    for paragraph in paragraphs:
        if not head:
            head = paragraph[: HEADLINE[unit]].rsplit(" ", 1)[0] if unit == "word" else ""
            head = head or paragraph[: HEADLINE[unit]]
            continue
        found.append(paragraph[: CHARACTERS[unit] - size])
        size += len(found[-1])
        if size >= CHARACTERS[unit]:
            yield Article(head, tuple(Block("body", text) for text in found))
            found, size, head = [], 0, ""


def articles_of(corpora: Path, language: str, pages: int) -> list[Article]:
    """Articles of the held-out documents of all sources, drawn by a fixed seed."""
    unit = RECIPES[language].unit
    every = []
    for source in SOURCES[language]:
        for document in read_documents(corpora, source, "held-out"):
            paragraphs = [p for p in document.split("\n") if len(p) >= MIN_PARAGRAPH]
            every += list(to_articles(paragraphs, unit))
    drawn = np.random.default_rng(SEED).permutation(len(every))[:pages]
    return [every[i] for i in sorted(drawn.tolist())]


def score_page(job: tuple[str, str, int, Article, str | None, bool]) -> Row:
    """Joint recall and NED of one page, as dumped and repaired."""
    language, suite, number, article, models, bare = job
    made = scramble_articles([article], suites()[suite], page_rng(SEED, str(number), suite))
    data = make_truth(made, name=suite, seed=SEED, articles=[str(number)])
    truth, dump = dict_to_truth(data, f"{language}-{number}"), str(data["dump"])
    if bare:
        result = layoutfix.fix(dump, language="und")
    elif models is None:
        result = layoutfix.fix(dump, language=language)
    else:
        result = layoutfix.fix(dump, model=Path(models) / f"{language}.lfng")
    scorer = PageScorer(truth, dump)
    after = scorer.score(result.text)
    return {
        "language": language,
        "suite": suite,
        "page": number,
        "model": not bare,
        "dumped": scorer.score(dump).joint_recall,
        "joint_recall": after.joint_recall,
        "ned": after.ned,
    }


def main() -> None:
    """Make the pages, repair them, print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--languages", nargs="+", default=list(RECIPES), choices=list(RECIPES))
    parser.add_argument("--suites", nargs="+", default=list(SUITES), choices=list(suites()))
    parser.add_argument("--pages", type=int, default=PAGES, help="of each language and suite")
    parser.add_argument("--models", help="a folder of models to use in place of the shipped ones")
    parser.add_argument("--without", action="store_true", help="also without a language model")
    parser.add_argument("--json", type=Path, help="write a row for each page")
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args()
    jobs = [
        (language, suite, number, article, options.models, bare)
        for language in options.languages
        for number, article in enumerate(articles_of(options.corpora, language, options.pages))
        for suite in options.suites
        for bare in ((False, True) if options.without else (False,))
    ]
    with ProcessPoolExecutor(options.jobs) as pool:
        rows = list(pool.map(score_page, jobs, chunksize=4))
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    for line in table_lines(rows):
        print(line)


def table_lines(rows: Sequence[Row]) -> Iterator[str]:
    """The table in markdown: a line for each language, suite and kind of model."""
    yield "| language | suite | pages | as dumped | J | NED |"
    yield "|---|---|---|---|---|---|"
    keys = dict.fromkeys((r["language"], r["suite"], r["model"]) for r in rows)
    everything = dict.fromkeys((language, "all", model) for language, _, model in keys)
    for language, suite, model in [*keys, *everything]:
        of = [r for r in rows if (r["language"], r["model"]) == (language, model)]
        of = [r for r in of if suite in {"all", r["suite"]}]
        dumped = float(np.mean([r["dumped"] for r in of]))
        name = language if model else f"{language}, none"
        cells = [interval(of, "joint_recall"), interval(of, "ned")]
        yield f"| {name} | {suite} | {len(of)} | {dumped:.2f} | {' | '.join(cells)} |"


def interval(rows: Sequence[Row], measure: str) -> str:
    """A mean and its 95 % interval."""
    found = mean_over_pages(r[measure] for r in rows)
    if found is None or found.low is None or found.high is None:
        return "-" if found is None else f"{found.mean:.3f}"
    return f"{found.mean:.3f} ({found.low:.3f}-{found.high:.3f})"


if __name__ == "__main__":
    main()
