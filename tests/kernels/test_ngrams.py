"""The compiled look-ups of n-grams find what their twins in numpy find, to the last bit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layoutfix import kernels
from layoutfix.linking.own import OwnNgrams
from layoutfix.ngrams.backoff import Backoff, Crossings
from layoutfix.ngrams.hashing import unit_values
from layoutfix.training.ngrams.fuse import build_table
from tests.kernels.twins import twins
from tests.ngrams.small import CHINESE, ENGLISH, build_small, chinese_model, english_model

pytestmark = pytest.mark.skipif(not kernels.COMPILED, reason="the kernels were not built")

_UNITS = 9
_TEXT = np.random.default_rng(5).integers(1, _UNITS, 400).tolist()
_TEXT += _TEXT[40:90] + _TEXT[60:200]
MODELS = [build_small(_TEXT, _UNITS, order).backoff for order in (2, 3, 5)]


@settings(deadline=None, max_examples=50)
@given(
    count=st.integers(1, 300),
    fingerprint=st.sampled_from([2, 9, 20]),
    payload=st.sampled_from([1, 7, 12]),
    seed=st.integers(0, 2**16),
)
def test_the_same_hashes_are_found(count: int, fingerprint: int, payload: int, seed: int) -> None:
    """Those that were put in, and by chance others: fingerprints of two bits have many."""
    rng = np.random.default_rng(seed)
    keys = np.unique(rng.integers(0, 2**64, count, dtype=np.uint64))
    values = rng.integers(0, 1 << payload, len(keys)).astype(np.uint32)
    table = build_table(keys, values, fingerprint, payload)
    asked = np.concatenate([keys, rng.integers(0, 2**64, 200, dtype=np.uint64)])
    found, payloads = kernels.ngrams.look_up(table, asked)
    expected_found, expected = table.look_up_by_arrays(asked)
    assert found.tolist() == expected_found.tolist()
    assert payloads.tolist() == expected.tolist()


def _pieces(
    rng: np.random.Generator, count: int, width: int, *, on_the_right: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Padded rows of units, pieces of the text that the models know, or units at random."""
    rows = np.full((count, width), -1, np.int32)
    lengths = rng.integers(0, width + 1, count).astype(np.int32)
    for row, n in zip(rows, lengths.tolist(), strict=True):
        at = rng.integers(0, len(_TEXT) - width)
        piece = _TEXT[at : at + n] if rng.random() < 0.7 else rng.integers(0, _UNITS, n)
        row[width - n if on_the_right else 0 :][:n] = piece
    return rows, lengths


@settings(deadline=None, max_examples=100)
@given(model=st.sampled_from(MODELS), seed=st.integers(0, 2**16))
def test_ngrams_have_the_same_log_probability(model: Backoff, seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows, lengths = _pieces(rng, 60, model.order, on_the_right=True)
    rows[:, -1] = np.where(lengths, rows[:, -1], 3)
    found = kernels.ngrams.log_prob(model, rows, np.maximum(lengths - 1, 0))
    with twins():
        expected = model.log_prob_by_arrays(rows, np.maximum(lengths - 1, 0))
    assert found.tolist() == expected.tolist()


@settings(deadline=None, max_examples=100)
@given(model=st.sampled_from(MODELS), more=st.integers(0, 2), seed=st.integers(0, 2**16))
def test_heads_after_tails_have_the_same_log_probabilities(
    model: Backoff, more: int, seed: int
) -> None:
    """Whether known contexts, unknown ones or none; heads may be longer than the n-grams."""
    rng = np.random.default_rng(seed)
    width = model.order - 1 + more
    tails = _pieces(rng, 12, width, on_the_right=True)
    heads = _pieces(rng, 9, width, on_the_right=False)
    left, right = rng.integers(0, 12, 150), rng.integers(0, 9, 150)
    found = Crossings(model, *tails, *heads).log_prob(left, right)
    with twins():
        expected = Crossings(model, *tails, *heads).log_prob(left, right)
    assert found.tolist() == expected.tolist()


@pytest.mark.parametrize(("make", "text"), [(chinese_model, CHINESE), (english_model, ENGLISH)])
def test_lines_go_on_in_one_another_alike(make, text) -> None:
    """All pairs of pieces of a text, words with their classes, too."""
    model = make()
    lines = [text[at : at + 21] for at in range(0, len(text) - 21, 7)]
    left, right = np.divmod(np.arange(len(lines) ** 2), len(lines))

    def gains() -> list[float]:
        ids = model.encode_all(lines)
        return model.crossings(*model.tails(ids), *model.heads(ids)).gain(left, right, 0.2).tolist()

    found = gains()
    with twins():
        assert found == gains()
    assert max(found) > 1 > min(found)


@settings(deadline=None, max_examples=60)
@given(order=st.integers(2, 5), seed=st.integers(0, 2**16), width=st.integers(1, 5))
def test_the_same_ngrams_of_the_dump_are_found_over_joints(
    order: int, seed: int, width: int
) -> None:
    """Those of few different units: many lines go on as others do, some lines have no unit."""
    rng = np.random.default_rng(seed)
    lines = [rng.integers(0, 3, n).astype(np.int32) for n in rng.integers(0, 9, 14)]
    tails, heads = np.full((2, len(lines), width), -1, np.int32)
    for tail, head, line in zip(tails, heads, lines, strict=True):
        tail[width - len(line[-width:]) :] = line[-width:]
        head[: len(line[:width])] = line[:width]
    lengths = np.array([min(len(line), width) for line in lines], np.int32)
    own = OwnNgrams(lines, (tails, lengths), (heads, lengths), order, unit_values(3))
    left, right = np.divmod(np.arange(len(lines) ** 2), len(lines))
    found = own.crossing_hits(left, right).tolist()
    with twins():
        assert found == own.crossing_hits(left, right).tolist()
    inside = {tuple(x[a : a + n]) for x in map(list, lines) for n in range(6) for a in range(9 - n)}
    for i, j, hit in zip(left, right, found, strict=True):
        a, b = list(lines[i]), list(lines[j])
        over = [
            n
            for n in range(2, order + 1)
            for t in range(1, n)
            if t <= min(len(a), width) and n - t <= min(len(b), width)
            if (*a[len(a) - t :], *b[: n - t]) in inside
        ]
        assert hit == max(over, default=0)
