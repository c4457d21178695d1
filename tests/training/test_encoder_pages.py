"""What the seam encoder learns from: stretches of text, pages of lines, arrays."""

from __future__ import annotations

import lzma
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from layoutfix import ngrams
from layoutfix.chardata import NO_LINE_START
from layoutfix.linking.encoder import lines_to_features
from layoutfix.linking.features import WORD_FEATURES
from layoutfix.script import Script
from layoutfix.training.encoder import pages, texts
from layoutfix.training.encoder.batches import draw_batch
from layoutfix.training.encoder.pages import (
    LEAST_LINES,
    LINES,
    PageDrawer,
    wrap_characters,
    wrap_words,
)
from layoutfix.training.encoder.texts import family_files
from layoutfix.training.ngrams.corpus import DOCUMENT_SEPARATOR, Source
from tests.training.corpus import CHINESE, make_drawer

_WORDS = "the council closed an old wooden bridge over a narrow river because repairs were needed"
_PARAGRAPHS = [" ".join(np.roll(_WORDS.split(), k)) + f", number {k}." for k in range(12)]


def _drawer(*, script: Script = Script.SPACED, seed: int = 1) -> PageDrawer:
    return make_drawer(CHINESE if script is Script.CJK else _PARAGRAPHS, script=script, seed=seed)


@pytest.mark.parametrize("script", [Script.CJK, Script.SPACED])
def test_a_page_has_lines_and_says_which_are_followed(script: Script) -> None:
    """Most lines go on in the next, the last one of a page does not; the same seed, the same."""
    page = _drawer(script=script).draw()
    assert LEAST_LINES <= len(page.lines) <= LINES
    assert all(line.strip() for line in page.lines)
    assert page.followed.shape == (len(page.lines),)
    assert not page.followed[-1]
    assert page.followed.mean() > 0.5
    assert page.lines == _drawer(script=script).draw().lines


def test_followed_lines_go_on_in_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an engine's errors, the two lines stand side by side in the text."""
    monkeypatch.setattr(PageDrawer, "_damage", lambda _, lines: lines)
    drawer = _drawer(seed=5)
    text = "\n".join(" ".join(document) for document in (_PARAGRAPHS, _PARAGRAPHS[::-1]))
    for _ in range(20):
        page = drawer.draw()
        for k in np.flatnonzero(page.followed).tolist():
            line, following = page.lines[k], page.lines[k + 1].removesuffix("-")
            joint = line[:-1] + following if line.endswith("-") else f"{line} {following}"
            assert joint in text


def test_characters_are_wrapped_as_typesetters_do() -> None:
    """No closing mark begins a line, nothing is lost."""
    for typeset in (True, False):
        lines = wrap_characters(CHINESE[0], 14, typeset=typeset)
        assert "".join(lines) == CHINESE[0]
        assert not any(line[0] in NO_LINE_START for line in lines[1:])


def test_words_are_broken_by_hyphens_if_asked() -> None:
    """With a generator words are broken; put together again nothing is lost."""
    plain = wrap_words(_PARAGRAPHS[0], 20, None)
    assert " ".join(plain) == _PARAGRAPHS[0]
    seen = 0
    for width in range(14, 40, 2):
        broken = wrap_words(_PARAGRAPHS[1], width, np.random.default_rng(width))
        assert " ".join(broken).replace("- ", "") == _PARAGRAPHS[1]
        seen += sum(line.endswith("-") for line in broken)
    assert seen > 5


def test_arrays_are_what_the_encoder_sees() -> None:
    """Heads are the first units of a line and tails its last, nearest first; -1 is no unit."""
    batch = draw_batch(_drawer(seed=3), None, 6, 2)
    page = _drawer(seed=3).draw()
    assert batch.heads.shape == (2, LINES, 6, WORD_FEATURES)
    assert batch.size[0] == len(page.lines)
    for k, features in enumerate(lines_to_features(page.lines, None)):
        seen = min(6, len(features))
        assert np.array_equal(batch.heads[0, k, :seen], features[:seen])
        assert np.array_equal(batch.tails[0, k, :seen], features[::-1][:seen])
        assert (batch.heads[0, k, seen:] == -1).all()
    assert (batch.heads[0, len(page.lines) :] == -1).all()


def test_characters_are_seen_as_units_of_the_model() -> None:
    """The second feature of a character is its unit."""
    units = ngrams.load("zh").units
    batch = draw_batch(_drawer(script=Script.CJK, seed=3), units, 4, 1)  # type: ignore[arg-type]
    line = _drawer(script=Script.CJK, seed=3).draw().lines[0]
    assert batch.heads[0, 0, :4, 1].tolist() == units.encode(line)[:4].tolist()


def test_cut_lines_lose_a_piece_or_get_one_of_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where all lines are cut wrongly, each is some words shorter, or has some of another line."""
    monkeypatch.setattr(pages, "_CUT_WRONG", 1.0)
    monkeypatch.setattr(pages, "_NOISY", 0.0)
    lines = [f"a{k} b{k} c{k} d{k} e{k}" for k in range(60)]
    shorter = longer = 0
    for k, line in enumerate(_drawer()._damage(list(lines))):
        own = [word for word in line.split() if word in lines[k].split()]
        assert own == sorted(own)
        assert len(own) in (4, 5)
        shorter += len(own) == 4
        longer += len(own) == 5
    assert shorter > 10
    assert longer > 10


def test_a_large_file_does_not_outweigh_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All documents are read; beyond some size more text gives a file no larger share."""
    (tmp_path / "en").mkdir()
    sizes: Mapping[str, int] = {"en/large": 200, "en/small": 30}
    for path, count in sizes.items():
        documents = [f"{path} document {k}\n{_PARAGRAPHS[k % 12]}" for k in range(count)]
        text = DOCUMENT_SEPARATOR.join(documents)
        (tmp_path / f"{path}.txt.xz").write_bytes(lzma.compress(text.encode()))
    sources = {"en": tuple(Source(path, 1.0, "own") for path in sizes)}
    monkeypatch.setattr(texts, "SOURCES", sources)
    monkeypatch.setattr(texts, "FAMILIES", {"latin": {"en": 1.0}})
    large, small = family_files(tmp_path, "latin", "training")
    assert len(large.documents) > 150
    assert large.share > 2 * small.share
    monkeypatch.setattr(texts, "_MOST_COUNTED", 1_000)
    large, small = family_files(tmp_path, "latin", "training")
    assert len(large.documents) > 150
    assert large.share == pytest.approx(small.share) == pytest.approx(0.5)
