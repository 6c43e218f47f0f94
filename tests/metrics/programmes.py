"""A small programme through the real services: import, draw, answer, close.

programme = SmallProgramme(session, keys, settings)
programme.set_up()
programme.live_week(WEEK)                      imported on its last evening, asked, answered
programme.close(WEEK, at=programme.monday_after(WEEK))
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.clock import Week, start_of_day
from core.config import Settings
from core.database import writing
from core.keys import KeyRing
from customers.models import Audience, Transaction
from customers.rows import (
    EndUserRow,
    PartnerContactRow,
    PartnerRow,
    ProductLineRow,
    TransactionRow,
)
from customers.services import (
    create_programme,
    store_end_users,
    store_partner_contacts,
    store_partners,
    store_product_lines,
    store_transactions,
)
from feedback.models import Response, ResponseSource
from feedback.rows import ResponseRow
from feedback.services import record_responses
from metrics.models import Edition, EditionKind
from metrics.weekly.services import Closing, close_week
from surveys.models import FrameEntry, Invitation, QuestionnaireVersion
from surveys.questionnaires import READY_FOLDER, read_structure
from surveys.services import draw_sample, load_questionnaires, open_default_surveys

WEEK = Week(2026, 45)
PARTNERS = (
    PartnerRow("nord", "Nord", "DE", "North", "large"),
    PartnerRow("kiel", "Kiel", "DE", "North", "small"),
    PartnerRow("lech", "Lech", "DE", "South", "small"),
    PartnerRow("ebro", "Ebro", "ES", "Aragon", "large"),
    PartnerRow("duero", "Duero", "ES", "Castile", "small"),
)
REGIONS = {"nord": "North", "kiel": "North", "lech": "South", "ebro": "Aragon", "duero": "Castile"}
CONTACTS_OF_EACH = 8
TOUCHPOINTS = ("delivery", "repair_visit", "sale")


@dataclass(frozen=True)
class SmallProgramme:
    session: Session
    keys: KeyRing
    settings: Settings
    time_zone: str = "Europe/Berlin"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def at(self, day: date, hour: int = 0) -> datetime:
        """An hour of a day in the programme's zone, as an instant."""
        return datetime.combine(day, time(hour), tzinfo=self.zone).astimezone(UTC)

    def monday_after(self, week: Week) -> datetime:
        """Monday morning at nine, when a flash is made."""
        return self.at(week.monday + timedelta(days=7), 9)

    def fieldwork_over(self, week: Week) -> datetime:
        """Monday a week later at nine, when the final is made."""
        return self.at(week.monday + timedelta(days=14), 9)

    def set_up(self, **changes: Any) -> None:
        now = self.at(date(2026, 1, 1))
        with writing(self.session) as session:
            create_programme(session, name="Small", time_zone=self.time_zone, now=now, **changes)
            store_partners(session, PARTNERS, now)
            store_product_lines(
                session, [ProductLineRow("piston", "P"), ProductLineRow("screw", "S")], now
            )
            store_partner_contacts(session, list(_contacts()), now)
            load_questionnaires(session, READY_FOLDER, now)
            open_default_surveys(session)

    def import_week(self, week: Week, size: int = 120, seed: int = 1) -> None:
        """Transactions of every day and partner, each with an end user of its own."""
        now = self.at(week.sunday, 18)
        users, transactions = _bought(week, size, seed)
        with writing(self.session) as session:
            store_end_users(session, users, now)
            store_transactions(session, transactions, now)

    def draw(self, week: Week, seed: int = 5) -> None:
        with writing(self.session) as session:
            draw_sample(
                session,
                first_on=week.monday,
                last_on=week.sunday,
                seed=seed,
                now=self.at(week.sunday, 20),
                queue_mail=False,
            )

    def answer(
        self, week: Week, *, share: float = 0.6, at: datetime | None = None, seed: int = 1
    ) -> int:
        """A share of the silent answers, late customers less often and with lower scores."""
        answered_at = at or start_of_day(week.sunday, self.zone) + timedelta(hours=21)
        rows = list(self._responses(week, share, answered_at, seed))
        with writing(self.session) as session:
            return record_responses(session, rows, answered_at).new

    def _responses(
        self, week: Week, share: float, at: datetime, seed: int
    ) -> Iterator[ResponseRow]:
        asks = {
            version.id: {shape.key for shape in read_structure(version.structure)}
            for version in self.session.scalars(sa.select(QuestionnaireVersion))
        }
        rng = np.random.default_rng([seed, week.year, week.number])
        for invitation, entry, transaction in self._silent(week):
            chance = share * (0.5 if transaction.is_late else 1.0)
            scores = _scores(rng, 5.0 if transaction.is_late else 7.8)
            if rng.random() > chance:
                continue
            yield ResponseRow(
                key=f"{transaction.key}-{entry.audience}",
                audience=Audience(entry.audience),
                version_id=invitation.version_id,
                answered_at=at,
                answers={k: v for k, v in scores.items() if k in asks[invitation.version_id]},
                transaction_id=transaction.id,
                invitation_id=invitation.id,
                invited_at=invitation.invited_at,
                source=ResponseSource.LINK,
            )

    def _silent(self, week: Week) -> Sequence[Any]:
        return self.session.execute(
            sa.select(Invitation, FrameEntry, Transaction)
            .join(FrameEntry, FrameEntry.id == Invitation.frame_entry_id)
            .join(Transaction, Transaction.id == FrameEntry.transaction_id)
            .outerjoin(Response, Response.invitation_id == Invitation.id)
            .where(Transaction.week == str(week), Response.id.is_(None))
            .order_by(Transaction.key, FrameEntry.audience)
        ).all()

    def live_week(self, week: Week, size: int = 120, seed: int = 1) -> None:
        """Imported, drawn and answered by the week's last evening."""
        self.import_week(week, size, seed)
        self.draw(week)
        self.answer(week, seed=seed)

    def closing(self, at: datetime) -> Closing:
        return Closing(self.settings, self.keys, at)

    def close(
        self,
        week: Week,
        at: datetime,
        *,
        kind: EditionKind | None = None,
        reason: str | None = None,
    ) -> Edition:
        return close_week(self.session, week, self.closing(at), kind=kind, reason=reason)


def _contacts() -> Iterator[PartnerContactRow]:
    for partner in PARTNERS:
        for number in range(CONTACTS_OF_EACH):
            key = f"{partner.key}-{number}"
            yield PartnerContactRow(key, partner.key, key, "buyer", f"{key}@partner.example", "en")


def _bought(week: Week, size: int, seed: int) -> tuple[list[EndUserRow], list[TransactionRow]]:
    rng = np.random.default_rng([seed, week.number])
    users, transactions = [], []
    for number in range(size):
        partner = PARTNERS[number % len(PARTNERS)]
        key = f"{week}-{number:04d}"
        account = f"{week}-account-{number // 2}"
        users.append(
            EndUserRow(
                key,
                name=key,
                email=f"{key}@user.example".lower() if rng.random() < 0.9 else None,
                account_key=account,
                account_name=account,
                region=REGIONS[partner.key],
            )
        )
        transactions.append(
            TransactionRow(
                key,
                touchpoint_key=TOUCHPOINTS[int(rng.integers(len(TOUCHPOINTS)))],
                occurred_on=week.monday + timedelta(days=number % 7),
                partner_key=partner.key,
                end_user_key=key,
                product_line_key="piston" if rng.random() < 0.5 else "screw",
                amount=Decimal(int(rng.integers(100, 9_000))),
                currency="EUR",
                is_late=bool(rng.random() < 0.25),
                has_complaint=bool(rng.random() < 0.05),
                is_returned=False,
            )
        )
    return users, transactions


def _scores(rng: np.random.Generator, level: float) -> dict[str, int]:
    feeling = level + rng.normal(0, 2.0)
    return {
        "recommend": round(float(np.clip(feeling, 0, 10))),
        "satisfaction": round(float(np.clip(feeling / 2 + 0.5, 1, 5))),
        "effort": round(float(np.clip(feeling * 0.7, 1, 7))),
        "repurchase": round(float(np.clip(feeling + rng.normal(0, 1), 0, 10))),
    }
