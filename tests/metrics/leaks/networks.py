"""Nine channel partners through the real services; of one of them every word is a canary.

network = Network(session, keys, settings)
network.set_up()
network.live_week(WEEK)
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import numpy as np

from core.clock import Week
from core.database import writing
from customers.models import Audience
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
from feedback.models import ResponseSource
from feedback.rows import ResponseRow
from surveys.models import QuestionnaireVersion
from surveys.questionnaires import READY_FOLDER, read_structure
from surveys.services import load_questionnaires, open_default_surveys
from tests.metrics.programmes import SmallProgramme, _scores

OWN, COLLUDING, SECRET = "amsel", "buntspecht", "quarzkanari"
NAMES = {
    OWN: "Amsel Technik", COLLUDING: "Buntspecht Druckluft", SECRET: "Sumpfrohrsaenger Werke",
    "dohle": "Dohle Anlagen", "elster": "Elster Service", "fitis": "Fitis Kompressoren",
    "gimpel": "Gimpel Luft", "habicht": "Habicht Bau", "ibis": "Ibis Technik",
}  # fmt: skip
REGIONS = ("North", "South")
CONTACTS_OF_EACH = 90
TOUCHPOINTS = ("delivery", "repair_visit", "sale")
# Said by the customers of one partner: what is written, and by whom.
COMPANY, PERSON, CONTACT, ORDER, COMMENT = (
    "Girlitzholding", "Zilpzalpkunde", "Stieglitzeinkauf", "zeisigauftrag", "Kernbeisserwort",
)  # fmt: skip


class Network(SmallProgramme):
    """The partner of the canaries is heard like the others, and judged far worse."""

    def set_up(self, **changes: Any) -> None:
        now = self.at(date(2026, 1, 1))
        with writing(self.session) as session:
            create_programme(session, name="Leak", time_zone=self.time_zone, now=now, **changes)
            store_partners(session, list(_partners()), now)
            lines = [ProductLineRow("piston", "Piston"), ProductLineRow("screw", "Screw")]
            store_product_lines(session, lines, now)
            store_partner_contacts(session, list(_contacts()), now)
            load_questionnaires(session, READY_FOLDER, now)
            open_default_surveys(session)

    def import_week(self, week: Week, size: int = 720, seed: int = 1) -> None:
        now = self.at(week.sunday, 18)
        bought = list(_bought(week, size, seed))
        with writing(self.session) as session:
            store_end_users(session, [user for user, _ in bought], now)
            store_transactions(session, [transaction for _, transaction in bought], now)

    def _responses(
        self, week: Week, share: float, at: datetime, seed: int
    ) -> Iterator[ResponseRow]:
        asks = {
            version.id: {shape.key for shape in read_structure(version.structure)}
            for version in self.session.query(QuestionnaireVersion)
        }
        rng = np.random.default_rng([seed, week.year, week.number])
        for invitation, entry, transaction in self._silent(week):
            is_secret = transaction.key.startswith(ORDER)
            scores = _scores(rng, 4.4 if is_secret else 8.2)
            said = f"{COMMENT if is_secret else 'Word'} {transaction.key} {entry.audience}"
            if rng.random() > share:
                continue
            yield ResponseRow(
                key=f"{transaction.key}-{entry.audience}",
                audience=Audience(entry.audience),
                version_id=invitation.version_id,
                answered_at=at,
                answers={
                    key: value
                    for key, value in {**scores, "comment": said}.items()
                    if key in asks[invitation.version_id]
                },
                transaction_id=transaction.id,
                invitation_id=invitation.id,
                invited_at=invitation.invited_at,
                source=ResponseSource.LINK,
            )


def _partners() -> Iterator[PartnerRow]:
    for place, (key, name) in enumerate(NAMES.items()):
        yield PartnerRow(key, name, "DE", REGIONS[place % 2], "large" if place % 3 else "small")


def _contacts() -> Iterator[PartnerContactRow]:
    for partner in NAMES:
        for number in range(CONTACTS_OF_EACH):
            name = f"{CONTACT if partner == SECRET else 'Buyer'} {number}"
            key = f"{partner}-{number}"
            yield PartnerContactRow(key, partner, name, "buyer", f"{key}@{partner}.example", "en")


def _bought(week: Week, size: int, seed: int) -> Iterator[tuple[EndUserRow, TransactionRow]]:
    rng = np.random.default_rng([seed, week.number])
    for number in range(size):
        partner = list(NAMES)[number % len(NAMES)]
        is_secret = partner == SECRET
        key = f"{ORDER if is_secret else 'order'}-{week}-{number:04d}"
        company = f"{COMPANY if is_secret else 'Company'} {week} {partner} {number // 18}"
        user = EndUserRow(
            key,
            name=f"{PERSON if is_secret else 'User'} {number}",
            email=f"{key}@user.example".lower(),
            account_key=company,
            account_name=company,
            region=REGIONS[list(NAMES).index(partner) % 2],
        )
        yield (
            user,
            TransactionRow(
                key,
                touchpoint_key=TOUCHPOINTS[int(rng.integers(len(TOUCHPOINTS)))],
                occurred_on=week.monday + timedelta(days=number % 7),
                partner_key=partner,
                end_user_key=key,
                product_line_key="piston" if rng.random() < 0.5 else "screw",
                amount=Decimal(int(rng.integers(100, 9_000))),
                currency="EUR",
                is_late=bool(rng.random() < 0.25),
                has_complaint=bool(rng.random() < 0.05),
                is_returned=False,
            ),
        )
