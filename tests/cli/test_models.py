"""`layoutfix models`, and `--model PATH` of `fix` and `repair`."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import layoutfix
from layoutfix import ngrams
from layoutfix.cli import cli
from tests.helpers import ROOT
from tests.ngrams.small import english_model

DUMP = ROOT / "fixtures" / "dumps" / "zh-two-columns.txt"
ENCODER = ROOT / "src" / "layoutfix" / "data" / "encoders" / "latin.lfse"
SHIPPED = ROOT / "src" / "layoutfix" / "data" / "ngrams" / "zh.lfng"


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(a) for a in args])


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.lfng"
    meta = {"sources": ["a.txt", "b.txt", "c.txt", "d.txt"], "perplexity": {"unit": 12.5}}
    ngrams.save_path(path, replace(english_model(), name="own", meta=meta))
    return path


def test_models_are_listed() -> None:
    """Each installed model has its code, origin, units, order and size."""
    result = run("models")
    assert result.exit_code == 0
    for code in ngrams.available():
        assert f"{code}  layoutfix-{code}, from layoutfix\n" in result.stdout
    assert "characters, order 5, 9.78 MB" in result.stdout
    records = json.loads(run("models", "--json").stdout)
    assert [r["code"] for r in records] == list(ngrams.available())
    assert all(r["sources"] for r in records)


def test_a_file_is_described(own: Path) -> None:
    """Perplexity and sources are those that the file says."""
    result = run("models", own)
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        f"en  own, from {own}",
        f"    words, order 3, {own.stat().st_size / 1e6:.2f} MB",
        "    perplexity 12.5 a unit",
        "    counted from a.txt, b.txt, c.txt and 1 more",
    ]


def test_a_model_of_ones_own_scores(own: Path) -> None:
    """--model is what the record says, and the shipped model given as a file changes nothing."""
    named = json.loads(run("fix", "--format", "json", "--model", own, DUMP).stdout)
    assert named["language"] == "en"
    usual = json.loads(run("fix", "--format", "json", DUMP).stdout)
    given = json.loads(run("fix", "--format", "json", "--model", SHIPPED, DUMP).stdout)
    assert given == usual
    assert named["order"] != usual["order"]
    text = DUMP.read_text(encoding="utf-8")
    plain = layoutfix.fix(text).text
    assert layoutfix.fix(text, model=str(SHIPPED)).text == plain
    assert layoutfix.repair(text, model=own).language == "en"
    both = list(layoutfix.fix_many([text, text], model=ngrams.load("zh"), jobs=2))
    assert [r.text for r in both] == [plain] * 2


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda blob: blob[:200_000], "is damaged or cut short"),
        (lambda blob: blob[:10], "is cut short: it has 10 bytes"),
        (lambda blob: b"", "is not a language model of layoutfix"),
        (lambda blob: blob[:90_000] + b"\0" + blob[90_001:], "is damaged or cut short"),
        (lambda blob: b"PK\3\4" + blob, "is not a language model of layoutfix"),
        (lambda blob: blob[:7] + b"\7" + blob[8:], "has format 7; this version reads"),
        (lambda blob: ENCODER.read_bytes(), "is not a language model of layoutfix"),
    ],
    ids=["truncated", "stump", "empty", "flipped", "zip", "later", "encoder"],
)
@pytest.mark.parametrize("command", ["fix", "repair", "models"])
def test_a_file_that_is_no_sound_model_is_one_sentence(
    damage, message: str, command: str, tmp_path: Path
) -> None:
    """Exit code 2, nothing on standard output, no file written."""
    path = tmp_path / "bad.lfng"
    path.write_bytes(damage(SHIPPED.read_bytes()))
    out = tmp_path / "out.txt"
    args = ("models", path) if command == "models" else (command, "--model", path, "-o", out, DUMP)
    result = run(*args)
    assert result.exit_code == 2
    assert result.stdout.strip() == ""
    assert result.stderr.count("\n") == 1
    assert message in result.stderr
    assert "bad.lfng" in result.stderr
    assert "bug" not in result.stderr
    assert not out.exists()


def test_a_missing_model_is_told(tmp_path: Path) -> None:
    """In the words of the system."""
    result = run("fix", "--model", tmp_path / "none.lfng", DUMP)
    assert result.exit_code == 2
    assert "No such file" in result.stderr


def test_a_model_and_a_language_exclude_each_other(own: Path) -> None:
    """In either order, and in Python."""
    for args in (("--model", own, "--language", "en"), ("--language", "en", "--model", own)):
        result = run("fix", *args, DUMP)
        assert result.exit_code == 2
        assert "leave out --language, or --model" in result.stderr
    with pytest.raises(layoutfix.InputError, match="leave one of them out"):
        layoutfix.fix("A line.", language="en", model=own)
