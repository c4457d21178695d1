"""`layoutfix train`: a model that `fix --model` takes, or nothing at all."""

from __future__ import annotations

import gzip
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from layoutfix import ngrams
from layoutfix.cli import cli
from tests.pool.processes import has_open, needs_linux, wait_until
from tests.training.corpus import make_paragraphs


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(a) for a in args])


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    text = "\n".join(make_paragraphs(1500))
    (folder / "manor.txt.gz").write_bytes(gzip.compress(text.encode()))
    return folder / "manor.txt.gz"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    return tmp_path / "out" / "manor.lfng"


def test_a_model_is_made_listed_and_used(corpus: Path, out: Path, tmp_path: Path) -> None:
    """The language is detected; perplexity before and after is printed; nothing else is left."""
    result = run("train", corpus, "-o", out)
    assert result.exit_code == 0
    assert result.stdout == ""
    assert "manor.lfng: en, " in result.stderr
    assert " with the model layoutfix-en, " in result.stderr
    assert [p.name for p in out.parent.iterdir()] == ["manor.lfng"]
    listed = run("models", out).stdout
    assert "en  manor, from" in listed
    assert "perplexity" in listed
    assert "counted from manor.txt.gz" in listed
    page = tmp_path / "page.txt"
    page.write_text("\n".join(make_paragraphs(3, seed=5)))
    assert run("fix", "--model", out, page).exit_code == 0


def test_what_exists_is_kept(corpus: Path, out: Path) -> None:
    """Unless --force is given; that is found out before any work."""
    out.write_text("mine")
    result = run("train", corpus, "-o", out)
    assert result.exit_code == 2
    assert "pass --force" in result.stderr
    assert out.read_text() == "mine"
    assert run("train", corpus, "-o", out, "--force", "--quiet", "--alone").stderr == ""
    assert ngrams.load_path(out).base is None


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("--language", "und"), "is no code of a language"),
        (("--language", "../x"), "is no code of a language"),
        (("--size", "0"), "0.1<=x<=200"),
        (("--encoding", "klingon"), "There is no text encoding"),
    ],
)
def test_mistakes_are_told(args: tuple[str, ...], message: str, corpus: Path, out: Path) -> None:
    """Exit code 2, one sentence, no file."""
    result = run("train", corpus, "-o", out, *args)
    assert result.exit_code == 2
    assert message in result.stderr
    assert not out.exists()


def test_a_bad_corpus_leaves_nothing(corpus: Path, out: Path) -> None:
    """A file that is cut short is noticed in the first pass, wherever it stands."""
    cut = corpus.with_name("cut.gz")
    cut.write_bytes(corpus.read_bytes()[:-2000])
    result = run("train", corpus, cut, "-o", out)
    assert result.exit_code == 2
    assert "cut.gz is cut short or damaged" in result.stderr
    assert list(out.parent.iterdir()) == []


def test_an_unknown_language_has_to_be_named(out: Path, tmp_path: Path) -> None:
    """And may then be any."""
    text = tmp_path / "a.txt"
    words = ("hegyek", "szólna", "gyűrűk", "kérdéses", "völgyben")  # Hungarian has no model
    text.write_text("\n".join(" ".join(words[(i * k) % 5] for k in range(30)) for i in range(4000)))
    result = run("train", text, "-o", out)
    assert result.exit_code == 2
    assert "pass --language" in result.stderr
    assert run("train", text, "-o", out, "--language", "hu").exit_code == 0
    assert ngrams.load_path(out).language == "hu"


@needs_linux
@pytest.mark.usefixtures("_interruptible")
def test_an_interrupted_run_leaves_nothing(corpus: Path, out: Path) -> None:
    """Exit code 130, no file, no traceback; the next run begins anew."""
    corpus.write_bytes(gzip.compress("\n".join(make_paragraphs(60_000)).encode(), 1))
    command = [sys.executable, "-m", "layoutfix", "train", str(corpus), "-o", str(out)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    wait_until(lambda: has_open(process.pid, corpus), "it does not read the corpus")
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in said
    assert list(out.parent.iterdir()) == []
