"""A batch on its way in: read, planned, and stored whole in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from access.tokens.bearing import note_stored
from access.web import current_scope
from core.context import current_context
from core.database import db, writing
from customers.imports.batches import carry_out_batch, plan_batch
from customers.imports.kinds import ImportKind, Note
from customers.imports.services import Origin


@dataclass(frozen=True)
class Stored:
    """What became of a batch."""

    new: int
    changed: int
    unchanged: int
    notes: tuple[Note, ...]


def receive_batch(
    kind: ImportKind[Any], rows: Sequence[Mapping[str, Any]], body_hash: str
) -> Stored:
    """Store every row or none; rows that are stored so already change nothing.

    Raises BatchRefusedError naming rows and fields.
    """
    scope, now = current_scope(), current_context().clock.now()
    plan = plan_batch(db.session(), kind, rows, now)
    counts = plan.counts
    if counts.new or counts.changed:
        origin = Origin(kind.key, "API", body_hash)
        with writing(db.session()) as session:
            counts = carry_out_batch(session, kind, plan, origin, scope, now)
            if counts.new or counts.changed:
                note_stored(session, now)
    return Stored(counts.new, counts.changed, counts.unchanged, plan.notes)
