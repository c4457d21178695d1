"""Settings of no use are refused in one sentence, before any work."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from layoutfix import Config, InputError, RepairConfig, fix, fix_many, repair
from layoutfix.script import Script
from layoutfix.weights import load_weights

TEXT = "It was a quiet day.\nNothing happened.\n"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"min_confidence": 2}, "Config.min_confidence is 2; it must be a chance, from 0 to 1"),
        ({"min_confidence": -1}, "from 0 to 1"),
        ({"min_confidence": float("nan")}, "from 0 to 1"),
        ({"doubtful_below": "x"}, "Config.doubtful_below is 'x'; it must be a chance"),
        ({"mark_gaps": "no"}, "Config.mark_gaps is 'no'; it must be True or False"),
        ({"repair": RepairConfig(fix_spaces="no")}, "RepairConfig.fix_spaces is 'no'"),  # type: ignore[arg-type]
        ({"columns": "up"}, "there is no column order 'up'"),
        ({"layout": "up"}, "there is no layout 'up'"),
        ({"weights": Path("own.json")}, "Config.weights needs weights by script"),
        ({"weights": load_weights(Script.CJK)}, "Config.weights needs weights by script"),
        ({"weights": {"cjk": load_weights(Script.CJK)}}, "Config.weights needs weights by script"),
        ({"weights": {Script.CJK: Path("own.json")}}, "Config.weights needs weights by script"),
    ],
)
def test_a_setting_of_no_use_is_refused(fields: dict[str, Any], said: str) -> None:
    """By `fix` and by `repair`, before anything is read."""
    for function in (fix, repair):
        with pytest.raises(InputError) as caught:
            function(TEXT, config=Config(**fields))
        assert said in str(caught.value)


def test_what_is_no_config_is_said_to_be_none() -> None:
    """A dict is no Config, nor a RepairConfig."""
    with pytest.raises(TypeError, match=r"config needs a layoutfix\.Config, not dict"):
        fix(TEXT, config={"layout": "keep"})  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"needs a layoutfix\.RepairConfig, not dict"):
        repair(TEXT, config=Config(repair={}))  # type: ignore[arg-type]


def test_settings_of_use_are_taken() -> None:
    """Both ends of the dials, and weights by script."""
    weights = {Script.SPACED: load_weights(Script.SPACED)}
    for chance in (0, 0.5, 1):
        config = Config(min_confidence=chance, doubtful_below=chance, weights=weights)
        assert fix(TEXT, config=config).text == TEXT


def test_a_path_is_no_pins() -> None:
    """The sentence says what reads one."""
    with pytest.raises(TypeError, match="read_pins"):
        fix("One line.", pins="page.txt.pins.json")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"needs layoutfix\.Pin, not tuple"):
        fix("One line.", pins=[((0, 1), (2, 3))])  # type: ignore[list-item]


def test_one_text_is_not_many() -> None:
    """A str is no list of its characters."""
    with pytest.raises(TypeError, match=r"use layoutfix\.fix for one"):
        next(fix_many("One line."))


def test_a_number_is_no_layout() -> None:
    """The sentence shows how one is written."""
    with pytest.raises(TypeError, match="columns:3"):
        fix("One line.", layout=3)  # type: ignore[arg-type]
