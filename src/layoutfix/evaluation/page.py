"""Everything that is measured of one page: evaluate_page."""

from __future__ import annotations

from dataclasses import dataclass

from layoutfix.evaluation.calibration import JudgedJoint, judge_joints
from layoutfix.evaluation.ceiling import restore_order
from layoutfix.evaluation.flat import flatten_lines
from layoutfix.evaluation.headings import score_headings
from layoutfix.evaluation.order import OrderScore, score_order
from layoutfix.evaluation.prediction import Prediction
from layoutfix.evaluation.score import PageScorer, TextScore
from layoutfix.evaluation.truth import Truth


@dataclass(frozen=True, slots=True)
class PageReport:
    """What was measured of one prediction.

    name, group, language, damage, columns  of the page; columns 0 where not known
    score, order     of the prediction
    dump, dump_order of the dump as it is; None without it
    ceiling          of the dump's characters in the true order; None without the dump
    joints           those whose confidence can be judged
    headings         precision and recall of the headings; None where not known or without any
    """

    name: str
    group: str
    language: str
    damage: str
    columns: int
    score: TextScore
    order: OrderScore
    dump: TextScore | None = None
    dump_order: OrderScore | None = None
    ceiling: TextScore | None = None
    joints: tuple[JudgedJoint, ...] = ()
    headings: tuple[float | None, float | None] = (None, None)

    @property
    def harm(self) -> float | None:
        """Joint recall after, less before: below 0 the repair did harm. None without the dump."""
        return None if self.dump is None else self.score.joint_recall - self.dump.joint_recall

    @property
    def share_of_ceiling(self) -> float | None:
        """Joint recall as a share of what a perfect order could reach."""
        if self.ceiling is None or not self.ceiling.joint_recall:
            return None
        return self.score.joint_recall / self.ceiling.joint_recall

    @property
    def perfect(self) -> bool:
        """Every joint stands, and every line that was found is in its place."""
        return self.score.joint_recall == 1.0 and self.order.in_order


def evaluate_page(prediction: Prediction, truth: Truth, dump: str | None = None) -> PageReport:
    """All measures of a prediction. The dump adds ceiling, harm, lost and added."""
    scorer = PageScorer(truth, dump)
    flat = None if dump is None else flatten_lines(dump)
    told = prediction.headings
    before = before_order = ceiling = None
    if dump is not None:
        before, before_order = scorer.score(dump), score_order(dump, truth, dump)
        ceiling = scorer.score(restore_order(truth, dump))
    return PageReport(
        name=prediction.name,
        group=truth.group,
        language=truth.language,
        damage=prediction.engine or truth.damage,
        columns=max(truth.columns, default=0),
        score=scorer.score(prediction.text),
        order=score_order(prediction.text, truth, dump),
        dump=before,
        dump_order=before_order,
        ceiling=ceiling,
        joints=judge_joints(prediction.joints, truth),
        headings=(None, None) if told is None else score_headings(told, truth, flat),
    )
