from __future__ import annotations

from collections.abc import Iterator

import pytest
from jinja2 import Environment
from sqlalchemy.orm import Session

from core.clock import FixedClock
from core.config import Settings
from core.keys import KeyRing
from core.outbox.kinds import Desk
from tests.core.outbox.mail_server import mail_server
from tests.core.outbox.posts import Post


@pytest.fixture
def post(session: Session, clock: FixedClock, settings: Settings, keys: KeyRing) -> Iterator[Post]:
    desk = Desk(settings, keys, Environment(autoescape=True))
    with mail_server() as (letterbox, smtp):
        yield Post(session, clock, desk, letterbox, smtp)
