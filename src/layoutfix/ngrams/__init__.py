"""The n-gram language models: which text is likely, and does line j continue line i.

    model = ngrams.load("zh")
    ids = [model.encode(line) for line in lines]
    tails, tail_lens = model.tails(ids)
    heads, head_lens = model.heads(ids)
    with_tail = model.crossing_log_prob(tails, tail_lens, heads, head_lens, left, right)
    alone = model.head_log_prob(heads, head_lens)
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
