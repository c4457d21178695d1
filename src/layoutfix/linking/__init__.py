"""How well one fragment continues another: the scoring service that the stages call."""

from layoutfix.linking.links import LinkEvidence, LinkScorer

__all__ = ["LinkEvidence", "LinkScorer"]
