"""The error of this package."""

from __future__ import annotations

from layoutfix.errors import LayoutfixError


class ModelError(LayoutfixError, ValueError):
    """A language model cannot be used: the message says which one, and what is wrong with it."""
