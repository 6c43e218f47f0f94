"""What of a document a channel partner is told: exactly what its pages and labels tell."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from metrics.api.documents import FigureDocument
from metrics.api.outcomes import FindingDocument
from metrics.dashboards.partner.benchmark import (
    NOT_FOR_SHOWING,
    band,
    refusal,
    rounded_for_peers,
)
from metrics.dashboards.telling import BY_SOMEBODY, Said, tell
from metrics.integrity.gates import NOT_SHOWN
from metrics.models import Decision, Level

NOTHING_BESIDE = "Network not shown: your own figure, beside which it would stand, is not shown."


@dataclass(frozen=True)
class Peer:
    """A partner and what it may compare: `shown` are its own totals, each an audience and a
    metric."""

    key: str
    week: str
    rules: Mapping[str, Any]
    shown: Collection[tuple[str, str]]
    said: Sequence[Said]


def is_to_be_compared(own: Any) -> bool:
    """Whether an estimate of the partner's own is one the network may stand beside."""
    return own.value is not None and own.decision != Decision.HOLD


def for_partner(figure: FigureDocument, peer: Peer) -> FigureDocument:
    """Its own figure, or the network's beside it."""
    if figure.level == Level.NETWORK:
        return _for_peer(figure, _refusal(figure, peer))
    reason = tell(figure.reason, peer.said)
    # The weakest link may speak of the network; the label says it in the partner's words.
    return replace(figure, reason=reason, weakest=None, without_flagged=None)


def _refusal(figure: FigureDocument, peer: Peer) -> str:
    """Why the network's figure may not be shown to the partner; empty where it may."""
    refused = refusal(peer.rules.get(figure.of), peer.key, peer.week)
    if refused:
        return refused
    if (figure.of, figure.metric) not in peer.shown:
        return NOTHING_BESIDE
    is_shown = figure.value is not None and figure.decision != Decision.HOLD
    return "" if is_shown else NOT_FOR_SHOWING


def _for_peer(figure: FigureDocument, reason: str) -> FigureDocument:
    """Rounded as on the partner's page, n as a band; or the reason why it may not be shown."""
    bare = replace(
        figure,
        value=None,
        se=None,
        ci_low=None,
        ci_high=None,
        interval_method=None,
        n=None,
        n_eff=None,
        accounts=None,
        population=None,
        raw=None,
        base_value=None,
        with_set_aside=None,
        without_flagged=None,
        weakest=None,
        reason=reason,
    )
    if reason:
        # Not even how it was decided: that could tell how few the others were.
        links = {"edition": figure.links["edition"]}
        hidden = Decision.SUPPRESS.value
        return replace(
            bare, decision=hidden, grade=NOT_SHOWN, families=(), label_url=None, links=links
        )
    rounded = rounded_for_peers(figure.metric, figure.value, figure.ci_low, figure.ci_high)
    return replace(
        bare,
        value=rounded.value,
        ci_low=rounded.low,
        ci_high=rounded.high,
        n_band=band(figure.n or 0),
    )


def finding_for_partner(finding: FindingDocument) -> FindingDocument:
    """A finding about itself: what is to be done, and who decided otherwise, is the house's."""
    overridden = BY_SOMEBODY if finding.overridden else ""
    return replace(finding, what_to_do="", evidence={}, overridden=overridden)
