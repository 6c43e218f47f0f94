from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from access.models import AuditEntry, Role
from core.database import writing
from surveys.questionnaires.files import READY_FOLDER, read_folder
from surveys.questionnaires.formats.own import dump, load
from surveys.questionnaires.formats.schema import questionnaire_schema
from surveys.questionnaires.services import store_version
from surveys.workshop.models import DraftStep, QuestionnaireDraft
from surveys.workshop.queries import content_of, newest_version

FIXTURES = Path(__file__).parents[1] / "questionnaires" / "formats" / "fixtures"
WARRANTY = (FIXTURES / "warranty.surveyjs.json").read_bytes()
PUMP = (FIXTURES / "pump_service_v6.lss").read_bytes()
READY = next(iter(read_folder(READY_FOLDER)))

SignIn = Callable[[Role, str | None], FlaskClient]


@pytest.fixture
def manager(client_as: SignIn) -> FlaskClient:
    return client_as(Role.PROGRAMME_MANAGER, None)


def upload(
    client: FlaskClient, data: bytes, key: str = "", name: str = "file.json"
) -> TestResponse:
    form = {"file": (io.BytesIO(data), name), "key": key}
    return client.post("/workshop/import", data=form, content_type="multipart/form-data")


def the_draft(session: Session) -> QuestionnaireDraft:
    session.rollback()
    session.expire_all()
    return session.scalars(sa.select(QuestionnaireDraft)).one()


def test_a_version_is_downloaded_as_it_was_stored(
    manager: FlaskClient, session: Session, now: datetime
) -> None:
    with writing(session):
        store_version(session, READY, now)
    version = newest_version(session, READY.key)
    assert version is not None

    answer = manager.get(f"/workshop/versions/{version.id}/questionnaire.json")

    assert load(answer.text) == READY
    assert f"{READY.key}.version-1.json" in answer.headers["Content-Disposition"]


def test_an_upload_is_shown_with_its_report_before_anything_is_kept(
    manager: FlaskClient, session: Session
) -> None:
    page = manager.get(upload(manager, WARRANTY, "end_user.claims").location).text

    assert "Signatures cannot be given" in page
    assert "Make it a draft" in page
    assert session.scalar(sa.select(sa.func.count(QuestionnaireDraft.id))) == 0


@pytest.mark.parametrize("data", [WARRANTY, PUMP], ids=["SurveyJS", "LimeSurvey"])
def test_what_is_confirmed_becomes_a_draft_and_stands_in_the_audit(
    manager: FlaskClient, session: Session, data: bytes
) -> None:
    location = upload(manager, data, "end_user.claims", "claims.lss").location

    answer = manager.post(location)

    draft = the_draft(session)
    assert answer.location.endswith(f"/workshop/{draft.id}")
    assert draft.key == "end_user.claims"
    deeds = session.scalars(sa.select(AuditEntry.deed)).all()
    assert "import questionnaire" in deeds
    assert manager.get(location).status_code == 410


def test_our_own_file_goes_out_of_a_draft_and_into_another(
    manager: FlaskClient, session: Session
) -> None:
    manager.post(upload(manager, dump(READY).encode()).location)

    answer = manager.get(f"/workshop/{the_draft(session).id}/questionnaire.json")

    assert load(answer.text).content_hash == READY.content_hash


def test_a_draft_is_replaced_only_as_it_was_seen_and_the_step_can_be_undone(
    manager: FlaskClient, session: Session
) -> None:
    manager.post(upload(manager, WARRANTY, "end_user.claims").location)
    location = upload(manager, PUMP, "end_user.claims").location

    unseen, stale = manager.post(location), manager.post(location, data={"revision": "7"})
    seen = manager.post(location, data={"revision": str(the_draft(session).revision)})

    assert (unseen.status_code, stale.status_code, seen.status_code) == (409, 409, 302)
    assert content_of(the_draft(session)).texts["en"]["title"] == "Your pump service"
    assert session.scalars(sa.select(DraftStep.deed)).all() == ["replaced by file.json"]


REFUSED = {
    "no file": (b"", "", 400, "Choose a file"),
    "broken": (b"{", "end_user.claims", 400, "not valid JSON"),
    "without a name": (WARRANTY, "", 400, "does not say whom it asks"),
    "name of nobody": (WARRANTY, "robots.claims", 400, "does not begin with an audience"),
    "hidden letters": (WARRANTY, "end_user.\0", 400, "Name the questionnaire as"),
}


@pytest.mark.parametrize(("data", "key", "status", "words"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_cannot_be_used_is_refused_on_the_form_with_what_was_typed(
    manager: FlaskClient, data: bytes, key: str, status: int, words: str
) -> None:
    answer = upload(manager, data, key, "file.json" if data else "")

    assert answer.status_code == status
    assert words in answer.text


def test_another_persons_upload_is_not_there(manager: FlaskClient, client_as: SignIn) -> None:
    location = upload(manager, WARRANTY, "end_user.claims").location

    answer = client_as(Role.ADMINISTRATOR, None).get(location)

    assert answer.status_code == 410


def test_the_schema_is_open_to_every_editor(client: FlaskClient) -> None:
    answer = client.get("/workshop/questionnaire.schema.json")

    assert json.loads(answer.text) == questionnaire_schema()


def test_executives_import_nothing(client_as: SignIn) -> None:
    assert client_as(Role.EXECUTIVE, None).get("/workshop/import").status_code == 403
