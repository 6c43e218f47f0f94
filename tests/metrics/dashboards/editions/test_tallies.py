"""How figures were decided is counted once, also of editions published before it was."""

from __future__ import annotations

from alembic import command
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from core.clock import Week
from core.schema import config_over, upgrade_database
from metrics.dashboards.editions.queries import read_tallies
from metrics.models import Estimate
from tests.metrics.dashboards.factory import publish_edition


def test_the_tallies_of_an_edition_count_each_of_its_estimates_once(session: Session) -> None:
    edition = publish_edition(session, Week(2026, 45), "final")

    tallies = read_tallies(session, edition.id)

    assert sum(tally.count for tally in tallies) == session.query(Estimate).count()
    assert {tally.decision for tally in tallies} >= {"caveat", "suppress"}


def test_the_migration_counts_what_was_published_before_it(
    engine: Engine, session: Session
) -> None:
    edition_id = publish_edition(session, Week(2026, 45), "final").id
    before = read_tallies(session, edition_id)
    session.close()

    with engine.begin() as connection:
        command.downgrade(config_over(connection), "0023")
    upgrade_database(engine)

    assert read_tallies(session, edition_id) == before
