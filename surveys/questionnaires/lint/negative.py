"""Negations in the question."""

from __future__ import annotations

import re
from collections.abc import Iterator

from surveys.questionnaires.lint.findings import Category, LintFinding, Span, error, warn
from surveys.questionnaires.lint.lexicon import Words
from surveys.questionnaires.lint.read_item import ReadItem

SUGGESTION = "Say it positively, and let the options carry the no."


def negative(read: ReadItem) -> Iterator[LintFinding]:
    """Two negations are an error; one in a rated statement or a yes/no question is a warning.

    Answering "no" to what is not the case is where respondents slip (QAS-99 step 3; Dillman et
    al. 2014). Names and compounds do not count, nor do both sides of "satisfied or dissatisfied".
    """
    negated, turned = _negations(read), _negative_forms(read)
    against = list(read.matches(Words.NEGATIVE_VERBS, read.stem.bare)) if negated else []
    places = sorted(found.span() for found in (*negated, *turned, *against))
    words = " and ".join(f"“{read.item.question_text[slice(*place)]}”" for place in places)
    if len(places) >= 2:
        message = f"{words} together make people work out what a yes means."
        yield error(Category.NEGATIVE, message, SUGGESTION, _around(places))
    elif places and _is_slippery(read, is_outright=bool(negated)):
        message = f"With {words} in the question, disagreeing means the opposite of what it says."
        yield warn(Category.NEGATIVE, message, SUGGESTION, places[0])


def _negations(read: ReadItem) -> list[re.Match[str]]:
    return list(read.matches(Words.NEGATIONS, read.stem.bare, silent=Words.NEGATIONS_SILENT))


def _negative_forms(read: ReadItem) -> list[re.Match[str]]:
    """Words such as unhappy, unless their positive form stands in the question too."""
    text = read.stem.bare
    forms = read.matches(Words.NEGATIVE_FORMS, text, silent=Words.NEGATIONS_SILENT)
    spoken = {word.lower() for word in read.stem.words}
    return [found for found in forms if not _positives(read, found.group()) & spoken]


def _positives(read: ReadItem, form: str) -> set[str]:
    prefixes = read.lexicon.negating_prefixes
    return {form.lower().removeprefix(prefix) for prefix in prefixes} - {form.lower()}


def _is_slippery(read: ReadItem, is_outright: bool) -> bool:
    if read.context.filter:
        return False
    return read.type.is_scale or (read.is_yes_no and is_outright)


def _around(places: list[Span]) -> Span:
    return places[0][0], places[-1][1]
