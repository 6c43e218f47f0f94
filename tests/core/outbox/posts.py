"""An outbox with a real mail server at its other end."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.clock import FixedClock
from core.config import SmtpSettings
from core.database import writing
from core.outbox.kinds import Cancellation, Desk, MailKind, MailKinds, MailOutcome
from core.outbox.letters import Letter
from core.outbox.models import OutgoingMail
from core.outbox.sending import SendReport, send_due
from core.outbox.services import queue_mail
from core.outbox.transports import SmtpTransport
from tests.core.outbox.mail_server import Letterbox


@dataclass
class Post:
    """An outbox with one kind of mail, whose reference is the address it goes to."""

    session: Session
    clock: FixedClock
    desk: Desk
    letterbox: Letterbox
    smtp: SmtpSettings
    kinds: MailKinds = field(default_factory=MailKinds)
    outcomes: list[tuple[str, MailOutcome]] = field(default_factory=list)
    cancelled: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.kinds.by_name["note"] = MailKind("note", self._render, self._store)

    def queue(self, *addresses: str, not_before_at: datetime | None = None) -> None:
        with writing(self.session):
            for address in addresses:
                queue_mail(self.session, "note", address, self.clock.now(), not_before_at)

    def send(self) -> SendReport:
        transport = SmtpTransport(self.smtp)
        try:
            return send_due(self.session, self.kinds, transport, self.desk, self.clock)
        finally:
            transport.close()

    def mail(self, reference: str) -> OutgoingMail:
        self.session.rollback()
        return self.session.scalars(
            sa.select(OutgoingMail).where(OutgoingMail.reference == reference)
        ).one()

    def _render(
        self, session: Session, reference: str, now: datetime, desk: Desk
    ) -> Letter | Cancellation:
        if reference in self.cancelled:
            return Cancellation("not wanted any more")
        return Letter("", reference, "Subject", "Text\n", "<p>Text</p>", "en")

    def _store(self, session: Session, reference: str, outcome: MailOutcome, now: datetime) -> None:
        self.outcomes.append((reference, outcome))
