"""What is said on stderr: messages, the progress bar, the line of summary; and the exit codes."""

from __future__ import annotations

from collections import Counter
from typing import Self

from layoutfix.cli.bar import Bar
from layoutfix.cli.outcome import Outcome

EXIT_OK = 0
EXIT_WOULD_CHANGE = 1
EXIT_MISTAKE = 2
EXIT_BUG = 123
EXIT_INTERRUPTED = 130

PROGRESS_FROM = 5
"""Least number of texts that get a progress bar."""


class Report:
    """Messages and progress of one run, and what its summary counts."""

    def __init__(self, total: int, *, quiet: bool, checking: bool, stdout_is_shared: bool) -> None:
        self.total = total
        self.quiet = quiet
        self.checking = checking
        self.outcomes: Counter[str] = Counter()
        self.joints = 0
        self.doubtful = 0
        self.dropped = 0
        self.line = ""
        wanted = total >= PROGRESS_FROM and not quiet and not stdout_is_shared
        self._bar = Bar("layoutfix", total, wanted=wanted)

    def __enter__(self) -> Self:
        self._bar.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._bar.__exit__(*error)

    def say(self, message: str, *, even_if_quiet: bool = False) -> None:
        """A line on stderr."""
        if even_if_quiet or not self.quiet:
            self._bar.say(message)

    def count(self, outcome: Outcome) -> None:
        """One more text is done."""
        self.outcomes[outcome.status] += 1
        self.joints += outcome.joints
        self.doubtful += outcome.doubtful
        self.dropped += outcome.dropped
        self.line = f"{outcome.name}: {outcome.verdict}{': --explain' * bool(outcome.dropped)}"
        self._bar.move(self.outcomes.total())

    def say_summary(self) -> None:
        """The last line: the verdict of a single text, else how many were what."""
        failed = self.outcomes["failed"] + self.outcomes["bug"]
        if self.total == 1:
            if self.outcomes["repaired"] or self.outcomes["alone"]:
                self.say(self.line)
            return
        changed = "would change" if self.checking else "repaired"
        alone = "would stay as they are" if self.checking else "left alone"
        parts = [f"{self.outcomes['repaired']:,} {changed}", f"{self.outcomes['alone']:,} {alone}"]
        if self.outcomes["empty"]:
            parts.append(f"{self.outcomes['empty']:,} empty")
        if failed:
            parts.append(f"{failed:,} not done")
        joints = f"{self.doubtful:,} doubtful joint{'s' * (self.doubtful != 1)} of {self.joints:,}"
        dropped = ""
        if self.dropped:
            dropped = f"; dropped {self.dropped:,} mark{'s' * (self.dropped != 1)}: --explain"
        self.say(f"{self.total:,} texts: {', '.join(parts)}; {joints}{dropped}")

    @property
    def exit_code(self) -> int:
        """Of the whole run; a bug of ours outweighs a mistake, a mistake a change."""
        if self.outcomes["bug"]:
            return EXIT_BUG
        if self.outcomes["failed"]:
            return EXIT_MISTAKE
        if self.checking and self.outcomes["repaired"]:
            return EXIT_WOULD_CHANGE
        return EXIT_OK
