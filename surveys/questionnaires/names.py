"""What the placeholders of a text are filled with, and what stands where a name is not known."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

from core.languages import day_in_words, set_apart
from core.wordings import Texts, read_words
from surveys.questionnaires.piping import Names, Placeholder

FOLDER = Path(__file__).parent / "wordings"


def names_in(
    language: str,
    *,
    programme: str,
    partner: str | None,
    product_line: str | None,
    touchpoint: str | None,
    occurred_on: date | None,
) -> Names:
    """Every placeholder's name, to be set into a text of the language."""
    words = _words(language)
    spoken = words["language"]
    names = {
        Placeholder.PROGRAMME: programme,
        Placeholder.PARTNER: partner or words["partner"],
        Placeholder.PRODUCT_LINE: product_line or words["product_line"],
        Placeholder.TOUCHPOINT: touchpoint or words["touchpoint"],
        Placeholder.DATE: day_in_words(occurred_on, spoken) if occurred_on else words["date"],
    }
    return {placeholder: set_apart(name, spoken) for placeholder, name in names.items()}


@lru_cache
def _words(language: str) -> Texts:
    return read_words(FOLDER, language)
