"""What became of a text: made where it is worked on, told where it is reported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Status = Literal["repaired", "alone", "empty", "failed", "bug"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a task.

    output       the text in the format asked for, the bytes of the file's own, or the diff
    explanation  what --explain prints
    message      one sentence where it failed
    trace        the traceback of a bug
    remarks      what the user should know of the file
    notes        what the result says of itself
    """

    name: str
    status: Status
    output: str | bytes = ""
    explanation: str = ""
    verdict: str = ""
    remarks: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    joints: int = 0
    doubtful: int = 0
    dropped: int = 0
    message: str = ""
    trace: str = ""

    @property
    def is_done(self) -> bool:
        """Whether there is an output."""
        return self.status not in {"failed", "bug"}


def describe_bug(name: str, error: BaseException) -> str:
    """One sentence for an error that is ours."""
    what = f"{type(error).__name__}: {error}".splitlines()[0].rstrip(".: ")
    return (
        f"{name} met a bug of ours, not a mistake of yours ({what}); your input is untouched:"
        " please report it, and set LAYOUTFIX_TRACEBACK=1 to see where it happened."
    )


def describe_loss(name: str, why: str) -> str:
    """One sentence for a text that was lost with its worker process."""
    return (
        f"{name} was not done: {why} (is there too little memory?); your input is untouched: try"
        " again with fewer --jobs."
    )
