"""What the page of open links gets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.clock import Week
from core.keys import KeyRing
from feedback.links.queries import OpenInvitation, OpenInvitations
from surveys.links import invitation_path

AUDIENCE_WORDS = {"channel_partner": "Channel partner", "end_user": "End user"}


@dataclass(frozen=True)
class OpenLink:
    person: str
    audience: str
    touchpoint: str
    occurred_on: date
    partner: str
    url: str


@dataclass(frozen=True)
class LinksPage:
    week: str
    links: Sequence[OpenLink]
    count: int

    @property
    def is_cut(self) -> bool:
        return len(self.links) < self.count


def build_links_page(week: Week | None, found: OpenInvitations | None, keys: KeyRing) -> LinksPage:
    links = [_open_link(invitation, keys) for invitation in found.shown] if found else []
    return LinksPage(str(week) if week else "", links, found.count if found else 0)


def _open_link(invitation: OpenInvitation, keys: KeyRing) -> OpenLink:
    return OpenLink(
        person=invitation.person,
        audience=AUDIENCE_WORDS[invitation.audience],
        touchpoint=invitation.touchpoint,
        occurred_on=invitation.occurred_on,
        partner=invitation.partner or "partner unknown",
        url=invitation_path(keys, invitation.id),
    )
