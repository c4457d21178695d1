"""layoutfix repairs text whose page layout was scrambled by OCR.

>>> import layoutfix
>>> layoutfix.fix("").text
''
"""

import sys
from importlib import import_module
from importlib.util import find_spec
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from layoutfix.api import fix, fix_lines, fix_many, repair
    from layoutfix.config import Config, RepairConfig
    from layoutfix.document import Document
    from layoutfix.errors import BrokenPromiseError, InputError, LayoutfixError
    from layoutfix.formats import read, write
    from layoutfix.model import Fragment, Joint, Paragraph, Pin, Step
    from layoutfix.pins import Break, Corrections, Cut, Kind
    from layoutfix.pins_file import read_pins
    from layoutfix.replay import replay
    from layoutfix.result import Result
    from layoutfix.scorers import Scorer

__all__ = [
    "Break",
    "BrokenPromiseError",
    "Config",
    "Corrections",
    "Cut",
    "Document",
    "Fragment",
    "InputError",
    "Joint",
    "Kind",
    "LayoutfixError",
    "Paragraph",
    "Pin",
    "RepairConfig",
    "Result",
    "Scorer",
    "Step",
    "fix",
    "fix_lines",
    "fix_many",
    "read",
    "read_pins",
    "repair",
    "replay",
    "write",
]
__version__ = "0.1.0"

_HOMES = MappingProxyType(
    {
        "Break": "pins",
        "BrokenPromiseError": "errors",
        "Config": "config",
        "Corrections": "pins",
        "Cut": "pins",
        "Document": "document",
        "Fragment": "model",
        "InputError": "errors",
        "Joint": "model",
        "Kind": "pins",
        "LayoutfixError": "errors",
        "Paragraph": "model",
        "Pin": "model",
        "RepairConfig": "config",
        "Result": "result",
        "Scorer": "scorers",
        "Step": "model",
        "fix": "api",
        "fix_lines": "api",
        "fix_many": "api",
        "read": "formats",
        "read_pins": "pins_file",
        "repair": "api",
        "replay": "replay",
        "write": "formats",
    }
)
"""The module of each public name, imported when the name is first asked for."""


def __getattr__(name: str) -> Any:
    """A public name, or a module of the package that was not imported."""
    if name in _HOMES:
        found = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
        setattr(sys.modules[__name__], name, found)
        return found
    if not name.startswith("_") and find_spec(f"{__name__}.{name}"):
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


class _Package(ModuleType):
    """A package whose functions are not hidden by modules of the same name, when these come."""

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name in _HOMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
