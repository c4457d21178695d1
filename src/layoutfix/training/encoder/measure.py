"""How good an encoder is at what it is for, and the scale that makes its scores log-odds."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from layoutfix import ngrams
from layoutfix.continuity.encoder import SeamEncoder
from layoutfix.ngrams import NgramModel
from layoutfix.training.encoder.pages import Lines, Recipe, draw_lines, read_corpus

PAGE_LINES = 80
_NEWTON_STEPS = 30
_RIDGE = 1e-6

Scores: TypeAlias = NDArray[np.float64]

WIDTHS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {"zh": (10, 24), "en": (25, 60), "de": (25, 60), "fr": (25, 60)}
)
FAMILIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"han": ("zh",), "latin": ("en", "de", "fr")}
)


@dataclass(frozen=True, slots=True)
class Page:
    """80 consecutive lines of a held-out document, and what is said of each pair of them.

    ngram, encoder  float64 (n, n): `[i, j]`, how well j continues i
    joined          bool (n - 1,): line t + 1 continues line t within a paragraph
    """

    ngram: Scores
    encoder: Scores
    joined: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Measures:
    """Shares of lines whose true successor scores highest on their page, and log losses in nats.

    ngram, encoder, blend        top 1 among the other lines of the page, joints in paragraphs
    ngram_weight, encoder_weight the blend, fitted on the other half of the pages
    choice_loss                  -log P(true successor) when scores are exponentiated and normalised
    pair_loss                    log loss of "joined or not", as many of the one as of the other;
                                 0.693 knows nothing
    """

    ngram: float
    encoder: float
    blend: float
    ngram_weight: float
    encoder_weight: float
    choice_loss_ngram: float
    choice_loss_encoder: float
    choice_loss_blend: float
    pair_loss: float
    joints: int


def draw_pages(folder: Path, recipe: Recipe, language: str, count: int, seed: int) -> list[Lines]:
    """Return pages of held-out documents of one language, without noise."""
    shares = {path: share for path, share in recipe.shares.items() if path.startswith(language)}
    narrow = replace(recipe, shares=shares, widths=WIDTHS[language])
    corpus = read_corpus(folder, narrow, "held-out")
    rng = random.Random(seed)
    pages: list[Lines] = []
    while len(pages) < count:
        lines = draw_lines(corpus, narrow, rng, PAGE_LINES)
        if len(lines.texts) == PAGE_LINES:
            pages.append(lines)
    return pages


def score_page(lines: Lines, encoder: SeamEncoder, model: NgramModel) -> Page:
    """Return the scores of every pair of lines of a page."""
    texts = lines.texts
    size = len(texts)
    ids = [model.encode(text) for text in texts]
    tails, tail_lens = model.tails(ids)
    heads, head_lens = model.heads(ids)
    left, right = np.divmod(np.arange(size * size), size)
    crossing = model.crossing_log_prob(tails, tail_lens, heads, head_lens, left, right)
    alone = model.head_log_prob(heads, head_lens)
    pmi = (crossing - alone[right]).sum(axis=1).reshape(size, size)
    fit = encoder.score(encoder.encode_tails(texts), encoder.encode_heads(texts))
    joined = np.array([weight >= 1 for weight in lines.weights])
    return Page(pmi.astype(np.float64), fit.astype(np.float64), joined)


def fit_pair_scale(pages: Sequence[Page]) -> tuple[float, float, float]:
    """Return scale, offset and log loss of the logistic regression of "joined" on the encoder.

    Joined pairs and pairs of two lines of one page at random weigh the same in all, so that the
    result is the log of a likelihood ratio.
    """
    positive = np.concatenate([_joints(page.encoder, page.joined) for page in pages])
    negative = np.concatenate([_others(page.encoder) for page in pages])
    values = np.concatenate([positive, negative])
    truth = np.repeat([1.0, 0.0], [positive.size, negative.size])
    weight = np.repeat([0.5 / positive.size, 0.5 / negative.size], [positive.size, negative.size])
    inputs = np.stack([values, np.ones_like(values)], axis=1)
    beta = np.zeros(2)
    for _ in range(_NEWTON_STEPS):
        chance = 1 / (1 + np.exp(-inputs @ beta))
        slope = inputs.T @ (weight * (truth - chance))
        curve = (inputs * (weight * chance * (1 - chance))[:, None]).T @ inputs
        beta += np.linalg.solve(curve + _RIDGE * np.eye(2), slope)
    odds = inputs @ beta
    loss = float((weight * (np.logaddexp(0, odds) - truth * odds)).sum())
    return float(beta[0]), float(beta[1]), loss


def measure_pages(pages: Sequence[Page]) -> Measures:
    """Return the measures; each half of the pages is judged by the blend fitted on the other."""
    halves = (pages[::2], pages[1::2])
    blends = [fit_blend(half) for half in halves]
    blended = [
        page.ngram * blend[0] + page.encoder * blend[1]
        for half, blend in ((halves[0], blends[1]), (halves[1], blends[0]))
        for page in half
    ]
    ordered = [*halves[0], *halves[1]]
    joined = [page.joined for page in ordered]
    top_ngram, loss_ngram = _choose([page.ngram for page in ordered], joined)
    top_encoder, loss_encoder = _choose([page.encoder for page in ordered], joined)
    top_blend, loss_blend = _choose(blended, joined)
    weights = np.mean(blends, axis=0)
    return Measures(
        ngram=top_ngram,
        encoder=top_encoder,
        blend=top_blend,
        ngram_weight=float(weights[0]),
        encoder_weight=float(weights[1]),
        choice_loss_ngram=loss_ngram,
        choice_loss_encoder=loss_encoder,
        choice_loss_blend=loss_blend,
        pair_loss=_pair_loss(ordered),
        joints=int(sum(j.sum() for j in joined)),
    )


def fit_blend(pages: Sequence[Page]) -> NDArray[np.float64]:
    """Return the weights of n-gram and encoder that make the true successor most likely."""
    beta = np.array([0.5, 0.5])
    inputs = [
        np.stack([page.ngram, page.encoder])[:, np.flatnonzero(page.joined)] for page in pages
    ]
    rows = [np.flatnonzero(page.joined) for page in pages]
    for _ in range(_NEWTON_STEPS):
        slope, curve = np.zeros(2), _RIDGE * np.eye(2)
        for values, row in zip(inputs, rows, strict=True):
            odds = np.tensordot(beta, values, axes=1)
            odds[np.arange(row.size), row] = -np.inf
            chance = np.exp(odds - odds.max(axis=1, keepdims=True))
            chance /= chance.sum(axis=1, keepdims=True)
            mean = (values * chance).sum(axis=2)
            slope += (values[:, np.arange(row.size), row + 1] - mean).sum(axis=1)
            curve += np.einsum("aij,bij,ij->ab", values, values, chance) - mean @ mean.T
        move = np.linalg.solve(curve, slope)
        beta += move / max(1.0, float(np.abs(move).max()))
    return beta


def measures_to_meta(measures: Measures) -> dict[str, float]:
    """Return the measures as the header of an encoder keeps them."""
    return {name: round(value, 4) for name, value in asdict(measures).items()}


def language_pages(
    folder: Path, recipe: Recipe, encoder: SeamEncoder, language: str, count: int
) -> list[Page]:
    """Return scored pages of one language."""
    model = ngrams.load(language)
    return [score_page(p, encoder, model) for p in draw_pages(folder, recipe, language, count, 7)]


def _joints(scores: Scores, joined: NDArray[np.bool_]) -> Scores:
    return np.diagonal(scores, 1)[joined]


def _others(scores: Scores) -> Scores:
    size = len(scores)
    step = np.subtract.outer(np.arange(size), np.arange(size))
    return scores[(step != 0) & (step != -1)]


def _choose(pages: Sequence[Scores], joined: Sequence[NDArray[np.bool_]]) -> tuple[float, float]:
    hits, loss, count = 0, 0.0, 0
    for scores, true in zip(pages, joined, strict=True):
        others = scores.copy()
        np.fill_diagonal(others, -np.inf)
        rows = np.flatnonzero(true)
        best = others.max(axis=1)
        total = best + np.log(np.exp(others - best[:, None]).sum(axis=1))
        loss += float((total[rows] - others[rows, rows + 1]).sum())
        right = others[rows, rows + 1].copy()
        others[rows, rows + 1] = -np.inf
        hits += int((right > others[rows].max(axis=1)).sum())
        count += rows.size
    return hits / count, loss / count


def _pair_loss(pages: Sequence[Page]) -> float:
    positive = np.concatenate([_joints(page.encoder, page.joined) for page in pages])
    negative = np.concatenate([_others(page.encoder) for page in pages])
    return float(np.logaddexp(0, -positive).mean() + np.logaddexp(0, negative).mean()) / 2
