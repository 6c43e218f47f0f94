from __future__ import annotations

from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.database import writing
from surveys.errors import ContentError, DraftConflictError, NothingNewError, ReasonNeededError
from surveys.models import QuestionnaireVersion, Survey
from surveys.questionnaires.content import QuestionnaireContent
from surveys.questionnaires.files import READY_FOLDER, read_folder
from surveys.questionnaires.queries import load_content
from surveys.questionnaires.services import store_version
from surveys.services import open_default_surveys
from surveys.workshop.models import DraftStep, Publication, QuestionnaireDraft
from surveys.workshop.publishing.queries import field_of
from surveys.workshop.publishing.services import publish
from surveys.workshop.services import change_draft
from tests.factories import make_programme
from tests.surveys.workshop.factory import ADA, in_order, make_draft, with_texts

LEADING = "How great was your visit to our award-winning showroom?"
MOVED = ("satisfaction", "recommend", "repurchase", "reason", "comment")
REASON = "The client insists on these words."


def sound_content() -> QuestionnaireContent:
    """A ready-made questionnaire: the lint has nothing against it."""
    return next(
        content for content in read_folder(READY_FOLDER) if content.key == "end_user.delivery"
    )


def in_the_field(session: Session, now: datetime) -> int:
    """The ready-made questionnaire as version 1, asked by a survey; the survey's id."""
    make_programme(session, now)
    with writing(session):
        store_version(session, sound_content(), now)
        open_default_surveys(session)
    return session.scalars(sa.select(Survey.id)).one()


def test_publishing_stores_the_next_version_and_moves_the_surveys_to_it(
    session: Session, now: datetime
) -> None:
    survey_id = in_the_field(session, now)
    content = with_texts(sound_content(), {"title": "Your last delivery"})
    draft = make_draft(session, now, content)

    with writing(session):
        published = publish(session, draft.id, 1, ADA, now)

    version = session.scalars(
        sa.select(QuestionnaireVersion).where(QuestionnaireVersion.number == 2)
    ).one()
    survey = session.get(Survey, survey_id)
    assert survey is not None
    assert survey.version_id == version.id
    assert "next draw" in str(published)
    assert load_content(session, version.id) == content
    kept = session.get(Publication, version.id)
    assert kept is not None
    assert (kept.published_by, kept.reason) == ("ada@example.com", None)
    assert kept.based_on_id is not None
    assert session.scalars(sa.select(QuestionnaireDraft)).all() == []
    assert session.scalars(sa.select(DraftStep)).all() == []


def test_a_first_version_opens_a_survey_where_that_is_wanted(
    session: Session, now: datetime
) -> None:
    make_programme(session, now)
    draft = make_draft(session, now, sound_content())

    with writing(session):
        published = publish(session, draft.id, 1, ADA, now, opens_survey=True)

    survey = session.scalars(sa.select(Survey)).one()
    assert (survey.audience, survey.touchpoint.key) == ("end_user", "delivery")
    assert "A survey asks it" in str(published)


def test_what_nobody_could_answer_is_not_published(session: Session, now: datetime) -> None:
    make_programme(session, now)
    draft = make_draft(session, now, with_texts(sound_content(), {"recommend.text": ""}))

    with pytest.raises(ContentError, match="recommend"), writing(session):
        publish(session, draft.id, 1, ADA, now, reason=REASON)

    assert session.scalars(sa.select(QuestionnaireVersion)).all() == []
    assert len(session.scalars(sa.select(QuestionnaireDraft)).all()) == 1


@pytest.mark.parametrize("reason", ["", "  ", "because"])
def test_errors_of_the_lint_need_a_reason_in_words(
    session: Session, now: datetime, reason: str
) -> None:
    make_programme(session, now)
    draft = make_draft(session, now, with_texts(sound_content(), {"recommend.text": LEADING}))

    with pytest.raises(ReasonNeededError, match="error"), writing(session):
        publish(session, draft.id, 1, ADA, now, reason=reason)


def test_the_reason_and_what_was_found_stay_with_the_version(
    session: Session, now: datetime
) -> None:
    make_programme(session, now)
    draft = make_draft(session, now, with_texts(sound_content(), {"recommend.text": LEADING}))

    with writing(session):
        publish(session, draft.id, 1, ADA, now, reason=REASON)

    kept = session.scalars(sa.select(Publication)).one()
    assert kept.reason == REASON
    assert {"leading"} <= {finding["category"] for finding in kept.findings}
    assert {finding["question"] for finding in kept.findings} >= {"recommend"}


def test_a_moved_metric_needs_a_reason_as_the_page_says(session: Session, now: datetime) -> None:
    in_the_field(session, now)
    draft = make_draft(session, now, in_order(sound_content(), *MOVED))

    with pytest.raises(ReasonNeededError, match="error"), writing(session):
        publish(session, draft.id, 1, ADA, now)


def test_a_draft_is_held_against_what_is_asked_and_not_what_is_newest(
    session: Session, now: datetime
) -> None:
    in_the_field(session, now)
    asked, moved = sound_content(), in_order(sound_content(), *MOVED)
    for content, reason in ((moved, REASON), (asked, REASON)):
        draft = make_draft(session, now, content)
        with writing(session):
            publish(session, draft.id, 1, ADA, now, reason=reason)

    found = field_of(session, asked)

    assert found.newest is not None
    assert found.before is not None
    assert (found.newest.number, found.before.number) == (2, 1)
    assert found.content_before == asked


def test_the_same_words_are_not_published_twice(session: Session, now: datetime) -> None:
    in_the_field(session, now)
    draft = make_draft(session, now, sound_content())

    with pytest.raises(NothingNewError), writing(session):
        publish(session, draft.id, 1, ADA, now)


def test_an_older_version_can_go_back_into_the_field_as_itself(
    session: Session, now: datetime
) -> None:
    survey_id = in_the_field(session, now)
    with writing(session):
        store_version(session, with_texts(sound_content(), {"title": "Second"}), now)
    draft = make_draft(session, now, sound_content())

    with writing(session):
        published = publish(session, draft.id, 1, ADA, now)

    survey = session.get(Survey, survey_id)
    assert survey is not None
    assert (published.number, survey.version.number) == (1, 1)


def test_a_draft_that_changed_since_it_was_looked_at_is_not_published(
    session: Session, now: datetime
) -> None:
    make_programme(session, now)
    draft = make_draft(session, now, sound_content())
    with writing(session):
        change_draft(
            session, draft.id, lambda each: with_texts(each, {"title": "New"}), "title", ADA, now
        )

    with pytest.raises(DraftConflictError), writing(session):
        publish(session, draft.id, 1, ADA, now)
