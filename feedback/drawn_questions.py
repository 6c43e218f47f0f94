"""Questions as the templates get them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from feedback.answers import FIRST_PLACE
from feedback.hints import hints_of
from feedback.question_types import TYPES
from feedback.reading import APART, WITH_FIELD_APART, place_count
from feedback.wording import Speech, Wording, wording_of
from surveys.questionnaires import Question
from surveys.questionnaires.sheet import Option
from surveys.questionnaires.types import CONSENTED, NOT_APPLICABLE, AnswerKind, QuestionType

# What was sent for each name in the form, to be shown again.
Values = Mapping[str, tuple[str, ...]]
# What is wrong with each name in the form.
Problems = Mapping[str, str]


@dataclass(frozen=True)
class Choice:
    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True)
class Part:
    """A row to be rated or an option to be ranked: a control of its own, with its own problem."""

    name: str
    text: str
    choices: tuple[Choice, ...]
    problem: str | None

    @property
    def focus_id(self) -> str:
        return f"{self.name}-first"


@dataclass(frozen=True)
class AskedProblem:
    """One thing to look at again, and the control it is about."""

    focus_id: str
    text: str


@dataclass(frozen=True)
class AskedQuestion:
    """One question as drawn; `value` and `problem` are what was sent and what is wrong with it.

    `hint` is the designer's, `advice` the page's own. `apart` is "not applicable" where it stands
    for itself, under the name `apart_name`. Where the question stands in another language than the
    page, it is marked as `spoken` in it, and what the page says of the answer as `told`; the advice
    as `advised` where the page has no words in the question's language.
    """

    key: str
    number: int
    template: str
    text: str
    hint: str | None
    advice: str
    low: str | None
    high: str | None
    choices: tuple[Choice, ...]
    parts: tuple[Part, ...]
    apart: Choice | None
    apart_name: str
    value: str
    lowest: str | None
    highest: str | None
    is_required: bool
    problem: str | None
    spoken: Speech | None
    told: Speech | None
    advised: Speech | None

    @property
    def focus_id(self) -> str:
        """The first control."""
        return self.parts[0].focus_id if self.parts else f"{self.key}-first"

    @property
    def is_blank(self) -> bool:
        """Whether it shows nothing that somebody sent."""
        offered = (*self.choices, *(choice for part in self.parts for choice in part.choices))
        is_chosen = any(choice.is_chosen for choice in offered)
        is_apart = self.apart is not None and self.apart.is_chosen
        return not (self.value or is_chosen or is_apart or self.problems)

    @property
    def problems(self) -> tuple[AskedProblem, ...]:
        """What the error summary leads to: the question itself, and each part."""
        own = (AskedProblem(self.focus_id, self.problem),) if self.problem else ()
        of_parts = (
            AskedProblem(part.focus_id, f"{part.text} – {part.problem}")
            for part in self.parts
            if part.problem
        )
        return (*own, *of_parts)

    @property
    def described_by(self) -> str:
        """The ids of what is said about the question beside its text."""
        parts = (
            ("error", self.problem),
            ("hint", self.hint or self.advice),
            ("ends", self.low and self.template == "scale"),
        )
        return " ".join(f"{self.key}-{name}" for name, is_there in parts if is_there)


def draw_question(
    question: Question,
    number: int,
    words: Wording,
    values: Values,
    problems: Problems,
) -> AskedQuestion:
    shape, key = question.shape, question.key
    sent = values.get(key, ())
    spoken = words.speech_of(question.language)
    beside = wording_of(question.language)
    return AskedQuestion(
        key=key,
        number=number,
        template=TYPES[question.type].template,
        text=question.text,
        hint=question.hint,
        advice=" ".join(hints_of(question, beside)),
        low=question.low,
        high=question.high,
        choices=tuple(_choices(question, sent)),
        parts=tuple(_parts(question, beside, values, problems)),
        apart=_apart(question, beside, values),
        apart_name=f"{key}.{APART}" if shape.holds in WITH_FIELD_APART else key,
        value=sent[0] if sent else "",
        lowest=shape.lowest,
        highest=shape.highest,
        is_required=question.is_required,
        problem=problems.get(key),
        spoken=spoken,
        told=Speech(words.language) if spoken else None,
        advised=None if beside.language == question.language else Speech(beside.language),
    )


def _choices(question: Question, sent: Sequence[str]) -> Iterator[Choice]:
    if question.type is QuestionType.CONSENT:
        return iter((Choice(CONSENTED, question.text, CONSENTED in sent),))
    if question.options:
        return _chosen(question.options, sent)
    return _chosen([Option(str(score), str(score)) for score in question.scores or ()], sent)


def _parts(
    question: Question, words: Wording, values: Values, problems: Problems
) -> Iterator[Part]:
    shape = question.shape
    if shape.holds is AnswerKind.GRID:
        parts: Sequence[Option] = question.rows
        offered = [*question.options, *_not_applicable(question, words)]
    elif shape.holds is AnswerKind.RANKS:
        parts = question.options
        places = range(FIRST_PLACE, place_count(shape) + 1)
        offered = [Option(str(place), str(place)) for place in places]
    else:
        return
    for part in parts:
        name = f"{question.key}.{part.value}"
        choices = tuple(_chosen(offered, values.get(name, ())))
        yield Part(name, part.text, choices, problems.get(name))


def _apart(question: Question, words: Wording, values: Values) -> Choice | None:
    """ "Not applicable" for the question as a whole; a grid offers it row by row."""
    if question.shape.holds is AnswerKind.GRID:
        return None
    name = f"{question.key}.{APART}" if question.shape.holds in WITH_FIELD_APART else question.key
    return next(_chosen(_not_applicable(question, words), values.get(name, ())), None)


def _not_applicable(question: Question, words: Wording) -> tuple[Option, ...]:
    if not question.shape.offers_not_applicable:
        return ()
    return (Option(NOT_APPLICABLE, question.not_applicable or words.not_applicable),)


def _chosen(offered: Sequence[Option], sent: Sequence[str]) -> Iterator[Choice]:
    return (Choice(option.value, option.text, option.value in sent) for option in offered)
