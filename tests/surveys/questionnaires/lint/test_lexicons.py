from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from surveys.questionnaires.lint import LexiconStatus, languages_with_words, lint_item
from surveys.questionnaires.lint.lexicon import FOLDER, Words, lexicon_of
from surveys.questionnaires.lint.phrases import compile_phrases
from tests.surveys.questionnaires.lint.questions import rating

LEXICONS = sorted(FOLDER.glob("*.toml"))


def test_english_is_the_baseline_and_the_others_are_beta() -> None:
    assert languages_with_words() == {
        "de": LexiconStatus.BETA,
        "en": LexiconStatus.BASELINE,
        "es": LexiconStatus.BETA,
    }


@pytest.mark.parametrize("path", LEXICONS, ids=lambda path: path.stem)
def test_a_lexicon_has_every_list_and_no_other(path: Path) -> None:
    content = tomllib.loads(path.read_text(encoding="utf-8"))

    lists = {
        f"{section}.{name}"
        for section, table in content.items()
        if isinstance(table, dict) and section not in {"groups", "numbers"}
        for name in table
    }

    assert lists - {"negative.prefixes"} == set(Words)


@pytest.mark.parametrize("path", LEXICONS, ids=lambda path: path.stem)
def test_no_phrase_matches_nothing_at_all(path: Path) -> None:
    lexicon = lexicon_of(path.stem)

    assert [words for words in Words if lexicon[words].fullmatch("")] == []


@pytest.mark.parametrize(
    ("phrase", "text", "is_found"),
    [
        ("waste", "a waste of time", True),
        ("waste", "wasted", False),
        ("waste", "non-waste", False),
        ("wast*", "wasted", True),
        ("(good|bad) price", "a bad  price", True),
        ("as ~ as", "as well as", True),
        ("as ~ as", "as one two three four as", False),
        ("# days", "14 days", True),
        (", right?", "It works, right?", True),
        ("{people} say", "dealers say", True),
        ("{people} say", "they say", False),
        ("GREAT", "great", True),
    ],
)
def test_phrases_mean_what_their_notation_says(phrase: str, text: str, is_found: bool) -> None:
    pattern = compile_phrases([phrase], {"people": ["dealers", "users"]})

    assert bool(pattern.search(text)) == is_found


def test_no_phrases_find_nothing() -> None:
    assert compile_phrases([]).search("anything") is None


def test_the_longest_phrase_wins() -> None:
    assert re.match(compile_phrases(["at", "at all"]), "at all")[0] == "at all"  # type: ignore[index]


@pytest.mark.parametrize("language", ["de-AT", "DE", "de_CH"])
def test_a_regional_language_uses_the_lexicon_of_its_plain_form(language: str) -> None:
    assert lexicon_of(language) is lexicon_of("de")


@pytest.mark.parametrize("language", ["ar", "..", "", "../lexicons/en"])
def test_a_language_without_words_is_checked_for_structure_only(language: str) -> None:
    item = rating("How satisfied are you with price and quality?", locales=["en", "ar"],
                  present=["en"])  # fmt: skip

    assert [finding.category.value for finding in lint_item(item, language)] == [
        "translation_incomplete"
    ]


@pytest.mark.parametrize(
    ("language", "text", "category"),
    [
        ("de", "Wie zufrieden sind Sie mit Preis und Qualität?", "double_barrelled"),
        ("de", "Finden Sie nicht, dass der Preis stimmt?", "leading"),
        ("de", "Wie sinnlos ist der Papierkram?", "loaded"),
        ("de", "Ich bin nicht unzufrieden.", "negative"),
        ("de", "Kommt der Fahrer immer pünktlich?", "absolute"),
        ("es", "¿Qué tan satisfecho está con el precio y la calidad?", "double_barrelled"),
        ("es", "¿No cree que el precio es justo?", "leading"),
        ("es", "¿Qué opina del papeleo inútil?", "loaded"),
        ("es", "No estoy insatisfecho.", "negative"),
        ("es", "¿Llega siempre el conductor a tiempo?", "absolute"),
    ],
)
def test_the_beta_lexicons_see_the_plain_cases(language: str, text: str, category: str) -> None:
    assert category in {finding.category for finding in lint_item(rating(text), language)}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Wie zufrieden oder unzufrieden sind Sie mit der Reparatur?"),
        ("de", "Wie bewerten Sie die Öffnungszeiten der Filiale?"),
        ("de", "Würden Sie uns Freunden oder Kollegen empfehlen?"),
        ("es", "¿En qué medida está satisfecho o insatisfecho con la reparación?"),
        ("es", "¿Cómo valora el horario de la sucursal?"),
    ],
)
def test_the_beta_lexicons_leave_the_plain_sound_cases_alone(language: str, text: str) -> None:
    assert lint_item(rating(text, ()), language) == ()
