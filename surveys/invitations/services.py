"""What a person can do with an invitation besides answering."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from customers.services import opt_out
from surveys.errors import UnknownInvitationError
from surveys.invitations.queries import find_invitation
from surveys.models import Invitation


def unsubscribe(session: Session, invitation_id: int, now: datetime) -> Invitation:
    """Never ask this person again; the invitation counts as refused. Twice is once.

    Raises UnknownInvitationError.
    """
    invitation = find_invitation(session, invitation_id)
    if invitation is None:
        raise UnknownInvitationError("There is no such invitation. Use the link from your mail.")
    opt_out(session, invitation.contact_id, now)
    invitation.refused_at = invitation.refused_at or now
    return invitation
