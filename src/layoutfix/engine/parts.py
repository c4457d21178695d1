"""A page judged in the order in which its lines should have been listed -> the dump's fragments.

Where all that is wrong with a page is how its lines are listed (in reverse, neighbours swapped, row
by row across vertical lines), they are put into reading order first and judged as those of a
page that came so: jumps in the dump say nothing against their joints. What comes out speaks of the
dump's fragments again; a vertical line that was printed across the rows is one of many.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from layoutfix.arrays import Bools
from layoutfix.assembly.assemble import OrderedPage
from layoutfix.assembly.confidence import Seen, Surroundings
from layoutfix.model import Fragment

_CERTAIN = 4.0
"""What a joint between two characters of one vertical line is worth at least, in nats."""
_AROUND = {"as_before": True, "as_after": True, "near": True, "alike": 4}
"""How such a joint stands among the others; the rest is False, or 0."""


def spread_parts(page: OrderedPage, parts: Sequence[Sequence[Fragment]]) -> OrderedPage:
    """The page with the fragments of the dump in place of its lines.

    parts  of each line, in the order in which they are read
    """
    fragments = sorted((f for part in parts for f in part), key=lambda f: f.start)
    place = {f.start: k for k, f in enumerate(fragments)}
    line = [k for k in page.order for _ in parts[k]]
    inside = np.array([a == b for a, b in pairwise(line)], bool)
    joint = np.flatnonzero(~inside).tolist()
    known = page.evidence
    certain = max(_CERTAIN, float(known.total.mean()) if len(known.total) else 0.0)
    around = replace(
        known.around,
        **{
            field.name: _spread(getattr(known.around, field.name), inside, _AROUND.get(field.name))
            for field in fields(Surroundings)
        },
    )
    evidence = replace(
        known,
        same=_spread(known.same, inside, certain),
        paragraph=_spread(known.paragraph, inside, -certain),
        breaks=_spread(known.breaks, inside, -np.inf),
        total=_spread(known.total, inside, certain),
        rival=_spread(known.rival, inside, known.gap),
        moved=_spread(known.moved, inside, None),
        around=around,
        sure=_spread(known.sure, inside, 1.0),
        seen=Seen(
            below=_spread(known.seen.below, inside, None),
            over=_spread(known.seen.over, inside, None),
        ),
    )
    order = [place[f.start] for k in page.order for f in parts[k]]
    return replace(
        page,
        fragments=fragments,
        order=order,
        evidence=evidence,
        features={
            name: _spread(values, inside, certain if name == "total" else None)
            for name, values in page.features.items()
        },
        lines=page.lines.spread(
            [len(parts[k]) for k in page.order], [fragments[i].text for i in order], joint
        ),
        reordered=True,
        inside=inside,
    )


def _spread(values: npt.NDArray[Any], inside: Bools, value: float | None) -> npt.NDArray[Any]:
    """Values of the joints between lines, with one for each joint inside a line, 0 if None."""
    out = np.full(len(inside), value or 0, values.dtype)
    out[~inside] = values
    return out
