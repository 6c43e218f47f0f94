"""Who may see which label, and how much of it.

The house sees all. A channel partner sees the labels of its own figures, as its pages show them:
one window for each figure, finals only; of checks of the whole network only that they were made and
how they went. Of the network's figure beside its own it sees what the page gives: rounded, n as a
band, families without their checks. Whatever it may not see answers as if it did not exist.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from access.visibility import Scope
from customers.names.pairs import pair_of
from metrics.dashboards.partner.benchmark import band, refusal, rounded_for_peers
from metrics.dashboards.partner.queries import TOUCHPOINT_WINDOW, WINDOW
from metrics.dashboards.telling import BY_SOMEBODY, Said, tell
from metrics.figures import EstimateFigure, GapFigure
from metrics.integrity.gates import NOTHING_TO_WARN_OF
from metrics.integrity.label.address import PAIRED_GAP, FigureName
from metrics.integrity.label.document import (
    CheckPart,
    DecisionsPart,
    EditionPart,
    FigurePart,
    Label,
    Side,
)
from metrics.integrity.label.queries import Reader
from metrics.integrity.shift import CHECK_KEY as SHIFT
from metrics.models import OWN_LEVELS, Decision, Level

NOT_TOLD = DecisionsPart(is_known=False, limits=(), answers=())
# Of how a window was weighed, what speaks of no other partner and of no volume.
WEIGHTS_TOLD = ("method", "largest_weight_to_mean", "design_effect", "not_represented_share")


def reader_of(scope: Scope, name: FigureName) -> Reader | None:
    """None where the figure is not this scope's to see."""
    if scope.sees_whole_network:
        return Reader.HOUSE
    if name.level in OWN_LEVELS and _partner_of(name) == scope.partner_key:
        return Reader.PARTNER if name.window == _own_window(name) else None
    is_benchmark = (name.level, name.window, name.touchpoint_key) == (Level.NETWORK, WINDOW, "")
    return Reader.PEER if is_benchmark and not name.is_gap else None


def _partner_of(name: FigureName) -> str:
    is_of_line = name.level == Level.PARTNER_LINE
    return pair_of(name.node_key)[0] if is_of_line else name.node_key


def _own_window(name: FigureName) -> int:
    is_longer = name.touchpoint_key or name.of == PAIRED_GAP or name.level == Level.PARTNER_LINE
    return TOUCHPOINT_WINDOW if is_longer else WINDOW


def for_partner(label: Label) -> Label:
    """A partner's own figure: nothing of others, no volume of the network, no name of the house."""
    sides = tuple(_side_for_partner(side) for side in label.sides)
    said = tuple(_said(check) for side in label.sides for check in side.checks)
    figure = replace(label.figure, reason=tell(label.figure.reason, said))
    return replace(
        label,
        reader=Reader.PARTNER.value,
        edition=_edition_for_partner(label.edition),
        figure=replace(figure, weakest=_weakest(figure, said)),
        sides=sides,
        decisions=NOT_TOLD,
        links={"json": label.links["json"]},
    )


def _edition_for_partner(edition: EditionPart) -> EditionPart:
    """Why it was revised is written by somebody in the house, for the house."""
    return replace(edition, reason="")


def _side_for_partner(side: Side) -> Side:
    adjustment = side.adjustment
    return replace(
        side,
        response_rates=None,
        weights=_weights(side),
        adjustment=replace(adjustment, without_flagged=None) if adjustment else None,
        extrapolation=(),
        checks=tuple(_check_for_partner(check) for check in side.checks),
    )


def _weights(side: Side) -> dict[str, object] | None:
    if side.weights is None:
        return None
    return {key: side.weights[key] for key in WEIGHTS_TOLD if key in side.weights}


def _check_for_partner(check: CheckPart) -> CheckPart:
    """Its own checks in words; of the network's that they were made, and how they went. What is to
    be done about either is the house's."""
    overridden = BY_SOMEBODY if check.overridden else ""
    told = replace(check, what_to_do="", source="", overridden=overridden)
    if check.check_key == SHIFT:
        return told
    if _is_own(check):
        return replace(told, evidence={})
    return replace(told, what="", value=None, evidence={})


def _is_own(check: CheckPart) -> bool:
    return check.check_key == SHIFT or check.bears_on.partition(" ")[0] == Level.PARTNER


def _said(check: CheckPart) -> Said:
    return Said(check.what, check.overridden, _is_own(check))


def _weakest(figure: FigurePart, said: Sequence[Said]) -> str:
    """The stored sentence where it is about the partner itself."""
    own = {one.told for one in said if one.is_own}
    weakest = tell(figure.weakest, said)
    if figure.value is None or weakest in {*own, NOTHING_TO_WARN_OF}:
        return weakest
    return "A check of the whole network gave it: see the families below."


def is_told_to_peers(
    label: Label,
    own: EstimateFigure | GapFigure | None,
    rule: Mapping[str, Any] | None,
    partner_key: str,
) -> bool:
    """Only of the weeks in which the partner's page shows the network beside its own figure."""
    figure = label.figure
    if own is None or own.value is None or own.decision == Decision.HOLD:
        return False
    is_of_this_week = figure.value is not None and figure.decision != Decision.HOLD
    return is_of_this_week and not refusal(rule, partner_key, label.edition.week)


def for_peer(label: Label) -> Label:
    """The network's figure beside a partner's own: as rounded as there, and nothing of others."""
    figure = label.figure
    rounded = rounded_for_peers(figure.metric, figure.value, figure.ci_low, figure.ci_high)
    shown = replace(
        figure,
        value=rounded.value,
        se=None,
        ci_low=rounded.low,
        ci_high=rounded.high,
        n=None,
        n_band=band(figure.n or 0),
        n_eff=None,
        accounts=None,
        population=None,
        weakest="",
        reason="",
    )
    return replace(
        label,
        reader=Reader.PEER.value,
        edition=_edition_for_partner(label.edition),
        figure=shown,
        sides=(),
        families=tuple(replace(family, checks="") for family in label.families),
        decisions=NOT_TOLD,
        links={"json": label.links["json"]},
    )
