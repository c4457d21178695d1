"""Batches of columns: what is there stays, what is written has its types, mistakes are told."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import layoutfix
from layoutfix.errors import InputError
from layoutfix.integrations.columns import Fix
from tests.batch.helpers import make_pages

PAGES = make_pages(4)


def test_a_dict_of_arrays() -> None:
    """As Ray hands it on: arrays come back, numbers as numbers, no confidence as nan."""
    batch = {"text": np.array([*PAGES, None], dtype=object), "year": np.arange(5)}
    made = Fix(language="und")(batch)
    expected = [layoutfix.fix(page, language="und") for page in PAGES]
    assert made["text"].tolist() == [*(r.text for r in expected), None]
    assert made["verdict"].tolist() == [*(r.verdict for r in expected), "empty"]
    assert made["changed"].dtype == bool
    assert made["doubtful"].dtype.kind == "i"
    assert made["confidence"].dtype == np.float64
    assert np.isnan(made["confidence"][4])
    assert made["year"] is batch["year"]
    assert batch["text"][2] == PAGES[2]


def test_a_table() -> None:
    """Of pyarrow, with the types of docs/batch.md also where all values are missing."""
    pa = pytest.importorskip("pyarrow")
    made = Fix(language="und", added=["steps"])(pa.table({"n": [1], "text": [PAGES[2]]}))
    assert made.column_names[:2] == ["n", "text"]
    assert "official" in made.column("text")[0].as_py()
    assert made.schema.field("error").type == pa.string()
    assert made.schema.field("doubtful").type == pa.int32()
    assert '"fix_ligatures"' in made.column("steps")[0].as_py()


def test_a_page_that_fails_has_an_error() -> None:
    """Its text comes out as it was; the others are done."""
    made = Fix(language="und")({"text": ["One.\n", "half \ud800", 3]})
    assert made["text"] == ["One.\n", "half \ud800", None]
    assert [e is None for e in made["error"]] == [True, False, False]


@pytest.mark.parametrize(
    ("options", "batch", "said"),
    [
        ({}, {"ocr": ["x"]}, "no column 'text': pass text_column as one of ocr"),
        ({}, {"text": ["x"], "language": ["en"]}, "a column 'language' already: pass prefix"),
        ({"text_column": "ocr"}, {"ocr": ["x"], "text": ["y"]}, "a column 'text' already"),
    ],
)
def test_columns_that_cannot_be(options: Any, batch: Any, said: str) -> None:
    """Missing, or in the way."""
    with pytest.raises(InputError, match=said):
        Fix(**options)(batch)


def test_a_prefix_keeps_what_is_there() -> None:
    """With it the dump stays, whatever its name."""
    made = Fix(language="und", prefix="lf_")({"text": [PAGES[2]], "language": ["en"]})
    assert made["text"] == [PAGES[2]]
    assert made["language"] == ["en"]
    assert "official" in made["lf_text"][0]
