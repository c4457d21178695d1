"""Write the settings and their defaults into docs/algorithm.md, below "## Settings".

python tools/write_settings.py
"""

from __future__ import annotations

import argparse
import dataclasses
import re
from pathlib import Path

from layoutfix.config import Config, RepairConfig

DOCS = Path(__file__).resolve().parents[1] / "docs" / "algorithm.md"
HEADING = "## Settings\n"
SECTIONS = (Config, RepairConfig)
_INTRODUCTION = (
    "What a user may ask for, written by `tools/write_settings.py`; the docstrings in `config.py` "
    "say more of each. The numbers that the engine judges by are no settings but data: "
    "`data/weights/cjk.json` for Chinese and Japanese, `spaced.json` for other scripts, "
    "`repair.json` for the rules of text repair, each number beside the fit that it is from. "
    "What each means, and what grows when it is raised, stands in the docstrings of "
    "`layoutfix.weights`. Files of your own in the form of the first two, read by "
    "`layoutfix.weights.read_weights`, take their place through `Config.weights`.\n"
)
_ENTRY_RE = re.compile(r" {4}(\w+) +(\S.*)")


def docstring_to_texts(section: type) -> dict[str, str]:
    """What the docstring of a section says of each field, on one line."""
    names = {field.name for field in dataclasses.fields(section)}
    texts: dict[str, str] = {}
    for line in (section.__doc__ or "").splitlines():
        entry = _ENTRY_RE.fullmatch(line)
        if entry and entry[1] in names:
            name, texts[entry[1]] = entry[1], entry[2]
        elif texts:
            texts[name] = f"{texts[name]} {line.strip()}".rstrip()
    return texts


def first_sentence(text: str) -> str:
    """The first sentence, without its full stop.

    >>> first_sentence("what is known of the pages: 0.9 of them. Raise it where that is little.")
    'what is known of the pages: 0.9 of them'
    """
    return re.split(r"\.(?:\s|$)", text, maxsplit=1)[0]


def section_to_table(section: type) -> str:
    """One section: its name, its first line, its fields with their defaults."""
    defaults, texts = section(), docstring_to_texts(section)
    rows = []
    for field in dataclasses.fields(section):
        value = getattr(defaults, field.name)
        shown = "its own section" if dataclasses.is_dataclass(value) else f"`{value!r}`"
        rows.append(f"| `{field.name}` | {shown} | {first_sentence(texts[field.name])} |\n")
    title = (section.__doc__ or "").split("\n", maxsplit=1)[0]
    head = "| field | default | what it says |\n|---|---|---|\n"
    return f"\n### {section.__name__}\n{title}\n\n{head}{''.join(rows)}"


def settings() -> str:
    """All that stands below the heading."""
    return _INTRODUCTION + "".join(map(section_to_table, SECTIONS))


def main() -> None:
    """Replace all that stands below the heading."""
    argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0]).parse_args()
    text, _, _ = DOCS.read_text(encoding="utf-8").partition(HEADING)
    DOCS.write_text(f"{text}{HEADING}{settings()}", encoding="utf-8")


if __name__ == "__main__":
    main()
