"""A result that was changed, made by hand, so that no test here depends on how the pipeline works.

The page, two columns read across, with a caption between:

    the ferry left    | the mayor opened
    [ A view of the harbour ]
    at dawn with-     | the new market
    out its crew      | hall on Monday
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from click.testing import Result as CliResult

from layoutfix.checks import check_result
from layoutfix.cli import cli
from layoutfix.model import Fragment, Joint, Paragraph, Step
from layoutfix.result import Result

LINES = (
    "the ferry left",
    "the mayor opened",
    "A view of the harbour",
    "at dawn with-",
    "the new market",
    "out its crew.",
    "hall on Monday.",
)
DUMP = "\n".join(LINES) + "\n"
ORDER = (0, 3, 5, 1, 4, 6, 2)
FIXED = (
    "the ferry left at dawn without its crew.\n\n"
    "the mayor opened the new market hall on Monday.\n\n"
    "A view of the harbour"
)


def make_changed() -> Result:
    """The dump above, put into order."""
    starts = [sum(len(line) + 1 for line in LINES[:k]) for k in range(len(LINES))]
    fragments = tuple(
        Fragment(s, s + len(line), line) for s, line in zip(starts, LINES, strict=True)
    )
    ends = [f.end for f in fragments]
    hyphen = ends[3] - 1
    steps = (
        *(Step("join_lines", ends[k], ends[k], "", " ") for k in (0, 1, 4)),
        Step("fix_hyphens", hyphen, ends[3], "-", ""),
        *(Step("break_paragraphs", ends[k], ends[k], "", "\n\n") for k in (5, 6)),
    )
    return check_result(
        Result(
            text=FIXED,
            paragraphs=(
                Paragraph("body", (0, 3, 5), FIXED.split("\n\n", maxsplit=1)[0]),
                Paragraph("body", (1, 4, 6), FIXED.split("\n\n")[1]),
                Paragraph("caption", (2,), LINES[2]),
            ),
            joints=(
                Joint(0, 3, "space", 0.91, {"ngram": 2.5}),
                Joint(3, 5, "hyphen", 0.99, {"ngram": 4.25, "shape": 1.0}),
                Joint(5, 1, "article", 0.8, {"shape": 1.0}),
                Joint(1, 4, "space", 0.31, {"ngram": -1.2, "shape": 0.4}),
                Joint(4, 6, "space", 0.97, {"ngram": 3.0}),
                Joint(6, 2, "aside", 0.9),
            ),
            fragments=fragments,
            order=ORDER,
            steps=steps,
            language="en",
            verdict="reordered 2 columns, 1 doubtful joint of 6",
            dump=DUMP,
            notes=("a note on this page",),
        )
    )


def make_unchanged(text: str) -> Result:
    """A text that is left alone."""
    has_text = bool(text.strip())
    return check_result(
        Result(
            text=text,
            paragraphs=(Paragraph("body", (0,), text),) if has_text else (),
            joints=(),
            fragments=(Fragment(0, len(text), text),) if has_text else (),
            order=(0,) if has_text else (),
            steps=(),
            language="und",
            verdict="left alone",
            dump=text,
        )
    )


class FakeFix:
    """Reorders the one dump it knows, leaves other texts alone, remembers what it was asked."""

    def __init__(self) -> None:
        self.calls: list[dict[str, object]] = []

    def __call__(self, text: str, **options: object) -> Result:
        self.calls.append({"text": text, **options})
        if "explode" in text:
            raise KeyError("no such thing")
        return make_changed() if text == DUMP else make_unchanged(text)


@pytest.fixture
def fake_fix(monkeypatch: pytest.MonkeyPatch) -> FakeFix:
    """`fix`, as the command line calls it, made predictable."""
    fake = FakeFix()
    monkeypatch.setattr("layoutfix.cli.work.fix", fake)
    return fake


@pytest.fixture
def changed() -> Result:
    return make_changed()


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fake_fix: FakeFix
) -> Callable[..., CliResult]:
    """Runs a command line in an empty directory, with `fix` faked."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LAYOUTFIX_TRACEBACK", raising=False)

    def run_cli(*args: str, stdin: str | bytes | None = None) -> CliResult:
        return CliRunner().invoke(cli, ["fix", *args], input=stdin, prog_name="layoutfix")

    return run_cli


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A file with the scrambled dump."""
    path = tmp_path / "page.txt"
    path.write_bytes(DUMP.encode())
    return path


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    """A file that reads well."""
    path = tmp_path / "clean.txt"
    path.write_bytes(b"Nothing happened that day.\n")
    return path
