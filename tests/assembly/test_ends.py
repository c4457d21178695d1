"""Where paragraphs end: indents that only widths show, last lines, capitals; nothing unasked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from layoutfix import ngrams
from layoutfix.assembly.ends import (
    FEATURES,
    end_features,
    ends_of_paragraphs,
    trees_for,
)
from layoutfix.chardata import codes_to_widths, text_to_codes
from layoutfix.linking import LinkScorer
from layoutfix.script import Script
from layoutfix.weights import load_weights
from tests.helpers import CJK

FULL = "山上的雪化了以后河里的水一天比一天"
LAST = "村里的人都到河边来看新修好的桥了。"
START = "第二天天气很好孩子们又到河"
FULL_START = "第二天天气很好孩子们又到河边去看船"
NEXT = "边去看船他们在那里玩到太阳下山为止"


def scorer(texts: list[str], language: str | None, *, script: Script) -> LinkScorer:
    widths = [float(codes_to_widths(text_to_codes(t), script=script).sum()) for t in texts]
    model = ngrams.load(language) if language else None
    weights = load_weights(script).links
    return LinkScorer(texts, np.array(widths, np.float32), weights, script=script, model=model)


def odds(texts: list[str], language: str | None, *, script: Script = Script.CJK) -> list[float]:
    links = scorer(texts, language, script=script)
    order = list(range(len(texts)))
    evidence = links.evidence(np.arange(len(texts) - 1), np.arange(1, len(texts)))
    return ends_of_paragraphs(texts, order, links, evidence, load_weights(script).assembly).tolist()


def test_a_narrow_line_behind_a_full_stop_begins_a_paragraph() -> None:
    """Its indent is lost, but the line is as much narrower than its column; a full one is not."""
    indented, full = (
        odds([FULL, FULL, LAST, start, NEXT, FULL], "zh")[2] for start in (START, FULL_START)
    )
    assert indented > 0
    assert indented > full + 1


def test_nothing_ends_inside_a_sentence() -> None:
    """Full lines that end and begin in mid-sentence."""
    assert max(odds([FULL, NEXT, FULL, NEXT], "zh")) < -1


def test_the_last_characters_of_a_sentence_begin_no_paragraph() -> None:
    """However short the line is, and although a paragraph ends behind it."""
    cut, rest = "村里的人都到河边来看新修好的桥", "了。"
    assert odds([FULL, FULL, cut + "梁", rest, FULL_START, NEXT], "zh")[2] < -1


def test_trees_move_the_odds_by_so_much_at_most() -> None:
    """Of `trees_reach`; without a share they do not."""
    texts = [FULL, LAST, START, NEXT]
    links = scorer(texts, "zh", script=Script.CJK)
    left = np.arange(3)
    evidence = links.evidence(left, left + 1)
    alone = links.breaks(left, left + 1, evidence)
    for weights, most in (
        (replace(CJK.assembly, trees_reach=0.5), 0.5),
        (replace(CJK.assembly, trees_share=0.0), 0.0),
    ):
        found = ends_of_paragraphs(texts, [0, 1, 2, 3], links, evidence, weights)
        assert np.abs(found - np.clip(alone, -9, 9)).max() <= most + 1e-5


def test_a_short_last_line_ends_a_paragraph() -> None:
    """In English: what follows would have had room on it."""
    inside = "the river rose for three days and nobody"
    lines = [inside, "could cross it any more.", "On the fourth day the ferryman came back", inside]
    found = odds([inside, *lines], "en", script=Script.SPACED)
    assert found[2] > 0 > max(found[1], found[3])


def test_without_a_language_the_links_alone_tell() -> None:
    """The trees have learnt from pages with a language model."""
    texts = [FULL, LAST, START, NEXT]
    links = scorer(texts, None, script=Script.CJK)
    left = np.arange(3)
    evidence = links.evidence(left, left + 1)
    assert odds(texts, None) == links.breaks(left, left + 1, evidence).tolist()


@pytest.mark.parametrize("n", [1, 2, 3])
def test_short_orders_have_their_features(n: int) -> None:
    """A row a joint, however few there are."""
    texts = [FULL, LAST, START][:n]
    links = scorer(texts, "zh", script=Script.CJK)
    left = np.arange(n - 1)
    found = end_features(texts, list(range(n)), links, links.evidence(left, left + 1))
    assert found.shape == (n - 1, len(FEATURES))
    assert np.isfinite(found).all()


@pytest.mark.parametrize("scripts", ["cjk", "spaced"])
def test_the_shipped_trees_ask_for_what_is_told(scripts: str) -> None:
    """By the same names in the same order; and a better link never makes an end likelier."""
    trees = trees_for(scripts)
    assert trees.features == FEATURES
    rng = np.random.default_rng(3)
    seen = rng.normal(0.0, 3.0, (200, len(FEATURES)))
    better = seen.copy()
    better[:, FEATURES.index("ngram")] += 2.0
    assert (trees.log_odds(better) <= trees.log_odds(seen) + 1e-9).all()
    likelier = seen.copy()
    likelier[:, FEATURES.index("odds")] += 2.0
    assert (trees.log_odds(likelier) >= trees.log_odds(seen) - 1e-9).all()
