"""Who is to get a letter, and what is already known of the letters of a week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from access.models import Role, User
from core.outbox.addresses import is_usable_address
from core.outbox.models import MailState, OutgoingMail
from metrics.dashboards.queries import LINE_COLUMNS, EditionLine
from metrics.letters.choices import READING_ROLES, Choices, choices_of
from metrics.letters.models import LetterChoice
from metrics.letters.references import LETTER_MAIL, LetterReference
from metrics.models import Edition, EditionKind


@dataclass(frozen=True)
class Recipient:
    """A person who can be written to, in the role in which the letter is read."""

    user_id: int
    name: str
    email: str
    role: Role
    partner_key: str | None
    choices: Choices

    def reference(self, edition_id: int) -> LetterReference:
        return LetterReference(edition_id, self.user_id, self.role, self.partner_key)


def recipients(session: Session) -> list[Recipient]:
    """Everybody who may sign in and has an address, by id."""
    people = session.execute(_people().order_by(User.id))
    found = (_recipient(user, stored) for user, stored in people)
    return [recipient for recipient in found if recipient]


def find_recipient(session: Session, user_id: int) -> Recipient | None:
    row = session.execute(_people().where(User.id == user_id)).one_or_none()
    return _recipient(*row) if row else None


def find_recipient_by_email(session: Session, email: str) -> Recipient | None:
    row = session.execute(_people().where(User.email == email)).one_or_none()
    return _recipient(*row) if row else None


def _people() -> sa.Select[User, LetterChoice | None]:
    # Read anew: a session may still hold what was true before the letter was queued.
    return (
        sa.select(User, LetterChoice)
        .outerjoin(LetterChoice, LetterChoice.user_id == User.id)
        .options(selectinload(User.roles))
        .where(User.is_active)
        .execution_options(populate_existing=True)
    )


def _recipient(user: User, stored: LetterChoice | None) -> Recipient | None:
    held = {Role(role.role): role.partner_key for role in user.roles}
    if not held or not is_usable_address(user.email):
        return None
    role = next(role for role in READING_ROLES if role in held)
    return Recipient(user.id, user.name, user.email, role, held[role], choices_of(stored, held))


def find_choice(session: Session, user_id: int) -> LetterChoice | None:
    return session.get(LetterChoice, user_id)


def find_line(session: Session, edition_id: int) -> EditionLine | None:
    row = session.execute(sa.select(*LINE_COLUMNS).where(Edition.id == edition_id)).one_or_none()
    return EditionLine(*row) if row else None


def newest_of_week(session: Session, week: str, kind: str) -> EditionLine | None:
    """The last revision of a week's edition of one kind."""
    row = session.execute(
        sa.select(*LINE_COLUMNS)
        .where(Edition.week == week, Edition.kind == kind)
        .order_by(Edition.revision.desc())
        .limit(1)
    ).first()
    return EditionLine(*row) if row else None


def has_newer(session: Session, line: EditionLine) -> bool:
    """Whether a later week of the same kind is out; after a flash also its own week's final."""
    newer = sa.and_(Edition.kind == line.kind, Edition.week > line.week)
    if not line.is_final:
        newer = sa.or_(newer, sa.and_(Edition.kind == EditionKind.FINAL, Edition.week >= line.week))
    return session.scalar(sa.select(Edition.id).where(newer).limit(1)) is not None


def last_sent(
    session: Session, line: EditionLine, reference: LetterReference
) -> EditionLine | None:
    """The newest earlier revision of the edition whose letter this person was sent.

    A letter whose arrival nobody confirmed counts: it may have been read.
    """
    earlier = session.execute(
        sa.select(*LINE_COLUMNS)
        .where(
            Edition.week == line.week, Edition.kind == line.kind, Edition.revision < line.revision
        )
        .order_by(Edition.revision.desc())
    )
    lines: Sequence[EditionLine] = [EditionLine(*row) for row in earlier]
    sent = set(session.scalars(_arrived([_about(one, reference) for one in lines])))
    return next((one for one in lines if _about(one, reference) in sent), None)


def _about(line: EditionLine, reference: LetterReference) -> str:
    about = LetterReference(line.id, reference.user_id, reference.role, reference.partner_key)
    return str(about)


def _arrived(references: Sequence[str]) -> sa.Select[str]:
    return sa.select(OutgoingMail.reference).where(
        OutgoingMail.kind == LETTER_MAIL,
        OutgoingMail.reference.in_(references),
        sa.or_(OutgoingMail.state == MailState.SENT, OutgoingMail.unanswered_count > 0),
    )
