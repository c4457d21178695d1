"""Parquet: columns carried along as they are, read from any row on, refused where they clash."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from layoutfix.batch import Order, Part
from layoutfix.batch import tables as batch_tables
from layoutfix.batch.sources import Found
from layoutfix.errors import InputError
from tests.batch.helpers import FAST, EndedError, EndsAfter, make_pages, run, tree

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

PAGES = make_pages(10)


def make_table(**more: Any) -> Any:
    """Ten pages beside columns of many kinds."""
    return pa.table(
        {
            "day": pa.array([datetime.date(1911, 1, k + 1) for k in range(10)]),
            "text": PAGES,
            "boxes": pa.array([[[k, k + 1]] * k for k in range(10)]),
            "scan": pa.array([bytes([k, 255]) for k in range(10)]),
            "paper": pa.array(["Post", "Globe"] * 5).dictionary_encode(),
            "meta": pa.array([{"n": k, "s": None} for k in range(10)]),
            **more,
        }
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The pages in row groups of three."""
    pq.write_table(make_table(), tmp_path / "pages.parquet", row_group_size=3)
    return tmp_path / "pages.parquet"


def read(folder: Path) -> Any:
    """All shards as one table."""
    return pa.concat_tables(pq.read_table(p) for p in sorted((folder / "shards").iterdir()))


def test_other_columns_come_out_as_they_were(file: Path, tmp_path: Path) -> None:
    """Dates, lists, bytes, dictionaries, structs: values and types; and what is written."""
    run(file, output=tmp_path / "out")
    before, after = pq.read_table(file), read(tmp_path / "out")
    for name in before.schema.names:
        if name != "text":
            assert after.schema.field(name).equals(before.schema.field(name))
            assert after.column(name).to_pylist() == before.column(name).to_pylist()
    assert after.column("changed").to_pylist() == [k % 3 == 2 for k in range(10)]
    assert after.column("text").to_pylist()[0] == PAGES[0]
    assert "official" in after.column("text").to_pylist()[2]
    assert after.schema.names[-6:] == [
        *("verdict", "changed", "confidence", "doubtful", "language", "error")
    ]


@pytest.mark.parametrize("pages", [3, 5, 8])
def test_a_run_that_was_ended_goes_on(file: Path, tmp_path: Path, pages: int) -> None:
    """Shards cross row groups, wherever the reading begins: the bytes are the same."""
    run(file, output=tmp_path / "whole")
    with pytest.raises(EndedError):
        run(file, output=tmp_path / "out", progress=EndsAfter(pages))
    run(file, output=tmp_path / "out")
    assert tree(tmp_path / "out") == tree(tmp_path / "whole")


def test_parts_make_the_whole(file: Path, tmp_path: Path) -> None:
    """Each part reads its own row groups."""
    run(file, output=tmp_path / "whole")
    for number in (2, 1):
        run(file, output=tmp_path / "out", order=Order(Part(number, 2)))
    shards = [sorted((tmp_path / n / "shards").iterdir()) for n in ("out", "whole")]
    for ours, theirs in zip(*shards, strict=True):
        assert ours.read_bytes() == theirs.read_bytes()


def test_row_groups_are_written_as_they_fill(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A shard need not be in memory whole."""
    monkeypatch.setattr(batch_tables, "GROUP_ROWS", 2)
    run(file, output=tmp_path / "out")
    metadata = pq.ParquetFile(tmp_path / "out" / "shards" / "00000.parquet").metadata
    assert [metadata.row_group(k).num_rows for k in range(metadata.num_row_groups)] == [2, 2]


def test_large_rows_are_read_and_written_a_few_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows of 1 MB are not read 64 at a time, nor held until there are 512."""
    monkeypatch.setattr(batch_tables, "GROUP_BYTES", 3 << 20)
    scans = [bytes([k]) * (1 << 20) for k in range(8)]
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": PAGES[:8], "scan": scans}), path, compression="none")
    found = Found(str(path), "parquet")
    sizes = {r.columns.batch.num_rows for r in batch_tables.read_rows(found, FAST, 0)}
    assert max(sizes) <= 4
    run(path, output=tmp_path / "out", settings=replace(FAST, shard_size=8))
    written = pq.ParquetFile(tmp_path / "out" / "shards" / "00000.parquet")
    assert [written.metadata.row_group(k).num_rows for k in range(3)] == [3, 3, 2]
    assert written.read(["scan"]).column("scan").to_pylist() == scans


def test_columns_asked_for_are_json(file: Path, tmp_path: Path) -> None:
    """Steps and joints are strings of JSON; the dump and the prefix as in JSON lines."""
    settings = replace(FAST, added=("steps",), keep_dump=True, prefix="lf_")
    run(file, output=tmp_path / "out", settings=settings)
    row = read(tmp_path / "out").to_pylist()[2]
    assert json.loads(row["lf_steps"])[0]["rule"] == "fix_ligatures"
    assert row["lf_dump"] == row["text"] == PAGES[2]
    assert "official" in row["lf_text"]


def test_texts_can_go_to_parquet(tmp_path: Path) -> None:
    """A folder of text files is a table of ids and texts."""
    (tmp_path / "in").mkdir()
    for k, page in enumerate(PAGES[:3]):
        (tmp_path / "in" / f"{k}.txt").write_text(page, encoding="utf-8")
    run(tmp_path / "in", output=tmp_path / "out", settings=replace(FAST, kind="parquet"))
    table = read(tmp_path / "out")
    assert table.schema.names[:2] == ["id", "text"]
    assert table.column("id").to_pylist() == ["0.txt", "1.txt", "2.txt"]


def test_no_text_is_no_error(tmp_path: Path) -> None:
    """A null stays a null, and its page is empty."""
    pq.write_table(pa.table({"text": pa.array([None, "One.\n"])}), tmp_path / "a.parquet")
    run(tmp_path / "a.parquet", output=tmp_path / "out")
    assert read(tmp_path / "out").column("text").to_pylist() == [None, "One.\n"]
    assert read(tmp_path / "out").column("verdict").to_pylist() == ["empty", "left alone"]


@pytest.mark.parametrize(
    ("table", "settings", "said"),
    [
        (make_table(), replace(FAST, text_column="ocr"), r"no column 'ocr': .*one of day, text"),
        (make_table(), replace(FAST, id_column="key"), r"no column 'key': pass --id-column"),
        (
            make_table(),
            replace(FAST, text_column="scan", prefix="x_"),
            "'scan' of .* has no text but binary",
        ),
        (make_table(ocr=PAGES), replace(FAST, text_column="ocr"), "a column 'text', which"),
        (make_table(language=["en"] * 10), FAST, "a column 'language', which .* pass --prefix"),
        (make_table(), replace(FAST, text_column="boxes", prefix="x_"), "has no text but list"),
        (make_table(), replace(FAST, kind="jsonl"), "cannot be written as jsonl: give --to parq"),
    ],
)
def test_columns_that_cannot_be(tmp_path: Path, table: Any, settings: Any, said: str) -> None:
    """What is missing, in the way or no text is one sentence, before anything is written."""
    pq.write_table(table, tmp_path / "a.parquet")
    with pytest.raises(InputError, match=said):
        run(tmp_path / "a.parquet", output=tmp_path / "out", settings=settings)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (make_table().drop_columns(["day"]), "it has no 'day'"),
        (make_table(more=[1] * 10), "it has 'more' as well"),
        (make_table(day=[1] * 10), "'day' is int64, not date32"),
        (make_table().select(["text", "day", "boxes", "scan", "paper", "meta"]), "another order"),
    ],
)
def test_files_have_one_schema(file: Path, tmp_path: Path, table: Any, said: str) -> None:
    """A file of another schema is named, with the first difference."""
    pq.write_table(table, tmp_path / "z.parquet")
    with pytest.raises(InputError, match=rf"z.parquet has not the columns of .*{said}"):
        run(file, tmp_path / "z.parquet", output=tmp_path / "out")


@pytest.mark.parametrize("keep", [4, 700])
def test_a_file_cut_short(file: Path, tmp_path: Path, keep: int) -> None:
    """What has no foot is damaged."""
    cut = tmp_path / "cut.parquet"
    cut.write_bytes(file.read_bytes()[:keep])
    with pytest.raises(InputError, match=r"cut.parquet is cut short or damaged"):
        run(cut, output=tmp_path / "out")


def test_a_page_that_is_damaged(file: Path, tmp_path: Path) -> None:
    """Where a row group cannot be read, the run ends in one sentence; shards before it stay."""
    data = bytearray(file.read_bytes())
    metadata = pq.ParquetFile(file).metadata
    at = metadata.row_group(2).column(1).data_page_offset
    data[at : at + 40] = b"\xff" * 40
    file.write_bytes(data)
    with pytest.raises(InputError, match=r"damaged|cannot be read"):
        run(file, output=tmp_path / "out")
    assert [p.name for p in (tmp_path / "out" / "shards").iterdir()] == ["00000.parquet"]


def test_a_disk_that_is_full(file: Path, tmp_path: Path) -> None:
    """pyarrow's own word for it becomes the same sentence as elsewhere."""
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full")
    from layoutfix.batch.folder import writing_to
    from layoutfix.batch.writing import open_writer

    settings = replace(FAST, kind="parquet")
    with (
        pytest.raises(InputError, match=r"cannot be written \(No space left"),
        writing_to(tmp_path),
        Path("/dev/full").open("wb", buffering=0) as full,
        open_writer(full, settings, None),
    ):
        pass
