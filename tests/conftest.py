"""What every test may ask for. Most ask for `session` (services) or `client` (pages).

Everything that touches the database runs twice, on SQLite and on PostgreSQL.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner
from hypothesis import HealthCheck
from hypothesis import settings as example_settings
from jinja2 import FileSystemBytecodeCache
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from access.models import Role
from core.clock import FixedClock
from core.config import Settings, load_settings
from core.database import db
from core.keys import KeyRing, load_keys
from tests.databases import (
    HAS_POSTGRESQL,
    KINDS,
    Source,
    SqliteSource,
    make_engine,
    postgresql_server,
)

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)  # the Monday after 2026-W46

# How long an example takes says how busy the machine is, and nothing of the product.
example_settings.register_profile(
    "untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
example_settings.load_profile("untimed")


def pytest_report_header() -> str:
    if HAS_POSTGRESQL:
        return "databases: SQLite and PostgreSQL"
    return "databases: SQLite only (this platform has no PostgreSQL wheel)"


def pytest_sessionstart() -> None:
    if os.environ.get("CI") == "true" and not HAS_POSTGRESQL:
        pytest.exit("CI tests PostgreSQL too, and its wheel is missing here.", returncode=1)


@pytest.fixture(scope="session", params=KINDS)
def database_source(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Source]:
    if request.param == "sqlite":
        yield SqliteSource(tmp_path_factory.mktemp("template"))
        return
    with postgresql_server() as source:
        yield source


@pytest.fixture
def database_url(database_source: Source, tmp_path: Path) -> Iterator[str]:
    """A migrated database of the test's own."""
    with database_source.database(tmp_path, migrated=True) as url:
        yield url


@pytest.fixture
def empty_database_url(database_source: Source, tmp_path: Path) -> Iterator[str]:
    """A database without a single table."""
    with database_source.database(tmp_path, migrated=False) as url:
        yield url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = make_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session as the edge hands it to services; the test commits, or uses `writing`."""
    with Session(engine, expire_on_commit=False) as session:
        yield session


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(MONDAY)


@pytest.fixture
def now(clock: FixedClock) -> datetime:
    return clock.now()


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return load_settings(
        {
            "TWOFOLD_DATA": str(tmp_path / "data"),
            "TWOFOLD_DATABASE_URL": database_url,
            "TWOFOLD_SCHEDULER": "off",
            "TWOFOLD_BASE_URL": "http://localhost",
            # Tests change what was published, which nothing else does.
            "TWOFOLD_REMEMBERED_PAGES": "0",
        }
    )


@pytest.fixture
def keys(settings: Settings) -> KeyRing:
    """The key ring the application of this test uses."""
    return load_keys(settings.key_path)


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates compiled once for the run: every test has an application of its own."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture(scope="session")
def compiled_urls() -> Iterator[None]:
    """Builders of URLs compiled once for the run; half of making an application is theirs."""
    compiled: dict[object, Callable[..., tuple[str, str]]] = {}
    compile_builder = Rule._compile_builder

    def once(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        # All that a builder is made of; converters are asked of the rule it is called on.
        defaults = tuple(sorted((rule.defaults or {}).items()))
        made_of = (rule.host, rule.subdomain, rule.rule, defaults, append_unknown)
        if made_of not in compiled:
            compiled[made_of] = compile_builder(rule, append_unknown)
        return compiled[made_of]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", once)
        yield


@pytest.fixture
def app(
    settings: Settings,
    clock: FixedClock,
    compiled_templates: FileSystemBytecodeCache,
    compiled_urls: None,
) -> Iterator[Flask]:
    """The whole application. Its forms need no CSRF token unless a test switches that on again."""
    from app import create_app  # here, so that tests of services need no page to be importable

    app = create_app(settings, clock)
    app.jinja_env.bytecode_cache = compiled_templates
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser in which nobody is signed in."""
    return app.test_client()


@pytest.fixture
def runner(app: Flask) -> FlaskCliRunner:
    """Runs `twofold` commands: runner.invoke(args=["users"])."""
    return app.test_cli_runner()


@pytest.fixture
def client_as(
    app: Flask, session: Session, now: datetime
) -> Callable[[Role, str | None], FlaskClient]:
    """A browser signed in as a role: client_as(Role.EXECUTIVE, None)."""

    from tests.browsers import make_signed_in_client

    def sign_in(role: Role, partner_key: str | None = None) -> FlaskClient:
        return make_signed_in_client(app, session, role, partner_key, now)

    return sign_in
