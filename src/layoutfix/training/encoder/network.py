"""The seam encoder in PyTorch: the same sums as `layoutfix.continuity.encoder`, with gradients."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from layoutfix.continuity.encoder import Ids, Side, Stream

Tensor: TypeAlias = Any
Weights: TypeAlias = dict[str, Tensor]


def new_weights(streams: Sequence[Stream], hidden: int, size: int, seed: int) -> Weights:
    """Return random weights, named as `layoutfix.continuity.encoder.from_arrays` wants them."""
    generator = torch.Generator().manual_seed(seed)

    def normal(rows: int, columns: int, deviation: float) -> Tensor:
        return torch.randn(rows, columns, generator=generator) * deviation

    weights: Weights = {}
    for s, stream in enumerate(streams):
        weights[f"table.{s}"] = normal(stream.size, stream.width, 0.5)
        weights[f"table.{s}"][0] = 0
    inputs = sum((stream.exact + 1) * stream.width for stream in streams)
    for side in ("tail", "head"):
        for s, stream in enumerate(streams):
            weights[f"{side}.bag.{s}"] = torch.full((stream.reach, stream.width), 0.5)
        weights[f"{side}.first"] = normal(inputs, hidden, (2 / inputs) ** 0.5)
        weights[f"{side}.first_bias"] = torch.zeros(hidden)
        weights[f"{side}.second"] = normal(hidden, hidden, (1 / hidden) ** 0.5)
        weights[f"{side}.second_bias"] = torch.zeros(hidden)
        weights[f"{side}.last"] = normal(hidden, size, (1 / hidden) ** 0.5)
        weights[f"{side}.last_bias"] = torch.zeros(size)
    for tensor in weights.values():
        tensor.requires_grad_(True)
    return weights


def encode(weights: Weights, streams: Sequence[Stream], ids: Sequence[Ids], side: Side) -> Tensor:
    """Return the vectors of one side, (n, d)."""
    parts = []
    for s, (stream, rows) in enumerate(zip(streams, ids, strict=True)):
        table = weights[f"table.{s}"]
        seen = sum(
            functional.embedding(torch.from_numpy(rows[:, :, k].copy()), table, padding_idx=0)
            for k in range(rows.shape[2])
        )
        parts.append(seen[:, : stream.exact].flatten(1))
        parts.append((seen * weights[f"{side}.bag.{s}"]).sum(1))
    hidden = torch.relu(torch.cat(parts, 1) @ weights[f"{side}.first"] + weights[f"{side}.first_bias"])
    second = hidden @ weights[f"{side}.second"] + weights[f"{side}.second_bias"]
    hidden = hidden + torch.relu(second)
    return hidden @ weights[f"{side}.last"] + weights[f"{side}.last_bias"]


def contrastive_loss(
    tails: Tensor, heads: Tensor, left: Tensor, weight: Tensor, document: Tensor
) -> Tensor:
    """Return the loss of the joints (left, left + 1) of a batch of lines.

    Each tail is to find its head, and each head its tail, twice: among all lines of the batch, and
    among those of its own document, which is what a page has.
    """
    logits = tails @ heads.T / tails.shape[1] ** 0.5
    right = left + 1
    own = torch.where(document[:, None] == document[None, :], 0.0, -1e4)
    loss = torch.zeros(())
    for scores in (logits, logits + own):
        forwards = functional.cross_entropy(scores[left], right, reduction="none")
        backwards = functional.cross_entropy(scores.T[right], left, reduction="none")
        loss = loss + ((forwards + backwards) * weight).sum() / weight.sum()
    return loss / 4


def to_arrays(weights: Weights) -> dict[str, NDArray[np.float32]]:
    """Return the weights as arrays of numpy."""
    return {name: tensor.detach().numpy().astype(np.float32) for name, tensor in weights.items()}
