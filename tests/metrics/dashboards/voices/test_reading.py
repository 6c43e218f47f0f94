from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.models import Role
from access.visibility import Scope
from core.database import writing
from customers.models import Account
from metrics.dashboards.queries import EditionLine, read_shelf
from metrics.dashboards.voices.reading import (
    FINALS_ONLY,
    NO_FIGURE,
    VoicesBeside,
    voices_for,
    voices_of_partner,
)
from metrics.dashboards.voices.rules import VoiceCut
from metrics.models import Decision, Edition, Estimate, Level
from tests.factories import make_end_user
from tests.voices import make_voice

EXECUTIVE = Scope(Role.EXECUTIVE)
RIBERA = Scope(Role.CHANNEL_PARTNER, "ribera")
NETWORK = VoiceCut("end_user", 1)
SPAIN = VoiceCut("end_user", 1, Level.COUNTRY, "Spain")
ARAGON = VoiceCut("end_user", 4, Level.REGION, "Spain/Aragon")
AT_RIBERA = VoiceCut("end_user", 4, Level.PARTNER, "ribera")
REPAIR = VoiceCut("end_user", 1, touchpoint_key="repair_visit")


def _edition(session: Session, kind: str = "final", week: str = "2026-W45") -> EditionLine:
    return next(
        line for line in read_shelf(session, EXECUTIVE) if (line.week, line.kind) == (week, kind)
    )


def _beside(session: Session, cut: VoiceCut, scope: Scope = EXECUTIVE, **how: Any) -> VoicesBeside:
    return voices_for(session, scope, _edition(session), cut, **how)


def _texts(found: VoicesBeside) -> set[str]:
    return {voice.text for voice in found.voices}


def _set_estimates(session: Session, cut: VoiceCut, **values: Any) -> None:
    with writing(session):
        session.execute(
            sa.update(Estimate)
            .where(
                Estimate.audience == cut.audience,
                Estimate.window == cut.window,
                Estimate.level == cut.level,
                Estimate.node_key == cut.node_key,
                Estimate.touchpoint_key == cut.touchpoint_key,
            )
            .values(**values)
        )


def test_only_what_was_cleared_is_read_in_its_cleared_words(
    session: Session, now: datetime, published: list[Edition]
) -> None:
    make_voice(session, now, "Ann was kind.", shown="[…] was kind.", recommend=7)
    make_voice(session, now, "Waiting.")
    make_voice(session, now, "Set aside by a revision.", is_cleared=True, is_used=False)

    found = _beside(session, NETWORK)

    assert [(v.text, v.group, v.company) for v in found.voices] == [
        ("[…] was kind.", "recommends 7–8", "")
    ]
    assert found.sentence.replace("\N{NO-BREAK SPACE}", " ") == (
        "1 of 2 comments, week 45, 2026: all that are cleared; 1 of them not cleared."
    )


def test_few_of_many_are_drawn_within_groups_in_the_proportions_of_all(
    session: Session, now: datetime, published: list[Edition]
) -> None:
    for number in range(12):
        recommend = 2 if number % 3 else 10
        make_voice(session, now, f"Comment {number}.", is_cleared=True, recommend=recommend)

    found, again = _beside(session, NETWORK), _beside(session, NETWORK)

    assert found == again
    assert Counter(voice.group for voice in found.voices) == {
        "recommends 0–6": 2, "recommends 9–10": 1,
    }  # fmt: skip
    assert found.sentence.replace("\N{NO-BREAK SPACE}", " ") == (
        "3 of 12 comments, week 45, 2026, drawn at random within score groups in the proportions "
        "of all."
    )


def test_another_edition_draws_others(
    session: Session, now: datetime, published: list[Edition]
) -> None:
    cut = VoiceCut("end_user", 4)
    for number in range(30):
        make_voice(session, now, f"Comment {number}.", is_cleared=True, week="2026-W44")

    older = voices_for(session, EXECUTIVE, _edition(session, week="2026-W44"), cut)
    newer = _beside(session, cut)

    assert _texts(older) != _texts(newer)


@pytest.mark.parametrize(
    "values",
    [
        {"decision": Decision.HOLD},
        {"n": 9},
        {"decision": Decision.SUPPRESS, "value": None, "ci_low": None, "ci_high": None, "se": None},
    ],
    ids=["held", "nine answers", "suppressed"],
)
def test_beside_a_figure_that_is_not_shown_stands_no_comment(
    session: Session, now: datetime, published: list[Edition], values: dict[str, Any]
) -> None:
    make_voice(session, now, "Kind.", is_cleared=True)
    _set_estimates(session, NETWORK, **values)

    found = _beside(session, NETWORK)

    assert (found.voices, found.sentence) == ((), NO_FIGURE)


@pytest.mark.parametrize(
    "cut",
    [
        VoiceCut("end_user", 1, Level.COUNTRY, "Atlantis"),
        VoiceCut("end_user", 1, Level.PRODUCT_LINE, "screw"),
        VoiceCut("end_user", 1, Level.COUNTRY, "Spain", "sale"),
    ],
    ids=["no such place", "no figure of that window", "no figure of both"],
)
def test_without_a_figure_of_exactly_that_cut_stands_no_comment(
    session: Session, now: datetime, published: list[Edition], cut: VoiceCut
) -> None:
    make_voice(session, now, "Kind.", is_cleared=True, touchpoint_key="sale")

    assert _beside(session, cut).sentence == NO_FIGURE


def test_a_flash_shows_no_comment(
    session: Session, now: datetime, published: list[Edition]
) -> None:
    make_voice(session, now, "Kind.", is_cleared=True, week="2026-W46")

    found = voices_for(session, EXECUTIVE, _edition(session, "flash", "2026-W46"), NETWORK)

    assert (found.voices, found.sentence) == ((), FINALS_ONLY)


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
        read = _texts(_beside(session, cut, size=99))
        assert "In." in read, cut
        assert f"Out {number}." not in read, cut


def test_a_window_of_four_weeks_holds_the_comments_of_four_weeks(
    session: Session, now: datetime, published: list[Edition]
) -> None:
    for week in range(41, 46):
        make_voice(session, now, f"Week {week}.", is_cleared=True, week=f"2026-W{week}")

    found = _beside(session, ARAGON, size=9)

    assert _texts(found) == {"Week 42.", "Week 43.", "Week 44.", "Week 45."}


def test_anonymous_words_stand_at_the_network_where_thirty_answered(
    session: Session, now: datetime, published: list[Edition]
) -> None:
    make_voice(session, now, "Anonymous.", is_cleared=True, promise="anonymous")

    assert _texts(_beside(session, NETWORK)) == {"Anonymous."}
    _set_estimates(session, NETWORK, n=29)
    assert _texts(_beside(session, NETWORK)) == set()


def test_an_anonymous_comment_stands_at_its_touchpoint_or_in_its_country(
    session: Session, now: datetime, published: list[Edition]
) -> None:
    _set_estimates(session, REPAIR, n=300)
    for lot, text in ((2, "Even."), (3, "Odd.")):
        make_voice(session, now, text, is_cleared=True, promise="anonymous", lot=lot)

    assert _texts(_beside(session, REPAIR)) == {"Even."}
    assert _texts(_beside(session, SPAIN)) == {"Odd."}


def test_in_a_longer_window_anonymous_words_come_from_weeks_that_could_show_them_alone(
    session: Session, now: datetime, published: list[Edition]
) -> None:
    for week in ("2026-W43", "2026-W44", "2026-W45"):
        make_voice(session, now, f"{week}.", is_cleared=True, promise="anonymous", week=week)

    found = _beside(session, VoiceCut("end_user", 4))

    # Of week 43 no final is published.
    assert _texts(found) == {"2026-W44.", "2026-W45."}


@pytest.mark.parametrize("cut", [ARAGON, AT_RIBERA])
def test_anonymous_words_stand_at_no_smaller_place(
    session: Session, now: datetime, published: list[Edition], cut: VoiceCut
) -> None:
    make_voice(session, now, "Anonymous.", is_cleared=True, promise="anonymous")

    found = _beside(session, cut)

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

    house = _beside(session, AT_RIBERA)
    own = voices_of_partner(session, RIBERA, _edition(session), "ribera")

    assert {(v.text, v.company) for v in house.voices} == {
        ("Attributed.", "Acme Foods"), ("Confidential.", ""),
    }  # fmt: skip
    assert {(v.text, v.company) for v in own.voices} == {
        ("Attributed.", ""), ("Confidential.", ""),
    }  # fmt: skip


def test_an_answer_for_a_partner_carries_the_partners_name_where_that_was_announced(
    session: Session, now: datetime, published: list[Edition]
) -> None:
    make_voice(
        session, now, "We.", is_cleared=True, audience="channel_partner", promise="attributed"
    )

    found = _beside(session, VoiceCut("channel_partner", 1))

    assert [voice.company for voice in found.voices] == ["Ribera Aire"]


def test_a_partner_reads_what_its_end_users_wrote_and_nothing_else(
    session: Session, now: datetime, published: list[Edition]
) -> None:
    make_voice(session, now, "Mine.", is_cleared=True)
    make_voice(session, now, "Anonymous.", is_cleared=True, promise="anonymous")
    make_voice(session, now, "My own people.", is_cleared=True, audience="channel_partner")
    make_voice(session, now, "Another's.", is_cleared=True, partner_key="odra")
    make_voice(session, now, "Of nobody alone.", is_cleared=True, partner_key="")
    make_voice(session, now, "Waiting.")

    found = voices_of_partner(session, RIBERA, _edition(session), "ribera")

    assert _texts(found) == {"Mine."}


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

    found = [_beside(session, cut, RIBERA) for cut in NOT_A_PARTNERS]

    assert [(one.voices, one.sentence) for one in found] == [((), NO_FIGURE)] * len(found)


def test_a_partner_whose_own_figure_is_not_shown_reads_no_comment(
    session: Session, now: datetime, published: list[Edition]
) -> None:
    make_voice(session, now, "Mine.", is_cleared=True)
    _set_estimates(session, AT_RIBERA, n=9)

    found = voices_of_partner(session, RIBERA, _edition(session), "ribera")

    assert (found.voices, found.sentence) == ((), NO_FIGURE)


def test_within_a_period_a_partner_reads_the_same_comments_every_week(
    session: Session, now: datetime, published: list[Edition]
) -> None:
    with writing(session):
        session.execute(sa.update(Edition).where(Edition.kind == "flash").values(kind="final"))
    make_voice(session, now, "Of the period.", is_cleared=True, week="2026-W42")
    make_voice(session, now, "Of the next.", is_cleared=True, week="2026-W46")

    of_45 = voices_of_partner(session, RIBERA, _edition(session), "ribera")
    of_46 = voices_of_partner(session, RIBERA, _edition(session, week="2026-W46"), "ribera")

    assert of_45 == of_46
    assert _texts(of_46) == {"Of the period."}


def test_before_the_first_period_is_over_a_partner_reads_why_there_is_none(
    session: Session, now: datetime, published: list[Edition]
) -> None:
    make_voice(session, now, "Early.", is_cleared=True, week="2026-W44")

    found = voices_of_partner(session, RIBERA, _edition(session, week="2026-W44"), "ribera")

    assert (found.voices, found.sentence) == ((), NO_FIGURE)


def test_where_nobody_wrote_or_nothing_is_cleared_the_sentence_says_so(
    session: Session, now: datetime, published: list[Edition]
) -> None:
    nobody = _beside(session, NETWORK).sentence
    make_voice(session, now, "Waiting.")

    assert nobody == "No comment was written with these answers, week 45, 2026."
    assert _beside(session, NETWORK).sentence.endswith("comment, week 45, 2026; none is cleared.")
