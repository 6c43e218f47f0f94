"""Where people leave a questionnaire (methods E1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from feedback.break_off.queries import SheetEnds, read_sheet_ends
from stats import BreakOff, break_off
from surveys.errors import UnknownVersionError
from surveys.models import QuestionnaireVersion

# [P] below this a page's hazard says nothing: one person more or less moves it by points.
FEWEST_BEGUN = 30


@dataclass(frozen=True)
class BreakOffOfVersion:
    """`result` is None where too few sheets were begun to say anything."""

    version: QuestionnaireVersion
    ends: SheetEnds
    result: BreakOff | None

    @property
    def begun_count(self) -> int:
        return self.ends.reached[0]


def break_off_of(session: Session, version_id: int, now: datetime) -> BreakOffOfVersion:
    """Raises UnknownVersionError."""
    version = session.get(QuestionnaireVersion, version_id)
    if version is None:
        raise UnknownVersionError(
            f"There is no questionnaire version {version_id}. Choose one from the workshop."
        )
    ends = read_sheet_ends(session, version, now)
    is_enough = ends.reached[0] >= FEWEST_BEGUN and len(ends.reached) > 1
    return BreakOffOfVersion(version, ends, break_off(ends.reached) if is_enough else None)
