from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from core.config import Settings
from core.database import writing
from core.keys import KeyRing
from core.outbox.kinds import Cancellation, Desk, MailOutcome
from core.outbox.letters import Letter
from customers.models import Contact, Touchpoint
from surveys.invitations.mail import CHECKS, render_invitation, store_invitation_outcome
from surveys.invitations.wording import spoken_languages, wording_of
from surveys.links import invitation_path, unsubscribe_path
from surveys.models import Invitation, QuestionnaireText
from surveys.queries import newest_version_ids
from surveys.questionnaires import READY_FOLDER
from surveys.services import load_and_open
from tests.factories import (
    make_end_user,
    make_invitation,
    make_partner,
    make_programme,
    make_transaction,
)


@pytest.fixture
def desk(app: Flask, settings: Settings, keys: KeyRing) -> Desk:
    return Desk(settings, keys, app.jinja_env)


@pytest.fixture
def invitation(session: Session, now: datetime) -> Invitation:
    """An open invitation, in German, of Petra Groß about a delivery by Nordhaus."""
    make_programme(session, now, name="Alder & Voss")
    with writing(session):
        load_and_open(session, READY_FOLDER, now)
    make_partner(session, now, "nordhaus", name="Nordhaus")
    end_user = make_end_user(session, now, "u1", name="Petra Groß", email="petra@user.example")
    transaction = make_transaction(session, now, "t1", partner_key="nordhaus", end_user_key="u1")
    version_id = newest_version_ids(session)["end_user.delivery"]
    return make_invitation(session, now, transaction, end_user, version_id, language="de")


def _render(session: Session, invitation: Invitation, now: datetime, desk: Desk) -> Letter:
    letter = render_invitation(session, str(invitation.id), now, desk)
    assert isinstance(letter, Letter)
    return letter


def test_a_letter_says_who_asks_about_what_in_the_persons_language(
    session: Session, invitation: Invitation, now: datetime, desk: Desk
) -> None:
    letter = _render(session, invitation, now, desk)

    assert letter.language == "de"
    assert letter.subject == "Wie war Ihre Lieferung? – Alder & Voss"
    assert "Guten Tag Petra Groß," in letter.text
    assert "es geht um den 11. November bei Nordhaus." in letter.text
    assert "gilt bis zum 22. November." in letter.text
    assert "vertraulich" in letter.text


def test_a_letter_speaks_the_persons_language_around_a_questionnaire_that_does_not(
    session: Session, invitation: Invitation, now: datetime, desk: Desk
) -> None:
    with writing(session):
        session.execute(sa.delete(QuestionnaireText).where(QuestionnaireText.language == "ar"))
        session.get_one(Invitation, invitation.id).language = "ar"

    letter = _render(session, invitation, now, desk)

    assert letter.language == "ar"
    assert '<html lang="ar" dir="rtl">' in letter.html
    assert '<h1 lang="en" dir="ltr">How was your delivery?</h1>' in letter.html
    assert "بشأن يوم 11 نوفمبر لدى \u2068Nordhaus\u2069." in letter.text


@pytest.mark.parametrize(
    ("language", "subject", "intro"),
    [
        ("en", "Lieferung from Nordhaus to Alder & Voss –", "Of 11 November, about your product."),
        ("de", "Nordhaus, Lieferung –", "Am 11. November, Ihr Produkt."),
    ],
)
def test_every_placeholder_of_title_and_intro_is_filled(
    session: Session,
    invitation: Invitation,
    now: datetime,
    desk: Desk,
    language: str,
    subject: str,
    intro: str,
) -> None:
    texts = {
        ("en", "title"): "{touchpoint} from {partner} to {programme}",
        ("en", "intro"): "Of {date}, about {product_line}.",
        ("de", "title"): "{partner}, {touchpoint}",
        ("de", "intro"): "Am {date}, {product_line}.",
    }
    with writing(session):
        session.get_one(Invitation, invitation.id).language = language
        session.execute(sa.update(Touchpoint).values(name="Lieferung"))
        for (written_in, key), text in texts.items():
            session.execute(
                sa.update(QuestionnaireText)
                .where(QuestionnaireText.language == written_in, QuestionnaireText.text_key == key)
                .values(text=text)
            )

    letter = _render(session, invitation, now, desk)

    assert letter.subject.startswith(subject)
    assert intro in letter.text


def test_a_letter_in_one_language_marks_no_part_of_itself(
    session: Session, invitation: Invitation, now: datetime, desk: Desk
) -> None:
    html = _render(session, invitation, now, desk).html

    assert html.count(" lang=") == 1


@pytest.mark.parametrize("language", spoken_languages())
def test_a_letter_is_whole_in_every_language(
    session: Session, invitation: Invitation, now: datetime, desk: Desk, language: str
) -> None:
    with writing(session):
        session.get_one(Invitation, invitation.id).language = language

    letter = _render(session, invitation, now, desk)

    assert letter.language == language
    assert "{" not in letter.subject + letter.text
    assert wording_of(language).mail.button in letter.text


def test_text_and_html_carry_the_same_two_links(
    session: Session, invitation: Invitation, now: datetime, desk: Desk
) -> None:
    letter = _render(session, invitation, now, desk)

    for path in (
        invitation_path(desk.keys, invitation.id),
        unsubscribe_path(desk.keys, invitation.id),
    ):
        assert f"{desk.settings.base_url}{path}" in letter.text
        assert f'href="{desk.settings.base_url}{path}"' in letter.html


def test_mail_programs_can_unsubscribe_in_one_click(
    session: Session, invitation: Invitation, now: datetime, desk: Desk
) -> None:
    headers = dict(_render(session, invitation, now, desk).headers)

    url = desk.settings.base_url + unsubscribe_path(desk.keys, invitation.id)
    assert headers["List-Unsubscribe"] == f"<{url}>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_names_cannot_bring_markup_into_the_letter(
    session: Session, invitation: Invitation, now: datetime, desk: Desk
) -> None:
    with writing(session):
        contact = session.get_one(Contact, invitation.contact_id)
        contact.name = "<img src=x>\r\nBcc: all@example.com"

    letter = _render(session, invitation, now, desk)

    assert "<img" not in letter.html
    assert "&lt;img src=x&gt; Bcc: all@example.com" in letter.html


def test_a_person_without_a_name_is_greeted_without_one(
    session: Session, invitation: Invitation, now: datetime, desk: Desk
) -> None:
    with writing(session):
        session.get_one(Contact, invitation.contact_id).name = None

    assert _render(session, invitation, now, desk).text.startswith("Guten Tag,\n")


def _opt_out(session: Session, invitation: Invitation, now: datetime) -> None:
    session.get_one(Contact, invitation.contact_id).opted_out_at = now


def _revoke(session: Session, invitation: Invitation, now: datetime) -> None:
    session.get_one(Invitation, invitation.id).revoked_at = now


def _expire(session: Session, invitation: Invitation, now: datetime) -> None:
    session.get_one(Invitation, invitation.id).expires_at = now


def _lose_address(session: Session, invitation: Invitation, now: datetime) -> None:
    session.get_one(Contact, invitation.contact_id).email = None


Change = Callable[[Session, Invitation, datetime], None]


@pytest.mark.parametrize(
    ("change", "note", "refused", "undeliverable"),
    [
        pytest.param(_opt_out, CHECKS[0][0], True, False, id="opted out between"),
        pytest.param(_revoke, CHECKS[1][0], False, False, id="revoked between"),
        pytest.param(_expire, CHECKS[2][0], False, True, id="expired between"),
        pytest.param(_lose_address, CHECKS[3][0], False, True, id="address gone"),
    ],
)
def test_a_mail_is_checked_again_when_it_is_sent(
    session: Session,
    invitation: Invitation,
    now: datetime,
    desk: Desk,
    change: Change,
    note: str,
    refused: bool,
    undeliverable: bool,
) -> None:
    with writing(session):
        change(session, invitation, now)

    outcome = render_invitation(session, str(invitation.id), now, desk)
    with writing(session):
        store_invitation_outcome(session, str(invitation.id), MailOutcome.CANCELLED, now)

    stored = session.get_one(Invitation, invitation.id)
    assert outcome == Cancellation(note)
    assert (stored.refused_at is not None) == refused
    assert (stored.undeliverable_at is not None) == undeliverable
    assert stored.sent_at is None


def test_what_became_of_the_mail_is_kept_with_the_invitation(
    session: Session, invitation: Invitation, now: datetime
) -> None:
    with writing(session):
        store_invitation_outcome(session, str(invitation.id), MailOutcome.SENT, now)
    later = now + timedelta(hours=1)
    with writing(session):
        store_invitation_outcome(session, str(invitation.id), MailOutcome.UNDELIVERABLE, later)

    stored = session.get_one(Invitation, invitation.id)
    assert (stored.sent_at, stored.undeliverable_at) == (now, later)


def test_mail_about_an_invitation_that_is_gone_is_not_sent(
    session: Session, now: datetime, desk: Desk
) -> None:
    outcome = render_invitation(session, "4711", now, desk)

    assert isinstance(outcome, Cancellation)


def test_an_english_letter_names_the_day_before_the_month(
    session: Session, invitation: Invitation, now: datetime, desk: Desk
) -> None:
    with writing(session):
        session.get_one(Invitation, invitation.id).language = "en"

    letter = _render(session, invitation, now, desk)

    assert "hear from you about 11 November, with Nordhaus." in letter.text
