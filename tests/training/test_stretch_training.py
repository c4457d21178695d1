"""Training of the stretch encoder: the pages it is shown, where it begins, what is shipped."""

from __future__ import annotations

import numpy as np
import pytest

from layoutfix import ngrams
from layoutfix.linking.stretch import REACH
from layoutfix.linking.stretch_grams import Characters, StretchUnits, Words
from layoutfix.ngrams.units import CharUnits
from layoutfix.training.stretch.batches import Batch, to_batch
from layoutfix.training.stretch.pages import Document, StretchDrawer

torch = pytest.importorskip("torch")


def _units(family: str) -> tuple[StretchUnits, CharUnits | None]:
    if family == "latin":
        return Words(), None
    known = ngrams.load("zh").units
    assert isinstance(known, CharUnits)
    return Characters.of(known.table), known


def _documents(family: str) -> list[Document]:
    units, _ = _units(family)
    rng = np.random.default_rng(2)
    documents = []
    for i in range(6):
        words = [
            f"w{i}x{n} " if family == "latin" else chr(0x4E00 + 300 * i + n) for n in range(90)
        ]
        parts = [units.encode("".join(rng.choice(words, 90))) for _ in range(40)]
        ends = np.cumsum([len(part) for part in parts])
        documents.append(Document(np.concatenate(parts), ends[:-1], "a" if i < 3 else "b"))
    return documents


def _batch(family: str, seed: int = 1, *, noisy: bool = True) -> Batch:
    drawer = StretchDrawer(_documents(family), family, seed=seed, noisy=noisy)
    return to_batch(*drawer.draw(5), _units(family)[0], REACH[family])


@pytest.mark.parametrize("family", ["han", "latin"])
def test_stretches_of_a_page_do_not_overlap(family: str) -> None:
    """No unit of an article stands in two stretches of its page."""
    units, _ = _units(family)
    length = 8000
    text = np.arange(length) << 1 if family == "latin" else np.arange(length)
    document = Document(text, np.arange(100, length, 100), "a")
    drawer = StretchDrawer([document], family, seed=3, other=0.0, noisy=False)
    joints, page = drawer.draw(20)
    assert units.sizes
    for number in range(20):
        seen = np.concatenate(
            [x for joint, at in zip(joints, page, strict=True) if at == number for x in joint]
        )
        assert len(seen) == len(np.unique(seen))


def test_the_same_seed_draws_the_same_pages() -> None:
    """Byte for byte; another seed, others."""
    one, two, other = _batch("latin", 1), _batch("latin", 1), _batch("latin", 2)
    assert np.array_equal(one.above, two.above)
    assert np.array_equal(one.weight, two.weight)
    assert one.above.shape != other.above.shape or not np.array_equal(one.above, other.above)


@pytest.mark.parametrize("family", ["han", "latin"])
def test_the_shipped_arrays_score_as_the_network(family: str) -> None:
    """All pairs of a page, but for the 8 bits of a weight; and the start knows the subject."""
    from layoutfix.training.stretch.export import to_stretch_encoder
    from layoutfix.training.stretch.fit import exchanges, score_batches
    from layoutfix.training.stretch.network import StretchNet, first_rarity
    from layoutfix.training.stretch.start import start_vectors

    torch.manual_seed(3)
    units, known = _units(family)
    batches = [_batch(family, seed, noisy=False) for seed in range(8)]
    vectors = start_vectors(batches, units.sizes, 8, 1)
    assert vectors[0].shape == (units.sizes[0] + 1, 8)
    net = StretchNet(vectors, first_rarity(batches), hidden=12, out=10)
    scores = score_batches(net, batches[:1])[0]
    assert len(exchanges(scores.both(), scores.known))
    drawer = StretchDrawer(_documents(family), family, seed=0, noisy=False)
    joints, page = drawer.draw(5)
    encoder = to_stretch_encoder(net, family, units, known, (1.0, 1.0))
    first = [joint for joint, at in zip(joints, page, strict=True) if at == 0]
    above, below = (_read(encoder, [joint[side] for joint in first], side) for side in (0, 1))
    expected = scores.both()[0].numpy()[: len(first), : len(first)]
    assert np.allclose(encoder.compare(above, below), expected, atol=0.15)


def _read(encoder, stretches, side):  # type: ignore[no-untyped-def]
    """`read` of units in place of texts."""
    from dataclasses import replace

    class Given:
        sizes = encoder.units.sizes
        to_grams = staticmethod(encoder.units.to_grams)

        def encode(self, text: str) -> np.ndarray:
            return stretches[int(text)]

    texts = [str(i) for i in range(len(stretches))]
    return replace(encoder, units=Given()).read(texts, "below" if side else "above")


@pytest.mark.slow
def test_fitting_learns() -> None:
    """Some steps: the loss of pages that it was shown falls."""
    from layoutfix.training.stretch.fit import cross_entropy, fit, fit_slopes, score_batches
    from layoutfix.training.stretch.network import StretchNet, first_rarity
    from layoutfix.training.stretch.start import start_vectors

    torch.manual_seed(3)
    batches = [_batch("latin", seed) for seed in range(6)]
    vectors = start_vectors(batches, Words().sizes, 8, 1)
    net = StretchNet(vectors, first_rarity(batches), hidden=12, out=10)

    def loss() -> float:
        return sum(float(cross_entropy(s.both(), s.known)) for s in score_batches(net, batches))

    before, said = loss(), []
    drawn = iter(batches * 10)
    fit(net, lambda: next(drawn), batches, steps=40, rate=5e-3, pull=1e-5, seed=1, say=said.append)
    assert loss() < before
    assert said[0].startswith("begin")
    slopes = fit_slopes(score_batches(net, batches))
    assert all(np.isfinite(slopes))
