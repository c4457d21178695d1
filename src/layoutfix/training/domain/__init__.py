"""An n-gram model of the user's own domain, counted from a stream, mixed with the shipped one."""

from layoutfix.training.domain.reading import Corpus, open_corpus
from layoutfix.training.domain.train import Trained, train_model

__all__ = ["Corpus", "Trained", "open_corpus", "train_model"]
