"""Fitting: of all lines of a page, which follows this one, and which does this one follow?"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator

import numpy as np
import torch
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel

from layoutfix.training.encoder.batches import Batch
from layoutfix.training.encoder.network import SeamEncoder

_REPORTS = 12
_WARM_UP = 300
_FIRST_PAGES = 600
"""Pages that are there before the first step."""
_IMPOSSIBLE = -1e4
_MEMORY = 0.998
"""Share of the mean weights that is kept at each step, once there were many."""
_FORGETS_AFTER = 10
_DECAY = 0.01


def batch_loss(
    model: SeamEncoder | AveragedModel, arrays: list[torch.Tensor]
) -> tuple[torch.Tensor, torch.Tensor]:
    """Cross entropy of the true next and last lines, and how often the next one scores highest.

    arrays  those of a `Batch`
    """
    tails, heads, followed, size = arrays
    scores = model(tails, heads)
    lines = torch.arange(scores.shape[1], device=scores.device)
    known = lines[None, :] < size[:, None]
    itself = torch.eye(len(lines), dtype=torch.bool, device=scores.device)
    scores = scores.masked_fill(~(known[:, :, None] & known[:, None, :]) | itself, _IMPOSSIBLE)
    page, left = torch.nonzero(followed, as_tuple=True)
    right = left + 1
    rows = scores[page, left]
    loss = functional.cross_entropy(rows, right)
    loss = 0.5 * (loss + functional.cross_entropy(scores[page, :, right], left))
    return loss, (rows.argmax(1) == right).float().mean()


def _mean_with(mean: torch.Tensor, new: torch.Tensor, steps: torch.Tensor | int) -> torch.Tensor:
    """The mean of the last weights after one step more; in the beginning it is soon renewed."""
    share = (_FORGETS_AFTER / (_FORGETS_AFTER + torch.as_tensor(steps))).clamp(min=1 - _MEMORY)
    return mean + (new - mean) * share


class _Pages:
    """The pages drawn last, on the device; each is used `replay` times on average."""

    def __init__(self, batches: Iterator[Batch], most: int, replay: float, device: str) -> None:
        self._batches, self._most, self._replay, self._device = batches, most, replay, device
        self._store: list[torch.Tensor] = []
        self._filled = self._next = self._drawn = self._used = 0

    def take(self, pages: int) -> list[torch.Tensor]:
        least = min(_FIRST_PAGES, self._most)
        while self._filled < least or self._used > self._replay * self._drawn:
            self._put(next(self._batches))
        self._used += pages
        chosen = torch.randint(0, self._filled, (pages,), device=self._device)
        return [array[chosen] for array in self._store]

    def _put(self, batch: Batch) -> None:
        arrays = [torch.from_numpy(array) for array in batch.arrays()]
        count = len(batch.size)
        if not self._store:
            self._store = [
                torch.empty((self._most, *a.shape[1:]), dtype=a.dtype, device=self._device)
                for a in arrays
            ]
        at = self._next if self._next + count <= self._most else 0
        for store, array in zip(self._store, arrays, strict=True):
            store[at : at + count] = array.to(self._device)
        self._next = at + count
        self._filled = max(self._filled, self._next)
        self._drawn += count


def fit(
    model: SeamEncoder,
    batches: Iterator[Batch],
    held_out: Batch,
    *,
    minutes: float = 0.0,
    steps: int = 0,
    rate: float,
    pages: int,
    say: Callable[[str], None],
    replay: float = 3.0,
    most_pages: int = 20_000,
    device: str = "cpu",
) -> None:
    """Train for so many minutes, or steps; the learning rate falls along a cosine.

    The weights that the model has in the end are the mean of the last ones, those longer ago
    exponentially less (as Polyak and Juditsky 1992); it is also they that are measured on the way.

    steps       where they are given the clock does not count, and the same pages give the same
    pages       of one step
    replay      times that each drawn page is used, on average
    most_pages  that are kept
    """
    tables = [model.first.weight, model.second.weight]
    others = [p for p in model.parameters() if p is not tables[0] and p is not tables[1]]
    best = torch.optim.AdamW(
        [
            {"params": tables, "lr": rate * 2, "weight_decay": 0.0},
            {"params": others, "lr": rate, "weight_decay": _DECAY},
        ]
    )
    mean_model = AveragedModel(model, avg_fn=_mean_with)
    check = [torch.from_numpy(array).to(device) for array in held_out.arrays()]
    store = _Pages(batches, most_pages, replay, device)
    running: list[torch.Tensor] = []
    step, reports, begin = 0, 0, time.monotonic()
    model.train()
    warm_up = min(_WARM_UP, steps // 4) if steps else _WARM_UP
    while (done := step / steps if steps else (time.monotonic() - begin) / (60 * minutes)) < 1:
        factor = min(1.0, (step + 1) / warm_up) * 0.5 * (1 + math.cos(math.pi * done))
        for group, base in zip(best.param_groups, (rate * 2, rate), strict=True):
            group["lr"] = base * factor
        best.zero_grad(set_to_none=True)
        loss, _ = batch_loss(model, store.take(pages))
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        best.step()
        mean_model.update_parameters(model)
        step += 1
        running.append(loss.detach())
        if done * _REPORTS > reports:
            reports += 1
            mean_model.eval()
            with torch.no_grad():
                held, hits = batch_loss(mean_model, check)
            mean = float(np.mean([float(value) for value in running]))
            say(
                f"{done:.2f} step {step}: loss {mean:.3f};"
                f" held out {float(held):.3f}, top-1 {float(hits):.3f}"
            )
            running = []
    model.load_state_dict(mean_model.module.state_dict())
