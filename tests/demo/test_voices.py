from __future__ import annotations

from collections import Counter
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.models import Role
from core.clock import Week
from core.database import writing
from demo.simulator.comments import COMMENTS
from demo.voices import MANAGER, clear_some
from feedback.voices.models import Voice
from tests.factories import make_programme, make_user
from tests.voices import make_voice

LONG = 60  # from here on a check takes a comment that several people give for copied


def test_the_manager_clears_most_comments_of_a_week_without_what_looks_like_a_persons_data(
    session: Session, now: datetime
) -> None:
    make_programme(session, now)
    make_user(session, now, Role.PROGRAMME_MANAGER, email=MANAGER)
    for lot in range(1, 21):
        make_voice(session, now, "Mr Hale was kind.", lot=lot)
    make_voice(session, now, "Another week.", lot=2, week="2026-W44")

    with writing(session):
        decided = clear_some(session, Week(2026, 45), now)
        again = clear_some(session, Week(2026, 45), now)

    found = session.scalars(sa.select(Voice).where(Voice.week == "2026-W45")).all()
    states = Counter(voice.state for voice in found)
    assert (decided, again) == (18, 0)
    assert states == {"cleared": 16, "not_shown": 2, "waiting": 2}
    assert {voice.shown_text for voice in found} == {"[…] was kind.", None}


def test_comments_have_variants_and_only_the_long_ones_are_given_word_for_word() -> None:
    things = [thing for moods in COMMENTS.values() for said in moods.values() for thing in said]

    alone = [thing for thing in things if len(thing) == 1]

    assert [thing for thing in things if len(thing) > 1 and max(map(len, thing)) >= LONG] == []
    assert all(len(thing[0]) >= LONG for thing in alone)
