"""The import of transactions: every business event, asked about or not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from customers.errors import few
from customers.imports.cells import (
    read_amount,
    read_currency,
    read_flag,
    read_key,
    read_name,
)
from customers.imports.dates import Moment, read_day, read_moment
from customers.imports.errors import CellError, closest
from customers.imports.kinds import Field, ImportKind, Note, Problem, Progress, Review
from customers.rows import StoreCounts, TransactionRow
from customers.transactions.services import (
    Known,
    known_parties,
    plan_transactions,
    store_transactions,
)

FIELDS = (
    Field("key", read_key, "the transaction's number; without it, rows go by their content"),
    Field(
        "touchpoint", read_key, "the touchpoint's key", is_required=True, sets=("touchpoint_key",)
    ),
    Field(
        "date",
        read_moment,
        "when it was experienced: a day, or a day with a time",
        is_required=True,
        sets=("occurred_on", "occurred_at"),
    ),
    Field("partner", read_key, "the channel partner's key", sets=("partner_key",)),
    Field("end_user", read_key, "the end user's key", sets=("end_user_key",)),
    Field("product_line", read_key, "the product line's key", sets=("product_line_key",)),
    Field(
        "segment",
        read_key,
        "the key of the market segment that the business belongs to",
        sets=("segment_key",),
    ),
    Field(
        "joint",
        read_key,
        "the same for transactions that were one experience with several partners",
        sets=("joint_key",),
    ),
    Field("amount", read_amount, "the amount of money"),
    Field("currency", read_currency, "its currency, as EUR"),
    Field("promised", read_day, "the promised day", sets=("promised_on",)),
    Field("is_late", read_flag, "yes where it came late, or not at all"),
    Field("has_complaint", read_flag, "yes where the customer complained"),
    Field("is_returned", read_flag, "yes where it was returned"),
    Field("outcome_detail", read_name, "the outcome in your own words"),
)


class TransactionsImport(ImportKind[TransactionRow]):
    key = "transactions"
    title = "Transactions"
    about = (
        "One row for each business event with a customer, all of them: they are the denominator. "
        "Import partners, end users, product lines and segments first."
    )
    is_key_optional = True

    def fields(self, session: Session) -> tuple[Field, ...]:
        del session
        return FIELDS

    def build(self, key: str, values: Mapping[str, Any]) -> TransactionRow:
        moment: Moment = values["date"]
        amount = values.get("amount")
        if amount is not None and values.get("currency") is None:
            raise CellError(
                "has an amount without a currency. Add one, or a default in the column map"
            )
        return TransactionRow(
            key=key,
            touchpoint_key=values["touchpoint"],
            occurred_on=moment.day,
            occurred_at=moment.at,
            partner_key=values.get("partner"),
            end_user_key=values.get("end_user"),
            product_line_key=values.get("product_line"),
            segment_key=values.get("segment"),
            joint_key=values.get("joint"),
            amount=amount,
            currency=values.get("currency") if amount is not None else None,
            promised_on=values.get("promised"),
            is_late=values.get("is_late"),
            has_complaint=values.get("has_complaint"),
            is_returned=values.get("is_returned"),
            outcome_detail=values.get("outcome_detail"),
        )

    def review(self, session: Session, rows: Sequence[TransactionRow]) -> Review:
        """An unknown touchpoint is a reason to reject; an unknown party is stored as unknown.

        Leaving such a transaction out would falsify the denominator.
        """
        known = known_parties(session, rows)
        problems = {
            row.key: Problem(
                "touchpoint",
                f"there is no touchpoint {row.touchpoint_key!r}"
                f"{closest(row.touchpoint_key, known.touchpoints)}. Known: "
                f"{', '.join(sorted(known.touchpoints))}",
            )
            for row in rows
            if row.touchpoint_key not in known.touchpoints
        }
        return Review(problems, tuple(_notes(rows, known)))

    def compare(
        self, session: Session, rows: Sequence[TransactionRow], stated: Collection[str]
    ) -> StoreCounts:
        known = known_parties(session, rows)
        return plan_transactions(session, rows, known, stated).counts

    def store(
        self,
        session: Session,
        rows: Sequence[TransactionRow],
        now: datetime,
        stated: Collection[str],
        import_id: int,
        progress: Progress | None = None,
    ) -> StoreCounts:
        return store_transactions(
            session, rows, now, stated=stated, import_id=import_id, progress=progress
        )


def _notes(rows: Sequence[TransactionRow], known: Known) -> Iterator[Note]:
    nameless = sum(1 for row in rows if row.partner_key is None)
    if nameless:
        yield Note(nameless, "transactions name no channel partner: stored as partner unknown")
    parties = (
        ("a channel partner", "partner", (row.partner_key for row in rows), known.partners),
        ("an end user", "end user", (row.end_user_key for row in rows), known.end_users),
        (
            "a product line",
            "product line",
            (row.product_line_key for row in rows),
            known.product_lines,
        ),
        ("a segment", "segment", (row.segment_key for row in rows), known.segments),
    )
    for name, short, keys, ids in parties:
        missing = Counter(key for key in keys if key is not None and key not in ids)
        if missing:
            yield Note(
                missing.total(),
                f"transactions name {name} that is not there, stored as {short} unknown: "
                f"{few(missing)}. Import it and this file again to attach it",
            )
