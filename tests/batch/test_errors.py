"""What is in the way is one sentence, before anything is written."""

from __future__ import annotations

import gzip
import json
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest

from layoutfix.batch import parse_part
from layoutfix.batch.folder import locked
from layoutfix.config import Config, RepairConfig
from layoutfix.errors import InputError
from tests.batch.helpers import FAST, EndedError, EndsAfter, make_pages, run, write_lines


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """Ten pages."""
    return write_lines(tmp_path / "pages.jsonl", [{"text": p, "n": 1} for p in make_pages(10)])


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (replace(FAST, text_column="ocr"), "no column 'ocr': pass --text-column .* text, n."),
        (replace(FAST, id_column="key"), "no column 'key': pass --id-column"),
        (replace(FAST, kind="parquet"), "cannot be written as parquet: give --to jsonl"),
    ],
)
def test_columns_that_cannot_be(lines: Path, tmp_path: Path, settings: object, said: str) -> None:
    """The first record tells which columns there are."""
    with pytest.raises(InputError, match=said):
        run(lines, output=tmp_path / "out", settings=settings)  # type: ignore[arg-type]
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("gone.jsonl", None, "gone.jsonl is not there"),
        ("none-*.jsonl", None, "Nothing is found by .*none"),
        ("a.json", b"[]", "a.json is not read by batch: make it JSON lines"),
        ("a.jsonl", b"", "There are no pages in"),
        (
            "a.jsonl.gz",
            gzip.compress(b'{"text": "x"}\n' * 999, mtime=0)[:-30],
            "cut short or damaged",
        ),
        ("a.jsonl.gz", b"\x1f\x8bnonsense", "cut short or damaged"),
        ("a.jsonl.zst", b"\x28\xb5\x2f\xfdnonsense", "cut short or damaged"),
        ("a.tar", b"no tar at all" * 99, "cut short or damaged"),
    ],
)
def test_inputs_that_cannot_be_read(
    tmp_path: Path, name: str, content: bytes | None, said: str
) -> None:
    """Missing, empty, of another kind, damaged."""
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=said):
        run(tmp_path / name, output=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_tar_that_ends_within_a_file(tmp_path: Path) -> None:
    """It is found out before any work."""
    (tmp_path / "p.txt").write_text("A page.\n" * 999)
    with tarfile.open(tmp_path / "a.tar", "w") as tar:
        tar.add(tmp_path / "p.txt", "p.txt")
    data = (tmp_path / "a.tar").read_bytes()
    (tmp_path / "a.tar").write_bytes(data[:5000])
    with pytest.raises(InputError, match="cut short or damaged"):
        run(tmp_path / "a.tar", output=tmp_path / "out")


def test_a_folder_with_nothing_to_read(tmp_path: Path) -> None:
    """What would be read is named."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "scan.png").write_bytes(b"")
    with pytest.raises(InputError, match=r"has nothing to read: files must end in \.jsonl"):
        run(tmp_path / "in", output=tmp_path / "out")


def test_texts_have_no_columns(tmp_path: Path) -> None:
    """A column that is asked for beside text files is a mistake."""
    (tmp_path / "a.txt").write_text("A page.\n")
    for settings in (replace(FAST, text_column="ocr"), replace(FAST, id_column="key")):
        with pytest.raises(InputError, match="Text files have no column"):
            run(tmp_path / "a.txt", output=tmp_path / "out", settings=settings)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (replace(FAST, shard_size=5), "shard_size is 5 now and was 4"),
        (replace(FAST, language="auto"), "language is 'auto' now and was 'und'"),
        (replace(FAST, config=Config(layout="keep")), "layout is 'keep' now and was 'auto'"),
        (
            replace(FAST, config=Config(repair=RepairConfig(fix_width=False))),
            "fix_width is False now",
        ),
    ],
)
def test_other_settings_are_refused(
    lines: Path, tmp_path: Path, settings: object, said: str
) -> None:
    """What was asked for otherwise is named, and all files stay as they are."""
    run(lines, output=tmp_path / "out")
    with pytest.raises(InputError, match=rf"output of another run: {said}.*--restart"):
        run(lines, output=tmp_path / "out", settings=settings)  # type: ignore[arg-type]


def test_another_version_is_refused(
    lines: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run is not gone on with by other code, or other models."""
    run(lines, output=tmp_path / "out")
    monkeypatch.setattr("layoutfix.__version__", "99.0")
    with pytest.raises(InputError, match=r"layoutfix is '99.0' now and was"):
        run(lines, output=tmp_path / "out")


@pytest.mark.parametrize("change", [b'{"text": "more"}\n', None])
def test_an_input_that_changed_is_refused(
    lines: Path, tmp_path: Path, change: bytes | None
) -> None:
    """Also where its size is the same; where all of it is done, by its size."""
    out = tmp_path / "out"
    with pytest.raises(EndedError):
        run(lines, output=out, progress=EndsAfter(5))
    data = lines.read_bytes()
    lines.write_bytes(data + change if change else data.replace(b"Page 9", b"Page 8"))
    with pytest.raises(InputError, match=r"another run: .*pages.jsonl has changed"):
        run(lines, output=out)
    lines.write_bytes(data)
    assert run(lines, output=out)["pages"] == 10
    lines.write_bytes(data + b'{"text": "One more."}\n')
    with pytest.raises(InputError, match=r"another run: .*pages.jsonl has changed"):
        run(lines, output=out)


def test_other_inputs_are_refused(lines: Path, tmp_path: Path) -> None:
    """An input more, or fewer, is named."""
    run(lines, output=tmp_path / "out")
    more = write_lines(tmp_path / "more.jsonl", [{"text": "x"}])
    with pytest.raises(InputError, match=r"inputs are not the same \(.*more.jsonl\)"):
        run(lines, more, output=tmp_path / "out")


def test_a_folder_of_something_else_is_refused(lines: Path, tmp_path: Path) -> None:
    """Nothing is written among files of others, not even with --restart; nor over a file."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("mine")
    with pytest.raises(InputError, match=r"has files of something else \(thesis.txt\)"):
        run(lines, output=tmp_path / "out")
    with pytest.raises(InputError, match="is a file: give -o a folder"):
        run(lines, output=tmp_path / "pages.jsonl")
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["thesis.txt"]


def test_a_manifest_that_is_damaged(lines: Path, tmp_path: Path) -> None:
    """It is not taken for no manifest."""
    run(lines, output=tmp_path / "out")
    (tmp_path / "out" / "manifest.json").write_text("{")
    with pytest.raises(InputError, match=r"manifest.json is missing or damaged"):
        run(lines, output=tmp_path / "out")


def test_a_manifest_of_a_later_format(lines: Path, tmp_path: Path) -> None:
    """It is told apart from what this version wrote."""
    run(lines, output=tmp_path / "out")
    path = tmp_path / "out" / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "format": 99}))
    with pytest.raises(InputError, match="it is of another version of layoutfix"):
        run(lines, output=tmp_path / "out")


def test_two_runs_at_once_are_refused(lines: Path, tmp_path: Path) -> None:
    """While one is at work on a part, another one on the same part is told so."""
    run(lines, output=tmp_path / "out")
    with (
        locked(tmp_path / "out" / ".lock-1-of-1"),
        pytest.raises(InputError, match="Another run is at work in"),
    ):
        run(lines, output=tmp_path / "out")


@pytest.mark.parametrize("text", ["0/3", "4/3", "1/0", "x", "1", "1/", "-1/3", "1/2/3"])
def test_parts_that_are_none(text: str) -> None:
    """A part is I/N, I from 1 to N."""
    with pytest.raises(InputError, match=r"is no part|is out of range"):
        parse_part(text)
