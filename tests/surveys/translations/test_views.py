from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from html import unescape

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import Role
from access.visibility import command_line_scope
from core.database import writing
from surveys.questionnaires.services import store_version
from surveys.translations.files import FileFormat
from surveys.translations.services import mark_of
from surveys.translations.strings import strings_of
from surveys.workshop.models import DraftStep, QuestionnaireDraft
from surveys.workshop.queries import content_of, require_draft
from surveys.workshop.services import change_draft, create_draft
from tests.surveys.translations.factory import ENGLISH, GERMAN, content


@pytest.fixture
def manager(client_as: Callable[[Role, str | None], FlaskClient]) -> FlaskClient:
    return client_as(Role.PROGRAMME_MANAGER, None)


@pytest.fixture
def draft(session: Session, now: datetime) -> QuestionnaireDraft:
    """German was made for an older English title in the first version."""
    with writing(session):
        store_version(session, content({**ENGLISH, "title": "Your order"}, GERMAN), now)
        return create_draft(session, content(german=GERMAN), command_line_scope(), now)


def german(session: Session, draft: QuestionnaireDraft) -> dict[str, str]:
    session.rollback()
    session.expire_all()
    return dict(content_of(require_draft(session, draft.id)).texts.get("de", {}))


def sent(draft: QuestionnaireDraft, **targets: str) -> dict[str, str]:
    """The form as the page gives it, with these translations typed by key."""
    marks = {each.key: mark_of(each) for each in strings_of(content_of(draft), "de")}
    typed = {name.replace("__", "."): target for name, target in targets.items()}
    return {f"text:{key}": target for key, target in typed.items()} | {
        f"seen:{key}": marks.get(key, "") for key in typed
    }


def test_the_languages_page_counts_what_is_there_missing_and_outdated(
    manager: FlaskClient, draft: QuestionnaireDraft
) -> None:
    page = manager.get(f"/workshop/{draft.id}/translations").text

    assert "Deutsch" in page
    assert "100 %" in page
    assert '<td class="r">0</td><td class="r">1</td>' in page


def test_source_and_translation_stand_side_by_side_each_in_its_language(
    manager: FlaskClient, draft: QuestionnaireDraft
) -> None:
    page = manager.get(f"/workshop/{draft.id}/translations/ar").text

    assert 'lang="en" dir="ltr">Your delivery</p>' in page
    assert 'lang="ar" dir="rtl"' in page
    assert page.count("missing: English is shown instead") == 5


def test_the_outdated_ones_are_found_alone(manager: FlaskClient, draft: QuestionnaireDraft) -> None:
    page = manager.get(f"/workshop/{draft.id}/translations/de?show=outdated").text

    assert page.count("<textarea") == 1
    assert "outdated: the English text was changed since" in page


def test_what_is_typed_is_saved_as_one_step(
    manager: FlaskClient, session: Session, draft: QuestionnaireDraft
) -> None:
    form = sent(draft, title=" Ihre letzte  Lieferung ", intro=GERMAN["intro"])

    answer = manager.post(f"/workshop/{draft.id}/translations/de", data=form)

    assert answer.status_code == 302
    assert german(session, draft)["title"] == "Ihre letzte Lieferung"
    assert session.scalars(sa.select(DraftStep.deed)).all() == ["translation into Deutsch"]
    page = manager.get(f"/workshop/{draft.id}/translations/de?show=outdated").text
    assert "Nothing of this kind" in page


def test_with_one_problem_nothing_is_kept_and_everything_typed_stands_again(
    manager: FlaskClient, session: Session, draft: QuestionnaireDraft
) -> None:
    form = sent(draft, title="Lieferung neu", intro="Ohne Platzhalter")

    answer = manager.post(f"/workshop/{draft.id}/translations/de", data=form)

    assert answer.status_code == 400
    assert "It lost {programme}" in answer.text
    assert "Lieferung neu" in answer.text
    assert "Ohne Platzhalter" in answer.text
    assert german(session, draft) == GERMAN


def test_two_people_in_two_texts_do_not_disturb_each_other(
    manager: FlaskClient, session: Session, draft: QuestionnaireDraft
) -> None:
    first, second = sent(draft, title="Lieferung"), sent(draft, reason__text="Was zählte?")

    manager.post(f"/workshop/{draft.id}/translations/de", data=first)
    manager.post(f"/workshop/{draft.id}/translations/de", data=second)

    kept = german(session, draft)
    assert (kept["title"], kept["reason.text"]) == ("Lieferung", "Was zählte?")


def test_the_same_text_changed_meanwhile_is_a_conflict_that_keeps_both(
    manager: FlaskClient, session: Session, draft: QuestionnaireDraft
) -> None:
    theirs, mine = sent(draft, title="Theirs"), sent(draft, title="Mine", reason__text="Was?")
    manager.post(f"/workshop/{draft.id}/translations/de", data=theirs)

    answer = manager.post(f"/workshop/{draft.id}/translations/de", data=mine)

    assert answer.status_code == 409
    assert "the translation is “Theirs” now" in unescape(answer.text)
    assert "Mine" in answer.text
    assert german(session, draft)["title"] == "Theirs"
    assert german(session, draft)["reason.text"] == GERMAN["reason.text"]


@pytest.mark.parametrize("file_format", FileFormat)
def test_a_file_goes_out_and_comes_back_with_what_it_would_change_shown_first(
    manager: FlaskClient, session: Session, draft: QuestionnaireDraft, file_format: FileFormat
) -> None:
    path = f"/workshop/{draft.id}/translations/de"
    data = manager.get(f"{path}/download/{file_format}").data
    changed = data.replace(b"Preis", b"Der Preis").replace("für {programme}".encode(), b"")
    form = {"file": (io.BytesIO(changed), "back")}

    location = manager.post(f"{path}/import", data=form).location
    page = manager.get(location).text
    before = german(session, draft)
    taken = manager.post(location)

    assert "Take 1 translation, leave out 1" in page
    assert "It lost {programme}" in page
    assert before == GERMAN
    assert taken.status_code == 302
    assert german(session, draft) == {**GERMAN, "reason.option.price": "Der Preis"}


def test_a_file_made_for_an_older_english_is_not_taken(
    manager: FlaskClient, session: Session, draft: QuestionnaireDraft, now: datetime
) -> None:
    path = f"/workshop/{draft.id}/translations/fr"
    data = manager.get(f"{path}/download/csv").data.replace(
        b'answer price",Price,', b'answer price",Price,Prix'
    )
    with writing(session):
        english = {**ENGLISH, "reason.option.price": "The price"}
        change_draft(
            session,
            draft.id,
            lambda _before: content(english, GERMAN),
            "price said otherwise",
            command_line_scope(),
            now,
        )

    location = manager.post(f"{path}/import", data={"file": (io.BytesIO(data), "fr.csv")}).location
    page = unescape(manager.get(location).text)

    assert "The English is now “The price”, it was “Price”" in page
    assert "There is nothing to take from it" in page


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"<xliff", b"a,b\n1,2\n"])
def test_a_file_that_cannot_be_read_is_refused_in_words(
    manager: FlaskClient, draft: QuestionnaireDraft, data: bytes
) -> None:
    path = f"/workshop/{draft.id}/translations/de"
    form = {"file": (io.BytesIO(data), "x.csv")}

    answer = manager.post(f"{path}/import", data=form, follow_redirects=True)

    assert answer.status_code == 200
    assert 'role="' in answer.text


@pytest.mark.parametrize("code", ["en", "English", "..", "x" * 30, "de_AT"])
def test_what_is_no_language_to_translate_into_has_no_page(
    manager: FlaskClient, draft: QuestionnaireDraft, code: str
) -> None:
    assert manager.get(f"/workshop/{draft.id}/translations/{code}").status_code == 404


def test_a_language_is_added_by_its_code(manager: FlaskClient, draft: QuestionnaireDraft) -> None:
    path = f"/workshop/{draft.id}/translations/add"

    added = manager.get(f"{path}?language=pt-BR")
    refused = manager.get(f"{path}?language=Klingon!")

    assert added.location.endswith("/translations/pt-br")
    assert refused.status_code == 400
    assert "klingon!" in refused.text


def test_a_draft_that_is_gone_has_no_translations(manager: FlaskClient) -> None:
    assert manager.get("/workshop/99/translations").status_code == 404
    assert manager.get("/workshop/99/translations/de/download/csv").status_code == 404
    assert manager.post("/workshop/99/translations/de").status_code == 404
