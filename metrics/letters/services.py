"""Queue an edition's letters, choose, and stop them."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.models import User
from access.services import record_audit
from access.visibility import Scope, command_line_scope
from core.database import one_at_a_time
from core.outbox.services import queue_mails
from metrics.letters.choices import NOTHING, Choices
from metrics.letters.models import LetterChoice
from metrics.letters.queries import find_choice, recipients
from metrics.letters.references import LETTER_MAIL
from metrics.models import Edition, EditionKind


def queue_letters(session: Session, edition: Edition, now: datetime) -> int:
    """Queue one letter for everybody who wants one of this edition; how many.

    Call it in the transaction that publishes the edition, whose unique key makes it happen once.
    History that was brought in later is no news, and a flash that is revised is followed by its
    final in a few days: neither has letters.
    """
    if edition.is_backfilled or (edition.kind == EditionKind.FLASH and edition.revision):
        return 0
    wanted = [person for person in recipients(session) if person.choices.wants(edition.kind)]
    references = [str(person.reference(edition.id)) for person in wanted]
    queue_mails(session, LETTER_MAIL, references, now)
    return len(references)


def choose_letters(
    session: Session, scope: Scope, user_id: int, choices: Choices, now: datetime
) -> None:
    """Store what a person wants from now on; letters that wait are checked when they are sent."""
    _store(session, user_id, choices, now)
    record_audit(session, scope, "choose letters", f"user {user_id}", _in_words(choices), now)


def stop_letters(session: Session, user: User, now: datetime) -> None:
    """No letter any more; twice is once. The letter's own link is the proof of who asks."""
    stored = find_choice(session, user.id)
    if stored and not (stored.wants_final or stored.wants_flash):
        return
    _store(session, user.id, NOTHING, now)
    scope = command_line_scope(f"{user.email}, by a letter's link")
    record_audit(session, scope, "stop letters", f"user {user.id}", None, now)


def _store(session: Session, user_id: int, choices: Choices, now: datetime) -> None:
    # Two clicks at once would both find no row.
    one_at_a_time(session, "choose letters")
    values = {**vars(choices), "changed_at": now}
    changed = sa.update(LetterChoice).where(LetterChoice.user_id == user_id).values(values)
    if session.scalar(changed.returning(LetterChoice.user_id)) is None:
        session.add(LetterChoice(user_id=user_id, **values))
        session.flush()


def _in_words(choices: Choices) -> str:
    wanted = {
        "final": choices.wants_final,
        "flash": choices.wants_flash,
        "with the PDF": choices.wants_pdf,
    }
    return ", ".join(name for name, is_wanted in wanted.items() if is_wanted) or "none"
