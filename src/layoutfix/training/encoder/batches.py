"""Pages as the arrays that a network reads, drawn by other processes while it learns."""

from __future__ import annotations

import multiprocessing
import queue
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from layoutfix.linking.encoder import lines_to_features, to_windows
from layoutfix.linking.features import CHAR_FEATURES, WORD_FEATURES
from layoutfix.ngrams.units import CharUnits
from layoutfix.training.encoder.pages import LINES, PageDrawer

_CHUNK = 8
_WAITING = 64


@dataclass(frozen=True, slots=True)
class Batch:
    """p pages of at most l lines.

    tails, heads int32 (p, l, reach, columns) features of the units nearest to the end and to the
    start of a line, -1 where there is none; followed bool (p, l) whether the next line of the page
    follows; size int64 (p,) lines of each page
    """

    tails: NDArray[np.int32]
    heads: NDArray[np.int32]
    followed: NDArray[np.bool_]
    size: NDArray[np.int64]

    def arrays(self) -> tuple[NDArray[np.generic], ...]:
        """The four, in this order."""
        return self.tails, self.heads, self.followed, self.size


def draw_batch(drawer: PageDrawer, units: CharUnits | None, reach: int, pages: int) -> Batch:
    """So many pages of a drawer as arrays; units of words where `units` is None."""
    columns = WORD_FEATURES if units is None else CHAR_FEATURES
    tails = np.full((pages, LINES, reach, columns), -1, np.int32)
    heads = tails.copy()
    followed = np.zeros((pages, LINES), np.bool_)
    size = np.zeros(pages, np.int64)
    for p in range(pages):
        page = drawer.draw()
        n = size[p] = len(page.lines)
        windows = to_windows(lines_to_features(page.lines, units), reach, columns)
        tails[p, :n], heads[p, :n] = windows
        followed[p, :n] = page.followed
    return Batch(tails, heads, followed, size)


@contextmanager
def drawn_by_workers(
    drawers: list[PageDrawer], units: CharUnits | None, reach: int
) -> Iterator[Iterator[Batch]]:
    """Batches without end, of a few pages each, drawn by one process for each drawer."""
    context = multiprocessing.get_context("fork")
    made: multiprocessing.Queue[Batch] = context.Queue(_WAITING)
    workers = [
        context.Process(target=_work, args=(drawer, units, reach, made), daemon=True)
        for drawer in drawers
    ]
    for worker in workers:
        worker.start()

    def batches() -> Iterator[Batch]:
        while True:
            try:
                yield made.get(timeout=60)
            except queue.Empty:
                raise RuntimeError("the processes that draw pages have stopped") from None

    try:
        yield batches()
    finally:
        for worker in workers:
            worker.terminate()


def _work(
    drawer: PageDrawer,
    units: CharUnits | None,
    reach: int,
    made: multiprocessing.Queue[Batch],
) -> None:
    while True:
        made.put(draw_batch(drawer, units, reach, _CHUNK))
