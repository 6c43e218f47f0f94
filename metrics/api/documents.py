"""Editions and figures as documents for programs: what a scope may see of each, and no more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol
from urllib.parse import quote, urlencode

from access.visibility import Scope
from core.clock import Week
from metrics.dashboards.queries import EditionLine
from metrics.integrity.label.address import GAP, PAIRED_GAP, FigureName, label_url
from metrics.models import Edition, Gap

ROOT = "/api/v1/editions"
OF_THE_HOUSE = ("changes", "charts", "standings", "drivers", "distributions")


class NamedEdition(Protocol):
    @property
    def week(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def revision(self) -> int: ...


@dataclass(frozen=True)
class EditionDocument:
    """Counts are of the whole network, and why it was revised is the house's: None for a channel
    partner."""

    id: str
    week: str
    kind: str
    revision: int
    reason: str | None
    is_backfilled: bool
    cut_off_at: str
    published_at: str
    manifest_hash: str
    method_version: str
    code_version: str
    transaction_count: int | None
    response_count: int | None
    late_response_count: int | None
    expected_answer_share: float | None
    links: Mapping[str, str]


def edition_id(edition: NamedEdition) -> str:
    return f"{edition.week}/{edition.kind}/{edition.revision}"


def edition_url(edition: NamedEdition) -> str:
    return f"{ROOT}/{edition_id(edition)}"


def edition_document(line: EditionLine | Edition, scope: Scope, newest: int) -> EditionDocument:
    """`newest` is the newest revision of its week and kind."""
    whole = EditionDocument(
        id=edition_id(line),
        week=line.week,
        kind=line.kind,
        revision=line.revision,
        reason=line.reason,
        is_backfilled=line.is_backfilled,
        cut_off_at=line.cut_off_at.isoformat(),
        published_at=line.published_at.isoformat(),
        manifest_hash=line.manifest_hash,
        method_version=line.method_version,
        code_version=line.code_version,
        transaction_count=line.transaction_count,
        response_count=line.response_count,
        late_response_count=line.late_response_count,
        expected_answer_share=line.expected_answer_share,
        links=_edition_links(line, scope, newest),
    )
    if scope.sees_whole_network:
        return whole
    return replace(
        whole,
        reason=None,
        transaction_count=None,
        response_count=None,
        late_response_count=None,
        expected_answer_share=None,
    )


def _edition_links(line: NamedEdition, scope: Scope, newest: int) -> dict[str, str]:
    """Figures of an edition that was replaced are refused, so that its links lead to the newest."""
    url = edition_url(line)
    if newest > line.revision:
        newer = f"{ROOT}/{line.week}/{line.kind}/{newest}"
        return {"self": url, "findings": f"{url}/findings", "newest": newer}
    lists = ["estimates", "gaps", "findings"]
    if scope.sees_whole_network:
        lists += OF_THE_HOUSE
    return {"self": url, **{name: f"{url}/{name}" for name in lists}}


def figure_id(edition: NamedEdition, name: FigureName) -> str:
    """2026-W46/final/0/end_user/nps/4/partner?node=nord: the label's address, for ever the same."""
    return f"{edition_id(edition)}/{figure_path(name)}"


def figure_links(edition: NamedEdition, name: FigureName) -> dict[str, str]:
    url = edition_url(edition)
    return {"edition": url, "label": f"{url}/labels/{figure_path(name)}"}


def label_of(edition: NamedEdition, name: FigureName) -> str:
    """Where a person reads the label."""
    return label_url(edition.week, edition.kind, edition.revision, name)


def figure_path(name: FigureName) -> str:
    path = "/".join(map(str, (name.of, name.metric, name.window, name.level)))
    keys = {"node": name.node_key, "touchpoint": name.touchpoint_key}
    query = urlencode({key: value for key, value in keys.items() if value}, safe="/")
    return f"{quote(path)}?{query}" if query else quote(path)


def gap_name(gap: Gap) -> FigureName:
    of = PAIRED_GAP if gap.is_paired else GAP
    return FigureName(of, gap.metric, gap.window, gap.level, gap.node_key)


@dataclass(frozen=True)
class FigureDocument:
    """What an estimate and a gap have in common. A hidden figure has its reason and no number.

    `n_band` stands in place of every count where the reader may not know it.
    """

    id: str
    edition: str
    of: str
    metric: str
    window: int
    first_week: str
    last_week: str
    level: str
    node: str
    touchpoint: str
    value: float | None
    se: float | None
    ci_low: float | None
    ci_high: float | None
    n: int | None
    n_band: str
    accounts: int | None
    decision: str
    grade: str
    families: tuple[str, ...]
    weakest: str | None
    reason: str
    label_url: str | None
    links: Mapping[str, str]
    interval_method: str | None = None
    n_eff: float | None = None
    population: int | None = None
    raw: float | None = None
    base_value: float | None = None
    with_set_aside: float | None = None
    without_flagged: float | None = None


ONLY_OF_ESTIMATES = (
    "interval_method", "n_eff", "population", "raw", "base_value", "with_set_aside",
    "without_flagged",
)  # fmt: skip


def figure_document(edition: NamedEdition, name: FigureName, figure: Any) -> FigureDocument:
    """As the house reads it."""
    is_shown = figure.value is not None
    last = Week.parse(edition.week)
    beside = {one: getattr(figure, one) for one in ONLY_OF_ESTIMATES if hasattr(figure, one)}
    return FigureDocument(
        id=figure_id(edition, name),
        edition=edition_id(edition),
        of=name.of,
        metric=name.metric,
        window=name.window,
        first_week=str(last.shifted(1 - name.window)),
        last_week=str(last),
        level=name.level,
        node=name.node_key,
        touchpoint=name.touchpoint_key,
        value=figure.value,
        se=figure.se if is_shown else None,
        ci_low=figure.ci_low,
        ci_high=figure.ci_high,
        n=figure.n if is_shown else None,
        n_band="",
        accounts=figure.accounts if is_shown else None,
        decision=str(figure.decision),
        grade=figure.grade,
        families=tuple(filter(None, figure.families.split(","))),
        weakest=figure.weakest,
        reason=figure.reason or "",
        label_url=label_of(edition, name),
        links=figure_links(edition, name),
        **(beside if is_shown else {}),
    )
