"""The benches that no gate runs are held to the engine as it is."""

from __future__ import annotations

import importlib
from types import ModuleType

import numpy as np
import pytest

from layoutfix import Config, fix
from layoutfix.script import Script
from layoutfix.weights import load_weights
from tests.helpers import ROOT

DUMP = (ROOT / "fixtures" / "dumps" / "zh-lines-in-turn.txt").read_text(encoding="utf-8")


@pytest.fixture(name="ablation")
def _ablation(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "bench"))
    return importlib.import_module("ablation")


def test_each_variant_leaves_something_out(ablation: ModuleType) -> None:
    """Its sections and numbers are among the weights, and one of them differs."""
    for name, variant in ablation.VARIANTS.items():
        changed = [variant(load_weights(script)) != load_weights(script) for script in Script]
        assert any(changed) == (name != "all"), name


def test_pages_can_be_read_under_each_variant(ablation: ModuleType) -> None:
    """No price is one that the engine cannot reckon with."""
    for name in ablation.VARIANTS:
        config: Config = ablation.to_config(name)
        assert fix(DUMP, config=config).verdict


@pytest.fixture(name="factory_pages")
def _factory_pages(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "bench"))
    return importlib.import_module("factory_pages")


def test_pages_of_the_factory_are_set_beside_those_of_development(
    factory_pages: ModuleType,
) -> None:
    """Only where both have pages of a group and engine; what differs much is marked."""

    def summary(engine: str, j: float) -> dict[str, object]:
        return {"group": "simple en", "engine": engine, "pages": 3, "J": j}

    made = [summary("tess6", 0.9), summary("mupdf", 0.5), summary("rapidocr", 0.8)]
    dev = [summary("tess6", 0.91), summary("rapidocr", 0.7)]
    rows = list(factory_pages.differences(made, dev))
    assert [(row["engine"], row["marked"]) for row in rows] == [
        ("tess6", False),
        ("rapidocr", True),
    ]


def test_engines_of_the_pdf_read_no_scan(factory_pages: ModuleType) -> None:
    damage = {"clean": False, "skew": 1.0, "blur": 0, "noise": 0, "jpeg": 0, "bleed": 0, "curve": 0}
    assert factory_pages.damage_of({"damage": damage}, "tess6") == "one kind"
    assert factory_pages.damage_of({"damage": damage}, "pdfminer") == "no scan"
    assert factory_pages.damage_of({"damage": None}, "tess6") == "no scan"


def test_texts_in_order_are_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """No form of bench/ordered.py but the misread one changes a letter or its place."""
    monkeypatch.syspath_prepend(str(ROOT / "bench"))
    ordered = importlib.import_module("ordered")
    paragraphs = ["The ferry had been out of sight since dawn. Nobody came.", "It was late."]
    setting = ordered.Setting(Script.SPACED, 24, np.random.default_rng(1))
    letters = "".join(paragraphs).replace(" ", "")
    for name, form in ordered.FORMS.items():
        text = form(paragraphs, setting)
        kept = "".join(text.split()).replace("-", "") == letters
        assert kept != (name == "lines, characters read wrongly"), name
        assert "\n" in text, name
