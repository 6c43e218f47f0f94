"""Changes and findings of an edition as documents for programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from metrics.api.documents import (
    NamedEdition,
    edition_id,
    edition_url,
    figure_id,
    figure_links,
    label_of,
)
from metrics.dashboards.queries import EditionLine
from metrics.integrity.gates import NOT_SHOWN
from metrics.integrity.label.address import FigureName
from metrics.models import Change, Estimate


@dataclass(frozen=True)
class ChangeDocument:
    """`id` and `against` name the two editions' same figure; no comparison has its reason.

    `n` and `grade` are those of the figure it led to.
    """

    id: str
    edition: str
    against: str | None
    of: str
    metric: str
    window: int
    level: str
    node: str
    touchpoint: str
    difference: float | None
    se: float | None
    ci_low: float | None
    ci_high: float | None
    p: float | None
    q: float | None
    verdict: str
    reason: str
    n: int | None
    grade: str
    label_url: str
    links: Mapping[str, str]


def change_document(
    edition: NamedEdition, change: Change, led_to: Estimate | None, against: EditionLine | None
) -> ChangeDocument:
    is_shown = led_to is not None and led_to.value is not None
    name = FigureName(
        change.audience,
        change.metric,
        change.window,
        change.level,
        change.node_key,
        change.touchpoint_key,
    )
    return ChangeDocument(
        id=figure_id(edition, name),
        edition=edition_id(edition),
        against=figure_id(against, name) if against else None,
        of=change.audience,
        metric=change.metric,
        window=change.window,
        level=change.level,
        node=change.node_key,
        touchpoint=change.touchpoint_key,
        difference=change.difference,
        se=change.se,
        ci_low=change.ci_low,
        ci_high=change.ci_high,
        p=change.p,
        q=change.q,
        verdict=change.verdict,
        reason=change.reason or "",
        n=led_to.n if led_to and is_shown else None,
        grade=led_to.grade if led_to else NOT_SHOWN,
        label_url=label_of(edition, name),
        links=figure_links(edition, name),
    )


@dataclass(frozen=True)
class FindingDocument:
    """The outcome of a check; `of` is empty for both customers, `window` 0 for every one."""

    id: str
    edition: str
    check: str
    family: str
    severity: str
    state: str
    of: str
    window: int
    level: str
    node: str
    touchpoint: str
    metric: str
    value: float | None
    warn: float | None
    fail: float | None
    what: str
    what_to_do: str
    evidence: Mapping[str, Any]
    overridden: str
    links: Mapping[str, str]


def finding_document(edition: NamedEdition, row: Any) -> FindingDocument:
    path = "/".join(map(str, (row.check_key, row.audience or "both", row.window, row.level)))
    keys = {"node": row.node_key, "touchpoint": row.touchpoint_key, "metric": row.metric}
    query = urlencode({key: value for key, value in keys.items() if value}, safe="/")
    return FindingDocument(
        id=f"{edition_id(edition)}/findings/{path}" + (f"?{query}" if query else ""),
        edition=edition_id(edition),
        check=row.check_key,
        family=row.family,
        severity=row.severity,
        state=row.state,
        of=row.audience,
        window=row.window,
        level=row.level,
        node=row.node_key,
        touchpoint=row.touchpoint_key,
        metric=row.metric,
        value=row.value,
        warn=row.warn,
        fail=row.fail,
        what=row.what,
        what_to_do=row.what_to_do,
        evidence=row.evidence or {},
        overridden=row.overridden or "",
        links={"edition": edition_url(edition)},
    )
