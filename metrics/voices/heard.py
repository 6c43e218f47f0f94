"""The responses that a final uses, with the places whose figures they are in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from metrics.warehouse.frozen import Reference, with_segments
from metrics.warehouse.schema import USED

OF_RESPONSES = ("response", "transaction", "audience", "language", "promise", "recommend")
OF_FRAME = (
    "transaction", "audience", "touchpoint", "partner", "is_joint", "product_line", "segment",
)  # fmt: skip


@dataclass(frozen=True)
class Heard:
    """A used response by its pseudonym; places are empty where it counts for none."""

    response: int
    audience: str
    language: str
    promise: str
    recommend: int | None
    touchpoint: str
    country: str
    region: str
    partner: str
    product_line: str
    segment: str


def used_responses(
    responses: pa.Table, judged: pa.Table, frame: pa.Table, reference: Reference
) -> tuple[Heard, ...]:
    """Every used response of a frozen week; `judged` is in any order."""
    used = {
        row["response"]
        for row in judged.select(["response", "status"]).to_pylist()
        if row["status"] == USED
    }
    places = {
        (row["transaction"], row["audience"]): row
        for row in with_segments(frame).select(list(OF_FRAME)).to_pylist()
    }
    rows = responses.select(list(OF_RESPONSES)).to_pylist()
    return tuple(_heard(rows, used, places, reference))


def _heard(
    rows: list[Mapping[str, Any]],
    used: set[int],
    places: Mapping[tuple[int, str], Mapping[str, Any]],
    reference: Reference,
) -> Iterator[Heard]:
    for row in rows:
        place = places.get((row["transaction"], row["audience"]))
        if place is None or row["response"] not in used:
            continue
        # What several partners did together counts for none of them, nor for their places.
        partner = "" if place["is_joint"] else place["partner"]
        yield Heard(
            response=row["response"],
            audience=row["audience"],
            language=row["language"] or "",
            promise=row["promise"],
            recommend=row["recommend"],
            touchpoint=place["touchpoint"],
            country=reference.country_of(partner),
            region=reference.region_of(partner),
            partner=partner,
            product_line=place["product_line"],
            segment=place["segment"],
        )
