"""Cells of a dump, cut: what several tests of seams share."""

from __future__ import annotations

import numpy as np

from layoutfix import ngrams
from layoutfix.chardata import codes_to_widths, text_to_codes
from layoutfix.config import Config, FragmentsConfig, SeamsConfig
from layoutfix.continuity.cohesion import RowUnits
from layoutfix.continuity.encoder import encoder_of
from layoutfix.fragments.gutters import rows_to_cells
from layoutfix.fragments.rows import dump_to_rows
from layoutfix.fragments.split import cut_cells


def cut_dump(dump: str, language: str, seams: SeamsConfig, **options: bool) -> list[list[str]]:
    """The pieces of each row, with the model and the encoder of a language."""
    cells = [c for row in rows_to_cells(dump_to_rows(dump), FragmentsConfig()) for c in row]
    cjk = language == "zh"
    at = np.zeros(len(dump) + 1, np.float32)
    np.cumsum(codes_to_widths(text_to_codes(dump), cjk=cjk), out=at[1:])
    texts = [dump[c.start : c.end] for c in cells]
    model = ngrams.load(language)
    units = RowUnits(texts, model, Config().continuity.unseen_mix)
    encoder = encoder_of(texts, model)
    found = cut_cells(dump, cells, at, units, seams, cjk=cjk, encoder=encoder, **options)
    return [[dump[p.start : p.end] for p in row] for row in found]
