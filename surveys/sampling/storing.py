"""Write a draw: the sample, its frame entries, the invitations and their mail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.bulk import chunked, insert_rows
from core.clock import Week
from core.languages import closest_language
from core.outbox.services import queue_mails
from customers.models import Audience, Programme
from surveys.fieldwork import fieldwork_ends_at
from surveys.invitations.wording import spoken_languages
from surveys.models import FrameEntry, FrameStatus, Invitation, Sample
from surveys.questionnaires.queries import available_languages
from surveys.sampling.cases import Decision

INVITATION_MAIL = "invitation"


@dataclass(frozen=True)
class Draw:
    """One audience's draw: from which days, with which seed, when."""

    audience: Audience
    first_on: date
    last_on: date
    seed: int
    now: datetime
    queues_mail: bool


def store_decisions(
    session: Session, draw: Draw, programme: Programme, decisions: Sequence[Decision]
) -> None:
    drawn = [made for made in decisions if made.status is FrameStatus.DRAWN]
    rest = [made for made in decisions if made.status is not FrameStatus.DRAWN]
    sample = _add_sample(session, draw, len(decisions), len(drawn))
    insert_rows(session, FrameEntry, [_entry_row(made, draw, sample.id) for made in rest])
    entry_ids = _insert_drawn(session, [_entry_row(made, draw, sample.id) for made in drawn])
    rows = _invitation_rows(session, draw, programme, drawn, entry_ids)
    invitation_ids = _insert_invitations(session, rows)
    if draw.queues_mail:
        queue_mails(session, INVITATION_MAIL, map(str, invitation_ids), draw.now)


def _add_sample(session: Session, draw: Draw, transaction_count: int, drawn_count: int) -> Sample:
    sample = Sample(
        audience=draw.audience,
        first_on=draw.first_on,
        last_on=draw.last_on,
        seed=draw.seed,
        drawn_at=draw.now,
        transaction_count=transaction_count,
        drawn_count=drawn_count,
    )
    session.add(sample)
    session.flush()
    return sample


def _entry_row(made: Decision, draw: Draw, sample_id: int) -> dict[str, Any]:
    person = made.case.person
    return {
        "transaction_id": made.case.transaction_id,
        "audience": draw.audience,
        "sample_id": sample_id,
        "survey_id": made.case.plan.survey_id,
        "status": made.status,
        "contact_id": person.id if person else None,
        "contact_supplied_by": person.supplied_by if person else None,
        "selection_probability": made.selection_probability,
    }


def _insert_drawn(session: Session, rows: Sequence[Mapping[str, Any]]) -> dict[int, int]:
    """The entry's id of each drawn transaction."""
    statement = sa.insert(FrameEntry).returning(FrameEntry.transaction_id, FrameEntry.id)
    return {
        transaction_id: entry_id
        for chunk in chunked(rows)
        for transaction_id, entry_id in session.connection().execute(statement, list(chunk))
    }


def _insert_invitations(session: Session, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    statement = sa.insert(Invitation).returning(Invitation.id)
    return sorted(
        invitation_id
        for chunk in chunked(rows)
        for (invitation_id,) in session.connection().execute(statement, list(chunk))
    )


def _invitation_rows(
    session: Session,
    draw: Draw,
    programme: Programme,
    drawn: Sequence[Decision],
    entry_ids: Mapping[int, int],
) -> list[dict[str, Any]]:
    versions = {made.case.plan.version_id for made in drawn}
    languages = {
        version: {*available_languages(session, version), *spoken_languages()}
        for version in versions
    }
    expires_at = {
        week: fieldwork_ends_at(Week.parse(week), programme)
        for week in {made.case.week for made in drawn}
    }
    return [
        {
            "frame_entry_id": entry_ids[made.case.transaction_id],
            "contact_id": made.case.person.id,
            "version_id": made.case.plan.version_id,
            "language": closest_language(
                made.case.person.language or programme.default_language,
                languages[made.case.plan.version_id],
            ),
            "promise": made.case.plan.promise,
            "invited_at": draw.now,
            "expires_at": expires_at[made.case.week],
        }
        for made in drawn
        if made.case.person is not None
    ]
