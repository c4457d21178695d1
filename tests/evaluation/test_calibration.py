"""Whether joints are right, and what their confidence is worth."""

from __future__ import annotations

import pytest

from layoutfix.evaluation import (
    JudgedJoint,
    calibrate,
    count_warned,
    dict_to_truth,
    judge_joints,
    text_to_truth,
)
from layoutfix.evaluation.calibration import JointJudge, MadeJoint
from tests.evaluation.pages import LINES, TRUTH


def joint(left: str, right: str, kind: str = "space", confidence: float = 0.9) -> MadeJoint:
    return MadeJoint(left, right, kind, confidence)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("Water ran over the wheel", "for the first time since", True),
        ("Water ran over the wheel", "teen fifty, said the miller.", False),
        ("the great flood of nine-", "teen fifty, said the miller.", True),
        ("Water ran over the wheei", "for tbe first time since", True),  # read badly
        ("Water ran over", "the wheel", True),  # a row cut in two and joined again
        ("the wheel", "Water ran over", False),
        ("teen fifty, said the miller.", "Nobody had thought to see", True),  # next paragraph
        ("the stones grind flour again.", "A clock for the station", False),  # next article
        ("The mill as seen", "from the bridge", True),  # within a caption
        ("something not of this page at all", "for the first time since", None),
        ("---", "for the first time since", None),
        ("the", "wheel", True),  # one of several places of "the"
        ("the", "miller", True),
        ("the", "fifty", False),
    ],
)
def test_joints_are_right_where_the_truth_goes_on(
    left: str, right: str, expected: bool | None
) -> None:
    """Neighbours in one article of the truth, found by the ends of the fragments."""
    assert JointJudge(TRUTH).judge(joint(left, right)) is expected


@pytest.mark.parametrize("kind", ["gap", "article", "aside"])
def test_joints_that_claim_nothing_are_not_judged(kind: str) -> None:
    """They say themselves that the two do not belong together."""
    assert judge_joints([joint(LINES[1].text, LINES[2].text, kind)], TRUTH) == ()


def test_chinese_needs_shorter_ends() -> None:
    """Eight characters a side."""
    truth = text_to_truth("这座老水磨停了整整四十年之后\n又一次转动起来磨坊主这样说", "p")
    assert JointJudge(truth).judge(joint(truth.lines[0].text, truth.lines[1].text)) is True
    assert JointJudge(truth).judge(joint(truth.lines[1].text, truth.lines[0].text)) is False


def test_bins_and_levels() -> None:
    """Half of those at 0.85 are right, all of those at 1: the gaps are weighted by their bins."""
    joints = [JudgedJoint(0.85, k < 2) for k in range(4)] + [JudgedJoint(1.0, True)] * 4
    found = calibrate(joints)
    assert found is not None
    assert [(b.low, b.joints, b.right) for b in found.bins] == [(0.8, 4, 0.5), (0.9, 4, 1.0)]
    assert found.ece == pytest.approx(0.5 * 0.35)
    by_level = {level.confidence: level for level in found.levels}
    assert (by_level[0.9].share, by_level[0.9].precision) == (0.5, 1.0)
    assert (by_level[0.0].share, by_level[0.0].precision) == (1.0, 0.75)


def test_perfectly_calibrated_joints_have_no_error() -> None:
    """Of ten at 0.7, seven are right."""
    found = calibrate([JudgedJoint(0.7, k < 7) for k in range(10)])
    assert found is not None and found.ece == pytest.approx(0.0)
    assert calibrate([]) is None


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("Water ran over the wheel", "for the first time since", False),
        ("teen fifty, said the miller.", "Nobody had thought to see", True),
        ("teen fifty, said the mill", "er.", False),  # the last two letters of a paragraph
        ("Water ran over the wheel", "teen fifty, said the miller.", None),  # no right joint
        ("the stones grind flour again.", "A clock for the station", None),  # another article
    ],
)
def test_blocks_end_at_right_joints(left: str, right: str, expected: bool | None) -> None:
    """Where the truth has another block on the other side; of wrong joints nothing is said."""
    assert JointJudge(TRUTH).ends_block(joint(left, right)) is expected


def test_blocks_that_are_not_known_end_nowhere() -> None:
    """Plain lines say nothing of paragraphs."""
    truth = dict_to_truth({"lines": ["the mill stood still", "for forty years"]}, "p")
    found = JointJudge(truth).ends_block(joint("the mill stood still", "for forty years"))
    assert found is None


def test_false_joints_are_counted_by_what_is_told_of_them() -> None:
    """A third of those told as nearly certain is false; half of the false is doubtful."""
    joints = [(0.95, True), (0.99, True), (0.92, False), (0.6, True), (0.4, True), (0.2, False)]
    found = count_warned([JudgedJoint(told, right) for told, right in joints], 0.5)
    assert found is not None
    assert (found.joints, found.sure, found.false) == (6, 3, 2)
    assert found.false_sure == pytest.approx(1000 / 3)
    assert (found.warned, found.alarms) == (0.5, 0.25)
    assert count_warned([]) is None
