"""The promises as rules: a row for each promise, place and reader."""

from __future__ import annotations

import pytest

from core.clock import Week
from metrics.dashboards.voices.rules import (
    Reader,
    VoiceCut,
    anonymous_half,
    carries_company,
    period_of,
    promises_beside,
    rests_on_enough,
)
from metrics.models import Decision, Level
from surveys.models import Promise

EVERY = {Promise.ANONYMOUS, Promise.CONFIDENTIAL, Promise.ATTRIBUTED}
NAMED = {Promise.CONFIDENTIAL, Promise.ATTRIBUTED}
NOBODY: set[Promise] = set()
HOUSE, PARTNER = Reader.HOUSE, Reader.PARTNER


@pytest.mark.parametrize(
    ("reader", "audience", "level", "node", "touchpoint", "may_stand"),
    [
        (HOUSE, "end_user", Level.NETWORK, "", "", EVERY),
        (HOUSE, "channel_partner", Level.NETWORK, "", "", EVERY),
        (HOUSE, "end_user", Level.NETWORK, "", "sale", EVERY),
        (HOUSE, "end_user", Level.COUNTRY, "Spain", "", EVERY),
        (HOUSE, "end_user", Level.COUNTRY, "Spain", "sale", NAMED),
        (HOUSE, "end_user", Level.REGION, "Spain/Aragon", "", NAMED),
        (HOUSE, "end_user", Level.REGION, "Spain/Aragon", "sale", NAMED),
        (HOUSE, "end_user", Level.PRODUCT_LINE, "screw", "", NAMED),
        (HOUSE, "end_user", Level.PARTNER, "ribera", "", NAMED),
        (HOUSE, "end_user", Level.PARTNER, "ribera", "sale", NAMED),
        (HOUSE, "channel_partner", Level.PARTNER, "ribera", "", NAMED),
        (PARTNER, "end_user", Level.PARTNER, "ribera", "", NAMED),
        (PARTNER, "end_user", Level.PARTNER, "ribera", "sale", NOBODY),
        (PARTNER, "channel_partner", Level.PARTNER, "ribera", "", NOBODY),
        (PARTNER, "end_user", Level.NETWORK, "", "", NOBODY),
        (PARTNER, "channel_partner", Level.NETWORK, "", "", NOBODY),
        (PARTNER, "end_user", Level.COUNTRY, "Spain", "", NOBODY),
        (PARTNER, "end_user", Level.REGION, "Spain/Aragon", "", NOBODY),
        (PARTNER, "end_user", Level.PRODUCT_LINE, "screw", "", NOBODY),
    ],
)
def test_what_was_promised_decides_beside_which_figures_words_may_stand(
    reader: Reader,
    audience: str,
    level: Level,
    node: str,
    touchpoint: str,
    may_stand: set[Promise],
) -> None:
    cut = VoiceCut(audience, 4, level, node, touchpoint)

    assert set(promises_beside(cut, reader)) == may_stand


@pytest.mark.parametrize(
    ("promise", "reader", "may"),
    [
        (Promise.ANONYMOUS, HOUSE, False),
        (Promise.CONFIDENTIAL, HOUSE, False),
        (Promise.ATTRIBUTED, HOUSE, True),
        (Promise.ANONYMOUS, PARTNER, False),
        (Promise.CONFIDENTIAL, PARTNER, False),
        (Promise.ATTRIBUTED, PARTNER, False),
    ],
)
def test_a_companys_name_stands_only_where_names_were_announced(
    promise: Promise, reader: Reader, may: bool
) -> None:
    assert carries_company(promise, reader) is may


@pytest.mark.parametrize(
    ("decision", "n", "is_enough"),
    [
        (Decision.PUBLISH, 10, True),
        (Decision.CAVEAT, 10, True),
        (Decision.PUBLISH, 9, False),
        (Decision.HOLD, 500, False),
        (Decision.SUPPRESS, 500, False),
    ],
)
def test_a_figure_must_be_shown_and_rest_on_ten_answers(
    decision: Decision, n: int, is_enough: bool
) -> None:
    assert rests_on_enough(decision, n) is is_enough


def test_an_anonymous_comment_tells_its_touchpoint_or_its_country_and_never_both() -> None:
    by_touchpoint = anonymous_half(VoiceCut("end_user", 1, touchpoint_key="sale"))
    by_country = anonymous_half(VoiceCut("end_user", 1, Level.COUNTRY, "Spain"))

    assert {by_touchpoint, by_country} == {0, 1}
    assert anonymous_half(VoiceCut("end_user", 1)) is None


@pytest.mark.parametrize("window", [4, 13])
def test_comments_at_a_partner_never_come_and_go_by_single_weeks(window: int) -> None:
    cut = VoiceCut("end_user", window, Level.PARTNER, "ribera")
    weeks = [Week(2026, 1).shifted(number) for number in range(120)]

    periods = [period_of(cut, week) for week in weeks]

    different = sorted(set(periods))
    covered = [first.shifted(number) for first, _ in different for number in range(window)]
    assert len(set(covered)) == len(covered)
    assert all(last <= week for (_, last), week in zip(periods, weeks, strict=True))
    assert all(week < last.shifted(window) for (_, last), week in zip(periods, weeks, strict=True))


def test_elsewhere_comments_are_those_of_the_figures_own_window() -> None:
    cut = VoiceCut("end_user", 13, Level.REGION, "Spain/Aragon")

    first, last = period_of(cut, Week(2027, 2))

    assert (str(first), str(last)) == ("2026-W43", "2027-W02")
