from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session

from access.models import Role
from access.visibility import Scope, command_line_scope
from metrics.dashboards.behind import read_findings
from metrics.dashboards.trust import weigh_findings
from metrics.dashboards.week.findings import read_week_findings
from metrics.dashboards.week.places import NETWORK, Place
from metrics.models import Edition, FindingRow
from tests.metrics.dashboards.test_trust import NAMES

HOUSE = command_line_scope()
SPAIN = Place("country", "Spain")


@pytest.fixture
def edition(session: Session, published: list[Edition]) -> Edition:
    """The newest final, with checks of several places and windows beside the factory's."""
    newest = published[1]
    rows: list[dict[str, Any]] = [
        {"check_key": "in_spain", "state": "fail", "level": "country", "node_key": "Spain"},
        {"check_key": "in_poland", "state": "fail", "level": "country", "node_key": "Poland"},
        {"check_key": "passed_in_spain", "level": "country", "node_key": "Spain", "window": 1},
        {"check_key": "passed_in_poland", "level": "country", "node_key": "Poland", "window": 1},
        {"check_key": "passed_elsewhen", "level": "country", "node_key": "Spain", "window": 13},
        {"check_key": "mix_shift", "evidence": {"region mix": 1.0}},
        {"check_key": "of_ribera", "level": "partner", "node_key": "ribera", "window": 4},
    ]
    session.add_all(_finding(newest, **row) for row in rows)
    session.commit()
    return newest


def _finding(edition: Edition, **changes: Any) -> FindingRow:
    facts = {
        "edition_id": edition.id, "family": "analytics", "severity": "caveat", "state": "pass",
        "audience": "", "window": 0, "level": "network", "node_key": "", "what": "found",
        "what_to_do": "",
    }  # fmt: skip
    return FindingRow(**(facts | changes))


@pytest.mark.parametrize("place", [NETWORK, SPAIN, Place("region", "Spain/Aragon")])
def test_counting_what_is_not_told_says_the_same_as_reading_it_all(
    session: Session, edition: Edition, place: Place
) -> None:
    about = (NAMES, place.level, place.node_key, place.windows)
    everything = weigh_findings(read_findings(session, HOUSE, edition.id), *about)

    found = read_week_findings(session, HOUSE, edition.id, place)

    assert found.quiet
    assert weigh_findings(found.told, *about, found.quiet) == everything


def test_a_place_is_told_what_bears_on_it(session: Session, edition: Edition) -> None:
    found = read_week_findings(session, HOUSE, edition.id, SPAIN)

    told = {row.check_key for row in found.told}
    assert "in_spain" in told
    assert "in_poland" not in told


def test_what_explains_a_change_is_told_though_it_passed(
    session: Session, edition: Edition
) -> None:
    found = read_week_findings(session, HOUSE, edition.id, NETWORK)

    [mix] = [row for row in found.told if row.check_key == "mix_shift"]
    assert mix.evidence == {"region mix": 1.0}


def test_a_channel_partner_hears_and_counts_only_what_is_about_itself(
    session: Session, edition: Edition
) -> None:
    ribera = Scope(Role.CHANNEL_PARTNER, "ribera")

    found = read_week_findings(session, ribera, edition.id, NETWORK)

    assert {(row.level, row.node_key) for row in found.told} <= {("partner", "ribera")}
    assert sum(one.count for one in found.quiet) == 1


@pytest.mark.parametrize(
    ("place", "windows"),
    [(NETWORK, (1, 4, 13)), (SPAIN, (1, 4, 13)), (Place("segment", "public"), (4, 13))],
)
def test_what_was_found_about_every_window_with_a_figure_on_the_page_is_told(
    session: Session, edition: Edition, place: Place, windows: tuple[int, ...]
) -> None:
    own = {"state": "warn", "level": place.level, "node_key": place.node_key}
    rows = [{"check_key": f"of_{window}", "window": window, **own} for window in (1, 4, 13)]
    session.add_all(_finding(edition, **row) for row in rows)
    session.commit()

    found = read_week_findings(session, HOUSE, edition.id, place)
    trust = weigh_findings(
        found.told, NAMES, place.level, place.node_key, place.windows, found.quiet
    )

    told = {line.check_key for line in trust.lines}
    assert {key for key in told if key.startswith("of_")} == {f"of_{window}" for window in windows}
