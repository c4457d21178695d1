"""Joints of pages in their found order, with whether a paragraph truly ends at each."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from layoutfix import evaluation
from layoutfix.arrays import Bools, Doubles
from layoutfix.assembly.ends import FEATURES, end_features
from layoutfix.config import Config
from layoutfix.engine import read_dump
from layoutfix.evaluation.calibration import CLAIMS, JointJudge, MadeJoint
from layoutfix.script import Script


@dataclass(frozen=True, slots=True)
class Examples:
    """Right joints, n of them: features (n, F); ends (n,) bool; cjk (n,); page (n,) its name."""

    features: Doubles
    ends: Bools
    cjk: Bools
    page: npt.NDArray[np.str_]

    def of(self, chosen: Bools) -> Examples:
        """Some of them."""
        return Examples(*(getattr(self, name)[chosen] for name in Examples.__slots__))


def together(parts: list[Examples]) -> Examples:
    """The examples of several dumps as one."""
    return Examples(*(np.concatenate([getattr(p, f) for p in parts]) for f in Examples.__slots__))


def page_to_examples(page: dict[str, Any]) -> list[Examples]:
    """The right joints of all dumps of a page (docs/evaluation.md); [] where there are none."""
    truth = evaluation.dict_to_truth(page, page["id"])
    judge = JointJudge(truth)
    found = (_dump_to_examples(dump, judge, page["id"]) for dump in truth.dumps.values())
    return [examples for examples in found if examples is not None]


def _dump_to_examples(dump: str, judge: JointJudge, name: str) -> Examples | None:
    page = read_dump(dump, Config())
    if page is None or not page.links.knows_language or len(page.order) < 2:
        return None
    texts = [fragment.text for fragment in page.page.fragments]
    path = np.array(page.order, np.intp)
    left, right = path[:-1], path[1:]
    claim = min(CLAIMS)
    joints = [MadeJoint(texts[i], texts[j], claim, 0.5) for i, j in pairwise(page.order)]
    verdicts = [judge.ends_block(joint) for joint in joints]
    one_line = page.held[left] & (right == left + 1)
    known = np.array([verdict is not None for verdict in verdicts]) & ~one_line
    features = end_features(texts, page.order, page.links, page.links.evidence(left, right))
    many = int(known.sum())
    return Examples(
        features=features[known].reshape(many, len(FEATURES)),
        ends=np.array([bool(verdict) for verdict in verdicts])[known],
        cjk=np.full(many, page.links.script is Script.CJK),
        page=np.full(many, name),
    )
