"""The few ways in which this package draws from a random generator.

Everything is made of `Generator.random()`: the other methods of NumPy (`choice`, `permutation`,
`normal`) may change their streams between versions, and `normal` depends on the machine's libm.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

T = TypeVar("T")


def chance(rng: np.random.Generator, share: float) -> bool:
    """True in a share of the calls. Draws one number, whatever the share."""
    return bool(rng.random() < share)


def integer(rng: np.random.Generator, low: int, high: int) -> int:
    """A whole number from `low` to `high`, both included."""
    return low + min(int(rng.random() * (high - low + 1)), high - low)


def pick(rng: np.random.Generator, items: Sequence[T]) -> T:
    """One of the items, each as likely as the others."""
    return items[integer(rng, 0, len(items) - 1)]


def wobble(rng: np.random.Generator, deviation: float) -> float:
    """A number around 0 with this standard deviation: the sum of three uniform ones, bell-shaped.

    It never exceeds three deviations.
    """
    return 2.0 * deviation * float(rng.random() + rng.random() + rng.random() - 1.5)
