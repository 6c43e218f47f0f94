"""The outcome of a check as pages read it: a row of the database, or a record of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol


class Told(Protocol):
    """See `FindingRow`."""

    @property
    def id(self) -> int: ...
    @property
    def check_key(self) -> str: ...
    @property
    def family(self) -> str: ...
    @property
    def severity(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def audience(self) -> str: ...
    @property
    def window(self) -> int: ...
    @property
    def level(self) -> str: ...
    @property
    def node_key(self) -> str: ...
    @property
    def touchpoint_key(self) -> str: ...
    @property
    def metric(self) -> str: ...
    @property
    def value(self) -> float | None: ...
    @property
    def warn(self) -> float | None: ...
    @property
    def fail(self) -> float | None: ...
    @property
    def what(self) -> str: ...
    @property
    def what_to_do(self) -> str: ...
    @property
    def evidence(self) -> dict[str, Any]: ...
    @property
    def overridden(self) -> str: ...


@dataclass(frozen=True)
class _Finding:
    id: int
    check_key: str
    family: str
    severity: str
    state: str
    audience: str
    window: int
    level: str
    node_key: str
    touchpoint_key: str
    metric: str
    value: float | None
    warn: float | None
    fail: float | None
    what: str
    what_to_do: str
    overridden: str


@dataclass(frozen=True)
class ToldFinding(_Finding):
    """A finding read to be told."""

    evidence: dict[str, Any]


@dataclass(frozen=True)
class BriefFinding(_Finding):
    """A finding read without the figures behind it, of which there are many to decode."""

    @property
    def evidence(self) -> dict[str, Any]:
        return {}
