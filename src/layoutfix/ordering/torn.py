"""Page in order -> whether blank lines stand inside its sentences, so that paragraphs are torn.

Extractors put a blank line where a block ends for them: at the foot of a column, above a line that
is stretched or set a little lower:

    the boats lay near it for a week

    and no one said so. In the end      <- a sentence goes on over the blank line

That is no paragraph's end, and the lines may stand in their right order all the same. What it gets
wrong: a single sentence that goes on over a blank line in a page of many paragraphs stays torn.
"""

from __future__ import annotations

import numpy as np

from layoutfix.arrays import Bools, Floats
from layoutfix.linking import LinkScorer
from layoutfix.ordering.gate import is_prose
from layoutfix.page import Page
from layoutfix.script import Script
from layoutfix.weights import RunWeights


def blank_gain(
    page: Page, links: LinkScorer, weights: RunWeights, *, is_torn: bool = False
) -> float | None:
    """Nats by which a blank line makes the end of a paragraph likelier, on a torn page. O(n).

    By how rare blank lines are where sentences surely go on: of forty such joints two, log 20. None
    where blank lines stand inside no sentences of its rows in their order: it is not torn. A text
    that has one behind each line is so by intention.

    is_torn  the page is known to be torn elsewhere: then any of its blank lines may stand so
    """
    blank = page.blank_above[1:] > 0
    if not blank.any() or float(blank.mean()) > _MOST_BLANK:
        return None
    if not (is_prose(page.texts) or _fill_columns(blank, links, weights)):
        return None
    on, ends = _go_on(links, weights)
    inside = blank & on
    gain = float(np.log(max(int(on.sum()), 1) / max(int(inside.sum()), 1)))
    torn = int((inside & (ends + gain < 0)).sum())
    least = max(weights.least_torn, weights.least_torn_share * int(blank.sum()))
    return gain if is_torn or torn >= least else None


def _fill_columns(blank: Bools, links: LinkScorer, weights: RunWeights) -> bool:
    """Whether most rows above another fill their column, as those of verse do not.

    In novels few sentences end inside lines.
    """
    full = _are_full(links, weights)[:-1][~blank]
    return len(full) > 0 and float(full.mean()) >= _LEAST_FULL


def _are_full(links: LinkScorer, weights: RunWeights) -> Bools:
    s = links.shapes
    return np.asarray(s.width >= weights.torn_full_share * s.column, bool)


def _go_on(links: LinkScorer, weights: RunWeights) -> tuple[Bools, Floats]:
    """Where a sentence surely goes on from a full row in the next one, and the odds of an end.

    Both (n - 1,).
    """
    s = links.shapes
    left = np.arange(len(s.width) - 1)
    gain, is_open = links.sentence_gain(left, left + 1)
    ends = links.breaks(left, left + 1, links.evidence_along())
    found = is_open & _are_full(links, weights)[:-1] & (gain >= weights.torn_link) & (ends < 0)
    if links.script is Script.SPACED:
        found &= s.starts_lower[1:]
    return np.asarray(found, bool), np.asarray(ends, np.float32)


_LEAST_FULL = 0.8
"""Share of the rows of prose, those at the ends of paragraphs apart, that fill their column."""
_MOST_BLANK = 0.9
"""Share of the rows with a blank line above from which these part nothing."""
