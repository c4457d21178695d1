"""Patterns that are compiled when they are first used: a page needs a third of them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from re import compile as plain_pattern

    from regex import compile as pattern
else:

    def pattern(text, flags=0):
        r"""What `regex.compile` makes, made at its first use; a mistake in it is told then, too.

        >>> pattern(r"\p{Lu}\p{Ll}+").findall("From Ely to Oxford")
        ['From', 'Ely', 'Oxford']
        """
        return _Late("regex", text, flags)

    def plain_pattern(text, flags=0):
        """What `re.compile` makes, in the same way: for those that take long to compile."""
        return _Late("re", text, flags)


__all__ = ["pattern", "plain_pattern"]


class _Late:
    """Stands for a compiled pattern, whose attributes it gets when one is first asked for."""

    def __init__(self, module: str, text: str | bytes, flags: int) -> None:
        self._module, self.pattern, self._flags = module, text, flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # what copies and pickles ask for
            raise AttributeError(name)
        made = import_module(self._module).compile(self.pattern, self._flags)
        found = getattr(made, name)
        setattr(self, name, found)
        return found
