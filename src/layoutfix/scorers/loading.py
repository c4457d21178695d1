"""From the path of a model to a scorer: what is there, what it needs, loaded once a process."""

from __future__ import annotations

import importlib.util
from functools import lru_cache
from os import PathLike
from pathlib import Path
from typing import TypeAlias

from layoutfix.errors import InputError
from layoutfix.scorers.protocol import Scorer, ScorerLike

Needed: TypeAlias = tuple[str, tuple[str, ...]]
"""An extra, and the packages that it brings."""

_FOLDER: Needed = ("scorer", ("transformers", "torch"))
_GGUF: Needed = ("llama", ("llama_cpp",))
_GGUF_MAGIC = b"GGUF"


def check_scorer_path(path: str | PathLike[str]) -> None:
    """InputError where a path is no model, or what loads it is not installed. Loads nothing."""
    path = Path(path)
    if path.is_dir() and (path / "config.json").is_file():
        extra, packages = _FOLDER
    elif _is_gguf(path):
        extra, packages = _GGUF
    else:
        raise InputError(
            f"{path} is no language model: a scorer is a folder with a config.json, as transformers"
            " saves it, or a .gguf file"
        )
    missing = [name for name in packages if importlib.util.find_spec(name) is None]
    if missing:
        raise InputError(
            f"the scorer {path} needs {' and '.join(missing)}: pip install 'layoutfix[{extra}]'"
        )


def settle_scorer(scorer: ScorerLike) -> Scorer | None:
    """The scorer that was given, loaded from its path at the first call, or None.

    Raises InputError for what is no model, TypeError for what is no scorer.
    """
    if isinstance(scorer, str | PathLike):
        return load_scorer_once(Path(scorer).absolute())
    if scorer is not None and not isinstance(scorer, Scorer):
        raise TypeError(
            f"scorer needs a path, or an object with a method score, not {type(scorer).__name__}"
        )
    return scorer


@lru_cache(maxsize=1)
def load_scorer_once(path: Path) -> Scorer:
    """The scorer of a folder or file; later calls are free."""
    check_scorer_path(path)
    if path.is_dir():
        from layoutfix.scorers.causal import CausalScorer  # noqa: PLC0415 - an extra

        return CausalScorer(path)
    from layoutfix.scorers.gguf import GgufScorer  # noqa: PLC0415 - an extra

    return GgufScorer(path)


def _is_gguf(path: Path) -> bool:
    """Whether a file begins as one of llama.cpp's does. InputError where it cannot be read."""
    if path.is_dir():
        return False
    try:
        with path.open("rb") as file:
            return file.read(len(_GGUF_MAGIC)) == _GGUF_MAGIC
    except OSError as error:
        raise InputError(f"the scorer {path} cannot be read: {error.strerror or error}") from error
