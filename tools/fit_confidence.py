"""Fit the chance of joints on pages with known order, and tell it of the documents left out.

    python bench/confidence.py --corpora CORPORA --dev DEV --save joints.npz
    python tools/fit_confidence.py joints.npz --write

The `confidence_` numbers of `AssemblyWeights` are fitted for each family of scripts on one half of
the documents (logistic regression, Fisher scoring; a joint is right if its order and its cuts are,
and the chance of the cuts is given) and told of the other: likelihood, how well right joints are
parted from wrong ones (AUC), and by the kind of page how far they can be trusted
(`layoutfix.evaluation.Warned`). With `--write` a fit on all takes the place of the shipped one.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np

from layoutfix.arrays import Bools, Doubles
from layoutfix.assembly.confidence import FEATURES
from layoutfix.assembly.joints import (
    chance_to_confidence,
    confidence_odds,
    odds_to_chance,
)
from layoutfix.config import Config
from layoutfix.evaluation import JudgedJoint, count_warned
from layoutfix.script import Script
from layoutfix.training.joints import Joints, read_joints
from layoutfix.weights import AssemblyWeights, load_weights
from weight_files import digest_of, put_numbers

_RIDGE = 1e-2
_STEPS = 40
_DIGITS = 3
_CALIBRATION_BINS = 10
_LEAST = 1e-9


def fit_logistic(x: Doubles, y: Doubles, sure: Doubles | None = None) -> Doubles:
    """Coefficients (k,) of a logistic regression of y (n,) on x (n, k), with a little ridge.

    sure  (n,): y is 1 with so much of the chance; 1 where it is not given
    """
    w, s = np.zeros(x.shape[1]), np.ones(len(y)) if sure is None else sure.astype(np.float64)
    for _ in range(_STEPS):
        p = odds_to_chance(x @ w)
        rest = np.maximum(1 - s * p, _LEAST)
        gradient = x.T @ ((1 - p) * (y - (1 - y) * s * p / rest)) - _RIDGE * w
        information = s * p * (1 - p) ** 2 / rest
        w += np.linalg.solve((x * information[:, None]).T @ x + _RIDGE * np.eye(len(w)), gradient)
    return w


def fit_weights(joints: Joints, among: Bools) -> dict[Script, AssemblyWeights]:
    """The weights of both families by those joints.

    Those of pages in the dump's order stay: how many of these are right is how many of them were
    made in order.
    """
    found = {}
    for script, rows in _by_script(joints):
        of = among & rows & joints.moved
        x, y = joints.features[of], joints.right[of].astype(np.float64)
        odds = fit_logistic(x, y, joints.sure[of].astype(np.float64))
        named = dict(zip(FEATURES, np.round(odds, _DIGITS).tolist(), strict=True))
        found[script] = replace(load_weights(script).assembly, confidence_odds=named)
    return found


def _by_script(joints: Joints) -> tuple[tuple[Script, Bools], ...]:
    return (Script.CJK, joints.cjk), (Script.SPACED, ~joints.cjk)


def chances(joints: Joints, weights: Mapping[Script, AssemblyWeights]) -> Doubles:
    """The chance of each joint, its cuts included."""
    odds = np.zeros(len(joints.right))
    for script, rows in _by_script(joints):
        for moved in (True, False):
            of = rows & (joints.moved == moved)
            odds[of] = joints.features[of] @ confidence_odds(weights[script], moved=moved)
    return odds_to_chance(odds) * joints.sure


def describe(chance: Doubles, right: Bools) -> str:
    """How good chances (n,) of joints are, in a line."""
    odds = np.clip(chance, 1e-4, 1 - 1e-4)
    nats = -float(np.where(right, np.log(odds), np.log(1 - odds)).mean())
    _, place, count = np.unique(chance, return_inverse=True, return_counts=True)
    rank = (np.cumsum(count) - (count - 1) / 2)[place]
    many = int(right.sum())
    above = float(rank[right].sum()) - many * (many + 1) / 2
    auc = above / max(many * (len(right) - many), 1)
    bins = np.minimum((chance * _CALIBRATION_BINS).astype(int), _CALIBRATION_BINS - 1)
    error = np.abs(np.bincount(bins, chance - right, _CALIBRATION_BINS)).sum() / len(right)
    return f"{len(right)} joints; {nats:.3f} nats, AUC {auc:.3f}, calibration error {error:.3f}"


def tell(chance: Doubles, joints: Joints, weights: AssemblyWeights) -> None:
    """Prints how far chances can be trusted, by the family of the page."""
    told = chance_to_confidence(chance, weights)
    for family in [*sorted(set(joints.family.tolist())), "all"]:
        among = (joints.family == family) | (family == "all")
        judged = [
            JudgedJoint(float(c), bool(r))
            for c, r in zip(told[among], joints.right[among], strict=True)
        ]
        found = count_warned(judged, Config().doubtful_below)
        assert found is not None
        print(f"{family:16}", " ".join(f"{k} {v:.4g}" for k, v in asdict(found).items()))


def main() -> None:
    """Fit on each half, tell of the other, print the weights fitted on all."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("joints", type=Path, nargs="+")
    parser.add_argument("--write", action="store_true", help="replace the shipped weights")
    options = parser.parse_args()
    joints, shipped = read_joints(options.joints), load_weights(Script.CJK).assembly
    every = np.ones(len(joints.right), bool)
    left_out = np.zeros(len(every))
    for k in (0, 1):
        rest = joints.half != k
        left_out[rest] = chances(joints, fit_weights(joints, ~rest))[rest]
    print("on documents left out:", describe(left_out, joints.right))
    for script, rows in _by_script(joints):
        of = rows & joints.moved
        print(f"  {script.value}:", describe(left_out[of], joints.right[of]))
    for sure in (0.97, 0.98, 0.985, 0.99):
        print(f"confidence_sure {sure}")
        tell(left_out, joints, replace(shipped, confidence_sure=sure))
    for script, weights in fit_weights(joints, every).items():
        print(script.value, weights.confidence_odds)
        if options.write:
            digest = digest_of(options.joints)
            numbers = {"confidence_odds": weights.confidence_odds}
            put_numbers(script, "assembly", numbers, fit="confidence", digest=digest)


if __name__ == "__main__":
    main()
