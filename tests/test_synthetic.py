"""Fixture articles, scrambled in many ways: the promises hold, and enough joints come back."""

from __future__ import annotations

import functools

import numpy as np
import pytest

import layoutfix
from layoutfix import synthesis
from tests.helpers import FIXTURES, assert_promises, scramble_article
from tests.measures import joint_recall

ARTICLES = sorted((FIXTURES / "articles").glob("*-*.txt"))
GROUPS = {
    # group: preset, articles, least mean joint recall (measured 2026-11 less a margin of 0.04)
    "gutter-2 zh": ("gutter-2", "zh-Hans", 0.94),
    "gutter-3 zh": ("gutter-3", "zh-Hans", 0.92),
    "fused-spaces-3 zh": ("fused-spaces-3", "zh-Hans", 0.80),
    "interleaved-2 zh": ("interleaved-2", "zh-Hans", 0.72),
    "interleaved-3 zh": ("interleaved-3", "zh-Hans", 0.62),
    "interleaved-2 zh-Hant": ("interleaved-2", "zh-Hant", 0.50),
    "gutter-2 en": ("gutter-2", "en", 0.90),
    "interleaved-2 en": ("interleaved-2", "en", 0.60),
    "gutter-2 de": ("gutter-2", "de", 0.85),
    "gutter-2 fr": ("gutter-2", "fr", 0.85),
}


@functools.cache
def _scrambled(stem: str, preset: str, seed: int = 11) -> dict:
    path = next(p for p in ARTICLES if p.stem == stem)
    return scramble_article(path, *synthesis.presets()[preset], seed).to_dict()


@pytest.mark.parametrize("preset", sorted(synthesis.presets()))
@pytest.mark.parametrize("stem", [p.stem for p in ARTICLES][::5])
def test_promises_hold(stem: str, preset: str) -> None:
    """Whatever the damage, nothing is lost and the record replays."""
    assert_promises(layoutfix.fix(_scrambled(stem, preset)["dump"]))


@pytest.mark.parametrize("group", GROUPS)
def test_joints_come_back(group: str) -> None:
    """The mean joint recall of a group stays above its floor, and above the dump's own."""
    preset, language, floor = GROUPS[group]
    stems = [p.stem for p in ARTICLES if p.stem.startswith(language)][:4]
    pages = [_scrambled(stem, preset) for stem in stems]
    found = [joint_recall(layoutfix.fix(p["dump"]).text, p["lines"]) for p in pages]
    dumps = [joint_recall(p["dump"], p["lines"]) for p in pages]
    assert np.mean(found) >= floor, found
    assert np.mean(found) > np.mean(dumps)
