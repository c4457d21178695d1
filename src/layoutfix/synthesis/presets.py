"""Styles and damages by name, for tests and benchmarks."""

from __future__ import annotations

from dataclasses import replace

from layoutfix.synthesis.damage import Damage
from layoutfix.synthesis.page import PageStyle


def presets() -> dict[str, tuple[PageStyle, Damage]]:
    """Pairs of style and damage; a number in a name is that of the columns.

    Those named after an engine imitate its dumps: `rapidocr`, `tesseract` (psm 6), `pdftotext`
    (-layout).

    >>> sorted(presets())[:3]
    ['blocks-2', 'blocks-3', 'cells-3']
    """
    two = PageStyle(columns=(2,), width_em=18)
    three = PageStyle(columns=(3,), width_em=14)
    four = PageStyle(columns=(4,), width_em=12)
    narrow = 1.25  # em: neighbours look like one line
    busy = PageStyle(
        columns=(3, 2, 4),
        width_em=14,
        gutter_em=narrow,
        grid=False,
        ragged_rows=3,
        picture_rows=5,
        floating=True,
    )
    return {
        "clean-2": (two, Damage(layout="columns")),
        "interleaved-2": (two, Damage(layout="interleaved", jitter_rows=0.1)),
        "interleaved-3": (three, Damage(layout="interleaved", jitter_rows=0.1)),
        "interleaved-4": (four, Damage(layout="interleaved", jitter_rows=0.15)),
        "fused-none-2": (
            PageStyle(columns=(2,), width_em=18, gutter_em=narrow),
            Damage(layout="rows", glue="none"),
        ),
        "fused-spaces-3": (three, Damage(layout="rows", glue="space")),
        "fused-junk-2": (two, Damage(layout="rows", glue="junk", blank_rows=0.05)),
        "gutter-2": (two, Damage(layout="rows", glue="gutter")),
        "gutter-3": (three, Damage(layout="rows", glue="gutter")),
        "gutter-narrow-3": (
            PageStyle(columns=(3,), width_em=14, gutter_em=narrow),
            Damage(layout="rows", glue="gutter"),
        ),
        "cells-3": (three, Damage(layout="rows", glue="cells")),
        "collapsed-2": (
            PageStyle(columns=(2,), width_em=18, gutter_em=narrow, floating=True),
            Damage(layout="rows", glue="space"),
        ),
        "blocks-2": (two, Damage(layout="blocks", displaced=0.2)),
        "blocks-3": (
            PageStyle(columns=(3,), width_em=14, floating=True),
            Damage(layout="blocks", displaced=0.3),
        ),
        "seedlike-2": (
            PageStyle(columns=(2,), width_em=20, across=False, floating=True, ragged_rows=2),
            Damage(
                layout="seedlike", displaced=0.25, false_marks=0.1, halfwidth=0.9, lost_lines=0.02
            ),
        ),
        "mixed-3": (
            PageStyle(columns=(3,), width_em=14, ragged_rows=2, floating=True),
            Damage(layout="mixed", glue="space", jitter_rows=0.1, displaced=0.15, false_marks=0.05),
        ),
        "rapidocr-3": (
            replace(busy, columns=(3,), width_em=16, gutter_em=1.5),
            Damage(
                layout="interleaved",
                jitter_rows=0.12,
                fused=0.15,
                lost_spaces=0.01,
                split_words=0.3,
                wrong_chars=0.01,
                lost_lines=0.01,
            ),
        ),
        "tesseract-2": (
            PageStyle(columns=(2,), width_em=18, gutter_em=1.5, ragged_rows=2, picture_rows=5),
            Damage(
                layout="rows",
                glue="junk",
                blank_rows=0.05,
                cjk_spaces=0.01,
                wrong_chars=0.01,
                lost_lines=0.01,
            ),
        ),
        "pdftotext-3": (
            PageStyle(columns=(3,), width_em=16, gutter_em=1.75, ragged_rows=3, picture_rows=6),
            Damage(layout="rows", glue="gutter"),
        ),
        "newspaper": (
            replace(busy, beside_pictures=0.3, running_head="4  1998-03-12"),
            Damage(layout="interleaved", jitter_rows=0.12, fused=0.2),
        ),
        "hyphenated-3": (
            PageStyle(columns=(3,), width_em=13, hyphenate=True),
            Damage(layout="interleaved", jitter_rows=0.1),
        ),
    }
