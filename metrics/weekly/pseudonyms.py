"""Random keys for people, companies, transactions and responses, stable across weeks."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from metrics.weekly.models import Pseudonym
from metrics.weekly.queries import known_pseudonyms

# Twice a pseudonym still fits a signed 64-bit integer, which joins rely on.
PSEUDONYM_BITS = 60

Names = dict[str, dict[int, int]]


def invent_names(session: Session, subjects: Mapping[str, Sequence[int]]) -> Names:
    """The pseudonym of every subject id by kind; a new random one where it has none yet."""
    return {
        kind: {subject: secrets.randbits(PSEUDONYM_BITS) + 1 for subject in ids}
        | known_pseudonyms(session, kind, ids)
        for kind, ids in subjects.items()
    }


def store_names(session: Session, names: Names) -> Names:
    """Store new pseudonyms; what another process stored first holds for everybody."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    stored: Names = {}
    for kind, of_kind in names.items():
        known = known_pseudonyms(session, kind, list(of_kind))
        rows = [
            {"pseudonym": pseudonym, "kind": kind, "subject_id": subject}
            for subject, pseudonym in of_kind.items()
            if subject not in known
        ]
        if rows:
            session.execute(insert(Pseudonym).on_conflict_do_nothing(), rows)
        stored[kind] = of_kind | known_pseudonyms(session, kind, list(of_kind))
    return stored
