"""What several tests share: case files, and the promises as assertions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from layoutfix import Config, Result, synthesis
from layoutfix.script import Script
from layoutfix.weights import Weights, load_weights

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "fixtures"
CJK, SPACED = load_weights(Script.CJK), load_weights(Script.SPACED)


def weights_with(weights: Weights, **sections: Mapping[str, Any]) -> Weights:
    """Weights with other values in some sections: `weights_with(CJK, gate={"least_gain": 0.0})`."""
    changed = {name: replace(getattr(weights, name), **new) for name, new in sections.items()}
    return replace(weights, **changed)


def config_with(*scripts: Script, **sections: Mapping[str, Any]) -> Config:
    """Settings under which pages in these scripts, or in all, are read by other weights."""
    return Config(weights={s: weights_with(load_weights(s), **sections) for s in scripts or Script})


def article_to_lines(name: str, width: int, count: int) -> list[str]:
    """The beginning of a fixture article in so many lines of `width` characters, without blanks."""
    article = (FIXTURES / "articles" / f"{name}.txt").read_text(encoding="utf-8")
    text = "".join(article.split())
    return [text[k * width : (k + 1) * width] for k in range(count)]


def read_across(page: Sequence[Sequence[Sequence[str]]]) -> str:
    """A dump of articles below one another, each in columns as long; every line is a row."""
    rows = [line for columns in page for row in zip(*columns, strict=True) for line in row]
    return "\n".join(rows)


def scramble_article(
    path: Path, style: synthesis.PageStyle, damage: synthesis.Damage, seed: int
) -> synthesis.Scrambled:
    """An article, set on one page and damaged; one seed for both."""
    rng = np.random.default_rng(seed)
    page = synthesis.set_page([synthesis.read_article(path)], style, rng)
    return synthesis.scramble(page, damage, rng)


class Case(NamedTuple):
    """A case file: title, dump, and the expected text (the dump itself for "leave it alone")."""

    name: str
    dump: str
    fixed: str


def read_case(path: Path) -> Case:
    """Parse a case: title lines, `=== dump`, text, and perhaps `=== fixed`, text."""
    with path.open(encoding="utf-8", newline="") as file:
        _, _, rest = file.read().partition("=== dump\n")
    dump, mark, fixed = rest.partition("\n=== fixed\n")
    return Case(path.stem, dump, fixed if mark else dump)


def assert_promises(result: Result) -> None:
    """Nothing lost, nothing invented, every character traced, the record replays."""
    assert result.replay() == result.text
    for i, c in enumerate(result.text):
        at = result.trace(i)
        assert at is None or result.dump[at] == c
    dropped = "".join(s.before for s in result.steps)
    added = "".join(s.after for s in result.steps)
    kept = sorted("".join((result.text + dropped).split()))
    assert kept == sorted("".join((result.dump + added).split()))
    assert sorted(result.order) == list(range(len(result.fragments)))
    assert [i for p in result.paragraphs for i in p.fragments] == list(result.order)
    assert result.changed == (result.text != result.dump)
