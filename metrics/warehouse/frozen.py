"""A frozen week in memory, and what is rolled up from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from core.clock import Week
from metrics.warehouse.configuration import Configuration
from metrics.warehouse.files import read_json, read_manifest, read_table
from metrics.warehouse.questionnaires import QuestionnaireFacts
from metrics.warehouse.schema import GATEKEEPER, PATTERNS, RATINGS, SHEETS, TIMINGS

NO_PARENT = ""


@dataclass(frozen=True)
class NodeFacts:
    kind: str
    key: str
    parent: str
    size_class: str


@dataclass(frozen=True)
class Reference:
    """The organisation tree and lists as they stood when the week was frozen."""

    time_zone: str
    field_period_days: int
    nodes: tuple[NodeFacts, ...]
    touchpoints: tuple[str, ...]
    service_touchpoints: tuple[str, ...]
    product_lines: tuple[str, ...]
    segments: tuple[str, ...] = field(default=(), kw_only=True)
    asked: Mapping[str, tuple[str, ...]]  # touchpoints with a survey, by audience
    # The share of the eligible persons that the plan draws, by audience and touchpoint.
    drawn_shares: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    @cached_property
    def place_of_partner(self) -> dict[str, tuple[str, str]]:
        """(country key, region key) of every partner; empty where the tree has none."""
        by_id = {(node.kind, node.key): node for node in self.nodes}
        return {node.key: _place(node, by_id) for node in self.nodes if node.kind == "partner"}

    def country_of(self, partner: str) -> str:
        return self.place_of_partner.get(partner, ("", ""))[0]

    def region_of(self, partner: str) -> str:
        return self.place_of_partner.get(partner, ("", ""))[1]

    def as_json(self) -> dict[str, Any]:
        return {
            "time_zone": self.time_zone,
            "field_period_days": self.field_period_days,
            "nodes": [[n.kind, n.key, n.parent, n.size_class] for n in self.nodes],
            "touchpoints": list(self.touchpoints),
            "service_touchpoints": list(self.service_touchpoints),
            "product_lines": list(self.product_lines),
            "segments": list(self.segments),
            "asked": {audience: list(keys) for audience, keys in self.asked.items()},
            "drawn_shares": {who: dict(shares) for who, shares in self.drawn_shares.items()},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Reference:
        return cls(
            time_zone=data["time_zone"],
            field_period_days=data["field_period_days"],
            nodes=tuple(NodeFacts(*row) for row in data["nodes"]),
            touchpoints=tuple(data["touchpoints"]),
            service_touchpoints=tuple(data["service_touchpoints"]),
            product_lines=tuple(data["product_lines"]),
            segments=tuple(data.get("segments", ())),
            asked={audience: tuple(keys) for audience, keys in data["asked"].items()},
            drawn_shares=data.get("drawn_shares", {}),
        )


def _place(node: NodeFacts, by_id: Mapping[tuple[str, str], NodeFacts]) -> tuple[str, str]:
    """Walk up: a parent is written "kind:key"."""
    country = region = ""
    parent = node.parent
    while parent:
        kind, _, key = parent.partition(":")
        if kind == "region":
            region = key
        elif kind == "country":
            country = key
        parent = by_id[kind, key].parent if (kind, key) in by_id else NO_PARENT
    return country, region


@dataclass(frozen=True)
class FrozenWeek:
    """What left the database: from here on it is not read."""

    week: Week
    kind: str
    revision: int
    cut_off_at: datetime
    fieldwork_closed: bool
    frame: pa.Table
    responses: pa.Table
    items: pa.Table
    reference: Reference
    questionnaires: Mapping[str, QuestionnaireFacts]
    configuration: Configuration
    late_response_count: int


@dataclass(frozen=True)
class WeekCells:
    """Integer rollups of one week's edition; weeks add up."""

    week: Week
    account_cells: pa.Table
    frame_cells: pa.Table
    frame_days: pa.Table
    pairs: pa.Table
    ladder: pa.Table
    gatekeeper: pa.Table
    patterns: pa.Table
    timings: pa.Table
    sheets: pa.Table
    ratings: pa.Table


CELL_TABLES = (
    "account_cells", "frame_cells", "frame_days", "pairs", "ladder", "gatekeeper", "patterns",
    "timings", "sheets", "ratings",
)  # fmt: skip
SEGMENT = "segment"
OF_SEGMENTS = ("account_cells", "frame_cells")
# What editions of earlier methods do not have: stacked, they add nothing to it.
ADDED_LATER: Mapping[str, pa.Schema] = {
    "gatekeeper": GATEKEEPER,
    "patterns": PATTERNS,
    "timings": TIMINGS,
    "sheets": SHEETS,
    "ratings": RATINGS,
}


@dataclass(frozen=True)
class EditionRef:
    """An edition named by its content, as a manifest names the weeks it stacks."""

    week: Week
    kind: str
    revision: int
    manifest_hash: str
    folder: Path

    def as_json(self) -> list[Any]:
        return [str(self.week), self.kind, self.revision, self.manifest_hash]


@dataclass(frozen=True)
class History:
    """Earlier editions a week is computed with: the weeks its windows stack, and the last ones."""

    stacked: tuple[EditionRef, ...] = ()
    last_same_kind: EditionRef | None = None
    last_final: EditionRef | None = None
    cells: tuple[WeekCells, ...] = field(default=(), repr=False)


def read_frozen(folder: Path) -> FrozenWeek:
    """Read a frozen week back from its folder; raises FrozenWeekDamagedError."""
    facts = read_manifest(folder)
    return FrozenWeek(
        week=Week.parse(facts["week"]),
        kind=facts["kind"],
        revision=facts["revision"],
        cut_off_at=datetime.fromisoformat(facts["cut_off_at"]),
        fieldwork_closed=facts["fieldwork_closed"],
        frame=with_segments(read_table(folder, "frame")),
        responses=read_table(folder, "responses"),
        items=read_table(folder, "items"),
        questionnaires=read_questionnaires(folder),
        configuration=Configuration.from_json(read_json(folder, "configuration")),
        reference=Reference.from_json(read_json(folder, "reference")),
        late_response_count=facts["late_response_count"],
    )


def read_questionnaires(folder: Path) -> dict[str, QuestionnaireFacts]:
    """What was asked in an edition's week, by the version's name."""
    found = (QuestionnaireFacts.from_json(row) for row in read_json(folder, "questionnaires"))
    return {facts.name: facts for facts in found}


def read_cells(ref: EditionRef) -> WeekCells:
    """The rollups of an earlier edition; kept in memory, since they never change."""
    return _read_cells(ref.folder, ref.week, ref.manifest_hash)


@lru_cache(maxsize=16)
def _read_cells(folder: Path, week: Week, _manifest_hash: str) -> WeekCells:
    return WeekCells(week, *(_read_cell_table(folder, name) for name in CELL_TABLES))


def _read_cell_table(folder: Path, name: str) -> pa.Table:
    if name in ADDED_LATER and name + ".parquet" not in read_manifest(folder)["files"]:
        return ADDED_LATER[name].empty_table()
    table = read_table(folder, name)
    return with_segments(table) if name in OF_SEGMENTS else table


def with_segments(table: pa.Table) -> pa.Table:
    """The table of an edition made before there were segments: nobody was in one."""
    if SEGMENT in table.column_names:
        return table
    nobody = pa.array([""] * table.num_rows, pa.string())
    return table.add_column(table.column_names.index("product_line") + 1, SEGMENT, nobody)
