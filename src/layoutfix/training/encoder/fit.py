"""From running text to a trained encoder, for as long as there is time."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import torch

from layoutfix import ngrams
from layoutfix.continuity.encoder import SeamEncoder, Stream, from_arrays
from layoutfix.ngrams.units import DROPPED, UNKNOWN, CharUnits
from layoutfix.training.encoder.network import (
    Weights,
    contrastive_loss,
    encode,
    new_weights,
    to_arrays,
)
from layoutfix.training.encoder.pages import (
    CHUNK_LINES,
    RECIPES,
    Corpus,
    Recipe,
    add_noise,
    draw_lines,
)


@dataclass(frozen=True, slots=True)
class Plan:
    """How an encoder is trained.

    lines   of a batch; noise, share of characters; rate, the highest learning rate
    average share of the running average of the weights kept at each step; the average is exported
    """

    streams: tuple[Stream, ...]
    hidden: int
    size: int
    lines: int = 512
    noise: float = 0.02
    rate: float = 2e-3
    warm_up: int = 200
    average: float = 0.998


PLANS: Mapping[str, Plan] = MappingProxyType(
    {
        "han": Plan((Stream(4500, 80, 20, 10), Stream(32768, 48, 19, 5)), 384, 256),
        "latin": Plan((Stream(160, 32, 14, 14), Stream(32768, 64, 8, 5)), 448, 256),
    }
)

_LATIN_VOCABULARY = (
    " abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    "äöüßÄÖÜàâæçéèêëîïôœùûÀÂÇÉÈÊÎÔſ.,;:!?'\"()-–—’‘“”„«»…/&%§*[]"
)


def vocabulary_of(family: str) -> str:
    """Return the characters that an encoder tells apart."""
    if family == "latin":
        return _LATIN_VOCABULARY
    units = ngrams.load("zh").units
    assert isinstance(units, CharUnits)
    found, first = np.unique(units.table, return_index=True)
    kept = [chr(code) for unit, code in zip(found, first, strict=True) if unit not in {UNKNOWN, DROPPED}]
    return "".join(char for char in kept if char.isprintable())


def fit(
    family: str,
    corpus: Corpus,
    seconds: float,
    report: Callable[[str], None],
    save: Callable[[SeamEncoder], None],
    *,
    save_every: float,
    seed: int = 1,
) -> SeamEncoder:
    """Train for so many seconds, saving the average of the weights every `save_every` seconds."""
    plan, recipe = PLANS[family], RECIPES[family]
    rng = random.Random(seed)
    weights = new_weights(plan.streams, plan.hidden, plan.size, seed)
    average = {name: tensor.detach().clone() for name, tensor in weights.items()}
    vocabulary = vocabulary_of(family)
    features = export(family, vocabulary, plan, average, {}).features
    optimiser = torch.optim.AdamW(
        list(weights.values()), lr=plan.rate, betas=(0.9, 0.99), weight_decay=0.01, fused=True
    )
    start = saved = time.monotonic()
    step, losses = 0, 0.0
    while (elapsed := time.monotonic() - start) < seconds:
        rate = plan.rate * min(1, (step + 1) / plan.warm_up)
        rate *= 0.02 + 0.98 * (1 + math.cos(math.pi * elapsed / seconds)) / 2
        for group in optimiser.param_groups:
            group["lr"] = rate
        tails, heads, left, weight, document = _draw_batch(corpus, recipe, plan, rng)
        loss = contrastive_loss(
            encode(weights, plan.streams, features.ids(tails, "tail"), "tail"),
            encode(weights, plan.streams, features.ids(heads, "head"), "head"),
            torch.tensor(left),
            torch.tensor(weight),
            torch.tensor(document),
        )
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        step += 1
        losses += loss.item()
        _follow(average, weights, min(plan.average, step / (step + 10)))
        if step % 500 == 0:
            report(f"{family} step {step} loss {losses / 500:.4f} after {elapsed:.0f} s")
            losses = 0.0
        if time.monotonic() - saved > save_every:
            saved = time.monotonic()
            save(export(family, vocabulary, plan, average, {"steps": step}))
    return export(family, vocabulary, plan, average, {"steps": step})


def export(
    family: str, vocabulary: str, plan: Plan, weights: Weights, meta: Mapping[str, Any]
) -> SeamEncoder:
    """Return the encoder of these weights, not yet calibrated."""
    named = to_arrays(weights)
    return from_arrays(
        family, vocabulary, plan.streams, named, scale=plan.size**-0.5, offset=0.0, meta=meta
    )


def _follow(average: Weights, weights: Weights, keep: float) -> None:
    with torch.no_grad():
        torch._foreach_lerp_(list(average.values()), list(weights.values()), 1 - keep)


def _draw_batch(
    corpus: Corpus, recipe: Recipe, plan: Plan, rng: random.Random
) -> tuple[list[str], list[str], list[int], list[float], list[int]]:
    texts: list[str] = []
    left: list[int] = []
    weight: list[float] = []
    document: list[int] = []
    number = 0
    while len(texts) < plan.lines - 8:
        lines = draw_lines(corpus, recipe, rng, min(CHUNK_LINES, plan.lines - len(texts)))
        first = len(texts)
        texts += lines.texts
        left += range(first, first + len(lines.weights))
        weight += lines.weights
        document += [number] * len(lines.texts)
        number += 1
    tails = [add_noise(text[-64:], recipe.noise, plan.noise, rng) for text in texts]
    heads = [add_noise(text[:64], recipe.noise, plan.noise, rng) for text in texts]
    return tails, heads, left, weight, document
