"""Write the settings and their defaults into docs/algorithm.md, below "## Settings".

python tools/write_settings.py
"""

from __future__ import annotations

import dataclasses
from pathlib import Path

from layoutfix import config

DOCS = Path(__file__).resolve().parents[1] / "docs" / "algorithm.md"
_INTRODUCTION = (
    "Every field of `layoutfix.Config`, written by `tools/write_settings.py`; the docstrings in "
    "`config.py` say what each means and what grows when it is raised.\n"
)


def sections() -> list[type]:
    """The classes of `config.py`, in its order."""
    return [c for c in vars(config).values() if isinstance(c, type) and dataclasses.is_dataclass(c)]


def section_to_table(section: type) -> str:
    """One section: its name, its first line, its fields and defaults."""
    defaults = section()
    rows = []
    for field in dataclasses.fields(section):
        value = getattr(defaults, field.name)
        shown = "its own section" if dataclasses.is_dataclass(value) else str(value)
        rows.append(f"| `{field.name}` | {shown} |\n")
    title = (section.__doc__ or "").split("\n", maxsplit=1)[0]
    return f"\n### {section.__name__}\n{title}\n\n| field | default |\n|---|---|\n{''.join(rows)}"


def main() -> None:
    """Replace all that stands below the heading."""
    text, _, _ = DOCS.read_text(encoding="utf-8").partition("## Settings\n")
    tables = "".join(map(section_to_table, sections()))
    DOCS.write_text(f"{text}## Settings\n{_INTRODUCTION}{tables}", encoding="utf-8")


if __name__ == "__main__":
    main()
