"""Who may see which label, and how much of it.

The house sees all. A channel partner sees the labels of its own figures, as its pages show them:
one window for each figure, finals only; of checks of the whole network only that they were made and
how they went. Of the network's figure beside its own it sees what the page gives: rounded, n as a
band, families without their checks. Whatever it may not see answers as if it did not exist.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from access.visibility import Scope
from metrics.dashboards.partner.benchmark import band, refusal, rounded_for_peers
from metrics.dashboards.partner.queries import TOUCHPOINT_WINDOW, WINDOW
from metrics.integrity.gates import NOTHING_TO_WARN_OF
from metrics.integrity.label.address import PAIRED_GAP, FigureName
from metrics.integrity.label.document import (
    CheckPart,
    DecisionsPart,
    FigurePart,
    Label,
    Side,
)
from metrics.integrity.label.queries import Reader
from metrics.integrity.shift import CHECK_KEY as SHIFT
from metrics.models import Decision, Level

NOT_TOLD = DecisionsPart(is_known=False, limits=(), answers=())
# Of how a window was weighed, what speaks of no other partner and of no volume.
WEIGHTS_TOLD = ("method", "largest_weight_to_mean", "design_effect", "not_represented_share")


def reader_of(scope: Scope, name: FigureName) -> Reader | None:
    """None where the figure is not this scope's to see."""
    if scope.sees_whole_network:
        return Reader.HOUSE
    if name.level == Level.PARTNER and name.node_key == scope.partner_key:
        return Reader.PARTNER if name.window == _own_window(name) else None
    is_benchmark = (name.level, name.window, name.touchpoint_key) == (Level.NETWORK, WINDOW, "")
    return Reader.PEER if is_benchmark and not name.is_gap else None


def _own_window(name: FigureName) -> int:
    is_longer = name.touchpoint_key or name.of == PAIRED_GAP
    return TOUCHPOINT_WINDOW if is_longer else WINDOW


def for_partner(label: Label) -> Label:
    """A partner's own figure: nothing of others, no volume of the network, no name of the house."""
    sides = tuple(_side_for_partner(side) for side in label.sides)
    weakest = _weakest(label.figure, sides)
    return replace(
        label,
        reader=Reader.PARTNER.value,
        figure=replace(label.figure, weakest=weakest),
        sides=sides,
        decisions=NOT_TOLD,
        links={"json": label.links["json"]},
    )


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
    """Its own checks in words; of the network's that they were made, and how they went."""
    overridden = "Published all the same by a named person." if check.overridden else ""
    if check.check_key == SHIFT:
        return replace(check, source="")
    if check.bears_on.partition(" ")[0] == Level.PARTNER:
        return replace(check, evidence={}, source="", overridden=overridden)
    return replace(
        check, what="", what_to_do="", value=None, evidence={}, source="", overridden=overridden
    )


def _weakest(figure: FigurePart, sides: tuple[Side, ...]) -> str:
    """The stored sentence where it is about the partner itself."""
    told = {check.what for side in sides for check in side.checks if check.what}
    if figure.value is None or figure.weakest in {*told, NOTHING_TO_WARN_OF}:
        return figure.weakest
    return "A check of the whole network gave it: see the families below."


def is_told_to_peers(label: Label, rule: Mapping[str, Any] | None, partner_key: str) -> bool:
    """Exactly where the partner's page shows the network beside its own figure."""
    figure = label.figure
    is_of_this_week = figure.value is not None and figure.decision != Decision.HOLD
    return is_of_this_week and not refusal(rule, partner_key)


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
        figure=shown,
        sides=(),
        families=tuple(replace(family, checks="") for family in label.families),
        decisions=NOT_TOLD,
        links={"json": label.links["json"]},
    )
