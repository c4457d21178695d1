"""Two readings of one line are told, however many pairs are asked for at a time."""

from __future__ import annotations

import numpy as np

from layoutfix.linking import fuzzy
from layoutfix.linking.fuzzy import DoubleReadings

LINES = [
    "the ferry left at noon",
    "the ferry 1eft at noon",
    "nobody waited for it",
    "a boat",
    "a b0at",
    "tne ferry left at noom",
    *(chr(ord("a") + k) * 12 for k in range(20)),
]


def _doubles() -> DoubleReadings:
    return DoubleReadings(LINES, likeness=90, least_characters=8)


def test_few_pairs_are_judged_as_all_pairs_are() -> None:
    """One by one, and in a table of all."""
    left, right = np.divmod(np.arange(len(LINES) ** 2), len(LINES))
    found = _doubles().among(left, right)
    told = {(i, j) for i, j in zip(left[found].tolist(), right[found].tolist(), strict=True)}
    assert told == {(0, 1), (1, 0), (0, 5), (5, 0)}  # the boat is too short, (1, 5) too unlike
    few = _doubles()
    assert [bool(few.among(left[k : k + 1], right[k : k + 1])[0]) for k in range(200)] == (
        found[:200].tolist()
    )


def test_a_page_of_too_many_lines_has_none(monkeypatch) -> None:
    monkeypatch.setattr(fuzzy, "MOST_TEXTS", len(LINES) - 1)
    assert not _doubles().among(np.array([0]), np.array([1])).any()
