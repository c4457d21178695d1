"""How good a model is at what it is for: which line continues this one?"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from layoutfix.ngrams.model import NgramModel

PAGE_LINES = 80


@dataclass(frozen=True, slots=True)
class TaskResult:
    """What came out of `continuation_task`."""

    top1: float
    """Share of lines whose true continuation scores highest among the lines of their page."""
    log_odds: float
    """Mean score of the true continuation, nats."""
    margin: float
    """Mean score of the true continuation less that of the best other line."""
    lines: int


def wrap_paragraph(text: str, width: int, by_words: bool) -> Iterator[str]:
    """Yield the lines of a paragraph, at most width characters each."""
    if not by_words:
        for start in range(0, len(text), width):
            yield text[start : start + width]
        return
    line = ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    if line:
        yield line


def wrap_pages(
    documents: Iterable[str], widths: tuple[int, int], by_words: bool, seed: int
) -> Iterator[list[tuple[str, bool]]]:
    """Yield pages of 80 consecutive lines: the line, and does the next line continue it.

    Each document is wrapped at one width drawn from the range; a continuation is a line
    of the same paragraph.
    """
    rng = random.Random(seed)
    page: list[tuple[str, bool]] = []
    for document in documents:
        width = rng.randint(*widths)
        for paragraph in document.split("\n"):
            lines = list(wrap_paragraph(paragraph, width, by_words))
            for i, line in enumerate(lines):
                page.append((line, i + 1 < len(lines) and len(page) + 1 < PAGE_LINES))
                if len(page) == PAGE_LINES:
                    yield page
                    page = []


def continuation_task(model: NgramModel, pages: Iterable[list[tuple[str, bool]]]) -> TaskResult:
    """Return how often the true continuation of a line scores highest on its page.

    The score is pointwise mutual information, log P(head | tail) - log P(head), over the units
    of the head that a context can reach.
    """
    hits, odds, margins, count = 0, 0.0, 0.0, 0
    for page in pages:
        ids = model.encode_all([line for line, _ in page])
        size = len(ids)
        crossings = model.crossings(*model.tails(ids), *model.heads(ids))
        left, right = np.divmod(np.arange(size * size), size)
        gain = crossings.log_prob(left, right) - crossings.head_log_prob[right]
        scores = gain.sum(axis=1).reshape(size, size)
        np.fill_diagonal(scores, -np.inf)
        for i, (_, continued) in enumerate(page):
            if not continued:
                continue
            row = scores[i].copy()
            true = row[i + 1]
            row[i + 1] = -np.inf
            hits += bool(true > row.max())
            odds += float(true)
            margins += float(true - row.max())
            count += 1
    return TaskResult(hits / count, odds / count, margins / count, count)


def perplexity(model: NgramModel, documents: Iterable[str]) -> tuple[float, float]:
    """Return the perplexity of text a unit and a character (breaks included, spaces not)."""
    total, units, chars = 0.0, 0, 0
    for document in documents:
        ids = model.encode("\n" + document + "\n")
        total -= float(model.sequence_log_prob(ids)[1:].sum(dtype=np.float64))
        units += ids.size - 1
        chars += sum(not char.isspace() or char == "\n" for char in document) + 1
    return float(np.exp(total / units)), float(np.exp(total / chars))
