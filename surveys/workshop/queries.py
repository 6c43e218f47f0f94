"""Read drafts, versions and how they were published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload

from customers.models import Touchpoint
from surveys.errors import UnknownDraftError, UnknownVersionError
from surveys.models import (
    Invitation,
    Questionnaire,
    QuestionnaireText,
    QuestionnaireVersion,
    Survey,
)
from surveys.questionnaires.content import QuestionnaireContent
from surveys.questionnaires.formats.own import read_content
from surveys.questionnaires.queries import load_content
from surveys.strategy.models import Construct, Objective
from surveys.workshop.models import DraftStep, Publication, QuestionnaireDraft


@dataclass(frozen=True)
class Purposes:
    """What a question can be asked for: the constructs and objectives of the strategy."""

    constructs: Sequence[Construct]
    objectives: Sequence[Objective]

    def construct_name(self, key: str) -> str:
        """The construct's name, or its key where the strategy does not know it."""
        return _name_of(key, self.constructs)

    def objective_name(self, key: str) -> str:
        """The objective's name, or its key where the strategy does not know it."""
        return _name_of(key, self.objectives)


def _name_of(key: str, known: Sequence[Construct] | Sequence[Objective]) -> str:
    return next((each.name for each in known if each.key == key), key)


NO_PURPOSES = Purposes((), ())


_VERSIONS = (
    sa.select(QuestionnaireVersion)
    .join(QuestionnaireVersion.questionnaire)
    .options(contains_eager(QuestionnaireVersion.questionnaire))
    .order_by(Questionnaire.key, QuestionnaireVersion.number.desc())
)


def all_drafts(session: Session) -> list[QuestionnaireDraft]:
    """Every draft, by the key of its questionnaire."""
    return list(session.scalars(sa.select(QuestionnaireDraft).order_by(QuestionnaireDraft.key)))


def find_draft(session: Session, key: str) -> QuestionnaireDraft | None:
    return session.scalar(sa.select(QuestionnaireDraft).where(QuestionnaireDraft.key == key))


def require_draft(session: Session, draft_id: int) -> QuestionnaireDraft:
    """Raises UnknownDraftError."""
    draft = session.get(QuestionnaireDraft, draft_id)
    if draft is None:
        raise UnknownDraftError(
            "There is no such draft. It may have been published or discarded: look at the workshop."
        )
    return draft


def content_of(draft: QuestionnaireDraft) -> QuestionnaireContent:
    return read_content(draft.content)


def load_draft_content(session: Session, draft_id: int) -> QuestionnaireContent:
    """What a draft holds; raises UnknownDraftError."""
    return content_of(require_draft(session, draft_id))


def content_before(session: Session, draft: QuestionnaireDraft) -> QuestionnaireContent | None:
    """What the version before the draft asks."""
    before = version_before(session, draft.key)
    return load_content(session, before.id) if before else None


def steps_of(session: Session, draft_id: int) -> list[DraftStep]:
    """The changes that can be undone, the latest first."""
    return list(
        session.scalars(
            sa.select(DraftStep)
            .where(DraftStep.draft_id == draft_id)
            .order_by(DraftStep.revision.desc())
        )
    )


def last_step(session: Session, draft_id: int) -> DraftStep | None:
    return session.scalars(
        sa.select(DraftStep)
        .where(DraftStep.draft_id == draft_id)
        .order_by(DraftStep.revision.desc())
        .limit(1)
    ).one_or_none()


def all_versions(session: Session) -> list[QuestionnaireVersion]:
    """Every version of every questionnaire, by key, the newest first."""
    return list(session.scalars(_VERSIONS))


def versions_of(session: Session, key: str) -> list[QuestionnaireVersion]:
    """A questionnaire's versions, the newest first; none where there is no such questionnaire."""
    return list(session.scalars(_VERSIONS.where(Questionnaire.key == key)))


def newest_version(session: Session, key: str) -> QuestionnaireVersion | None:
    return session.scalars(_VERSIONS.where(Questionnaire.key == key).limit(1)).one_or_none()


def version_before(session: Session, key: str) -> QuestionnaireVersion | None:
    """The version whose series a new one goes on with: what surveys ask, else the newest."""
    versions, asking = versions_of(session, key), versions_in_the_field(session)
    newest = versions[0] if versions else None
    return next((version for version in versions if version.id in asking), newest)


def require_version(session: Session, key: str, number: int) -> QuestionnaireVersion:
    """Raises UnknownVersionError."""
    found = [version for version in versions_of(session, key) if version.number == number]
    if not found:
        raise UnknownVersionError(
            f"There is no version {number} of {key}. Choose one on the questionnaire's page."
        )
    return found[0]


def publications_of(session: Session, version_ids: list[int]) -> dict[int, Publication]:
    """How versions were published; those read from files have no entry."""
    found = session.scalars(sa.select(Publication).where(Publication.version_id.in_(version_ids)))
    return {publication.version_id: publication for publication in found}


def versions_in_the_field(session: Session) -> dict[int, list[Survey]]:
    """The surveys that ask each version at present."""
    found: dict[int, list[Survey]] = {}
    for survey in session.scalars(sa.select(Survey).options(joinedload(Survey.touchpoint))):
        found.setdefault(survey.version_id, []).append(survey)
    return found


def text_counts(session: Session) -> dict[int, dict[str, int]]:
    """How many texts each version has in each language."""
    rows = session.execute(
        sa.select(
            QuestionnaireText.version_id, QuestionnaireText.language, sa.func.count()
        ).group_by(QuestionnaireText.version_id, QuestionnaireText.language)
    )
    found: dict[int, dict[str, int]] = {}
    for version_id, language, count in rows:
        found.setdefault(version_id, {})[language] = count
    return found


def invited_counts(session: Session, version_ids: list[int]) -> dict[int, int]:
    """How many invitations were made to each version."""
    rows = session.execute(
        sa.select(Invitation.version_id, sa.func.count())
        .where(Invitation.version_id.in_(version_ids))
        .group_by(Invitation.version_id)
    )
    return dict(rows.all())


def purposes_of(session: Session) -> Purposes:
    return Purposes(
        constructs=session.scalars(sa.select(Construct).order_by(Construct.name)).all(),
        objectives=session.scalars(sa.select(Objective).order_by(Objective.name)).all(),
    )


def all_touchpoints(session: Session) -> list[Touchpoint]:
    return list(session.scalars(sa.select(Touchpoint).order_by(Touchpoint.position)))
