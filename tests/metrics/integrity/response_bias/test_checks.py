"""What the checks of response bias say: shares by window, partners, late answers, devices."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from metrics.figures import Finding
from metrics.integrity.response_bias.sensitivity import Published, sensitivity
from metrics.method import Severity
from metrics.models import State
from metrics.warehouse.frozen import History
from metrics.weekly.compute import compute
from tests.metrics.frozen_weeks import MadeWeek
from tests.metrics.integrity.response_bias.careless_weeks import (
    ALL_TOPS,
    AT,
    HONEST,
    LONG,
    QUICK,
    SLOW,
    careful_week,
    drawn_week,
    question,
    questionnaire,
    sheet,
)


def findings(made: MadeWeek, key: str, **where: object) -> list[Finding]:
    return [
        finding
        for finding in compute(made.freeze(), History()).figures.findings
        if finding.check_key == key
        and all(getattr(finding, name) == value for name, value in where.items())
    ]


SHARES = {
    "nobody": (0, State.PASS),
    "a tenth": (10, State.PASS),
    "more than a tenth": (11, State.WARN),
    "a fifth": (20, State.WARN),
    "more than a fifth": (21, State.FAIL),
}


@pytest.mark.parametrize("case", SHARES)
def test_the_careless_share_is_judged(case: str) -> None:
    careless, state = SHARES[case]
    made = careful_week(100 - careless)
    for _ in range(careless):
        sheet(made, ALL_TOPS, QUICK)

    [finding] = findings(made, "careless", window=1)

    assert (finding.state, finding.severity) == (state, Severity.BLOCK)
    assert finding.value == pytest.approx(careless / 100)
    assert finding.evidence["careless"] == careless
    assert finding.evidence["medians_from_this_week"] == 1


def test_where_nobody_recorded_times_care_is_unknown() -> None:
    made = careful_week(4)
    for number in range(16):
        answers = {"recommend": number % 11, "satisfaction": 4, "effort": 6}
        sheet(made, answers, [None], response={"served_at": None})

    [finding] = findings(made, "careless", window=4)

    assert (finding.state, finding.value) == (State.UNKNOWN, None)
    assert "of the others nobody recorded how long they took" in finding.what


def test_a_single_question_is_too_short_to_tell() -> None:
    made = MadeWeek()
    for number in range(20):
        sheet(made, {"recommend": number % 11}, SLOW)

    [finding] = findings(made, "careless", window=1)

    assert finding.state is State.NOT_APPLICABLE


def week_with_haste_at_the_coast(*careful: str) -> MadeWeek:
    made = careful_week(60)
    for number in range(30):
        answers = {"recommend": number % 11, "satisfaction": 1 + number % 5, "effort": 6}
        for partner in (*careful, "coast1"):
            sheet(made, answers, SLOW, partner=partner)
    for _ in range(8):
        sheet(made, ALL_TOPS, QUICK, partner="coast1")
    return made


def test_among_few_partners_nobody_reads_how_the_others_do() -> None:
    made = week_with_haste_at_the_coast("south1")

    found = findings(made, "uneven_exclusion")

    assert {f.level.value for f in found} == {"country"}


def test_a_culture_on_which_the_cut_offs_fall_alone_is_named() -> None:
    made = week_with_haste_at_the_coast("south1", "south2")

    found = findings(made, "uneven_exclusion")

    assert {(f.level.value, f.node_key, f.state) for f in found} == {
        ("country", "ES", State.WARN), ("partner", "coast1", State.WARN),
    }  # fmt: skip
    assert found[0].evidence["share"] == pytest.approx(8 / 38, abs=1e-6)
    assert found[0].evidence["share_elsewhere"] == 0.0


def test_a_partner_is_asked_about_its_own_network_and_not_accused() -> None:
    made = careful_week(20)
    shop = {"network_hash": "shop"}
    sheet(made, HONEST, SLOW, audience="channel_partner", response=shop)
    sheet(made, HONEST, SLOW, response=shop)

    [finding] = findings(made, "partner_network")

    assert (finding.node_key, finding.state) == ("north1", State.WARN)
    assert finding.what.startswith("1 answer of end users (5 %) came from the partner's own")
    assert "unusual, please review" in finding.what


def late_week(*, slope: float, answered: int = 120, silent: int = 280) -> MadeWeek:
    """Answers an hour apart; scores fall by `slope` from the first to the last."""
    rng = np.random.default_rng(5)
    made = careful_week(0)
    for number in range(answered):
        level = 9.5 - slope * number / answered + rng.normal(0, 1.5)
        scores = {"recommend": round(float(np.clip(level, 0, 10))), "satisfaction": 4, "effort": 5}
        sheet(made, scores, SLOW + number, response={"invited_at": AT - timedelta(hours=number)})
    for _ in range(silent):
        made.transaction()
    return made


def test_scores_that_fall_with_the_delay_are_a_caveat_with_every_figure_beside() -> None:
    [finding] = findings(late_week(slope=7.0), "extrapolation", window=1, metric="nps")

    assert finding.severity is Severity.CAVEAT
    assert finding.state in (State.WARN, State.FAIL)
    assert finding.what_to_do
    shown = finding.evidence
    assert max(shown["by_trend"], shown["by_last_wave"]) < shown["weighted"]
    assert shown["sensitivity_low"] <= shown["by_trend"]
    assert shown["sensitivity_high"] >= shown["weighted"]
    assert (shown["invited"], shown["answers_with_time"]) == (400, 120)
    assert [shown[f"wave_{n}_answers"] for n in (1, 2, 3)] == [40, 40, 40]


def test_scores_that_do_not_fall_are_none() -> None:
    [finding] = findings(late_week(slope=0.0), "extrapolation", window=1, metric="nps")

    assert (finding.state, finding.value) == (State.PASS, 0.0)


def test_extrapolations_without_a_trend_rarely_call_one() -> None:
    called = 0
    for seed in range(40):
        rng = np.random.default_rng(seed)
        made = careful_week(0)
        for number in range(60):
            scores = {"recommend": int(rng.integers(3, 11)), "satisfaction": 4}
            late = {"invited_at": AT - timedelta(hours=number)}
            sheet(made, scores, SLOW + number, response=late)
        for _ in range(140):
            made.transaction()
        [finding] = findings(made, "extrapolation", window=1, metric="nps")
        called += finding.state is not State.PASS

    # Five of a hundred are beyond chance; fewer are so by a whole margin of error.
    assert called <= 4


def test_where_nobody_recorded_who_was_invited_non_response_is_unknown() -> None:
    made = careful_week(0)
    for number in range(40):
        scores = {"recommend": number % 11, "satisfaction": 4, "effort": 5}
        sheet(made, scores, SLOW, frame_status="", selection_probability=None)

    [finding] = findings(made, "extrapolation", window=1, metric="nps")

    assert finding.state is State.UNKNOWN
    assert "Nobody recorded who was invited" in finding.what


def test_while_the_field_period_is_open_nothing_is_extrapolated() -> None:
    made = late_week(slope=7.0)
    made.kind = "flash"

    [finding] = findings(made, "extrapolation", window=1, metric="nps")

    assert finding.state is State.NOT_APPLICABLE


def test_the_sensitivity_interval_stays_on_the_scale() -> None:
    published = Published(raw=60.0, weighted=55.0, ci_low=40.0, ci_high=70.0)

    assert sensitivity(published, [-30.0], 10.0, (-100.0, 100.0)) == (25.0, 70.0)
    assert sensitivity(published, [], 80.0, (-100.0, 100.0)) == (-25.0, 100.0)


def test_a_device_whose_answers_differ_is_information() -> None:
    made = careful_week(0)
    for number in range(60):
        on_desktop = number % 2
        scores = {"recommend": number % 5 + 5 * on_desktop, "satisfaction": 1 + number % 5}
        device = {"device_class": ("phone", "desktop")[on_desktop]}
        sheet(made, scores | {"effort": 5}, SLOW, response=device)

    [finding] = findings(made, "device_effect", audience="end_user")

    assert (finding.state, finding.severity) == (State.WARN, Severity.INFO)
    assert finding.what == "Answers given on a phone are lower than those on a desktop."
    assert finding.evidence["metric"] == "nps"


def test_one_device_leaves_nothing_to_compare() -> None:
    [finding] = findings(careful_week(30), "device_effect", audience="end_user")

    assert finding.state is State.NOT_APPLICABLE


def test_styles_need_eight_questions_about_different_things() -> None:
    made, _ = drawn_week(seed=1, is_long=True, size=40)
    made.questionnaires = LONG

    [finding] = findings(made, "response_styles")

    # A grid about one thing and five constructs are six contents.
    assert finding.state is State.NOT_APPLICABLE
    assert "need 8 questions" in finding.what


def test_a_culture_that_agrees_whatever_is_asked_is_named() -> None:
    asked = [question(f"q{number}", number, 1, 1, 5) for number in range(9)]
    made = MadeWeek(questionnaires=questionnaire(*asked))
    rng = np.random.default_rng(3)
    for number in range(60):
        partner = ("north1", "coast1")[number % 2]
        name = sheet(made, {"recommend": int(rng.integers(0, 11))}, SLOW, partner=partner)
        for k in range(9):
            score = int(np.clip(rng.integers(1, 6) + 2 * (number % 2), 1, 5))
            made.items.append(
                {"response": name, "question": f"q{k}", "part": "", "state": "answered",
                 "score": score}
            )  # fmt: skip

    [finding] = findings(made, "response_styles")

    assert finding.state is State.WARN
    assert finding.evidence["contents"] == 9
    culture = str(finding.evidence["culture"])
    assert ("agrees more" in finding.what) is (culture == "ES")


def test_nobody_assigned_modes_by_lot() -> None:
    one = careful_week(10)
    two = careful_week(10)
    sheet(two, HONEST, SLOW, response={"promise": "anonymous"})

    for made, words in ((one, "one mode"), (two, "2 modes that nobody assigned by lot")):
        [finding] = findings(made, "social_desirability")
        assert finding.state is State.NOT_APPLICABLE
        assert words in finding.what
