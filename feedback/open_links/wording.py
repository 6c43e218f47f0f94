"""What whoever opens an open link is told beside its sheet, one file a language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from core.wordings import read_words
from feedback.wording import Notice

FOLDER = Path(__file__).parent / "wordings"


@dataclass(frozen=True)
class OpenWords:
    thanks: Notice
    closed: Notice
    revoked: Notice
    unknown: Notice
    crowded: Notice
    sent_before: Notice


@lru_cache
def open_words_of(language: str) -> OpenWords:
    """The words of a language, of its plain form ("de" for "de-AT"), or the English ones."""
    texts = read_words(FOLDER, language)
    return OpenWords(**{name: Notice(**texts[name]) for name in OpenWords.__dataclass_fields__})
