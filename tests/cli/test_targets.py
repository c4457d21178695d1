"""-o: where files go, and that none is lost."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result as CliResult

from layoutfix.cli.targets import write_whole
from layoutfix.errors import InputError

from .conftest import DUMP, FIXED, FakeFix

Run = Callable[..., CliResult]


def names_in(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir())


def test_one_file(run: Run, page: Path, tmp_path: Path) -> None:
    """-o FILE gets the text, stdout nothing."""
    result = run("page.txt", "-o", "out.txt")
    assert (result.exit_code, result.stdout) == (0, "")
    assert (tmp_path / "out.txt").read_bytes() == FIXED.encode()
    assert names_in(tmp_path) == ["out.txt", "page.txt"]


def test_dash_is_stdout(run: Run, page: Path) -> None:
    """-o - is standard output."""
    assert run("page.txt", "-o", "-").stdout == FIXED


@pytest.mark.parametrize(
    ("format", "extension"), [("text", "txt"), ("markdown", "md"), ("json", "json"), ("tsv", "tsv")]
)
def test_directory(run: Run, page: Path, clean: Path, format: str, extension: str) -> None:
    """-o DIR gets a file for each input, with the extension of the format."""
    result = run("page.txt", "clean.txt", "-o", "out/", "--format", format)
    assert result.exit_code == 0
    out = page.parent / "out"
    assert names_in(out) == [f"clean.{extension}", f"page.{extension}"]
    assert '"file"' not in (out / f"page.{extension}").read_text()


def test_several_inputs_make_it_a_directory(run: Run, page: Path, clean: Path) -> None:
    """With several FILEs -o is a directory even without a slash."""
    assert run("page.txt", "clean.txt", "-o", "out").exit_code == 0
    assert names_in(page.parent / "out") == ["clean.txt", "page.txt"]


def test_existing_directory(run: Run, page: Path, tmp_path: Path) -> None:
    """With one FILE, -o is a directory if it is one."""
    (tmp_path / "out").mkdir()
    run("page.txt", "-o", "out")
    assert (tmp_path / "out" / "page.txt").read_text() == FIXED


def test_stdin_in_a_directory(run: Run, tmp_path: Path) -> None:
    """Standard input is written as stdin.txt."""
    run("-", "-o", "out/", stdin=DUMP)
    assert names_in(tmp_path / "out") == ["stdin.txt"]


def test_existing_file_is_refused(
    run: Run, page: Path, clean: Path, tmp_path: Path, fake_fix: FakeFix
) -> None:
    """An existing file is not overwritten: exit 2, one sentence, before any work is done."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "page.txt").write_text("mine")
    result = run("clean.txt", "page.txt", "-o", "out")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert "--force" in result.stderr
    assert fake_fix.calls == []
    assert names_in(tmp_path / "out") == ["page.txt"]
    assert (tmp_path / "out" / "page.txt").read_text() == "mine"


def test_force(run: Run, page: Path, tmp_path: Path) -> None:
    """--force overwrites, and keeps the mode of the file."""
    out = tmp_path / "out.txt"
    out.write_text("old")
    out.chmod(0o640)
    assert run("page.txt", "-o", "out.txt", "--force").exit_code == 0
    assert out.read_text() == FIXED
    assert stat.S_IMODE(out.stat().st_mode) == 0o640


def test_input_is_not_the_output(run: Run, page: Path) -> None:
    """The input is overwritten with --force only."""
    assert run("page.txt", "-o", "page.txt").exit_code == 2
    assert page.read_text() == DUMP
    assert run("page.txt", "-o", "page.txt", "--force").exit_code == 0
    assert page.read_text() == FIXED


def test_symbolic_link_is_followed(run: Run, page: Path, tmp_path: Path) -> None:
    """--force on a link writes to the file it points to and keeps the link."""
    (tmp_path / "real.txt").write_text("old")
    link = tmp_path / "link.txt"
    link.symlink_to("real.txt")
    run("page.txt", "-o", "link.txt", "--force")
    assert link.is_symlink()
    assert (tmp_path / "real.txt").read_text() == FIXED


def test_clashes(run: Run, tmp_path: Path, fake_fix: FakeFix) -> None:
    """Two inputs of one name are refused before any work is done."""
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "page.txt").write_text("x")
    result = run("a/page.txt", "b/page.txt", "-o", "out")
    assert result.exit_code == 2
    assert "a/page.txt and b/page.txt would both be written to out/page.txt" in result.stderr
    assert fake_fix.calls == []
    assert not (tmp_path / "out").exists()


def test_missing_directory_of_a_file(run: Run, page: Path) -> None:
    """-o FILE in a directory that does not exist is a mistake."""
    result = run("page.txt", "-o", "no/out.txt")
    assert result.exit_code == 2
    assert "no directory" in result.stderr


def test_file_in_place_of_the_directory(run: Run, page: Path, clean: Path) -> None:
    """Several FILEs cannot go into a file."""
    result = run("page.txt", "clean.txt", "-o", "clean.txt")
    assert result.exit_code == 2
    assert clean.read_text() == "Nothing happened that day.\n"


def test_failed_input_leaves_no_file(run: Run, clean: Path, tmp_path: Path) -> None:
    """An input that cannot be read has no output; the others have theirs."""
    result = run("nope.txt", "clean.txt", "-o", "out")
    assert result.exit_code == 2
    assert names_in(tmp_path / "out") == ["clean.txt"]


def test_device_is_written_as_it_is(run: Run, page: Path) -> None:
    """/dev/null is neither refused nor replaced."""
    assert run("page.txt", "-o", os.devnull).exit_code == 0
    assert not Path(os.devnull).is_file()


def test_newlines_are_exact(run: Run, tmp_path: Path) -> None:
    """A file gets the newlines of its input."""
    (tmp_path / "dos.txt").write_bytes(b"a\r\nb\r\n")
    run("dos.txt", "-o", "out.txt")
    assert (tmp_path / "out.txt").read_bytes() == b"a\r\nb\r\n"


def test_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When writing fails halfway, the old file is as it was and nothing else is left."""
    target = tmp_path / "out.txt"
    target.write_text("old")

    def fail(fd: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(InputError, match="No space left on device"):
        write_whole(target, "new", force=True)
    assert target.read_text() == "old"
    assert names_in(tmp_path) == ["out.txt"]


def test_file_that_appeared_meanwhile(tmp_path: Path) -> None:
    """A file that was made after the plan is not overwritten either."""
    target = tmp_path / "out.txt"
    target.write_text("theirs")
    with pytest.raises(InputError, match="--force"):
        write_whole(target, "ours", force=False)
    assert target.read_text() == "theirs"
