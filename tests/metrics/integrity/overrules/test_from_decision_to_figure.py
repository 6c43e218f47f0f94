"""From a failed check over a person's decision to the revision that shows it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from access.models import Role
from core.config import Settings
from core.database import writing
from metrics.integrity.models import ThresholdChange
from metrics.integrity.overrules.gates.queries import stopping_findings
from metrics.integrity.overrules.rows.judged import RowChoice, read_judged
from metrics.models import Edition, Estimate
from metrics.warehouse.configuration import Configuration
from metrics.warehouse.files import read_json
from tests.metrics.dashboards.pages import page_text
from tests.metrics.programmes import WEEK, SmallProgramme

ClientAs = Callable[..., FlaskClient]
REASON = "Weighting was checked by hand"


@pytest.fixture
def held(programme: SmallProgramme, session: Session) -> Edition:
    """A final that is not shown, since no earlier one is there to be held: for these limits hardly
    any weighting is cheap enough."""
    limits = ThresholdChange(
        check_key="design_effect", warn=1.0, fail=1.0001, reason="Strict for a trial",
        applies_from="2026-W01", changed_by="M. Osei", changed_at=programme.monday_after(WEEK),
    )  # fmt: skip
    with writing(session):
        session.add(limits)
    programme.live_week(WEEK, size=60)
    return programme.close(WEEK, programme.fieldwork_over(WEEK))


def network(session: Session, edition: Edition) -> Estimate:
    return session.scalars(
        sa.select(Estimate).where(
            Estimate.edition_id == edition.id,
            Estimate.audience == "end_user",
            Estimate.window == 1,
            Estimate.level == "network",
            Estimate.touchpoint_key == "",
            Estimate.metric == "nps",
        )
    ).one()


def test_a_decision_shows_on_the_figures_of_the_revision_with_name_and_reason(
    programme: SmallProgramme,
    session: Session,
    settings: Settings,
    held: Edition,
    client_as: ClientAs,
) -> None:
    client = client_as(Role.PROGRAMME_MANAGER)
    stopping = [row for row in stopping_findings(session, held.id) if row.audience == "end_user"]
    judged = read_judged(settings.weeks_folder / held.folder)
    assert judged is not None
    assert stopping
    aside = judged.chosen(RowChoice("used", audience="end_user")).part(0, 1)[0].response
    for row in stopping:
        client.post(f"/integrity/decisions/{row.id}", data={"reason": REASON})
    client.post(
        f"/integrity/rows?week={WEEK}&reason=used",
        data={"response": [str(aside)], "verdict": "set_aside", "reason": "Answered by a child"},
    )
    listed = page_text(client, f"/integrity/decisions?week={WEEK}")

    revised = programme.close(WEEK, programme.fieldwork_over(WEEK), reason="As decided")

    before, after = network(session, held), network(session, revised)
    frozen = Configuration.from_json(
        read_json(settings.weeks_folder / revised.folder, "configuration")
    )
    assert (before.decision, before.grade) == ("suppress", "F")
    assert (after.decision, after.grade) == ("caveat", "D")
    assert f"Published all the same by Programme_Manager: {REASON}" in after.weakest
    assert after.n == before.n - 1
    assert [one.response for one in frozen.row_overrules] == [aside]
    assert "1 answer set aside by hand." in listed
    assert "Make the revision" in listed
    session.rollback()
    assert "Make the revision" not in page_text(client, f"/integrity/decisions?week={WEEK}")
    assert "Answered by a child" in page_text(client, f"/integrity/rows?week={WEEK}&reason=by_hand")
