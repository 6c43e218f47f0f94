"""How much of a change is who was served."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.clock import Week
from metrics.figures import Finding
from metrics.models import State
from tests.metrics.frozen_weeks import MadeWeek, publish_all


def week(number: int, counts: dict[str, tuple[int, int, int]], *, scale: int = 1) -> MadeWeek:
    """Promoters, passives and detractors by touchpoint, everybody asked and heard."""
    made = MadeWeek(week=Week(2026, number))
    partners = sorted(made.reference.place_of_partner)
    for touchpoint, groups in counts.items():
        scores = [score for score, n in zip((10, 8, 0), groups, strict=True) for _ in range(n)]
        for place, score in enumerate(scores * scale):
            made.transaction(
                touchpoint=touchpoint,
                partner=partners[place % len(partners)],
                answers={"recommend": score},
            )
    return made


# Methods H7: shares .8/.2 to .5/.5, scores 60/20 to 62/24: 52 to 43, each rose.
BEFORE = {"delivery": (280, 80, 40), "sale": (40, 40, 20)}
NOW = {"delivery": (180, 45, 25), "sale": (110, 90, 50)}


def found(folder: Path, *weeks: MadeWeek) -> list[Finding]:
    _, computed = publish_all(folder, list(weeks))
    return [
        finding for finding in computed[-1].figures.findings if finding.check_key == "mix_shift"
    ]


def test_the_example_of_the_methods_goes_through_the_whole_pipeline(tmp_path: Path) -> None:
    [finding] = found(tmp_path, week(44, BEFORE, scale=4), week(45, NOW, scale=4))

    assert finding.state is State.WARN
    assert finding.evidence["touchpoint before"] == pytest.approx(52.0)
    assert finding.evidence["touchpoint now"] == pytest.approx(43.0)
    assert finding.evidence["touchpoint within"] == pytest.approx(2.7, abs=1e-5)
    assert finding.evidence["touchpoint mix"] == pytest.approx(-11.7, abs=1e-5)
    assert finding.what == (
        "The nps of end users changed by −9.0 points, of which −11.7 come from who was served (by "
        "touchpoint) and +2.7 from changes within; each touchpoint rose."
    )


def test_what_is_smaller_than_the_margin_of_error_is_no_warning(tmp_path: Path) -> None:
    [finding] = found(tmp_path, week(44, BEFORE), week(45, BEFORE))

    assert finding.state is State.PASS
    assert "less than its margin of error" in finding.what


def test_the_first_edition_has_nothing_to_shift_from(tmp_path: Path) -> None:
    [finding] = found(tmp_path, week(45, NOW))

    assert finding.state is State.NOT_APPLICABLE
    assert "no earlier edition" in finding.what
