"""What changed since the last edition of the kind is said, and no change is called over it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from core.clock import Week
from metrics.figures import Finding
from metrics.models import State
from metrics.warehouse.configuration import Configuration, ThresholdSetting
from metrics.warehouse.earlier import EarlierEdition
from metrics.warehouse.questionnaires import QuestionFacts, QuestionnaireFacts
from metrics.weekly.compute import Computed
from tests.metrics.frozen_weeks import PLACES, MadeWeek, publish_all, reference


def question(**changes: Any) -> QuestionFacts:
    facts = {
        "key": "recommend", "type": "nps", "place": 0, "page": 1, "metric": "nps",
        "construct": "", "objectives": (), "lowest": 0, "highest": 10, "low_is_good": False,
        "parts": (), "is_required": True, "wording": "0123456789abcdef",
    }  # fmt: skip
    return QuestionFacts(**{**facts, **changes})


def asked(**changes: Any) -> dict[str, QuestionnaireFacts]:
    version = QuestionnaireFacts(
        name="end_user.delivery.1", audience="end_user", touchpoints=("delivery",),
        questions=(question(**changes),), findings=(), reason="", text_count=1,
        missing_texts={}, left_on={}, sent_count=0,
    )  # fmt: skip
    return {version.name: version}


def week(number: int, **facts: Any) -> MadeWeek:
    made = MadeWeek(week=Week(2026, number), **{"questionnaires": asked(), **facts})
    for place in range(40):
        made.transaction(answers={"recommend": (place * 3 + number) % 11})
    return made


def series(computed: Computed) -> list[Finding]:
    return [
        finding for finding in computed.figures.findings if finding.check_key.startswith("series")
    ]


def second(folder: Path, **facts: Any) -> Computed:
    return publish_all(folder, [week(44), week(45, **facts)])[1][-1]


MOVED = {**PLACES, "north1": "DE/South"}
SETTING = ThresholdSetting("shift", 2.0, 4.0, "small weeks", "A. Analyst", "2026-W45")
CHANGED: dict[str, tuple[dict[str, Any], str, str, bool]] = {
    "another wording": (
        {"questionnaires": asked(wording="fedcba9876543210")}, "series_question",
        "The question for recommendation (NPS) was worded or scaled anew at delivery", True,
    ),
    "another scale": (
        {"questionnaires": asked(highest=7)}, "series_question", "scaled anew at delivery", True,
    ),
    "another place in the questionnaire": (
        {"questionnaires": asked(place=5, page=2)}, "series_position", "moved to another place",
        False,
    ),
    "other limits": (
        {"configuration": Configuration("1", (SETTING,))}, "series_thresholds",
        "“Shift by weighting (margins of error)” now warns at 2 and fails at 4 (A. Analyst", False,
    ),
    "another touchpoint asked": (
        {"reference": reference(asked={
            "end_user": ("delivery", "sale"),
            "channel_partner": ("delivery", "repair_visit", "sale"),
        })},
        "series_touchpoints", "repair visit no longer is", True,
    ),
    "a sample instead of everybody": (
        {"reference": reference(drawn_shares={"end_user": {"delivery": 0.5}})}, "series_plan",
        "delivery: a sample of 50 % now, everybody before", False,
    ),
    "a longer wait": (
        {"reference": reference(field_period_days=14)}, "series_field_period",
        "waited for 14 days after the week, and 7 before", False,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CHANGED)
def test_a_break_is_named_and_ends_comparison_where_the_figure_means_something_else(
    tmp_path: Path, case: str
) -> None:
    facts, key, words, ends = CHANGED[case]

    computed = second(tmp_path, **facts)

    [finding] = series(computed)
    [change] = computed.figures.changes
    assert (finding.check_key, finding.state) == (key, State.WARN)
    assert finding.what.startswith("From 2026-W45 the series is ")
    assert words in finding.what
    assert (change.verdict == "no_comparison") is ends
    assert (change.reason or "").startswith("Not compared: ") is ends


def test_partners_that_moved_break_the_series_of_the_places_concerned(tmp_path: Path) -> None:
    computed = second(tmp_path, reference=reference(MOVED))

    found = series(computed)
    assert [(finding.level.value, finding.node_key) for finding in found] == [
        ("region", "DE/North"), ("region", "DE/South"),
    ]  # fmt: skip
    assert all(finding.evidence["partners"] == "north1" for finding in found)
    assert computed.figures.changes[0].verdict != "no_comparison"


def test_nothing_changed_is_said_too(tmp_path: Path) -> None:
    [finding] = series(second(tmp_path))

    assert finding.state is State.PASS
    assert finding.what.endswith("are those of the last final, 2026-W44.")


def test_the_first_edition_has_no_series_yet(tmp_path: Path) -> None:
    [computed] = publish_all(tmp_path, [week(45)])[1]

    [finding] = series(computed)
    assert finding.state is State.NOT_APPLICABLE


def test_a_gap_of_weeks_is_compared_with_the_last_edition_there_is(tmp_path: Path) -> None:
    computed = publish_all(tmp_path, [week(41), week(45)])[1][-1]

    [finding] = series(computed)
    assert finding.what.endswith("2026-W41.")
    assert computed.figures.changes[0].verdict != "no_comparison"


def test_another_method_ends_every_comparison(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(EarlierEdition, "method_version", "1.2")

    computed = second(tmp_path)

    [finding] = series(computed)
    assert finding.check_key == "series_method"
    assert "was 1.2 in 2026-W44" in finding.what
    assert computed.figures.changes[0].verdict == "no_comparison"


def test_a_break_starts_the_points_of_the_control_chart_anew(tmp_path: Path) -> None:
    weeks = [week(43), week(44), week(45, questionnaires=asked(wording="fedcba9876543210"))]

    computed = publish_all(tmp_path, weeks)[1]

    weeks_of_series = [
        {
            key: [point.week for point in found.series.points if point.key == key]
            for key in {point.key for point in found.series.points}
        }
        for found in computed
    ]
    for known, expected in zip(
        weeks_of_series,
        (["2026-W43"], ["2026-W43", "2026-W44"], ["2026-W45"]),
        strict=True,
    ):
        assert len(known) == 4  # the network, its touchpoint, a country and a region
        assert all(found == expected for found in known.values())
