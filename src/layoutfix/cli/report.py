"""What is said on stderr: messages, the progress bar, the line of summary; and the exit codes."""

from __future__ import annotations

import sys
from collections import Counter
from types import TracebackType
from typing import TYPE_CHECKING, TextIO

import click

from layoutfix.cli.outcome import Outcome

if TYPE_CHECKING:
    from rich.progress import Progress

EXIT_OK = 0
EXIT_WOULD_CHANGE = 1
EXIT_MISTAKE = 2
EXIT_BUG = 123
EXIT_INTERRUPTED = 130

PROGRESS_FROM = 5
"""Least number of texts that get a progress bar."""


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()


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
        self._progress: Progress | None = None
        self._shows_progress = (
            total >= PROGRESS_FROM
            and not quiet
            and not stdout_is_shared
            and _is_terminal(sys.stderr)
        )

    def __enter__(self) -> Report:
        if self._shows_progress:
            from rich.console import Console  # noqa: PLC0415 - 50 ms
            from rich.progress import Progress  # noqa: PLC0415

            # No refresh thread: worker processes may be started while the bar is shown.
            self._progress = Progress(console=Console(stderr=True), auto_refresh=False)
            self._task = self._progress.add_task("layoutfix", total=self.total)
            self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._progress is not None:
            self._progress.stop()

    def say(self, message: str, *, even_if_quiet: bool = False) -> None:
        """A line on stderr."""
        if self.quiet and not even_if_quiet:
            return
        if self._progress is not None:
            self._progress.console.out(message, highlight=False)
        else:
            click.echo(message, err=True)

    def count(self, outcome: Outcome) -> None:
        """One more text is done."""
        self.outcomes[outcome.status] += 1
        self.joints += outcome.joints
        self.doubtful += outcome.doubtful
        self.dropped += outcome.dropped
        self.line = f"{outcome.name}: {outcome.verdict}{': --explain' * bool(outcome.dropped)}"
        if self._progress is not None:
            self._progress.update(self._task, advance=1, refresh=True)

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
