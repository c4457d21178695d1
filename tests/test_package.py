"""What is shipped: models that load, within their sizes, and a typed package."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import layoutfix
from layoutfix import ngrams
from tests.helpers import ROOT

DUMP = ROOT / "fixtures" / "dumps" / "zh-two-columns.txt"
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


def _in_a_new_process(code: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout.strip()


def test_importing_the_package_imports_no_engine() -> None:
    """Who only imports it does not wait for numpy either; a name brings what it needs."""
    told = _in_a_new_process(
        "import sys, layoutfix; a = 'numpy' in sys.modules;"
        "layoutfix.fix; print(a, 'numpy' in sys.modules)"
    )
    assert told == "False True"


LATE = (
    "numpy.ma",
    "lxml",
    "logging",
    "multiprocessing",
    "rich",
    "opencc",
    "charset_normalizer",
    "threadpoolctl",
    "layoutfix.formats.hocr",
    "layoutfix.pool.crew",
    "layoutfix.review",
    "layoutfix.evaluation",
)
"""What takes long to import, and a page of plain text does not need."""


def test_a_page_imports_only_what_it_needs(tmp_path: Path) -> None:
    """From the command line: no format of files, no masked arrays, no processes."""
    out = tmp_path / "out.txt"
    told = _in_a_new_process(
        "import sys\n"
        "from layoutfix.cli import main\n"
        f"sys.argv = ['layoutfix', 'fix', '--quiet', {str(DUMP)!r}, '-o', {str(out)!r}]\n"
        "try:\n    main()\n"
        "except SystemExit as end:\n    assert not end.code\n"
        f"print([name for name in {LATE} if name in sys.modules])"
    )
    assert told == "[]"
    assert out.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", layoutfix.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(layoutfix, name).__name__ == name
    assert name in dir(layoutfix)


def test_a_module_is_there_without_an_import_of_its_own() -> None:
    told = _in_a_new_process("import layoutfix; print(layoutfix.weights.__name__)")
    assert told == "layoutfix.weights"


def test_a_name_that_is_not_there_is_told() -> None:
    with pytest.raises(AttributeError, match="no attribute 'fixed'"):
        layoutfix.fixed  # noqa: B018


def test_a_function_is_not_hidden_by_the_module_of_its_name() -> None:
    """`repair` and `replay` are both; the modules are found by their paths."""
    told = _in_a_new_process(
        "import layoutfix.repair.rules, layoutfix.replay as r; from layoutfix.repair import rules;"
        "import layoutfix; print(callable(layoutfix.repair), callable(layoutfix.replay), rules)"
    )
    assert told.startswith("True True <module 'layoutfix.repair.rules'")
