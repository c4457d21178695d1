"""Models that other packages bring by an entry point."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

import layoutfix
from layoutfix import ngrams
from layoutfix.ngrams import registry
from tests.ngrams.small import ENGLISH, english_model

Bring = Callable[..., None]


@pytest.fixture
def bring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bring]:
    """Install a package, for this test only, that brings the value of `MODEL` under some codes."""

    def install(package: str, value: object, *codes: str) -> None:
        info = tmp_path / f"{package}-1.2.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.2\n")
        points = "".join(f"{code} = {package}:MODEL\n" for code in codes)
        (info / "entry_points.txt").write_text(f"[{registry.GROUP}]\n{points}")
        module = ModuleType(package)
        module.MODEL = value  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, package, module)
        forget()

    def forget() -> None:
        registry.installed.cache_clear()
        registry.load.cache_clear()

    monkeypatch.syspath_prepend(str(tmp_path))
    yield install
    forget()


@pytest.fixture
def latin(tmp_path: Path) -> Path:
    path = tmp_path / "latin.lfng"
    ngrams.save_path(path, replace(english_model(), name="latin", language="la"))
    return path


@pytest.mark.parametrize("kind", ["path", "str", "function"])
def test_a_package_brings_a_language(kind: str, bring: Bring, latin: Path) -> None:
    """It is listed, scores texts under its code, and says where it comes from."""
    value = {"path": latin, "str": str(latin), "function": lambda: latin}[kind]
    assert "la" not in ngrams.available()
    bring("layoutfix_latin", value, "la")
    assert "la" in ngrams.available()
    assert {"de", "en", "fr", "zh"} <= set(ngrams.available())
    assert ngrams.load("la").name == "latin"
    assert ngrams.installed()["la"].origin == "layoutfix_latin 1.2"
    assert layoutfix.fix(ENGLISH, language="la").language == "la"


def test_a_package_may_replace_a_shipped_model(bring: Bring, latin: Path) -> None:
    """Who installs a larger model of Chinese wants it used."""
    bring("layoutfix_big", latin, "zh")
    assert ngrams.load("zh").name == "latin"


def test_two_packages_with_one_code_are_told(bring: Bring, latin: Path) -> None:
    """Neither is taken by chance; other languages are as before."""
    bring("layoutfix_a", latin, "la")
    bring("layoutfix_b", latin, "la")
    with pytest.raises(ngrams.ModelError, match=r"layoutfix_a 1\.2, layoutfix_b 1\.2"):
        ngrams.load("la")
    assert ngrams.load("en").language == "en"


@pytest.mark.parametrize("value", [None, 7, lambda: 1 / 0], ids=["None", "7", "error"])
def test_a_broken_package_is_named(value: object, bring: Bring) -> None:
    """Whatever it raises, the sentence says which package it is."""
    bring("layoutfix_broken", value, "la")
    with pytest.raises(ngrams.ModelError, match=r"layoutfix_broken 1\.2 does not give"):
        ngrams.load("la")


def test_a_package_whose_file_is_missing_is_told(bring: Bring, tmp_path: Path) -> None:
    """The path is in the message."""
    bring("layoutfix_gone", tmp_path / "gone.lfng", "la")
    with pytest.raises(ngrams.ModelError, match=r"gone\.lfng"):
        ngrams.load("la")


def test_a_model_goes_to_other_processes() -> None:
    """What is unpickled scores as what was pickled."""
    model = ngrams.load("de")
    again = pickle.loads(pickle.dumps(model))
    ids = model.encode("Der Rat trat am Morgen zusammen.")
    assert np.array_equal(again.sequence_log_prob(ids), model.sequence_log_prob(ids))
    assert dict(again.meta) == dict(model.meta)
