"""docs/synthesis.md names everything there is."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import get_args

from layoutfix.synthesis import Damage, Glue, Layout, PageStyle, presets, suites

DOC = Path(__file__).parents[2] / "docs" / "synthesis.md"


def test_every_field_and_preset_is_documented() -> None:
    """A field or preset without a word in the docs does not exist for users."""
    text = DOC.read_text(encoding="utf-8")
    names = [f.name for kind in (PageStyle, Damage) for f in fields(kind)]
    missing = [name for name in (*names, *presets(), *suites()) if f"`{name}`" not in text]
    missing += [name for name in (*get_args(Layout), *get_args(Glue)) if name not in text]
    assert not missing
