"""Whether a partner's key exists, asked of the package that knows, which stands above this one."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from flask import Flask, current_app
from sqlalchemy.orm import Session

from access.errors import RoleNotPossibleError
from access.services import RoleGrant

EXTENSION = "twofold_partner_lookup"
PartnerLookup = Callable[[Session, str], bool]


def register_partner_lookup(app: Flask, lookup: PartnerLookup) -> None:
    app.extensions[EXTENSION] = lookup


def require_partners(session: Session, grants: Iterable[RoleGrant]) -> None:
    """Raises RoleNotPossibleError for a partner nobody has imported."""
    lookup: PartnerLookup | None = current_app.extensions.get(EXTENSION)
    for grant in grants:
        if lookup and grant.partner_key and not lookup(session, grant.partner_key):
            raise RoleNotPossibleError(
                f"There is no channel partner with the key {grant.partner_key!r}. Import the "
                "partners first, and write the key exactly as in the partner file."
            )
