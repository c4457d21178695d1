"""`layoutfix scramble`: pages and truths, the same for the same seed, nothing overwritten."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from click.testing import Result as CliResult

from layoutfix.cli import cli
from layoutfix.evaluation import read_truth
from tests.cli.test_eval import refused

Scramble = Callable[..., CliResult]
DATA = Path(__file__).parents[1] / "synthesis" / "data"
ENGLISH, FRENCH = str(DATA / "english.txt"), str(DATA / "french.txt")


@pytest.fixture
def scramble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scramble:
    """Runs `layoutfix scramble` in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LAYOUTFIX_TRACEBACK", raising=False)
    return lambda *args: CliRunner().invoke(cli, ["scramble", *args], prog_name="layoutfix")


def contents(folder: str) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in Path(folder).iterdir()}


def test_a_dump_and_its_truth(scramble: Scramble) -> None:
    """Two files a page; the truth has the dump, the lines, and what was damaged."""
    result = scramble(ENGLISH, "-o", "out", "--preset", "interleaved-2")
    assert result.exit_code == 0 and "1 pages" in result.stderr
    dump = Path("out/english-interleaved-2-s0.txt").read_text(encoding="utf-8")
    truth = json.loads(Path("out/english-interleaved-2-s0.json").read_text(encoding="utf-8"))
    assert truth["dump"] == dump and truth["articles"] == ["english"]
    assert (truth["preset"], truth["seed"], truth["columns"]) == ("interleaved-2", 0, [2])
    read = read_truth(Path("out/english-interleaved-2-s0.json"))
    assert (read.damage, read.dumps) == ("interleaved-2", {"": dump})


def test_the_same_seed_gives_the_same_bytes(scramble: Scramble) -> None:
    """Another seed another page; --pages counts seeds up."""
    args = (ENGLISH, FRENCH, "--preset", "page-rapidocr", "--preset", "page-tess6", "-q")
    for folder in ("a", "b"):
        assert not scramble(*args, "-o", folder, "--pages", "2").output
    assert contents("a") == contents("b") and len(contents("a")) == 16
    scramble(*args, "-o", "c", "--seed", "1")
    assert contents("c").items() <= contents("a").items()


def test_every_preset_can_be_made(scramble: Scramble) -> None:
    """`--preset all` makes each of them."""
    assert scramble(FRENCH, "-o", "out", "--preset", "all").exit_code == 0
    assert len(contents("out")) > 50


def test_the_truth_scores_the_dump(scramble: Scramble) -> None:
    """scramble, fix, eval: the three commands fit together."""
    scramble(ENGLISH, "-o", "pages", "--preset", "gutter-2")
    runner = CliRunner()
    name = "english-gutter-2-s0"
    fixed = runner.invoke(cli, ["fix", f"pages/{name}.txt", "-o", "fixed/", "--format", "json"])
    assert fixed.exit_code == 0, fixed.stderr
    found = runner.invoke(cli, ["eval", "fixed", "--truth", "pages", "--json"])
    page = json.loads(found.stdout)["pages"][0]
    assert page["score"]["joint_recall"] > 0.9 and page["joints"] and page["harm"] > 0.5


def test_files_are_not_overwritten(scramble: Scramble) -> None:
    """Nothing is written where one file of them exists, unless --force is given."""
    args = (ENGLISH, "-o", "out", "--preset", "clean-2", "--preset", "gutter-2")
    Path("out").mkdir()
    Path("out/english-gutter-2-s0.json").write_text("mine", encoding="utf-8")
    assert refused(scramble(*args), "exists", "--force")
    assert set(contents("out")) == {"english-gutter-2-s0.json"}
    assert scramble(*args, "--force").exit_code == 0
    assert len(contents("out")) == 4


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"Only a headline\n", "needs a headline"),
        (b"caf\xe9\n\nau lait\n", "UTF-8"),
        (None, "read"),
    ],
)
def test_files_that_are_no_articles(
    scramble: Scramble, content: bytes | None, message: str
) -> None:
    """One sentence that names the file; nothing is written."""
    if content is not None:
        Path("a.txt").write_bytes(content)
    assert refused(scramble("a.txt", "-o", "out"), "a.txt", message)
    assert not Path("out").exists()


def test_mistakes(scramble: Scramble) -> None:
    """Unknown presets get the list; two articles of one name, and a file in the folder's place."""
    assert refused(scramble(ENGLISH, "-o", "out", "--preset", "tabloid"), "tabloid", "page-tess6")
    assert refused(scramble(ENGLISH, ENGLISH, "-o", "out"), "named english")
    Path("file").write_text("x", encoding="utf-8")
    assert refused(scramble(ENGLISH, "-o", "file"), "cannot be made")
