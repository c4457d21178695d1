"""Links of fragments whose places are seen: what their places say is added to what they say."""

from __future__ import annotations

from layoutfix.arrays import Floats, Index
from layoutfix.linking.links import LinkScorer


class PlacedLinkScorer(LinkScorer):
    """The links among the n fragments that `lines` scores, with `odds` (n, n) of their places.

    odds  in nats: what places say of j next to i, at [i, j]
    """

    def __init__(self, lines: LinkScorer, odds: Floats) -> None:
        vars(self).update(vars(lines))  # nothing of it is made again
        self.lines = lines
        self.odds = odds
        self._band = None

    def score(self, left: Index, right: Index) -> Floats:
        """Log-odds (p,) that right[k] continues left[k]."""
        return self.lines.score(left, right) + self.odds[left, right]
