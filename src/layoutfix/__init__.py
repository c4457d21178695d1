"""layoutfix repairs text whose page layout was scrambled by OCR.

>>> import layoutfix
>>> layoutfix.fix("").text
''
"""

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
