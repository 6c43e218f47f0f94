"""Weeks whose questionnaires are known: questions and versions made by hand, and their evidence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from metrics.integrity.evidence import WeekEvidence
from metrics.warehouse.configuration import Configuration, ObjectiveFacts
from metrics.warehouse.frozen import History, WeekCells
from metrics.warehouse.questionnaires import QuestionFacts, QuestionnaireFacts
from metrics.weekly.check import check_rows
from metrics.weekly.rollup import roll_up_week
from tests.metrics.frozen_weeks import MadeWeek


def question(key: str, **changes: Any) -> QuestionFacts:
    """A five-step question of its own construct, not linked to anything."""
    facts: dict[str, Any] = {
        "key": key,
        "type": "satisfaction5",
        "place": 0,
        "page": 1,
        "metric": "",
        "construct": "",
        "objectives": (),
        "lowest": 1,
        "highest": 5,
        "low_is_good": False,
        "parts": (),
        "is_required": False,
        "wording": key,
        **changes,
    }
    return QuestionFacts(**facts)


RECOMMEND = question("recommend", type="recommendation", metric="nps", lowest=0, highest=10)
SATISFACTION = question("satisfaction", metric="csat")
COMMENT = question("comment", type="text", lowest=None, highest=None)


def asked(name: str, *questions: QuestionFacts, **changes: Any) -> QuestionnaireFacts:
    """A version, "end_user.delivery.1", in the field at the touchpoint of its name."""
    audience, touchpoint, _ = name.split(".")
    facts: dict[str, Any] = {
        "name": name,
        "audience": audience,
        "touchpoints": (touchpoint,),
        "questions": questions,
        "findings": (),
        "reason": "",
        "text_count": 20,
        "missing_texts": {"en": 0, "de": 0},
        "left_on": {},
        "sent_count": 0,
        **changes,
    }
    return QuestionnaireFacts(**facts)


def objective(key: str, weight: float = 1.0, **changes: Any) -> ObjectiveFacts:
    facts: dict[str, Any] = {
        "key": key,
        "name": key.capitalize(),
        "weight": weight,
        "owner": "Ms Lindt",
        "decision": "where to invest",
        "outcome": "renewals",
        **changes,
    }
    return ObjectiveFacts(**facts)


def week_of(
    *sheets: QuestionnaireFacts, configuration: Configuration | None = None, **changes: Any
) -> MadeWeek:
    return MadeWeek(
        questionnaires={facts.name: facts for facts in sheets},
        configuration=configuration or Configuration(),
        **changes,
    )


def cells_of(made: MadeWeek) -> WeekCells:
    """The rollups that the weeks after this one stack."""
    frozen = made.freeze()
    return roll_up_week(frozen, check_rows(frozen))[0]


def evidence_of(made: MadeWeek, earlier: Sequence[MadeWeek] = ()) -> WeekEvidence:
    """What the checks of the questionnaire, its constructs and the strategy look at."""
    frozen = made.freeze()
    checked = check_rows(frozen)
    weeks = (*(cells_of(week) for week in earlier), roll_up_week(frozen, checked)[0])
    return WeekEvidence(frozen, History(), checked.status, checked.frame_row, checked.flags, weeks)
