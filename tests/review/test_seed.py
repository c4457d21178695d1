"""The seed, where it lies beside the project, is put right by hand in few clicks."""

from __future__ import annotations

import importlib.util
import json
import os
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.helpers import ROOT

pytest.importorskip("uvicorn", reason="the extra `review` is not installed")

from tests.review.serving import Served, serve

SEED = Path(os.environ.get("LAYOUTFIX_SHARED", ROOT.parent / "shared")) / "seed"
API = "/secret/api/papers/0"
MOST_CLICKS = 12
MOST_ROUNDS = 40


def _load_judge() -> ModuleType:
    spec = importlib.util.spec_from_file_location("seed_score", SEED / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class _Hand:
    """What a user does who knows the right order: keys are free, clicks are counted."""

    def __init__(self, page: Any, served: Served) -> None:
        self.page, self.served, self.clicks = page, served, 0
        self.state: dict[str, Any] = served.ask(API).json()

    def click(self, locator: Any) -> None:
        self.clicks += 1
        locator.click()

    def settle(self, work: Callable[[], None]) -> None:
        self.page.evaluate("document.getElementById('status').textContent = ''")
        work()
        self.page.wait_for_selector("body:not([aria-busy]) #status:not(:empty)")
        self.state = self.served.ask(API).json()

    def line(self, piece: int) -> Any:
        return self.page.locator(f"#text .line[data-piece='{piece}']")

    def join(self, left: int, right: int) -> None:
        """Make two pieces neighbours in one paragraph, by the shortest way that the page offers."""
        order = self.state["order"]
        if order.index(right) == order.index(left) + 1:
            if not self._look({"left": left, "right": right}):
                self.click(self.line(right))
            self.settle(lambda: self.page.keyboard.press("j"))
            return
        for ends, side, rival in (
            ({"left": left}, "after", right),
            ({"right": right}, "before", left),
        ):
            if self._look(ends):
                self.page.wait_for_selector("#joint .rivals, #joint .none")
                button = self.page.locator(f"[data-side={side}][data-rival='{rival}']")
                if button.count():
                    self.settle(lambda found=button: self.click(found))  # type: ignore[misc]
                    return
        self.click(self.line(left))
        self.page.keyboard.press("f")
        self.settle(lambda: self.click(self.line(right)))

    def _look(self, ends: dict[str, int]) -> bool:
        """Step to the doubtful joint that has these ends, by the key n; False where none has."""
        doubts = [j for j in self.state["joints"] if j["doubtful"]]
        if not any(all(j[k] == v for k, v in ends.items()) for j in doubts):
            return False
        for _ in range(len(doubts) + 1):
            self.page.keyboard.press("n")
            here = int(self.page.locator(".line.here").get_attribute("data-piece"))
            joint = next(j for j in doubts if j["right"] == here)
            if all(joint[k] == v for k, v in ends.items()):
                return True
        return False


@pytest.mark.slow
@pytest.mark.skipif(not SEED.exists(), reason="the seed does not lie beside the project")
def test_the_seed_is_put_right_in_few_clicks(
    tmp_path: Path, open_page: Callable[..., Any], record_property: Callable[[str, object], None]
) -> None:
    """All 96 joints, in at most twelve clicks."""
    judge = _load_judge().judge
    gold = {p["id"]: p for p in json.loads((SEED / "gold.json").read_text("utf-8"))["pieces"]}
    path = tmp_path / "seed.txt"
    path.write_bytes((SEED / "dump.txt").read_bytes())
    with serve([path]) as served:
        page = open_page(served.address)
        hand = _Hand(page, served)
        for _ in range(MOST_ROUNDS):
            hand.settle(lambda: page.keyboard.press("Control+s"))
            text = path.with_name("seed.fixed.txt").read_text(encoding="utf-8")
            score, missing, _, _ = judge(text)
            if not missing:
                break
            left, right = (gold[i] for i in missing[0])
            pieces = hand.state["pieces"]
            hand.join(
                next(k for k, p in enumerate(pieces) if p["end"] == left["end"]),
                next(k for k, p in enumerate(pieces) if p["start"] == right["start"]),
            )
        assert score["joints"] == score["of"]
        record_property("clicks", hand.clicks)
        assert hand.clicks <= MOST_CLICKS
