"""Patterns that are compiled when they are first used: a page needs a third of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from regex import compile as pattern
else:

    def pattern(text, flags=0):
        r"""What `regex.compile` makes, made at its first use; a mistake in it is told then, too.

        >>> pattern(r"\p{Lu}\p{Ll}+").findall("From Ely to Oxford")
        ['From', 'Ely', 'Oxford']
        """
        return _Late(text, flags)


__all__ = ["pattern"]


class _Late:
    """Stands for a compiled pattern, whose attributes it gets when one is first asked for."""

    def __init__(self, text: str, flags: int) -> None:
        self.pattern = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # what copies and pickles ask for
            raise AttributeError(name)
        import regex  # noqa: PLC0415 - 5 ms

        made = regex.compile(self.pattern, self._flags)
        found = getattr(made, name)
        setattr(self, name, found)
        return found
