"""Places at which rows can be cut: what stands beside a blank."""

from __future__ import annotations

from tests.cutting.cutting import cut_dump, kinsoku_lines
from tests.helpers import CJK, weights_with

WIDTH, ROWS = 13, 14
NUMBERED = (2, 6, 9)
"""Lines of the left column that end a notice, as a sentence and a telephone number."""


def _columns() -> tuple[list[str], list[str]]:
    left, right = (
        kinsoku_lines(name, WIDTH, ROWS)
        for name in ("zh-Hans-01-hetang-water", "zh-Hans-02-puppet-troupe")
    )
    for k in NUMBERED:
        left[k] = left[k][:4] + "。 604-7460"
    return left, right


def test_a_number_stays_with_the_sentence_before_it() -> None:
    """Notices in two columns, collapsed to one blank: both lines of each row are whole."""
    left, right = _columns()
    dump = "\n".join(f"{a} {b}" for a, b in zip(left, right, strict=True))
    wanted = [[a, b] for a, b in zip(left, right, strict=True)]
    parts = cut_dump(dump, "zh", CJK)
    assert [parts[k] for k in NUMBERED] == [wanted[k] for k in NUMBERED]
    as_others = weights_with(CJK, places={"number_gain": 4.0})
    parts = cut_dump(dump, "zh", as_others)
    assert [parts[k] for k in NUMBERED] != [wanted[k] for k in NUMBERED]
