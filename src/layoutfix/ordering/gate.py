"""Whether a page is reordered at all: only where the new order gains clearly over the dump's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from layoutfix.config import GateConfig
from layoutfix.ordering.chain import Links


@dataclass(frozen=True, slots=True)
class GateReading:
    """What the gate saw: gain in nats, joints that would change, and the decision."""

    gain: float
    changed_joints: int
    opens: bool


def judge_order(
    order: Sequence[int], links: Links, config: GateConfig, *, certainty: float = 1.0
) -> GateReading:
    """Compare an order of n fragments with the dump's own (0, 1 .. n - 1). O(n).

    `certainty` below 1 (no model for the language) asks for that much more gain.
    """
    n = len(order)
    if n < 3:
        return GateReading(0.0, 0, opens=False)
    new = np.asarray(order, np.intp)
    old = np.arange(n, dtype=np.intp)
    pairs = set(zip(order[:-1], order[1:], strict=True))
    changed = sum((i, i + 1) not in pairs for i in range(n - 1))
    if not changed:
        return GateReading(0.0, 0, opens=False)
    starts, ends = links.starts(), links.ends()
    after = float(links.score(new[:-1], new[1:]).sum() + starts[new[0]] + ends[new[-1]])
    before = float(links.score(old[:-1], old[1:]).sum() + starts[0] + ends[n - 1])
    gain = round(after - before, 2)
    opens = (
        gain * certainty >= config.least_gain and gain * certainty >= config.least_mean_gain * changed
    )
    return GateReading(gain, changed, opens)
