"""Reading comments beside a figure as a test does."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.models import Role
from access.visibility import Scope
from core.database import writing
from metrics.dashboards.queries import EditionLine, read_shelf
from metrics.dashboards.voices.reading import VoicesBeside, voices_for
from metrics.dashboards.voices.rules import VoiceCut
from metrics.models import Estimate, Level

EXECUTIVE = Scope(Role.EXECUTIVE)
RIBERA = Scope(Role.CHANNEL_PARTNER, "ribera")
NETWORK = VoiceCut("end_user", 1)
SPAIN = VoiceCut("end_user", 1, Level.COUNTRY, "Spain")
ARAGON = VoiceCut("end_user", 4, Level.REGION, "Spain/Aragon")
AT_RIBERA = VoiceCut("end_user", 4, Level.PARTNER, "ribera")
REPAIR = VoiceCut("end_user", 1, touchpoint_key="repair_visit")


def edition_of(session: Session, kind: str = "final", week: str = "2026-W45") -> EditionLine:
    return next(
        line for line in read_shelf(session, EXECUTIVE) if (line.week, line.kind) == (week, kind)
    )


def read_beside(
    session: Session, cut: VoiceCut, scope: Scope = EXECUTIVE, **how: Any
) -> VoicesBeside:
    return voices_for(session, scope, edition_of(session), cut, **how)


def texts_of(found: VoicesBeside) -> set[str]:
    return {voice.text for voice in found.voices}


def set_estimates(session: Session, cut: VoiceCut, **values: Any) -> None:
    with writing(session):
        session.execute(
            sa.update(Estimate)
            .where(
                Estimate.audience == cut.audience,
                Estimate.window == cut.window,
                Estimate.level == cut.level,
                Estimate.node_key == cut.node_key,
                Estimate.touchpoint_key == cut.touchpoint_key,
            )
            .values(**values)
        )
