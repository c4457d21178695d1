"""Batches of lines as a narrow column would break them: what the encoder learns from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from layoutfix.continuity.features import Features

Ints = NDArray[np.int32]
_LEAST_LINES = 8
_MID_PARAGRAPH = 0.5
"""Share of pages that begin inside a paragraph, as columns do."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Running text as one array of units.

    features (u, 2) of each unit; cells (u + 1,) printed width before each unit, running;
    starts (p + 1,) unit at which each paragraph starts; first, last (d,) the paragraphs of each
    document are numbers first[d] to last[d] - 1
    """

    features: Features
    cells: NDArray[np.float64]
    starts: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]


def join_corpora(documents: Iterable[list[tuple[Features, NDArray[np.float32]]]]) -> Corpus:
    """One corpus of documents, each a list of paragraphs: features and widths of their units."""
    features: list[Features] = []
    widths: list[NDArray[np.float32]] = []
    starts, first, last = [0], [], []
    for paragraphs in documents:
        first.append(len(starts) - 1)
        for feature, width in paragraphs:
            features.append(feature)
            widths.append(width)
            starts.append(starts[-1] + len(feature))
        last.append(len(starts) - 1)
    flat = np.concatenate(widths)
    cells = np.concatenate([np.zeros(1), np.cumsum(flat, dtype=np.float64)])
    return Corpus(
        np.concatenate(features),
        cells,
        np.array(starts, np.int64),
        np.array(first, np.int64),
        np.array(last, np.int64),
    )


@dataclass(frozen=True, slots=True)
class Batch:
    """The b lines of some pages, in order.

    heads, tails (b, units, 2) features of the units nearest to the start and to the end of a line,
    nearest first, -1 where there is none; page (b,) number of its page; followed (b,) whether the
    next line of the batch follows it, same (b,) whether it follows in the same paragraph
    """

    heads: Ints
    tails: Ints
    page: Ints
    followed: NDArray[np.bool_]
    same: NDArray[np.bool_]


class Pages:
    """Draws batches: pages of consecutive lines, each page of one document and one width."""

    def __init__(
        self,
        corpus: Corpus,
        widths: tuple[float, float],
        reach: int,
        *,
        alone: Ints | None,
        lines: int,
        pages: int,
        noise: float,
        seed: int,
    ) -> None:
        self.corpus = corpus
        self._widths = widths
        self._reach = reach
        self._alone = alone  # (V,) first feature of a character with none after it
        self._lines = lines
        self._pages = pages
        self._noise = noise
        self._rng = np.random.default_rng(seed)
        size = corpus.starts[corpus.last] - corpus.starts[corpus.first]
        self._weight = np.cumsum(size / size.sum())

    def draw(self) -> Batch:
        """One batch of `pages` pages of at most `lines` lines."""
        spans, page, same = [], [], []
        for p in range(self._pages):
            found = self._page()
            spans += [(a, b) for a, b, _ in found]
            same += [s for _, _, s in found]
            page += [p] * len(found)
        pages = np.array(page, np.int32)
        followed = np.append(pages[1:] == pages[:-1], False)
        heads, tails = self._windows(np.array(spans, np.int64))
        return Batch(heads, tails, pages, followed, np.array(same, bool))

    def _page(self) -> list[tuple[int, int, bool]]:
        """Lines as (first unit, unit after the last, does the paragraph go on)."""
        c = self.corpus
        found: list[tuple[int, int, bool]] = []
        while len(found) < _LEAST_LINES:
            document = int(np.searchsorted(self._weight, self._rng.random()))
            width = self._rng.uniform(*self._widths)
            paragraph = int(self._rng.integers(c.first[document], c.last[document]))
            at, end = int(c.starts[paragraph]), int(c.starts[paragraph + 1])
            if self._rng.random() < _MID_PARAGRAPH:
                at = int(self._rng.integers(at, end))
            found = []
            while paragraph < c.last[document] and len(found) < self._lines:
                end = int(c.starts[paragraph + 1])
                while at < end and len(found) < self._lines:
                    reach = c.cells[at] + width
                    stop = int(np.searchsorted(c.cells, reach, side="right")) - 1
                    stop = min(max(stop, at + 1), end)
                    found.append((at, stop, stop < end))
                    at = stop
                paragraph, at = paragraph + 1, end
        return found

    def _windows(self, spans: NDArray[np.int64]) -> tuple[Ints, Ints]:
        rng, reach = self._rng, self._reach
        c = self.corpus.features
        lo, hi = spans[:, 0], spans[:, 1]
        step = np.arange(reach)
        head = lo[:, None] + step
        tail = hi[:, None] - 1 - step
        heads = np.where((head < hi[:, None])[:, :, None], c[np.minimum(head, len(c) - 1)], -1)
        tails = np.where((tail >= lo[:, None])[:, :, None], c[np.maximum(tail, 0)], -1)
        if self._alone is not None:  # the first character of the next line must not be seen
            for rows, at in ((heads, head), (tails, tail)):
                last = at == hi[:, None] - 1
                rows[last, 0] = self._alone[rows[last, 1]]
        for rows in (heads, tails):
            wrong = (rng.random(rows.shape[:2]) < self._noise) & (rows[:, :, 0] >= 0)
            rows[wrong] = c[rng.integers(0, len(c), int(wrong.sum()))]
        return heads.astype(np.int32), tails.astype(np.int32)
