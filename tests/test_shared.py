"""Real dumps, where the shared folder lies beside the project; skipped elsewhere."""

from __future__ import annotations

import importlib.util
import json
import os
from pathlib import Path
from types import ModuleType

import pytest

import layoutfix
from tests.helpers import ROOT, assert_promises
from tests.measures import joint_recall

SHARED = Path(os.environ.get("LAYOUTFIX_SHARED", ROOT.parent / "shared"))
SEED = SHARED / "seed"
DEV = SHARED / "bench" / "dev"


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem + "_of_shared", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(not SEED.is_dir(), reason="the seed dump is not here")
def test_the_seed_dump_gets_better() -> None:
    """More of its known joints hold than in the dump (44), and fewer false ones (55)."""
    dump = (SEED / "dump.txt").read_text(encoding="utf-8")
    result = layoutfix.fix(dump)
    assert_promises(result)
    found, *_ = _load(SEED / "score.py").judge(result.text)
    assert found["joints"] >= 58
    assert found["false"] <= 30
    assert found["lost"] == 0


@pytest.mark.skipif(not DEV.is_dir(), reason="the dev pages are not here")
@pytest.mark.parametrize(
    ("page", "engine", "least"),
    [
        ("simple-zh-Hans-005-k2", "rapidocr", 0.85),
        ("simple-zh-Hans-006-k4", "pdflayout", 0.9),
        ("simple-en-004-k2", "pdflayout", 0.9),
        ("zh-Hans-p011", "rapidocr", 0.75),
    ],
)
def test_dev_pages(page: str, engine: str, least: float) -> None:
    """Pages read by real engines come back in order, well above their dumps."""
    data = json.loads((DEV / f"{page}.json").read_text(encoding="utf-8"))
    result = layoutfix.fix(data["dumps"][engine])
    assert_promises(result)
    assert joint_recall(result.text, data["lines"], width=5) >= least - 0.15
