"""The benches that no gate runs are held to the engine as it is."""

from __future__ import annotations

import importlib
from types import ModuleType

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
