"""The limits of checks are changed by a named person, from a week on, all or nothing."""

from __future__ import annotations

from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.models import AuditEntry
from access.visibility import command_line_scope
from core.clock import Week
from core.database import writing
from metrics.errors import DecisionRefusedError
from metrics.integrity.models import ThresholdChange
from metrics.integrity.settings.queries import all_changes, in_force, settings_for
from metrics.integrity.settings.services import Limits, LimitsWanted, change_limits
from metrics.integrity.signature import Signature
from metrics.integrity.thresholds import Thresholds
from metrics.method import THRESHOLDS
from metrics.weekly.configured import threshold_version
from tests.metrics.dashboards.factory import publish_programme

WEEK = Week(2026, 47)
REASON = "Agreed with the partners in spring"


def wanted(
    key: str = "careless",
    limits: Limits | None = Limits(0.12, 0.25),  # noqa: B008 - it is frozen
    week: Week = WEEK,
    reason: str = REASON,
) -> LimitsWanted:
    return LimitsWanted(key, limits, reason, week)


def change(session: Session, now: datetime, *changes: LimitsWanted) -> int:
    signature = Signature("M. Osei", command_line_scope(), now)
    with writing(session):
        return change_limits(session, changes, signature, WEEK)


def limits_of(session: Session, key: str, week: Week) -> tuple[float, float]:
    threshold = Thresholds.of_settings(settings_for(session, str(week))).of(key)
    return threshold.warn, threshold.fail


def test_a_change_holds_from_its_week_on_and_says_who_and_why(
    session: Session, now: datetime
) -> None:
    change(session, now, wanted())

    (setting,) = settings_for(session, "2026-W47")
    assert limits_of(session, "careless", Week(2026, 46)) == (0.10, 0.20)
    assert limits_of(session, "careless", Week(2026, 48)) == (0.12, 0.25)
    assert (setting.changed_by, setting.reason) == ("M. Osei", REASON)


def test_a_change_is_in_the_audit_with_its_reason(session: Session, now: datetime) -> None:
    change(session, now, wanted())

    entry = session.scalars(sa.select(AuditEntry)).one()
    assert (entry.deed, entry.subject) == ("change limits", "careless")
    assert entry.detail == f"warn 0.12, fail 0.25 from 2026-W47: {REASON}"


def test_what_is_planned_for_a_later_week_stays_planned(session: Session, now: datetime) -> None:
    change(session, now, wanted(limits=Limits(0.3, 0.4), week=Week(2026, 50)))

    change(session, now, wanted())

    assert limits_of(session, "careless", Week(2026, 49)) == (0.12, 0.25)
    assert limits_of(session, "careless", Week(2026, 50)) == (0.3, 0.4)


def test_of_two_changes_from_the_same_week_the_last_one_holds(
    session: Session, now: datetime
) -> None:
    change(session, now, wanted())

    change(session, now, wanted(limits=Limits(0.15, 0.3)))

    assert limits_of(session, "careless", WEEK) == (0.15, 0.3)


def test_back_to_the_methods_own_leaves_nothing_to_differ_and_stays_on_record(
    session: Session, now: datetime
) -> None:
    change(session, now, wanted())

    change(session, now, wanted(limits=None, reason="The trial is over now"))

    assert settings_for(session, "2026-W47") == ()
    assert [row.reason for row in all_changes(session)] == [REASON, "The trial is over now"]


def test_the_same_decision_sent_twice_is_stored_once(session: Session, now: datetime) -> None:
    first, second = change(session, now, wanted()), change(session, now, wanted())

    assert (first, second) == (1, 0)
    assert len(all_changes(session)) == 1


def test_going_back_where_nothing_was_changed_stores_nothing(
    session: Session, now: datetime
) -> None:
    assert change(session, now, wanted(limits=None)) == 0


REFUSED = {
    "an unknown check": (wanted(key="phases_of_the_moon"), "There is no check “phases_of"),
    "beyond what it can be": (wanted(limits=Limits(0.5, 1.5)), "not between 0 and 1"),
    "not a number": (wanted(limits=Limits(float("nan"), 0.5)), "not between 0 and 1"),
    "the wrong way round": (wanted(limits=Limits(0.3, 0.2)), "wrong way round"),
    "low is bad, wrong way round": (
        wanted(key="omega", limits=Limits(0.6, 0.7)), "wrong way round",
    ),
    "the method's own": (wanted(limits=Limits(0.10, 0.20)), "the method’s own limits"),
    "without a reason": (wanted(reason=""), "Say why in a few words"),
    "a reason that says nothing": (wanted(reason="1234567890 !!"), "Say why in a few words"),
    "an endless reason": (wanted(reason="because " * 60), "use 400 at most"),
    "a week far away": (wanted(week=Week(2928, 1)), "more than a year away"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_a_change_that_cannot_be_is_refused_in_words(
    session: Session, now: datetime, case: str
) -> None:
    asked, said = REFUSED[case]

    with pytest.raises(DecisionRefusedError, match=said):
        change(session, now, asked)

    assert all_changes(session) == []


def test_a_week_whose_final_is_published_keeps_the_limits_it_was_judged_by(
    session: Session, now: datetime
) -> None:
    publish_programme(session, now)

    with pytest.raises(DecisionRefusedError, match="2026-W46 or later"):
        change(session, now, wanted(week=Week(2026, 45)))

    assert change(session, now, wanted(week=Week(2026, 46))) == 1


def test_of_several_changes_all_problems_are_named_and_none_is_stored(
    session: Session, now: datetime
) -> None:
    with pytest.raises(DecisionRefusedError) as refused:
        change(
            session, now,
            wanted(),
            wanted(key="omega", limits=Limits(0.6, 0.7)),
            wanted(key="moon"),
            wanted(key="htmt", limits=Limits(0.8, 0.9), reason=""),
        )  # fmt: skip

    assert len(refused.value.problems) == 3
    assert "“htmt”: Say why" in str(refused.value)
    assert all_changes(session) == []


def test_editions_have_the_same_version_exactly_where_their_limits_are_the_same(
    session: Session, now: datetime
) -> None:
    change(session, now, wanted())
    changed = threshold_version(settings_for(session, "2026-W47"))

    change(session, now, wanted(reason="The same limits, for a better reason"))
    same = threshold_version(settings_for(session, "2026-W47"))
    change(session, now, wanted(limits=None))
    own = threshold_version(settings_for(session, "2026-W47"))

    assert changed == same != own == threshold_version(settings_for(session, "2026-W46"))


def test_the_limits_in_force_do_not_depend_on_the_order_of_rows(now: datetime) -> None:
    rows = [
        ThresholdChange(id=n, check_key="careless", warn=n / 10, fail=n / 10, reason=REASON,
                        applies_from=week, changed_by="M. Osei", changed_at=now)
        for n, week in ((1, "2026-W50"), (2, "2026-W47"), (3, "2026-W47"))
    ]  # fmt: skip

    held = {week: in_force(reversed(rows), week) for week in ("2026-W46", "2026-W49", "2026-W51")}

    assert {week: [row.id for row in found.values()] for week, found in held.items()} == {
        "2026-W46": [], "2026-W49": [3], "2026-W51": [1],
    }  # fmt: skip


def test_every_own_limit_of_the_method_could_be_set(session: Session, now: datetime) -> None:
    shifted = [
        wanted(key=key, limits=Limits(own.warn, own.warn))
        for key, own in THRESHOLDS.items()
        if own.warn != own.fail
    ]

    assert change(session, now, *shifted) == len(shifted)
