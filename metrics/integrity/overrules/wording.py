"""How the pages of decisions name an edition."""

from __future__ import annotations

from metrics.dashboards.queries import EditionLine
from metrics.models import Edition


def edition_text(edition: Edition | EditionLine) -> str:
    """ "final of 2026-W45, revision 1"."""
    revised = f", revision {edition.revision}" if edition.revision else ""
    return f"{edition.kind} of {edition.week}{revised}"
