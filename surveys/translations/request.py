"""What the requests of the translation pages have in common."""

from __future__ import annotations

from collections.abc import Iterator

from flask import abort, request

from core.languages import FALLBACK_LANGUAGE
from surveys.questionnaires.checks import LANGUAGE_FORM
from surveys.translations.services import TypedTranslation

LONGEST_LANGUAGE = 20
TEXT_PREFIX, SEEN_PREFIX = "text:", "seen:"


def require_language(code: str) -> str:
    """A language code that can be translated into, or there is no such page."""
    if not is_language(code):
        abort(404)
    return code


def is_language(code: str) -> bool:
    is_code = len(code) <= LONGEST_LANGUAGE and LANGUAGE_FORM.fullmatch(code) is not None
    return is_code and code != FALLBACK_LANGUAGE


def typed_translations() -> Iterator[TypedTranslation]:
    """Every translation the form sent, exactly as typed."""
    for name, target in request.form.items():
        if name.startswith(TEXT_PREFIX):
            key = name.removeprefix(TEXT_PREFIX)
            yield TypedTranslation(key, target, request.form.get(f"{SEEN_PREFIX}{key}", ""))
