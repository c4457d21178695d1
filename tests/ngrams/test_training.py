"""Counting, smoothing and pruning against plain loops."""

from __future__ import annotations

import lzma
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layoutfix.ngrams.units import BREAK
from layoutfix.training.ngrams.classes import cluster_words
from layoutfix.training.ngrams.corpus import Source, read_documents
from layoutfix.training.ngrams.counting import count_ngrams, max_vocabulary
from layoutfix.training.ngrams.packing import quantise
from layoutfix.training.ngrams.smoothing import backoff_weights, prune, smooth

VOCABULARY = 6
texts = st.lists(st.integers(1, VOCABULARY - 1), min_size=1, max_size=60)


@given(texts, st.integers(1, 4))
def test_counts_are_those_of_a_plain_loop(text: list[int], order: int) -> None:
    """Every n-gram without a break inside is counted, with the units that stand before it."""
    ids = [BREAK, *text, BREAK]
    counts = count_ngrams(np.array(ids, dtype=np.int32), order, VOCABULARY)
    for n in range(1, order + 1):
        expected: Counter[int] = Counter()
        for i in range(len(ids) - n + 1):
            gram = ids[i : i + n]
            if BREAK not in gram[1:-1]:
                expected[sum(x * VOCABULARY ** (n - 1 - k) for k, x in enumerate(gram))] += 1
        assert dict(zip(counts[n - 1].keys.tolist(), counts[n - 1].raw.tolist(), strict=True)) == (
            dict(expected)
        )
        assert (counts[n - 1].continuation <= counts[n - 1].raw).all()


@settings(deadline=None)
@given(texts, st.booleans())
def test_interpolated_probabilities_sum_to_one(text: list[int], continuation: bool) -> None:
    """What the n-grams after a context leave is what backing off from it gives out."""
    ids = np.array([BREAK, *text, BREAK], dtype=np.int32)
    levels = smooth(count_ngrams(ids, 3, VOCABULARY), VOCABULARY, [1, 1, 1], continuation)
    assert levels[0].probability.sum() == pytest.approx(1)
    for below, level in pairwise(levels):
        weights = backoff_weights(level, below)
        size = below.keys.size
        explicit = np.bincount(level.prefix, weights=level.probability, minlength=size)
        implied = np.bincount(level.prefix, weights=below.probability[level.suffix], minlength=size)
        seen = np.unique(level.prefix)
        assert (explicit[seen] <= 1 + 1e-9).all()
        total = explicit + weights * (1 - implied)
        assert total[seen] == pytest.approx(1, abs=1e-3)


def test_pruning_keeps_prefixes_and_suffixes_within_the_budget() -> None:
    """No n-gram is left without what a look-up needs to get to it."""
    ids = np.random.default_rng(2).integers(1, VOCABULARY, 3000).astype(np.int32)
    ids[0] = ids[-1] = BREAK
    levels = smooth(count_ngrams(ids, 4, VOCABULARY), VOCABULARY, [1] * 4, continuation=False)
    kept = prune(levels, [0.0, 1.0, 1.0, 1.0], 100)
    assert 50 < sum(level.keys.size for level in kept[1:]) <= 100
    for n in range(1, 4):
        below, level = kept[n - 1], kept[n]
        assert np.array_equal(below.keys[level.prefix], level.keys // np.uint64(VOCABULARY))
        suffixes = level.keys % np.uint64(VOCABULARY**n)
        assert np.array_equal(below.keys[level.suffix], suffixes)


@pytest.mark.parametrize(("order", "size"), [(4, 65535), (5, 7131), (8, 255)])
def test_the_largest_vocabulary_fits_in_64_bits(order: int, size: int) -> None:
    """One unit more would not."""
    assert max_vocabulary(order) == size
    assert size**order < 2**64 <= (size + 1) ** order


@given(st.lists(st.floats(-30, 0, width=32), min_size=1), st.integers(1, 8))
def test_quantising_keeps_the_order(values: list[float], bits: int) -> None:
    """A larger number never gets a smaller code, and codes fit in their bits."""
    array = np.sort(np.array(values, dtype=np.float64))
    book, codes = quantise(array, bits)
    assert book.size == 1 << bits
    assert (np.diff(codes.astype(np.int64)) >= 0).all()
    assert codes.max() < 1 << bits
    assert np.abs(book[codes] - array).max() <= np.ptp(array) + 1e-5


def test_words_with_the_same_neighbours_share_a_class() -> None:
    """Two groups of words that stand in different places are told apart."""
    rng = np.random.default_rng(4)
    first, second = np.arange(2, 12), np.arange(12, 22)  # always alternating
    ids = np.empty(6000, dtype=np.int32)
    ids[0::2], ids[1::2] = rng.choice(first, 3000), rng.choice(second, 3000)
    counts = count_ngrams(ids, 2, 22)[1]
    class_of = cluster_words(counts.keys, counts.raw, 22, 2)
    assert len(set(class_of[2:12].tolist())) == len(set(class_of[12:].tolist())) == 1
    assert class_of[2] != class_of[12]


@pytest.mark.parametrize("documents", [3, 400])
def test_held_out_documents_are_never_counted(documents: int, tmp_path: Path) -> None:
    """Training and held-out parts share no paragraph, and together are all there is."""
    (tmp_path / "xx").mkdir()
    paragraphs = [[f"document {i} line {k}" for k in range(100)] for i in range(documents)]
    text = "\n\n%%%%\n\n".join("\n".join(lines) for lines in paragraphs)
    (tmp_path / "xx" / "sample.txt.xz").write_bytes(lzma.compress(text.encode()))
    source = Source("xx/sample", 1.0, "ours")
    parts = [
        {line for text in read_documents(tmp_path, source, part) for line in text.split("\n")}
        for part in ("training", "held-out")
    ]
    assert parts[0].isdisjoint(parts[1])
    assert parts[0] | parts[1] == {line for lines in paragraphs for line in lines}
    assert 0 < len(parts[1]) < len(parts[0])
    less = list(read_documents(tmp_path, Source("xx/sample", 0.3, "ours"), "training"))
    assert len(less) < len(list(read_documents(tmp_path, source, "training")))
