"""Boosted trees in numpy give what a plain walk down each of them gives."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layoutfix.assembly.ends import trees_for
from layoutfix.assembly.trees import dict_to_trees, read_trees
from layoutfix.ngrams import ModelError

NAMES = ("wide", "late", "odd")
FINITE = st.floats(-9, 9, width=32)


@st.composite
def forests(draw: st.DrawFn) -> dict[str, Any]:
    """Trees of random shapes, as plain data."""

    def grow(nodes: list[list[float]], depth: int) -> int:
        number = len(nodes)
        nodes.append([])
        if depth == 0 or draw(st.booleans()):
            nodes[number] = [draw(FINITE)]
        else:
            feature, threshold = draw(st.integers(0, len(NAMES) - 1)), draw(FINITE)
            children = [grow(nodes, depth - 1), grow(nodes, depth - 1)]
            nodes[number] = [feature, threshold, *children]
        return number

    trees: list[list[list[float]]] = []
    for _ in range(draw(st.integers(0, 4))):
        trees.append([])
        grow(trees[-1], 3)
    return {"features": list(NAMES), "base": draw(FINITE), "trees": trees}


def walk(nodes: list[list[float]], row: list[float]) -> float:
    node = nodes[0]
    while len(node) > 1:
        feature, threshold, left, right = node
        node = nodes[int(left if row[int(feature)] <= threshold else right)]
    return node[0]


@given(data=forests(), rows=st.lists(st.lists(FINITE, min_size=3, max_size=3), max_size=5))
def test_all_trees_at_once_are_as_one_by_one(data: dict[str, Any], rows: list[list[float]]) -> None:
    """Values at thresholds go left; no tree and no row are no error."""
    found = dict_to_trees(data).log_odds(np.array(rows, float).reshape(len(rows), 3))
    expected = [data["base"] + sum(walk(nodes, row) for nodes in data["trees"]) for row in rows]
    assert found == pytest.approx(expected)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"features": ["a"], "base": 0}',
        '{"features": ["a"], "base": 0, "trees": [[[0, 1.5, 1, 2], [1.0]]]}',
        '{"features": ["a"], "base": 0, "trees": [[[0, 1.5, 0, 1], [1.0]]]}',
        '{"features": ["a"], "base": 0, "trees": [[[3, 1.5, 1, 2], [1.0], [2.0]]]}',
    ],
)
def test_a_damaged_file_is_named(tmp_path: Path, text: str) -> None:
    """No JSON, no trees, a child that is missing or a parent, a feature that is missing."""
    path = tmp_path / "cjk.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match=r"cjk\.json are damaged or are none"):
        read_trees(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """As any other damage."""
    with pytest.raises(ModelError, match=r"none\.json are damaged"):
        read_trees(tmp_path / "none.json")


@pytest.mark.parametrize("n", [0, 1, 511, 1023, 1024, 2100])
def test_many_rows_are_asked_about_block_by_block(n: int) -> None:
    """To the last bit as all at once: no result may tell in which block a joint was."""
    trees = trees_for("cjk")
    seen = np.random.default_rng(n).normal(0.0, 3.0, (n, len(trees.features)))
    assert np.array_equal(trees.log_odds(seen), trees._log_odds(seen))
