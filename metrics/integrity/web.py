"""What the pages of decisions have in common at the edge."""

from __future__ import annotations

from access.web import require_person
from core.context import current_context
from metrics.integrity.signature import Signature


def signed_now() -> Signature:
    """The signed-in person's signature."""
    person = require_person()
    return Signature(person.name, person.scope, current_context().clock.now())
