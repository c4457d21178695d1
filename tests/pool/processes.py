"""Processes that a process has started, those of its children included; only on Linux."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

needs_linux = pytest.mark.skipif(
    not Path("/proc/self/task").is_dir(), reason="looks for processes in /proc"
)


def children(pid: int) -> list[int]:
    """The processes that a process has started, or forked, and that have not been buried."""
    found: list[int] = []
    for thread in Path(f"/proc/{pid}/task").glob("*"):
        found += map(int, (thread / "children").read_text().split())
    return [child for child in found if not _is_tracker(child)]


def _is_tracker(pid: int) -> bool:
    """Whether it is what `multiprocessing` starts beside, once, and keeps."""
    try:
        return b"resource_tracker" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def descendants(pid: int) -> set[int]:
    """Its children, and theirs."""
    found: set[int] = set()
    todo = [pid]
    while todo:
        more = children(todo.pop())
        found.update(more)
        todo += more
    return found


def is_running(pid: int) -> bool:
    """Whether there is such a process, and it is no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until(is_so: Callable[[], bool], what: str) -> None:
    """Returns once it is so; fails after twenty seconds."""
    end = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < end, what
        time.sleep(0.01)


def kill_and_wait(pid: int) -> None:
    """Ends a process at once, as the system does where memory is short."""
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not is_running(pid), f"process {pid} lives")


def wait_for_reader(pid: int, path: Path) -> int:
    """The process below another that has a file open, once there is one."""
    found: list[int] = []

    def look() -> bool:
        found.extend(below for below in descendants(pid) if has_open(below, path))
        return bool(found)

    wait_until(look, f"nobody reads {path}")
    return found[0]


def has_open(pid: int, path: Path) -> bool:
    """Whether a process has a file open; not if it has ended."""
    try:
        links = [*Path(f"/proc/{pid}/fd").iterdir()]
        return any(link.is_symlink() and link.readlink() == path for link in links)
    except FileNotFoundError:  # it, or what it had open, has gone in between
        return False
