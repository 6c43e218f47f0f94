"""An earlier edition as a later one is compared with it: read from its folder, what is needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pyarrow as pa

from metrics.warehouse.configuration import Configuration
from metrics.warehouse.files import read_json, read_manifest, read_table
from metrics.warehouse.frozen import EditionRef, Reference, read_questionnaires
from metrics.warehouse.questionnaires import QuestionnaireFacts
from metrics.warehouse.series import Series

SERIES = "series"
POINTS = "points"
SHOWN = "shown"
# Which figures an edition shows, of how many answers each is, and which nobody may work out.
SHOWN_FIGURES = pa.schema(
    [
        ("audience", pa.string()),
        ("window", pa.int8()),
        ("level", pa.string()),
        ("node_key", pa.string()),
        ("touchpoint_key", pa.string()),
        ("metric", pa.string()),
        ("n", pa.int64()),
        ("is_shown", pa.bool_()),
        ("is_secret", pa.bool_()),
    ]
)


@dataclass(frozen=True)
class EarlierEdition:
    """What was in force, and what it left for later ones; None where its method kept it not."""

    ref: EditionRef

    @cached_property
    def manifest(self) -> Mapping[str, Any]:
        return read_manifest(self.ref.folder)

    @property
    def method_version(self) -> str:
        return str(self.manifest["method_version"])

    @cached_property
    def reference(self) -> Reference:
        return Reference.from_json(read_json(self.ref.folder, "reference"))

    @cached_property
    def questionnaires(self) -> Mapping[str, QuestionnaireFacts] | None:
        return read_questionnaires(self.ref.folder) if self._has("questionnaires.json") else None

    @cached_property
    def configuration(self) -> Configuration | None:
        if not self._has("configuration.json"):
            return None
        return Configuration.from_json(read_json(self.ref.folder, "configuration"))

    @cached_property
    def series(self) -> Series | None:
        if not self._has(f"{SERIES}.json"):
            return None
        has_points = self._has(f"{POINTS}.parquet")
        return Series.of(
            read_json(self.ref.folder, SERIES),
            read_table(self.ref.folder, POINTS) if has_points else None,
        )

    @cached_property
    def shown(self) -> pa.Table | None:
        return read_table(self.ref.folder, SHOWN) if self._has(f"{SHOWN}.parquet") else None

    @cached_property
    def shown_keys(self) -> frozenset[tuple[str, int, str, str, str, str]]:
        """The figures the edition showed: audience, window, level, node, touchpoint, metric."""
        if self.shown is None:
            return frozenset()
        rows = self.shown.filter(self.shown.column("is_shown")).drop(["n", "is_shown", "is_secret"])
        return frozenset(zip(*(column.to_pylist() for column in rows.columns), strict=True))

    def _has(self, name: str) -> bool:
        return name in self.manifest["files"]
