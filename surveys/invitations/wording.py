"""The words of the invitation mail and of the unsubscribing page, one file a language."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from surveys.questionnaires.content import FALLBACK_LANGUAGE

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


@dataclass(frozen=True)
class InvitationWording:
    language: str
    mail: MailWords
    promises: dict[str, str]
    stop: StopWords


@lru_cache
def wording_of(language: str) -> InvitationWording:
    """The words of a language, or the English ones where there is no file for it."""
    available = {path.stem for path in FOLDER.glob("*.toml")}
    chosen = language if language in available else FALLBACK_LANGUAGE
    texts = tomllib.loads((FOLDER / f"{chosen}.toml").read_text(encoding="utf-8"))
    return InvitationWording(
        language=chosen,
        mail=MailWords(**texts["mail"]),
        promises=texts["promises"],
        stop=StopWords(**texts["stop"]),
    )
