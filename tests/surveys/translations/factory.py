"""Small questionnaires to translate."""

from __future__ import annotations

from collections.abc import Mapping

from customers.models import Audience
from surveys.questionnaires.content import QuestionnaireContent
from surveys.questionnaires.shapes import QuestionShape
from surveys.questionnaires.types import QuestionType

ENGLISH: Mapping[str, str] = {
    "title": "Your delivery",
    "intro": "Two minutes for {programme}.",
    "reason.text": "What mattered most?",
    "reason.option.price": "Price",
    "reason.option.advice": "Advice",
}
GERMAN: Mapping[str, str] = {
    "title": "Ihre Lieferung",
    "intro": "Zwei Minuten für {programme}.",
    "reason.text": "Was war am wichtigsten?",
    "reason.option.price": "Preis",
    "reason.option.advice": "Beratung",
}


def content(
    english: Mapping[str, str] = ENGLISH,
    german: Mapping[str, str] | None = None,
    key: str = "end_user.delivery",
) -> QuestionnaireContent:
    """A title, an introduction and one choice; German where it is given."""
    shape = QuestionShape("reason", QuestionType.CHOICE, options=("price", "advice"))
    texts = {"en": english} if german is None else {"en": english, "de": german}
    return QuestionnaireContent(key, Audience.END_USER, (shape,), texts)
