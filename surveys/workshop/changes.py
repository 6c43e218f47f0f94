"""What can be done to a questionnaire while it is written: content in, content out.

Texts follow their questions: whatever no question can show any more is dropped, in all languages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from core.languages import FALLBACK_LANGUAGE
from customers.models import Audience
from surveys.errors import UnknownDraftError
from surveys.questionnaires.content import FRAME_TEXTS, QuestionnaireContent, Texts
from surveys.questionnaires.shapes import Flow, QuestionShape

Change = Callable[[QuestionnaireContent], QuestionnaireContent]
MutableTexts = dict[str, dict[str, str]]
NOT_IN_A_KEY = re.compile(r"[^a-z0-9]+")


def empty_content(key: str, audience: Audience) -> QuestionnaireContent:
    """A questionnaire in which nothing stands yet."""
    return QuestionnaireContent(key, audience, (), {FALLBACK_LANGUAGE: {}})


def question_of(content: QuestionnaireContent, key: str) -> QuestionShape:
    """Raises UnknownDraftError."""
    found = next((shape for shape in content.questions if shape.key == key), None)
    if found is None:
        raise UnknownDraftError(
            f"There is no question {key} in this draft. Somebody may have removed it: look at the "
            "draft's latest changes, where it can be undone."
        )
    return found


def texts_of(content: QuestionnaireContent, key: str, language: str) -> dict[str, str]:
    """A question's own texts in one language, by whole text key."""
    own = content.texts.get(language, {})
    return {name: text for name, text in own.items() if name.partition(".")[0] == key}


def put_frame(
    content: QuestionnaireContent, language: str, frame: Mapping[str, str], flow: Flow
) -> QuestionnaireContent:
    """Title and introduction in one language, and how many questions a page shows."""
    texts = _copied(content.texts)
    _overlay(texts.setdefault(language, {}), {name: frame.get(name, "") for name in FRAME_TEXTS})
    return _tidy(replace(content, flow=flow), texts)


def add_question(
    content: QuestionnaireContent, shape: QuestionShape, texts: Texts, after: str = ""
) -> QuestionnaireContent:
    """A question with its texts, behind the one named, or at the end."""
    merged = _copied(content.texts)
    for language, own in texts.items():
        _overlay(merged.setdefault(language, {}), own)
    place = next(
        (i + 1 for i, each in enumerate(content.questions) if each.key == after),
        len(content.questions),
    )
    questions = (*content.questions[:place], shape, *content.questions[place:])
    return _tidy(replace(content, questions=questions), merged)


def put_question(
    content: QuestionnaireContent, shape: QuestionShape, language: str, own: Mapping[str, str]
) -> QuestionnaireContent:
    """The question of this key as it is now, with its texts in one language."""
    question_of(content, shape.key)
    questions = tuple(shape if each.key == shape.key else each for each in content.questions)
    texts = _copied(content.texts)
    _overlay(texts.setdefault(language, {}), own)
    return _tidy(replace(content, questions=questions), texts)


def move_question(content: QuestionnaireContent, key: str, steps: int) -> QuestionnaireContent:
    """Up by a negative number of steps, down by a positive one; never beyond the ends."""
    shape = question_of(content, key)
    place = content.questions.index(shape)
    others = [each for each in content.questions if each.key != key]
    others.insert(min(max(place + steps, 0), len(others)), shape)
    return replace(content, questions=tuple(others))


def duplicate_question(content: QuestionnaireContent, key: str) -> QuestionnaireContent:
    """The same question once more, behind itself, in all its languages.

    Its metric stays with the first: a metric is fed by one question.
    """
    new_key = free_key(content, key)
    copy = replace(question_of(content, key), key=new_key, metric=None)
    texts = {
        language: {
            f"{new_key}{name.removeprefix(key)}": text
            for name, text in texts_of(content, key, language).items()
        }
        for language in content.texts
    }
    return add_question(content, copy, texts, after=key)


def remove_question(content: QuestionnaireContent, key: str) -> QuestionnaireContent:
    """Without the question and its texts; conditions that look at it stay, and are shown wrong."""
    question_of(content, key)
    kept = tuple(each for each in content.questions if each.key != key)
    return _tidy(replace(content, questions=kept), _copied(content.texts))


def take_over(content: QuestionnaireContent, other: QuestionnaireContent) -> QuestionnaireContent:
    """All of another questionnaire, under this one's own name."""
    return replace(other, key=content.key, audience=content.audience)


def free_key(content: QuestionnaireContent, wanted: str) -> str:
    """The wanted name in the letters a question's name may have, numbered where it is taken."""
    plain = NOT_IN_A_KEY.sub("_", wanted.lower()).strip("_")
    name = plain if plain[:1].isalpha() else f"question_{plain}".rstrip("_")
    return free_name(name, {shape.key for shape in content.questions})


def free_name(wanted: str, taken: Iterable[str]) -> str:
    return next(name for name in _numbered(wanted) if name not in set(taken))


def _numbered(name: str) -> Iterator[str]:
    yield name
    stem = re.sub(r"_\d+$", "", name)
    number = 2
    while True:
        yield f"{stem}_{number}"
        number += 1


def _copied(texts: Texts) -> MutableTexts:
    return {language: dict(own) for language, own in texts.items()}


def _overlay(texts: dict[str, str], changes: Mapping[str, str]) -> None:
    for name, text in changes.items():
        texts.pop(name, None)
        if text:
            texts[name] = text


def _tidy(content: QuestionnaireContent, texts: MutableTexts) -> QuestionnaireContent:
    """Only texts that the content can show; English always, other languages while they have any."""
    known = set(content.text_keys)
    kept = {
        language: {name: text for name, text in own.items() if name in known}
        for language, own in texts.items()
    }
    filled = {language: own for language, own in kept.items() if own}
    filled.setdefault(FALLBACK_LANGUAGE, {})
    return replace(content, texts=filled)
