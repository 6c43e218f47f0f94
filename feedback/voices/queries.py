"""What clearing reads: comments by week, what was written, and names that may stand in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.visibility import Scope
from customers.models import Account, Contact, Transaction
from feedback.models import Answer, Response
from feedback.voices.models import Voice, VoiceState
from surveys.models import Promise


@dataclass(frozen=True)
class VoiceFilter:
    """Which comments to list; empty means every one."""

    state: str = VoiceState.WAITING
    week: str = ""
    audience: str = ""
    touchpoint: str = ""
    partner: str = ""
    group: str = ""
    language: str = ""

    def conditions(self) -> list[sa.ColumnElement[bool]]:
        chosen = {field.name: getattr(self, field.name) for field in fields(self)}
        found = [FILTERED[name] == value for name, value in chosen.items() if value]
        if self.partner:
            # Else the filter would say where an anonymous comment comes from.
            found.append(Voice.promise != Promise.ANONYMOUS)
        return found


FILTERED = {
    "state": Voice.state, "week": Voice.week, "audience": Voice.audience,
    "touchpoint": Voice.touchpoint_key, "partner": Voice.partner_key, "group": Voice.score_group,
    "language": Voice.language,
}  # fmt: skip
CHOICES = ("week", "partner", "language", "touchpoint")


def _visible(scope: Scope) -> sa.ColumnElement[bool]:
    """Only who runs the programme reads what is not cleared."""
    return Voice.is_used.is_(True) if scope.runs_the_programme else sa.false()


def count_voices(session: Session, scope: Scope, chosen: VoiceFilter) -> int:
    query = sa.select(sa.func.count(Voice.id)).where(_visible(scope), *chosen.conditions())
    return session.scalar(query) or 0


def list_voices(
    session: Session, scope: Scope, chosen: VoiceFilter, first: int, size: int
) -> Sequence[Voice]:
    """A part of the chosen comments, newest week first and within it in no order of time."""
    return session.scalars(
        sa.select(Voice)
        .where(_visible(scope), *chosen.conditions())
        .order_by(Voice.week.desc(), Voice.lot, Voice.id)
        .offset(first)
        .limit(size)
    ).all()


def voice_after(session: Session, scope: Scope, chosen: VoiceFilter, voice: Voice) -> int | None:
    """The id of the next one in the list after a comment, whether or not that is still in it."""
    behind = sa.or_(
        Voice.week < voice.week,
        sa.and_(Voice.week == voice.week, Voice.lot > voice.lot),
        sa.and_(Voice.week == voice.week, Voice.lot == voice.lot, Voice.id > voice.id),
    )
    return session.scalar(
        sa.select(Voice.id)
        .where(_visible(scope), behind, *chosen.conditions())
        .order_by(Voice.week.desc(), Voice.lot, Voice.id)
        .limit(1)
    )


def get_voice(
    session: Session, scope: Scope, voice_id: int, *, for_update: bool = False
) -> Voice | None:
    query = sa.select(Voice).where(Voice.id == voice_id, _visible(scope))
    return session.scalars(query.with_for_update() if for_update else query).one_or_none()


def text_of(session: Session, scope: Scope, voice: Voice) -> str:
    """What was written, as given."""
    return texts_of(session, scope, [voice])[voice.id]


def texts_of(session: Session, scope: Scope, voices: Sequence[Voice]) -> dict[int, str]:
    """What was written, by the voice's id."""
    rows = session.execute(
        sa.select(Voice.id, Answer.text)
        .join(
            Answer,
            sa.and_(
                Answer.response_id == Voice.response_id,
                Answer.question_key == Voice.question_key,
                Answer.part == "",
            ),
        )
        .where(Voice.id.in_([voice.id for voice in voices]), _visible(scope))
    )
    return {voice_id: text or "" for voice_id, text in rows}


def scores_of(
    session: Session, scope: Scope, voices: Sequence[Voice]
) -> dict[int, list[tuple[str, int]]]:
    """Question and score of every scale answered with them, by response."""
    heard = sa.select(Voice.response_id).where(
        Voice.id.in_([voice.id for voice in voices]), _visible(scope)
    )
    rows = session.execute(
        sa.select(Answer.response_id, Answer.question_key, Answer.score)
        .where(Answer.response_id.in_(heard), Answer.score.is_not(None), Answer.part == "")
        .order_by(Answer.id)
    )
    found: dict[int, list[tuple[str, int]]] = {}
    for response_id, question, score in rows:
        assert score is not None
        found.setdefault(response_id, []).append((question, score))
    return found


def names_near(
    session: Session, scope: Scope, voices: Sequence[Voice]
) -> dict[int, tuple[str, ...]]:
    """Names that may be meant, by the voice's id: the end user, its company, the partner's people.

    For marks alone; they are shown nowhere.
    """
    rows = session.execute(_contexts(scope, [voice.id for voice in voices])).all()
    people = _people_of_partners(session, {row.partner_id for row in rows if row.partner_id})
    return {
        row.id: tuple(
            name for name in (row.name, row.company, *people.get(row.partner_id or 0, ())) if name
        )
        for row in rows
    }


def _contexts(scope: Scope, ids: Sequence[int]) -> sa.Select[int, int | None, str | None, str]:
    return (
        sa.select(Voice.id, Transaction.partner_id, Contact.name, Account.name.label("company"))
        .join(Response, Response.id == Voice.response_id)
        .join(Transaction, Transaction.id == Response.transaction_id)
        .outerjoin(Contact, Contact.id == Transaction.end_user_id)
        .outerjoin(Account, Account.id == Contact.account_id)
        .where(Voice.id.in_(ids), _visible(scope))
    )


def _people_of_partners(session: Session, partner_ids: set[int]) -> dict[int, list[str]]:
    rows = session.execute(
        sa.select(Contact.partner_id, Contact.name).where(
            Contact.partner_id.in_(partner_ids), Contact.name.is_not(None)
        )
    )
    found: dict[int, list[str]] = {}
    for partner_id, name in rows:
        assert partner_id is not None
        assert name is not None
        found.setdefault(partner_id, []).append(name)
    return found


def choices_of(session: Session, scope: Scope) -> dict[str, tuple[str, ...]]:
    """The values there are to filter by, weeks newest first."""
    found = {
        name: session.scalars(
            sa.select(FILTERED[name]).where(_visible(scope), FILTERED[name] != "").distinct()
        ).all()
        for name in CHOICES
    }
    return {name: tuple(sorted(values, reverse=name == "week")) for name, values in found.items()}


def state_counts(session: Session, scope: Scope) -> dict[str, int]:
    rows = session.execute(
        sa.select(Voice.state, sa.func.count()).where(_visible(scope)).group_by(Voice.state)
    )
    return {state: count for state, count in rows}  # noqa: C416 - rows are no tuples to mypy
