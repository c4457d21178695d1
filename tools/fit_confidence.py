"""Fit the confidence of joints on pages with known order, and measure it on those left out.

    python tools/fit_confidence.py ../shared/bench/dev more/pages --write-to coefficients.json

A page is a JSON file with `lines` and `dumps` (docs/evaluation.md). Pages are halved by a checksum
of their ids; coefficients of `AssemblyConfig` are fitted on one half (logistic regression, Newton)
and the calibration error and the share of wrong joints above 0.9 are told of the other.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

import layoutfix
from layoutfix import evaluation
from layoutfix.config import AssemblyConfig
from layoutfix.evaluation import JudgedJoint
from layoutfix.evaluation.calibration import JointJudge, MadeJoint

Doubles = npt.NDArray[np.float64]
NAMES = ("bias", "total", "margin", "page", "kept")
_RIDGE = 1e-3
_STEPS = 25
_SURE = 0.9


def read_joints(path: Path) -> tuple[str, list[list[float]], list[bool], list[float]]:
    """Id of a page; features, rightness and present confidence of the joints of all its dumps."""
    page: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    truth = evaluation.dict_to_truth(page, page["id"])
    judge, cap = JointJudge(truth), AssemblyConfig().confidence_total_cap
    rows: list[list[float]] = []
    right: list[bool] = []
    now: list[float] = []
    for dump in page["dumps"].values():
        result = layoutfix.fix(dump)
        totals = [j.evidence["total"] for j in result.joints if "total" in j.evidence]
        mean = float(np.clip(np.mean(totals), -2.0, 6.0)) if totals else 0.0
        moved_any = any(j.right != j.left + 1 for j in result.joints)
        for joint in result.joints:
            if "total" not in joint.evidence:
                continue
            texts = result.fragments[joint.left].text, result.fragments[joint.right].text
            verdict = judge.judge(MadeJoint(*texts, joint.kind, joint.confidence))
            if verdict is None:
                continue
            total, rival = joint.evidence["total"], joint.evidence["rival"]
            kept = joint.right == joint.left + 1 and moved_any
            margin = float(np.clip(total - rival, -6.0, 6.0))
            rows.append([1.0, min(total, cap), margin, mean, float(kept)])
            right.append(verdict)
            now.append(joint.confidence)
    return page["id"], rows, right, now


def fit_logistic(x: Doubles, y: Doubles) -> Doubles:
    """Coefficients (k,) of a logistic regression of y (n,) on x (n, k), with a little ridge."""
    w = np.zeros(x.shape[1])
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-(x @ w)))
        gradient = x.T @ (p - y) + _RIDGE * w
        hessian = (x * (p * (1 - p))[:, None]).T @ x + _RIDGE * np.eye(len(w))
        w -= np.linalg.solve(hessian, gradient)
    return w


def describe(name: str, confidence: Doubles, right: Doubles) -> str:
    """Calibration error, and how many of the joints above 0.9 are wrong."""
    judged = [JudgedJoint(float(c), bool(r)) for c, r in zip(confidence, right, strict=True)]
    found = evaluation.calibrate(judged)
    sure = confidence >= _SURE
    wrong = float((1 - right[sure]).mean()) if sure.any() else 0.0
    error = found.ece if found else 0.0
    return (
        f"{name}: {len(right)} joints, {right.mean():.3f} right, calibration error {error:.3f},"
        f" {sure.mean():.3f} above {_SURE}, of these wrong {wrong:.4f}"
    )


def main() -> None:
    """Fit on each half, tell of the other, print the coefficients fitted on all."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--write-to", type=Path)
    options = parser.parse_args()
    paths = [p for folder in options.folders for p in sorted(folder.glob("*.json"))]
    rows: list[list[float]] = []
    right: list[bool] = []
    now: list[float] = []
    half: list[int] = []
    with multiprocessing.Pool(2) as pool:
        for page, features, verdicts, confidences in pool.imap_unordered(read_joints, paths):
            rows += features
            right += verdicts
            now += confidences
            half += [zlib.crc32(page.encode()) % 2] * len(verdicts)
    x, y, c, h = np.array(rows), np.array(right, float), np.array(now), np.array(half)
    print(describe("as shipped, all", c, y))
    for k in (0, 1):
        w = fit_logistic(x[h == k], y[h == k])
        print(describe(f"as shipped, half {1 - k}", c[h != k], y[h != k]))
        print(
            describe(
                f"fitted on half {k}, half {1 - k}", 1 / (1 + np.exp(-(x[h != k] @ w))), y[h != k]
            )
        )
    w = fit_logistic(x, y)
    found = dict(zip(NAMES, w.round(3).tolist(), strict=True))
    print(json.dumps(found))
    if options.write_to:
        options.write_to.write_text(json.dumps(found) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
