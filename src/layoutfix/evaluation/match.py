"""Which prediction is of which page: by the stems of their files, and by what they say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from layoutfix.errors import InputError
from layoutfix.evaluation.flat import flatten, is_wordless
from layoutfix.evaluation.prediction import Prediction
from layoutfix.evaluation.truth import Truth

SHINGLE, SHINGLE_WORDLESS = 8, 4
"""Characters of the strings by which a prediction is known to be of a page."""

LEAST_OVERLAP = 0.25
"""Share of a page's strings that its prediction must have. Of 217 dumps of the dev pages the worst
has 0.49; of another page of the same newspaper a page has up to 0.20 (0.30 where both have one
table). Raised, a page that OCR ruined is refused; lowered, a mix-up of pages is scored."""

MOST_NAMED = 3


def match_truth(prediction: Prediction, truths: Mapping[str, Truth]) -> tuple[Truth, str]:
    """The page of a prediction, and the dump that its name gives (`page` or `page.engine`).

    Raises InputError where there is no such page.
    """
    truth = truths.get(prediction.name)
    if truth is not None:
        return truth, ""
    stem, _, engine = prediction.name.rpartition(".")
    truth = truths.get(stem)
    if truth is not None:
        return truth, engine
    raise InputError(
        f"{prediction.name} has no truth: files are matched by their names without extension, and"
        f" --truth has {_name_some(list(truths))}."
    )


def check_same_page(prediction: Prediction, truth: Truth) -> None:
    """Raises InputError where a prediction says something else than its page."""
    overlap = share_found(prediction.text, truth)
    if overlap < LEAST_OVERLAP:
        raise InputError(
            f"{prediction.name} is not of the page {truth.name}: only {100 * overlap:.0f} % of the"
            " true text stands in it; check that files of one name are of one page."
        )


def share_found(text: str, truth: Truth) -> float:
    """Share of the short strings of a page's lines that a text has, wherever they stand.

    >>> from layoutfix.evaluation.truth import text_to_truth
    >>> truth = text_to_truth("out of sight since\\ndawn and nobody", "p")
    >>> share_found("dawn and nobody out of sight since", truth)
    1.0
    >>> share_found("the council met on Monday to talk of bridges", truth)
    0.0
    """
    size = SHINGLE_WORDLESS if is_wordless("".join(t.text for t in truth.lines)) else SHINGLE
    given = _shingles(flatten(text), size)
    wanted: set[str] = set()
    for line in truth.lines:
        wanted |= _shingles(flatten(line.text), size)
    return len(wanted & given) / len(wanted) if wanted else 1.0


def _shingles(flat: str, size: int) -> set[str]:
    return {flat[k : k + size] for k in range(len(flat) - size + 1)}


def find_files(paths: Sequence[Path], suffixes: Sequence[str]) -> list[Path]:
    """The files named, and those of the folders named that have one of the suffixes, sorted.

    Raises InputError where there is no such file, or a folder has none.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.iterdir() if p.is_file() and p.suffix in suffixes)
            if not inside:
                kinds = ", ".join(suffixes)
                raise InputError(f"{path} has no file that ends in {kinds}: name another folder.")
            found += inside
        elif path.is_file():
            found.append(path)
        else:
            raise InputError(f"There is no file {path}: check its name.")
    return found


def _name_some(names: Sequence[str]) -> str:
    shown = ", ".join(sorted(names)[:MOST_NAMED])
    rest = len(names) - MOST_NAMED
    return f"{shown} and {rest} more" if rest > 0 else shown or "nothing"
