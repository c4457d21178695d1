"""Where the vectors begin: what stands above and below a cut, other than elsewhere on the page."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from layoutfix.arrays import Floats, Longs
from layoutfix.training.stretch.batches import Batch

_MOST_IDF = 7.0
_DAMPING = 30.0
"""Added to how often a bucket occurs, before the root: so rare ones do not rule the axes."""
_SPARE = 16
_ROUNDS = 4
_LENGTH = 0.12
"""Mean length of the vectors, before they are multiplied by how rare their bucket is."""


@dataclass(frozen=True, slots=True)
class _Side:
    """Rows of stretches, columns of buckets; and its transpose."""

    rows: torch.Tensor
    columns: torch.Tensor


def start_vectors(
    batches: Sequence[Batch], sizes: tuple[int, int], size: int, seed: int
) -> tuple[Floats, Floats]:
    """Vectors of the buckets of both tables, float32 (buckets + 1, size) each.

    They are the main axes of the covariance between the bags of buckets above and below a cut,
    each less the mean of its page, symmetric; found by subspace iteration (Halko et al. 2011). The
    dot product of sums of such vectors is large where both stretches are of one subject, and of
    another than the rest of the article.
    """
    first = sizes[0] + 1
    buckets = first + sizes[1] + 1
    offsets = np.cumsum([0, *(int(b.page[-1]) + 1 for b in batches)])
    page = np.concatenate([b.page + o for b, o in zip(batches, offsets, strict=False)])
    counted = [
        _count([getattr(b, side) for b in batches], first, buckets, sizes[1])
        for side in ("above", "below")
    ]
    often = sum(np.bincount(keys % buckets, minlength=buckets) for keys, _ in counted)
    idf = np.clip(np.log(2 * len(page) / (often + 0.5)), 0.0, _MOST_IDF)
    above, below = (_to_side(keys, n, idf, len(page)) for keys, n in counted)
    of_page, joints = torch.from_numpy(page), torch.bincount(torch.from_numpy(page))
    damping = torch.from_numpy(1 / np.sqrt(often + _DAMPING)).float()[:, None]
    damping /= damping.max()

    def centred(x: torch.Tensor) -> torch.Tensor:
        sums = torch.zeros(len(joints), x.shape[1]).index_add(0, of_page, x)
        return x - (sums / joints[:, None])[of_page]

    def covariance(x: torch.Tensor) -> torch.Tensor:
        x = x * damping
        across = above.columns @ centred(below.rows @ x) + below.columns @ centred(above.rows @ x)
        return across * damping / 2

    generator = torch.Generator().manual_seed(seed)
    axes = torch.linalg.qr(torch.randn(buckets, size + _SPARE, generator=generator))[0]
    for _ in range(_ROUNDS):
        axes = torch.linalg.qr(covariance(axes))[0]
    inner = axes.T @ covariance(axes)
    values, turned = torch.linalg.eigh((inner + inner.T) / 2)
    best = values.argsort(descending=True)[:size]
    vectors = axes @ turned[:, best] * values[best].clamp(min=1e-6).sqrt() * damping
    vectors *= _LENGTH / vectors.norm(dim=1).mean()
    vectors *= torch.from_numpy(idf).float()[:, None]
    vectors[first - 1] = vectors[-1] = 0.0  # what is not there
    return vectors[:first].numpy(), vectors[first:].numpy()


def _count(
    sides: Sequence[np.ndarray], first: int, buckets: int, missing: int
) -> tuple[Longs, Longs]:
    """Stretch * buckets + bucket, in order, and how often."""
    keys, begin = [], 0
    for rows in sides:
        stretch, at = np.nonzero(rows[:, :, 0] >= 0)
        one, two = rows[stretch, at, 0].astype(np.int64), rows[stretch, at, 1].astype(np.int64)
        there = two < missing
        keys.append((stretch + begin) * buckets + one)
        keys.append((stretch[there] + begin) * buckets + first + two[there])
        begin += len(rows)
    found, counts = np.unique(np.concatenate(keys), return_counts=True)
    return found, counts


def _to_side(keys: Longs, counts: Longs, idf: np.ndarray, stretches: int) -> _Side:
    buckets = len(idf)
    row, column = keys // buckets, keys % buckets
    value = np.log1p(counts) * idf[column]
    value /= np.sqrt(np.bincount(row, value * value, stretches) + 1e-12)[row]
    order = np.argsort(column, kind="stable")
    return _Side(
        _sparse(row, column, value, (stretches, buckets)),
        _sparse(column[order], row[order], value[order], (buckets, stretches)),
    )


def _sparse(row: Longs, column: Longs, value: np.ndarray, shape: tuple[int, int]) -> torch.Tensor:
    begin = np.searchsorted(row, np.arange(shape[0] + 1))
    values = torch.from_numpy(value.astype(np.float32))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # that such tensors are new in PyTorch
        return torch.sparse_csr_tensor(
            torch.from_numpy(begin), torch.from_numpy(column), values, size=shape
        )
