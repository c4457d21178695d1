"""What else may follow a fragment, or come before it: the other ends of its likeliest links."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from layoutfix.page_order import PageOrder


class Rival(NamedTuple):
    """A fragment (by id on its page) that may follow another, or come before it.

    score  its link, in nats
    share  its part of the chance of all links of that end, 0..1
    """

    fragment: int
    score: float
    share: float


def find_followers(page: PageOrder, i: int, most: int) -> list[Rival]:
    """The fragments that go on best in fragment i, the likeliest first, at most so many. O(n)."""
    return _find_rivals(page, i, most, before=False)


def find_leaders(page: PageOrder, j: int, most: int) -> list[Rival]:
    """The fragments in which j goes on best, the likeliest first, at most so many. O(n)."""
    return _find_rivals(page, j, most, before=True)


def _find_rivals(page: PageOrder, i: int, most: int, *, before: bool) -> list[Rival]:
    n = len(page.page.fragments)
    others = np.delete(np.arange(n), i)
    if not len(others):
        return []
    same = np.full(n - 1, i)
    pairs = (others, same) if before else (same, others)
    score = page.links.score(*pairs).astype(np.float64)
    score[page.page.numbers[others]] = -np.inf  # they count the lines, and belong to no text
    share = np.exp(score - score.max())
    share /= share.sum()
    best = np.argsort(-score, kind="stable")[:most]
    return [
        Rival(int(others[k]), float(score[k]), float(share[k])) for k in best if score[k] > -np.inf
    ]
