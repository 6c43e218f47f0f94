"""Reading a week while answers come in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from metrics.weekly.read import read_week
from tests.metrics.programmes import WEEK, SmallProgramme


def test_what_comes_while_a_week_is_read_belongs_to_the_next_reading(
    programme: SmallProgramme, session: Session, engine: Engine
) -> None:
    programme.live_week(WEEK, size=40)
    monday = programme.monday_after(WEEK)
    before = read_week(session, WEEK, monday)
    came: list[int] = []

    def answer_between(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if came or "JOIN transactions" not in statement or "responses" not in statement:
            return
        came.append(-1)
        with Session(engine, expire_on_commit=False) as other:
            others = SmallProgramme(other, programme.keys, programme.settings)
            others.import_week(WEEK, size=60, seed=2)
            came.append(others.answer(WEEK, share=1.0, at=monday - timedelta(hours=1), seed=7))
            came.append(others.answer(WEEK, share=2.0, at=monday + timedelta(hours=1), seed=8))

    sa.event.listen(engine, "after_cursor_execute", answer_between)
    during = read_week(session, WEEK, monday)
    after = read_week(session, WEEK, monday)

    assert min(came[1:]) > 0
    assert during == before
    assert len(after.responses) > len(before.responses)
    assert len(after.transactions) > len(before.transactions)
    assert (before.late_response_count, after.late_response_count) == (0, came[2])
