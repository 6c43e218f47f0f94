"""What people decided and wrote down before an edition was made, frozen with its week.

Names of staff and their reasons are part of the published record: an override is a signed act.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class ThresholdSetting:
    """A change of one check's limits, in force from a week on."""

    check_key: str
    warn: float
    fail: float
    reason: str
    changed_by: str
    applies_from: str


@dataclass(frozen=True)
class ObjectiveFacts:
    key: str
    name: str
    weight: float
    owner: str
    decision: str
    outcome: str


@dataclass(frozen=True)
class GateOverride:
    """A named person publishes in spite of a failed check, and says why.

    The finding is named as in the edition it is of.
    """

    check_key: str
    audience: str
    window: int
    level: str
    node_key: str
    touchpoint_key: str
    metric: str
    reason: str
    decided_by: str
    decided_on: str

    @property
    def finding(self) -> tuple[str, str, int, str, str, str, str]:
        """The key of the finding it is about (`Finding.key`)."""
        return (
            self.check_key, self.audience, self.window, self.level, self.node_key,
            self.touchpoint_key, self.metric,
        )  # fmt: skip


@dataclass(frozen=True)
class RowOverrule:
    """A named person uses a response that was set aside, or sets aside one that was used."""

    response: int  # pseudonym
    is_used: bool
    reason: str
    decided_by: str
    decided_on: str


@dataclass(frozen=True)
class Configuration:
    """Everything a check reads beside the week itself."""

    threshold_version: str = "0"
    thresholds: tuple[ThresholdSetting, ...] = ()
    objectives: tuple[ObjectiveFacts, ...] = ()
    constructs: Mapping[str, str] = field(default_factory=dict)  # names by key
    gate_overrides: tuple[GateOverride, ...] = ()
    row_overrules: tuple[RowOverrule, ...] = ()
    kiosk_partners: tuple[str, ...] = ()

    @cached_property
    def overrides(self) -> dict[tuple[str, str, int, str, str, str, str], GateOverride]:
        return {override.finding: override for override in self.gate_overrides}

    def as_json(self) -> dict[str, Any]:
        return {
            "threshold_version": self.threshold_version,
            "thresholds": [asdict(setting) for setting in self.thresholds],
            "objectives": [asdict(objective) for objective in self.objectives],
            "constructs": dict(self.constructs),
            "gate_overrides": [asdict(override) for override in self.gate_overrides],
            "row_overrules": [asdict(overrule) for overrule in self.row_overrules],
            "kiosk_partners": list(self.kiosk_partners),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Configuration:
        return cls(
            threshold_version=data["threshold_version"],
            thresholds=tuple(ThresholdSetting(**row) for row in data["thresholds"]),
            objectives=tuple(ObjectiveFacts(**row) for row in data["objectives"]),
            constructs=data["constructs"],
            gate_overrides=tuple(GateOverride(**row) for row in data["gate_overrides"]),
            row_overrules=tuple(RowOverrule(**row) for row in data["row_overrules"]),
            kiosk_partners=tuple(data["kiosk_partners"]),
        )
