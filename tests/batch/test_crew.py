"""Pages through worker processes: what is said of one that is lost."""

from __future__ import annotations

import os
import signal
import time

from layoutfix.batch.crew import PageCrew
from layoutfix.batch.records import Fixed, Record


def act(text: str) -> Fixed:
    if text == "sleep":
        time.sleep(600)
    if text == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if text == "raise":
        raise MemoryError("no room")
    return Fixed(text.upper(), "done")


def fix(*texts: str | None, seconds: float = 60.0) -> list[Fixed]:
    records = [Record(str(k), "s", k + 1, text, {}) for k, text in enumerate(texts)]
    with PageCrew(act, 2, seconds) as crew:
        results = list(crew.fix_in_order(records))
    assert [record for record, _ in results] == records
    return [fixed for _, fixed in results]


def test_a_page_that_takes_too_long_has_failed() -> None:
    """Its text is as it was, and the option is named that bounds its time."""
    _, late, _ = fix("a", "sleep", "b", seconds=1.5)
    assert (late.status, late.text) == ("failed", "sleep")
    assert late.error == "it took longer than 1.5 seconds (--page-seconds)"


def test_a_page_that_kills_its_worker_is_a_bug() -> None:
    """Its text is as it was; others are done."""
    made = fix("a", "die", "b")
    assert [f.text for f in made] == ["A", "die", "B"]
    assert (made[0].status, made[1].status, made[2].status) == ("done", "bug", "done")
    assert "its worker process died 2 times (killed): is there too little memory?" in str(
        made[1].error
    )


def test_an_error_that_should_not_be_is_a_bug() -> None:
    """It costs its page alone."""
    _, bug, _ = fix("a", "raise", "b")
    assert (bug.status, bug.text, bug.error) == ("bug", "raise", "MemoryError: no room")


def test_a_page_without_a_text_is_not_worked_on() -> None:
    """It stands in its place among the others."""
    assert [f.verdict for f in fix("a", None, "b")] == ["done", "empty", "done"]
