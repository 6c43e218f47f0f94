"""What is read of a week, in one read transaction, before it leaves the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.clock import Week
from metrics.weekly import queries
from surveys.models import QuestionnaireVersion
from surveys.questionnaires.content import QuestionShape, read_structure

Rows = Sequence[Any]


@dataclass(frozen=True)
class WeekRows:
    """What was read of the week, in one read transaction."""

    transactions: Rows
    entries: Mapping[tuple[int, str], Any]
    responses: Rows
    answers: Mapping[int, Mapping[str, Any]]
    shapes: Mapping[int, tuple[QuestionShape, ...]]
    questionnaire_names: Mapping[int, str]


def read_week(session: Session, week: Week, cut_off_at: datetime) -> WeekRows:
    """Read the week's transactions, frame, responses and answers."""
    responses = queries.week_responses(session, str(week), cut_off_at)
    # After the responses: each statement sees what was committed before it on PostgreSQL, and a
    # response that came between the two must not be read without its answers.
    answers: dict[int, dict[str, Any]] = defaultdict(dict)
    for row in queries.week_answers(session, str(week), cut_off_at):
        answers[row.response_id][row.question_key] = row
    versions = _versions(session, {row.version_id for row in responses})
    return WeekRows(
        transactions=queries.week_transactions(session, str(week)),
        entries={
            (row.transaction_id, row.audience): row
            for row in queries.week_frame_entries(session, str(week))
        },
        responses=responses,
        answers=answers,
        shapes={version.id: read_structure(version.structure) for version in versions},
        questionnaire_names={
            version.id: f"{version.questionnaire.key}.{version.number}" for version in versions
        },
    )


def _versions(session: Session, ids: set[int]) -> Sequence[QuestionnaireVersion]:
    return session.scalars(
        sa.select(QuestionnaireVersion).where(QuestionnaireVersion.id.in_(ids))
    ).all()


def subjects_of(rows: WeekRows) -> dict[str, list[int]]:
    """Ids that need a pseudonym, by kind, in a fixed order."""
    contacts = {row.contact_id for row in rows.entries.values() if row.contact_id}
    contacts |= {row.end_user_id for row in rows.transactions if row.end_user_id}
    accounts = {row.account_id for row in rows.entries.values() if row.account_id}
    accounts |= {row.account_id for row in rows.transactions if row.account_id}
    return {
        "account": sorted(accounts),
        "contact": sorted(contacts),
        "response": sorted(row.id for row in rows.responses),
        "transaction": sorted(row.id for row in rows.transactions),
    }
