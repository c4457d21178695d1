"""Medians, quantiles and distinct values are numpy's, to the last bit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from layoutfix.ranks import all_but, distinct, is_among, median, quantile

NUMBERS = st.sampled_from([np.float32, np.float64]).flatmap(
    lambda kind: arrays.arrays(
        kind,
        st.integers(1, 40),
        elements=st.floats(-1e6, 1e6, width=32),
    )
)


@given(NUMBERS, st.floats(0, 1, width=32))
def test_quantiles_are_the_same(values, share: float) -> None:
    expected = np.quantile(values, share)
    found = quantile(values, share)
    assert (found.dtype, float(found)) == (expected.dtype, float(expected))


@given(NUMBERS)
def test_medians_are_the_same(values) -> None:
    expected = np.median(values)
    assert (median(values).dtype, float(median(values))) == (expected.dtype, float(expected))
    whole = values.astype(np.int32)
    assert float(median(whole)) == float(np.median(whole))


@given(arrays.arrays(np.float64, (5, 4), elements=st.floats(-9, 9) | st.just(np.nan)))
def test_medians_along_an_axis_are_the_same(values) -> None:
    """What is no number makes its median none."""
    for axis in (None, 0, 1):
        assert np.array_equal(median(values, axis), np.median(values, axis=axis), equal_nan=True)


def test_the_median_of_nothing_is_none() -> None:
    """numpy warns of it, as it did."""
    with pytest.warns(RuntimeWarning) as warned:
        assert np.isnan(median(np.zeros(0)))
    assert "empty" in str(warned[0].message)


@given(arrays.arrays(np.int64, (3, 5), elements=st.integers(-3, 3)))
def test_distinct_values_are_the_same(values) -> None:
    assert distinct(values).tolist() == np.unique(values).tolist()
    assert distinct(values[:0]).tolist() == []


@given(st.integers(0, 9), arrays.arrays(np.intp, 6, elements=st.integers(-4, 12)))
def test_what_is_left_is_the_same(count: int, gone) -> None:
    assert all_but(count, gone).tolist() == np.setdiff1d(np.arange(count), gone).tolist()


@given(
    st.sampled_from([np.uint32, np.int64, np.intp]),
    st.lists(st.integers(0, 12) | st.sampled_from([1 << 17, 1 << 20]), max_size=8),
    st.lists(st.integers(0, 12) | st.sampled_from([1 << 17, 1 << 20]), max_size=4),
)
def test_members_are_the_same(kind, values: list[int], known: list[int]) -> None:
    found = is_among(np.array(values, kind), known)
    assert found.tolist() == np.isin(np.array(values, kind), known).tolist()
