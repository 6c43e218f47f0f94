"""The comments of a page of the week: of both customers, beside the page's own figure."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from access.visibility import Scope
from metrics.dashboards.opening import Opened
from metrics.dashboards.queries import AUDIENCES
from metrics.dashboards.voices.pages import read_url
from metrics.dashboards.voices.reading import VoicesBeside, voices_for
from metrics.dashboards.voices.rules import VoiceCut
from metrics.dashboards.week.places import Place


@dataclass(frozen=True)
class PlacedVoices:
    """A few comments of one customer, and where all of them are."""

    beside: VoicesBeside
    url: str


def voices_of_page(
    session: Session, scope: Scope, opened: Opened, place: Place, metric: str
) -> tuple[PlacedVoices, ...]:
    """Beside the place's figures of a metric; end users first: they decide what is bought next."""
    lead, found = opened.choice.lead, []
    for audience in AUDIENCES[::-1]:
        cut = VoiceCut(audience, place.window, place.level, place.node_key, place.touchpoint_key)
        beside = voices_for(session, scope, lead, cut, metric=metric)
        found.append(PlacedVoices(beside, read_url(lead.week, cut)))
    return tuple(found)
