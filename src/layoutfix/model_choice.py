"""Which language a text is taken to be in, and the model that scores it."""

from __future__ import annotations

from dataclasses import dataclass
from os import PathLike
from typing import TypeAlias

from layoutfix import ngrams
from layoutfix.arguments import AUTO, check_language
from layoutfix.errors import InputError
from layoutfix.languages import NO_LANGUAGE, detect_language, fits_script
from layoutfix.ngrams import NgramModel

ModelLike: TypeAlias = NgramModel | str | PathLike[str] | None
"""A model, the path of its file, or None for one of those installed."""


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """Who scores a text.

    asked     the language that the caller named, or AUTO
    language  the one that was found: that of the model, NO_LANGUAGE where there is none
    model     what scores; None: shape and the text's own words do
    given     the model that the caller brought
    notes     what the user should know of the choice
    """

    asked: str
    language: str
    model: NgramModel | None
    given: NgramModel | None = None
    notes: tuple[str, ...] = ()

    @property
    def is_fixed(self) -> bool:
        """Whether the caller named the language or brought the model: no other is sought."""
        return self.given is not None or self.asked != AUTO

    @property
    def repaired_as(self) -> str:
        """The language whose words are mended: the one asked for, also where its model is unfit."""
        return self.language if self.asked == AUTO else self.asked


def choose_model(text: str, language: str, model: ModelLike) -> ModelChoice:
    """What scores a text. Raises InputError, and ModelError for a file missing or damaged.

    >>> choose_model("It was a quiet day.", "auto", None).language
    'en'
    >>> choose_model("It was a quiet day.", "zh", None).notes
    ("the model of 'zh' was not used: the text is in another script",)
    """
    given = _load_given(model, language)
    if given is not None:
        return ModelChoice(language, given.language, given, given)
    code = _find_language(text, language)
    if code != NO_LANGUAGE:
        installed = ngrams.load(code)  # also where it is not used: a damaged one is told
        if language == AUTO or fits_script(text, code):
            return ModelChoice(language, code, installed)
        note = f"the model of {code!r} was not used: the text is in another script"
        return ModelChoice(language, NO_LANGUAGE, None, notes=(note,))
    notes: tuple[str, ...] = ()
    if text.strip():
        notes = (
            "no model for the language of this text: judged by shape and by its own words alone,"
            " with less certainty",
        )
    return ModelChoice(language, code, None, notes=notes)


def choose_language(text: str, language: str, model: ModelLike) -> ModelChoice:
    """The language of a text whose order no model has to score; only one brought is loaded.

    >>> choose_language("It was a quiet day.", "auto", None)
    ModelChoice(asked='auto', language='en', model=None, given=None, notes=())
    """
    given = _load_given(model, language)
    code = _find_language(text, language) if given is None else given.language
    return ModelChoice(language, code, given, given)


def _load_given(model: ModelLike, language: str) -> NgramModel | None:
    """The model that the caller brings. InputError where a language is named beside it."""
    if model is None:
        return None
    if language != AUTO:
        raise InputError(
            f"a model and the language {language!r} are both given: the model has its language,"
            " leave one of them out"
        )
    return model if isinstance(model, NgramModel) else ngrams.load_path_once(model)


def _find_language(text: str, language: str) -> str:
    """The code asked for, if there is a model of it, or the one detected."""
    check_language(language)
    return detect_language(text, ngrams.available()) if language == AUTO else language
