"""One page fixed, whatever comes: what runs in the worker processes, and in those of Ray."""

from __future__ import annotations

import os
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from layoutfix.batch.records import Fixed, fail
from layoutfix.batch.settings import Settings
from layoutfix.errors import BrokenPromiseError, LayoutfixError
from layoutfix.readers.text import NEWLINE_RE

if TYPE_CHECKING:
    from layoutfix.result import Result

DIGITS = 4
"""Of a confidence, as it is written."""


@dataclass(frozen=True, slots=True)
class FixPage:
    """`fix` under settings, as a function of a text that can be sent to another process."""

    settings: Settings

    def __call__(self, text: str) -> Fixed:
        r"""What became of the text. Errors are part of it; only Ctrl-C and the like are raised.

        Line ends are read as LF, and printed so where the text was changed.

        >>> fixed = FixPage(Settings())("It was a quiet day.\nNothing happened.\n")
        >>> fixed.verdict, fixed.changed, fixed.language
        ('left alone', False, 'en')
        """
        try:
            text.encode()
        except UnicodeEncodeError:
            return fail(text, "it has half a surrogate pair, which is no text")
        try:
            return self._fix(text)
        except MemoryError:
            return fail(text, "it needs more memory than there is")
        except BrokenPromiseError as error:
            return fail(text, str(error), "bug")
        except LayoutfixError as error:
            return fail(text, str(error))
        except Exception as error:
            return fail(text, _describe(error), "bug")

    def _fix(self, text: str) -> Fixed:
        from layoutfix.api import fix  # noqa: PLC0415 - numpy, not for who only sends this

        settings = self.settings
        read = NEWLINE_RE.sub("\n", text) if "\r" in text else text
        result = fix(
            read,
            language=settings.language,
            model=settings.model,
            scorer=settings.scorer,
            config=settings.config,
        )
        joints = result.joints
        mean = sum(j.confidence for j in joints) / len(joints) if joints else None
        return Fixed(
            text=result.text if result.changed else text,
            verdict=result.verdict,
            changed=result.changed,
            confidence=None if mean is None else round(mean, DIGITS),
            doubtful=len(result.doubtful(settings.config.doubtful_below)),
            language=result.language,
            added=_added(result, settings.added),
        )


def load_engine() -> None:
    """Import what fixes pages, before the first one's time is taken."""
    import layoutfix.api  # noqa: F401, PLC0415


def _added(result: Result, names: tuple[str, ...]) -> Mapping[str, Any]:
    if not names:
        return {}
    whole = result.to_dict()
    return {name: whole[name] for name in names}


def _describe(error: Exception) -> str:
    """One sentence for an error that is ours; where it happened, if that is asked for."""
    if os.environ.get("LAYOUTFIX_TRACEBACK"):
        return "".join(traceback.format_exception(error))
    what = f"{type(error).__name__}: {error}".splitlines()[0].rstrip(".: ")
    return f"a bug of ours, not a mistake of yours ({what}): please report it"
