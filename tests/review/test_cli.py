"""`layoutfix review` and `layoutfix fix --pins` on the command line."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner
from click.testing import Result as CliResult

from layoutfix.cli import cli
from layoutfix.pins import Break, Corrections
from layoutfix.pins_file import corrections_to_json
from tests.review.pages import in_turn

pytest.importorskip("uvicorn", reason="the extra `review` is not installed")

TEXT = "One line.\nAnother line.\n"


def _run(*words: object) -> CliResult:
    return CliRunner().invoke(cli, [str(word) for word in words])


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(TEXT, encoding="utf-8")
    known = Corrections(breaks=(Break(10),), anew=False)
    pins = tmp_path / "page.txt.pins.json"
    pins.write_text(corrections_to_json(known, TEXT), encoding="utf-8")
    return path


def test_pins_are_honoured(page: Path) -> None:
    """`fix --pins` prints what the review showed."""
    done = _run("fix", page, "--pins", f"{page}.pins.json", "--quiet")
    assert done.stdout == "One line.\n\nAnother line.\n"


def test_pins_of_another_text_are_refused(page: Path) -> None:
    """Exit code 2, one sentence that names the text, nothing printed."""
    pins = f"{page}.pins.json"
    page.write_text("Another text.\n", encoding="utf-8")
    done = _run("fix", page, "--pins", pins)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "pins are those of another text" in done.stderr
    assert "Traceback" not in done.stderr


def test_pins_are_of_one_text(page: Path) -> None:
    """Several FILEs, or a file of pins that is not there, are mistakes."""
    assert _run("fix", page, page, "--pins", "p.json").exit_code == 2
    missing = _run("fix", page, "--pins", "missing.json")
    assert missing.exit_code == 2
    assert "missing.json cannot be read" in missing.stderr


def test_the_page_is_written_as_a_file(page: Path, tmp_path: Path) -> None:
    """Once; a second time with --force alone, and never of two texts."""
    html = tmp_path / "page.html"
    assert _run("review", page, "--html", html).exit_code == 0
    assert "Another line." in html.read_text(encoding="utf-8")
    again = _run("review", page, "--html", html)
    assert again.exit_code == 2
    assert "pass --force" in again.stderr
    assert _run("review", page, "--html", html, "--force").exit_code == 0
    assert _run("review", page, html, "--html", tmp_path / "two.html").exit_code == 2


def test_mistakes_are_said_before_a_server_starts(page: Path, tmp_path: Path) -> None:
    """A missing FILE, a folder, a binary file and a port in use: exit code 2 each."""
    binary = tmp_path / "b.txt"
    binary.write_bytes(bytes(range(256)) * 40)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        for words in (["missing"], [tmp_path], [binary], [page, "--port", port]):
            done = _run("review", *words, "--no-browser")
            assert done.exit_code == 2
            assert done.stderr.count("\n") == 1
    assert f"Port {port} is in use" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent otherwise there")
@pytest.mark.usefixtures("_interruptible")
def test_a_review_runs_until_it_is_interrupted(tmp_path: Path) -> None:
    """The address answers; Ctrl-C ends the review with exit code 0, and says nothing more."""
    path = tmp_path / "page.txt"
    path.write_text(in_turn(), encoding="utf-8")
    words = [sys.executable, "-m", "layoutfix", "review", str(path), "--no-browser"]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True, env=dict(os.environ)) as run:
        assert run.stderr is not None
        found = re.search(r"http://127\.0\.0\.1:\d+/[\w-]{24}/", run.stderr.readline())
        assert found is not None
        with urllib.request.urlopen(found[0]) as answer:
            assert b"review.js" in answer.read()
        run.send_signal(signal.SIGINT)
        assert run.wait(timeout=60) == 0
        assert run.stderr.read() == ""
