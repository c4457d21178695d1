"""What a scorer of the user's own must do."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from typing import Protocol, TypeAlias, runtime_checkable


@runtime_checkable
class Scorer(Protocol):
    """A language model of your own, `layoutfix.fix(text, scorer=...)`.

    It is asked where two orders of a page are worth nearly the same, for the text above and below
    the joints in which they differ: some hundred characters each, dozens of times on a page in
    columns, never on a page that reads well as it stands. The same question must get the same
    answer. It is not asked by several threads; `fix_many` with several jobs pickles it, once for
    each process.
    """

    def score(self, context: str, continuations: Sequence[str]) -> Sequence[float]:
        """The log-likelihood of each continuation behind the context, in nats.

        context  what stands before; "" for nothing: how likely a continuation is by itself

        One finite number for each continuation, summed over its characters or tokens, in their
        order.
        """
        ...


ScorerLike: TypeAlias = Scorer | str | PathLike[str] | None
"""A scorer, the path of a model's folder or .gguf file, or None for none."""
