from __future__ import annotations

from typing import Any

import pytest

from surveys.questionnaires.lint import Category, Item, Severity
from tests.surveys.questionnaires.lint.questions import (
    categories,
    found,
    rating,
)

BOTH: dict[str, Any] = {"locales": ["en", "de"], "present": ["en", "de"]}


@pytest.mark.parametrize(
    "context",
    [
        pytest.param({"locales": ["en", "de"], "present": ["en"]}, id="a language is missing"),
        pytest.param({**BOTH, "options_missing": ["de"]}, id="an option is missing"),
        pytest.param({**BOTH, "options_missing": {"de": ["Good"]}}, id="a named option is missing"),
        pytest.param({**BOTH, "same_as_source": ["de"]}, id="left untranslated"),
        pytest.param({**BOTH, "same_as_source": True}, id="untranslated somewhere"),
    ],
)
def test_an_incomplete_translation_is_an_error(context: dict[str, Any]) -> None:
    finding = found(rating("How satisfied are you?", **context), Category.TRANSLATION_INCOMPLETE)

    assert finding.severity is Severity.ERROR


@pytest.mark.parametrize(
    "item",
    [
        pytest.param(rating("How satisfied are you?", **BOTH), id="complete"),
        pytest.param(rating("NPS", **BOTH, same_as_source=["de"]), id="acronym"),
        pytest.param(rating("How was it?", **BOTH, same_as_source=["OK", "NPS"]), id="short texts"),
        pytest.param(rating("How was it?", **BOTH, same_as_source=["Nordhaus"]), id="a brand"),
        pytest.param(rating("How was it?", locales=["en", "de"]), id="not known"),
    ],
)
def test_a_complete_translation_stays_silent(item: Item) -> None:
    assert Category.TRANSLATION_INCOMPLETE not in categories(item)
