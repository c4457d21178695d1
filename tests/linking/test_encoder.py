"""The seam encoder: what it sees, what its file must be, what it is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from layoutfix import ngrams
from layoutfix.arrays import Doubles
from layoutfix.linking import LinkScorer
from layoutfix.linking import vectors as vectors_of_pages
from layoutfix.linking.encoder import (
    FAMILIES,
    SMALL_FAMILIES,
    SeamEncoder,
    Tower,
    add_units,
    encoder_for,
    family_of,
    lines_to_features,
    load_encoder,
    save_encoder,
    to_windows,
)
from layoutfix.linking.features import (
    FIRST_BUCKETS,
    SECOND_BUCKETS,
    chars_to_features,
    words_to_features,
)
from layoutfix.linking.links import PageVectors
from layoutfix.linking.memory import texts_remembered
from layoutfix.ngrams.errors import ModelError
from layoutfix.script import Script
from tests.helpers import ROOT, SPACED


def _encoder(family: str) -> SeamEncoder:
    encoder = encoder_for(family)
    assert encoder is not None
    return encoder


@pytest.mark.parametrize("family", FAMILIES)
def test_an_encoder_comes_back_from_its_file(family: str, tmp_path: Path) -> None:
    """What is written is read again, byte for byte and score for score."""
    encoder = _encoder(family)
    path = tmp_path / "x.lfse"
    save_encoder(path, encoder, {})
    again = load_encoder(path)
    texts = ["the old bridge over the", "river was closed", "推动高质", "量发展"]
    for a, b in zip(encoder.encode(texts), again.encode(texts), strict=True):
        assert np.allclose(a, b, atol=0.05)
    save_encoder(tmp_path / "y.lfse", again, {})
    assert (tmp_path / "y.lfse").read_bytes() == path.read_bytes()


def test_a_damaged_encoder_is_refused(tmp_path: Path) -> None:
    """Cut short, changed, or a file of another kind: one sentence."""
    path = tmp_path / "x.lfse"
    save_encoder(path, _encoder("latin"), {})
    blob = bytearray(path.read_bytes())
    for bad in (bytes(blob[:1000]), bytes(blob[:5000]) + b"\x01" + bytes(blob[5001:]), b"text"):
        path.write_bytes(bad)
        with pytest.raises(ModelError):
            load_encoder(path)
    model = ROOT / "src" / "layoutfix" / "data" / "ngrams" / "en.lfng"
    with pytest.raises(ModelError, match="is none"):
        load_encoder(model)


def test_a_family_without_an_encoder_has_none() -> None:
    """Scripts that no encoder was trained for are judged by the other evidence."""
    assert encoder_for("runes") is None


@pytest.mark.parametrize("family", FAMILIES)
def test_empty_and_odd_lines_have_vectors(family: str) -> None:
    """Nothing, punctuation alone, half a surrogate pair."""
    ends, starts = _encoder(family).encode(["", "...", "\ud800", "x"])
    assert np.isfinite(ends).all()
    assert np.isfinite(starts).all()
    assert [len(vectors) for vectors in _encoder(family).encode([])] == [0, 0]


@pytest.mark.parametrize(
    ("family", "lines"),
    [
        (
            "latin",
            ["The council voted on Tuesday to close the", "old bridge over the river for repairs,"],
        ),
        ("cyrillic", ["Он долго стоял у окна и смотрел на", "улицу, по которой шли люди."]),
        (
            "romance",
            ["El alcalde anunció ayer que las obras del", "puente empezarán antes del verano."],
        ),
        ("han", ["市政府昨天召开新闻发布会，介绍今年城市", "建设的主要进展和下一步工作安排。"]),
    ],
)
def test_a_line_goes_on_with_its_own_continuation(family: str, lines: list[str]) -> None:
    """The true joint scores above the reversed one."""
    vectors = PageVectors(_encoder(family), lines)
    forth, back = vectors.gain(np.array([0, 1]), np.array([1, 0]))
    assert forth > back


def test_features_are_buckets_of_two_tables_by_turns() -> None:
    """Even columns index the first table, odd ones the second; a pair is hashed in two ways."""
    chars = chars_to_features(np.arange(2, 4002, dtype=np.int32))
    words = words_to_features(" ".join(f"{a}{b}ing" for a in "bdgkl" for b in "aeiou"))
    for features in (chars, words):
        assert (features >= 0).all()
        assert (features[:, ::2] < FIRST_BUCKETS).all()
        assert (features[:, 1::2] < SECOND_BUCKETS).all()
        assert (features[:, 0] != features[:, 2]).mean() > 0.99


def test_lines_encoded_together_are_encoded_as_each_alone() -> None:
    """No line sees the one after it."""
    encoder, lines = _encoder("han"), ["市政府昨天召开新", "闻发布会", "介绍今年城市建设"]
    together = encoder.encode(lines)
    for row, line in enumerate(lines):
        for of_all, alone in zip(together, encoder.encode([line]), strict=True):
            assert np.allclose(of_all[row], alone[0], atol=1e-4)


def test_what_no_unit_fills_is_left_out_of_products_alone() -> None:
    """Lines of no unit up to more than the reach have the vectors that all weights give them."""
    encoder = _encoder("latin")
    line = "the old bridge over the river was closed for repairs on a cold day in May"
    words = line.split()
    lines = [" ".join(words[:k]) for k in range(len(words) + 1)]
    features = lines_to_features(lines, encoder.units)
    tails, _ = to_windows(features, encoder.reach, encoder.features)
    inputs = add_units(encoder.first, encoder.second, tails, encoder.features, encoder.exact)
    tower = encoder.tail
    x = np.maximum(inputs.astype(np.float64) @ tower.place + tower.place_bias, 0.0)
    x = x + np.maximum(x @ tower.mix + tower.mix_bias, 0.0)
    assert np.allclose(encoder.encode(lines)[0], x @ tower.out + tower.out_bias, atol=1e-12)


def test_pairs_of_a_long_page_are_scored_as_each_alone() -> None:
    """However many are asked for at a time."""
    lines = [f"the {k} boats of the harbour came home after {k % 7} days" for k in range(450)]
    vectors = PageVectors(_encoder("latin"), lines)
    left = np.arange(449).repeat(2)
    right = left + 1
    together = vectors.gain(left, right)
    alone = [vectors.gain(left[k : k + 1], right[k : k + 1])[0] for k in range(len(left))]
    assert np.allclose(together, alone, atol=1e-6)


def test_a_long_page_encodes_what_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """The ends of left lines, the starts of right ones, once, and a sample of all."""
    monkeypatch.setattr(vectors_of_pages, "_MOST_SAMPLED", 2)
    lines = [f"the {k} boats of the harbour came home" for k in range(450)]
    calls: list[tuple[int, list[str]]] = []
    original = SeamEncoder._encode

    def counted(self: SeamEncoder, texts: Sequence[str], tower: Tower, side: int) -> Doubles:
        calls.append((side, list(texts)))
        return original(self, texts, tower, side)

    monkeypatch.setattr(SeamEncoder, "_encode", counted)
    vectors = PageVectors(_encoder("latin"), lines)
    sample = [lines[0], lines[-1]]
    assert calls == [(1, sample), (0, sample)]
    for left, right in (([3, 3], [4, 5]), ([3, 6], [4, 4])):
        vectors.gain(np.array(left), np.array(right))
    assert calls[2:] == [(0, [lines[3]]), (1, [lines[4], lines[5]]), (0, [lines[6]])]


def test_words_are_seen_without_capitals_and_digits() -> None:
    """The first feature is the folded word; capitals are in the second."""
    a, b, c = words_to_features("Bridge bridge BRIDGE")
    assert a[0] == b[0] == c[0]
    assert len({int(a[1]), int(b[1]), int(c[1])}) == 3
    x, y = words_to_features("1947 1832")
    assert x[0] == y[0]


@pytest.mark.parametrize(
    ("text", "language", "family"),
    [
        ("", "", "latin"),
        ("会议今天开始", "", "han"),
        ("会議は今日から始まる", "", "kana"),
        ("Собрание начинается", "und", "cyrillic"),
        ("The meeting begins", "", "latin"),
        ("The meeting begins", "ru", "cyrillic"),
        ("La reunión empieza", "es", "romance"),
        ("Die Sitzung beginnt", "de", "latin"),
        ("De vergadering begint", "nl", ""),
        ("会議は今日から始まる", "ja", "kana"),
    ],
)
def test_an_encoder_judges_the_languages_that_it_learnt(
    text: str, language: str, family: str
) -> None:
    """By language where it is known, else by script; no encoder where none was trained."""
    assert family_of(text, language) == family
    assert (encoder_for(family) is None) == (family == "")


def test_every_family_has_its_encoder() -> None:
    """Each file says the family that it is named after."""
    assert {_encoder(family).family for family in FAMILIES} == set(FAMILIES)
    assert set(FAMILIES) > SMALL_FAMILIES


@pytest.mark.parametrize(
    ("family", "field"), [(None, "ngram_weight_alone"), ("cyrillic", "ngram_weight_small")]
)
def test_n_grams_weigh_more_where_the_encoder_says_less(family: str | None, field: str) -> None:
    """Raising the weight that is in force moves the score of a joint, the other two do not."""
    texts = ["Он долго стоял у окна и смотрел на", "улицу, по которой шли люди."]
    weights = SPACED.links
    scores = {}
    for raised in ("", "ngram_weight", "ngram_weight_small", "ngram_weight_alone"):
        tried = replace(weights, **{raised: 2.0}) if raised else weights
        scorer = LinkScorer(
            texts,
            np.array([34.0, 27.0], np.float32),
            tried,
            script=Script.SPACED,
            model=ngrams.load("ru"),
            encoder=None if family is None else _encoder(family),
        )
        scores[raised] = float(scorer.score(np.array([0]), np.array([1]))[0])
    assert [name for name in scores if scores[name] != scores[""]] == [field]


def test_a_line_that_is_asked_for_again_is_encoded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = _encoder("latin")
    calls: list[list[str]] = []
    original = SeamEncoder._encode

    def counted(self: SeamEncoder, texts: Sequence[str], tower: Tower, side: int) -> Doubles:
        if side == 0:
            calls.append(list(texts))
        return original(self, texts, tower, side)

    monkeypatch.setattr(SeamEncoder, "_encode", counted)
    lines = ["the old bridge", "over the river", "was closed"]
    alone = encoder.encode(lines)
    with texts_remembered():
        encoder.encode(lines[:2])
        again = encoder.encode([lines[2], lines[0], lines[0]])
    encoder.encode(lines[:1])
    assert calls == [lines, lines[:2], [lines[2]], lines[:1]]
    for one, other in zip(alone, again, strict=True):
        assert np.allclose(one[[2, 0, 0]], other, atol=1e-4)
