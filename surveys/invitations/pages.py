"""What the unsubscribing page shows."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from core.languages import is_right_to_left, set_apart
from customers.services import require_programme
from surveys.invitations.wording import wording_of
from surveys.models import Invitation


@dataclass(frozen=True)
class StopPage:
    """Before the button is pressed (`button` is its label), after, or with an unknown link."""

    language: str
    is_rtl: bool
    title: str
    text: str
    button: str | None


def stop_page(session: Session, invitation: Invitation) -> StopPage:
    wording = wording_of(invitation.language)
    is_done = invitation.contact.opted_out_at is not None
    text = wording.stop.done_text if is_done else wording.stop.text
    return StopPage(
        language=wording.language,
        is_rtl=is_right_to_left(wording.language),
        title=wording.stop.done_title if is_done else wording.stop.title,
        text=text.format(programme=set_apart(require_programme(session).name, wording.language)),
        button=None if is_done else wording.stop.button,
    )


def unknown_link_page(language: str) -> StopPage:
    wording = wording_of(language)
    return StopPage(
        language=wording.language,
        is_rtl=is_right_to_left(wording.language),
        title=wording.stop.unknown_title,
        text=wording.stop.unknown_text,
        button=None,
    )
