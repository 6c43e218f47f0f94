"""What must be known before a draft is published."""

from __future__ import annotations

from dataclasses import dataclass

from surveys.questionnaires.checks import find_problems
from surveys.questionnaires.content import QuestionnaireContent
from surveys.questionnaires.lint.pages import LintPage, lint_page
from surveys.workshop.difference.pages import DifferencePage, difference_page
from surveys.workshop.models import QuestionnaireDraft
from surveys.workshop.overview.pages import field_words
from surveys.workshop.publishing.queries import Field


@dataclass(frozen=True)
class PublishPage:
    """`overtaken_by` is a version that somebody published since the draft was begun."""

    draft_id: int
    key: str
    revision: int
    number: int
    problems: tuple[str, ...]
    lint: LintPage
    difference: DifferencePage | None
    asked_at: tuple[str, ...]
    can_open_at: str
    overtaken_by: int | None
    reason: str
    opens_survey: bool
    problem: str

    @property
    def can_publish(self) -> bool:
        return not self.problems


def publish_page(
    draft: QuestionnaireDraft,
    content: QuestionnaireContent,
    field: Field,
    *,
    reason: str = "",
    opens_survey: bool = True,
    problem: str = "",
) -> PublishPage:
    newest, before, content_before = field.newest, field.before, field.content_before
    is_overtaken = newest is not None and newest.id != draft.based_on_id
    return PublishPage(
        draft_id=draft.id,
        key=draft.key,
        revision=draft.revision,
        number=newest.number + 1 if newest else 1,
        problems=tuple(each.sentence for each in find_problems(content)),
        lint=lint_page(content, content_before),
        difference=difference_page(content_before, content, f"version {before.number}", "the draft")
        if before and content_before
        else None,
        asked_at=tuple(field_words(survey) for survey in field.surveys),
        can_open_at=field.can_open_at,
        overtaken_by=newest.number if newest and is_overtaken else None,
        reason=reason,
        opens_survey=opens_survey,
        problem=problem,
    )
