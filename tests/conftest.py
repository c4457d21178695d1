"""What tests of several folders ask for by name."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from layoutfix.pool import use_one_thread

use_one_thread()  # several workers run the tests, and share the cores


@pytest.fixture
def _interruptible() -> Iterator[None]:
    """Processes that a test starts hear Ctrl-C, even where a shell in the background ignores it."""
    before = signal.getsignal(signal.SIGINT)
    if before is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGINT, before)
