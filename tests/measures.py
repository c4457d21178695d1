"""Joint recall, written once more and in the plainest way, for tests."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from typing import Any


def joint_recall(output: str, lines: Sequence[dict[str, Any]], width: int = 8) -> float:
    """Share of consecutive true lines of an article whose ends stand side by side in the output.

    Captions and asides are left out; only letters and digits count.
    """
    flat = _letters(output)
    flow = [x for x in lines if x["kind"] not in {"caption", "aside"}]
    pairs = [(a, b) for a, b in pairwise(flow) if a["article"] == b["article"]]
    hits = [_letters(a["text"])[-width:] + _letters(b["text"])[:width] in flat for a, b in pairs]
    return sum(hits) / len(hits) if hits else 1.0


def _letters(text: str) -> str:
    """Letters and digits alone: punctuation is often damaged, too."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())
