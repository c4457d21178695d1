"""The stretch encoder as PyTorch sees it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from layoutfix.linking.stretch import LEAST_SQUARE, MOST_COUNTED, PLACES, ZONES
from layoutfix.linking.stretch_grams import COLUMNS, WEIGHTS
from layoutfix.training.stretch.batches import Batch

_FIRST_SCALE = 4.0
_FIRST_COLUMNS = (-2.0, -1.5, -1.0)
_NEARER = 0.6
"""Weight of heads that see what is near, beside the one that sees all, in the beginning."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Of pages: `topic`, `shared` (pages, joints, joints), and `known` (pages, joints)."""

    topic: torch.Tensor
    shared: torch.Tensor
    known: torch.Tensor

    def both(self) -> torch.Tensor:
        """What is fitted."""
        return self.topic + self.shared


class StretchTower(nn.Module):
    """From sums to a vector: a matrix, and beside it a small network."""

    def __init__(self, inputs: int, hidden: int, out: int) -> None:
        super().__init__()
        self.mix = nn.Linear(inputs, hidden)
        self.out = nn.Linear(hidden, out)
        self.direct = nn.Linear(inputs, out)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x (n, inputs) -> (n, out)."""
        return self.direct(x) + self.out(torch.relu(self.mix(x)))


class StretchNet(nn.Module):
    """Scores of stretches below after stretches above, of one page.

    vectors  of both tables, as `start_vectors` gives them; they stay as they are: fitted, they
             learn the articles by heart
    rarity   (WEIGHTS,): log of how rare each gram is, where the weights of grams begin
    has_topic  without, the first part is 0 everywhere
    drop     share of units that are not seen while it learns
    """

    def __init__(
        self,
        vectors: tuple[np.ndarray, np.ndarray],
        rarity: np.ndarray,
        *,
        has_topic: bool = True,
        heads: int = 2,
        hidden: int = 192,
        out: int = 96,
        drop: float = 0.35,
    ) -> None:
        super().__init__()
        self.has_topic = has_topic
        self.heads, self.drop, self.size = heads, drop, vectors[0].shape[1]
        for i, table in enumerate(vectors):
            self.register_buffer(f"table_{i}", torch.from_numpy(table.astype(np.float32)))
        self.telling = nn.ParameterList(
            nn.Parameter(torch.zeros(len(table), 2 * heads)) for table in vectors
        )
        fall = torch.linspace(0, -2, len(PLACES))[:, None] * torch.arange(heads)
        self.place = nn.Parameter(torch.stack([fall, fall]))
        inputs = self.size * heads
        self.above, self.below = (StretchTower(inputs, hidden, out) for _ in range(2))
        self.weight = nn.Parameter(torch.from_numpy(rarity.astype(np.float32)))
        self.column = nn.Parameter(torch.tensor(_FIRST_COLUMNS))
        self.zone = nn.Parameter(torch.zeros(COLUMNS, len(ZONES) ** 2))
        self.count = nn.Parameter(torch.zeros(COLUMNS, MOST_COUNTED**2))
        self.ceiling = nn.Parameter(torch.tensor(2.5))
        self.scale = nn.Parameter(torch.tensor(math.log(_FIRST_SCALE)))
        with torch.no_grad():
            for tower in (self.above, self.below):
                tower.out.weight.mul_(0.1)
                for layer in (tower.out, tower.direct):
                    layer.bias.zero_()
                same = min(inputs, out)
                tower.direct.weight.zero_()
                tower.direct.weight[:same, :same] = torch.eye(same)
                tower.direct.weight[self.size :] *= _NEARER

    def vectors(self, rows: np.ndarray, side: int) -> torch.Tensor:
        """Rows of the tables (n, reach, 2), -1 for no unit -> (n, out)."""
        flat = torch.from_numpy(rows).reshape(-1, 2)
        live = torch.nonzero(flat[:, 0] >= 0).squeeze(1)
        if self.training:
            live = live[torch.rand(len(live)) > self.drop]
        at = flat[live].long()
        units = self.table_0[at[:, 0]] + self.table_1[at[:, 1]]
        telling = functional.embedding(at[:, 0], self.telling[0])
        telling = telling + functional.embedding(at[:, 1], self.telling[1])
        telling = telling[:, side * self.heads : (side + 1) * self.heads]
        zone = np.searchsorted(PLACES, np.arange(rows.shape[1]), "right") - 1
        place = self.place[side][torch.from_numpy(zone)].repeat(len(rows), 1)[live]
        weights = torch.exp((telling + place).clamp(-8, 5))
        whole = torch.zeros(len(flat), self.size).index_copy(0, live, units)
        share = torch.zeros(len(flat), self.heads).index_copy(0, live, weights)
        shape = (len(rows), rows.shape[1], -1)
        sums = torch.bmm(share.view(shape).transpose(1, 2), whole.view(shape))
        sums = sums / (sums.square().sum(2, keepdim=True) + float(LEAST_SQUARE)).sqrt()
        return (self.below if side else self.above)(sums.flatten(1))

    def forward(self, batch: Batch) -> Scores:
        """The scores of all pairs of joints of each page."""
        pages, most = int(batch.page[-1]) + 1, int(batch.slot.max()) + 1
        place = torch.from_numpy(batch.page * most + batch.slot)
        topic = torch.zeros(pages, most, most)
        if self.has_topic:
            above, below = (
                torch.zeros(pages * most, x.shape[1]).index_copy(0, place, x).view(pages, most, -1)
                for x in (self.vectors(batch.above, 0), self.vectors(batch.below, 1))
            )
            topic = above @ below.transpose(1, 2) * torch.exp(self.scale)
        column = torch.from_numpy(batch.column)
        weight = functional.softplus(
            self.weight[torch.from_numpy(batch.weight)] + self.column[column]
        )
        weight = weight * torch.exp(
            self.zone[column, torch.from_numpy(batch.zone)]
            + self.count[column, torch.from_numpy(batch.count)]
        )
        pair = (batch.page[batch.left] * most + batch.slot[batch.left]) * most
        pair += batch.slot[batch.right]
        sums = torch.zeros(pages * most * most).index_add(0, torch.from_numpy(pair), weight)
        ceiling = torch.exp(self.ceiling)
        shared = ceiling * torch.log1p(sums.view(pages, most, most) / ceiling)
        known = torch.zeros(pages * most, dtype=torch.bool)
        known[place] = True
        return Scores(topic, shared, known.view(pages, most))


def first_rarity(batches: list[Batch]) -> np.ndarray:
    """Where the weights of grams begin: log of how rare their buckets are, (WEIGHTS,)."""
    often = sum(np.bincount(b.grams, minlength=WEIGHTS) for b in batches)
    idf = np.log(sum(len(b.page) for b in batches) / (often + 0.5))
    return 0.6 * (np.minimum(idf, 8.0) - 5.0)
