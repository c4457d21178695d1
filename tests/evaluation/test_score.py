"""The measures of a text, on a page small enough to count by hand."""

from __future__ import annotations

import importlib.util
import json
import os
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from layoutfix.evaluation import PageScorer, Truth, read_truth, restore_order, score_text
from layoutfix.evaluation.flat import flatten, flatten_lines, is_wordless
from tests.evaluation.pages import DUMP, FIXED, LINES, TRUTH
from tests.helpers import ROOT

SHARED = Path(os.environ.get("LAYOUTFIX_SHARED", ROOT.parent / "shared"))
DEV = SHARED / "bench" / "dev"
PAGES = (
    *("de-p000", "zh-Hans-p003", "zh-Hant-p001", "fr-p001", "simple-en-000-k3"),
    *("argus-brevets-001", "charlottenburg-001", "cjk-pdf-012", "pypdf-benchmarks-001"),
)


def test_the_right_text_has_full_marks() -> None:
    """All joints, all words, all breaks, the caption in one piece; nothing lost or added."""
    score = score_text(FIXED, TRUTH, DUMP)
    assert score.joints == 8  # 7 lines of one article, 3 of the other
    assert (score.joint_recall, score.ned, score.para, score.aside) == (1.0, 1.0, 1.0, 1.0)
    assert score.words == pytest.approx(48 / 55)  # the caption's words count as too many
    assert (score.lost, score.added) == (0.0, 0.0)


def test_the_dump_has_few_joints() -> None:
    """Of 8 joints the dump has those around the headings and below the second one."""
    score = score_text(DUMP, TRUTH, DUMP)
    assert score.joint_recall == 3 / 8
    assert score.ned < 0.7


def test_swapped_columns_keep_joints_but_not_ned() -> None:
    """J does not see that the last column was put first; NED does."""
    paragraphs = FIXED.split("\n\n")
    swapped = "\n\n".join([paragraphs[4], paragraphs[5], *paragraphs[:4]])
    score = score_text(swapped, TRUTH, DUMP)
    assert score.joint_recall == 1.0
    assert score.ned < 0.7


def test_joints_that_the_dump_lost_do_not_count() -> None:
    """A line that the engine never saw has no joints; without the dump, it has."""
    without = DUMP.replace("for the first time since ", "")
    assert len(PageScorer(TRUTH, without).joints) == 6
    assert len(PageScorer(TRUTH).joints) == 8


def test_a_missing_break_is_told_from_a_false_one() -> None:
    """One true break missing, one false one more: precision and recall 3 of 4."""
    missing = FIXED.replace("miller.\n\nNobody", "miller. Nobody")
    assert score_text(missing, TRUTH).para == pytest.approx(2 * 2 / (2 * 2 + 1))
    false = FIXED.replace("ask the", "ask\n\nthe")
    assert score_text(false, TRUTH).para == pytest.approx(2 * 3 / (2 * 3 + 1))


def test_breaks_are_not_known_of_lines_without_blocks() -> None:
    """Pages whose paragraphs nobody marked have no score for them."""
    plain = Truth("p", tuple(replace(line, block=None) for line in LINES))
    assert score_text(FIXED, plain).para is None


def test_a_torn_caption_is_not_whole() -> None:
    """A caption counts where it stands in one piece; in two it is out of the text all the same."""
    torn = FIXED.replace("seen from the bridge", "").replace(
        "thought to", "thought seen from the bridge to"
    )
    score = score_text(torn, TRUTH, DUMP)
    assert score.aside == 0.0
    assert score_text(FIXED, Truth("p", LINES[:7])).aside is None


def test_lost_and_added_are_shares_of_the_dump() -> None:
    """20 letters of the dump left out, 3 letters put in."""
    size = len(flatten(DUMP))
    score = score_text(FIXED.replace("The old mill turns again", ""), TRUTH, DUMP)
    assert score.lost == pytest.approx(20 / size)
    assert score_text(FIXED + " xyz", TRUTH, DUMP).added == pytest.approx(3 / size)
    without = score_text(FIXED, TRUTH)
    assert without.lost is None and without.added is None


def test_the_ceiling_is_the_dump_in_order() -> None:
    """It keeps what OCR did to the letters, and leaves out what OCR lost."""
    worse = DUMP.replace("first time", "f1rst tirne").replace("Travellers no longer ask\n", "")
    ceiling = restore_order(TRUTH, worse)
    assert "f1rst tirne" in ceiling and "Travellers" not in ceiling
    assert score_text(ceiling, TRUTH, worse).joint_recall == 1.0


def test_breaks_survive_cutting() -> None:
    """A line break inside what is cut out stands at the cut."""
    flat = flatten_lines("abc\ndef\nghi").without(2, 5)
    assert (flat.text, flat.breaks) == ("abfghi", {0, 2, 3})


@pytest.mark.parametrize(
    ("text", "expected"), [("山上的雪 snow", True), ("ten 山 words or so", False)]
)
def test_scripts_are_told_apart(text: str, expected: bool) -> None:
    """Han and Kana above 30 % of the characters: compared without words."""
    assert is_wordless(text) is expected


@pytest.mark.skipif(not DEV.is_dir(), reason="the dev pages are not here")
@pytest.mark.parametrize("page", PAGES)
def test_the_numbers_are_those_of_the_bench(page: str) -> None:
    """The shared scorer gives the same on dumps and ceilings of real pages, to the last digit."""
    spec = importlib.util.spec_from_file_location("shared_score", SHARED / "bench" / "score.py")
    assert spec and spec.loader
    shared = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(shared)
    data = json.loads((DEV / f"{page}.json").read_text(encoding="utf-8"))
    truth = read_truth(DEV / f"{page}.json")
    for dump in data["dumps"].values():
        best = restore_order(truth, dump)
        assert best == shared.oracle(data["lines"], dump)
        scorer = PageScorer(truth, dump)
        for text in (dump, best, dump[::-1]):
            wanted = shared.score(text, data["lines"], dump)
            wanted["joint_recall"], wanted["joints"] = wanted.pop("J"), wanted.pop("nj")
            assert asdict(scorer.score(text)) == pytest.approx(wanted)
