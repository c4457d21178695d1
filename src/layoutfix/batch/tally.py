"""What became of many pages, in numbers: of a shard, added up for the whole."""

from __future__ import annotations

import heapq
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from layoutfix.batch.records import Fixed, Record

WORST = 50
"""Pages that a report names for review."""
BINS = 20
"""Of the histogram of confidence, each a twentieth wide."""
FAILED = "failed"
_VERDICT_END_RE = re.compile(r"[,:]")


def verdict_class(verdict: str | None) -> str:
    """A verdict without what is said of the one page.

    >>> verdict_class("reordered 2 columns, 3 doubtful joints of 47: two columns may swap")
    'reordered 2 columns'
    >>> verdict_class(None)
    'failed'
    """
    return FAILED if verdict is None else _VERDICT_END_RE.split(verdict, maxsplit=1)[0]


@dataclass(slots=True)
class Tally:
    """Counts of pages.

    verdicts    pages by class of verdict
    histogram   pages by confidence: entry k counts those from k / BINS on, the last one has 1.0 too
    worst       those to review first: most doubtful joints, then least confidence, then by place
    characters  of the dumps, and of the texts
    """

    pages: int = 0
    changed: int = 0
    failed: int = 0
    bugs: int = 0
    characters_in: int = 0
    characters_out: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    histogram: list[int] = field(default_factory=lambda: [0] * BINS)
    worst: list[dict[str, Any]] = field(default_factory=list)

    def count(self, record: Record, fixed: Fixed, shard: int, row: int) -> None:
        """One page more, which stands in a row (from 0) of a shard."""
        self.pages += 1
        self.changed += fixed.changed
        self.failed += fixed.error is not None
        self.bugs += fixed.status == "bug"
        self.characters_in += len(record.text or "")
        self.characters_out += len(fixed.text or "")
        self.verdicts[verdict_class(fixed.verdict)] += 1
        if fixed.language is not None:
            self.languages[fixed.language] += 1
        if fixed.confidence is not None:
            self.histogram[min(int(fixed.confidence * BINS), BINS - 1)] += 1
        if fixed.doubtful:
            self.worst.append(
                {
                    "id": record.id,
                    "source": record.source,
                    "number": record.number,
                    "shard": shard,
                    "row": row,
                    "verdict": fixed.verdict,
                    "confidence": fixed.confidence,
                    "doubtful": fixed.doubtful,
                }
            )
            if len(self.worst) >= 2 * WORST:
                self._keep_worst()

    def add(self, other: Mapping[str, Any]) -> None:
        """The counts of a shard, as `to_dict` gave them."""
        for name in ("pages", "changed", "failed", "bugs", "characters_in", "characters_out"):
            setattr(self, name, getattr(self, name) + other[name])
        self.verdicts.update(other["verdicts"])
        self.languages.update(other["languages"])
        self.histogram = [a + b for a, b in zip(self.histogram, other["histogram"], strict=True)]
        self.worst.extend(other["worst"])
        self._keep_worst()

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it; what is counted by name stands in the order of the names."""
        self._keep_worst()
        return {
            "pages": self.pages,
            "changed": self.changed,
            "failed": self.failed,
            "bugs": self.bugs,
            "characters_in": self.characters_in,
            "characters_out": self.characters_out,
            "verdicts": dict(sorted(self.verdicts.items())),
            "languages": dict(sorted(self.languages.items())),
            "histogram": self.histogram,
            "worst": self.worst,
        }

    def _keep_worst(self) -> None:
        self.worst = heapq.nsmallest(WORST, self.worst, key=_review_order)


def add_up(tallies: Iterable[Mapping[str, Any]]) -> Tally:
    """The counts of several shards together."""
    whole = Tally()
    for tally in tallies:
        whole.add(tally)
    return whole


def _review_order(page: Mapping[str, Any]) -> tuple[float, ...]:
    return (-page["doubtful"], page["confidence"], page["shard"], page["row"])
