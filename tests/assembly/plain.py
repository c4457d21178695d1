"""Neighbours of which little is known but their links."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from layoutfix.assembly.confidence import Surroundings
from layoutfix.assembly.joints import Neighbours


def plain_neighbours(
    same: Sequence[float],
    *,
    paragraph: float = -9.0,
    breaks: Sequence[float] | None = None,
    regular: bool = True,
    moved: bool = True,
    in_columns: bool = True,
    cjk: bool = False,
) -> Neighbours:
    """Joints that all stand alike among the others, and have no rivals.

    regular  each goes as far on as those around it, beside others that do
    """
    odds, none = np.array(same, np.float32), np.zeros(len(same), np.float32)
    return Neighbours(
        same=odds,
        paragraph=none + np.float32(paragraph),
        breaks=none - 5.0 if breaks is None else np.array(breaks, np.float32),
        gap=-3.5,
        total=odds,
        rival=none,
        moved=np.full(len(same), moved),
        around=plain_surroundings(len(same), regular=regular),
        sure=none + 1.0,
        in_columns=in_columns,
        cjk=cjk,
    )


def plain_surroundings(joints: int, *, regular: bool) -> Surroundings:
    """The same for all."""
    yes, no = np.full(joints, regular), np.zeros(joints, bool)
    return Surroundings(
        back=no,
        as_before=yes,
        as_after=yes,
        alike=4 * yes.astype(np.intp),
        near=yes,
        far=~yes,
        parallel=2 * yes.astype(np.intp),
        crossing=2.0 * ~yes,
        across=no,
    )
