"""How fast a run goes, and how long it will go on."""

from __future__ import annotations

import time
from collections import deque
from typing import Any

WINDOW_SECONDS = 120.0
"""The rate that is shown is that of the last two minutes: pages differ from shelf to shelf."""
_STEP_SECONDS = 1.0


class Pace:
    """Pages of a run, counted as they come.

    before  pages that were done when it began, of `total`
    """

    def __init__(self, before: int, total: int) -> None:
        self.before = before
        self.total = total
        self.pages = 0
        self._begun = time.monotonic()
        self._marks: deque[tuple[float, int]] = deque([(self._begun, 0)])

    def count(self, pages: int = 1) -> None:
        """So many pages more."""
        self.pages += pages
        now = time.monotonic()
        if now - self._marks[-1][0] >= _STEP_SECONDS:
            self._marks.append((now, self.pages))
            while len(self._marks) > 2 and now - self._marks[1][0] > WINDOW_SECONDS:
                self._marks.popleft()

    @property
    def done(self) -> int:
        """Pages that are done, those of earlier runs too."""
        return self.before + self.pages

    @property
    def rate(self) -> float:
        """Pages a second, of late."""
        then, pages = self._marks[0]
        return (self.pages - pages) / max(time.monotonic() - then, 1e-9)

    def describe(self) -> str:
        """One line: how much is done, how fast, how long to go."""
        said = f"{self.done:,} of {self.total:,} pages"
        if self.pages == 0:
            return said
        left = describe_seconds((self.total - self.done) / max(self.rate, 1e-9))
        return f"{said}, {self.rate:.1f} pages/s, {left} left"

    def to_dict(self) -> dict[str, Any]:
        """What a report says of it: the mean over the run."""
        seconds = time.monotonic() - self._begun
        return {
            "pages": self.pages,
            "seconds": round(seconds, 1),
            "pages_per_second": round(self.pages / max(seconds, 1e-9), 2),
        }


def describe_seconds(seconds: float) -> str:
    """A length of time in its two largest units.

    >>> describe_seconds(59), describe_seconds(3_725), describe_seconds(200_000)
    ('59 s', '1 h 2 min', '2 d 7 h')
    """
    for name, size, next_name, next_size in (
        ("d", 86_400, "h", 3_600),
        ("h", 3_600, "min", 60),
        ("min", 60, "s", 1),
    ):
        if seconds >= size:
            return f"{int(seconds // size)} {name} {int(seconds % size // next_size)} {next_name}"
    return f"{int(seconds)} s"
