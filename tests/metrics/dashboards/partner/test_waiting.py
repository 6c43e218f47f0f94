"""What needs a partner's answer, and when the next figures come."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from metrics.dashboards.partner.waiting.pages import Waiting, build_waiting
from metrics.dashboards.trust import FindingLine
from metrics.integrity.partners.pages import Review, StatementLine
from tests.metrics.dashboards.makers import line

HOUSE = StatementLine("M. Osei", is_partner=False, when="3 November 2026, 10:00", text="Thank you.")
PARTNER = StatementLine("J. Ribera", is_partner=True, when="2 November 2026, 9:00", text="A fair.")
SEEN = FindingLine("warn", "Warning", "Sampling", "you", "Contacts for 20 of 80.", "", "coverage")


def waiting(*thread: StatementLine, seen: tuple[FindingLine, ...] = ()) -> Waiting:
    review = Review("Unusual pattern, please review", "", seen, thread, can_answer=True)
    return build_waiting(review, line("2026-W45"), ZoneInfo("Europe/Berlin"), 7)


def test_a_review_waits_until_the_partner_has_answered() -> None:
    asked, answered = waiting(seen=(SEEN,)), waiting(PARTNER, seen=(SEEN,))

    assert [task.title for task in asked.tasks] == ["Unusual pattern, please review"]
    assert asked.tasks[0].since.startswith("asked with the final of ")
    assert answered.tasks == ()
    assert answered.heard.startswith("You answered on 2 November 2026")


def test_a_word_of_the_house_waits_with_its_date() -> None:
    found = waiting(PARTNER, HOUSE)

    assert [(task.title, task.since) for task in found.tasks] == [
        ("M. Osei wrote to you.", "3 November 2026, 10:00")
    ]


def test_the_next_figures_have_their_dates() -> None:
    found = waiting()

    assert found.tasks == ()
    assert found.coming == (
        ("Final of week 46", "from 23\N{NO-BREAK SPACE}November 2026"),
        ("Next comparison with the others, of week 49", "from 14\N{NO-BREAK SPACE}December 2026"),
    )
