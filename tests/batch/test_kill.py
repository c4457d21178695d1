"""A run that is killed, at whatever moment: the next one writes what an unbroken one would."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from layoutfix.batch import Order
from tests.batch.helpers import FAST, make_pages, read_lines, run, tree, write_lines


class KilledError(BaseException):
    """The process is no more: nothing that it does is done."""


class Death:
    """Comes at the n-th step in the file system; from then on no step is made."""

    def __init__(self, patch: pytest.MonkeyPatch, after: int) -> None:
        self.left = after
        for target in ("pathlib.Path.replace", "pathlib.Path.unlink", "os.fsync"):
            patch.setattr(target, self._guard(self._find(target)))

    @staticmethod
    def _find(target: str) -> Callable[..., Any]:
        return {"replace": Path.replace, "unlink": Path.unlink, "fsync": os.fsync}[
            target.rpartition(".")[2]
        ]

    def _guard(self, step: Callable[..., Any]) -> Callable[..., Any]:
        def guarded(*args: Any, **more: Any) -> Any:
            self.left -= 1
            if self.left < 0:
                raise KilledError
            return step(*args, **more)

        return guarded


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """Ten pages, two of which cannot be read."""
    rows: list[Any] = [{"text": page} for page in make_pages(8)]
    rows[2:2] = ["{half"]
    return write_lines(tmp_path / "pages.jsonl", [*rows, '{"text": 1}'])


def test_death_at_each_step_in_the_file_system(
    lines: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before each rename, removal and flush to disk: the bytes are the same, nothing is left."""
    run(lines, output=tmp_path / "whole")
    whole = tree(tmp_path / "whole")
    steps = 0
    while True:
        out = tmp_path / f"out{steps}"
        with monkeypatch.context() as patch:
            death = Death(patch, steps)
            try:
                run(lines, output=out)
            except KilledError:
                pass
            else:
                break
            assert death.left < 0
        run(lines, output=out)
        assert tree(out) == whole, steps
        steps += 1
    assert steps > 20


def test_death_while_beginning_anew(
    lines: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """--restart that is killed leaves what can be restarted, or gone on with, never a mixture."""
    from dataclasses import replace

    other = replace(FAST, shard_size=3, keep_dump=True)
    run(lines, output=tmp_path / "whole", settings=other)
    for steps in range(12):
        out = tmp_path / f"out{steps}"
        run(lines, output=out)
        with monkeypatch.context() as patch:
            Death(patch, steps)
            with pytest.raises(KilledError):
                run(lines, output=out, settings=other, order=Order(restart=True))
        run(lines, output=out, settings=other, order=Order(restart=True))
        assert tree(out) == tree(tmp_path / "whole"), steps


def start(*args: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "layoutfix", "batch", *args],
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(p or "." for p in sys.path)},
        start_new_session=True,
    )


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs POSIX signals")
def test_kill_9_at_random_moments(tmp_path: Path) -> None:
    """A real process with two workers, killed three times: the same bytes as one unbroken run.

    bench/batch_kill.py does it twenty times.
    """
    dice = random.Random(37)
    path = write_lines(tmp_path / "a.jsonl", [{"text": p} for p in make_pages(400)])
    options = ("--language", "und", "--shard-size", "40", "--jobs", "2", "-q")
    begun = time.monotonic()
    with start(str(path), "-o", str(tmp_path / "whole"), *options) as process:
        assert process.wait(timeout=300) == 0
    took = time.monotonic() - begun
    for _ in range(3):
        with start(str(path), "-o", str(tmp_path / "out"), *options) as process:
            time.sleep(dice.uniform(0.3, 1.0) * took)
            process.kill()
    with start(str(path), "-o", str(tmp_path / "out"), *options) as process:
        assert process.wait(timeout=300) == 0
    assert tree(tmp_path / "out") == tree(tmp_path / "whole")
    assert sum(len(read_lines(p)) for p in (tmp_path / "out" / "shards").iterdir()) == 400


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs POSIX signals")
@pytest.mark.usefixtures("_interruptible")
def test_ctrl_c_ends_it_with_130(tmp_path: Path) -> None:
    """Ctrl-C for the whole group is no traceback, and shards that are done stay."""
    path = write_lines(tmp_path / "a.jsonl", [{"text": p} for p in make_pages(20_000)])
    out = tmp_path / "out"
    options = ("--language", "und", "--shard-size", "10", "--jobs", "2")
    with start(str(path), "-o", str(out), *options) as process:
        assert process.stderr is not None
        end = time.monotonic() + 60
        while not (out / "done" / "00001.json").exists():
            assert time.monotonic() < end
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(timeout=20) == 130
        said = process.stderr.read()
    assert b"the same command goes on from here" in said
    assert b"Traceback" not in said
    assert len(read_lines(out / "shards" / "00000.jsonl")) == 10
