"""What a partner can do to be heard more, from the steps of its own ladder."""

from __future__ import annotations

from metrics.dashboards.partner.coverage.pages import build_coverage
from metrics.dashboards.queries import Reading
from metrics.models import LadderStep
from tests.metrics.dashboards.makers import reading

HEARD = {"transactions": 240, "contact_present": 179, "eligible": 170, "drawn": 160,
         "delivered": 150, "answered": 48, "used": 45}  # fmt: skip
LATELY = {"transactions": 70, "contact_present": 60, "eligible": 50, "drawn": 28, "used": 7}


def steps(
    counts: dict[str, int], lost: dict[str, int], window: int = 13, audience: str = "end_user"
) -> list[LadderStep]:
    kept = [(step, "", count) for step, count in counts.items()]
    gone = [("transactions", reason, count) for reason, count in lost.items()]
    return [
        LadderStep(audience=audience, window=window, step=step, reason=reason, count=count)
        for step, reason, count in kept + gone
    ]


def advice(rows: list[LadderStep], own: Reading | None = None) -> str:
    (found,) = build_coverage(rows, {"end_user": own}, "Alder")
    return " ".join(found.advice)


def test_missing_contacts_come_with_what_they_would_bring() -> None:
    own = reading(value=30.0, ci_low=10.0, ci_high=50.0, n=12)

    text = advice(steps(HEARD, {"no_contact": 61}), own)

    assert "61 of 240 transactions have no contact of end users: nobody could be asked." in text
    assert "at today’s rate that alone would bring about 15 more answers in 13 weeks" in text
    assert "the interval of recommendation would shrink from ±20 to about ±17" in text


def test_without_a_rate_of_answers_nothing_is_promised() -> None:
    silent = {"transactions": 240, "contact_present": 0, "drawn": 0}

    text = advice(steps(silent, {"no_contact": 240}))

    assert "Send their e-mail addresses with the next transactions." in text
    assert "would bring" not in text


def test_a_figure_still_missing_says_how_many_have_to_be_asked() -> None:
    """45 of 160 asked are heard, so that ten answers take 36."""
    text = advice(steps(HEARD, {}) + steps(LATELY, {}, window=4))

    assert "A figure of four weeks takes 10 answers; there were 7." in text
    assert "At the present rate of answers (28 %) that takes about 36" in text.replace("\xa0", " ")
    assert "28 were." in text


def test_everybody_is_to_be_told_and_not_only_the_content() -> None:
    text = advice(steps(HEARD, {}))

    assert "Tell every end user, not only the content ones, that Alder will ask" in text


def test_people_left_in_peace_are_a_reason_to_name_more() -> None:
    text = advice(steps(HEARD, {"asked_too_recently": 90}))

    assert "For 90 of 179 transactions the person had been asked only lately" in text


def test_where_nobody_recorded_who_was_asked_no_loss_is_made_up() -> None:
    text = advice(steps({"transactions": 240, "answered": 20, "used": 20}, {}))

    assert text.startswith("Who was asked is not recorded for these weeks")
    assert "asked have answered" not in text
