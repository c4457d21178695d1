"""Proposals: orders that are found from the links of a page, for moves to change."""
