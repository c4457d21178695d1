"""What can go wrong in the factory."""


class MissingError(Exception):
    """A program, a package or a folder is missing: nothing can be made."""


class PageError(Exception):
    """This page cannot be made; others can."""
