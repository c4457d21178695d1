"""The vectorised look-ups against plain loops."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layoutfix.ngrams.backoff import Crossings
from layoutfix.ngrams.hashing import base_power, prefix_hashes, suffix_hashes, unit_values
from layoutfix.training.ngrams.fuse import build_table
from tests.ngrams.small import ENGLISH, build_small, english_model, plain_log_prob

VOCABULARY = 9
ORDER = 4
WIDTH = ORDER - 1
_TEXT = np.random.default_rng(5).integers(1, VOCABULARY, 400).tolist()
SMALL = build_small([*_TEXT, *_TEXT[40:90], *_TEXT[60:200]], VOCABULARY, ORDER)
PLAIN = plain_log_prob(SMALL, VOCABULARY)
MIXTURE = english_model()

pieces = st.lists(st.integers(0, VOCABULARY - 1), max_size=WIDTH)
exactly = settings(derandomize=True, deadline=None)


def pad(rows: list[list[int]], *, right_aligned: bool) -> tuple[np.ndarray, np.ndarray]:
    table = np.full((len(rows), WIDTH), -1, dtype=np.int32)
    for i, row in enumerate(rows):
        if row:
            table[i, slice(-len(row), None) if right_aligned else slice(len(row))] = row
    return table, np.array([len(row) for row in rows], dtype=np.int32)


@exactly
@given(st.lists(st.lists(st.integers(0, VOCABULARY - 1), min_size=1, max_size=ORDER), min_size=1))
def test_log_prob_is_that_of_the_plain_loop(rows: list[list[int]]) -> None:
    """Each row's log probability is found as if by walking back through a dict."""
    table = np.full((len(rows), ORDER), -1, dtype=np.int32)
    for i, row in enumerate(rows):
        table[i, -len(row) :] = row
    lengths = np.array([len(row) - 1 for row in rows])
    expected = [PLAIN(row[:-1], row[-1]) for row in rows]
    assert np.allclose(SMALL.backoff.log_prob(table, lengths), expected, atol=1e-5)


@exactly
@given(st.lists(pieces, min_size=1, max_size=6), st.lists(pieces, min_size=1, max_size=6))
def test_crossing_is_that_of_the_plain_loop(tails: list[list[int]], heads: list[list[int]]) -> None:
    """Every pair's head units are scored given the tail and the head units before them."""
    left, right = np.divmod(np.arange(len(tails) * len(heads)), len(heads))
    crossings = Crossings(
        SMALL.backoff, *pad(tails, right_aligned=True), *pad(heads, right_aligned=False)
    )
    found = crossings.log_prob(left, right)
    expected = np.zeros_like(found)
    for q, (i, j) in enumerate(zip(left, right, strict=True)):
        for k, unit in enumerate(heads[j]):
            expected[q, k] = PLAIN([*tails[i], *heads[j][:k]], unit)
    assert np.allclose(found, expected, atol=1e-5)


@exactly
@given(st.lists(pieces, min_size=1, max_size=6))
def test_head_alone_is_crossing_with_an_empty_tail(heads: list[list[int]]) -> None:
    """A head without a tail is scored by its own units only."""
    table, lengths = pad(heads, right_aligned=False)
    nothing, zero = pad([[]], right_aligned=True)
    right = np.arange(len(heads))
    crossings = Crossings(SMALL.backoff, nothing, zero, table, lengths)
    crossing = crossings.log_prob(np.zeros_like(right), right)
    alone = SMALL.backoff.head_log_prob(table, lengths)
    assert np.array_equal(crossing, alone)
    for j, head in enumerate(heads):
        expected = [PLAIN(head[:k], unit) for k, unit in enumerate(head)]
        assert np.allclose(alone[j, : len(head)], expected, atol=1e-5)
        assert not alone[j, len(head) :].any()


def test_probabilities_sum_to_one() -> None:
    """After any context the probabilities of all units add up to one (but for the rounding)."""
    rng = np.random.default_rng(1)
    for length in range(ORDER):
        for context in rng.integers(0, VOCABULARY, (50, length)).tolist():
            total = sum(np.exp(PLAIN(context, unit)) for unit in range(VOCABULARY))
            assert total == pytest.approx(1, abs=0.03)


def test_probabilities_of_a_mixture_sum_to_one() -> None:
    """So they do with classes: words of a class share what the class has."""
    model = MIXTURE
    size = model.ngrams.log_probs.size
    ids = model.encode(ENGLISH)
    for end in range(0, ids.size, 5):
        context = ids[max(0, end - model.order + 1) : end]
        rows = np.full((size, model.order), -1, dtype=np.int32)
        rows[:, -1] = np.arange(size)
        rows[:, model.order - 1 - context.size : -1] = context
        total = np.exp(model.log_prob(rows, np.full(size, context.size))).sum()
        assert total == pytest.approx(1, abs=0.05)


@exactly
@given(st.permutations(ENGLISH.splitlines()))
def test_a_mixture_scores_crossings_as_it_scores_sequences(lines: list[str]) -> None:
    """A head that follows a tail has the probabilities that the two have as one sequence."""
    model = MIXTURE
    ids = [model.encode(line) for line in lines]
    tails, tail_lens = model.tails(ids)
    heads, head_lens = model.heads(ids)
    pairs = np.arange(len(lines))
    found = model.crossing_log_prob(tails, tail_lens, heads, head_lens, pairs, pairs[::-1].copy())
    for i, j in zip(pairs, pairs[::-1], strict=True):
        whole = model.sequence_log_prob(np.concatenate([ids[i], ids[j]]))
        width = model.order - 1
        assert np.allclose(found[i], whole[ids[i].size :][:width], atol=1e-5)


def test_most_ngrams_of_the_small_model_were_pruned_but_not_all() -> None:
    """The model under test has back-off to do at every order."""
    sizes = [level.keys.size for level in SMALL.levels]
    assert all(size > 10 for size in sizes[1:])
    assert sizes[1] < VOCABULARY**2


@exactly
@given(pieces, pieces)
def test_hash_of_a_whole_is_put_together_from_its_pieces(left: list[int], right: list[int]) -> None:
    """H(left + right) = H(left) * BASE ** len(right) + H(right)."""
    values = unit_values(VOCABULARY)
    whole = np.array([[*left, *right]], dtype=np.int32)
    tail = suffix_hashes(np.array([left], dtype=np.int32).reshape(1, -1), values)[0, -1]
    head = prefix_hashes(np.array([right], dtype=np.int32).reshape(1, -1), values)[0, -1]
    with np.errstate(over="ignore"):
        together = tail * base_power(len(right)) + head
    assert together == suffix_hashes(whole, values)[0, -1] == prefix_hashes(whole, values)[0, -1]


@exactly
@given(st.dictionaries(st.integers(0, 2**64 - 1), st.integers(0, 2**12 - 1), min_size=1))
def test_table_gives_back_what_was_put_in(content: dict[int, int]) -> None:
    """Every key is found, with its own payload."""
    keys = np.array(list(content), dtype=np.uint64)
    payload = np.array(list(content.values()), dtype=np.uint32)
    found, values = build_table(keys, payload, 12, 12).look_up(keys)
    assert found.all()
    assert np.array_equal(values, payload)


def test_table_rarely_finds_what_was_not_put_in() -> None:
    """A strange key is taken for a known one with a chance of 2 ** -fingerprint_bits."""
    rng = np.random.default_rng(3)
    keys = rng.integers(0, 2**63, 50_000).astype(np.uint64)
    table = build_table(keys, np.zeros(keys.size, dtype=np.uint32), 12, 4)
    found, _ = table.look_up(rng.integers(2**63, 2**64, 400_000, dtype=np.uint64))
    assert found.mean() == pytest.approx(2**-12, rel=0.4)
