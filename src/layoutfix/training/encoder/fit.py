"""Fitting: of all lines of a page, and of the batch, which follows this one?"""

from __future__ import annotations

import math
import time
from collections.abc import Callable

import numpy as np
import torch
from torch.nn import functional

from layoutfix.training.encoder.lines import Batch, Pages
from layoutfix.training.encoder.network import SeamEncoder

_REPORT = 250
_WARM_UP = 200


def batch_loss(model: SeamEncoder, batch: Batch, weight_all: float) -> tuple[torch.Tensor, float]:
    """Cross entropy of the true next line, and how often it scores highest on its page."""
    scores = model(torch.from_numpy(batch.tails).long(), torch.from_numpy(batch.heads).long())
    n = len(batch.page)
    scores = scores - 1e4 * torch.eye(n)
    page = torch.from_numpy(batch.page)
    inside = torch.where(page[:, None] == page[None, :], scores, scores - 1e4)
    left = torch.from_numpy(np.flatnonzero(batch.followed))
    right = left + 1
    loss = torch.zeros(())
    for weight, table in ((1.0, inside), (weight_all, scores)):
        loss = loss + weight * functional.cross_entropy(table[left], right)
        loss = loss + weight * functional.cross_entropy(table.T[right], left)
    asked = torch.from_numpy(batch.same)[left]
    hits = float((inside[left].argmax(1) == right)[asked].float().mean())
    return loss / (2 + 2 * weight_all), hits


def fit(
    model: SeamEncoder,
    training: Pages,
    held_out: Pages,
    *,
    minutes: float,
    rate: float,
    say: Callable[[str], None],
    save: Callable[[], None],
    weight_all: float = 0.3,
) -> None:
    """Train for so many minutes; the learning rate falls along a cosine.

    weight_all  of the loss over all lines of the batch, beside that over the lines of the page:
                the one learns what a text is about, the other what a column has alike
    """
    tables = [model.first.weight, model.second.weight]
    others = [p for p in model.parameters() if p is not tables[0] and p is not tables[1]]
    best = torch.optim.Adam([{"params": tables, "lr": rate * 2}, {"params": others, "lr": rate}])
    begin, step = time.monotonic(), 0
    running, hits = 0.0, 0.0
    check = [held_out.draw() for _ in range(8)]
    while True:
        done = (time.monotonic() - begin) / (60 * minutes)
        if done >= 1:
            break
        factor = min(1.0, (step + 1) / _WARM_UP) * 0.5 * (1 + math.cos(math.pi * done))
        for group, base in zip(best.param_groups, (rate * 2, rate), strict=True):
            group["lr"] = base * factor
        batch = training.draw()
        best.zero_grad()
        loss, hit = batch_loss(model, batch, weight_all)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(others, 1.0)
        best.step()
        step += 1
        running, hits = running + float(loss.detach()), hits + hit
        if step % _REPORT == 0:
            with torch.no_grad():
                outs = [batch_loss(model, b, weight_all) for b in check]
            held = np.mean([float(a) for a, _ in outs]), np.mean([b for _, b in outs])
            say(
                f"{done:.2f} step {step}: loss {running / _REPORT:.3f}, top-1 {hits / _REPORT:.3f};"
                f" held out {held[0]:.3f}, {held[1]:.3f}"
            )
            running = hits = 0.0
            save()
    save()
