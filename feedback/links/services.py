"""Whether personal links may be shown at all: in a simulated programme only."""

from __future__ import annotations

from sqlalchemy.orm import Session

from customers.queries import get_programme
from feedback.errors import LinksHiddenError


def require_simulated(session: Session) -> None:
    """Raise LinksHiddenError where real people are asked: a link would answer in their name."""
    programme = get_programme(session)
    if programme is None or not programme.is_demo:
        raise LinksHiddenError
