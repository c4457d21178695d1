"""What is shipped: models that load, within their sizes, and a typed package."""

from __future__ import annotations

import pytest

from layoutfix import ngrams
from tests.helpers import ROOT

DATA = ROOT / "src" / "layoutfix" / "data" / "ngrams"


@pytest.mark.parametrize("language", ["zh", "en", "de", "fr"])
def test_models_load_and_are_small(language: str) -> None:
    """Chinese has 10 MB, the others 3 MB at most."""
    assert language in ngrams.available()
    assert ngrams.load(language).language == language
    size = (DATA / f"{language}.lfng").stat().st_size
    assert size <= (10_000_000 if language == "zh" else 3_000_000)


def test_is_typed() -> None:
    """Type checkers see the annotations."""
    assert (ROOT / "src" / "layoutfix" / "py.typed").is_file()
