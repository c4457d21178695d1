"""`python -m tools.factory`; the command line is in `cli`, whose functions other processes find."""

from __future__ import annotations

import sys

from .cli import main

if __name__ == "__main__":
    sys.exit(main())
