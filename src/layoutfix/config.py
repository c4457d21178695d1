"""The settings, one frozen section per stage. The only place where defaults and thresholds stand.

Each threshold says which run set it and which error grows when it is raised.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Config:
    """All settings of `fix`.

    min_confidence  the dial from bold (0) to cautious (1): a joint that is less certain than this
                    keeps the dump's order; raising it leaves more torn lines, lowering it splices
                    more wrongly
    mark_gaps       print `[...]` where the continuation of a sentence is lost
    """

    min_confidence: float = 0.0
    mark_gaps: bool = False
