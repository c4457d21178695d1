"""The compiled kernels of cuts: the same ways, pairings and paths as their twins in numpy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layoutfix import kernels
from layoutfix.arrays import Floats
from layoutfix.cutting.fit import ColumnWidth
from layoutfix.cutting.nodes import to_table, tried_width, try_columns
from layoutfix.cutting.pairing import (
    Joints,
    find_pairs_by_arrays,
    number_pairs_by_arrays,
    pair_up_by_arrays,
)
from layoutfix.cutting.paths import (
    Lattice,
    backward_by_arrays,
    best_path_by_arrays,
    forward_by_arrays,
)
from layoutfix.cutting.places import CutPlaces, FusedRow
from layoutfix.cutting.row_search import best_cuts_by_arrays
from layoutfix.cutting.ways import Ways, find_ways_by_arrays
from tests.helpers import CJK, SPACED

pytestmark = pytest.mark.skipif(not kernels.COMPILED, reason="the kernels were not built")

_PAGES = {"n": st.integers(1, 12), "places": st.integers(0, 14), "seed": st.integers(0, 2**16)}


def _random_rows(n: int, places: int, seed: int) -> list[FusedRow]:
    """Rows of words; many places are as good as others, and a row may have more than all others."""
    rng = np.random.default_rng(seed)
    many = rng.integers(0, places + 1, n)
    if seed % 50 == 0:
        many[0] = 410
    rows = []
    for m in many.tolist():
        right = rng.integers(1, 12, m + 1).cumsum().astype(np.float32)
        stops = rng.random(m) < 0.2
        gain = rng.choice([-2.0, 0.0, 0.5, 3.0], m) if seed % 2 else rng.normal(1.0, 2.0, m)
        left = right[:-1] - rng.integers(0, 3, m).astype(np.float32)
        offset = np.arange(1, m + 1, dtype=np.int32)
        p = CutPlaces(offset, offset, left, right[:-1], gain.astype(np.float32), stops, stops)
        rows.append(FusedRow("a" * (m + 2), p, float(right[-1]), stops=seed % 3 == 0))
    return rows


def _random_columns(n: int, seed: int) -> list[ColumnWidth]:
    rng = np.random.default_rng(seed)
    columns = [
        ColumnWidth(float(cells), seen=True, multiple_gain=1.5, rivals=((1, 3),))
        for cells in rng.choice([7.5, 12.0, 20.0, 33.0], rng.integers(0, 5))
    ]
    if seed % 4 == 0:
        lo = int(rng.integers(0, n + 2))
        columns.append(ColumnWidth(15.0, seen=False, rows=(lo, lo + 3)))
    return columns


def _random_ways(n: int, places: int, seed: int) -> Ways:
    weights = CJK if seed % 3 else SPACED
    table = to_table(_random_rows(n, places, seed))
    columns = try_columns(table.total, _random_columns(n, seed), weights)
    return Ways(*find_ways_by_arrays(table, columns, 10, 32, 12.0))


def _random_lattice(ways: Ways, seed: int) -> Lattice:
    rng = np.random.default_rng(seed)
    size = np.diff(ways.first)
    first = np.concatenate([[0], (size[:-1] * size[1:]).cumsum()])
    odds = _random_odds(int(first[-1]), seed)
    enter = rng.choice([0.0, 2.0], len(ways.gain)).astype(np.float32)
    return Lattice(ways.first, ways.gain, Joints(first, odds), enter, 1.7)


def _random_odds(size: int, seed: int) -> Floats:
    """Log-odds, coarse ones at times, so that several are the same."""
    odds = np.random.default_rng(seed).normal(0.0, 2.0, size).astype(np.float32)
    return odds.round() if seed % 2 else odds


@settings(deadline=None, max_examples=200)
@given(**_PAGES, cells=st.sampled_from([7.5, 12.0, 30.0]))
def test_rows_are_cut_alike_into_lines_of_a_width(
    n: int, places: int, seed: int, cells: float
) -> None:
    table = to_table(_random_rows(n, places, seed))
    width = tried_width(cells, SPACED.lines)
    found = kernels.rows.best_cuts(table, width)
    for kernel_array, twin_array in zip(found, best_cuts_by_arrays(table, width), strict=True):
        assert kernel_array.tolist() == twin_array.tolist()


@settings(deadline=None, max_examples=300)
@given(**_PAGES, most=st.sampled_from([1, 4, 10]), kept=st.sampled_from([1, 5, 32]))
def test_the_same_ways_are_kept(n: int, places: int, seed: int, most: int, kept: int) -> None:
    """Of each row, in the same order, with the same parts."""
    table = to_table(_random_rows(n, places, seed))
    columns = try_columns(table.total, _random_columns(n, seed), CJK if seed % 3 else SPACED)
    found = kernels.ways.find_ways(table, columns, most, kept, 12.0)
    expected = find_ways_by_arrays(table, columns, most, kept, 12.0)
    for kernel_array, twin_array in zip(found, expected, strict=True):
        assert kernel_array.tolist() == twin_array.tolist()


@settings(deadline=None, max_examples=200)
@given(n=st.integers(2, 9), places=st.integers(0, 14), seed=st.integers(0, 2**16))
def test_the_same_parts_are_paired(n: int, places: int, seed: int) -> None:
    """Which parts of a row meet those of the next, and what the best pairing of two ways is."""
    ways = _random_ways(n, places, seed)
    lo = seed % (n - 1)
    found = kernels.lattice.find_pairs(ways, lo, n - 1)
    expected = find_pairs_by_arrays(ways, lo, n - 1)
    for kernel_array, twin_array in zip(found, expected, strict=True):
        assert kernel_array.tolist() == twin_array.tolist()
    link = _random_odds(len(found[0]), seed)
    odds = kernels.lattice.pair_up(ways, lo, n - 1, found[0], link, 0.7)
    assert odds.tolist() == pair_up_by_arrays(ways, lo, n - 1, found[0], link, 0.7).tolist()


@settings(deadline=None, max_examples=100)
@given(size=st.integers(0, 300), most=st.sampled_from([3, 40, 10_000]), seed=st.integers(0, 2**16))
def test_the_same_pairs_are_one(size: int, most: int, seed: int) -> None:
    left, right = np.random.default_rng(seed).integers(0, most, (2, size))
    found = kernels.lattice.number_pairs(left, right)
    for kernel_array, twin_array in zip(found, number_pairs_by_arrays(left, right), strict=True):
        assert kernel_array.tolist() == twin_array.tolist()


@settings(deadline=None, max_examples=200)
@given(**_PAGES)
def test_paths_are_worth_the_same(n: int, places: int, seed: int) -> None:
    """Up to each way, from each way on, and the best one of all."""
    lattice = _random_lattice(_random_ways(n, places, seed), seed)
    value = kernels.lattice.forward(lattice)
    assert value.tolist() == forward_by_arrays(lattice).tolist()
    assert kernels.lattice.backward(lattice).tolist() == backward_by_arrays(lattice).tolist()
    path = kernels.lattice.best_path(lattice, value)
    assert path.tolist() == best_path_by_arrays(lattice, value).tolist()
