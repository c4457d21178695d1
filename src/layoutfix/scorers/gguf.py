"""A .gguf file of a causal language model, by llama-cpp-python (extra `llama`)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from layoutfix.errors import InputError
from layoutfix.scorers.protocol import Scorer

CONTEXT = 1024
"""Tokens that are seen, context and continuation: bounds memory and time."""


class GgufScorer:
    """A scorer by llama.cpp, on the processor."""

    def __init__(self, path: Path) -> None:
        from llama_cpp import Llama  # noqa: PLC0415 - an extra

        self._path = path
        try:
            self._model: Any = Llama(
                str(path), n_ctx=CONTEXT, logits_all=True, n_gpu_layers=0, verbose=False
            )
        except (ValueError, RuntimeError, OSError, AssertionError) as error:
            raise InputError(f"the scorer {path} cannot be loaded: {error}") from error

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled as its path: each process loads the model itself."""
        from layoutfix.scorers.loading import load_scorer_once  # noqa: PLC0415 - loads this module

        return load_scorer_once, (self._path,)

    def score(self, context: str, continuations: Sequence[str]) -> list[float]:
        """As `Scorer.score`. What is longer than the model can see is cut off on the left."""
        above = self._encode(context)
        return [self._score_one(above, self._encode(text)) for text in continuations]

    def _encode(self, text: str) -> list[int]:
        ids: list[int] = self._model.tokenize(text.encode("utf-8"), add_bos=False)
        return ids

    def _score_one(self, above: list[int], below: list[int]) -> float:
        """The log-likelihood of tokens behind others."""
        below = below[: CONTEXT - 1]
        above = above[len(above) - min(len(above), CONTEXT - 1 - len(below)) :]
        begin = self._model.token_bos()
        ids = [self._model.token_eos() if begin < 0 else begin, *above, *below]
        self._model.reset()
        self._model.eval(ids)
        logits = self._model.scores[len(ids) - len(below) - 1 : len(ids) - 1].astype(np.float64)
        highest = logits.max(axis=1, initial=-np.inf)
        totals = highest + np.log(np.exp(logits - highest[:, None]).sum(axis=1))
        return float((logits[np.arange(len(below)), below] - totals).sum())


_KEEPS_TO: type[Scorer] = GgufScorer
