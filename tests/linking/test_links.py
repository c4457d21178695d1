"""The evidence for a link, part by part."""

from __future__ import annotations

import numpy as np
import pytest

from layoutfix import ngrams
from layoutfix.arrays import Index
from layoutfix.linking import LinkEvidence, LinkScorer
from layoutfix.linking.broken_words import BrokenWords
from layoutfix.linking.links import PINNED
from layoutfix.script import Script
from tests.helpers import SPACED

WEIGHTS = SPACED.links


@pytest.mark.parametrize(
    ("language", "left", "right", "known"),
    [
        ("en", "under the new regu-", "lation of fees", True),
        ("en", "under the new regu-", "hammer of the", False),
        ("en", "under the new regu¬", "lation, which", True),
        ("en", "of his ſub-", "ſtance and", True),
        ("de", "in der Verwal-", "tung der Stadt", True),
        ("de", "in der Verwal-", "nung der Stadt", False),
    ],
)
def test_halves_of_a_word_are_looked_up_together(
    language: str, left: str, right: str, known: bool
) -> None:
    """`known_word_gain` where they make a word that the model knows, nothing where not."""
    words = BrokenWords([left, right], ngrams.load(language))
    gain = words.gain(np.array([0]), np.array([1]), np.array([True]), WEIGHTS)
    assert gain.tolist() == [WEIGHTS.known_word_gain if known else 0.0]


def test_only_broken_words_are_looked_up() -> None:
    """Pairs that no hyphen parts gain nothing, whatever they would make."""
    words = BrokenWords(["under the regu-", "lation of fees"], ngrams.load("en"))
    left, right = np.array([0, 0, 1]), np.array([1, 1, 0])
    gain = words.gain(left, right, np.array([False, True, False]), WEIGHTS)
    assert gain.tolist() == [0.0, WEIGHTS.known_word_gain, 0.0]


def _scorer(lines: int) -> LinkScorer:
    texts = [f"the {k} boats of the harbour came home, but num-" for k in range(lines)]
    widths = np.array([len(text) for text in texts], np.float32)
    return LinkScorer(
        texts, widths, WEIGHTS, script=Script.SPACED, model=ngrams.load("en"), encoder=None
    )


@pytest.mark.parametrize("lines", [3, 60])
def test_a_pair_has_one_score_however_it_is_asked_for(lines: int) -> None:
    """Among all pairs, by itself, twice in one call, and again."""
    left, right = np.divmod(np.arange(lines * lines), lines)
    expected = _scorer(lines).score(left, right)
    links = _scorer(lines)
    some = np.array([1, lines, 1, lines * lines - 1])
    for _ in range(2):
        assert links.score(left[some], right[some]).tolist() == expected[some].tolist()
    assert links.score(left, right).tolist() == expected.tolist()


def test_a_pair_is_scored_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was asked for before is known."""
    links, asked = _scorer(60), []
    original = LinkScorer.evidence

    def counted(self: LinkScorer, left: Index, right: Index) -> LinkEvidence:
        asked.extend(zip(left.tolist(), right.tolist(), strict=True))
        return original(self, left, right)

    monkeypatch.setattr(LinkScorer, "evidence", counted)
    links.score(np.array([0, 1, 2]), np.array([1, 2, 3]))
    links.score(np.array([2, 3, 0]), np.array([3, 4, 1]))
    assert asked == [(0, 1), (1, 2), (2, 3), (3, 4)]


def test_a_pin_changes_a_score_that_is_known() -> None:
    links, left, right = _scorer(60), np.array([0, 1]), np.array([2, 2])
    before = links.score(left, right)
    links.pin([(0, 2, True)])
    assert links.score(left, right).tolist() == [PINNED, before[1]]
