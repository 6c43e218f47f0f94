"""What a questionnaire version is made of: questions, and texts by language and key.

Text keys are "title", "intro", and for each question "recommend.text", "recommend.low",
"recommend.high", "recommend.hint", "reason.option.price" and "quality.row.speed".
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.languages import FALLBACK_LANGUAGE
from customers.models import Audience
from surveys.questionnaires.shapes import Flow, QuestionShape, write_structure

FRAME_TEXTS = ("title", "intro")

Texts = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class QuestionnaireContent:
    """One questionnaire as it is read, edited, checked, stored and handed out.

    `key` names it as "end_user.delivery": the audience, and what it asks about.
    """

    key: str
    audience: Audience
    questions: tuple[QuestionShape, ...]
    texts: Texts
    flow: Flow = Flow.ONE_PAGE

    @property
    def structure(self) -> dict[str, Any]:
        return write_structure(self.questions, self.flow)

    @property
    def content_hash(self) -> str:
        """The same for the same content, whatever the order and layout it came in."""
        content = {"structure": self.structure, "texts": self.texts}
        text = json.dumps(content, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages with any text, the fallback language first."""
        return tuple(sorted(self.texts, key=lambda each: (each != FALLBACK_LANGUAGE, each)))

    @property
    def needed_text_keys(self) -> tuple[str, ...]:
        """The keys of every text that must be there in the fallback language, in order."""
        return (*FRAME_TEXTS, *(key for shape in self.questions for key in shape.text_keys()))

    @property
    def text_keys(self) -> tuple[str, ...]:
        """The keys of every text it can have, in the order of its questions."""
        of_questions = (
            key
            for shape in self.questions
            for key in (*shape.text_keys(), *shape.optional_text_keys())
        )
        return (*FRAME_TEXTS, *of_questions)
