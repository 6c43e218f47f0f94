from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from metrics.dashboards.voices.reading import (
    FINALS_ONLY,
    NO_FIGURE,
    voices_for,
)
from metrics.dashboards.voices.rules import VoiceCut
from metrics.models import Decision, Edition, Level
from tests.metrics.dashboards.voices.looking import (
    ARAGON,
    EXECUTIVE,
    NETWORK,
    REPAIR,
    SPAIN,
    edition_of,
    read_beside,
    set_estimates,
    texts_of,
)
from tests.voices import make_voice


def test_only_what_was_cleared_is_read_in_its_cleared_words(
    session: Session, now: datetime, published: list[Edition]
) -> None:
    make_voice(session, now, "Ann was kind.", shown="[…] was kind.", recommend=7)
    make_voice(session, now, "Waiting.")
    make_voice(session, now, "Set aside by a revision.", is_cleared=True, is_used=False)

    found = read_beside(session, NETWORK)

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

    found, again = read_beside(session, NETWORK), read_beside(session, NETWORK)

    assert found == again
    assert Counter(voice.group for voice in found.voices) == {
        "recommends 0–6": 2, "recommends 9–10": 1,
    }  # fmt: skip
    assert found.sentence.replace("\N{NO-BREAK SPACE}", " ") == (
        "3 of 12 comments, week 45, 2026, drawn at random, one at least of each score group that "
        "has any cleared."
    )


def test_another_edition_draws_others(
    session: Session, now: datetime, published: list[Edition]
) -> None:
    cut = VoiceCut("end_user", 4)
    for number in range(30):
        make_voice(session, now, f"Comment {number}.", is_cleared=True, week="2026-W44")

    older = voices_for(session, EXECUTIVE, edition_of(session, week="2026-W44"), cut)
    newer = read_beside(session, cut)

    assert texts_of(older) != texts_of(newer)


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
    set_estimates(session, NETWORK, **values)

    found = read_beside(session, NETWORK)

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

    assert read_beside(session, cut).sentence == NO_FIGURE


def test_a_flash_shows_no_comment(
    session: Session, now: datetime, published: list[Edition]
) -> None:
    make_voice(session, now, "Kind.", is_cleared=True, week="2026-W46")

    found = voices_for(session, EXECUTIVE, edition_of(session, "flash", "2026-W46"), NETWORK)

    assert (found.voices, found.sentence) == ((), FINALS_ONLY)


def test_a_window_of_four_weeks_holds_the_comments_of_four_weeks(
    session: Session, now: datetime, published: list[Edition]
) -> None:
    for week in range(41, 46):
        make_voice(session, now, f"Week {week}.", is_cleared=True, week=f"2026-W{week}")

    found = read_beside(session, ARAGON, size=9)

    assert texts_of(found) == {"Week 42.", "Week 43.", "Week 44.", "Week 45."}


def test_anonymous_words_stand_at_the_network_where_thirty_answered(
    session: Session, now: datetime, published: list[Edition]
) -> None:
    make_voice(session, now, "Anonymous.", is_cleared=True, promise="anonymous")

    assert texts_of(read_beside(session, NETWORK)) == {"Anonymous."}
    set_estimates(session, NETWORK, n=29)
    assert texts_of(read_beside(session, NETWORK)) == set()


def test_an_anonymous_comment_stands_at_its_touchpoint_or_in_its_country(
    session: Session, now: datetime, published: list[Edition]
) -> None:
    set_estimates(session, REPAIR, n=300)
    for lot, text in ((2, "Even."), (3, "Odd.")):
        make_voice(session, now, text, is_cleared=True, promise="anonymous", lot=lot)

    assert texts_of(read_beside(session, REPAIR)) == {"Even."}
    assert texts_of(read_beside(session, SPAIN)) == {"Odd."}


def test_in_a_longer_window_anonymous_words_come_from_weeks_that_could_show_them_alone(
    session: Session, now: datetime, published: list[Edition]
) -> None:
    for week in ("2026-W43", "2026-W44", "2026-W45"):
        make_voice(session, now, f"{week}.", is_cleared=True, promise="anonymous", week=week)

    found = read_beside(session, VoiceCut("end_user", 4))

    # Of week 43 no final is published.
    assert texts_of(found) == {"2026-W44.", "2026-W45."}


def test_an_answer_for_a_partner_carries_the_partners_name_where_that_was_announced(
    session: Session, now: datetime, published: list[Edition]
) -> None:
    make_voice(
        session, now, "We.", is_cleared=True, audience="channel_partner", promise="attributed"
    )

    found = read_beside(session, VoiceCut("channel_partner", 1))

    assert [voice.company for voice in found.voices] == ["Ribera Aire"]


def test_where_nobody_wrote_or_nothing_is_cleared_the_sentence_says_so(
    session: Session, now: datetime, published: list[Edition]
) -> None:
    nobody = read_beside(session, NETWORK).sentence
    make_voice(session, now, "Waiting.")

    assert nobody == "No comment was written with these answers, week 45, 2026."
    assert read_beside(session, NETWORK).sentence.endswith(
        "comment, week 45, 2026; none is cleared."
    )
