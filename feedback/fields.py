"""The form field of a question: it reads what was sent under the question's names."""

from __future__ import annotations

from typing import Any

from wtforms import Field

from core.languages import is_right_to_left
from feedback.answers import GivenAnswer
from feedback.errors import AnswerError
from feedback.reading import Reading, names_of, read_sent
from feedback.wording import Wording
from surveys.questionnaires import Question

LEFT_TO_RIGHT_ISOLATE, END_OF_ISOLATE = "\u2066", "\u2069"


class QuestionField(Field):  # type: ignore[misc]  # WTForms has no types
    """One question, whatever its type. `sent` is what came for each of its names."""

    def __init__(self, question: Question, words: Wording, **bound: Any) -> None:
        super().__init__(question.text, **bound)
        self._shape = question.shape
        self._words = words
        self.sent: dict[str, tuple[str, ...]] = {}
        self._reading = Reading()

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Takes the place of the reading of one name that fields have by themselves."""
        del data, extra_filters
        self.process_errors: list[str] = []
        self.sent = {
            name: tuple(map(str, formdata.getlist(name)))
            for name in names_of(self._shape)
            if formdata is not None and name in formdata
        }
        self._reading = read_sent(self._shape, self.sent)

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        del form, extra_validators
        self.errors = tuple(self.problems.values())
        return not self.errors

    @property
    def problems(self) -> dict[str, str]:
        """A message for each of its names that is not right."""
        return {
            problem.name: say_problem(problem, self._words) for problem in self._reading.problems
        }

    @property
    def answers(self) -> tuple[GivenAnswer, ...]:
        return self._reading.answers


def say_problem(problem: AnswerError, words: Wording) -> str:
    """What is wrong and what to do, in the reader's language."""
    text = getattr(words, problem.problem)
    said: str = text.format(count=problem.count, limit=say_limit(problem.limit, words))
    return said


def say_limit(limit: int | str, words: Wording) -> str:
    """A limit inside a text; a date is kept from turning round between letters of the other way."""
    is_day = isinstance(limit, str) and "-" in limit[1:]
    if is_day and is_right_to_left(words.language):
        return f"{LEFT_TO_RIGHT_ISOLATE}{limit}{END_OF_ISOLATE}"
    return str(limit)
