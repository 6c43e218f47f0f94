from __future__ import annotations

from metrics.dashboards.editions.queries import Tally
from metrics.integrity.overview.pages import withheld_reasons
from metrics.integrity.wording import percent


def weight(share: float) -> str:
    return f"Partners withheld for review hold {percent(share)} of this total's weight."


def test_one_cause_is_one_line_whatever_its_week_place_and_share() -> None:
    tallies = [
        Tally("hold", "E", f"Held: the last final, of 2026-W44, is shown. {weight(0.14)}", 7),
        Tally("hold", "E", f"Held: the last final, of 2025-W46, is shown. {weight(0.4)}", 3),
        Tally("suppress", "F", "Unusual pattern, please review: 51 of 156 have a contact.", 21),
        Tally("suppress", "F", "Unusual pattern, please review: 13 of 48 answers came late.", 4),
        Tally("suppress", "F", "9 answers, fewer than 10.", 2),
        Tally("caveat", "D", "", 9),
    ]

    lines = withheld_reasons(tallies)

    held = "Held: the last final is shown. Partners withheld for review hold too much of this"
    assert lines == (
        (f"{held} total's weight.", "held", "10"),
        ("Unusual pattern, please review.", "not shown", "25"),
        ("Fewer than 10 answers.", "not shown", "2"),
    )
