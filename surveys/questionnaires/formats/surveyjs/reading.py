"""SurveyJS questionnaires: JSON of pages, panels and elements, texts plain or by language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from core.languages import FALLBACK_LANGUAGE
from surveys.questionnaires.formats.foreign import ForeignQuestion, ForeignSurvey
from surveys.questionnaires.formats.imported import Outcome, ReportLine
from surveys.questionnaires.formats.surveyjs.element import SjsElement, labels_of
from surveys.questionnaires.formats.surveyjs.types import read_element

SOURCE = "SurveyJS"
DEEPEST = 20
Part = ForeignQuestion | ReportLine


def looks_like_surveyjs(raw: Any) -> bool:
    return isinstance(raw, Mapping) and any(
        isinstance(raw.get(name), list) for name in ("pages", "elements", "questions")
    )


def read_surveyjs(raw: Mapping[str, Any]) -> ForeignSurvey:
    """The survey of a SurveyJS document; what cannot be read has a line that says so."""
    language = raw.get("locale") if isinstance(raw.get("locale"), str) else ""
    language = language or FALLBACK_LANGUAGE
    return ForeignSurvey(
        source=SOURCE,
        title=labels_of(raw.get("title"), language),
        intro=labels_of(raw.get("description"), language),
        parts=[*_about_survey(raw), *_parts(raw, language, (), 0)],
    )


def _parts(
    owner: Mapping[str, Any], language: str, conditions: tuple[str, ...], depth: int
) -> Iterator[Part]:
    """Everything inside a survey, page or panel, in order."""
    for name in ("pages", "elements", "questions"):
        inner = owner.get(name)
        for raw in inner if isinstance(inner, list) else ():
            if isinstance(raw, Mapping):
                yield from _part(raw, language, conditions, depth, is_page=name == "pages")
            else:
                words = "This is no question: a table in braces was expected"
                yield ReportLine(str(raw)[:60] or "empty", "", Outcome.LEFT_OUT, (words,))


def _part(
    raw: Mapping[str, Any],
    language: str,
    conditions: tuple[str, ...],
    depth: int,
    *,
    is_page: bool,
) -> Iterator[Part]:
    own = raw.get("visibleIf")
    shown = (*conditions, own) if isinstance(own, str) and own.strip() else conditions
    element = SjsElement(raw, language, shown)
    if raw.get("visible") is False and not shown:
        words = "It is hidden there and would be shown here"
        yield ReportLine(element.name, "", Outcome.LEFT_OUT, (words,))
    elif not is_page and element.kind != "panel":
        yield from read_element(element)
    elif depth > DEEPEST:
        words = "Panels stand in one another too deeply"
        yield ReportLine(element.name, "", Outcome.LEFT_OUT, (words,))
    else:
        yield from _heading(element)
        yield from _parts(raw, language, shown, depth + 1)


def _heading(element: SjsElement) -> Iterator[ReportLine]:
    """Pages follow from the number of questions here; a heading is lost with its page."""
    if element.labels("title", "description"):
        heading = next(iter(element.labels("title", "description").values()))[:60]
        words = "Headings of pages and panels are not shown here. Its questions are all there"
        yield ReportLine(f"Heading {heading}", "", Outcome.LEFT_OUT, (words,))


def _about_survey(raw: Mapping[str, Any]) -> Iterator[ReportLine]:
    for name, words in ABOUT_SURVEY.items():
        if raw.get(name):
            yield ReportLine(name, "", Outcome.LEFT_OUT, (words,))
    if raw.get("questionsOrder") == "random":
        words = "Questions stand in a fixed order here"
        yield ReportLine("questionsOrder", "", Outcome.LEFT_OUT, (words,))


ABOUT_SURVEY = {
    "triggers": "Triggers were left out: set conditions and skips in the workshop",
    "calculatedValues": "Computed values are no questions: compute them from exported answers",
    "completedHtml": "The page after sending has words of its own",
    "completedHtmlOnCondition": "The page after sending has words of its own",
    "navigateToUrl": "The page after sending leads nowhere else",
    "maxTimeToFinish": "The time limit was left out",
    "timeLimit": "The time limit was left out",
    "cookieName": "A personal link takes one response anyhow",
    "logo": "A picture of your own belongs to the programme, not to a questionnaire",
}
