"""`layoutfix fix`: options, formats, streams and exit codes, with a faked `fix`."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from click.testing import Result as CliResult

import layoutfix
from layoutfix import kernels
from layoutfix.cli import cli
from layoutfix.cli.fix import fix_command
from layoutfix.config import Config
from layoutfix.errors import BrokenPromiseError
from layoutfix.result import TSV_COLUMNS, Result

from .conftest import DUMP, FIXED, FakeFix

Run = Callable[..., CliResult]


class TestStreams:
    def test_stdin_is_read_without_a_file(self, run: Run) -> None:
        """Without FILE, standard input is repaired and printed."""
        result = run(stdin=DUMP)
        assert (result.exit_code, result.stdout) == (0, FIXED)

    def test_dash_is_stdin(self, run: Run, clean: Path) -> None:
        """`-` among the files is standard input."""
        result = run("clean.txt", "-", stdin="Noch ein Text.\n")
        assert result.stdout == (
            "==> clean.txt <==\nNothing happened that day.\n\n"
            "==> standard input <==\nNoch ein Text.\n"
        )

    def test_dash_twice_is_a_mistake(self, run: Run) -> None:
        """Standard input can be read only once."""
        result = run("-", "-", stdin="x")
        assert result.exit_code == 2
        assert "only once" in result.stderr

    def test_an_empty_name(self, run: Run) -> None:
        """An empty FILE, as of an unset variable, is no directory."""
        result = run("")
        assert result.exit_code == 2
        assert "has no name" in result.stderr

    def test_text_comes_out_alone_on_stdout(self, run: Run, page: Path) -> None:
        """One text has no header, and messages go to stderr."""
        result = run("page.txt")
        assert result.stdout == FIXED
        assert "page.txt: reordered 2 columns, 1 doubtful joint of 6" in result.stderr
        assert "a note on this page" in result.stderr

    def test_quiet_silences_all_but_errors(self, run: Run, page: Path) -> None:
        """--quiet leaves stderr empty where nothing went wrong."""
        assert run("page.txt", "--quiet").stderr == ""
        assert "nope.txt" in run("nope.txt", "--quiet").stderr

    def test_several_texts_have_headers(self, run: Run, page: Path, clean: Path) -> None:
        """Each text is announced by name, a text without a final newline gets one."""
        result = run("page.txt", "clean.txt")
        assert result.stdout == (
            f"==> page.txt <==\n{FIXED}\n\n==> clean.txt <==\nNothing happened that day.\n"
        )

    def test_output_is_utf8_without_mark(self, run: Run, tmp_path: Path) -> None:
        """Whatever came in, UTF-8 comes out."""
        (tmp_path / "gb.txt").write_bytes("那天什么也没有发生。\n".encode("gb18030"))
        assert run("gb.txt").stdout_bytes == "那天什么也没有发生。\n".encode()

    def test_crlf_comes_back(self, run: Run, tmp_path: Path) -> None:
        """The text is repaired with LF and written with the newlines of the file."""
        (tmp_path / "dos.txt").write_bytes(DUMP.replace("\n", "\r\n").encode())
        assert run("dos.txt").stdout_bytes == FIXED.replace("\n", "\r\n").encode()

    def test_mixed_newlines_of_a_text_left_alone(self, run: Run) -> None:
        """A text that is left alone keeps even a mixture of newlines, byte for byte."""
        data = b"a\r\nb\nc\rd"
        assert run(stdin=data).stdout_bytes == data

    def test_empty_text(self, run: Run) -> None:
        """Empty input gives empty output, exit 0 and a word on stderr."""
        result = run(stdin="")
        assert (result.exit_code, result.stdout) == (0, "")
        assert "empty" in result.stderr

    def test_blank_text_comes_back(self, run: Run) -> None:
        """Blank text is printed as it is."""
        result = run(stdin=" \n\t\n")
        assert (result.exit_code, result.stdout) == (0, " \n\t\n")
        assert "empty" in result.stderr


class TestFormats:
    def test_markdown(self, run: Run, page: Path, changed: Result) -> None:
        """--format markdown prints Result.to_markdown."""
        assert run("page.txt", "--format", "markdown").stdout == changed.to_markdown()

    def test_json(self, run: Run, page: Path, changed: Result) -> None:
        """--format json prints Result.to_dict as one line."""
        out = run("page.txt", "--format", "json").stdout
        assert out.count("\n") == 1
        assert json.loads(out) == changed.to_dict()

    def test_json_of_several(self, run: Run, page: Path, clean: Path) -> None:
        """Several texts are a line of JSON each, which says whose it is, also after a failure."""
        lines = run("page.txt", "nope.txt", "clean.txt", "--format", "json").stdout.splitlines()
        records = [json.loads(line) for line in lines]
        assert [r["file"] for r in records] == ["page.txt", "clean.txt"]
        assert [r["changed"] for r in records] == [True, False]

    def test_tsv(self, run: Run, page: Path, changed: Result) -> None:
        """--format tsv prints Result.to_tsv."""
        assert run("page.txt", "--format", "tsv").stdout == changed.to_tsv()

    def test_tsv_of_several(self, run: Run, page: Path, clean: Path) -> None:
        """Several texts share one header, and a first column says whose the row is."""
        out = run("nope.txt", "page.txt", "clean.txt", "--format", "tsv").stdout
        rows = [line.split("\t") for line in out.splitlines()]
        assert rows[0] == ["file", *TSV_COLUMNS]
        assert [row[0] for row in rows[1:]] == ["page.txt"] * 7 + ["clean.txt"]

    def test_offsets_are_of_the_text_with_lf(
        self, run: Run, fake_fix: FakeFix, tmp_path: Path
    ) -> None:
        """`fix` sees LF newlines and no byte order mark: offsets count in that text."""
        (tmp_path / "dos.txt").write_bytes(b"\xef\xbb\xbfa\r\nb")
        run("dos.txt")
        assert fake_fix.calls[0]["text"] == "a\nb"


class TestOptionsReachFix:
    def test_defaults(self, run: Run, fake_fix: FakeFix) -> None:
        """Without options `fix` gets the language auto, no model, scorer or config."""
        run(stdin="x")
        none = {"model": None, "scorer": None, "config": None}
        expected = {"text": "x", "language": "auto", **none}
        assert fake_fix.calls == [expected]

    def test_scorer(self, run: Run, fake_fix: FakeFix, tmp_path: Path) -> None:
        """--scorer is a path, looked at before any text and loaded by `fix`."""
        folder = tmp_path / "gpt"
        folder.mkdir()
        result = run("--scorer", str(folder), stdin="x")
        assert result.exit_code == 2
        assert fake_fix.calls == []
        assert f"{folder} is no language model" in result.stderr
        (tmp_path / "own.gguf").write_bytes(b"GGUF")
        loads = importlib.util.find_spec("llama_cpp") is not None
        result = run("--scorer", str(tmp_path / "own.gguf"), stdin="x")
        assert result.exit_code == (0 if loads else 2)
        assert ("layoutfix[llama]" in result.stderr) is not loads

    def test_config(self, run: Run, fake_fix: FakeFix) -> None:
        """--min-confidence and --mark-gaps are fields of the config."""
        run("--min-confidence", "0.75", "--mark-gaps", "--language", "und", stdin="x")
        call = fake_fix.calls[0]
        assert call["language"] == "und"
        assert call["config"] == Config(min_confidence=0.75, mark_gaps=True)

    def test_mark_gaps_alone_keeps_the_default_confidence(
        self, run: Run, fake_fix: FakeFix
    ) -> None:
        """An option that is not given keeps the default of Config."""
        run("--mark-gaps", stdin="x")
        assert fake_fix.calls[0]["config"] == Config(mark_gaps=True)

    def test_encoding_is_forced(self, run: Run, tmp_path: Path, fake_fix: FakeFix) -> None:
        """--encoding wins over detection."""
        (tmp_path / "x.txt").write_bytes("café".encode())
        run("x.txt", "--encoding", "latin-1")
        assert fake_fix.calls[0]["text"] == "cafÃ©"


@pytest.mark.parametrize(
    ("args", "word"),
    [
        (["--language", "klingon"], "klingon"),
        (["--encoding", "utf-9"], "utf-9"),
        (["--encoding", "base64"], "base64"),
        (["--min-confidence", "1.5"], "--min-confidence"),
        (["--min-confidence", "nan"], "--min-confidence"),
        (["--min-confidence", "much"], "--min-confidence"),
        (["--jobs", "0"], "--jobs"),
        (["--jobs", "-2"], "--jobs"),
        (["--format", "docx"], "docx"),
        (["--fromat", "json"], "--fromat"),
        (["--check", "-o", "x"], "--check"),
        (["--diff", "-o", "x"], "--diff"),
        (["--diff", "--format", "json"], "--diff"),
        (["--check", "--format", "json"], "--check"),
        (["--force"], "--force"),
        (["-o", ""], "-o"),
    ],
)
def test_mistakes_are_one_sentence(run: Run, args: list[str], word: str) -> None:
    """A wrong option exits 2 with one line on stderr that names it, and does no work."""
    result = run(*args, stdin="x")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert result.stderr.startswith("layoutfix: ")
    assert word in result.stderr


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--columns", "sideways"], ["sideways", "auto", "ltr", "rtl"]),
        (["--layout", "sideways"], ["sideways", "auto", "keep", "columns:N"]),
        (["--layout", "columns:1"], ["columns:1", "from 2 to 12"]),
        (["--language", "xx"], ["xx", "zh", "und"]),
    ],
)
def test_a_value_that_there_is_not_is_told_with_those_that_there_are(
    run: Run, fake_fix: FakeFix, args: list[str], words: list[str]
) -> None:
    """Exit code 2 and one sentence, before any text is read."""
    result = run(*args, stdin="x")
    assert (result.exit_code, result.stdout, fake_fix.calls) == (2, "", [])
    (sentence,) = result.stderr.splitlines()
    assert [w for w in words if w not in sentence] == []


def test_the_direction_of_columns_reaches_the_engine(run: Run, fake_fix: FakeFix) -> None:
    """`--columns` is a setting of its own; where it is not given all stays as it is set."""
    run("--columns", "rtl", stdin="x")
    run(stdin="x")
    turned, plain = (call["config"] for call in fake_fix.calls)
    assert turned == Config(columns="rtl")
    assert plain in (None, Config())


def test_the_layout_reaches_the_engine(run: Run, fake_fix: FakeFix) -> None:
    """`--layout` is a setting of its own."""
    run("--layout", "columns:3", stdin="x")
    (call,) = fake_fix.calls
    assert call["config"] == Config(layout="columns:3")


def test_unknown_language_lists_the_known(run: Run) -> None:
    """The message for an unknown language names those that there are."""
    stderr = run("--language", "xx", stdin="x").stderr
    assert "auto" in stderr
    assert "und" in stderr


class TestCheck:
    def test_changed(self, run: Run, page: Path, clean: Path) -> None:
        """--check prints no text, names what would change and exits 1."""
        result = run("--check", "page.txt", "clean.txt")
        assert (result.exit_code, result.stdout) == (1, "")
        assert "page.txt: would change\n" in result.stderr
        assert "clean.txt: would" not in result.stderr
        assert result.stderr.endswith(
            "2 texts: 1 would change, 1 would stay as they are; 1 doubtful joint of 6\n"
        )

    def test_unchanged(self, run: Run, clean: Path) -> None:
        """--check exits 0 where nothing would change."""
        result = run("--check", "clean.txt", "--quiet")
        assert (result.exit_code, result.output) == (0, "")

    def test_newlines_and_encoding_are_no_change(self, run: Run, tmp_path: Path) -> None:
        """A byte order mark, CRLF or another encoding is no reason for --check to fail."""
        (tmp_path / "x.txt").write_bytes("\ufeffa\r\nb".encode("utf-16-le"))
        assert run("--check", "x.txt").exit_code == 0

    def test_mistake_outweighs_change(self, run: Run, page: Path) -> None:
        """A file that could not be read makes it 2, not 1."""
        assert run("--check", "page.txt", "nope.txt").exit_code == 2

    def test_check_with_diff(self, run: Run, page: Path) -> None:
        """--check --diff prints the diff and exits 1."""
        result = run("--check", "--diff", "page.txt")
        assert result.exit_code == 1
        assert "reading order" in result.stdout


class TestFailures:
    def test_others_are_done(self, run: Run, page: Path, clean: Path, tmp_path: Path) -> None:
        """A missing and a binary file among others: these are named, the others done, exit 2."""
        (tmp_path / "scan.txt").write_bytes(bytes(range(256)) * 4)
        result = run("nope.txt", "page.txt", "scan.txt", "clean.txt")
        assert result.exit_code == 2
        assert FIXED in result.stdout
        assert "Nothing happened" in result.stdout
        assert "nope.txt cannot be read: No such file or directory." in result.stderr
        assert "scan.txt looks binary" in result.stderr
        assert result.stderr.endswith(
            "4 texts: 1 repaired, 1 left alone, 2 not done; 1 doubtful joint of 6\n"
        )

    def test_directory(self, run: Run, tmp_path: Path) -> None:
        """A directory as FILE is a mistake that says what to do."""
        (tmp_path / "pages").mkdir()
        result = run("pages")
        assert result.exit_code == 2
        assert "pages is a directory" in result.stderr

    def test_bug(self, run: Run, tmp_path: Path, clean: Path) -> None:
        """An unexpected error in one text exits 123 without a traceback; the others are done."""
        (tmp_path / "bad.txt").write_text("explode")
        result = run("bad.txt", "clean.txt")
        assert result.exit_code == 123
        assert "Nothing happened" in result.stdout
        assert "Traceback" not in result.stderr
        line = result.stderr.splitlines()[0]
        for part in ("bad.txt", "bug of ours", "untouched", "LAYOUTFIX_TRACEBACK=1", "KeyError"):
            assert part in line

    def test_bug_with_traceback(
        self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """LAYOUTFIX_TRACEBACK=1 shows the traceback as well."""
        monkeypatch.setenv("LAYOUTFIX_TRACEBACK", "1")
        (tmp_path / "bad.txt").write_text("explode")
        result = CliRunner().invoke(cli, ["fix", "bad.txt"])
        assert result.exit_code == 123
        assert "Traceback (most recent call last)" in result.stderr

    def test_broken_promise(self, run: Run, page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A broken promise is our bug, and prints nothing on stdout."""

        def break_it(text: str, **options: object) -> Result:
            raise BrokenPromiseError("text would be lost")

        monkeypatch.setattr("layoutfix.cli.work.fix", break_it)
        result = run("page.txt")
        assert (result.exit_code, result.stdout) == (123, "")
        assert "text would be lost" in result.stderr

    def test_bug_outside_of_a_text(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        """An unexpected error of the command itself is reported in the same way."""

        def explode(*args: object) -> None:
            raise ZeroDivisionError("oops")

        monkeypatch.setattr("layoutfix.cli.files.do_tasks", explode)
        result = run(stdin="x")
        assert result.exit_code == 123
        assert "bug of ours" in result.stderr
        assert "ZeroDivisionError: oops" in result.stderr

    def test_interrupt(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        """Ctrl-C exits 130."""

        def interrupt(*args: object, **options: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("layoutfix.cli.work.fix", interrupt)
        result = run(stdin="x")
        assert result.exit_code == 130
        assert "Traceback" not in result.stderr

    def test_doubtful_encoding_is_mentioned(self, run: Run, tmp_path: Path) -> None:
        """A guess of the encoding that is not sure is said, with what to pass."""
        (tmp_path / "short.txt").write_bytes("価格".encode("shift_jis"))
        assert "pass --encoding if it reads wrong" in run("short.txt").stderr


class TestGroup:
    def test_version(self) -> None:
        """--version prints the version of the package, and whether the kernels were built."""
        result = CliRunner().invoke(cli, ["--version"])
        runs = "compiled" if kernels.COMPILED else "pure Python"
        assert (result.exit_code, result.stdout) == (
            0,
            f"layoutfix {layoutfix.__version__} ({runs})\n",
        )

    def test_no_command(self) -> None:
        """`layoutfix` alone prints its help."""
        result = CliRunner().invoke(cli, [])
        assert result.exit_code == 0
        assert "fix " in result.stdout

    @pytest.mark.parametrize("flag", ["-h", "--help"])
    def test_help(self, flag: str) -> None:
        """The help names the exit codes."""
        result = CliRunner().invoke(cli, ["fix", flag])
        assert result.exit_code == 0
        for code in ("0 ", "1 ", "2 ", "123 ", "130 "):
            assert f"\n    {code}" in result.stdout

    def test_file_as_command(self, page: Path) -> None:
        """`layoutfix page.txt` says how to write it."""
        result = CliRunner().invoke(cli, [str(page)])
        assert result.exit_code == 2
        assert f"layoutfix fix {page}" in result.stderr

    def test_unknown_command(self) -> None:
        """A command that does not exist is a mistake."""
        result = CliRunner().invoke(cli, ["mend"])
        assert result.exit_code == 2
        assert "mend" in result.stderr

    def test_every_option_is_documented(self) -> None:
        """docs/cli.md speaks of every option of `fix`."""
        docs = (Path(__file__).parents[2] / "docs" / "cli.md").read_text(encoding="utf-8")
        options = [p for p in fix_command.params if isinstance(p, click.Option)]
        assert options
        for option in options:
            for name in option.opts:
                assert f"`{name}" in docs or f"{name} " in docs, name
