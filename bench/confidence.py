"""How far the chance of joints can be trusted, by the kind of page.

    python bench/confidence.py [--kind REGEX] [--only SORT] [--pages 4] [--seed 7]
                               [--corpora ../shared/corpora] [--dev ../shared/bench/dev]
                               [--factory PAGES] [--part fit --part choose] [--save joints.npz]

Pages: the kinds of bench/kind_pages, the suites of `layoutfix.synthesis`, made of fixture articles
and, with --corpora, of documents held out of the models; with --dev, printed pages with known
lines; with --factory, those of tools/factory: three dumps of each page, of the parts `fit` (one
half) and `choose` (the other), or of those named. A joint is right where the true text goes on so,
to the letter: a cut that is a word off makes two false ones. Rows: `FAMILIES` of such pages.
Columns:

    joints   judged: both ends are found in the true text
    told     their mean confidence
    right    share that are right
    sure     of these told as more than 0.9 certain, false ones per 1,000, and how many are so told
    false    how many are false
    warned   share of these that is among the doubtful
    alarms   share of the right ones that is

--save keeps features and truth of the joints for `tools/fit_confidence.py`, which fits on one half
of the documents and tells of the other.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from kind_pages import KINDS
from kind_pages.setting import FIXTURES, Text, read_texts
from languages import articles_of
from layoutfix import ngrams
from layoutfix.arrays import Bools, Index
from layoutfix.assembly.assemble import OrderedPage
from layoutfix.assembly.joints import neighbours_to_confidence, neighbours_to_features
from layoutfix.config import Config
from layoutfix.cutting.page_spans import split_pages
from layoutfix.engine import judge_page, read_pages
from layoutfix.evaluation import (
    JudgedJoint,
    Truth,
    Warned,
    count_warned,
    dict_to_truth,
)
from layoutfix.evaluation.calibration import JointJudge, MadeJoint
from layoutfix.languages import detect_language
from layoutfix.pool import use_one_thread
from layoutfix.script import Script
from layoutfix.synthesis import (
    Article,
    make_truth,
    page_rng,
    read_article,
    scramble_articles,
    suites,
)
from layoutfix.training.joints import Joints, together

use_one_thread()

FAMILIES = {
    "factory": "^factory",
    "ordered": "ordered|clean-2",
    "vertical": "vertical|glyph",
    "swapped": "swapped",
    "short": "short",
    "tables": "table",
    "lists": "bullets|list|vitae|poems",
    "columns in turn": "interleaved|hyphenated|turns|rapidocr|newspaper",
    "blocks": "blocks|seedlike|mixed",
    "fused": "fused|one blank|collapsed|tess",
    "printed pages": "^dev",
    "gutter": "",
}
"""Kinds of pages, told by their names: the first that is found there."""
SUITE_LANGUAGES = ("zh-Hans", "zh-Hant", "en", "de", "fr")
HELD_OUT = {"zh-Hans": "zh", "en": "en", "de": "de", "fr": "fr", "ja": "ja"}
"""Languages of which the corpora have documents that no model has seen."""
PARTS = ("fit", "choose")
"""Of the factory's pages, each a half of the documents."""
DUMPS = 3
"""Of each of these pages: other engines print much the same."""
DOCUMENTS = 20
"""Of the corpora, of each language."""
MOST_CHARACTERS = 60_000


@dataclass(frozen=True, slots=True)
class Made:
    """A page with its truth: the name of its kind, the half of the documents it is of."""

    name: str
    half: int
    truth: Truth
    dump: str


def name_to_family(name: str) -> str:
    """The family of a page.

    >>> name_to_family("dev gazettes"), name_to_family("simple-tess6"), name_to_family("verses")
    ('printed pages', 'fused', 'gutter')
    """
    return next(family for family, pattern in FAMILIES.items() if re.search(pattern, name))


def half_of(document: str) -> int:
    """Which half of the documents one is in."""
    return zlib.crc32(document.encode()) % 2


def kind_pages(pattern: str, pages: int, seed: int, corpora: Path | None) -> Iterator[Made]:
    """Pages of the kinds: articles of the fixtures and of the corpora by turns."""
    texts: dict[str, list[Text]] = {}
    for name, kind in KINDS.items():
        if not re.search(pattern, name):
            continue
        for language in kind.languages:
            if language not in texts:
                texts[language] = _mixed(
                    read_texts(language), [*map(_to_text, _held_out(language, corpora))]
                )
            own, first = texts[language], zlib.crc32(name.encode())
            for k in range(pages):
                text = own[(first + k) % len(own)]
                rng = np.random.default_rng([seed, zlib.crc32(f"{name} {language} {k}".encode())])
                try:
                    sample = kind.make(text, rng)
                except (IndexError, ValueError):  # too little text for what the page holds
                    continue
                blocks = [b.split("\n") for b in re.split(r"\n\s*\n", sample.right) if b.strip()]
                lines = [
                    {"text": line, "block": n} for n, block in enumerate(blocks) for line in block
                ]
                if lines:
                    truth = dict_to_truth({"lines": lines}, name)
                    yield Made(name, half_of(text.paragraphs[0][:40]), truth, sample.dump)


def _to_text(article: tuple[str, Article]) -> Text:
    code, made = article
    return Text(code, tuple(b.text for b in made.blocks if b.kind == "body"), made.headline)


def _held_out(language: str, corpora: Path | None) -> list[tuple[str, Article]]:
    if corpora is None or language not in HELD_OUT:
        return []
    return [(language, a) for a in articles_of(corpora, HELD_OUT[language], DOCUMENTS)]


def _mixed(own: list[Text], others: list[Text]) -> list[Text]:
    """Texts of both by turns, the fewer ones again and again."""
    if not others:
        return own
    return [t for k, other in enumerate(others) for t in (own[k % len(own)], other)]


def suite_pages(pattern: str, pages: int, seed: int, corpora: Path | None) -> Iterator[Made]:
    """Pages of the suites; all articles of a page are of one half."""
    for language in SUITE_LANGUAGES:
        paths = sorted((FIXTURES / "articles").glob(f"{language}-*.txt"))
        articles = [*map(read_article, paths), *(a for _, a in _held_out(language, corpora))]
        halves = [half_of(a.blocks[0].text[:40]) for a in articles]
        for name, suite in suites().items():
            if not re.search(pattern, name):
                continue
            for k in range(pages):
                at = (7 * k + zlib.crc32(f"{name} {language}".encode())) % len(articles)
                turned = [*range(at, len(articles)), *range(at)]
                same = [articles[i] for i in turned if halves[i] == halves[at]]
                made = scramble_articles(same, suite, page_rng(seed, f"{language} {k}", name))
                data = make_truth(made, name=name, seed=seed, articles=[])
                yield Made(name, halves[at], dict_to_truth(data, name), made.scrambled.dump)


def load_pages(folder: Path | None) -> Iterator[dict[str, Any]]:
    """The pages with known lines of a folder; none without one."""
    for path in sorted(folder.glob("*.json")) if folder else ():
        yield json.loads(path.read_text(encoding="utf-8"))


def printed_pages(pattern: str, folder: Path | None) -> Iterator[Made]:
    """All dumps of printed pages with known lines; none without a folder."""
    for page in load_pages(folder):
        name, truth = f"dev {page['group']}", dict_to_truth(page, page["id"])
        if re.search(pattern, name):
            for dump in page["dumps"].values():
                yield Made(name, half_of(page["id"]), truth, dump)


def factory_pages(
    pattern: str, folder: Path | None, parts: Sequence[str] = PARTS
) -> Iterator[Made]:
    """Some dumps of each page that tools/factory made; none without a folder."""
    for page in load_pages(folder):
        name, truth = f"factory {page['group']}", dict_to_truth(page, page["id"])
        if page["part"] in parts and re.search(pattern, name):
            drawn = sorted(page["dumps"], key=lambda e: zlib.crc32(f"{page['id']} {e}".encode()))
            for engine in drawn[:DUMPS]:
                yield Made(name, int(page["part"] != PARTS[0]), truth, page["dumps"][engine])


def judge_joints(made: Made, config: Config) -> Iterator[Joints]:
    """The joints of the pages of a dump; none where an ordered page was changed."""
    if len(made.dump) > MOST_CHARACTERS:
        return
    known = ngrams.available()
    code = detect_language(made.dump, known)
    model = ngrams.load(code) if code in known else None
    spans = [(s.start, s.end) for s in split_pages(made.dump) if not s.is_aside]
    pages = [judge_page(page) for page in read_pages(made.dump, spans, model, config)]
    family = name_to_family(made.name)
    if family == "ordered" and any(page.reordered for page in pages):
        return
    judge = JointJudge(made.truth)
    for page in pages:
        weights = config.weights_for(page.evidence.script).assembly
        at, verdicts = _verdicts(page, judge)
        evidence, n = page.evidence, len(at)
        moved = bool(evidence.moved.any())
        if n:
            yield Joints(
                features=neighbours_to_features(evidence, weights)[at],
                sure=evidence.sure[at],
                told=neighbours_to_confidence(evidence, weights)[at],
                right=verdicts,
                cjk=np.full(n, evidence.script is Script.CJK),
                moved=np.full(n, moved),
                half=np.full(n, made.half),
                family=np.full(n, family),
            )


def _verdicts(page: OrderedPage, judge: JointJudge) -> tuple[Index, Bools]:
    """Which joints can be judged, and whether each is right; none inside a line, or of asides."""
    n, asides = len(page.order), page.lines.asides
    inside = np.zeros(n - 1, bool) if page.inside is None else page.inside
    ends = [k for k in range(n - 1) if not inside[k]]
    texts = [page.fragments[i].text for i in page.order]
    lines = [
        "".join(texts[a + 1 : b + 1]) for a, b in pairwise([-1, *ends, n - 1])
    ]  # of characters where these stood by themselves
    at, verdicts = [], []
    for k, (left, right) in zip(ends, pairwise(lines), strict=True):
        if not (asides[k] or asides[k + 1]):
            verdict = judge.judge(MadeJoint(left, right, "join", 0.5))
            if verdict is not None:
                at.append(k)
                verdicts.append(verdict)
    return np.array(at, np.intp), np.array(verdicts, bool)


def to_row(name: str, warned: Warned) -> str:
    """A row of the table."""
    return (
        f"| {name} | {warned.joints:,} | {warned.told:.3f} | {warned.right:.3f} |"
        f" {warned.false_sure:.1f} of {warned.sure:,} | {warned.false:,} |"
        f" {warned.warned:.2f} | {warned.alarms:.3f} |"
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Judges the joints, prints the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--kind", default="", metavar="REGEX")
    parser.add_argument(
        "--only",
        choices=("kinds", "suites", "printed", "factory"),
        help="pages of one sort alone",
    )
    parser.add_argument("--pages", type=int, default=4, help="of each kind and language")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--corpora", type=Path)
    parser.add_argument("--dev", type=Path, help="folder of printed pages with known lines")
    parser.add_argument("--factory", type=Path, metavar="PAGES", help="folder of tools/factory")
    parser.add_argument("--part", action="append", choices=(*PARTS, "test"))
    parser.add_argument("--save", type=Path, metavar="NPZ")
    options = parser.parse_args(argv)
    config = Config()
    drawn = (options.kind, options.pages, options.seed, options.corpora)
    sorts = {
        "kinds": kind_pages(*drawn),
        "suites": suite_pages(*drawn),
        "printed": printed_pages(options.kind, options.dev),
        "factory": factory_pages(options.kind, options.factory, options.part or PARTS),
    }
    found = [
        joints
        for sort, pages in sorts.items()
        if options.only in {None, sort}
        for made in pages
        for joints in judge_joints(made, config)
    ]
    if not found:
        print("No joints: no kind matches --kind.", file=sys.stderr)
        return 2
    every = together(found)
    if options.save:
        every.save(options.save)
    print("| page | joints | told | right | sure: false per 1,000 | false | warned | alarms |")
    print("|---|---|---|---|---|---|---|---|")
    for family in [*FAMILIES, "all"]:
        among = (every.family == family) | (family == "all")
        judged = [
            JudgedJoint(float(c), bool(r))
            for c, r in zip(every.told[among], every.right[among], strict=True)
        ]
        warned = count_warned(judged, config.doubtful_below)
        if warned is not None:
            print(to_row(family, warned))
    return 0


if __name__ == "__main__":
    sys.exit(main())
