"""A folder of a causal language model, as transformers saves it (extra `scorer`)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from layoutfix.errors import InputError
from layoutfix.scorers.protocol import Scorer


class CausalScorer:
    """A scorer by PyTorch, on the processor: nothing is downloaded, no code of the folder runs."""

    def __init__(self, path: Path) -> None:
        import torch  # noqa: PLC0415 - an extra
        from transformers import AutoModelForCausalLM, AutoTokenizer  # noqa: PLC0415 - an extra

        self._path, self._torch = path, torch
        try:
            self._tokenizer: Any = AutoTokenizer.from_pretrained(path, local_files_only=True)
            self._model: Any = AutoModelForCausalLM.from_pretrained(path, local_files_only=True)
        except Exception as error:  # of torch, safetensors, tokenizers...: each has its own
            reason = str(error).strip().split("\n", maxsplit=1)[0] or type(error).__name__
            raise InputError(f"the scorer {path} cannot be loaded: {reason}") from error
        self._model.eval()
        self._most = getattr(self._model.config, "max_position_embeddings", None)
        marks = self._tokenizer.bos_token_id, self._tokenizer.eos_token_id
        self._begin = [mark for mark in marks if mark is not None][:1]

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled as its path: each process loads the model itself."""
        from layoutfix.scorers.loading import load_scorer_once  # noqa: PLC0415 - loads this module

        return load_scorer_once, (self._path,)

    def score(self, context: str, continuations: Sequence[str]) -> list[float]:
        """As `Scorer.score`. What is longer than the model can see is cut off on the left."""
        above = self._encode(context)
        with self._torch.inference_mode():
            return [self._score_one(above, self._encode(text)) for text in continuations]

    def _encode(self, text: str) -> list[int]:
        ids: list[int] = self._tokenizer(text, add_special_tokens=False, verbose=False)["input_ids"]
        return ids

    def _score_one(self, above: list[int], below: list[int]) -> float:
        """The log-likelihood of tokens behind others; one that nothing precedes is not counted."""
        if self._most is not None:
            below = below[: self._most - 1]
            above = above[len(above) - min(len(above), self._most - 1 - len(below)) :]
        ids = self._torch.tensor([*self._begin, *above, *below])
        size = min(len(below), len(ids) - 1)
        if size < 1:
            return 0.0
        logits = self._model(input_ids=ids[None]).logits[0, -size - 1 : -1].float()
        return float(logits.log_softmax(-1).gather(1, ids[-size:, None]).sum())


_KEEPS_TO: type[Scorer] = CausalScorer
