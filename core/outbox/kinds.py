"""The kinds of mail the packages above offer, each with its renderer, kept by the application."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from flask.sansio.app import App
from jinja2 import Environment
from sqlalchemy.orm import Session

from core.config import Settings
from core.keys import KeyRing
from core.outbox.letters import Letter

EXTENSION = "twofold_mail_kinds"


@dataclass(frozen=True)
class Desk:
    """What a letter is written with."""

    settings: Settings
    keys: KeyRing
    templates: Environment


@dataclass(frozen=True)
class Cancellation:
    """Why a mail is not to be sent after all."""

    note: str


class MailOutcome(StrEnum):
    SENT = "sent"
    UNDELIVERABLE = "undeliverable"
    CANCELLED = "cancelled"


Renderer = Callable[[Session, str, datetime, Desk], Letter | Cancellation]
OutcomeStore = Callable[[Session, str, MailOutcome, datetime], None]
LateCheck = Callable[[Session, str, datetime], Cancellation | None]


@dataclass(frozen=True)
class MailKind:
    """One kind of mail. Both functions are given the mail's reference.

    `render` decides at sending whether the mail still goes out; `store_outcome` runs in the write
    transaction that records what became of it. `most_unanswered` is how often at most it goes out
    without an answer that says whether it arrived; None for as often as any mail is tried.
    """

    name: str
    render: Renderer
    store_outcome: OutcomeStore
    most_unanswered: int | None = None


@dataclass
class MailKinds:
    """Every kind, and late checks by which a package above a kind's own can stop a mail."""

    by_name: dict[str, MailKind] = field(default_factory=dict)
    checks: dict[str, list[LateCheck]] = field(default_factory=dict)

    def render(
        self, session: Session, name: str, reference: str, now: datetime, desk: Desk
    ) -> Letter | Cancellation:
        kind = self.by_name.get(name)
        if kind is None:
            return Cancellation(f"nothing here writes mail of the kind {name}")
        for check in self.checks.get(name, ()):
            if stopped := check(session, reference, now):
                return stopped
        return kind.render(session, reference, now, desk)

    def is_given_up(self, name: str, unanswered_count: int) -> bool:
        """Whether a mail of this kind went out unanswered as often as it may."""
        kind = self.by_name.get(name)
        most = kind.most_unanswered if kind else None
        return most is not None and unanswered_count >= most

    def store_outcome(
        self, session: Session, name: str, reference: str, outcome: MailOutcome, now: datetime
    ) -> None:
        if name in self.by_name:
            self.by_name[name].store_outcome(session, reference, outcome, now)


def mail_kinds_of(app: App) -> MailKinds:
    kinds = app.extensions.setdefault(EXTENSION, MailKinds())
    assert isinstance(kinds, MailKinds)
    return kinds


def register_mail_kind(app: App, kind: MailKind) -> None:
    mail_kinds_of(app).by_name[kind.name] = kind


def register_late_check(app: App, kind_name: str, check: LateCheck) -> None:
    mail_kinds_of(app).checks.setdefault(kind_name, []).append(check)
