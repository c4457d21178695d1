"""Files of models: written, read, and damaged."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from layoutfix import ngrams
from layoutfix.ngrams.files import MAGIC
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
