"""Links of runs of lines: a run goes on from its last line, and is gone on to at its first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

import numpy as np

from layoutfix.arrays import Floats, Index
from layoutfix.linking.links import LinkEvidence, LinkScorer
from layoutfix.linking.shape import LineShapes


class RunLinkScorer(LinkScorer):
    """The links among m runs of the lines that `lines` scores; each run has its lines in order."""

    def __init__(self, lines: LinkScorer, runs: Sequence[Sequence[int]]) -> None:
        vars(self).update(vars(lines))  # nothing of it is made again
        self.lines = lines
        self._heads = np.array([run[0] for run in runs], np.intp)
        self._feet = np.array([run[-1] for run in runs], np.intp)
        self.shapes = LineShapes(
            **{
                field.name: getattr(lines.shapes, field.name)[
                    self._feet if field.name.startswith("ends") else self._heads
                ]
                for field in fields(LineShapes)
            }
        )
        self._known = self._band = None

    def score(self, left: Index, right: Index) -> Floats:
        """Log-odds (p,) that the run right[k] continues the run left[k]."""
        return self.lines.score(self._feet[left], self._heads[right])

    def evidence(self, left: Index, right: Index) -> LinkEvidence:
        """All evidence for the pairs of runs left[k], right[k]."""
        return self.lines.evidence(self._feet[left], self._heads[right])

    def starts(self) -> Floats:
        """Log-odds (m,) that a run begins a text."""
        return self.lines.starts()[self._heads]

    def ends(self) -> Floats:
        """Log-odds (m,) that a run ends a text."""
        return self.lines.ends()[self._feet]
