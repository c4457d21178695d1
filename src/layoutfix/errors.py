"""The errors that layoutfix raises of its own. Each message is one sentence with a way out."""

from __future__ import annotations


class LayoutfixError(Exception):
    """Base of all errors of this package."""


class InputError(LayoutfixError, ValueError):
    """What was given cannot be used: the message says why and what to try. CLI exit code 2."""


class BrokenPromiseError(LayoutfixError):
    """A promise of the result was about to be broken: a bug of ours. CLI exit code 123.

    The text concerned is in the message; the caller's text is untouched.
    """


def cannot_be_read(name: object, error: OSError) -> InputError:
    """What is raised where the system gives an error for a file.

    >>> cannot_be_read("page.txt", FileNotFoundError(2, "No such file or directory"))
    InputError('page.txt cannot be read: No such file or directory.')
    """
    return InputError(f"{name} cannot be read: {error.strerror or error}.")
