"""Who supplied the contacts of a partner's transactions, counted over the weeks of a window."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from sqlalchemy.orm import Session

from core.clock import Week
from metrics.errors import FrozenWeekDamagedError
from metrics.models import Edition, EditionKind
from metrics.warehouse.files import read_manifest, read_table
from metrics.warehouse.gatekeeper import SEPARATOR, Quantity
from metrics.weekly.queries import newest_editions

WINDOW = 13
GATEKEEPER = "gatekeeper"


def contact_suppliers(
    session: Session, weeks_folder: Path, edition: Edition, partner_key: str
) -> dict[tuple[str, str], int] | None:
    """(audience, who supplied it) → transactions with a contact, of the 13 weeks to the edition's.

    Weeks of earlier methods, which did not count it, add nothing; None where frozen files are
    damaged.
    """
    last = Week.parse(edition.week)
    editions = newest_editions(
        session, str(last.shifted(1 - WINDOW)), edition.week, list(EditionKind)
    )
    counts: Counter[tuple[str, str]] = Counter()
    try:
        for one in editions:
            counts.update(_of_week(weeks_folder / one.folder, partner_key))
    except FrozenWeekDamagedError:
        return None
    return dict(counts)


def _of_week(folder: Path, partner_key: str) -> Counter[tuple[str, str]]:
    counts: Counter[tuple[str, str]] = Counter()
    if f"{GATEKEEPER}.parquet" not in read_manifest(folder)["files"]:
        return counts
    for row in read_table(folder, GATEKEEPER).to_pylist():
        if row["partner"] == partner_key and row["quantity"] == Quantity.SUPPLIER:
            audience, _, supplier = row["key"].partition(SEPARATOR)
            counts[audience, supplier] += row["count"]
    return counts
