"""A draft becomes the next version, and goes into the field from the next draw on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from access.services import record_audit
from access.visibility import Scope
from surveys.errors import NothingNewError, ReasonNeededError
from surveys.models import PlanMethod, Promise, QuestionnaireVersion, Survey
from surveys.queries import find_survey
from surveys.questionnaires.checks import require_sound
from surveys.questionnaires.content import QuestionnaireContent
from surveys.questionnaires.formats.own import read_content
from surveys.questionnaires.lint import PlacedFinding, Severity, lint_content
from surveys.questionnaires.services import store_version
from surveys.workshop.models import Publication, QuestionnaireDraft
from surveys.workshop.publishing.queries import touchpoint_of
from surveys.workshop.queries import content_before, require_version
from surveys.workshop.services import (
    locked_draft,
    name_of_editor,
    refuse_if_changed,
    remove_draft,
)

SHORTEST_REASON = 10


@dataclass(frozen=True)
class Published:
    """What publishing did, as a sentence."""

    key: str
    number: int
    moved_count: int
    opened_at: str

    def __str__(self) -> str:
        said = f"Version {self.number} of {self.key} is published."
        if self.opened_at:
            return f"{said} A survey asks it at {self.opened_at} from the next draw on."
        if self.moved_count:
            return (
                f"{said} It is asked from the next draw on; whoever was invited before answers "
                "the version they were invited to."
            )
        return f"{said} No survey asks it yet."


def publish(
    session: Session,
    draft_id: int,
    seen_revision: int,
    scope: Scope,
    now: datetime,
    *,
    reason: str = "",
    opens_survey: bool = False,
) -> Published:
    """Store the draft as a version, with what the lint found and why it was published anyway.

    Raises UnknownDraftError, DraftConflictError, ContentError for what makes it unusable,
    ReasonNeededError for errors of the lint without a reason, NothingNewError.
    """
    draft = locked_draft(session, draft_id)
    refuse_if_changed(draft, seen_revision)
    content = read_content(draft.content)
    require_sound(content)
    findings = lint_content(content, content_before(session, draft))
    reason = " ".join(reason.split())
    require_reason(findings, reason)
    loaded = store_version(session, content, now)
    version = require_version(session, content.key, loaded.number)
    opened_at = _open_survey(session, content, version) if opens_survey else ""
    if not (loaded.is_new or loaded.moved_count or opened_at):
        raise NothingNewError(
            f"Nothing was published: version {loaded.number} is the same, word for word."
        )
    if loaded.is_new:
        session.add(_publication(draft, version, findings, reason, scope, now))
    remove_draft(session, draft)
    published = Published(content.key, loaded.number, loaded.moved_count, opened_at)
    subject = f"{content.key}, version {loaded.number}"
    record_audit(session, scope, "publish questionnaire", subject, reason or None, now)
    return published


def require_reason(findings: Sequence[PlacedFinding], reason: str) -> None:
    """Raises ReasonNeededError where the lint finds errors and nobody says why it goes out."""
    errors = errors_in(findings)
    if errors and len(reason) < SHORTEST_REASON:
        raise ReasonNeededError(
            f"The rules see {len(errors)} error{'s' if len(errors) > 1 else ''}. Correct them, or "
            "say in a sentence why the questionnaire goes out as it is. The reason stays beside "
            "this version for good."
        )


def errors_in(findings: Sequence[PlacedFinding]) -> tuple[PlacedFinding, ...]:
    return tuple(each for each in findings if each.finding.severity is Severity.ERROR)


def _publication(
    draft: QuestionnaireDraft,
    version: QuestionnaireVersion,
    findings: Sequence[PlacedFinding],
    reason: str,
    scope: Scope,
    now: datetime,
) -> Publication:
    return Publication(
        version_id=version.id,
        based_on_id=draft.based_on_id,
        published_at=now,
        published_by=name_of_editor(scope),
        findings=[_stored(placed) for placed in findings],
        reason=reason or None,
    )


def _stored(placed: PlacedFinding) -> dict[str, Any]:
    finding = placed.finding
    return {
        "question": placed.question,
        "part": placed.part,
        "language": placed.language,
        "category": finding.category.value,
        "severity": finding.severity.value,
        "message": finding.message,
        "suggestion": finding.suggestion,
    }


def _open_survey(
    session: Session, content: QuestionnaireContent, version: QuestionnaireVersion
) -> str:
    """A survey of everybody eligible, in confidence, where none asks yet; where it asks."""
    touchpoint = touchpoint_of(session, content.key)
    if touchpoint is None or find_survey(session, content.audience, touchpoint.key):
        return ""
    session.add(
        Survey(
            audience=content.audience.value,
            touchpoint_id=touchpoint.id,
            version_id=version.id,
            promise=Promise.CONFIDENTIAL,
            method=PlanMethod.ALL,
            share=1.0,
            is_active=True,
        )
    )
    return touchpoint.name
