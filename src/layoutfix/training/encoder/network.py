"""The encoder as PyTorch sees it: two towers, one for tails and one for heads."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

from layoutfix.linking.features import FIRST_BUCKETS, SECOND_BUCKETS


class Tower(nn.Module):
    """From the units nearest to the joint, nearest first, to a vector.

    The nearest `exact` units are seen each at its place; those up to `reach` by their mean.
    While it learns, a share `dropout` of the hidden numbers is not seen.
    """

    def __init__(self, size: int, exact: int, hidden: int, out: int, dropout: float) -> None:
        super().__init__()
        self.exact, self.dropout = exact, dropout
        self.place = nn.Linear(size * (exact + 2), hidden)
        self.mix = nn.Linear(hidden, hidden)
        self.out = nn.Linear(hidden, out)

    def forward(self, units: torch.Tensor, known: torch.Tensor) -> torch.Tensor:
        """units (..., reach, size), zero where known (..., reach) is 0."""
        near = units[..., : self.exact, :].flatten(-2)
        whole = units.sum(-2) / known.sum(-1, keepdim=True).clamp(min=1).sqrt()
        far = units[..., self.exact :, :].sum(-2) / 3.0
        x = self._thinned(torch.relu(self.place(torch.cat([near, whole, far], -1))))
        x = x + self._thinned(torch.relu(self.mix(x)))
        return self.out(x)

    def _thinned(self, x: torch.Tensor) -> torch.Tensor:
        return functional.dropout(x, self.dropout, self.training)


class SeamEncoder(nn.Module):
    """Scores of heads after tails: dot products of their vectors.

    drop     share of units that are not seen while it learns, and share of those of which only the
             second table is seen, as if the word or the pair of characters were not known
    dropout  share of the hidden numbers that are not seen while it learns
    """

    def __init__(
        self,
        size: int = 64,
        exact: int = 12,
        hidden: int = 384,
        out: int = 192,
        *,
        drop: float = 0.0,
        dropout: float = 0.0,
    ) -> None:
        super().__init__()
        self.drop = drop
        self.first = nn.Embedding(FIRST_BUCKETS, size)
        self.second = nn.Embedding(SECOND_BUCKETS, size)
        nn.init.normal_(self.first.weight, std=0.1)
        nn.init.normal_(self.second.weight, std=0.1)
        self.tail = Tower(size, exact, hidden, out, dropout)
        self.head = Tower(size, exact, hidden, out, dropout)
        self.scale = nn.Parameter(torch.tensor(0.3))

    def _embed(self, features: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        known = (features[..., 0] >= 0).float()
        at = features.clamp(min=0).long()
        first, second = (
            torch.stack([table(at[..., k]) for k in range(begin, at.shape[-1], 2)]).sum(0)
            for begin, table in enumerate((self.first, self.second))
        )
        kept = known
        if self.training and self.drop:
            kept = known * (torch.rand_like(known) >= self.drop)
            first = first * (torch.rand_like(known) >= self.drop)[..., None]
        return (first + second) * kept[..., None], known

    def forward(self, tails: torch.Tensor, heads: torch.Tensor) -> torch.Tensor:
        """(p, n, n): `[k, i, j]` says how well head j of page k goes on from tail i.

        tails, heads (p, n, reach, columns)
        """
        left = self.tail(*self._embed(tails))
        right = self.head(*self._embed(heads))
        return left @ right.transpose(1, 2) * self.scale
