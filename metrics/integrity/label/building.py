"""A label from what was read: every figure as it is stored, nothing computed but differences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from core.clock import Week
from customers.names.queries import Names
from metrics.dashboards.families import CheckCount, counts_text, state_and_text, tally
from metrics.figures import EstimateFigure, Finding
from metrics.integrity.gates import about_pairs, concerning
from metrics.integrity.label.address import PAIRED_GAP, FigureName, label_url
from metrics.integrity.label.decided import Decided
from metrics.integrity.label.document import (
    EVERYTHING,
    LABEL_VERSION,
    THIS_FIGURE,
    Adjustment,
    CheckPart,
    DecisionsPart,
    EditionPart,
    FamilyPart,
    FigurePart,
    Label,
    LadderCount,
    Side,
    Step,
)
from metrics.integrity.label.queries import LabelRows, Reader, SideRows
from metrics.integrity.shift import CHECK_KEY, weighting_shift
from metrics.method import Family, Severity
from metrics.models import Decision, Edition, Level
from metrics.warehouse.files import rounded

EXTRAPOLATION = "extrapolation"


def build_label(rows: LabelRows, decided: Decided, names: Names) -> Label:
    """The whole label, as the house reads it."""
    edition, name = rows.edition, rows.name
    sides = tuple(_side(rows, side, decided) for side in rows.sides)
    return Label(
        label_version=LABEL_VERSION,
        reader=Reader.HOUSE.value,
        address=label_url(edition.week, edition.kind, edition.revision, name),
        edition=edition_part(edition),
        figure=_figure(rows, names),
        sides=sides,
        families=families_of(_each_once(sides)),
        decisions=DecisionsPart(decided.is_known, decided.limits, decided.rows),
        links=_links(edition, name),
    )


def edition_part(edition: Edition) -> EditionPart:
    return EditionPart(
        week=edition.week,
        kind=edition.kind,
        revision=edition.revision,
        reason=edition.reason or "",
        is_backfilled=edition.is_backfilled,
        cut_off_at=edition.cut_off_at.isoformat(),
        published_at=edition.published_at.isoformat(),
        manifest_hash=edition.manifest_hash,
        inputs_hash=edition.inputs_hash,
        method_version=edition.method_version,
        threshold_version=edition.threshold_version,
        code_version=edition.code_version,
    )


def _links(edition: Edition, name: FigureName) -> dict[str, str]:
    path = f"/editions/{edition.week}/{edition.kind}/{edition.revision}"
    data = label_url(edition.week, edition.kind, edition.revision, name, as_data=True)
    return {"edition": path, "methods": f"{path}/methods", "verify": f"{path}/verify", "json": data}


def _figure(rows: LabelRows, names: Names) -> FigurePart:
    figure, name = rows.figure, rows.name
    is_shown = figure.value is not None
    last = Week.parse(rows.edition.week)
    own: Any = figure if isinstance(figure, EstimateFigure) else None
    return FigurePart(
        of=name.of,
        metric=name.metric,
        window=name.window,
        first_week=str(last.shifted(1 - name.window)),
        last_week=str(last),
        level=name.level,
        node_key=name.node_key,
        place="" if name.level == Level.NETWORK else names.place(name.level, name.node_key),
        touchpoint_key=name.touchpoint_key,
        touchpoint=names.touchpoints.get(name.touchpoint_key, name.touchpoint_key),
        value=figure.value,
        se=figure.se,
        ci_low=figure.ci_low,
        ci_high=figure.ci_high,
        interval_method=own.interval_method if own else None,
        n=figure.n if is_shown else None,
        n_band="",
        n_eff=own.n_eff if own else None,
        accounts=figure.accounts if is_shown else None,
        population=own.population if own and is_shown else None,
        decision=str(figure.decision),
        grade=figure.grade,
        weakest=figure.weakest,
        families=tuple(filter(None, figure.families.split(","))),
        reason=figure.reason or "",
    )


def _side(rows: LabelRows, side: SideRows, decided: Decided) -> Side:
    name, estimate = rows.name, side.estimate
    is_shown = rows.figure.value is not None
    own = FigureName(
        side.audience, name.metric, name.window, name.level, name.node_key, name.touchpoint_key
    )
    edition = rows.edition
    is_own_value = estimate is not None and is_shown
    return Side(
        audience=side.audience,
        label_url=label_url(edition.week, edition.kind, edition.revision, own) if estimate else "",
        value=estimate.value if estimate and is_own_value else None,
        ci_low=estimate.ci_low if estimate and is_own_value else None,
        ci_high=estimate.ci_high if estimate and is_own_value else None,
        grade=estimate.grade if estimate else "",
        # Counts of a place beside a figure of it that is hidden could tell how few there were.
        ladder=tuple(_ladder(side)) if is_shown else (),
        response_rates=edition.summary.get("response_rates", {}).get(side.audience),
        weights=side.weighing,
        adjustment=_adjustment(estimate, decided) if estimate and is_own_value else None,
        extrapolation=_extrapolated(side.findings, name.metric),
        checks=tuple(_checks(rows, side, decided)),
    )


def _ladder(side: SideRows) -> Iterator[LadderCount]:
    whole = next((row.count for row in side.ladder if not row.reason), 0)
    for row in side.ladder:
        share = rounded(row.count / whole) if whole else None
        yield LadderCount(row.step, row.reason, row.count, share)


def _checks(rows: LabelRows, side: SideRows, decided: Decided) -> Iterator[CheckPart]:
    name = rows.name
    findings = about_pairs(side.findings) if name.of == PAIRED_GAP else side.findings
    found = concerning(
        findings, side.audience, name.window, name.level, name.node_key, name.touchpoint_key,
        name.metric,
    )  # fmt: skip
    for finding in found:
        yield _check(finding, decided)
    shift = _shift(side.estimate, decided)
    if shift and name.of != PAIRED_GAP:
        yield _check(shift, decided)


def _shift(estimate: EstimateFigure | None, decided: Decided) -> Finding | None:
    """A held figure is the last final's: how far weighting moved this week's is not kept."""
    if estimate is None or estimate.decision == Decision.HOLD:
        return None
    return weighting_shift(estimate, decided.thresholds)


def _check(finding: Finding, decided: Decided) -> CheckPart:
    threshold = decided.thresholds.by_key.get(finding.check_key)
    return CheckPart(
        check_key=finding.check_key,
        family=finding.family.value,
        severity=finding.severity.value,
        state=finding.state.value,
        audience=finding.audience,
        window=finding.window,
        bears_on=_bears_on(finding),
        what=finding.what,
        what_to_do=finding.what_to_do,
        value=finding.value,
        warn=finding.warn,
        fail=finding.fail,
        source=threshold.source if threshold else "",
        evidence=finding.evidence,
        overridden=finding.overridden,
    )


def _bears_on(finding: Finding) -> str:
    """Everything of the network; or a level, with what of it."""
    whole = finding.level is Level.NETWORK and not finding.is_only_here
    if finding.check_key == CHECK_KEY:
        return THIS_FIGURE
    parts = [EVERYTHING if whole else finding.level.value]
    return " ".join([*parts, *filter(None, (finding.touchpoint_key, finding.metric))])


def _adjustment(figure: EstimateFigure, decided: Decided) -> Adjustment | None:
    if figure.value is None or figure.ci_low is None or figure.ci_high is None:
        return None
    found = (
        ("raw", figure.raw), ("base_weighted", figure.base_value), ("raked", figure.value),
    )  # fmt: skip
    known = [(name, value) for name, value in found if value is not None]
    steps = [Step(known[0][0], known[0][1], None)]
    steps += [
        Step(name, value, rounded(value - was)) for (_, was), (name, value) in pairwise(known)
    ]
    margin = rounded((figure.ci_high - figure.ci_low) / 2) or 0.0
    shift = _shift(figure, decided)
    return Adjustment(
        steps=tuple(steps),
        margin_of_error=margin,
        shift_to_margin=shift.value if shift else None,
        with_set_aside=figure.with_set_aside,
        without_flagged=figure.without_flagged,
    )


def _extrapolated(findings: Sequence[Finding], metric: str) -> tuple[dict[str, Any], ...]:
    """What is said of those who did not answer, of the network and this metric."""
    return tuple(
        {"what": one.what, "state": one.state.value, "value": one.value, **one.evidence}
        for one in findings
        if one.check_key == EXTRAPOLATION and one.metric in ("", metric)
    )


def _each_once(sides: Sequence[Side]) -> list[CheckPart]:
    """A check of both customers bears on both sides of a gap, and is one check."""
    first, *others = sides
    return [*first.checks, *(one for side in others for one in side.checks if one.audience)]


def families_of(checks: Sequence[CheckPart]) -> tuple[FamilyPart, ...]:
    """Six states; what is for information changes none, as it changes no grade."""
    judging = [
        check for check in checks if check.severity != Severity.INFO or check.state == "pass"
    ]
    counts = Counter((check.family, check.state, check.severity) for check in judging)
    tallies = tally(CheckCount(*key, is_whole=True, count=count) for key, count in counts.items())
    return tuple(
        FamilyPart(
            family.value, state_and_text(tallies.get(family))[0], counts_text(tallies.get(family))
        )
        for family in Family
    )
