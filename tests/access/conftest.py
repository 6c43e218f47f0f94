"""Quick passwords, and applications with other settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from argon2 import PasswordHasher
from flask import Flask

from access import passwords
from app import create_app
from core.clock import FixedClock
from core.config import Settings
from core.database import db


@pytest.fixture(autouse=True)
def _quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same algorithm with little work, so that a hundred sign-ins take no minute."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=64))
    monkeypatch.setattr(passwords, "_nobody", lambda: passwords._hasher.hash("nobody's words"))


@pytest.fixture
def app_with(clock: FixedClock) -> Iterator[Callable[[Settings], Flask]]:
    """The application with other settings than the usual ones: app_with(replace(settings, …))."""
    apps: list[Flask] = []

    def make(settings: Settings) -> Flask:
        app = create_app(settings, clock)
        app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
        apps.append(app)
        return app

    yield make
    for app in apps:
        with app.app_context():
            db.engine.dispose()
