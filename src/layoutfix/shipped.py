"""Where the files lie that the package brings: models, weights, profiles."""

from __future__ import annotations

from pathlib import Path


def shipped(*parts: str) -> Path:
    """The path of a file or folder below `data`.

    >>> shipped("weights", "cjk.json").is_file()
    True
    """
    return Path(__file__).parent.joinpath("data", *parts)
