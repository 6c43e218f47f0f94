"""Surveys and their sampling plans, and (from their own folders) questionnaires and draws."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from customers.models import Audience, Touchpoint
from customers.services import require_programme
from surveys.errors import PlanError, UnknownSurveyError
from surveys.models import PlanMethod, Promise, Survey
from surveys.queries import all_surveys, find_survey, newest_version_ids
from surveys.questionnaires.files import READY_FOLDER
from surveys.questionnaires.services import LoadedVersion, load_questionnaires
from surveys.sampling.services import DrawReport, draw_sample
from surveys.strategy.services import load_example

__all__ = [
    "DrawReport",
    "LoadedVersion",
    "change_plan",
    "draw_sample",
    "load_and_open",
    "load_questionnaires",
    "open_default_surveys",
]


@dataclass(frozen=True)
class Opened:
    """What loading a folder and opening its surveys did, as a sentence."""

    versions: tuple[LoadedVersion, ...]
    opened_count: int

    def __str__(self) -> str:
        new_count = sum(version.is_new for version in self.versions)
        moved_count = sum(version.moved_count for version in self.versions)
        return (
            f"{len(self.versions)} questionnaires read, {new_count} new versions; "
            f"{self.opened_count} surveys opened, {moved_count} moved to another version."
        )


def load_and_open(session: Session, folder: Path, now: datetime) -> Opened:
    """Load a folder of questionnaires and open a survey wherever one has none yet.

    Raises NoProgrammeError, QuestionnaireFileError.
    """
    require_programme(session)
    versions = load_questionnaires(session, folder, now)
    if folder == READY_FOLDER:  # whose questions name the objectives of the example
        load_example(session)
    return Opened(tuple(versions), len(open_default_surveys(session)))


def open_default_surveys(session: Session) -> list[Survey]:
    """A survey for every audience and touchpoint that has a questionnaire and no survey yet.

    Each asks the questionnaire's newest version, in confidence, everybody eligible.
    """
    versions = newest_version_ids(session)
    taken = {(survey.audience, survey.touchpoint_id) for survey in all_surveys(session)}
    opened = [
        Survey(
            audience=audience,
            touchpoint_id=touchpoint.id,
            version_id=versions[f"{audience}.{touchpoint.key}"],
            promise=Promise.CONFIDENTIAL,
            method=PlanMethod.ALL,
            share=1.0,
            is_active=True,
        )
        for touchpoint in session.scalars(sa.select(Touchpoint).order_by(Touchpoint.position))
        for audience in Audience
        if f"{audience}.{touchpoint.key}" in versions and (audience, touchpoint.id) not in taken
    ]
    session.add_all(opened)
    session.flush()
    return opened


def change_plan(
    session: Session,
    audience: Audience,
    touchpoint_key: str,
    *,
    method: PlanMethod,
    share: float,
    is_active: bool = True,
) -> Survey:
    """Change how a survey draws, from the next draw on.

    Raises UnknownSurveyError, or PlanError for a share outside 0–1.
    """
    survey = find_survey(session, audience, touchpoint_key)
    if survey is None:
        raise UnknownSurveyError(
            f"Nothing is asked of {audience} at {touchpoint_key}. "
            "See `twofold surveys`, and load a questionnaire for it first."
        )
    if not 0 < share <= 1:
        raise PlanError(f"A share of {share} cannot be drawn. Give more than 0 and at most 1.")
    survey.method = method
    survey.share = 1.0 if method is PlanMethod.ALL else share
    survey.is_active = is_active
    return survey
