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
        """units (..., reach, size), zero where known (..., reach) is 0."""
        near = units[..., : self.exact, :].flatten(-2)
        whole = units.sum(-2) / known.sum(-1, keepdim=True).clamp(min=1).sqrt()
        far = units[..., self.exact :, :].sum(-2) / 3.0
        x = torch.relu(self.place(torch.cat([near, whole, far], -1)))
        x = x + torch.relu(self.mix(x))
        return self.out(x)


class SeamEncoder(nn.Module):
    """Scores of heads after tails: dot products of their vectors."""

    def __init__(self, size: int = 64, exact: int = 12, hidden: int = 384, out: int = 192) -> None:
        super().__init__()
        self.first = nn.Embedding(FIRST_BUCKETS, size)
        self.second = nn.Embedding(SECOND_BUCKETS, size)
        nn.init.normal_(self.first.weight, std=0.1)
        nn.init.normal_(self.second.weight, std=0.1)
        self.tail = Tower(size, exact, hidden, out)
        self.head = Tower(size, exact, hidden, out)
        self.scale = nn.Parameter(torch.tensor(0.3))

    def _embed(self, features: torch.Tensor, drop: float) -> tuple[torch.Tensor, torch.Tensor]:
        known = (features[..., 0] >= 0).float()
        kept = known * (torch.rand_like(known) >= drop) if drop else known
        at = features.clamp(min=0).long()
        units = self.first(at[..., 0])
        for column in range(1, at.shape[-1]):
            units = units + (self.second if column % 2 else self.first)(at[..., column])
        return units * kept[..., None], known

    def forward(self, tails: torch.Tensor, heads: torch.Tensor, drop: float = 0.0) -> torch.Tensor:
        """(p, n, n): `[k, i, j]` says how well head j of page k goes on from tail i.

        tails, heads (p, n, reach, columns); a share `drop` of the units is not seen
        """
        left = self.tail(*self._embed(tails, drop))
        right = self.head(*self._embed(heads, drop))
        return left @ right.transpose(1, 2) * self.scale
