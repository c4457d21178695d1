"""Pages in two languages: each is scored by its own model, nothing goes on over both."""

from __future__ import annotations

import numpy as np

import layoutfix
from layoutfix import Config, ngrams
from layoutfix.linking import LinkScorer
from layoutfix.linking.mixed import FOREIGN_COST, LanguagePart, mix_links
from layoutfix.script import Script
from layoutfix.weights import LinkWeights
from tests.helpers import SPACED

GERMAN = ["Der Rat der Stadt hat am Abend", "beschlossen, die alte Brücke zu"]
ENGLISH = ["the harbour was full of boats and", "nobody had seen so many people"]
WIDTH = np.full(4, 30, np.float32)


def _scorer(weights: LinkWeights) -> tuple[LinkScorer, LinkScorer, LinkScorer]:
    german, english = ngrams.load("de"), ngrams.load("en")
    own = LinkScorer(ENGLISH, WIDTH[:2], weights, script=Script.SPACED, model=english)
    plain = LinkScorer(GERMAN + ENGLISH, WIDTH, weights, script=Script.SPACED, model=german)
    mixed = mix_links(
        GERMAN + ENGLISH,
        WIDTH,
        weights,
        script=Script.SPACED,
        model=german,
        encoder=None,
        indents=np.full(4, np.nan, np.float32),
        parts=[LanguagePart(np.array([2, 3]), own)],
        languages=np.array([0, 0, 1, 1], np.int32),
    )
    return mixed, own, plain


def test_a_pair_of_the_other_language_has_the_score_of_its_own_model() -> None:
    """The page's model says something else of it."""
    mixed, own, plain = _scorer(SPACED.links)
    pair = np.array([2]), np.array([3])
    inside = own.score(np.array([0]), np.array([1]))
    assert mixed.score(*pair) == inside
    assert plain.score(*pair) != inside


def test_a_sentence_over_two_languages_costs() -> None:
    """By as much as its weight says; within one language nothing changes."""
    weights = SPACED.links
    mixed, _, plain = _scorer(weights)
    across = np.array([1]), np.array([2])
    lost = plain.evidence(*across).same - mixed.evidence(*across).same
    assert np.allclose(lost, FOREIGN_COST)
    within = np.array([0]), np.array([1])
    assert mixed.score(*within) == plain.score(*within)


def test_a_forced_language_scores_the_whole_page() -> None:
    """`language` given: no fragment is scored by another model, as where mixing is switched off."""
    text = "\n".join(line for pair in zip(GERMAN * 6, ENGLISH * 6, strict=True) for line in pair)
    off = Config(mixed_languages=False)
    forced = layoutfix.fix(text, language="de")
    assert forced.order == layoutfix.fix(text, language="de", config=off).order
