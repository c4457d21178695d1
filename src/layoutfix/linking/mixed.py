"""Links of a page in two languages: each language by its own model, none across.

An English box in a Chinese page, a French despatch in a German gazette. The page's model knows
nothing of the other language: all its lines go on in one another equally ill. Its own model
tells them apart, and a line of the one language does not go on in the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from layoutfix.arrays import Floats, Index, Ints
from layoutfix.linking.links import LinkEvidence, LinkScorer

FOREIGN_COST = 3.0
"""Nats of a sentence over two languages, of a paragraph half; raised, boxes are kept apart."""


@dataclass(frozen=True, slots=True)
class LanguagePart:
    """The fragments of another language than the page's, by id, and what scores them."""

    members: Index
    links: LinkScorer


class MixedLinkScorer(LinkScorer):
    """A page's LinkScorer, whose `parts` score the pairs inside them.

    languages (n,) number of the language of each fragment; -1 where it is not known
    """

    def __init__(self, page: LinkScorer, parts: Sequence[LanguagePart], languages: Ints) -> None:
        vars(self).update(vars(page))  # nothing of it is made again
        self.parts, self.languages = parts, languages

    def with_indents(self, indents: Floats) -> MixedLinkScorer:
        """The same for fragments that start elsewhere in their columns, (n,)."""
        parts = [
            replace(part, links=part.links.with_indents(indents[part.members]))
            for part in self.parts
        ]
        return MixedLinkScorer(super().with_indents(indents), parts, self.languages)

    def evidence(self, left: Index, right: Index) -> LinkEvidence:
        """All evidence for the pairs left[k], right[k]. O(p * order)."""
        found = super().evidence(left, right)
        for part, inside, i, j in self._inside(left, right):
            own = part.links.evidence(i, j)
            for field in fields(LinkEvidence):
                value = getattr(found, field.name)
                if isinstance(value, np.ndarray):
                    value[inside] = getattr(own, field.name)
        a, b = self.languages[left], self.languages[right]
        across = (a != b) & (a >= 0) & (b >= 0)
        if not across.any():
            return found
        cost = np.where(across, FOREIGN_COST, 0.0).astype(np.float32)
        same = found.same - cost
        paragraph = found.paragraph - cost * np.float32(0.5)
        total = np.logaddexp(np.logaddexp(same, paragraph), np.float32(found.gap))
        return replace(found, same=same, paragraph=paragraph, total=np.round(total, 3))

    def breaks(self, left: Index, right: Index, evidence: LinkEvidence) -> Floats:
        """Log-odds (p,) that a paragraph ends between neighbours: a logistic regression."""
        found = super().breaks(left, right, evidence)
        for part, inside, i, j in self._inside(left, right):
            found[inside] = part.links.breaks(i, j, part.links.evidence(i, j))
        return found

    def _inside(
        self, left: Index, right: Index
    ) -> Iterator[tuple[LanguagePart, Index, Index, Index]]:
        """The parts, which of the pairs lie inside each, and the ids that these have there."""
        for part in self.parts:
            place = np.full(len(self.languages), -1, np.intp)
            place[part.members] = np.arange(len(part.members))
            inside = np.flatnonzero((place[left] >= 0) & (place[right] >= 0))
            if len(inside):
                yield part, inside, place[left[inside]], place[right[inside]]
