"""A survey and open links of it, as a manager would make them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.visibility import command_line_scope
from core.database import writing
from customers.models import Touchpoint
from surveys.models import Survey
from surveys.open_links.models import OpenLink
from surveys.open_links.services import ForWhom, LinkOrder, make_links
from tests.factories import make_version


def make_survey(
    session: Session, now: datetime, touchpoint: str = "delivery", audience: str = "end_user"
) -> Survey:
    """A survey that asks four questions in English; the programme must be there."""
    version_id = make_version(session, now, f"{audience}.{touchpoint}")
    touchpoint_id = session.scalars(
        sa.select(Touchpoint.id).where(Touchpoint.key == touchpoint)
    ).one()
    with writing(session):
        survey = Survey(audience=audience, touchpoint_id=touchpoint_id, version_id=version_id)
        session.add(survey)
    return survey


def make_open_link(session: Session, now: datetime, survey: Survey, **changes: Any) -> OpenLink:
    """One open link; `partner_id` makes it about a partner."""
    for_whom = ForWhom.ONE_PARTNER if changes.get("partner_id") else ForWhom.NOBODY
    order = LinkOrder(survey_id=survey.id, **{"for_whom": for_whom, **changes})
    with writing(session):
        return make_links(session, command_line_scope(), order, now).links[0]
