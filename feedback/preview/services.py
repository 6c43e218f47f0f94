"""Suppose that a draft were asked: a link that belongs to nobody and leads to no response."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from core.languages import closest_language
from customers.queries import get_programme
from feedback.answering.links import OpenedLink
from feedback.asked import Asked, Surroundings
from feedback.models import ResponseSource
from feedback.pages import SheetAddress
from feedback.sheets import prepare_sheet
from feedback.wording import worded_languages
from surveys.models import Promise
from surveys.questionnaires.checks import find_problems
from surveys.questionnaires.conditions import Fact, Facts
from surveys.questionnaires.content import QuestionnaireContent
from surveys.questionnaires.formats.own import read_content
from surveys.questionnaires.queries import build_sheet
from surveys.workshop.models import QuestionnaireDraft


def supposed_facts(given: Mapping[str, str]) -> Facts:
    """The facts of a transaction among the parameters of an address."""
    return {fact: given[fact] for fact in Fact if given.get(fact)}


def suppose(session: Session, draft: QuestionnaireDraft, wanted: str, facts: Facts) -> OpenedLink:
    """The draft as a link that could be answered, in the wanted language."""
    content = _drawable(read_content(draft.content))
    programme = get_programme(session)
    name = programme.name if programme else ""
    language = closest_language(wanted, (*content.languages, *worded_languages()))
    path = f"/workshop/{draft.id}/preview" + (f"?{urlencode(facts)}" if facts else "")
    asked = Asked(
        subject=f"preview{draft.id}",
        source=ResponseSource.OPEN_LINK,
        audience=draft.audience,
        version_id=0,
        language=language,
        promise=Promise.CONFIDENTIAL,
        programme=name,
        time_zone=programme.time_zone if programme else "UTC",
        about=Surroundings(),
        facts=facts,
    )
    ready = prepare_sheet(build_sheet(content, language), content.languages, name, language)
    return OpenedLink(asked, SheetAddress(path, is_preview=True), ready)


def _drawable(content: QuestionnaireContent) -> QuestionnaireContent:
    """Without the questions that cannot be asked yet: the workshop lists them beside the preview.

    A text that is missing spoils no question; its key holds a dot, a setting's name does not.
    """
    spoilt = {problem.question for problem in find_problems(content) if "." not in problem.place}
    return replace(
        content, questions=tuple(shape for shape in content.questions if shape.key not in spoilt)
    )
