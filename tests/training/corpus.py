"""A made-up corpus that is large enough to train on: sentences of our own, drawn by chance."""

from __future__ import annotations

import random

from layoutfix.script import Script
from layoutfix.training.encoder.pages import PageDrawer
from layoutfix.training.encoder.texts import File

_WHO = ("The warden", "The clerk", "A ferryman", "The miller", "Our bailiff", "The old sexton")
_DOES = ("registers", "inspects", "records", "surrenders", "examines", "weighs")
_WHAT = ("the quorltithe", "every herring cask", "a bushel of barley", "the tollbook", "two oxen")
_WHEN = ("before Michaelmas", "at the assize", "on market day", "in the vestry", "by candlelight")


def make_paragraphs(count: int, seed: int = 1) -> list[str]:
    """Paragraphs of three sentences; the same seed gives the same ones."""
    rng = random.Random(seed)
    parts = (_WHO, _DOES, _WHAT, _WHEN)
    return [
        " ".join(" ".join(rng.choice(part) for part in parts) + "." for _ in range(3))
        for _ in range(count)
    ]


CHINESE = [
    "山上的雪化了，河水涨了，村里的人都来修桥。" * 3,
    "第二天天气很好，孩子们到河边看船。" * 4,
]


def make_drawer(paragraphs: list[str], *, script: Script, seed: int) -> PageDrawer:
    """Draws pages of two documents: the paragraphs, and the same from the last to the first."""
    files = [File("zh" if script is Script.CJK else "en", 1.0, [paragraphs, paragraphs[::-1]])]
    return PageDrawer(files, (16.0, 40.0), script=script, seed=seed)
