"""Everything that makes a questionnaire unusable; files, imports, the workshop and publishing ask
here. What only makes it worse is the lint's business.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from core.languages import FALLBACK_LANGUAGE
from surveys.errors import ContentError
from surveys.questionnaires.condition_checks import (
    find_condition_problems,
    find_unreachable_problems,
)
from surveys.questionnaires.content import QuestionnaireContent
from surveys.questionnaires.limit_checks import find_limit_problems
from surveys.questionnaires.problems import ContentProblem
from surveys.questionnaires.shapes import END, QuestionShape, feeding_questions
from surveys.questionnaires.types import GRID_SCALES, NOT_APPLICABLE, QuestionType, Setting

KEY_FORM = re.compile(r"[a-z][a-z0-9_]*")
# Options and rows stand in addresses, files and conditions: no spaces, points or semicolons.
VALUE_FORM = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
LANGUAGE_FORM = re.compile(r"[a-z]{2,3}(-[a-z0-9]+)*")
# Names the answering page and the flow keep for themselves.
RESERVED_KEYS = frozenset({END, "sheet"})
# PostgreSQL stores no NUL, and no database an unpaired half of a character.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
MOST_QUESTIONS = 200
MOST_OPTIONS = 100
MOST_ROWS = 30
LONGEST_KEY = 60
LONGEST_TEXT = 4000

Check = Callable[[QuestionnaireContent], Iterator[ContentProblem]]
QuestionCheck = Callable[[QuestionShape], Iterator[tuple[str, str]]]


def find_problems(content: QuestionnaireContent) -> tuple[ContentProblem, ...]:
    """Every problem, in the order of the questions; none where the content can be asked."""
    found = [problem for check in CHECKS for problem in check(content)]
    if all(problem.place in content.text_keys for problem in found):
        found += find_unreachable_problems(content.questions)  # only sound questions can be walked
    place = {shape.key: number for number, shape in enumerate(content.questions)}
    return tuple(sorted(found, key=lambda problem: place.get(problem.question, -1)))


def require_sound(content: QuestionnaireContent) -> None:
    """Raise ContentError with the first problem and how many there are."""
    problems = find_problems(content)
    if problems:
        raise ContentError(summary(problems))


def summary(problems: Sequence[ContentProblem]) -> str:
    """The first problem, and how many more there are."""
    more = f" ({len(problems) - 1} more to correct.)" if len(problems) > 1 else ""
    return f"{problems[0].sentence}{more}"


def _frame(content: QuestionnaireContent) -> Iterator[ContentProblem]:
    if content.key.partition(".")[0] != content.audience.value or not content.key.isascii():
        yield ContentProblem(
            "", "key", f"The name must begin with the audience, as {content.audience}.delivery."
        )
    if not content.questions:
        yield ContentProblem("", "questions", "It asks nothing yet. Add a question.")
    if len(content.questions) > MOST_QUESTIONS:
        yield ContentProblem("", "questions", f"Ask {MOST_QUESTIONS} questions at most.")


def _keys(content: QuestionnaireContent) -> Iterator[ContentProblem]:
    seen: set[str] = set()
    for shape in content.questions:
        if not KEY_FORM.fullmatch(shape.key) or len(shape.key) > LONGEST_KEY:
            advice = f"write its name in lower-case letters, {LONGEST_KEY} at most."
            yield ContentProblem(shape.key, "key", advice)
        elif shape.key in RESERVED_KEYS:
            yield ContentProblem(shape.key, "key", "this name is taken by the page. Use another.")
        elif shape.key in seen:
            yield ContentProblem(shape.key, "key", "this name stands twice. Give one another name.")
        seen.add(shape.key)


def _settings(content: QuestionnaireContent) -> Iterator[ContentProblem]:
    for shape in content.questions:
        for check in QUESTION_CHECKS:
            for place, text in check(shape):
                yield ContentProblem(shape.key, place, text)


def _metrics(content: QuestionnaireContent) -> Iterator[ContentProblem]:
    """Of two that feed one metric, only one could be counted."""
    feeding = feeding_questions(content.questions)
    for shape in content.questions:
        if shape.metric and feeding[shape.metric] is not shape:
            other = feeding[shape.metric].key
            advice = f"{other} feeds the metric {shape.metric} already. Let one of them feed it."
            yield ContentProblem(shape.key, Setting.METRIC, advice)


def _texts(content: QuestionnaireContent) -> Iterator[ContentProblem]:
    english = content.texts.get(FALLBACK_LANGUAGE, {})
    for owner, key in _needed(content):
        if not english.get(key, "").strip():
            advice = f"the English text {key} is missing. Add it under [texts.{FALLBACK_LANGUAGE}]."
            yield ContentProblem(owner, key, advice)
    for language, texts in content.texts.items():
        if not LANGUAGE_FORM.fullmatch(language):
            advice = f"{language} is not a language code. Write it as en, de or pt-br."
            yield ContentProblem("", "languages", advice)
        for key, text in texts.items():
            yield from _unusable_text(language, key, text)


def _needed(content: QuestionnaireContent) -> Iterator[tuple[str, str]]:
    yield from (("", "title"), ("", "intro"))
    for shape in content.questions:
        yield from ((shape.key, key) for key in shape.text_keys())


def _unusable_text(language: str, key: str, text: str) -> Iterator[ContentProblem]:
    owner = key.partition(".")[0] if "." in key else ""
    if UNSTORABLE.search(text):
        yield ContentProblem(
            owner, key, f"the text {key} ({language}) holds a hidden character. Write it again."
        )
    if len(text) > LONGEST_TEXT:
        yield ContentProblem(
            owner, key, f"the text {key} ({language}) is longer than {LONGEST_TEXT} characters."
        )


def _conditions(content: QuestionnaireContent) -> Iterator[ContentProblem]:
    return find_condition_problems(content.questions)


CHECKS: tuple[Check, ...] = (_frame, _keys, _settings, _metrics, _texts, _conditions)

_IS_SET: Mapping[Setting, Callable[[QuestionShape], bool]] = {
    Setting.REQUIRED: lambda shape: shape.is_required,
    Setting.METRIC: lambda shape: shape.metric is not None,
    Setting.NOT_APPLICABLE: lambda shape: shape.offers_not_applicable,
    Setting.OPTIONS: lambda shape: bool(shape.options),
    Setting.EXCLUSIVE: lambda shape: bool(shape.exclusive),
    Setting.FEWEST: lambda shape: shape.fewest is not None,
    Setting.MOST: lambda shape: shape.most is not None,
    Setting.ROWS: lambda shape: bool(shape.rows),
    Setting.SCALE: lambda shape: shape.scale is not None,
    Setting.LOWEST: lambda shape: shape.lowest is not None,
    Setting.HIGHEST: lambda shape: shape.highest is not None,
    Setting.DECIMALS: lambda shape: shape.decimals != 0,
    Setting.MAX_LENGTH: lambda shape: shape.max_length is not None,
}


def _foreign_settings(shape: QuestionShape) -> Iterator[tuple[str, str]]:
    for setting, is_set in _IS_SET.items():
        if is_set(shape) and setting not in shape.facts.settings:
            yield setting, f"the type {shape.type} has no {setting}. Leave it out."


def _metric(shape: QuestionShape) -> Iterator[tuple[str, str]]:
    takes_it = Setting.METRIC in shape.facts.settings
    if shape.metric is not None and takes_it and shape.facts.metric is not shape.metric:
        yield (
            Setting.METRIC,
            f"the metric {shape.metric} cannot be measured by the type {shape.type}.",
        )


def _options(shape: QuestionShape) -> Iterator[tuple[str, str]]:
    if Setting.OPTIONS not in shape.facts.settings:
        return
    if len(shape.options) < 2 or not _are_different(shape.options):
        yield Setting.OPTIONS, "a choice needs at least two different options."
    if len(shape.options) > MOST_OPTIONS:
        yield Setting.OPTIONS, f"offer {MOST_OPTIONS} options at most."
    yield from _unusable_values(Setting.OPTIONS, shape.options)
    unknown = [option for option in shape.exclusive if option not in shape.options]
    if unknown or len(set(shape.exclusive)) != len(shape.exclusive):
        yield Setting.EXCLUSIVE, "name each exclusive option once, as it stands among the options."
    elif shape.options and set(shape.options) <= set(shape.exclusive):
        yield Setting.EXCLUSIVE, "if every option excludes the others, use the type choice."


def _grid(shape: QuestionShape) -> Iterator[tuple[str, str]]:
    if shape.type is not QuestionType.GRID:
        return
    if not shape.rows or not _are_different(shape.rows):
        yield Setting.ROWS, "a grid needs rows, each different."
    if len(shape.rows) > MOST_ROWS:
        yield Setting.ROWS, f"a grid has {MOST_ROWS} rows at most."
    yield from _unusable_values(Setting.ROWS, shape.rows)
    if shape.scale not in GRID_SCALES:
        yield Setting.SCALE, f"a grid needs a scale: one of {', '.join(GRID_SCALES)}."


def _unusable_values(place: str, values: Sequence[str]) -> Iterator[tuple[str, str]]:
    for value in values:
        if not VALUE_FORM.fullmatch(value) or len(value) > LONGEST_KEY:
            yield place, f"write {value[:40]!r} with letters, digits, - and _ only."
        elif value == NOT_APPLICABLE:
            yield place, f"{value} is no option. Say that the question offers it."


def _are_different(values: Sequence[str]) -> bool:
    """Also to programs that do not tell capitals apart."""
    return len({value.lower() for value in values}) == len(values)


def _meaning(shape: QuestionShape) -> Iterator[tuple[str, str]]:
    names = (("construct", shape.construct), *(("objectives", name) for name in shape.objectives))
    for place, name in names:
        if name and not KEY_FORM.fullmatch(name):
            yield place, f"write {name[:40]!r} in lower-case letters."
    if shape.direction is not None and shape.scores is None and shape.row_scores is None:
        yield "direction", "only scales have a good end. Leave the direction out."


QUESTION_CHECKS: tuple[QuestionCheck, ...] = (
    _foreign_settings,
    _metric,
    _options,
    _grid,
    find_limit_problems,
    _meaning,
)
