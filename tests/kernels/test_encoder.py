"""The compiled sums of what an encoder sees of lines are those of their twin, to the last bit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layoutfix import kernels
from layoutfix.linking.encoder import Packed, add_units_by_arrays, encoder_for
from tests.kernels.twins import twins

pytestmark = pytest.mark.skipif(not kernels.COMPILED, reason="the kernels were not built")


def _packed(rng: np.random.Generator, rows: int, size: int) -> Packed:
    codes = rng.integers(-127, 128, (rows, size)).astype(np.int8)
    return Packed(codes, rng.random(rows).astype(np.float32))


@settings(deadline=None, max_examples=100)
@given(
    lines=st.integers(0, 12),
    reach=st.integers(1, 24),
    columns=st.integers(1, 4),
    size=st.sampled_from([1, 5, 24, 64]),
    seed=st.integers(0, 2**16),
    data=st.data(),
)
def test_the_same_units_are_added(
    lines: int, reach: int, columns: int, size: int, seed: int, data: st.DataObject
) -> None:
    """Of lines that fill the reach, of shorter ones and of empty ones."""
    exact = data.draw(st.integers(0, reach))
    rng = np.random.default_rng(seed)
    first, second = _packed(rng, 40, size), _packed(rng, 30, size)
    features = rng.integers(0, 30, (lines, reach, columns)).astype(np.int32)
    features[np.arange(reach) >= rng.integers(0, reach + 1, (lines, 1))] = -1
    found = kernels.encoder.add_units(first, second, features, columns, exact)
    expected = add_units_by_arrays(first, second, features, columns, exact)
    assert found.shape == expected.shape
    assert found.tolist() == expected.tolist()


@pytest.mark.parametrize("family", ["han", "latin", "romance"])
def test_shipped_encoders_give_the_same_vectors(family: str) -> None:
    encoder = encoder_for(family)
    assert encoder is not None
    lines = ["the old bridge", "旧桥昨天关了", "", "over the river and far away, said Mr. Green-"]
    found = encoder.encode(lines)
    with twins():
        expected = encoder.encode(lines)
    for one, other in zip(found, expected, strict=True):
        assert one.tolist() == other.tolist()
