"""Counting in bounded memory, and the mixture of a domain's model with the shipped one."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layoutfix import ngrams
from layoutfix.errors import InputError
from layoutfix.ngrams.loading import pack_model
from layoutfix.ngrams.units import BREAK
from layoutfix.training.domain import Trained, open_corpus, train, train_model
from layoutfix.training.domain.tally import NgramTally, WordTally
from layoutfix.training.ngrams.counting import count_ngrams
from layoutfix.training.ngrams.packing import Bits
from tests.ngrams.small import WIDE
from tests.training.corpus import make_paragraphs

VOCABULARY = 7
blocks_of_units = st.lists(st.lists(st.integers(2, VOCABULARY - 1), max_size=12), min_size=1)


def to_ids(block: list[int]) -> np.ndarray:
    return np.array([*block, BREAK], np.int32)


@settings(deadline=None)
@given(blocks_of_units, st.integers(1, 30))
def test_chunks_count_as_the_whole(blocks: list[list[int]], chunk: int) -> None:
    """Where nothing is dropped, counts are those of the text in one piece."""
    tally = NgramTally(3, VOCABULARY, chunk=chunk)
    for block in blocks:
        tally.add(to_ids(block))
    counts, _ = tally.finish((1, 1, 1))
    whole = np.concatenate([np.array([BREAK], np.int32), *map(to_ids, blocks)])
    expected = count_ngrams(whole, 3, VOCABULARY)
    for n, (mine, exact) in enumerate(zip(counts, expected, strict=True), start=1):
        assert np.array_equal(mine.keys, exact.keys)
        inner = mine.keys != BREAK if n == 1 else np.ones(mine.keys.size, bool)
        assert np.array_equal(mine.raw[inner], exact.raw[inner])  # each chunk begins with a break


def test_a_full_table_drops_what_is_rare() -> None:
    """The bound holds; what is often there is kept, undercounted by little; closed below."""
    rng = np.random.default_rng(3)
    common = np.array([5, 6, 7, 8], np.int32)
    tally = NgramTally(3, 3000, most=2000, chunk=5000)
    for _ in range(300):
        noise = rng.integers(10, 3000, 100).astype(np.int32)
        tally.add(np.concatenate([common, noise, np.array([BREAK], np.int32)]))
        assert all(keys.size <= 2000 for keys, _ in tally._tables[1:])
    counts, discounts = tally.finish((1, 1, 2))
    trigrams = dict(zip(counts[2].keys.tolist(), counts[2].raw.tolist(), strict=True))
    assert trigrams[(5 * 3000 + 6) * 3000 + 7] >= 295
    for below, level, n in ((counts[0], counts[1], 1), (counts[1], counts[2], 2)):
        assert np.isin(level.keys // np.uint64(3000), below.keys).all()
        assert np.isin(level.keys % np.uint64(3000**n), below.keys).all()
    assert all((d[1:] > 0).all() for d in discounts)


def test_a_full_list_of_words_drops_what_is_rare() -> None:
    """The bound holds, and a word of every page stays."""
    tally = WordTally(most=100)
    for page in range(50):
        tally.add(["the", *(f"word{page}x{k}" for k in range(40))])
        assert len(tally.counts) <= 100
    assert tally.counts["the"] >= 45


def write_corpus(path: Path, count: int = 1500, seed: int = 1) -> Path:
    path.write_text("\n".join(make_paragraphs(count, seed)), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    path = write_corpus(tmp_path_factory.mktemp("corpus") / "manor.txt")
    return train_model(open_corpus([path]), "en", ngrams.load("en"), name="manor", megabytes=1)


def test_the_mixture_is_likelier_than_either_part(trained: Trained) -> None:
    """On text held back; the weight leans to the domain, whose text is all of a kind."""
    assert trained.before is not None
    assert trained.after < trained.before / 5
    assert trained.after < trained.alone * 1.02
    assert trained.model.base is not None
    assert trained.model.base.weight < 0.3
    assert trained.model.meta["sources"] == ["manor.txt"]


def test_words_of_the_domain_become_words(trained: Trained) -> None:
    """For the n-grams and for the lexicon; those of the general model still are."""
    model, base = trained.model, ngrams.load("en")
    assert not base.is_word("quorltithe")
    assert model.is_word("quorltithe")
    assert model.is_word("government")
    assert model.join_log_odds("govern", "ment") > 0
    assert model.join_log_odds("quorl", "tithe") > 0
    unit = model.encode("quorltithe")[0]
    assert unit >= base.ngrams.log_probs.size
    assert np.array_equal(
        model.base.to_units(model.encode("the quorltithe")), base.encode("the quorltithe")
    )


def test_probabilities_of_a_mixture_sum_to_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over all units, after contexts of the domain and of general English.

    With long fingerprints: those of the files take one n-gram in 4,096 for another, which
    weighs much where a domain has few different continuations (docs/models.md).
    """
    monkeypatch.setattr(train, "plan_bits", lambda order: [*[WIDE] * (order - 2), Bits(24, 8, 0)])
    corpus = open_corpus([write_corpus(tmp_path / "a.txt")])
    model = train_model(corpus, "en", ngrams.load("en"), name="m").model
    size = model.ngrams.log_probs.size
    for text in ("The clerk", "in the", "records the"):
        context = model.encode(text)
        rows = np.full((size, model.order), -1, np.int32)
        rows[:, -1 - context.size : -1] = context
        rows[:, -1] = np.arange(size)
        total = np.exp(model.log_prob(rows, np.full(size, context.size)).astype(np.float64)).sum()
        assert 0.85 < total < 1.2


def test_a_pair_scores_as_its_running_text(trained: Trained) -> None:
    """The kernels for pairs of lines agree with the plain look-up, also in a mixture."""
    model = trained.model
    left, right = model.encode("The clerk registers"), model.encode("the quorltithe at the assize")
    tails, tail_lens = model.tails([left])
    heads, head_lens = model.heads([right])
    zero = np.array([0], np.intp)
    crossing = model.crossing_log_prob(tails, tail_lens, heads, head_lens, zero, zero)[0]
    running = model.sequence_log_prob(np.concatenate([left, right]))[left.size :]
    assert crossing == pytest.approx(running[: crossing.size], abs=1e-3)
    alone = model.head_log_prob(heads, head_lens)[0]
    assert alone == pytest.approx(model.sequence_log_prob(right)[: alone.size], abs=1e-3)
    assert crossing[0] > alone[0]


def test_a_mixture_survives_its_file(trained: Trained, tmp_path: Path) -> None:
    """What is read scores as what was measured, and gives the same bytes again."""
    blob = pack_model(trained.model)
    (tmp_path / "m.lfng").write_bytes(blob)
    again = ngrams.load_path(tmp_path / "m.lfng")
    assert pack_model(again) == blob
    ids = trained.model.encode("The clerk registers the quorltithe before Michaelmas.")
    assert np.array_equal(again.sequence_log_prob(ids), trained.model.sequence_log_prob(ids))
    assert blob[7] == 2


@pytest.mark.parametrize("place", [0.2, 0.5, 0.9])
def test_damage_in_either_part_of_a_mixture_is_noticed(
    place: float, trained: Trained, tmp_path: Path
) -> None:
    """The checksum covers the general model within."""
    blob = bytearray(pack_model(trained.model))
    blob[int(len(blob) * place)] ^= 1
    (tmp_path / "m.lfng").write_bytes(blob)
    with pytest.raises(ngrams.ModelError, match="is damaged or cut short"):
        ngrams.load_path(tmp_path / "m.lfng")


def test_training_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    """A model is a function of its files and options."""
    corpus = open_corpus([write_corpus(tmp_path / "a.txt")])
    first, second = (
        pack_model(train_model(corpus, "en", ngrams.load("en"), name="m").model) for _ in range(2)
    )
    assert first == second


@pytest.mark.parametrize("language", ["la", "zh"])
def test_a_language_needs_no_general_model(language: str, tmp_path: Path) -> None:
    """Words for one, characters for the other."""
    corpus = open_corpus([write_corpus(tmp_path / "a.txt")])
    made = train_model(corpus, language, None, name="m", megabytes=1)
    assert made.model.base is None
    assert made.before is None
    assert made.after == made.alone < 20
    assert made.model.unit == ("char" if language == "zh" else "word")


def test_new_characters_join_the_shipped_ones(tmp_path: Path) -> None:
    """A rare character that the domain has often gets a unit; traditional forms stay folded."""
    base = ngrams.load("zh")
    rare = next(chr(c) for c in range(0x4E00, 0x9FFF) if base.encode(chr(c)).tolist() == [0])
    lines = [f"第{k % 90}号河工册载{rare}水堤岸，今年修缮石闸三座，众人称便。" for k in range(9000)]
    (tmp_path / "a.txt").write_text("\n".join(lines), encoding="utf-8")
    made = train_model(open_corpus([tmp_path / "a.txt"]), "zh", base, name="m", megabytes=1)
    assert made.model.encode(rare)[0] >= base.ngrams.log_probs.size
    assert made.model.encode("國")[0] == base.encode("国")[0]


def test_too_little_text_is_told(tmp_path: Path) -> None:
    """With what is the least."""
    corpus = open_corpus([write_corpus(tmp_path / "a.txt", 20)])
    with pytest.raises(InputError, match="too little text"):
        train_model(corpus, "en", ngrams.load("en"), name="m")


def test_progress_covers_both_passes(tmp_path: Path) -> None:
    """Each goes to the end of the files."""
    corpus = open_corpus([write_corpus(tmp_path / "a.txt")])
    most: Counter[str] = Counter()

    def tell(step: str, done: int) -> None:
        most[step] = max(most[step], done)

    train_model(corpus, "en", None, name="m", megabytes=1, progress=tell)
    assert most == dict.fromkeys(("reading", "counting", "building"), corpus.total_bytes)
