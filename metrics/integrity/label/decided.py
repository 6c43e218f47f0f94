"""What people decided for an edition, from its frozen files: the limits of checks, and who signed.

Editions of earlier methods froze less; what a folder does not say is not known, never guessed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields
from pathlib import Path

from metrics.errors import FrozenWeekDamagedError
from metrics.integrity.thresholds import Thresholds
from metrics.method import Threshold
from metrics.warehouse.configuration import Configuration
from metrics.warehouse.files import read_json, read_manifest


@dataclass(frozen=True)
class LimitChange:
    """New limits of a check, with who set them and why."""

    check_key: str
    warn: float
    fail: float
    changed_by: str
    reason: str
    applies_from: str


@dataclass(frozen=True)
class RowOverruling:
    """Answers that a named person used in spite of the checks, or set aside."""

    decided_by: str
    decided_on: str
    is_used: bool
    reason: str
    count: int


@dataclass(frozen=True)
class Decided:
    """`is_known` is False where the folder does not say what was decided."""

    is_known: bool
    thresholds: Thresholds
    limits: tuple[LimitChange, ...] = ()
    rows: tuple[RowOverruling, ...] = ()
    configuration: Configuration | None = None


def read_decided(folder: Path) -> Decided:
    try:
        configuration = Configuration.from_json(read_json(folder, "configuration"))
    except FrozenWeekDamagedError:
        return Decided(is_known=False, thresholds=_limits_of_method(folder))
    return Decided(
        is_known=True,
        thresholds=Thresholds.of_settings(configuration.thresholds),
        limits=tuple(
            LimitChange(
                one.check_key, one.warn, one.fail, one.changed_by, one.reason, one.applies_from
            )
            for one in configuration.thresholds
        ),
        rows=_rows(configuration),
        configuration=configuration,
    )


def _limits_of_method(folder: Path) -> Thresholds:
    """As the manifest states them; none where there is no manifest."""
    try:
        stated = read_manifest(folder).get("thresholds", {})
    except FrozenWeekDamagedError:
        return Thresholds({})
    known = {field.name for field in fields(Threshold)}
    return Thresholds(
        {
            key: Threshold(**{name: value for name, value in row.items() if name in known})
            for key, row in stated.items()
        }
    )


def _rows(configuration: Configuration) -> tuple[RowOverruling, ...]:
    counts = Counter(
        (one.decided_by, one.decided_on, one.is_used, one.reason)
        for one in configuration.row_overrules
    )
    return tuple(RowOverruling(*key, count=count) for key, count in sorted(counts.items()))
