"""Batches of columns, as frameworks hand them on: repaired, with what is to be said of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from layoutfix.arguments import settle_config
from layoutfix.batch.fixing import FixPage
from layoutfix.batch.records import TEXT, Fixed, fail
from layoutfix.batch.settings import Settings
from layoutfix.batch.tables import to_json, type_of
from layoutfix.config import Config
from layoutfix.errors import InputError
from layoutfix.pool import use_one_thread


class Fix:
    """A function of batches of columns, for `Dataset.map_batches` of Ray and `map` of datasets.

    text_column  where the dump stands
    language, model, scorer, config  as for `layoutfix.fix`; files are named by their paths
    prefix       before the names of all columns that are written; without it, `text` replaces the
                 dump, if that is its column
    keep_dump    whether the dump is written, too, as `dump`
    added        which of "steps", "joints" are written, as JSON

    A batch is a dict of lists or arrays, or a pyarrow.Table; it comes back as the same, with the
    columns `text`, `verdict`, `changed`, `confidence`, `doubtful`, `language` and `error`
    (docs/batch.md). A page that fails has an error, and its text as it was. Raises InputError where
    there is no such column, or one that would be written.

    >>> made = Fix(language="und")({"text": ["The oﬃcial flag.", None], "year": [1911, 1912]})
    >>> made["text"], made["year"], made["verdict"]
    (['The official flag.', None], [1911, 1912], ['repaired, 1 edit', 'empty'])
    """

    def __init__(
        self,
        *,
        text_column: str = TEXT,
        language: str = "auto",
        model: str | None = None,
        scorer: str | None = None,
        config: Config | None = None,
        prefix: str = "",
        keep_dump: bool = False,
        added: Sequence[str] = (),
    ) -> None:
        self._settings = Settings(
            language=language,
            model=model,
            scorer=scorer,
            config=settle_config(config, None),
            text_column=text_column,
            prefix=prefix,
            keep_dump=keep_dump,
            added=tuple(added),
        )
        self._fix = FixPage(self._settings)

    def __call__(self, batch: Any) -> Any:
        """The batch, repaired."""
        use_one_thread()
        names = [*batch] if isinstance(batch, Mapping) else batch.column_names
        _check_names(names, self._settings)
        column = batch[self._settings.text_column]
        texts = column if isinstance(batch, Mapping) else column.to_pylist()
        made = _columns_of(texts, [self._fix_one(text) for text in texts], self._settings)
        if isinstance(batch, Mapping):
            is_array = isinstance(column, np.ndarray)
            return {**batch, **{k: _to_array(v, k) if is_array else v for k, v in made.items()}}
        return _with_columns(batch, made, self._settings)

    def _fix_one(self, text: Any) -> Fixed:
        if text is None:
            return Fixed(text=None, verdict="empty", language="und")
        if not isinstance(text, str):
            return fail(None, f"{self._settings.text_column!r} is no text")
        return self._fix(str(text))


def _check_names(names: Iterable[str], settings: Settings) -> None:
    names = [*names]
    if settings.text_column not in names:
        raise InputError(
            f"there is no column {settings.text_column!r}: pass text_column as one of"
            f" {', '.join(names)}"
        )
    for name in names:
        if name in settings.taken:
            raise InputError(f"there is a column {name!r} already: pass prefix, or rename it")


def _columns_of(
    texts: Iterable[Any], fixed: Sequence[Fixed], settings: Settings
) -> dict[str, list[Any]]:
    made: dict[str, list[Any]] = {settings.text_written: [f.text for f in fixed]}
    for name in settings.written:
        if name in settings.added:
            values = [to_json(f.added.get(name)) for f in fixed]
        elif name == "dump":
            values = [*texts]
        else:
            values = [getattr(f, name) for f in fixed]
        made[settings.prefix + name] = values
    return made


def _to_array(values: list[Any], name: str) -> Any:
    """A column as numpy has it: a confidence that there is none of is nan."""
    if name.endswith("confidence"):
        return np.array([np.nan if v is None else v for v in values], dtype=np.float64)
    if values and isinstance(values[0], bool | int):
        return np.array(values)
    made = np.empty(len(values), dtype=object)
    made[:] = values
    return made


def _with_columns(table: Any, made: Mapping[str, list[Any]], settings: Settings) -> Any:
    import pyarrow as pa  # noqa: PLC0415 - of an extra

    for name, values in made.items():
        column = pa.array(values, type_of(name.removeprefix(settings.prefix)))
        names = table.column_names
        if name in names:
            table = table.set_column(names.index(name), name, column)
        else:
            table = table.append_column(name, column)
    return table
