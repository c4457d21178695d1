"""What of a file could not be read, counted page by page: the notes of a document."""

from __future__ import annotations

from collections import Counter
from typing import Literal, TypeAlias

from layoutfix.document import Box
from layoutfix.formats.engines.fields import Points, box_and_polygon

What: TypeAlias = Literal["box", "text", "item"]

MOST_NOTES = 20
"""Pages that are told one by one; of the others it is said how many they are."""

SAID: dict[What, str] = {
    "box": "boxes that are missing or cannot be used",
    "text": "lines without text, left out",
    "item": "entries that are none of a line, left out",
}


class Lost:
    """Counts what is lost of each page; `notes` says it."""

    def __init__(self) -> None:
        self.page = 0
        self._counts: Counter[tuple[int, What]] = Counter()
        self._said: list[str] = []

    def add(self, what: What) -> None:
        """One more of the page that is being read (`page`, from 1)."""
        self._counts[self.page, what] += 1

    def say(self, note: str) -> None:
        """A note in words of its own."""
        self._said.append(note)

    def box(self, points: Points) -> tuple[Box | None, Points]:
        """The box around points and, where they say more, the points; no box is counted."""
        box, polygon = box_and_polygon(points)
        if box is None:
            self.add("box")
        return box, polygon

    def notes(self) -> tuple[str, ...]:
        """One a page and kind of loss.

        >>> lost = Lost()
        >>> lost.page = 2
        >>> lost.add("text")
        >>> lost.notes()
        ('page 2: lines without text, left out: 1',)
        """
        told = [
            f"page {page}: {SAID[what]}: {n}" for (page, what), n in sorted(self._counts.items())
        ]
        more = len(told) - MOST_NOTES
        if more > 0:
            told[MOST_NOTES:] = [f"more notes of this kind, not listed: {more}"]
        return (*self._said[:MOST_NOTES], *told)
