"""The encoder as PyTorch sees it: two towers, one for tails and one for heads."""

from __future__ import annotations

import torch
from torch import nn

from layoutfix.continuity.features import FIRST_BUCKETS, SECOND_BUCKETS


class Tower(nn.Module):
    """From the units nearest to the joint, nearest first, to a vector.

    The nearest `exact` units are seen each at its place; those up to `reach` by their mean.
    """

    def __init__(self, size: int, exact: int, hidden: int, out: int) -> None:
        super().__init__()
        self.exact = exact
        self.place = nn.Linear(size * (exact + 2), hidden)
        self.mix = nn.Linear(hidden, hidden)
        self.out = nn.Linear(hidden, out)

    def forward(self, units: torch.Tensor, known: torch.Tensor) -> torch.Tensor:
        """units (b, reach, size), zero where known (b, reach) is 0."""
        near = units[:, : self.exact].flatten(1)
        whole = units.sum(1) / known.sum(1, keepdim=True).clamp(min=1).sqrt()
        far = units[:, self.exact :].sum(1) / 3.0
        x = torch.relu(self.place(torch.cat([near, whole, far], 1)))
        x = x + torch.relu(self.mix(x))
        return self.out(x)


class SeamEncoder(nn.Module):
    """Scores of heads after tails: dot products of their vectors."""

    def __init__(self, size: int = 64, exact: int = 10, hidden: int = 320, out: int = 128) -> None:
        super().__init__()
        self.first = nn.Embedding(FIRST_BUCKETS, size)
        self.second = nn.Embedding(SECOND_BUCKETS, size)
        nn.init.normal_(self.first.weight, std=0.1)
        nn.init.normal_(self.second.weight, std=0.1)
        self.tail = Tower(size, exact, hidden, out)
        self.head = Tower(size, exact, hidden, out)
        self.scale = nn.Parameter(torch.tensor(0.3))

    def _embed(self, features: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        known = (features[:, :, 0] >= 0).float()
        at = features.clamp(min=0)
        units = self.first(at[:, :, 0]) + self.second(at[:, :, 1])
        return units * known[:, :, None], known

    def forward(self, tails: torch.Tensor, heads: torch.Tensor) -> torch.Tensor:
        """(b, b): `[i, j]` says how well head j goes on from tail i."""
        left = self.tail(*self._embed(tails))
        right = self.head(*self._embed(heads))
        return left @ right.T * self.scale
