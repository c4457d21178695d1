"""Neighbours of the order -> joints: one sentence, a paragraph's end, a gap, and how sure it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from layoutfix.chardata import HYPHENS, codes_to_is_cjk, text_to_codes
from layoutfix.config import AssemblyConfig
from layoutfix.model import JointKind

Floats = npt.NDArray[np.float32]

CONTINUES: frozenset[JointKind] = frozenset({"join", "space", "hyphen"})
"""Kinds of joints inside a paragraph."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Evidence for the n - 1 joints of an order of n fragments; every array is (n - 1,).

    same, paragraph  log-odds of the two ways to go on; `gap` that something was lost
    total            the three together
    breaks           log-odds that a paragraph ends between the two, given that they are neighbours
    rival            log-odds of the best other link of either side
    in_columns       whether a column of the page stands behind the order
    moved            whether the two were not neighbours in the dump
    """

    same: Floats
    paragraph: Floats
    breaks: Floats
    gap: float
    total: Floats
    rival: Floats
    moved: npt.NDArray[np.bool_]
    in_columns: bool


def neighbours_to_kinds(
    texts: Sequence[str], neighbours: Neighbours, config: AssemblyConfig
) -> list[JointKind]:
    """How texts[k] and texts[k + 1] meet, k = 0 .. n - 2 (texts in reading order)."""
    kinds: list[JointKind] = []
    for k, (left, right) in enumerate(pairwise(texts)):
        link = max(float(neighbours.same[k]), float(neighbours.paragraph[k]))
        if link < neighbours.gap + _gap_prior(neighbours, k, config):
            kinds.append("gap")
        elif float(neighbours.breaks[k]) + config.paragraph_prior > 0.0:
            kinds.append("paragraph")
        else:
            kinds.append(continuing_kind(left, right))
    return kinds


def _gap_prior(neighbours: Neighbours, k: int, config: AssemblyConfig) -> float:
    """Log-odds of a gap at joint k, beside what its links say."""
    if neighbours.in_columns:
        return 0.0
    return config.gap_prior if neighbours.moved[k] else config.gap_prior_kept


def continuing_kind(left: str, right: str) -> JointKind:
    """How two pieces of one sentence are written together.

    >>> continuing_kind("推动高质", "量发展"), continuing_kind("the old", "bridge")
    ('join', 'space')
    >>> continuing_kind("the ham-", "mer"), continuing_kind("版本", "GPT")
    ('hyphen', 'join')
    """
    a, b = left[-1], right[0]
    if a in HYPHENS and left[-2:-1].isalpha() and b.islower():
        return "hyphen"
    cjk = codes_to_is_cjk(text_to_codes(a + b))
    if cjk.any() or (not a.isalpha() and not b.isalpha() and _is_cjk_context(left, right)):
        return "join"
    return "space"


def _is_cjk_context(left: str, right: str) -> bool:
    """Whether digits or marks meet inside Chinese or Japanese text."""
    around = left[-6:] + right[:6]
    return bool(codes_to_is_cjk(text_to_codes(around)).sum() * 2 > len(around))


def neighbours_to_confidence(neighbours: Neighbours, config: AssemblyConfig) -> Floats:
    """Estimated chance (n - 1,) that each joint is right: a logistic regression.

    In its link, its margin over the best rival, and the mean link of the page (on a page that OCR
    read badly, every joint is less certain). Where the page was reordered, neighbours that stayed
    neighbours are less certain than those that were brought together: the dump's rows run across.
    Those that the path search brought together have no column behind them.

    Who asks for joints above 0.9 wants them right: what is less certain than `confidence_sure` is
    told as just below 0.9, at most 0.08 too low.
    """
    total = np.minimum(neighbours.total, config.confidence_total_cap)
    margin = np.clip(neighbours.total - neighbours.rival, -6.0, 6.0)
    page = np.clip(neighbours.total.mean(), -2.0, 6.0) if len(total) else 0.0
    kept = ~neighbours.moved & neighbours.moved.any()
    lone = neighbours.moved & (not neighbours.in_columns)
    odds = (
        config.confidence_bias
        + config.confidence_total * total
        + config.confidence_margin * margin
        + config.confidence_page * page
        + config.confidence_kept * kept
        + config.confidence_lone * lone
    )
    chance = 1.0 / (1.0 + np.exp(-odds))
    told = np.where(chance < config.confidence_sure, np.minimum(chance, _NOT_SURE), chance)
    return np.asarray(told, np.float32)


_NOT_SURE = 0.8999
"""The highest confidence of a joint that is not nearly certain."""
