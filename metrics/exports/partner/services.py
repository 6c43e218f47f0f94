"""Make a table of a channel partner's page, for itself and for the house."""

from __future__ import annotations

from sqlalchemy.orm import Session

from access.visibility import Scope
from metrics.dashboards.errors import NoSuchPageError
from metrics.dashboards.opening import open_week
from metrics.dashboards.partner.pages import build_partner_page
from metrics.dashboards.partner.queries import read_partner
from metrics.exports.errors import NoSuchExportError
from metrics.exports.notes import READING
from metrics.exports.partner.fields import PartnerRead
from metrics.exports.partner.tables import PARTNER_TABLES
from metrics.exports.table import ExportTable
from metrics.models import Level

UNKNOWN = "There is no such channel partner to take a table of, or it is not yours to see."


def make_partner_table(
    session: Session, scope: Scope, week: str, key: str, name: str, base_url: str
) -> ExportTable:
    """Finals only, as the page. Somebody else's partner answers exactly like one that is missing.

    Raises NoSuchExportError.
    """
    table = PARTNER_TABLES.get(name)
    if table is None:
        known = ", ".join(PARTNER_TABLES)
        raise NoSuchExportError(f"There is no table {name!r}. There are: {known}.")
    if not scope.sees_partner(key):
        raise NoSuchExportError(UNKNOWN)
    read = _read(session, scope, week, key, base_url)
    return ExportTable(
        f"{name}-{key}-{week}",
        f"{table.title}: {read.data.name}, {week}",
        table.columns,
        tuple(table.rows(read)),
        (("Programme", read.data.programme), *read.page.facts, *READING),
    )


def _read(session: Session, scope: Scope, week: str, key: str, base_url: str) -> PartnerRead:
    try:
        opened = open_week(session, scope, week, finals_only=True)
    except NoSuchPageError as error:
        raise NoSuchExportError(str(error)) from None
    if opened is None or (Level.PARTNER, key) not in opened.names.places:
        raise NoSuchExportError(UNKNOWN)
    data = read_partner(session, scope, opened, key)
    return PartnerRead(data, build_partner_page(data, ""), base_url)
