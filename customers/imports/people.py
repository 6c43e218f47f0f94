"""Imports of people: those who work at channel partners, and end users."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from customers.imports.cells import one_of, read_email, read_key, read_language, read_name
from customers.imports.errors import CellError
from customers.imports.kinds import Field, ImportKind, Note, Problem, Progress, Review
from customers.models import NodeKind, Supplier
from customers.people.services import (
    plan_end_users,
    plan_partner_contacts,
    store_end_users,
    store_partner_contacts,
)
from customers.queries import node_ids
from customers.rows import EndUserRow, PartnerContactRow, StoreCounts

PARTNER_CONTACT_FIELDS = (
    Field("key", read_key, "the person's number or code", is_required=True),
    Field(
        "partner",
        read_key,
        "the key of the channel partner",
        is_required=True,
        sets=("partner_key",),
    ),
    Field("name", read_name, "the person's name"),
    Field("job_role", read_name, "what the person does there"),
    Field("email", read_email, "where the invitation goes"),
    Field("language", read_language, "the language to write in, as de"),
)
END_USER_FIELDS = (
    Field("key", read_key, "the person's number or code", is_required=True),
    Field("name", read_name, "the person's name"),
    Field("email", read_email, "where the invitation goes"),
    Field("language", read_language, "the language to write in, as de"),
    Field("account", read_key, "the key of the person's company", sets=("account_key",)),
    Field("account_name", read_name, "the company's name"),
    Field("region", read_name, "the end user's own region"),
    Field("supplied_by", one_of(*Supplier), "who gave the contact: business, partner or person"),
)


class PartnerContactsImport(ImportKind[PartnerContactRow]):
    key = "partner_contacts"
    title = "Contacts at channel partners"
    about = "One row for each person. Import the channel partners first."

    def fields(self, session: Session) -> tuple[Field, ...]:
        del session
        return PARTNER_CONTACT_FIELDS

    def build(self, key: str, values: Mapping[str, Any]) -> PartnerContactRow:
        return PartnerContactRow(
            key,
            values["partner"],
            values.get("name"),
            values.get("job_role"),
            values.get("email"),
            values.get("language"),
        )

    def review(self, session: Session, rows: Sequence[PartnerContactRow]) -> Review:
        """A person of a partner that is not there has no place: the row is rejected."""
        known = node_ids(session, NodeKind.PARTNER)
        problems = {
            row.key: Problem(
                "partner",
                f"there is no channel partner {row.partner_key!r}. Import it first, or correct it",
            )
            for row in rows
            if row.partner_key not in known
        }
        return Review(problems, _without_address(rows))

    def compare(
        self, session: Session, rows: Sequence[PartnerContactRow], stated: Collection[str]
    ) -> StoreCounts:
        return plan_partner_contacts(session, rows, stated).counts

    def store(
        self,
        session: Session,
        rows: Sequence[PartnerContactRow],
        now: datetime,
        stated: Collection[str],
        import_id: int,
        progress: Progress | None = None,
    ) -> StoreCounts:
        del import_id, progress
        return store_partner_contacts(session, rows, now, stated=stated)


class EndUsersImport(ImportKind[EndUserRow]):
    key = "end_users"
    title = "End users"
    about = "One row for each person who uses what was sold."

    def fields(self, session: Session) -> tuple[Field, ...]:
        del session
        return END_USER_FIELDS

    def build(self, key: str, values: Mapping[str, Any]) -> EndUserRow:
        if values.get("account_name") and not values.get("account"):
            raise CellError("names a company without its key (account). Give both, or neither")
        return EndUserRow(
            key,
            values.get("name"),
            values.get("email"),
            values.get("language"),
            values.get("account"),
            values.get("account_name"),
            values.get("region"),
            values.get("supplied_by") or Supplier.BUSINESS.value,
        )

    def review(self, session: Session, rows: Sequence[EndUserRow]) -> Review:
        del session
        return Review(notes=_without_address(rows))

    def compare(
        self, session: Session, rows: Sequence[EndUserRow], stated: Collection[str]
    ) -> StoreCounts:
        return plan_end_users(session, rows, stated).counts

    def store(
        self,
        session: Session,
        rows: Sequence[EndUserRow],
        now: datetime,
        stated: Collection[str],
        import_id: int,
        progress: Progress | None = None,
    ) -> StoreCounts:
        del import_id, progress
        return store_end_users(session, rows, now, stated=stated)


def _without_address(rows: Sequence[PartnerContactRow] | Sequence[EndUserRow]) -> tuple[Note, ...]:
    count = sum(1 for row in rows if row.email is None)
    return (Note(count, "people have no e-mail address and cannot be asked by mail"),) * bool(count)
