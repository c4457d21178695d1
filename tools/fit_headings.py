"""Fit what tells headings, and measure it on pages that were left out.

    python tools/fit_headings.py --corpora CORPORA --examples kept.npz [--write]

Pages are made of documents that no model has seen (one in 64 of each file), scrambled as engines
do, and put in order: with their headline; without one and beginning with a paragraph; without one
and beginning in mid-sentence, as every page but the first of an article does. Half of the headlines
are two titles, so that many have two to four lines; some are a word or two; some end with a full
stop, as in old papers, and some have a byline below. Titles of other documents are set between
paragraphs as sub-headings. Every run of lines that could be a heading (`heading_candidates`) is an
example, right where it is a heading of the page and nothing else, and more like it than every
other. `AssemblyWeights.heading_odds` are fitted on one half of the pages (logistic regression) and
told of the other, then fitted on all: one fit for both families of scripts. With `--write` it takes
the place of the shipped one.
"""

from __future__ import annotations

import argparse
import multiprocessing
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz import fuzz

from fit_confidence import fit_logistic
from layoutfix import evaluation
from layoutfix.arrays import Bools, Doubles, Longs
from layoutfix.assembly.headings import FEATURES, heading_candidates, heading_features
from layoutfix.chardata import FULL_STOPS, NO_LINE_START
from layoutfix.config import Config
from layoutfix.engine import judge_page, read_dump
from layoutfix.evaluation.flat import flatten
from layoutfix.evaluation.headings import CUTOFF
from layoutfix.evaluation.truth import lines_to_blocks
from layoutfix.linking.shape import last_mark
from layoutfix.script import Script
from layoutfix.synthesis import Article, Block, make_truth, page_rng, suites
from layoutfix.synthesis.draw import chance, integer, pick
from layoutfix.synthesis.suites import scramble_articles
from layoutfix.training.ngrams.build import RECIPES
from layoutfix.training.ngrams.corpus import SOURCES, read_documents
from layoutfix.training.paragraphs.articles import SIZES, document_to_articles, read_articles
from weight_files import digest_of, put_numbers

PAGES = {"zh": 14, "ja": 3, "en": 14, "de": 5, "fr": 5, "es": 1, "it": 1, "pt": 1, "ru": 1}
"""Pages of each language and suite."""
TITLED = frozenset({"zh", "ja", "en"})
"""Languages of whose documents many have a title; of the others, paragraphs' starts are some."""
SUITES = (
    *("page-rapidocr", "page-tess6", "page-pdfcollapsed", "page-pdflayout"),
    *("simple-rapidocr", "simple-tess6", "simple-pdflayout", "simple-pdfcollapsed"),
    *("gutter-2", "collapsed-2", "tesseract-2", "interleaved-2", "interleaved-3"),
)
STARTS = ("headline", "headline", "paragraph", "sentence")
BYLINES = {
    "en": ("By Ann Porter", "(Updates with what the board said)", "LONDON, from our own writer"),
    "zh": ("本报记者 王明", "新华社北京三月二日电", "（记者李华）", "编辑：陈立"),
    "ja": ("編集部", "田中一郎"),
    "de": ("Von Karl Meier", "Berlin (dpa)", "Von unserem Korrespondenten"),
    "fr": ("Par Jean Morel", "De notre correspondant", "Paris (AFP)"),
}
_SUBHEADS = 0.15
_TWO_TITLES, _SHORT, _STOPPED, _BYLINE = 0.5, 0.15, 0.08, 0.3
"""Shares of headlines that are two titles, a word or two, end with a full stop, have a byline."""
_NOT_TITLES = FULL_STOPS - {"?", "!", "？", "！"}
_SEED = 13


@dataclass(frozen=True, slots=True)
class Examples:
    """Runs of lines, n of them: features (n, F); right (n,); cjk (n,); half (n,) of the pages;
    missed: headings of the pages that no run is, (1,)."""

    features: Doubles
    right: Bools
    cjk: Bools
    start: Longs
    half: Longs
    page: Longs


def begin_inside(article: Article, rng: np.random.Generator) -> Article:
    """The article without its headline and without the beginning of its first sentence."""
    text = next(b.text for b in article.blocks if b.kind == "body")
    rest = [b for b in article.blocks if b.text != text]
    if article.script is Script.CJK:
        at = integer(rng, 2, max(2, len(text) - 20))
        while at < len(text) - 1 and (text[at] in NO_LINE_START or text[at - 1] in FULL_STOPS):
            at += 1
        text = text[at:]
    else:
        words = text.split()
        at = integer(rng, 1, max(1, len(words) - 12))
        while at < len(words) - 1 and words[at - 1][-1] in FULL_STOPS:
            at += 1
        text = " ".join(words[at:])
    return Article("", (Block("body", text), *rest), goes_on=True)


def read_titled(corpora: Path, language: str, rng: np.random.Generator) -> Iterator[Article]:
    """Articles of a language that begin with a title, in random order."""
    if language not in TITLED:
        yield from read_articles(corpora, language, rng)
        return
    sizes, found = SIZES[RECIPES[language].unit], []
    for source in SOURCES[language]:
        if "/ud_" in source.path or "titles" in source.path or "laws" in source.path:
            continue
        own = []
        for document in read_documents(corpora, source, "held-out"):
            title = document.split("\n", 1)[0]
            if len(title) < sizes.title and last_mark(title) not in _NOT_TITLES | {"，", ",", "："}:
                own += [*islice(document_to_articles(document, sizes, rng), 1)]
        own = [article for article in own if document_has_title(article)]
        found += [own[k] for k in rng.permutation(len(own))[:60].tolist()]
    yield from (found[k] for k in rng.permutation(len(found)).tolist())


def document_has_title(article: Article) -> bool:
    """Whether its first paragraph is running text."""
    return article.blocks[0].kind == "body" and last_mark(article.blocks[0].text) in FULL_STOPS


def make_pages(corpora: Path, language: str) -> Iterator[tuple[dict[str, Any], str]]:
    """Pages of a language as plain data (docs/evaluation.md), and how each begins."""
    sizes = SIZES[RECIPES[language].unit]
    articles = list(read_titled(corpora, language, np.random.default_rng(_SEED)))
    short = [a.headline for a in articles if len(a.headline) <= sizes.short]
    for name in SUITES:
        suite = suites()[name]
        for k in range(PAGES[language]):
            rng = page_rng(_SEED, f"{language}-{k}", name)
            start = STARTS[k % len(STARTS)]
            at = integer(rng, 0, len(articles) - 1)
            article = articles[at]
            if last_mark(article.headline) in _NOT_TITLES or not any(
                b.kind == "body" for b in article.blocks
            ):
                continue
            article = replace(article, blocks=tuple(_with_subheads(article, short, rng)))
            if start == "headline":
                other = articles[integer(rng, 0, len(articles) - 1)]
                article = _with_title(article, other.headline, language, rng)
            else:
                article = replace(article, headline="")
            if start == "sentence":
                article = begin_inside(article, rng)
            others = [articles[integer(rng, 0, len(articles) - 1)] for _ in range(2)]
            made = scramble_articles(
                [article, *others], replace(suite, articles=(1, 1, 1, 2), kept=1.0), rng
            )
            truth = make_truth(made, name=name, seed=_SEED, articles=[str(at)])
            yield {**truth, "id": f"{language}-{name}-{k}", "lang": language}, start


def _with_title(article: Article, other: str, language: str, rng: np.random.Generator) -> Article:
    """The article under a headline of one title or two, some with a byline."""
    headline, blocks = article.headline, article.blocks
    if chance(rng, _SHORT):
        long = integer(rng, 2, 4) if article.script is Script.CJK else integer(rng, 1, 2)
        headline = (
            headline[:long] if article.script is Script.CJK else " ".join(headline.split()[:long])
        )
    elif chance(rng, _TWO_TITLES) and last_mark(other) not in _NOT_TITLES:
        between = ("：", "\u3000") if article.script is Script.CJK else (": ", " - ", " ", "; ")
        headline += pick(rng, between) + other
    if article.script is Script.SPACED and headline[-1].isalpha() and chance(rng, _STOPPED):
        headline += "."
    if language in BYLINES and chance(rng, _BYLINE):
        blocks = (Block("body", pick(rng, BYLINES[language])), *blocks)
    return replace(article, headline=headline, blocks=blocks)


def _with_subheads(
    article: Article, titles: list[str], rng: np.random.Generator
) -> Iterator[Block]:
    share = pick(rng, (0.0, 0.0, _SUBHEADS, 2 * _SUBHEADS))
    for k, block in enumerate(article.blocks):
        if k and titles and block.kind == "body" and chance(rng, share):
            yield Block("heading", titles[integer(rng, 0, len(titles) - 1)])
        yield block


def page_to_examples(made: tuple[dict[str, Any], str, int]) -> Examples | None:
    """The runs of lines of a page."""
    page, start, number = made
    truth = evaluation.dict_to_truth(page, page["id"])
    found = read_dump(page["dump"], Config())
    if found is None or not found.links.knows_language or len(found.order) < 3:
        return None
    judged = judge_page(found)
    lines = judged.lines
    runs = heading_candidates(lines, judged.evidence, found.sheet.weights.assembly)
    if not runs:
        return None
    true = [
        "".join(flatten(x.text) for x in block)
        for block in lines_to_blocks(truth.lines)
        if block[0].kind == "heading"
    ]
    told = [flatten("".join(lines.texts[k] for k in run)) for run in runs]
    n = len(runs)
    right = np.zeros(n, bool)
    for heading in true:
        ratios = [fuzz.ratio(run, heading) for run in told]
        best = max(range(n), key=ratios.__getitem__)
        right[best] |= ratios[best] >= CUTOFF
    return Examples(
        heading_features(runs, lines, judged.evidence),
        right,
        np.full(n, found.links.script is Script.CJK),
        np.full(n, STARTS.index(start)),
        np.full(n, number % 2),
        np.full(n, number),
    )


def together(parts: list[Examples]) -> Examples:
    """The examples of several pages as one."""
    return Examples(*(np.concatenate([getattr(p, f) for p in parts]) for f in Examples.__slots__))


def describe(odds: Doubles, right: Bools) -> str:
    """How good log-odds (n,) are, in a line."""
    told = odds > 0
    nats = float(np.logaddexp(0, np.where(right, -odds, odds)).mean())
    precision = (told & right).sum() / max(1, told.sum())
    recall = (told & right).sum() / max(1, right.sum())
    return (
        f"{len(right)} runs, {right.sum()} headings; {nats:.4f} nats, P {precision:.3f},"
        f" R {recall:.3f}"
    )


def main() -> None:
    """Make pages, fit on each half, tell of the other, print the weights fitted on all."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--examples", type=Path, help="read from, or kept in, this .npz file")
    parser.add_argument("--write", action="store_true", help="replace the shipped weights")
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args()
    if options.examples and options.examples.exists():
        with np.load(options.examples) as arrays:
            examples = Examples(**arrays)
    else:
        made = (page for lang in PAGES for page in make_pages(options.corpora, lang))
        numbered = ((page, start, k) for k, (page, start) in enumerate(made))
        with multiprocessing.Pool(options.jobs) as pool:
            found = pool.imap(page_to_examples, numbered, 4)
            examples = together([e for e in found if e is not None])
        if options.examples:
            np.savez(options.examples, **asdict(examples))
    x, y = examples.features, examples.right
    for k in (0, 1):
        weights = fit_logistic(x[examples.half == k], y[examples.half == k].astype(float))
        rest = examples.half != k
        odds = x @ weights
        print(f"half {1 - k}:", describe(odds[rest], y[rest]))
        for name, among in (("cjk", examples.cjk), ("spaced", ~examples.cjk)):
            print(f"  {name}:", describe(odds[rest & among], y[rest & among]))
        for s in sorted(set(STARTS)):
            of = rest & (examples.start == STARTS.index(s))
            print(f"  begins with {s}:", describe(odds[of], y[of]))
    weights = fit_logistic(x, y.astype(float))
    found_odds = dict(zip(FEATURES, np.round(weights, 2).tolist(), strict=True))
    print("heading_odds", found_odds)
    if options.write:
        digest = digest_of([options.examples]) if options.examples else None
        for script in Script:
            put_numbers(script, "assembly", {"heading_odds": found_odds}, "headings", digest)


if __name__ == "__main__":
    main()
