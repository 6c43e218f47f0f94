"""What happens between queueing and sending, and what a revision has told."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.models import Role
from access.services import RoleGrant, change_roles, disable_user
from core.database import writing
from core.outbox.models import MailState
from metrics.letters.choices import Choices
from metrics.models import Edition, Estimate
from tests.metrics.dashboards.factory import NEWEST_FINAL, publish_edition
from tests.metrics.letters.desks import HOUSE, PostOffice, part, subject_of

SPACES = re.compile(r"\s+")


def _disable(office: PostOffice) -> None:
    with writing(office.session):
        user = office.users["ana@ribera.example"]
        disable_user(office.session, HOUSE, user, office.clock.now())


def _change_partner(office: PostOffice) -> None:
    grants = (RoleGrant(Role.CHANNEL_PARTNER, "lindner"),)
    with writing(office.session):
        user = office.users["ana@ribera.example"]
        change_roles(office.session, HOUSE, user, grants, office.clock.now())


def _stop(office: PostOffice) -> None:
    office.choose("ana@ribera.example", Choices(wants_final=False))


def _revise(office: PostOffice) -> None:
    publish_edition(office.session, NEWEST_FINAL, "final", revision=1)


def _publish_the_next(office: PostOffice) -> None:
    publish_edition(office.session, NEWEST_FINAL.shifted(1), "final")


@pytest.mark.parametrize(
    ("happens", "note"),
    [
        (_disable, "cannot sign in any more"),
        (_change_partner, "role changed"),
        (_stop, "wants no such letter"),
        (_revise, "a revision of the edition came out"),
        (_publish_the_next, "a newer edition came out"),
    ],
)
def test_what_happens_between_queueing_and_sending_stops_a_letter_and_says_why(
    office: PostOffice, published: list[Edition], happens: object, note: str
) -> None:
    office.queue(published[1])
    assert callable(happens)
    happens(office)

    office.send()

    assert "ana@ribera.example" not in str([one["To"] for one in office.received()])
    assert note in str(office.notes())


def test_a_flash_never_reaches_a_channel_partner_even_when_it_was_queued_for_one(
    office: PostOffice, published: list[Edition]
) -> None:
    office.choose("head@example.com", Choices(wants_final=True, wants_flash=True))
    office.queue(published[2])
    with writing(office.session):
        [mail] = office.mails()
        ana = office.users["ana@ribera.example"].id
        mail.reference = f"{published[2].id} {ana} channel_partner ribera"

    office.send()

    assert office.received() == []
    assert office.mails()[0].state == MailState.CANCELLED


def test_a_revision_is_told_to_those_who_were_sent_a_figure_that_it_changes(
    office: PostOffice, session: Session, published: list[Edition]
) -> None:
    office.queue(published[1])
    office.send()
    office.letterbox.received.clear()
    revision = publish_edition(session, NEWEST_FINAL, "final", revision=1)
    with writing(session):
        session.execute(
            sa.update(Estimate)
            .where(
                Estimate.edition_id == revision.id, Estimate.node_key == "ribera",
                Estimate.window == 4, Estimate.metric == "csat", Estimate.audience == "end_user",
            )
            .values(value=0.5, ci_low=0.4, ci_high=0.6)
        )  # fmt: skip
    office.queue(revision)

    report = office.send()

    [letter] = office.received()
    text = SPACES.sub(" ", part(letter, "plain"))
    assert (report.sent_count, report.cancelled_count) == (1, 2)
    assert str(letter["To"]).endswith("<ana@ribera.example>")
    assert subject_of(letter).startswith("Correction, W45")
    assert "Changed: Satisfaction, your end users: 50 [40–60]" in text
    assert "A late file of answers" not in letter.as_string() + text
    assert "changed nothing that the earlier letter said" in str(office.notes())


def test_why_an_edition_was_revised_is_told_to_the_house_alone(
    office: PostOffice, session: Session, published: list[Edition]
) -> None:
    office.queue(published[1])
    office.send()
    office.letterbox.received.clear()
    revision = publish_edition(session, NEWEST_FINAL, "final", revision=1)
    with writing(session):
        session.execute(
            sa.update(Estimate)
            .where(Estimate.edition_id == revision.id, Estimate.value.is_not(None))
            .values(value=0.5, ci_low=0.4, ci_high=0.6)
        )
    office.queue(revision)

    office.send()

    told = {
        str(letter["To"]).rpartition("<")[2]: "Reason: A late file of answers."
        in SPACES.sub(" ", part(letter, "plain"))
        for letter in office.received()
    }
    assert told == {
        "head@example.com>": True, "ana@ribera.example>": False, "jan@lindner.example>": False,
    }  # fmt: skip
