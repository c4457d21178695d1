"""The n-gram language models: which text is likely, and does line j continue line i.

    model = ngrams.load("zh")
    ids = model.encode_all(lines)
    crossings = model.crossings(*model.tails(ids), *model.heads(ids))
    with_tail, alone = crossings.log_prob(left, right), crossings.head_log_prob
    pmi = (with_tail - alone[right]).sum(axis=1)   # log-odds that right continues left

Only numpy is needed to use them; `layoutfix.training.ngrams` builds them.
"""

from layoutfix.ngrams.errors import ModelError
from layoutfix.ngrams.loading import load_path, save_path
from layoutfix.ngrams.model import NgramModel
from layoutfix.ngrams.registry import Installed, available, installed, load, load_path_once

__all__ = [
    "Installed",
    "ModelError",
    "NgramModel",
    "available",
    "installed",
    "load",
    "load_path",
    "load_path_once",
    "save_path",
]
