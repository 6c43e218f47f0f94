"""Frozen weeks made by hand, without a database: one call a transaction, with what was answered.

MadeWeek().transaction(partner="north1", answers={"recommend": 9}), then freeze().
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from core.clock import Week
from metrics.method import describe_method
from metrics.warehouse.configuration import Configuration
from metrics.warehouse.files import MANIFEST, hash_file, move_into_place, seal
from metrics.warehouse.frozen import EditionRef, FrozenWeek, History, NodeFacts, Reference
from metrics.warehouse.questionnaires import QuestionnaireFacts
from metrics.warehouse.schema import FRAME, ITEMS, RESPONSES, SCORES
from metrics.weekly.compute import Computed, compute
from metrics.weekly.publish import manifest_facts, write_files
from metrics.weekly.schedule import times_of

WEEK = Week(2026, 45)
BERLIN = ZoneInfo("Europe/Berlin")
OUTCOMES = ("nothing_wrong", "late", "complaint_or_return")
PLACES = {
    "north1": "DE/North",
    "north2": "DE/North",
    "south1": "DE/South",
    "south2": "DE/South",
    "coast1": "ES/Coast",
    "coast2": "ES/Coast",
}


def reference(places: Mapping[str, str] | None = None, **changes: Any) -> Reference:
    """A tree of partners by "COUNTRY/REGION" ("COUNTRY" alone, or "" for the network)."""
    given = PLACES if places is None else places
    regions = sorted({place for place in given.values() if "/" in place})
    countries = sorted({place.partition("/")[0] for place in given.values() if place})
    nodes = [NodeFacts("network", "network", "", "")]
    nodes += [NodeFacts("country", key, "network:network", "") for key in countries]
    nodes += [NodeFacts("region", key, f"country:{key.partition('/')[0]}", "") for key in regions]
    nodes += [NodeFacts("partner", key, _parent(place), "") for key, place in given.items()]
    facts: dict[str, Any] = {
        "time_zone": "Europe/Berlin",
        "field_period_days": 7,
        "nodes": tuple(nodes),
        "touchpoints": ("sale", "delivery", "repair_visit"),
        "service_touchpoints": ("repair_visit",),
        "product_lines": ("piston", "screw"),
        "segments": ("public", "small"),
        "asked": {
            "end_user": ("delivery", "repair_visit", "sale"),
            "channel_partner": ("delivery", "repair_visit", "sale"),
        },
        "drawn_shares": {"end_user": {"delivery": 1.0}},
        **changes,
    }
    return Reference(**facts)


def _parent(place: str) -> str:
    if "/" in place:
        return f"region:{place}"
    return f"country:{place}" if place else "network:network"


@dataclass
class MadeWeek:
    """Transactions and answers of one week; numbers itself, so that runs give the same rows."""

    week: Week = WEEK
    kind: str = "final"
    reference: Reference = field(default_factory=reference)
    late_response_count: int = 0
    questionnaires: Mapping[str, QuestionnaireFacts] = field(default_factory=dict)
    configuration: Configuration = field(default_factory=Configuration)
    items: list[dict[str, Any]] = field(default_factory=list)
    frame: list[dict[str, Any]] = field(default_factory=list)
    responses: list[dict[str, Any]] = field(default_factory=list)

    def transaction(
        self,
        *,
        audience: str = "end_user",
        answers: Mapping[str, int] | None = None,
        number: int | None = None,
        **changes: Any,
    ) -> int:
        """One drawn case, answered or not; returns the transaction's number.

        `number` asks the other audience about a transaction that is there already.
        """
        transaction = number or self._next_number()
        partner = changes.get("partner", "north1")
        row = {
            "transaction": transaction,
            "audience": audience,
            "occurred_on": self.week.monday + timedelta(days=2),
            "touchpoint": "delivery",
            "partner": partner,
            "is_joint": False,
            "product_line": "piston",
            "segment": "",
            "region": self.reference.region_of(partner),
            "size_class": "medium",
            "outcome": "nothing_wrong",
            "is_late": False,
            "has_complaint": False,
            "is_returned": False,
            "amount": 100.0,
            "currency": "EUR",
            "frame_status": "drawn",
            "contact_present": True,
            "contact_supplied_by": "business",
            "person": transaction,
            "account": transaction,
            "selection_probability": 1.0,
            "disposition": "complete" if answers else "non_contact",
            **changes,
        }
        self.frame.append(row)
        if answers:
            self.answer(transaction, audience, answers)
        return transaction

    def _next_number(self) -> int:  # far apart and unlike in every week, as pseudonyms are
        return 1_000_000 * self.week.number + 10 * (len(self.frame) + 1)

    def answer(
        self, transaction: int, audience: str, answers: Mapping[str, int], **changes: Any
    ) -> None:
        """A response; a second one about the same transaction is a duplicate."""
        answered_on: date = changes.pop("answered_on", self.week.sunday)
        at = datetime(answered_on.year, answered_on.month, answered_on.day, 10, tzinfo=UTC)
        row = {
            "response": 500_000_000 + len(self.responses) + 1_000 * self.week.number,
            "transaction": transaction,
            "audience": audience,
            "questionnaire": f"{audience}.delivery.1",
            "language": "en",
            "source": "link",
            "promise": "confidential",
            "invited_at": at - timedelta(days=1),
            "served_at": at - timedelta(minutes=2),
            "answered_at": at,
            "answered_on": answered_on,
            "received_at": at,
            "device_class": "phone",
            "network_hash": "",
            "comment_hash": "",
            "comment_length": 0,
            "comment_script": "",
            "reason": "",
            "page_seconds": None,
            "page_visits": None,
            **{key: answers.get(key) for key in SCORES},
            **changes,
        }
        self.responses.append(row)
        self.items.extend(
            {"response": row["response"], "question": key, "part": "", "state": "answered"}
            | {"score": score}
            for key, score in answers.items()
        )

    def freeze(self) -> FrozenWeek:
        is_final = self.kind == "final"
        times = times_of(self.week, BERLIN, self.reference.field_period_days)
        return FrozenWeek(
            week=self.week,
            kind=self.kind,
            revision=0,
            cut_off_at=times.fieldwork_over_at if is_final else times.over_at + timedelta(hours=9),
            fieldwork_closed=is_final,
            frame=pa.Table.from_pylist(self.frame, schema=FRAME).sort_by(
                [("audience", "ascending"), ("transaction", "ascending")]
            ),
            responses=pa.Table.from_pylist(self.responses, schema=RESPONSES),
            items=pa.Table.from_pylist(self.items, schema=ITEMS),
            reference=self.reference,
            questionnaires=self.questionnaires,
            configuration=self.configuration,
            late_response_count=self.late_response_count,
        )


def publish_files(folder: Path, frozen: FrozenWeek, history: History, computed: Computed) -> Path:
    """Write an edition's folder as publishing does; returns where it lies."""
    place = folder / str(frozen.week) / f"{frozen.kind}-{frozen.revision}"
    made = folder / ".making"
    made.mkdir(parents=True)
    write_files(made, frozen, computed)
    facts = {
        "transaction_count": len(set(frozen.frame.column("transaction").to_pylist())),
        "code_version": "0",
        "previous_hash": history.last_same_kind.manifest_hash if history.last_same_kind else None,
        **describe_method(),
    }
    seal(made, facts | manifest_facts(made, frozen, history))
    move_into_place(made, place)
    return place


def extended(history: History, frozen: FrozenWeek, computed: Computed, place: Path) -> History:
    """The history the week after has, when this week was published at `place`."""
    ref = EditionRef(frozen.week, frozen.kind, frozen.revision, hash_file(place / MANIFEST), place)
    return History(
        stacked=(*history.stacked, ref)[-12:],
        last_same_kind=ref,
        last_final=ref if frozen.kind == "final" else history.last_final,
        cells=(*history.cells, computed.cells)[-12:],
    )


def publish_all(folder: Path, weeks: list[MadeWeek]) -> tuple[History, list[Computed]]:
    """Compute and write weeks one after another, each with those before as its history."""
    history, computed = History(), []
    for week in weeks:
        frozen = week.freeze()
        found = compute(frozen, history)
        computed.append(found)
        place = publish_files(folder, frozen, history, found)
        history = extended(history, frozen, found, place)
    return history, computed


def figure(computed: Computed, **key: Any) -> Any:
    """The one estimate with these fields; the network's one-week total of end users by default."""
    wanted = {
        "audience": "end_user",
        "window": 1,
        "level": "network",
        "node_key": "",
        "touchpoint_key": "",
        "metric": "nps",
        **key,
    }
    [found] = [
        row
        for row in computed.figures.estimates
        if all(getattr(row, name) == value for name, value in wanted.items())
    ]
    return found
