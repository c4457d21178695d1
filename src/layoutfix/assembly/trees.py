"""Gradient-boosted decision trees: read from JSON, asked with numpy.

Friedman, "Greedy function approximation: a gradient boosting machine", Annals of Statistics 29
(2001). No package of machine learning is needed to ask them: all questions of all trees are
answered at once, and a leaf is reached where all answers on the way to it are as they must be.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from layoutfix.arrays import Doubles, Floats, Index
from layoutfix.ngrams import ModelError

Node = Sequence[float]


@dataclass(frozen=True, slots=True)
class Trees:
    """T trees of at most Q questions and L leaves.

    features   names of what is asked, in the order of its columns
    feature    (T, Q) the column that a question is about
    threshold  (T, Q) a value up to it answers yes
    way        (T, Q, L) 1 where the way to a leaf needs a yes, -1 where it needs a no, else 0
    yeses      (T, L) how many yeses it needs; -1 where there is no leaf
    value      (T, L) what a leaf adds to the log-odds
    base       log-odds without any tree
    """

    features: tuple[str, ...]
    feature: Index
    threshold: Doubles
    way: Floats
    yeses: Floats
    value: Doubles
    base: float

    def log_odds(self, seen: Doubles) -> Doubles:
        """Log-odds (n,) for n rows of features (n, F). O(n * T * Q * L)."""
        blocks = np.array_split(seen, max(len(seen) // _BLOCK, 1))
        return np.concatenate([self._log_odds(block) for block in blocks])

    def _log_odds(self, seen: Doubles) -> Doubles:
        yes = seen[:, self.feature] <= self.threshold
        answers = np.ascontiguousarray(yes.transpose(1, 0, 2), np.float32)
        reached = answers @ self.way == self.yeses[:, None, :]
        return np.asarray(self.base + np.einsum("tnl,tl->n", reached, self.value))


_BLOCK = 512
"""Rows that are asked about at a time, up to twice as many: what bounds memory."""


def dict_to_trees(data: Mapping[str, Any]) -> Trees:
    """Trees of plain data: `features`, `base` and `trees`, a list of nodes each, the root first.

    A node is `[feature, threshold, left, right]` (numbers of columns and of later nodes of its
    tree; yes goes left), a leaf `[value]`. Raises ValueError where that is not so.
    """
    features = tuple(data["features"])
    trees: Sequence[Sequence[Node]] = data["trees"]
    questions = max((len(tree) // 2 for tree in trees), default=0)
    shape, leaves = (len(trees), questions), (len(trees), questions + 1)
    feature, threshold = np.zeros(shape, np.intp), np.zeros(shape)
    yeses, value = np.full(leaves, -1.0, np.float32), np.zeros(leaves)
    size = questions // 8 + 1
    masks = bytearray(2 * len(trees) * (questions + 1) * size)
    for t, nodes in enumerate(trees):
        asking = [node for node in nodes if len(node) > 1]
        feature[t, : len(asking)] = [node[0] for node in asking]
        threshold[t, : len(asking)] = [node[1] for node in asking]
        ways = _ways_to_leaves(nodes, len(features))
        value[t, : len(ways)] = [nodes[k][0] for k, _, _ in ways]
        yeses[t, : len(ways)] = [yes.bit_count() for _, yes, _ in ways]
        own = b"".join(m.to_bytes(size, "little") for _, yes, no in ways for m in (yes, no))
        at = 2 * t * (questions + 1) * size
        masks[at : at + len(own)] = own
    packed = np.frombuffer(masks, np.uint8).reshape(len(trees), questions + 1, 2, size)
    bits = np.unpackbits(packed, axis=3, count=questions, bitorder="little")
    needs = bits[:, :, 0].astype(np.float32) - bits[:, :, 1]  # (T, L, Q)
    way = np.ascontiguousarray(needs.transpose(0, 2, 1))
    return Trees(features, feature, threshold, way, yeses, value, float(data["base"]))


def _ways_to_leaves(nodes: Sequence[Node], features: int) -> list[tuple[int, int, int]]:
    """Each leaf of a tree with the questions on the way to it that need a yes, and that need a no.

    Questions are bits of a number, the first that the tree has the lowest.
    """
    number = {k: 1 << q for q, k in enumerate(k for k, node in enumerate(nodes) if len(node) > 1)}
    found: list[tuple[int, int, int]] = []
    open_nodes = [(0, 0, 0)]
    asked = 0
    while open_nodes:
        k, yes, no = open_nodes.pop()
        if len(nodes[k]) == 1:
            found.append((k, yes, no))
            continue
        feature, _, left, right = nodes[k]
        if not (0 <= feature < features and k < left < len(nodes) and k < right < len(nodes)):
            raise ValueError(f"node {k} asks for a feature, or leads to a node, that is not there")
        asked |= number[k]
        open_nodes += [(int(left), yes | number[k], no), (int(right), yes, no | number[k])]
    if len(found) + asked.bit_count() != len(nodes):
        raise ValueError("a node of a tree is reached in two ways, or in none")
    return found


def read_trees(path: Path) -> Trees:
    """Trees of a JSON file. Raises ModelError where it is damaged or is none."""
    try:
        return dict_to_trees(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise ModelError(f"the trees in {path} are damaged or are none: {error}") from error
