from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.database import writing
from customers.models import Account
from metrics.dashboards.voices.reading import (
    NO_FIGURE,
    voices_of_partner,
)
from metrics.dashboards.voices.rules import VoiceCut
from metrics.models import Edition, Level
from tests.factories import make_end_user
from tests.metrics.dashboards.voices.looking import (
    ARAGON,
    AT_RIBERA,
    NETWORK,
    REPAIR,
    RIBERA,
    SPAIN,
    edition_of,
    read_beside,
    set_estimates,
    texts_of,
)
from tests.voices import make_voice

OUTSIDE = (
    (NETWORK, {"audience": "channel_partner"}),
    (NETWORK, {"week": "2026-W44"}),
    (REPAIR, {"touchpoint_key": "sale"}),
    (SPAIN, {"country_key": "Poland"}),
    (ARAGON, {"region_key": "Spain/Catalonia"}),
    (ARAGON, {"week": "2026-W41"}),
    (AT_RIBERA, {"partner_key": "odra"}),
    (VoiceCut("end_user", 4, Level.PRODUCT_LINE, "screw"), {"product_line_key": "piston"}),
)


def test_comments_of_other_cuts_stay_out(
    session: Session, now: datetime, published: list[Edition]
) -> None:
    make_voice(session, now, "In.", is_cleared=True)
    for number, (_, changes) in enumerate(OUTSIDE):
        facts: dict[str, Any] = dict(changes)
        make_voice(session, now, f"Out {number}.", is_cleared=True, **facts)

    for number, (cut, _) in enumerate(OUTSIDE):
        read = texts_of(read_beside(session, cut, size=99))
        assert "In." in read, cut
        assert f"Out {number}." not in read, cut


@pytest.mark.parametrize("cut", [ARAGON, AT_RIBERA])
def test_anonymous_words_stand_at_no_smaller_place(
    session: Session, now: datetime, published: list[Edition], cut: VoiceCut
) -> None:
    make_voice(session, now, "Anonymous.", is_cleared=True, promise="anonymous")

    found = read_beside(session, cut)

    assert found.voices == ()
    assert "No comment" in found.sentence


def test_attributed_words_carry_the_company_in_the_house_and_nowhere_else(
    session: Session, now: datetime, published: list[Edition]
) -> None:
    user = make_end_user(session, now, "u1")
    with writing(session):
        user.account = Account(key="acme", name="Acme Foods")
    kept = {"is_cleared": True, "end_user_id": user.id}
    make_voice(session, now, "Attributed.", promise="attributed", **kept)  # type: ignore[arg-type]
    make_voice(session, now, "Confidential.", **kept)  # type: ignore[arg-type]

    house = read_beside(session, AT_RIBERA)
    own = voices_of_partner(session, RIBERA, edition_of(session), "ribera")

    assert {(v.text, v.company) for v in house.voices} == {
        ("Attributed.", "Acme Foods"), ("Confidential.", ""),
    }  # fmt: skip
    assert {(v.text, v.company) for v in own.voices} == {
        ("Attributed.", ""), ("Confidential.", ""),
    }  # fmt: skip


def test_a_partner_reads_what_its_end_users_wrote_and_nothing_else(
    session: Session, now: datetime, published: list[Edition]
) -> None:
    make_voice(session, now, "Mine.", is_cleared=True)
    make_voice(session, now, "Anonymous.", is_cleared=True, promise="anonymous")
    make_voice(session, now, "My own people.", is_cleared=True, audience="channel_partner")
    make_voice(session, now, "Another's.", is_cleared=True, partner_key="odra")
    make_voice(session, now, "Of nobody alone.", is_cleared=True, partner_key="")
    make_voice(session, now, "Waiting.")

    found = voices_of_partner(session, RIBERA, edition_of(session), "ribera")

    assert texts_of(found) == {"Mine."}


NOT_A_PARTNERS = (
    NETWORK, REPAIR, SPAIN, ARAGON,
    VoiceCut("end_user", 4, Level.PARTNER, "odra"),
    VoiceCut("channel_partner", 4, Level.PARTNER, "ribera"),
    VoiceCut("end_user", 13, Level.PARTNER, "ribera", "repair_visit"),
)  # fmt: skip


def test_whatever_else_a_partners_scope_asks_for_answers_like_what_is_not_there(
    session: Session, now: datetime, published: list[Edition]
) -> None:
    make_voice(session, now, "Mine.", is_cleared=True)
    make_voice(session, now, "Another's.", is_cleared=True, partner_key="odra")
    make_voice(session, now, "Ours.", is_cleared=True, audience="channel_partner")

    found = [read_beside(session, cut, RIBERA) for cut in NOT_A_PARTNERS]

    assert [(one.voices, one.sentence) for one in found] == [((), NO_FIGURE)] * len(found)


def test_a_partner_whose_own_figure_is_not_shown_reads_no_comment(
    session: Session, now: datetime, published: list[Edition]
) -> None:
    make_voice(session, now, "Mine.", is_cleared=True)
    set_estimates(session, AT_RIBERA, n=9)

    found = voices_of_partner(session, RIBERA, edition_of(session), "ribera")

    assert (found.voices, found.sentence) == ((), NO_FIGURE)


def test_within_a_period_a_partner_reads_the_same_comments_every_week(
    session: Session, now: datetime, published: list[Edition]
) -> None:
    with writing(session):
        session.execute(sa.update(Edition).where(Edition.kind == "flash").values(kind="final"))
    make_voice(session, now, "Of the period.", is_cleared=True, week="2026-W42")
    make_voice(session, now, "Of the next.", is_cleared=True, week="2026-W46")

    of_45 = voices_of_partner(session, RIBERA, edition_of(session), "ribera")
    of_46 = voices_of_partner(session, RIBERA, edition_of(session, week="2026-W46"), "ribera")

    assert of_45 == of_46
    assert texts_of(of_46) == {"Of the period."}


def test_before_the_first_period_is_over_a_partner_reads_why_there_is_none(
    session: Session, now: datetime, published: list[Edition]
) -> None:
    make_voice(session, now, "Early.", is_cleared=True, week="2026-W44")

    found = voices_of_partner(session, RIBERA, edition_of(session, week="2026-W44"), "ribera")

    assert (found.voices, found.sentence) == ((), NO_FIGURE)
