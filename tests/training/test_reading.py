"""Files of a corpus: each format gives the same text, and what is wrong with one is said."""

from __future__ import annotations

import gzip
import json
import lzma
from collections.abc import Callable
from pathlib import Path

import pytest

from layoutfix.errors import InputError
from layoutfix.training.domain import open_corpus
from layoutfix.training.domain.reading import LONGEST_LINE
from tests.training.corpus import make_paragraphs

PARAGRAPHS = [*make_paragraphs(300), "Größe und Façade ſtehen hier."]
PLAIN = "\n".join(PARAGRAPHS).encode()
LINES = "".join(json.dumps({"id": i, "text": p}) + "\n" for i, p in enumerate(PARAGRAPHS)).encode()


def read(path: Path, **options) -> list[str]:
    blocks = [text for _, text in open_corpus([path], **options).blocks()]
    return "\n".join(blocks).split("\n")


def to_zstd(data: bytes) -> bytes:
    return pytest.importorskip("zstandard").ZstdCompressor().compress(data)


def write_parquet(path: Path, column: str = "text") -> None:
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    table = arrow.table({column: [*PARAGRAPHS, None], "n": list(range(len(PARAGRAPHS) + 1))})
    parquet.write_table(table, path, row_group_size=100)


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("a.txt", lambda: PLAIN),
        ("a.txt.gz", lambda: gzip.compress(PLAIN)),
        ("a.gz", lambda: gzip.compress(PLAIN[:5000]) + gzip.compress(PLAIN[5000:])),
        ("a.txt.xz", lambda: lzma.compress(PLAIN)),
        ("a.txt.zst", lambda: to_zstd(PLAIN)),
        ("a.zst", lambda: to_zstd(PLAIN[:5000]) + to_zstd(PLAIN[5000:])),
        ("misnamed.txt", lambda: gzip.compress(PLAIN)),
        ("a.jsonl", lambda: LINES),
        ("a.ndjson.gz", lambda: gzip.compress(LINES)),
        ("a.jsonl.zst", lambda: to_zstd(LINES)),
        ("a.txt", lambda: b"\xef\xbb\xbf" + PLAIN),
        ("a.txt", lambda: PLAIN.decode().encode("utf-16")),
        ("a.txt", lambda: PLAIN.replace(b"\n", b"\r\n\r\n")),
    ],
)
def test_each_format_gives_the_same_paragraphs(
    name: str, pack: Callable[[], bytes], tmp_path: Path
) -> None:
    """Compression is told by the first bytes, JSON lines by the name."""
    (tmp_path / name).write_bytes(pack())
    assert read(tmp_path / name) == PARAGRAPHS


def test_parquet_gives_the_same_paragraphs(tmp_path: Path) -> None:
    """The column is `text`, or the one named; rows without a text are nothing."""
    write_parquet(tmp_path / "a.parquet")
    write_parquet(tmp_path / "b.parquet", "body")
    assert read(tmp_path / "a.parquet") == PARAGRAPHS
    assert read(tmp_path / "b.parquet", field="body") == PARAGRAPHS
    with pytest.raises(InputError, match="no column 'text': pass --field with one of body, n"):
        read(tmp_path / "b.parquet")
    with pytest.raises(InputError, match=r"column 'n' of .* has no text"):
        read(tmp_path / "b.parquet", field="n")


@pytest.mark.parametrize("kind", ["gz", "xz", "zst", "parquet"])
def test_a_file_cut_short_is_told(kind: str, tmp_path: Path) -> None:
    """Half of it is not taken for all of it."""
    path = tmp_path / f"a.{kind}"
    if kind == "parquet":
        write_parquet(path)
    else:
        pack = {"gz": gzip.compress, "xz": lzma.compress, "zst": to_zstd}[kind]
        path.write_bytes(pack(PLAIN))
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError, match=rf"a\.{kind} is cut short or damaged"):
        read(path)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.jsonl", b'{"text": "x"}\n{"text": ', "line 2 of .* is not JSON"),
        ("a.jsonl", b'{"body": "x"}\n', "no member 'text': pass --field with one of body"),
        ("a.jsonl", b'{"text": 3}\n', "has no text in 'text'"),
        ("a.txt", b"abc\0def\n" * 50, "is no text"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(
    name: str, data: bytes, message: str, tmp_path: Path
) -> None:
    """One sentence with the file and the place."""
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match=message):
        read(tmp_path / name)


def test_bad_bytes_far_into_a_file_are_told(tmp_path: Path) -> None:
    """What the start does not show is not read as something else."""
    (tmp_path / "a.txt").write_bytes(PLAIN * 20 + b"\xff\xfe\xfd\n")
    with pytest.raises(InputError, match="is not utf-8: pass --encoding"):
        read(tmp_path / "a.txt")


def test_directories_and_missing_files_are_told(tmp_path: Path) -> None:
    """Before anything is read."""
    with pytest.raises(InputError, match="is a directory: name the files in it"):
        open_corpus([tmp_path])
    with pytest.raises(InputError, match="No such file"):
        open_corpus([tmp_path / "none.txt"])


def test_wrapped_lines_are_put_together(tmp_path: Path) -> None:
    """Blank lines end paragraphs, hyphens at line ends go, wide characters need no blank."""
    path = tmp_path / "a.txt"
    path.write_text(
        "The old ferry-\nman rowed\nhome.\n\n\nAnglo-\nSaxon.\n\n河水\n很清。\n", "utf-8"
    )
    expected = ["The old ferryman rowed home.", "Anglo- Saxon.", "河水很清。"]
    assert read(path, wrapped=True) == expected
    assert len(read(path)) == 7


def test_a_line_without_end_is_cut(tmp_path: Path) -> None:
    """A file without newlines takes no more memory than another; nothing is lost."""
    (tmp_path / "a.txt").write_text("abc " * (LONGEST_LINE // 2))
    found = read(tmp_path / "a.txt")
    assert max(map(len, found)) <= LONGEST_LINE
    assert sum(line.count("abc") for line in found) == LONGEST_LINE // 2


def test_parts_share_no_block_and_are_the_same_each_time(tmp_path: Path) -> None:
    """What is held out stands in runs; all files together are all of the text."""
    paths = [tmp_path / "a.txt", tmp_path / "b.txt"]
    for seed, path in enumerate(paths):
        path.write_text("\n".join(make_paragraphs(900, seed)))
    corpus = open_corpus(paths)
    seen: list[int] = []
    blocks = list(corpus.blocks(seen.append))
    assert blocks == list(corpus.blocks())
    assert "\n".join(text for _, text in blocks) == "\n".join(p.read_text() for p in paths)
    shares = {part: sum(p == part for p, _ in blocks) for part, _ in blocks}
    assert set(shares) == {"training", "fitting", "held-out"}
    assert shares["training"] > 5 * shares["held-out"]
    assert seen == sorted(seen)
    assert seen[-1] == corpus.total_bytes
