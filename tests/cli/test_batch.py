"""`layoutfix batch`: options, what is said, exit codes. The work is done in this process."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from click.testing import Result as CliResult

import layoutfix
from layoutfix.batch.timing import Pace
from layoutfix.cli import batch as batch_cli
from layoutfix.cli import cli, pace
from layoutfix.cli.pace import PaceBar
from layoutfix.errors import BrokenPromiseError
from tests.batch.helpers import Here, make_pages, read_output, write_lines

Run = Callable[..., CliResult]


@pytest.fixture
def batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `layoutfix batch` in a folder with ten pages."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("layoutfix.batch.Processes", lambda jobs: Here())
    write_lines(Path("pages.jsonl"), [{"text": p} for p in make_pages(10)])

    def run_cli(*args: str) -> CliResult:
        line = ["batch", *args, "--language", "und"]
        return CliRunner().invoke(cli, line, prog_name="layoutfix")

    return run_cli


def test_a_run_is_summed_up(batch: Run) -> None:
    """The last line says what became of the pages; nothing is printed on standard output."""
    done = batch("pages.jsonl", "-o", "out")
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr.startswith("10 pages: 3 repaired, 7 left alone; 10 in this run, ")
    assert done.stderr.endswith("; out/report.txt has more\n")
    assert len(read_output(Path("out"))) == 10


def test_quiet(batch: Run) -> None:
    """Nothing is said where nothing is wrong."""
    assert batch("pages.jsonl", "-o", "out", "-q").output == ""


def test_failed_pages_are_exit_code_2(batch: Run) -> None:
    """The others are done."""
    write_lines(Path("bad.jsonl"), [{"text": "One.\n"}, "{half"])
    done = batch("bad.jsonl", "-o", "out")
    assert done.exit_code == 2
    assert "1 failed (quarantine)" in done.stderr
    assert len(read_output(Path("out"))) == 2


def test_our_bugs_are_exit_code_123(batch: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that we cannot do costs itself."""
    real = layoutfix.fix

    def fix(text: str, **_: object) -> layoutfix.Result:
        if "Page 3" in text:
            raise BrokenPromiseError("layoutfix stopped before breaking a promise")
        if "Page 4" in text:
            raise KeyError("no such thing")
        return real(text, language="und")

    monkeypatch.setattr("layoutfix.api.fix", fix)
    done = batch("pages.jsonl", "-o", "out")
    assert done.exit_code == 123
    errors = [row["error"] for row in read_output(Path("out"))]
    assert errors[3] == "layoutfix stopped before breaking a promise"
    assert errors[4].startswith("a bug of ours, not a mistake of yours (KeyError: 'no such thing')")
    assert errors[:3] == [None] * 3


def test_too_many_errors_are_exit_code_2(batch: Run) -> None:
    """--max-errors ends the run in one sentence."""
    write_lines(Path("bad.jsonl"), ["{half"] * 3)
    done = batch("bad.jsonl", "-o", "out", "--max-errors", "1")
    assert done.exit_code == 2
    assert done.stderr.startswith("layoutfix: 2 pages failed, more than --max-errors 1 (the last:")
    assert "Traceback" not in done.output


def test_options_reach_the_pages(batch: Run) -> None:
    """Rules of repair, columns to add and the kind of output."""
    options = ("--without", "ligatures", "--add", "steps,joints", "--prefix", "lf_")
    assert batch("pages.jsonl", "-o", "out", *options, "--keep-dump").exit_code == 0
    row = read_output(Path("out"))[2]
    assert row["lf_text"] == row["lf_dump"] == row["text"]
    assert row["lf_steps"] == []
    assert (
        json.loads(Path("out/manifest.json").read_text())["settings"]["config"]["repair"][
            "fix_ligatures"
        ]
        is False
    )


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--add", "words"), "There is no column 'words' to add"),
        (("--shard", "3/2"), "--shard 3/2 is out of range: the first number is 1 to 2"),
        (("--shard", "1/2", "--restart"), "--restart takes out the work of all machines"),
        (("--text-column", "ocr"), "no column 'ocr': pass --text-column with one of text"),
        (("--to", "parquet"), "cannot be written as parquet"),
        (("--layout", "spiral"), "spiral"),
        (("--only", "nothing"), "There is no rule 'nothing'"),
    ],
)
def test_mistakes_are_one_sentence(batch: Run, options: tuple[str, ...], said: str) -> None:
    """With exit code 2, and nothing is written."""
    done = batch("pages.jsonl", "-o", "out", *options)
    assert done.exit_code == 2
    assert said in done.stderr
    assert not Path("out").exists()


def test_the_report_says_where_to_look(batch: Run) -> None:
    """Pages by verdict, a histogram of confidence with all pages that have joints, the worst."""
    batch("pages.jsonl", "-o", "out")
    report = json.loads(Path("out/report.json").read_text())
    assert report["verdicts"] == {"left alone": 7, "repaired": 3}
    rows = read_output(Path("out"))
    assert sum(report["histogram"]) == sum(row["confidence"] is not None for row in rows)
    for page in report["worst"]:
        assert rows[page["shard"] * 1000 + page["row"]]["doubtful"] == page["doubtful"]
        assert page["source"] == "pages.jsonl"
    assert "by confidence" in Path("out/report.txt").read_text()


def test_what_is_not_a_terminal_gets_a_line_a_minute(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """How much is done, how fast, how long to go; nothing before a minute has gone."""
    clock = [1000.0]
    monkeypatch.setattr("time.monotonic", lambda: clock[0])
    with PaceBar(quiet=False) as bar:
        run = Pace(100, 1000)
        for _ in range(120):
            clock[0] += 1
            run.count(2)
            bar.go(run)
    lines = capsys.readouterr().err.splitlines()
    assert lines == [
        "layoutfix: 220 of 1,000 pages, 2.0 pages/s, 6 min 30 s left",
        "layoutfix: 340 of 1,000 pages, 2.0 pages/s, 5 min 30 s left",
    ]


def test_a_terminal_gets_a_bar(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the rate, and one of its own while the input is looked through."""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setattr(pace, "REFRESH_SECONDS", 0.0)
    with PaceBar(quiet=False) as bar:
        bar.look(50, 100)
        run = Pace(0, 10)
        run.count(10)
        bar.go(run)
    said = capsys.readouterr().err
    assert "looking through" in said
    assert "pages/s" in said


def test_the_kinds_are_those_of_the_package() -> None:
    """The command names them apart, so that --help need not load what writes them."""
    from layoutfix.batch import records, settings, writing

    assert batch_cli.KINDS == writing.KINDS
    assert batch_cli.ADDED == records.ADDED
    options = {p.name: p.default for p in batch_cli.batch_command.params}
    assert options["shard_size"] == settings.SHARD_SIZE
    assert options["page_seconds"] == settings.PAGE_SECONDS
