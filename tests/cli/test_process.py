"""The command line as a process: pipes, signals, worker processes, imports. No `fix` is faked.

Texts here are such that only the promises matter: clean text comes back byte for byte.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from layoutfix.cli.group import runs
from tests.pool.processes import kill_and_wait, needs_linux, wait_for_reader

CLEAN = "Der Markt war leer.\n\nAm Abend kam niemand mehr.\n"
LANGUAGE = ("--language", "und")  # needs no model


def start(*args: str, **options: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # type: ignore[call-overload,no-any-return]
        [sys.executable, "-W", "error", "-m", "layoutfix", *args],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=options.pop("stdin", subprocess.DEVNULL),
        **options,
    )


def run(*args: str, data: bytes | None = None) -> tuple[int, bytes, bytes]:
    with start(*args, stdin=subprocess.PIPE) as process:
        out, err = process.communicate(data, timeout=120)
        return process.returncode, out, err


@pytest.mark.parametrize(("value", "says"), [("1", "pure Python"), ("", runs())])
def test_the_environment_chooses_the_twins(value: str, says: str) -> None:
    """LAYOUTFIX_PURE=1 runs them where the kernels were built, too; empty, it says nothing."""
    with start("--version", env={**os.environ, "LAYOUTFIX_PURE": value}) as process:
        out, _ = process.communicate(timeout=120)
    assert out.decode().endswith(f"({says})\n")


def write_clean(directory: Path, count: int) -> list[Path]:
    paths = [directory / f"page{k:02}.txt" for k in range(count)]
    for k, path in enumerate(paths):
        path.write_bytes(f"Seite {k}.\n\n{CLEAN}".encode())
    return paths


def test_clean_text_byte_for_byte() -> None:
    """A clean text goes through a pipe unchanged."""
    code, out, _ = run("fix", *LANGUAGE, data=CLEAN.encode())
    assert (code, out) == (0, CLEAN.encode())


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is full")
@pytest.mark.parametrize("args", [("models",), ("--version",)])
def test_a_full_disk_is_no_bug(args: tuple[str, ...]) -> None:
    """Where standard output cannot be written, that is said in a sentence."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "layoutfix", *args],
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=120,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.decode().startswith("layoutfix: The output cannot be written:")
    assert done.stderr.count(b"\n") == 1


def test_check_agrees_with_output(tmp_path: Path) -> None:
    """--check exits 1 exactly if the text printed differs from the text given."""
    dump = b"Left one.    Right one.\nLeft two.    Right two.\n" * 4
    _, out, _ = run("fix", *LANGUAGE, data=dump)
    code, _, _ = run("fix", *LANGUAGE, "--check", data=dump)
    assert code == int(out != dump)


def test_jobs_give_the_same_output(tmp_path: Path) -> None:
    """Two jobs print what one prints, in the same order, and name the same failures."""
    paths = [str(p) for p in write_clean(tmp_path, 11)]
    paths.insert(3, str(tmp_path / "missing.txt"))
    one = run("fix", *LANGUAGE, *paths)
    two = run("fix", *LANGUAGE, *paths, "--jobs", "2")
    assert one == two
    assert one[0] == 2
    assert b"12 texts: 0 repaired, 11 left alone, 1 not done" in one[2]


def test_closed_pipe_is_quiet(tmp_path: Path) -> None:
    """`| head` ends the command without a word, with one job and with two."""
    paths = [str(p) for p in write_clean(tmp_path, 12)]
    for jobs in ("1", "2"):
        process = start("fix", *LANGUAGE, "--quiet", "--jobs", jobs, *paths)
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 0
        process.stderr.close()


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs POSIX signals")
@pytest.mark.usefixtures("_interruptible")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_interrupt(tmp_path: Path, jobs: str) -> None:
    """Ctrl-C ends the command and its workers at once, with 130 and no traceback."""
    fifos = [tmp_path / f"fifo{k}.txt" for k in range(3)]
    for fifo in fifos:
        os.mkfifo(fifo)
    first = write_clean(tmp_path, 1)[0]
    # The first text is printed, so all is imported; the pipes then keep every worker waiting.
    process = start(
        "fix", *LANGUAGE, "--jobs", jobs, str(first), *map(str, fifos), start_new_session=True
    )
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline() == f"==> {first} <==\n".encode()
    time.sleep(0.2)
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(timeout=20) == 130
    assert b"Traceback" not in process.stderr.read()
    process.stdout.close()
    process.stderr.close()


@needs_linux
def test_a_text_that_is_lost_with_its_worker(tmp_path: Path) -> None:
    """Its worker is killed, twice: that is told in one sentence; other texts are printed."""
    first, last = write_clean(tmp_path, 2)
    fifo = tmp_path / "fifo.txt"
    os.mkfifo(fifo)
    with start("fix", *LANGUAGE, "--jobs", "2", str(first), str(fifo), str(last)) as process:
        try:
            for _ in range(2):
                with fifo.open("wb"):  # once a worker opens it, too
                    kill_and_wait(wait_for_reader(process.pid, fifo))
            out, err = process.communicate(timeout=120)
        finally:
            process.kill()
    assert process.returncode == 123
    assert out.decode().count(CLEAN) == 2
    told = [line for line in err.decode().splitlines() if str(fifo) in line]
    assert told == [
        f"layoutfix: {fifo} was not done: its worker process died 2 times (killed) (is there too"
        " little memory?); your input is untouched: try again with fewer --jobs."
    ]


def test_closed_streams() -> None:
    """A closed stdin or stdout is a mistake that is told in one sentence."""
    shell = f'"{sys.executable}" -m layoutfix fix - '
    for closing, word in (("<&-", b"Standard input is closed"), (">&- </dev/null", b"output")):
        done = subprocess.run(["sh", "-c", shell + closing], capture_output=True, check=False)
        assert done.returncode == 2
        assert word in done.stderr


def test_import_is_lean() -> None:
    """`import layoutfix` loads neither click nor rich nor charset_normalizer."""
    script = (
        "import sys, layoutfix, layoutfix.readers\n"
        "print([m for m in ('click', 'rich', 'charset_normalizer') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert done.stdout.strip() == b"[]"


def test_plain_fix_loads_neither_rich_nor_charset_normalizer() -> None:
    """`layoutfix fix` on one UTF-8 text does not pay for what it does not use."""
    script = (
        "import sys\n"
        "sys.argv = ['layoutfix', 'fix', '--language', 'und']\n"
        "from layoutfix.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print([m for m in ('rich', 'charset_normalizer') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], input=b"Text.\n", capture_output=True, check=True
    )
    assert done.stdout == b"Text.\n[]\n"


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a POSIX terminal")
@pytest.mark.parametrize(
    ("count", "flags", "expected"), [(6, (), True), (6, ("--quiet",), False), (2, (), False)]
)
def test_progress_bar(tmp_path: Path, count: int, flags: tuple[str, ...], expected: bool) -> None:
    """Many files show a progress bar on a terminal; few do not, nor does --quiet."""
    paths = [str(p) for p in write_clean(tmp_path, count)]
    terminal, ours = os.openpty()
    command = [sys.executable, "-m", "layoutfix", "fix", *LANGUAGE, *flags, *paths, "-o", "out/"]
    with subprocess.Popen(command, stderr=ours, cwd=tmp_path) as process:
        os.close(ours)
        shown = b""
        while chunk := _read_terminal(terminal):
            shown += chunk
        assert process.wait(timeout=60) == 0
    os.close(terminal)
    assert (b"100%" in shown) is expected
    assert len(list((tmp_path / "out").iterdir())) == count


def _read_terminal(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # Linux says so when the other side is closed
        return b""
