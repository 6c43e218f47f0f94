"""What a file's responses point at: transactions, joint orders, questionnaire versions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.bulk import chunked
from customers.models import Touchpoint, Transaction
from customers.queries import get_programme
from feedback.imports.rows import FileResponse
from feedback.models import Response
from surveys.models import QuestionnaireVersion
from surveys.queries import all_surveys, newest_version_ids
from surveys.questionnaires import QuestionShape, read_structure


@dataclass(frozen=True)
class FileFacts:
    """Transaction key → touchpoint key, joint key → its first transaction, and the versions."""

    touchpoints: Mapping[str, str]
    first_of_joint: Mapping[str, str]
    version_by_questionnaire: Mapping[str, int]
    version_by_survey: Mapping[tuple[str, str], int]
    default_language: str

    def transaction_key_of(self, row: FileResponse) -> str | None:
        if row.transaction_key is not None:
            return row.transaction_key if row.transaction_key in self.touchpoints else None
        return self.first_of_joint.get(row.joint_key or "")

    def version_of(self, row: FileResponse, transaction_key: str) -> int | None:
        """The named questionnaire's newest version, else that of the survey in the field."""
        if row.questionnaire is not None:
            return self.version_by_questionnaire.get(row.questionnaire)
        touchpoint = self.touchpoints[transaction_key]
        in_field = self.version_by_survey.get((row.audience, touchpoint))
        return in_field or self.version_by_questionnaire.get(f"{row.audience}.{touchpoint}")


def find_file_facts(session: Session, rows: Sequence[FileResponse]) -> FileFacts:
    first = _first_of_joint(session, {row.joint_key for row in rows if row.joint_key})
    keys = {row.transaction_key for row in rows if row.transaction_key} | set(first.values())
    programme = get_programme(session)
    return FileFacts(
        touchpoints=_touchpoints(session, keys),
        first_of_joint=first,
        version_by_questionnaire=newest_version_ids(session),
        version_by_survey={
            (survey.audience, survey.touchpoint.key): survey.version_id
            for survey in all_surveys(session)
        },
        default_language=programme.default_language if programme else "en",
    )


def _first_of_joint(session: Session, joint_keys: Iterable[str]) -> dict[str, str]:
    """Each joint key's first transaction by key: a joint response hangs on that one."""
    found: dict[str, str] = {}
    for part in chunked(sorted(joint_keys)):
        pairs = session.execute(
            sa.select(Transaction.joint_key, Transaction.key).where(Transaction.joint_key.in_(part))
        )
        for joint_key, key in pairs:
            if joint_key is not None:
                # Compared here, since databases sort texts by different rules.
                found[joint_key] = min(key, found.get(joint_key, key))
    return found


def _touchpoints(session: Session, keys: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in chunked(sorted(keys)):
        pairs = session.execute(
            sa.select(Transaction.key, Touchpoint.key)
            .join(Touchpoint, Transaction.touchpoint_id == Touchpoint.id)
            .where(Transaction.key.in_(part))
        )
        found.update((key, touchpoint) for key, touchpoint in pairs)
    return found


def asked_questions(session: Session) -> dict[str, QuestionShape]:
    """Every question of any version, by key; of one key, the newest version's shape."""
    structures = session.scalars(
        sa.select(QuestionnaireVersion.structure).order_by(QuestionnaireVersion.id)
    )
    return {shape.key: shape for stored in structures for shape in read_structure(stored)}


def stored_response_keys(session: Session, keys: Iterable[str]) -> frozenset[str]:
    found: set[str] = set()
    for part in chunked(sorted(keys)):
        found.update(session.scalars(sa.select(Response.key).where(Response.key.in_(part))))
    return frozenset(found)
