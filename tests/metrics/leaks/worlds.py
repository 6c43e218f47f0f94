"""A published programme full of canaries, and whoever reads it.

world = make_world(url, folder)
own = world.reader(Role.CHANNEL_PARTNER, OWN)
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import Role
from core.clock import FixedClock
from core.config import Settings, load_settings
from core.database import db
from core.keys import KeyRing, load_keys
from core.outbox.kinds import Desk, mail_kinds_of
from core.outbox.sending import send_due
from core.outbox.transports import SmtpTransport
from metrics.models import Edition
from tests.browsers import make_signed_in_client
from tests.core.outbox.mail_server import mail_server
from tests.databases import make_engine
from tests.metrics.leaks.networks import Network
from tests.metrics.leaks.planting import TEXTS, WEEK, mark_figures, plant_people, plant_texts
from tests.programs import make_code

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class World:
    app: Flask
    session: Session
    settings: Settings
    keys: KeyRing
    clock: FixedClock
    editions: list[Edition]

    def reader(self, role: Role, partner_key: str | None) -> FlaskClient:
        """A browser of the role that carries a token of the role too."""
        now = self.clock.now()
        client = make_signed_in_client(self.app, self.session, role, partner_key, now)
        code = make_code(self.session, role, partner_key, now)
        client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {code}"
        return client

    def letters(self) -> list[bytes]:
        """Every letter that is due, as it arrives."""
        desk = Desk(self.settings, self.keys, self.app.jinja_env)
        with mail_server() as (letterbox, smtp):
            transport = SmtpTransport(smtp)
            send_due(self.session, mail_kinds_of(self.app), transport, desk, self.clock)
            transport.close()
            return list(letterbox.received)


@contextmanager
def make_world(url: str, folder: Path) -> Iterator[World]:
    """Finals of two weeks, the first of them revised, and a flash; everything is marked."""
    from app import create_app  # here, so that tests of services need no page to be importable

    facts = {"TWOFOLD_DATA": str(folder / "data"), "TWOFOLD_DATABASE_URL": url,
             "TWOFOLD_SCHEDULER": "off", "TWOFOLD_BASE_URL": "http://localhost"}  # fmt: skip
    settings, clock = load_settings(facts), FixedClock(NOW)
    app = create_app(settings, clock)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    engine = make_engine(url)
    keys = load_keys(settings.key_path)
    with Session(engine, expire_on_commit=False) as session:
        editions = _publish(Network(session, keys, settings))
        mark_figures(session)
        yield World(app, session, settings, keys, clock, editions)
    engine.dispose()
    with app.app_context():
        db.engine.dispose()


def _publish(network: Network) -> list[Edition]:
    before, after = WEEK.shifted(-1), WEEK.shifted(1)
    network.set_up()
    plant_people(network.session, network.at(before.monday))
    for week in (before, WEEK, after):
        network.import_week(week)
        network.draw(week)
        network.answer(week, share=0.95)
    first_over = network.fieldwork_over(before)
    editions = [
        network.close(before, first_over),
        network.close(
            before, first_over + timedelta(days=3), reason=TEXTS["why a final was revised"]
        ),
        network.close(WEEK, network.fieldwork_over(WEEK)),
    ]
    plant_texts(network, editions, NOW)
    return [*editions, network.close(after, network.monday_after(after))]
