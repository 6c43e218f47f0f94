"""The words of the invitation's mail and of the unsubscribing page, one file a language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from core.languages import closest_language
from core.wordings import languages_in, read_words

FOLDER = Path(__file__).parent / "wordings"


@dataclass(frozen=True)
class MailWords:
    """Those with {names} are filled by `str.format`."""

    subject: str
    greeting: str
    greeting_without_name: str
    about: str
    about_partner: str
    button: str
    until: str
    promise: str
    stop: str
    stop_link: str


@dataclass(frozen=True)
class StopWords:
    title: str
    text: str
    button: str
    done_title: str
    done_text: str
    unknown_title: str
    unknown_text: str


@dataclass(frozen=True)
class InvitationWording:
    language: str
    mail: MailWords
    promises: Mapping[str, str]
    stop: StopWords


def wording_of(language: str) -> InvitationWording:
    """The words of a language, of its plain form ("de" for "de-AT"), or the English ones."""
    return _read(closest_language(language, spoken_languages()))


def spoken_languages() -> tuple[str, ...]:
    """The languages in which a person is written to, whatever the questionnaire speaks."""
    return languages_in(FOLDER)


@lru_cache
def _read(language: str) -> InvitationWording:
    texts = read_words(FOLDER, language)
    return InvitationWording(
        language=texts["language"],
        mail=MailWords(**texts["mail"]),
        promises=texts["promises"],
        stop=StopWords(**texts["stop"]),
    )
