"""Scorers of the user's own: causal language models that say how likely a text goes on in another.

layoutfix.fix(text, scorer="models/gpt")          a folder that transformers loads (extra `scorer`)
layoutfix.fix(text, scorer="models/own.gguf")     a file that llama.cpp loads (extra `llama`)
layoutfix.fix(text, scorer=my_scorer)             anything that keeps to `Scorer`
"""

from layoutfix.scorers.loading import check_scorer_path, settle_scorer
from layoutfix.scorers.protocol import Scorer, ScorerLike

__all__ = ["Scorer", "ScorerLike", "check_scorer_path", "settle_scorer"]
