"""The responses of an edition as its frozen files have them, and what became of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from metrics.exports.errors import ExportError
from metrics.warehouse.files import read_manifest, read_table
from metrics.warehouse.frozen import with_segments

JUDGED = "judged"
OF_RESPONSES = (
    "response", "transaction", "audience", "questionnaire", "language", "source", "promise",
    "answered_at", "answered_on",
)  # fmt: skip
OF_FRAME = (
    "transaction", "audience", "occurred_on", "touchpoint", "partner", "product_line", "segment",
    "region", "person", "account",
)  # fmt: skip
NOT_RECORDED = (
    "This edition was made before it was recorded what became of each answer, so that its answers "
    "cannot be told apart by it. Make a revision of it, or take the answers of a later edition."
)


@dataclass(frozen=True)
class FrozenResponse:
    """One response; pseudonyms are 0 and texts empty where nothing is known of them."""

    response: int
    status: str
    audience: str
    questionnaire: str
    language: str
    source: str
    promise: str
    answered_at: datetime
    answered_on: date
    transaction: int
    occurred_on: date | None = None
    touchpoint: str = ""
    partner: str = ""
    product_line: str = ""
    segment: str = ""
    region: str = ""
    person: int = 0
    account: int = 0


def read_responses(folder: Path) -> list[FrozenResponse]:
    """In the order of their random keys, so that nothing follows from a row's place.

    Raises ExportError for an edition that does not say what became of its responses.
    """
    if f"{JUDGED}.parquet" not in read_manifest(folder)["files"]:
        raise ExportError(NOT_RECORDED)
    judged = read_table(folder, JUDGED, ("response", "status"))
    statuses = dict(zip(*(column.to_pylist() for column in judged.columns), strict=True))
    responses = read_table(folder, "responses", OF_RESPONSES).sort_by("response")
    frame = with_segments(read_table(folder, "frame")).select(list(OF_FRAME))
    facts = _by_key(frame, responses)
    return [
        FrozenResponse(
            status=statuses[row["response"]],
            **row,
            **facts.get((row["transaction"], row["audience"]), {}),
        )
        for batch in responses.to_batches(max_chunksize=10_000)
        for row in batch.to_pylist()
    ]


def _by_key(frame: pa.Table, responses: pa.Table) -> dict[tuple[int, str], Mapping[str, Any]]:
    """What the frame knows of the transactions that were answered."""
    answered = pa.compute.is_in(frame.column("transaction"), responses.column("transaction"))
    rows = frame.filter(answered).to_pylist()
    return {(row.pop("transaction"), row.pop("audience")): row for row in rows}
