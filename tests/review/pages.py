"""Pages for the tests of reviews: three stories, set side by side and shuffled."""

from __future__ import annotations

LAMPS = [
    "The lamplighter of Quay Street",
    "had worked the same round for",
    "forty years when the council",
    "told him, in a letter of three",
    "lines, that the new lamps would",
    "light themselves. He read it",
    "twice, folded it into the box",
    "where he kept his matches, and",
    "went out at dusk as he always",
    "had. Nobody had told the lamps",
    "yet, he said to the baker, and",
    "until somebody did he would see",
    "to them himself.",
]

LOG = [
    "Across the harbour the ferry",
    "master kept a log of everything",
    "that fell overboard: two hats, a",
    "crate of lemons, one violin. The",
    "violin had been found again in",
    "spring, on the bar, with a crab",
    "living in it. He returned it to",
    "its owner with the crab inside,",
    "since the log said nothing about",
    "evicting tenants, and he was a",
    "careful man who did only what",
    "was written down. The crab was",
    "content.",
]

PEARS = [
    "The schoolmistress on the hill",
    "grew pears against the chapel",
    "wall, and paid her pupils one",
    "pear for every mistake that",
    "they found in the almanac. By",
    "October the almanac had shrunk",
    "to eleven pages, all of them",
    "tides. The printer wrote to ask",
    "whether she would read next",
    "year's edition before it went",
    "to press, and enclosed a crate",
    "of oranges.",
]

HEAD = "NOTES FROM THE WATERFRONT"
CAPTION = "Photo: the ferry at low water, by M. Orne"


def shuffled() -> str:
    """Two columns fused, the third between their rows, a caption, four rows at another place."""
    rows = []
    for lamps, log, pears in zip(LAMPS, LOG, PEARS, strict=False):
        rows += [f"{lamps} {log}", pears]
    rows.insert(9, CAPTION)
    block = rows[4:8]
    del rows[4:8]
    rows[14:14] = block
    return HEAD + "\n\n" + "\n".join(rows) + "\n"


def in_turn() -> str:
    """Two columns, line by line, as they are read across."""
    return "\n".join(line for pair in zip(LAMPS, LOG, strict=True) for line in pair) + "\n"
