"""Moves: orders that differ from a found one in a part, kept where they are worth more."""
