"""What the character columns of fragments say of the joints of an order.

A1  B1        A2 is the next below A1: A1-A2 is likely, and A1-B2 unlikely, as it passes A2
A2  B2        nothing stands near below A3: where it goes on its place does not tell
A3
"""

from __future__ import annotations

import os

import numpy as np

from layoutfix.arrays import Doubles, Floats
from layoutfix.page import Page

MOST_FRAGMENTS = 1500
"""Fragments of a page beyond which places say nothing: bounds memory."""
_LEAST_SEEN = float(os.environ.get("LF_SEEN", "0.6"))
_SHARED = 0.5
_MOST_DROP = int(os.environ.get("LF_DROP", "3"))
_NEXT = float(os.environ.get("LF_NEXT", "0"))
_PASSED = float(os.environ.get("LF_PASS", "0"))


def fragment_places(page: Page) -> Doubles:
    """Where each fragment begins (n,), in character columns; NaN where its row shows no places.

    What was cut without a blank stands behind what it was cut from.
    """
    x = page.x.astype(np.float64)
    for i in np.flatnonzero(np.isnan(x)).tolist():
        if i and page.row[i] == page.row[i - 1]:
            x[i] = x[i - 1] + page.fragments[i].start - page.fragments[i - 1].start
    return x


def standing_odds(page: Page) -> Floats | None:
    """Nats (n, n) that places say of each joint; None where too few are seen. O(n^2)."""
    n = len(page.row)
    if n > MOST_FRAGMENTS or not (_NEXT or _PASSED):
        return None
    left = fragment_places(page)
    if float((~np.isnan(left)).mean()) < _LEAST_SEEN:
        return None
    length = np.array([f.end - f.start for f in page.fragments], np.float64)
    right = left + length
    shared = np.minimum(right[:, None], right[None, :]) - np.maximum(left[:, None], left[None, :])
    narrower = np.minimum(length[:, None], length[None, :])
    step = (page.row[None, :] - page.row[:, None]).astype(np.float64)
    with np.errstate(invalid="ignore"):
        below = (shared > _SHARED * narrower) & (step >= 1)
    drop = np.where(below, step, np.inf)
    nearest = drop.min(axis=1, keepdims=True)
    near = nearest <= _MOST_DROP
    odds = np.where(near, -_PASSED, 0.0) * ~np.isnan(left)[None, :]
    odds[near & (drop <= nearest)] = _NEXT
    return odds.astype(np.float32)
