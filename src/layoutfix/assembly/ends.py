"""Where paragraphs end in an order that was found: what the lines around each joint say.

Before there is an order, a line's column is guessed from its neighbours in the dump. In order, the
lines of its column stand around it, and more shows: how much shorter a paragraph's last line is,
and that its first one is narrower by its indent, where the dump has lost the indent itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import numpy as np

from layoutfix.arrays import Doubles, Floats
from layoutfix.assembly.confidence import one_after, one_before
from layoutfix.assembly.trees import Trees, read_trees
from layoutfix.fullness import widest_around
from layoutfix.linking import LinkEvidence, LinkScorer
from layoutfix.shipped import shipped
from layoutfix.weights import AssemblyWeights

FEATURES = (
    "odds",
    "odds_before",
    "odds_after",
    "start",
    "ngram",
    "encoder",
    "indent",
    "room",
    "left",
    "right",
    "left_change",
    "right_change",
    "first_word",
    "ragged",
    "indented",
    "left_capitals",
    "right_capitals",
    "moved",
)
"""What the trees are asked of each joint.

odds                  `LinkScorer.breaks` of the joint; of the ones before and after it (9 at a gap)
start, ngram, encoder as in `LinkEvidence`
indent                of the right line, in ems; -1 where it is not seen
room                  cells that the right line's first word would have left on the left one
left, right           their widths as shares of a full line of the column
left_change           the left line's width as a share of the one before it
right_change          the right line's width as a share of the one after it
first_word            cells of the right line's first word
ragged                share of the page's lines within sentences that had room for the next word
indented              share of its lines that are seen to be indented
left_capitals, right_capitals  share of their longer words with a capital
moved                 whether the two were not neighbours in the dump
"""

_MOST_ODDS = 9.0
_LEAST_LINK = 0.5
"""Nats above a gap from which a joint next to one tells of it."""
_LEAST_ROOM, _MOST_ROOM = -15.0, 20.0
_ABOVE, _BELOW, _RANK = 4, 5, 3
"""A full line is as wide as the third widest of these around: the widest may be fused or misread.
"""
_LONG_WORD_RE = re.compile(r"[^\W\d_]{4,}")


def end_features(
    texts: Sequence[str], order: Sequence[int], links: LinkScorer, evidence: LinkEvidence
) -> Doubles:
    """The features (n - 1, len(FEATURES)) of the joints of an order of n fragments.

    texts     by fragment
    evidence  of the joints
    """
    weights, shapes = links.weights, links.shapes
    path = np.array(order, np.intp)
    left, right = path[:-1], path[1:]
    width = shapes.width[path].astype(np.float64)
    full = widest_around(width, above=_ABOVE, below=_BELOW, rank=_RANK)
    odds = np.clip(links.breaks(left, right, evidence), -_MOST_ODDS, _MOST_ODDS)
    known = np.where(evidence.total > evidence.gap + _LEAST_LINK, odds, _MOST_ODDS)
    indent = links.indents[right]
    first_word = shapes.first_word[right]
    room = np.clip(full[:-1] - width[:-1] - first_word, _LEAST_ROOM, _MOST_ROOM)
    goes_on = ~shapes.ends_stop[left]
    capitals = np.array([_capitals(texts[i]) for i in order])
    change = width[1:] / np.maximum(width[:-1], 1.0)
    back = width[:-1] / np.maximum(width[1:], 1.0)
    columns = [
        odds,
        one_before(known, _MOST_ODDS),
        one_after(known, _MOST_ODDS),
        np.clip(evidence.start, -6.0, 12.0),
        np.clip(evidence.ngram, -6.0, 10.0),
        np.clip(evidence.encoder, -4.0, 8.0),
        np.where(np.isnan(indent), -1.0, indent),
        room,
        width[:-1] / np.maximum(full[:-1], 1.0),
        width[1:] / np.maximum(full[:-1], 1.0),
        one_before(change, 1.0),
        one_after(back, 1.0),
        first_word,
        np.full(len(odds), (room[goes_on] > 0).mean() if goes_on.any() else 0.0),
        np.full(len(odds), (indent >= weights.indent_em).mean() if len(odds) else 0.0),
        capitals[:-1],
        capitals[1:],
        right != left + 1,
    ]
    return np.stack(columns, axis=1).astype(np.float64)


def _capitals(text: str) -> float:
    words = _LONG_WORD_RE.findall(text)
    return sum(word[0].isupper() for word in words) / len(words) if words else 0.0


def ends_of_paragraphs(
    texts: Sequence[str],
    order: Sequence[int],
    links: LinkScorer,
    evidence: LinkEvidence,
    weights: AssemblyWeights,
) -> Floats:
    """Log-odds (n - 1,) that a paragraph ends at each joint of an order of n fragments.

    Those of `LinkScorer.breaks`, moved towards what gradient-boosted trees say, one set for scripts
    without spaces and one for the others (docs/models.md). Of texts in no known language they stay
    as they are.
    """
    if not links.knows_language:
        path = np.array(order, np.intp)
        return links.breaks(path[:-1], path[1:], evidence)
    seen = end_features(texts, order, links, evidence)
    odds = seen[:, FEATURES.index("odds")]
    told = trees_for(links.script.value).log_odds(seen)
    told = np.clip(told - odds, -weights.trees_reach, weights.trees_reach)
    share = weights.trees_share
    return np.asarray(odds + share * told, np.float32)


@cache
def trees_for(scripts: str) -> Trees:
    """The shipped trees, `script is Script.CJK` or `spaced`. Later calls are free."""
    return read_trees(shipped("paragraphs", f"{scripts}.json"))
