"""What a printed code says beside its questionnaire's title, one file a language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from core.wordings import read_words
from surveys.open_links.states import LinkState

FOLDER = Path(__file__).parent / "wordings"
STATE_WORDS: Mapping[LinkState, str] = {
    LinkState.OPEN: "open",
    LinkState.CLOSED: "closed",
    LinkState.REVOKED: "revoked",
}


@dataclass(frozen=True)
class PrintWords:
    language: str
    scan: str
    address: str


@lru_cache
def print_words_of(language: str) -> PrintWords:
    """The words of a language, of its plain form ("de" for "de-AT"), or the English ones."""
    return PrintWords(**read_words(FOLDER, language))
