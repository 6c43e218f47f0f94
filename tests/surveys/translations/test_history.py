from __future__ import annotations

from collections.abc import Mapping, Sequence

from surveys.questionnaires.content import QuestionnaireContent
from surveys.translations.history import outdated_keys
from tests.surveys.translations.factory import content


def step(english: str | None, german: str | None) -> QuestionnaireContent:
    """The questionnaire with this title."""
    return content(
        english={} if english is None else {"title": english},
        german={} if german is None else {"title": german},
    )


Told = Sequence[tuple[str | None, str | None]]


def outdated(told: Told) -> frozenset[str]:
    return outdated_keys([step(*titles) for titles in told], "de")


OUTDATED: Mapping[str, Told] = {
    "English changed": [("Your order", "Ihr Auftrag"), ("Your delivery", "Ihr Auftrag")],
    "English changed several versions ago": [
        ("Your order", "Ihr Auftrag"),
        ("Your delivery", "Ihr Auftrag"),
        ("Your delivery", "Ihr Auftrag"),
        ("Your last delivery", "Ihr Auftrag"),
    ],
    "translated, then English changed in the same draft": [
        ("Your order", None),
        ("Your order", "Ihr Auftrag"),
        ("Your delivery", "Ihr Auftrag"),
    ],
    "English was taken away": [("Your order", "Ihr Auftrag"), (None, "Ihr Auftrag")],
}
CURRENT: Mapping[str, Told] = {
    "never translated": [("Your order", None), ("Your delivery", None)],
    "translated from the start": [("Your order", "Ihr Auftrag")],
    "both changed at once": [("Your order", "Ihr Auftrag"), ("Your delivery", "Ihre Lieferung")],
    "translated again later": [
        ("Your order", "Ihr Auftrag"),
        ("Your delivery", "Ihr Auftrag"),
        ("Your delivery", "Ihre Lieferung"),
    ],
    "English changed and changed back": [
        ("Your order", "Ihr Auftrag"),
        ("Your delivery", "Ihr Auftrag"),
        ("Your order", "Ihr Auftrag"),
    ],
    "only white space changed": [("Your order", "Ihr Auftrag"), ("Your  order ", "Ihr Auftrag")],
    "taken away and translated again": [
        ("Your order", "Ihr Auftrag"),
        ("Your delivery", None),
        ("Your delivery", "Ihr Auftrag"),
    ],
}


def test_a_translation_is_outdated_when_its_english_changed_since() -> None:
    found = {
        name: outdated_keys([step(*each) for each in told], "de") for name, told in OUTDATED.items()
    }

    assert found == dict.fromkeys(OUTDATED, frozenset({"title"}))


def test_a_translation_made_for_the_english_of_today_is_current() -> None:
    found = {
        name: outdated_keys([step(*each) for each in told], "de") for name, told in CURRENT.items()
    }

    assert found == dict.fromkeys(CURRENT, frozenset())
