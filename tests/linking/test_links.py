"""The evidence for a link, part by part."""

from __future__ import annotations

import numpy as np
import pytest

from layoutfix import ngrams
from layoutfix.linking.broken_words import BrokenWords
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
