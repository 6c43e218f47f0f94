"""Reading a week while answers come in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from metrics.weekly.read import read_week
from tests.metrics.programmes import WEEK, SmallProgramme


def test_a_response_that_comes_while_the_week_is_read_is_read_whole_or_not_at_all(
    programme: SmallProgramme, session: Session, engine: Engine, database_url: str
) -> None:
    programme.live_week(WEEK, size=40)
    monday = programme.monday_after(WEEK)
    came = 0

    def answer_between(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        nonlocal came
        if came or "JOIN transactions" not in statement or "responses" not in statement:
            return
        came = -1
        with Session(engine, expire_on_commit=False) as other:
            late = SmallProgramme(other, programme.keys, programme.settings)
            came = late.answer(WEEK, share=2.0, at=monday - timedelta(hours=1), seed=7)

    sa.event.listen(engine, "after_cursor_execute", answer_between)
    rows = read_week(session, WEEK, monday)

    assert came > 0
    assert {row.id for row in rows.responses} == {
        row.id for row in rows.responses if rows.answers.get(row.id)
    }
