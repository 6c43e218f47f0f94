"""How Alembic reaches the database: over the connection that `core.schema` hands in."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Literal

import sqlalchemy as sa
from alembic import context

from core.database import Base, UtcDateTime

# Importing a models module is what registers its tables.
MODELS = (
    "core.jobs.models",
    "core.outbox.models",
    "access.models",
    "access.tokens.models",
    "customers.models",
    "surveys.models",
    "surveys.open_links.models",
    "surveys.strategy.models",
    "surveys.workshop.models",
    "feedback.break_off.models",
    "feedback.mentions.models",
    "feedback.models",
    "feedback.voices.models",
    "metrics.bench.saved.models",
    "metrics.comparison.models",
    "metrics.dashboards.partner.models",
    "metrics.integrity.models",
    "metrics.letters.models",
    "metrics.models",
    "metrics.notes.models",
    "metrics.signals.models",
    "metrics.targets.models",
    "metrics.weekly.models",
)


def _render_item(kind: str, item: Any, _autogen: object) -> str | Literal[False]:
    """Migrations stand alone: they spell out our own types in SQLAlchemy's."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def _is_changed(
    _context: object, _column: object, _metadata_column: object, found: Any, wanted: Any
) -> bool | None:
    """SQLite stores what it likes; compare the kinds of types it can tell apart."""
    if isinstance(wanted, UtcDateTime):
        return not isinstance(found, sa.DateTime)
    return None


for module in MODELS:
    import_module(module)
connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_item=_render_item,
    compare_type=_is_changed,
    render_as_batch=connection.dialect.name == "sqlite",
)
context.run_migrations()
