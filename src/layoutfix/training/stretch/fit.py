"""Fitting: which stretch goes on below this column, among those of its page?"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel

from layoutfix.training.stretch.batches import Batch
from layoutfix.training.stretch.network import Scores, StretchNet

_REPORT_STEPS = 200
_WARM_UP = 200
_MOST_BATCHES = 1500
_FIRST_NEW, _LATER_NEW, _LATER = 0.6, 0.25, 600
"""Share of steps that see a new batch; the second once so many are there."""
_DECAY = 0.05
_TOPIC_ALONE = 0.3
"""Weight of the loss of the first part alone: else the second does all the work."""
_MEMORY, _FORGETS_AFTER = 0.998, 50
_IMPOSSIBLE = -1e4
_PULL_OF_SLOPES = 1e-3
"""To 0, an exchange: pages that are told without fail have no slope."""


def cross_entropy(scores: torch.Tensor, known: torch.Tensor) -> torch.Tensor:
    """Of the true continuation among those of the page, and of the true column above."""
    pair = known[:, :, None] & known[:, None, :]
    x = scores.masked_fill(~pair, _IMPOSSIBLE)
    right = functional.log_softmax(x, 2).diagonal(dim1=1, dim2=2)
    left = functional.log_softmax(x, 1).diagonal(dim1=1, dim2=2)
    return -((left + right) * known).sum() / known.sum() / 2


def exchanges(scores: torch.Tensor, known: torch.Tensor) -> torch.Tensor:
    """By how much each two joints of a page are better than the same with tails exchanged."""
    own = scores.diagonal(dim1=1, dim2=2)
    gain = own[:, :, None] + own[:, None, :] - scores - scores.transpose(1, 2)
    return gain[torch.triu(known[:, :, None] & known[:, None, :], 1)]


def score_batches(net: StretchNet, batches: Sequence[Batch]) -> list[Scores]:
    """The scores of batches, nothing dropped."""
    net.eval()
    with torch.no_grad():
        return [net(batch) for batch in batches]


def _describe(scores: Sequence[Scores]) -> str:
    parts = {
        "both": [exchanges(s.both(), s.known) for s in scores],
        "topic": [exchanges(s.topic, s.known) for s in scores],
        "shared": [exchanges(s.shared, s.known) for s in scores],
    }
    loss = np.mean([float(cross_entropy(s.both(), s.known)) for s in scores])
    right = {name: float((torch.cat(x) > 0).float().mean()) for name, x in parts.items()}
    return f"loss {loss:.3f} " + " ".join(f"{name} {x:.4f}" for name, x in right.items())


def fit(
    net: StretchNet,
    draw: Callable[[], Batch],
    held_back: Sequence[Batch],
    *,
    minutes: float = 0.0,
    steps: int = 0,
    rate: float,
    pull: float,
    seed: int,
    say: Callable[[str], None],
) -> None:
    """Train for so many minutes, or steps; the weights are the mean of the last ones.

    steps  where they are given the clock does not count, and the same seeds give the same
    pull   of the weights of grams to where they began: with little text they learn it by heart
    """
    rng = np.random.default_rng(seed)
    plain = [p for tower in (net.above, net.below) for p in tower.parameters()]
    inside = {id(p) for p in plain}
    others = [p for p in net.parameters() if id(p) not in inside]
    best = torch.optim.AdamW(
        [{"params": plain, "weight_decay": _DECAY}, {"params": others, "weight_decay": 0.0}],
        lr=rate,
        betas=(0.9, 0.98),
    )
    start = net.weight.detach().clone()
    mean = AveragedModel(net, avg_fn=_mean_with)
    kept: list[Batch] = []
    say("begin: " + _describe(score_batches(net, held_back)))
    begin, step = time.monotonic(), 0
    while (done := step / steps if steps else (time.monotonic() - begin) / (60 * minutes)) < 1:
        factor = min(1.0, (step + 1) / _WARM_UP) * (1 - done) ** 0.7
        for group, times in zip(best.param_groups, (1.0, 2.0), strict=True):
            group["lr"] = rate * times * factor
        if not kept or rng.random() < (_LATER_NEW if len(kept) > _LATER else _FIRST_NEW):
            batch = draw()
            if len(kept) < _MOST_BATCHES:
                kept.append(batch)
            else:
                kept[rng.integers(_MOST_BATCHES)] = batch
        else:
            batch = kept[rng.integers(len(kept))]
        net.train()
        scores = net(batch)
        loss = cross_entropy(scores.both(), scores.known)
        if net.has_topic:
            loss = loss + _TOPIC_ALONE * cross_entropy(scores.topic, scores.known)
        loss = loss + pull * (net.weight - start).square().sum()
        best.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        best.step()
        mean.update_parameters(net)
        step += 1
        if step % _REPORT_STEPS == 0:
            say(f"step {step}: " + _describe(score_batches(mean.module, held_back)))
    net.load_state_dict(mean.module.state_dict())
    say("end: " + _describe(score_batches(net, held_back)))


def _mean_with(mean: torch.Tensor, new: torch.Tensor, steps: torch.Tensor | int) -> torch.Tensor:
    share = (_FORGETS_AFTER / (_FORGETS_AFTER + torch.as_tensor(steps))).clamp(min=1 - _MEMORY)
    return mean + (new - mean) * share


def fit_slopes(scores: Sequence[Scores]) -> tuple[float, float]:
    """Factors of both parts that make exchanges log-odds: a logistic regression through 0."""
    x = torch.stack(
        [
            torch.cat([exchanges(part, s.known) for s, part in pairs])
            for pairs in (
                [(s, s.topic) for s in scores],
                [(s, s.shared) for s in scores],
            )
        ],
        1,
    ).double()
    slopes, pull = torch.zeros(2, dtype=torch.float64), _PULL_OF_SLOPES * len(x)
    for _ in range(30):  # Newton
        wrong = torch.sigmoid(-x @ slopes)
        bend = (x * (wrong * (1 - wrong))[:, None]).T @ x
        bend = bend + pull * torch.eye(2)
        slopes = slopes + torch.linalg.solve(bend, x.T @ wrong - pull * slopes)
    return float(slopes[0]), float(slopes[1])
