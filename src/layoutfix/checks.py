"""The promises every result keeps, checked on every call. O(n log n) in the characters of the dump.

1. The order names every fragment exactly once; fragments do not overlap and read as the dump does.
2. Every non-space character of the dump stands in a fragment or in the span of a step.
3. Replaying the record gives the text.
4. Joints and paragraphs speak of fragments that exist, confidences lie in 0..1.
"""

from __future__ import annotations

from itertools import pairwise

from layoutfix.errors import BrokenPromiseError
from layoutfix.replay import uncovered_spans
from layoutfix.result import Result


def check_result(result: Result) -> Result:
    """The result itself, or BrokenPromiseError naming the promise and the text concerned."""
    _check_fragments(result)
    _check_nothing_lost(result)
    replayed = result.replay()
    if replayed != result.text:
        at = next(
            (k for k, (a, b) in enumerate(zip(replayed, result.text, strict=False)) if a != b),
            min(len(replayed), len(result.text)),
        )
        raise _broken("the steps do not replay to the text", result.text[max(0, at - 20) : at + 20])
    _check_record(result)
    return result


def _check_fragments(result: Result) -> None:
    fragments = result.fragments
    if sorted(result.order) != list(range(len(fragments))):
        raise _broken("the order does not name every fragment once", result.dump[:40])
    for f in fragments:
        if not f.text or result.dump[f.start : f.end] != f.text:
            raise _broken("a fragment does not read as the dump does", f.text[:40])
    for a, b in pairwise(fragments):
        if b.start < a.end:
            raise _broken("two fragments overlap", b.text[:40])


def _check_nothing_lost(result: Result) -> None:
    for s in result.steps:
        if result.dump[s.start : s.end] != s.before:
            raise _broken(f"a step of {s.rule} does not say what it replaced", s.before[:40])
    for lo, hi in uncovered_spans(len(result.dump), result.fragments, result.steps):
        lost = result.dump[lo:hi].strip()
        if lost:
            raise _broken("text would be lost without a step", lost[:40])


def _check_record(result: Result) -> None:
    n = len(result.fragments)
    if [i for p in result.paragraphs for i in p.fragments] != list(result.order):
        raise _broken("the paragraphs do not follow the order", result.text[:40])
    for j in result.joints:
        if not (0 <= j.left < n and 0 <= j.right < n and 0.0 <= j.confidence <= 1.0):
            raise _broken("a joint is not of this text", f"{j.left} {j.right} {j.confidence}")


def _broken(what: str, text: str) -> BrokenPromiseError:
    return BrokenPromiseError(
        f"layoutfix stopped before breaking a promise ({what}) near {text!r};"
        " your text is untouched: please report it with this text"
    )
