"""Page printed in blocks -> runs: lines between blank lines that stood below one another.

Some extractors print a few lines of one column, a blank line, a few of another:

    the boats lay near
    it for a week and         a run: it is put in order as one line is, its head the first of
                              its lines, its foot the last
    nobody came to the

    no one said so            and where it ends tells little of the turns of columns

That blank lines stand between blocks and not between paragraphs, the text says: from line to line
it reads on inside, or nearly every line has a blank line above it.
What it gets wrong: blocks without a blank line between them, unless the joint reads ill.
"""

from __future__ import annotations

import numpy as np

from layoutfix.ordering.view import Links
from layoutfix.page import Page, stand_apart
from layoutfix.weights import RunWeights

_LEAST_BLANKS = 2
"""Blank lines between rows of a page in blocks."""


def find_runs(page: Page, links: Links, weights: RunWeights) -> list[list[int]] | None:
    """The n fragments as runs, in the dump's order; None where the page is not in blocks. O(n)."""
    alone = page.row_size == 1
    blanks = int((page.blank_above[1:] > 0).sum())
    if blanks < _LEAST_BLANKS or float(alone.mean()) < weights.least_single_share:
        return None
    below = (np.diff(page.row) == 1) & (page.blank_above[1:] == 0) & alone[1:] & alone[:-1]
    left = np.flatnonzero(below)
    link = links.score(left, left + 1)
    reads_on = len(link) > 0 and float(link.mean()) >= weights.least_mean_link
    if not (reads_on or stand_apart(page)):
        return None
    below[left[link < weights.least_link]] = False
    cuts = np.flatnonzero(~below) + 1
    return [run.tolist() for run in np.split(np.arange(len(page.row)), cuts)]
