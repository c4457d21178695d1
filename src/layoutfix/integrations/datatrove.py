"""layoutfix as a block of a datatrove pipeline.

from layoutfix.integrations.datatrove import Fix

pipeline = [JsonlReader("papers/"), Fix(language="zh"), JsonlWriter("papers-fixed/")]
LocalPipelineExecutor(pipeline=pipeline, tasks=64, workers=8).run()
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from layoutfix.arguments import settle_config
from layoutfix.batch.fixing import FixPage
from layoutfix.batch.records import ADDED, WRITTEN
from layoutfix.batch.settings import Settings
from layoutfix.batch.tally import verdict_class
from layoutfix.config import Config
from layoutfix.errors import InputError
from layoutfix.pool import use_one_thread

if TYPE_CHECKING:
    _Step = Any
else:
    try:
        from datatrove.pipeline.base import PipelineStep as _Step
    except ImportError:  # said when a block is made
        _Step = object


class Fix(_Step):
    """Puts the text of each document into reading order.

    language, model, scorer, config  as for `layoutfix.fix`; files are named by their paths
    prefix  before the names that are written into `metadata`: `verdict`, `changed`, `confidence`,
            `doubtful`, `language`, `error` (docs/batch.md)
    added   which of "steps", "joints" are written, too

    A document that fails has an error, and its text as it was. Its stats count documents by class
    of verdict.
    """

    type = "FORMAT"
    name = "layoutfix"

    def __init__(
        self,
        *,
        language: str = "auto",
        model: str | None = None,
        scorer: str | None = None,
        config: Config | None = None,
        prefix: str = "",
        added: Sequence[str] = (),
    ) -> None:
        if _Step is object:
            raise InputError("datatrove is not installed: pip install datatrove")
        super().__init__()
        self.settings = Settings(
            language=language,
            model=model,
            scorer=scorer,
            config=settle_config(config, None),
            prefix=prefix,
            added=tuple(name for name in ADDED if name in added),
        )

    def run(self, data: Iterable[Any] | None, rank: int = 0, world_size: int = 1) -> Iterator[Any]:
        """The documents, repaired, in their order."""
        use_one_thread()
        fix = FixPage(self.settings)
        prefix = self.settings.prefix
        for document in data or ():
            with self.track_time():
                fixed = fix(document.text)
            document.text = fixed.text
            document.metadata |= {prefix + name: getattr(fixed, name) for name in WRITTEN}
            document.metadata |= {
                prefix + name: fixed.added.get(name) for name in self.settings.added
            }
            self.stat_update("total", verdict_class(fixed.verdict))
            self.update_doc_stats(document)
            yield document
