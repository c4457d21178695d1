"""Whole runs: what comes out, in which shards, and what a run that was ended leaves to the next."""

from __future__ import annotations

import gzip
import io
import json
import os
import sys
import tarfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import layoutfix
from layoutfix.batch import Order, Part, Processes, run_batch
from layoutfix.batch import writing as batch_writing
from layoutfix.errors import InputError
from tests.batch.helpers import (
    FAST,
    EndedError,
    EndsAfter,
    make_pages,
    read_lines,
    read_output,
    run,
    tree,
    write_lines,
)


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """Ten pages with a column beside."""
    rows = [{"year": 1900 + k, "text": page} for k, page in enumerate(make_pages(10))]
    return write_lines(tmp_path / "pages.jsonl", rows)


def test_each_record_is_a_row_in_its_place(lines: Path, tmp_path: Path) -> None:
    """Rows are the records in their order, with what `fix` says of each and all other columns."""
    report = run(lines, output=tmp_path / "out")
    rows = read_output(tmp_path / "out")
    expected = [layoutfix.fix(page, language="und") for page in make_pages(10)]
    assert [row["year"] for row in rows] == list(range(1900, 1910))
    assert [row["text"] for row in rows] == [r.text for r in expected]
    assert [row["verdict"] for row in rows] == [r.verdict for r in expected]
    assert [row["changed"] for row in rows] == [r.changed for r in expected]
    assert any(row["changed"] for row in rows)
    assert [row["doubtful"] for row in rows] == [len(r.doubtful()) for r in expected]
    for row, r in zip(rows, expected, strict=True):
        mean = sum(j.confidence for j in r.joints) / len(r.joints) if r.joints else None
        assert row["confidence"] == (None if mean is None else pytest.approx(mean, abs=1e-4))
    assert {row["error"] for row in rows} == {None}
    assert report["pages"] == 10


def test_shards_have_the_size_asked_for(lines: Path, tmp_path: Path) -> None:
    """Ten pages in fours are shards of four, four and two, each with a note."""
    run(lines, output=tmp_path / "out")
    shards = sorted((tmp_path / "out" / "shards").iterdir())
    assert [len(read_lines(path)) for path in shards] == [4, 4, 2]
    assert len([*(tmp_path / "out" / "done").iterdir()]) == 3


def test_jobs_give_the_same_bytes(lines: Path, tmp_path: Path) -> None:
    """Two processes write what one does."""
    run(lines, output=tmp_path / "one")
    run_batch([str(lines)], tmp_path / "two", FAST, hands=Processes(2))
    assert tree(tmp_path / "one") == tree(tmp_path / "two")


@pytest.mark.parametrize("pages", [0, 3, 4, 9])
def test_a_run_that_was_ended_goes_on(lines: Path, tmp_path: Path, pages: int) -> None:
    """Wherever it is ended, the next run does what is left, and all bytes are the same."""
    run(lines, output=tmp_path / "whole")
    out = tmp_path / "out"
    with pytest.raises(EndedError):
        run(lines, output=out, progress=EndsAfter(pages))
    assert not (out / "report.json").exists()
    report = run(lines, output=out)
    assert report["run"]["pages"] == 10 - pages // 4 * 4
    assert tree(out) == tree(tmp_path / "whole")


def test_a_run_that_is_done_does_nothing_more(lines: Path, tmp_path: Path) -> None:
    """The same command a second time fixes no page and changes no file."""
    out = tmp_path / "out"
    run(lines, output=out)
    before = tree(out)
    report = run(lines, output=out)
    assert (report["pages"], report["run"]["pages"]) == (10, 0)
    assert tree(out) == before


def test_a_shard_that_was_lost_is_done_again(lines: Path, tmp_path: Path) -> None:
    """Of a shard that is gone, or has not the size of its note, the note counts for nothing."""
    out = tmp_path / "out"
    run(lines, output=out)
    before = tree(out)
    (out / "shards" / "00000.jsonl").unlink()
    (out / "shards" / "00002.jsonl").write_text("{}\n")
    assert run(lines, output=out)["run"]["pages"] == 6
    assert tree(out) == before


def test_what_a_killed_run_had_begun_is_swept(lines: Path, tmp_path: Path) -> None:
    """A file that was being written does not stay."""
    out = tmp_path / "out"
    with pytest.raises(EndedError):
        run(lines, output=out, progress=EndsAfter(5))
    for name in ("shards/.00001.jsonl.0a1b2c3d.part", ".report.json.0a1b2c3d.part"):
        (out / name).write_text("half")
    run(lines, output=out)
    assert not [*out.rglob("*.part")]


def test_parts_make_the_whole(lines: Path, tmp_path: Path) -> None:
    """Three machines with a part each write what one would, whichever comes last reports it."""
    run(lines, output=tmp_path / "whole")
    out = tmp_path / "out"
    for number in (3, 1, 2):
        assert not (out / "report.json").exists()
        run(lines, output=out, order=Order(Part(number, 3)))
    parts, whole = tree(out), tree(tmp_path / "whole")
    assert {n: d for n, d in parts.items() if not n.startswith(".lock")} == {
        n: d for n, d in whole.items() if not n.startswith(".lock")
    }
    assert json.loads((out / "report.json").read_text())["pages"] == 10


def test_more_parts_than_shards(lines: Path, tmp_path: Path) -> None:
    """A part without a shard does nothing, and is no error."""
    report = run(lines, output=tmp_path / "out", order=Order(Part(1, 5)))
    assert report["pages"] == 0


def test_restart_begins_anew(lines: Path, tmp_path: Path) -> None:
    """With other settings the output is what it would be in a new folder."""
    other = replace(FAST, shard_size=3, keep_dump=True)
    run(lines, output=tmp_path / "new", settings=other)
    out = tmp_path / "out"
    run(lines, output=out)
    run(lines, output=out, settings=other, order=Order(restart=True))
    assert tree(out) == tree(tmp_path / "new")


def test_several_sources_are_counted_through(tmp_path: Path) -> None:
    """Shards go over the ends of files, blank lines are no records, an empty file is no matter."""
    pages = make_pages(7)
    a = write_lines(tmp_path / "a.jsonl", [{"text": pages[0]}, "", {"text": pages[1]}, " "])
    b = write_lines(tmp_path / "b.jsonl", [])
    c = write_lines(tmp_path / "c.jsonl", [{"text": p} for p in pages[2:]])
    run(a, b, c, output=tmp_path / "out", settings=replace(FAST, keep_dump=True))
    assert [row["dump"] for row in read_output(tmp_path / "out")] == pages


@pytest.mark.parametrize("part", [1, 2, 3])
def test_a_part_begins_in_the_middle_of_a_file(tmp_path: Path, part: int) -> None:
    """A part reads from where its first shard begins, over characters of several bytes."""
    rows = [{"text": f"第{k}页。\n\n今天没有风。\n"} for k in range(24)]
    path = write_lines(tmp_path / "a.jsonl", rows)
    run(path, output=tmp_path / "out", order=Order(Part(part, 3)))
    texts = [row["text"] for row in read_output(tmp_path / "out")]
    assert texts == [row["text"] for row in rows[8 * (part - 1) : 8 * part]]


@pytest.mark.parametrize("kind", ["jsonl.gz", "jsonl.zst"])
def test_compressed_lines_in_and_out(lines: Path, tmp_path: Path, kind: str) -> None:
    """Lines that come compressed go compressed; what is in them is the same."""
    import zstandard

    data = lines.read_bytes()
    packed = tmp_path / f"pages.{kind}"
    packed.write_bytes(
        gzip.compress(data) if kind.endswith("gz") else zstandard.ZstdCompressor().compress(data)
    )
    run(lines, output=tmp_path / "plain")
    with pytest.raises(EndedError):
        run(packed, output=tmp_path / "out", progress=EndsAfter(6))
    run(packed, output=tmp_path / "out")
    for path in (tmp_path / "plain" / "shards").iterdir():
        written = (tmp_path / "out" / "shards" / f"{path.stem}.{kind}").read_bytes()
        if kind.endswith("gz"):
            assert gzip.decompress(written) == path.read_bytes()
        else:
            reader = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(written))
            assert reader.read() == path.read_bytes()


def test_a_folder_of_texts(tmp_path: Path) -> None:
    """Text files below a folder are pages in the order of their paths; others are not looked at."""
    folder = tmp_path / "papers"
    for name in ("b/2.txt", "a/10.txt", "a/9.txt", ".hidden/1.txt", "a/scan.png", "a/.x.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"This is {name}.\n")
    run(folder, output=folder / "out")
    rows = read_output(folder / "out")
    assert [row["id"] for row in rows] == ["a/10.txt", "a/9.txt", "b/2.txt"]
    assert rows[0]["text"] == "This is a/10.txt.\n"


def test_an_output_within_the_input_is_not_read(tmp_path: Path) -> None:
    """A second run on a folder does not read what the first wrote into it."""
    write_lines(tmp_path / "a.jsonl", [{"text": p} for p in make_pages(5)])
    for _ in range(2):
        assert run(tmp_path, output=tmp_path / "out")["pages"] == 5


@pytest.mark.parametrize("mode", ["w", "w:gz"])
def test_a_tar_of_texts(tmp_path: Path, mode: str) -> None:
    """Its text files are pages, in its order, in any encoding that is told."""
    path = tmp_path / ("papers.tar" + ".gz" * (mode == "w:gz"))
    files = {"p/2.txt": b"Zwei.\n", "p/1.txt": "第一页。今天没有风。\n".encode("gb18030")}
    with tarfile.open(path, mode) as tar:  # type: ignore[call-overload]
        for name, data in {**files, "p/1.png": b"\x89PNG", "p/._1.txt": b"\0"}.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    run(path, output=tmp_path / "out")
    rows = read_output(tmp_path / "out")
    assert [row["id"] for row in rows] == ["p/2.txt", "p/1.txt"]
    assert [row["text"] for row in rows] == ["Zwei.\n", "第一页。今天没有风。\n"]


def test_a_pattern_finds_files_in_order(tmp_path: Path) -> None:
    """A pattern that the shell left alone is followed, sorted."""
    for name in ("b", "a", "c"):
        write_lines(tmp_path / f"{name}.jsonl", [{"text": f"File {name}.\n"}])
    run(tmp_path / "[ab].jsonl", output=tmp_path / "out")
    assert [row["text"] for row in read_output(tmp_path / "out")] == ["File a.\n", "File b.\n"]


def test_what_failed_is_in_quarantine_and_in_its_place(tmp_path: Path) -> None:
    """A record that cannot be read keeps its row, and is told with its reason; others go on."""
    rows: list[Any] = [{"text": "One.\n"}, "{half", {"text": 3}, "[1]", {"year": 1}, {"text": None}]
    rows += ['{"text": "\\ud800"}', '{"text": "x", "n": 1e999}', {"text": "x", "verdict": 1}]
    path = write_lines(tmp_path / "a.jsonl", rows)
    report = run(path, output=tmp_path / "out", settings=replace(FAST, id_column=None))
    out = read_output(tmp_path / "out")
    assert [bool(row["error"]) for row in out] == [False, *[True] * 4, False, *[True] * 3]
    assert out[2]["text"] == 3
    assert out[5]["verdict"] == "empty"
    kept = read_lines(tmp_path / "out" / "quarantine.jsonl")
    assert [(q["number"], q["shard"], q["row"]) for q in kept] == [
        (k + 1, k // 4, k % 4) for k in (1, 2, 3, 4, 6, 7, 8)
    ]
    assert [q["error"].rpartition(": ")[2] for q in kept[:4]] == [
        "it is not JSON",
        "its 'text' is no text",
        "it is no JSON object",
        "it has no member 'text'",
    ]
    assert kept[-1]["record"] == {"text": "x", "verdict": 1}
    assert [kept[k]["record"] for k in (0, 2)] == ["{half", "[1]"]
    assert report["failed"] == 7


def test_a_line_that_is_too_long_fails_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not kept in memory, and the lines after it are read as they stand."""
    from layoutfix.batch import reading

    monkeypatch.setattr(reading, "LONGEST_RECORD", 100)
    rows = [{"text": "a" * n} for n in (10, 500, 20, 4000, 30)]
    path = write_lines(tmp_path / "a.jsonl", rows)
    run(path, output=tmp_path / "out")
    out = read_output(tmp_path / "out")
    assert [row["error"] is None for row in out] == [True, False, True, False, True]
    assert [len(row["text"] or "") for row in out] == [10, 0, 20, 0, 30]


def test_columns_asked_for_are_added(lines: Path, tmp_path: Path) -> None:
    """Steps and joints as in JSON of `fix`, and the dump, under a prefix where one is given."""
    settings = replace(FAST, added=("steps", "joints"), keep_dump=True, prefix="lf_")
    run(lines, output=tmp_path / "out", settings=settings)
    row = read_output(tmp_path / "out")[2]
    whole = layoutfix.fix(make_pages(3)[2], language="und").to_dict()
    assert row["lf_steps"] == whole["steps"] != []
    assert row["lf_joints"] == whole["joints"]
    assert row["lf_dump"] == make_pages(3)[2]
    assert "verdict" not in row


def test_another_text_column_is_carried_along(tmp_path: Path) -> None:
    """The dump stays under its name, the repaired text is `text`; ids are those of their column."""
    rows = [{"ocr": page, "key": f"k{k}"} for k, page in enumerate(make_pages(3))] + ["{"]
    path = write_lines(tmp_path / "a.jsonl", rows)
    run(path, output=tmp_path / "out", settings=replace(FAST, text_column="ocr", id_column="key"))
    out = read_output(tmp_path / "out")
    assert [row["ocr"] for row in out[:3]] == make_pages(3)
    assert out[2]["text"] != out[2]["ocr"]
    assert "ocr" not in out[3]


def test_line_ends_of_what_is_left_alone_stay(tmp_path: Path) -> None:
    """A page with CRLF that reads well comes back with CRLF."""
    dump = "It was a quiet day.\r\nNothing happened.\r\n"
    path = write_lines(tmp_path / "a.jsonl", [{"text": dump}])
    run(path, output=tmp_path / "out")
    (row,) = read_output(tmp_path / "out")
    assert (row["text"], row["changed"]) == (dump, False)


def test_too_many_errors_end_the_run(tmp_path: Path) -> None:
    """With --max-errors 1 the second failure ends it; with more, the next run goes on."""
    rows = [{"text": "One.\n"}] * 5 + ["{", "{", "{"] + [{"text": "Two.\n"}] * 4
    path = write_lines(tmp_path / "a.jsonl", rows)
    out = tmp_path / "out"
    with pytest.raises(InputError, match=r"2 pages failed, more than --max-errors 1 .*not JSON"):
        run(path, output=out, order=Order(max_errors=1))
    report = run(path, output=out, order=Order(max_errors=3))
    assert (report["failed"], report["run"]["pages"]) == (3, 8)


def test_a_full_disk_leaves_whole_shards(
    lines: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nothing more can be written, one sentence says so; the next run goes on."""
    out = tmp_path / "out"
    run(lines, output=tmp_path / "whole")

    class Full(batch_writing.LineWriter):
        written = 0

        def write(self, record: Any, fixed: Any) -> None:
            Full.written += 1
            if Full.written == 6:
                raise OSError(28, "No space left on device")
            super().write(record, fixed)

    with monkeypatch.context() as patch:
        patch.setattr(batch_writing, "LineWriter", Full)
        with pytest.raises(InputError, match=r"00001.jsonl cannot be written \(No space left"):
            run(lines, output=out)
    assert [p.name for p in (out / "shards").iterdir()] == ["00000.jsonl"]
    run(lines, output=out)
    assert tree(out) == tree(tmp_path / "whole")


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are bytes on Linux")
@pytest.mark.parametrize("kind", ["jsonl", "parquet"])
def test_a_name_that_is_no_utf8(tmp_path: Path, kind: str) -> None:
    """It is read, printed with U+FFFD where it is an id, and found again by the next run."""
    folder = tmp_path / "in"
    folder.mkdir()
    name = os.fsdecode(b"seite-\xfc.txt")
    (folder / name).write_text("One.\n")
    settings = replace(FAST, kind=kind)
    run(folder, folder / name, output=tmp_path / "out", settings=settings)
    run(folder, folder / name, output=tmp_path / "out", settings=settings)
    if kind == "jsonl":
        ids = [row["id"] for row in read_output(tmp_path / "out")]
        assert ids == ["seite-\ufffd.txt", f"{folder}/seite-\ufffd.txt"]


def test_a_link_to_a_folder_is_not_followed(tmp_path: Path) -> None:
    """A folder that has a link to itself ends."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("One.\n")
    (folder / "again").symlink_to(folder)
    assert run(folder, output=tmp_path / "out")["pages"] == 1


def test_ids_with_half_a_surrogate(tmp_path: Path) -> None:
    """JSON can say what UTF-8 cannot: it comes out as it came in."""
    path = write_lines(tmp_path / "a.jsonl", ['{"key": "\\ud800", "text": "One.\\n"}'])
    run(path, output=tmp_path / "out", settings=replace(FAST, id_column="key"))
    assert read_output(tmp_path / "out")[0]["key"] == "\ud800"
