"""Layers: their products are exact, whatever adds them up; rows of weights come back as packed."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from layoutfix.linking.layers import EXACT, MOST_CODE, Layer, Packed, pack, to_whole


def _layer(rng: np.random.Generator, inputs: int, outputs: int, *, extreme: bool) -> Layer:
    codes = rng.integers(-MOST_CODE, MOST_CODE + 1, (outputs, inputs))
    if extreme:  # all of one sign, and as large as they can be
        codes = np.full((outputs, inputs), MOST_CODE)
    scales = rng.random(outputs).astype(np.float32)
    return Layer.of(Packed(codes.astype(np.int8), scales), rng.random(outputs).astype(np.float32))


@settings(deadline=None, max_examples=60)
@given(
    lines=st.integers(0, 6),
    inputs=st.integers(1, 400),
    outputs=st.integers(1, 9),
    extreme=st.booleans(),
    size=st.sampled_from([0.0, 1e-6, 1.0, 1e4]),
    seed=st.integers(0, 2**16),
)
def test_products_are_those_of_whole_numbers(
    lines: int, inputs: int, outputs: int, extreme: bool, size: float, seed: int
) -> None:
    """Those of integers, to the last bit: in any order of sums, on any processor."""
    rng = np.random.default_rng(seed)
    layer = _layer(rng, inputs, outputs, extreme=extreme)
    x = (size * (np.ones((lines, inputs)) if extreme else rng.normal(size=(lines, inputs)))).astype(
        np.float32
    )
    whole, step = to_whole(x, inputs)
    products = whole.astype(np.int64) @ layer.codes.astype(np.int64)
    assert np.abs(products).max(initial=0) <= EXACT
    expected = layer.scale(products.astype(np.float32), step)
    assert layer.apply(x).tolist() == expected.tolist()


def test_what_is_rounded_away_is_little() -> None:
    """Half of a step of a line's largest number, in each of its inputs."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=(20, 384)).astype(np.float32)
    whole, step = to_whole(x, x.shape[1])
    assert np.abs(whole * step - x).max() <= 0.51 * step.max()
    assert step.max() < np.abs(x).max() / 300


def test_a_layer_gives_back_what_was_packed() -> None:
    rng = np.random.default_rng(0)
    packed = pack(rng.normal(size=(5, 7)).astype(np.float32))
    again = Layer.of(packed, np.zeros(5, np.float32)).packed()
    assert again.codes.tolist() == packed.codes.tolist()
    assert again.scales.tolist() == packed.scales.tolist()
