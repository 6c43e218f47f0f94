from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from access.services import disable_user
from core.database import writing
from metrics.letters.choices import Choices
from metrics.letters.references import LetterReference
from metrics.models import Edition
from tests.metrics.dashboards.factory import NEWEST_FINAL, publish_edition
from tests.metrics.letters.desks import HOUSE, PostOffice


def _readers(office: PostOffice) -> list[str]:
    by_id = {user.id: email for email, user in office.users.items()}
    return [by_id[LetterReference.parse(mail.reference).user_id] for mail in office.mails()]


def test_a_final_goes_to_executives_and_channel_partners_unless_they_choose_otherwise(
    office: PostOffice, published: list[Edition]
) -> None:
    office.queue(published[1])

    assert _readers(office) == ["head@example.com", "ana@ribera.example", "jan@lindner.example"]


def test_a_flash_goes_to_those_of_the_house_who_want_it_and_to_no_channel_partner(
    office: PostOffice, published: list[Edition]
) -> None:
    everything = Choices(wants_final=True, wants_flash=True, wants_pdf=True)
    office.choose("manager@example.com", everything)
    office.choose("ana@ribera.example", everything)

    office.queue(published[2])

    assert _readers(office) == ["manager@example.com"]


def test_an_edition_has_its_letters_queued_once(
    office: PostOffice, published: list[Edition]
) -> None:
    office.queue(published[1])

    with pytest.raises(IntegrityError):
        office.queue(published[1])

    assert len(office.mails()) == 3


def test_history_brought_in_later_has_no_letters(
    office: PostOffice, session: Session, published: list[Edition]
) -> None:
    with writing(session):
        published[1].is_backfilled = True

    assert office.queue(published[1]) == 0
    assert office.mails() == []


def test_a_flash_that_is_revised_has_no_letters_and_a_final_that_is_revised_has(
    office: PostOffice, session: Session, published: list[Edition]
) -> None:
    office.choose("head@example.com", Choices(wants_final=True, wants_flash=True))
    flash = publish_edition(session, NEWEST_FINAL.shifted(1), "flash", revision=1)
    final = publish_edition(session, NEWEST_FINAL, "final", revision=1)

    assert (office.queue(flash), office.queue(final)) == (0, 3)


def test_nobody_who_may_not_sign_in_or_cannot_be_written_to_is_queued_for(
    office: PostOffice, session: Session, published: list[Edition]
) -> None:
    with writing(session):
        disable_user(session, HOUSE, office.users["jan@lindner.example"], office.clock.now())
        office.users["ana@ribera.example"].email = "ana@ribera..example"

    office.queue(published[1])

    assert _readers(office) == ["head@example.com"]


def test_a_reference_names_edition_person_and_role_whatever_stands_in_a_partners_key() -> None:
    house = LetterReference(4, 7, HOUSE.role)
    partner = LetterReference.parse("4 7 channel_partner aire de levante")

    assert LetterReference.parse(str(house)) == house
    assert partner.partner_key == "aire de levante"
    assert LetterReference.parse(str(partner)) == partner
