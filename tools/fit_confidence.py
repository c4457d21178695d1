"""Fit the chance of joints on pages with known order, and measure it on those left out.

    python tools/fit_confidence.py ../shared/bench/dev more/pages --write-to coefficients.json

A page is a JSON file with `lines` and `dumps` (docs/evaluation.md). Pages are halved by a checksum
of their ids; the weights of `AssemblyConfig` are fitted on one half (logistic regression, Newton)
and told of the other: likelihood, how well right joints are parted from wrong ones (AUC), the
calibration error, and the share of wrong joints above 0.9.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import zlib
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from layoutfix import evaluation
from layoutfix.assembly.confidence import FEATURES, joint_features
from layoutfix.assembly.joints import (
    chance_to_confidence,
    neighbours_to_chance,
    odds_to_chance,
)
from layoutfix.config import AssemblyConfig, Config
from layoutfix.evaluation import JudgedJoint
from layoutfix.evaluation.calibration import CLAIMS, JointJudge, MadeJoint
from layoutfix.page import judge_page, read_dump

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
_RIDGE = 1e-3
_STEPS = 30
_SURE = 0.9
_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Joints:
    """The joints of some dumps, n of them, whose two ends are known.

    features (n, F); right (n,); now (n,) the chances that config.py gives them; cjk, moved, lone
    (n,): of the page: its script, whether its order was changed, by the path search; half (n,) of
    the pages
    """

    features: Doubles
    right: Bools
    now: Doubles
    cjk: Bools
    moved: Bools
    lone: Bools
    half: npt.NDArray[np.int64]


def read_joints(path: Path) -> Joints | None:
    """The joints of all dumps of a page; None where there is none."""
    page: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    judge = JointJudge(evaluation.dict_to_truth(page, page["id"]))
    half = zlib.crc32(page["id"].encode()) % 2
    found = [joints for dump in page["dumps"].values() if (joints := _judge(dump, judge, half))]
    return _together(found) if found else None


def _judge(dump: str, judge: JointJudge, half: int) -> Joints | None:
    config = Config()
    found = read_dump(dump, config)
    if found is None or len(found.order) < 2:
        return None
    page = judge_page(found, config)
    evidence, texts = page.evidence, [page.fragments[i].text for i in page.order]
    claim = min(CLAIMS)
    verdicts = [judge.judge(MadeJoint(left, right, claim, 0.5)) for left, right in pairwise(texts)]
    known = np.array([verdict is not None for verdict in verdicts])
    features = joint_features(
        evidence.total, evidence.rival, evidence.breaks, evidence.around, config.assembly
    )
    n = int(known.sum())
    moved = bool(evidence.moved.any())
    return Joints(
        features=features[known],
        right=np.array([bool(verdict) for verdict in verdicts])[known],
        now=neighbours_to_chance(evidence, config.assembly)[known],
        cjk=np.full(n, evidence.cjk),
        moved=np.full(n, moved),
        lone=np.full(n, moved and not evidence.in_columns),
        half=np.full(n, half),
    )


def _together(parts: list[Joints]) -> Joints:
    return Joints(*(np.concatenate([getattr(p, f) for p in parts]) for f in Joints.__slots__))


def fit_logistic(x: Doubles, y: Doubles) -> Doubles:
    """Coefficients (k,) of a logistic regression of y (n,) on x (n, k), with a little ridge."""
    w = np.zeros(x.shape[1])
    for _ in range(_STEPS):
        p = odds_to_chance(x @ w)
        gradient = x.T @ (p - y) + _RIDGE * w
        hessian = (x * (p * (1 - p))[:, None]).T @ x + _RIDGE * np.eye(len(w))
        w -= np.linalg.solve(hessian, gradient)
    return w


def describe(chance: Floats | Doubles, right: Bools) -> str:
    """How good chances (n,) of joints are, in a line."""
    judged = [JudgedJoint(float(c), bool(r)) for c, r in zip(chance, right, strict=True)]
    found = evaluation.calibrate(judged)
    error = found.ece if found else 0.0
    sure = chance >= _SURE
    wrong = float((1 - right[sure]).mean()) if sure.any() else 0.0
    odds = np.clip(chance, 1e-4, 1 - 1e-4)
    nats = -float(np.where(right, np.log(odds), np.log(1 - odds)).mean())
    _, place, count = np.unique(chance, return_inverse=True, return_counts=True)
    rank = (np.cumsum(count) - (count - 1) / 2)[place]
    many = int(right.sum())
    above = float(rank[right].sum()) - many * (many + 1) / 2
    auc = above / max(many * (len(right) - many), 1)
    return (
        f"{len(right)} joints, {right.mean():.3f} right; {nats:.3f} nats, AUC {auc:.3f},"
        f" calibration error {error:.3f}; {sure.mean():.3f} above {_SURE}, of these wrong"
        f" {wrong:.4f}"
    )


def fit_weights(joints: Joints, among: Bools) -> dict[str, list[float]]:
    """The weights of `AssemblyConfig` for pages whose columns were put in order."""
    found = {}
    for name, script in (("confidence_odds_cjk", joints.cjk), ("confidence_odds", ~joints.cjk)):
        of = among & script & joints.moved & ~joints.lone
        weights = fit_logistic(joints.features[of], joints.right[of].astype(float))
        found[name] = np.round(weights, _DIGITS).tolist()
    return found


def _chances(joints: Joints, weights: dict[str, list[float]]) -> Doubles:
    per_script = [
        odds_to_chance(joints.features @ np.array(weights[name]))
        for name in ("confidence_odds_cjk", "confidence_odds")
    ]
    return np.asarray(np.where(joints.cjk, *per_script))


def main() -> None:
    """Fit on each half, tell of the other, print the weights fitted on all."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--write-to", type=Path)
    options = parser.parse_args()
    paths = [p for folder in options.folders for p in sorted(folder.glob("*.json"))]
    with multiprocessing.Pool(2) as pool:
        joints = _together([j for j in pool.imap(read_joints, paths) if j is not None])
    columns = joints.moved & ~joints.lone
    assembly = AssemblyConfig()
    told = chance_to_confidence(joints.now, assembly)

    def of(among: Bools, chance: Floats | Doubles) -> str:
        return describe(chance[among], joints.right[among])

    everything = np.ones(len(joints.right), bool)
    print("as told, all:", of(everything, told))
    for name, among in (("left alone", ~joints.moved), ("path search", joints.lone)):
        if among.any():
            print(f"as told, {name}:", of(among, told))
    for k in (0, 1):
        rest = columns & (joints.half != k)
        weights = fit_weights(joints, joints.half == k)
        print(f"columns, half {1 - k}, as told:", of(rest, told))
        print(f"columns, half {1 - k}, fitted on half {k}:", of(rest, _chances(joints, weights)))
    weights = fit_weights(joints, everything)
    for name, values in weights.items():
        print(name, dict(zip(FEATURES, values, strict=True)))
    if options.write_to:
        options.write_to.write_text(json.dumps(weights) + "\n", encoding="utf-8")
    for sure in (0.95, 0.96, 0.97, 0.975, 0.98, 0.985, 0.99):
        stricter = chance_to_confidence(joints.now, replace(assembly, confidence_sure=sure))
        print(f"confidence_sure {sure}:", of(everything, stricter))


if __name__ == "__main__":
    main()
