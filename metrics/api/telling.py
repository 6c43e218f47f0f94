"""What of a document a channel partner is told: exactly what its pages and labels tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from metrics.api.documents import FigureDocument
from metrics.api.outcomes import FindingDocument
from metrics.dashboards.partner.benchmark import band, refusal, rounded_for_peers
from metrics.dashboards.telling import BY_SOMEBODY, Said, tell
from metrics.dashboards.withheld import general_reason
from metrics.integrity.gates import NOT_SHOWN
from metrics.models import Decision, Level


def for_partner(
    figure: FigureDocument, key: str, said: Sequence[Said], rules: Mapping[str, Any]
) -> FigureDocument:
    """Its own figure, or the network's beside it."""
    if figure.level == Level.NETWORK:
        return _for_peer(figure, key, rules.get(figure.of))
    reason = tell(figure.reason, said)
    # The weakest link may speak of the network; the label says it in the partner's words.
    return replace(figure, reason=reason, weakest=None, without_flagged=None)


def _for_peer(figure: FigureDocument, key: str, rule: Mapping[str, Any] | None) -> FigureDocument:
    """Rounded as on the partner's page, n as a band; or why it may not be shown."""
    reason = refusal(rule, key)
    if not reason and (figure.value is None or figure.decision == Decision.HOLD):
        reason = f"Network not shown: {general_reason(figure.reason)}"
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
