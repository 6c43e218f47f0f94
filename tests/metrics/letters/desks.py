"""A post office for letters: a published programme, its readers, and a real mail server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from access.models import Role, User
from access.visibility import Scope
from core.clock import FixedClock
from core.config import Settings, SmtpSettings
from core.database import writing
from core.keys import KeyRing
from core.outbox.kinds import Desk, mail_kinds_of
from core.outbox.models import OutgoingMail
from core.outbox.sending import SendReport, send_due
from core.outbox.transports import SmtpTransport
from metrics.letters.choices import Choices
from metrics.letters.references import LETTER_MAIL
from metrics.letters.services import choose_letters, queue_letters
from metrics.models import Edition
from tests.core.outbox.mail_server import Letterbox
from tests.factories import make_user

HOUSE = Scope(Role.EXECUTIVE)


@dataclass
class PostOffice:
    session: Session
    app: Flask
    clock: FixedClock
    settings: Settings
    keys: KeyRing
    letterbox: Letterbox
    smtp: SmtpSettings
    users: dict[str, User] = field(default_factory=dict)

    def add(self, email: str, role: Role, partner_key: str | None = None) -> User:
        user = make_user(self.session, self.clock.now(), role, partner_key, email)
        self.users[email] = user
        return user

    def choose(self, email: str, choices: Choices) -> None:
        with writing(self.session):
            choose_letters(self.session, HOUSE, self.users[email].id, choices, self.clock.now())

    def queue(self, edition: Edition) -> int:
        with writing(self.session):
            return queue_letters(self.session, edition, self.clock.now())

    def send(self) -> SendReport:
        transport = SmtpTransport(self.smtp)
        desk = Desk(self.settings, self.keys, self.app.jinja_env)
        try:
            return send_due(self.session, mail_kinds_of(self.app), transport, desk, self.clock)
        finally:
            transport.close()

    def received(self) -> list[EmailMessage]:
        return [message_from_bytes(one, policy=default) for one in self.letterbox.received]

    def mails(self) -> Sequence[OutgoingMail]:
        self.session.rollback()
        return self.session.scalars(
            sa.select(OutgoingMail)
            .where(OutgoingMail.kind == LETTER_MAIL)
            .order_by(OutgoingMail.id)
        ).all()

    def notes(self) -> list[str | None]:
        return [mail.note for mail in self.mails()]


def part(message: EmailMessage, kind: str) -> str:
    """The letter's "plain" or "html" text."""
    body = message.get_body((kind,))
    assert body is not None
    text: str = body.get_content()
    return text.replace("\r\n", "\n")


def subject_of(letter: EmailMessage) -> str:
    return str(letter["Subject"]).strip()
