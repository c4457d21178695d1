"""Files of models: written, read, and damaged."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from layoutfix import ngrams
from layoutfix.ngrams.files import MAGIC, pack_file, read_file
from tests.ngrams.small import CHINESE, ENGLISH, chinese_model, english_model


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("models") / "small.lfng"
    ngrams.save_path(path, english_model())
    return path


@pytest.mark.parametrize(
    ("build", "text"), [(chinese_model, CHINESE), (english_model, ENGLISH)], ids=["zh", "en"]
)
def test_a_model_survives_its_file(build, text, tmp_path: Path) -> None:
    """What is read scores as what was written, and is written again with the same bytes."""
    model = build()
    size = ngrams.save_path(tmp_path / "a.lfng", model)
    again = ngrams.load_path(tmp_path / "a.lfng")
    ngrams.save_path(tmp_path / "b.lfng", again)
    assert (tmp_path / "a.lfng").stat().st_size == size
    assert (tmp_path / "a.lfng").read_bytes() == (tmp_path / "b.lfng").read_bytes()
    ids = model.encode(text)
    assert np.array_equal(again.encode(text), ids)
    assert np.array_equal(again.sequence_log_prob(ids), model.sequence_log_prob(ids))
    assert again.order == model.order


def test_building_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    """A model is a function of its text."""
    ngrams.save_path(tmp_path / "a.lfng", english_model())
    ngrams.save_path(tmp_path / "b.lfng", english_model())
    assert (tmp_path / "a.lfng").read_bytes() == (tmp_path / "b.lfng").read_bytes()


@pytest.mark.parametrize("length", [0, 5, 8, 12, 16, 40, 1000, -100, -1])
def test_a_file_cut_short_is_refused(written: Path, length: int, tmp_path: Path) -> None:
    """Wherever it is cut, the message names the file."""
    (tmp_path / "cut.lfng").write_bytes(written.read_bytes()[:length])
    with pytest.raises(ngrams.ModelError, match=r"cut\.lfng"):
        ngrams.load_path(tmp_path / "cut.lfng")


def test_a_flipped_bit_is_noticed(written: Path, tmp_path: Path) -> None:
    """The checksum covers all arrays; the header is checked for what it must have."""
    blob = written.read_bytes()
    for place in range(8, len(blob), max(1, len(blob) // 300)):
        damaged = bytearray(blob)
        damaged[place] ^= 0x10
        (tmp_path / "bad.lfng").write_bytes(damaged)
        with pytest.raises(ngrams.ModelError, match=r"bad\.lfng"):
            ngrams.load_path(tmp_path / "bad.lfng")


def test_a_foreign_file_is_no_model(tmp_path: Path) -> None:
    """Any other file is told from a damaged model."""
    (tmp_path / "x.lfng").write_bytes(b"\x89PNG\r\n\x1a\n" * 100)
    with pytest.raises(ngrams.ModelError, match="is not a language model of layoutfix"):
        ngrams.load_path(tmp_path / "x.lfng")


def test_another_version_is_named(written: Path, tmp_path: Path) -> None:
    """A file of a later format says so."""
    blob = bytearray(written.read_bytes())
    blob[len(MAGIC) - 1] = 9
    (tmp_path / "x.lfng").write_bytes(blob)
    with pytest.raises(ngrams.ModelError, match=r"has format 9; this version reads \d"):
        ngrams.load_path(tmp_path / "x.lfng")


def test_a_missing_file_and_an_unknown_language_are_told(tmp_path: Path) -> None:
    """The message says what there is instead; the error is also a ValueError."""
    with pytest.raises(ngrams.ModelError, match="cannot read"):
        ngrams.load_path(tmp_path / "none.lfng")
    with pytest.raises(
        ValueError,
        match="no language model for 'tlh'; there are: de, en, es, fr, it, ja, pt, ru, zh",
    ):
        ngrams.load("tlh")


def _rewrite(path: Path, **changes: object) -> Path:
    """The file with some arrays or fields of the header changed, and a checksum that fits."""
    header, arrays = read_file(path)
    header = {name: value for name, value in header.items() if name != "arrays"}
    for name, value in changes.items():
        (arrays if isinstance(value, np.ndarray) else header)[name.replace("__", ".")] = value
    path.write_bytes(pack_file(header, arrays))
    return path


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"word_order": 40}, "40 units"),
        ({"class_of": np.full(60, 200, np.uint8)}, "none of its 10 units"),
        ({"word__2__log_probs": np.zeros(3, np.float32)}, "3 values for codes"),
        ({"lexicon__log_probs": np.zeros(1, np.float32)}, "1 values for codes"),
        ({"word__1__backoffs": np.zeros(20, np.float16)}, "20 back-off weights"),
    ],
)
def test_what_look_ups_would_run_over_is_refused(
    changes: dict[str, object], said: str, written: Path, tmp_path: Path
) -> None:
    """They do not check where they look, so the file is checked when it is read."""
    copy = tmp_path / "other.lfng"
    copy.write_bytes(written.read_bytes())
    with pytest.raises(ngrams.ModelError, match=said):
        ngrams.load_path(_rewrite(copy, **changes))


@pytest.mark.parametrize("change", [{"segment_length": 3}, {"span": 7}])
def test_a_table_of_another_geometry_is_refused(
    change: dict[str, int], written: Path, tmp_path: Path
) -> None:
    """Slots beyond its end would be asked."""
    copy = tmp_path / "other.lfng"
    copy.write_bytes(written.read_bytes())
    tables = read_file(copy)[0]["tables"]
    tables["word.2"] |= change
    size = tables["word.2"]["span"] + 2 * tables["word.2"]["segment_length"]
    low = {"word__2__low": np.zeros(size, np.uint16), "word__2__high": np.zeros(size, np.uint16)}
    with pytest.raises(ngrams.ModelError, match="segments of"):
        ngrams.load_path(_rewrite(copy, tables=tables, **low))


def test_a_character_that_is_no_unit_is_refused(tmp_path: Path) -> None:
    """The table of characters has ids of units that the model lacks."""
    ngrams.save_path(tmp_path / "small.lfng", chinese_model())
    few = {f"word__1__{name}": np.zeros(20, np.float16) for name in ("log_probs", "backoffs")}
    with pytest.raises(ngrams.ModelError, match="none of its 20 units"):
        ngrams.load_path(_rewrite(tmp_path / "small.lfng", **few))
