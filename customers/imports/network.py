"""Imports of the organisation: channel partners, product lines, segments, touchpoints."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from customers.imports.cells import read_flag, read_key, read_name
from customers.imports.kinds import Field, ImportKind, Progress
from customers.network.services import (
    plan_partners,
    plan_product_lines,
    plan_segments,
    plan_touchpoints,
    store_partners,
    store_product_lines,
    store_segments,
    store_touchpoints,
)
from customers.rows import PartnerRow, ProductLineRow, SegmentRow, StoreCounts, TouchpointRow

PARTNER_FIELDS = (
    Field("key", read_key, "the partner's number or code", is_required=True),
    Field("name", read_name, "its name", is_required=True),
    Field("country", read_name, "its country"),
    Field("region", read_name, "its region within the country"),
    Field("size_class", read_name, "its size, in classes of your own"),
)
PRODUCT_LINE_FIELDS = (
    Field("key", read_key, "the product line's code", is_required=True),
    Field("name", read_name, "its name", is_required=True),
)
SEGMENT_FIELDS = (
    Field("key", read_key, "the segment's code", is_required=True),
    Field("name", read_name, "its name", is_required=True),
)
TOUCHPOINT_FIELDS = (
    Field("key", read_key, "the touchpoint's code", is_required=True),
    Field("name", read_name, "its name", is_required=True),
    Field("is_service", read_flag, "yes where effort is asked"),
)


class PartnersImport(ImportKind[PartnerRow]):
    key = "partners"
    title = "Channel partners"
    about = "One row for each channel partner."

    def fields(self, session: Session) -> tuple[Field, ...]:
        del session
        return PARTNER_FIELDS

    def build(self, key: str, values: Mapping[str, Any]) -> PartnerRow:
        return PartnerRow(
            key,
            values["name"],
            values.get("country"),
            values.get("region"),
            values.get("size_class"),
        )

    def compare(
        self, session: Session, rows: Sequence[PartnerRow], stated: Collection[str]
    ) -> StoreCounts:
        return plan_partners(session, rows, stated).counts

    def store(
        self,
        session: Session,
        rows: Sequence[PartnerRow],
        now: datetime,
        stated: Collection[str],
        import_id: int,
        progress: Progress | None = None,
    ) -> StoreCounts:
        del import_id, progress
        return store_partners(session, rows, now, stated=stated)


class ProductLinesImport(ImportKind[ProductLineRow]):
    key = "product_lines"
    title = "Product lines"
    about = "One row for each product line."

    def fields(self, session: Session) -> tuple[Field, ...]:
        del session
        return PRODUCT_LINE_FIELDS

    def build(self, key: str, values: Mapping[str, Any]) -> ProductLineRow:
        return ProductLineRow(key, values["name"])

    def compare(
        self, session: Session, rows: Sequence[ProductLineRow], stated: Collection[str]
    ) -> StoreCounts:
        return plan_product_lines(session, rows, stated).counts

    def store(
        self,
        session: Session,
        rows: Sequence[ProductLineRow],
        now: datetime,
        stated: Collection[str],
        import_id: int,
        progress: Progress | None = None,
    ) -> StoreCounts:
        del import_id, progress
        return store_product_lines(session, rows, now, stated=stated)


class SegmentsImport(ImportKind[SegmentRow]):
    key = "segments"
    title = "Segments"
    about = "One row for each part of the market that you divide your business into."

    def fields(self, session: Session) -> tuple[Field, ...]:
        del session
        return SEGMENT_FIELDS

    def build(self, key: str, values: Mapping[str, Any]) -> SegmentRow:
        return SegmentRow(key, values["name"])

    def compare(
        self, session: Session, rows: Sequence[SegmentRow], stated: Collection[str]
    ) -> StoreCounts:
        return plan_segments(session, rows, stated).counts

    def store(
        self,
        session: Session,
        rows: Sequence[SegmentRow],
        now: datetime,
        stated: Collection[str],
        import_id: int,
        progress: Progress | None = None,
    ) -> StoreCounts:
        del import_id, progress
        return store_segments(session, rows, now, stated=stated)


class TouchpointsImport(ImportKind[TouchpointRow]):
    key = "touchpoints"
    title = "Touchpoints"
    about = "One row for each touchpoint beside the eight that are there from the start."

    def fields(self, session: Session) -> tuple[Field, ...]:
        del session
        return TOUCHPOINT_FIELDS

    def build(self, key: str, values: Mapping[str, Any]) -> TouchpointRow:
        return TouchpointRow(key, values["name"], bool(values.get("is_service")))

    def compare(
        self, session: Session, rows: Sequence[TouchpointRow], stated: Collection[str]
    ) -> StoreCounts:
        return plan_touchpoints(session, rows, stated).counts

    def store(
        self,
        session: Session,
        rows: Sequence[TouchpointRow],
        now: datetime,
        stated: Collection[str],
        import_id: int,
        progress: Progress | None = None,
    ) -> StoreCounts:
        del import_id, progress
        return store_touchpoints(session, rows, now, stated=stated)
