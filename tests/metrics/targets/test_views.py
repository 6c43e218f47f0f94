from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from access.models import Role
from metrics.models import Edition
from tests.metrics.dashboards.pages import page_text, text_of

ClientAs = Callable[[Role, str | None], FlaskClient]


@pytest.fixture
def manager(client_as: ClientAs) -> FlaskClient:
    return client_as(Role.PROGRAMME_MANAGER, None)


def given(**changes: str) -> dict[str, str]:
    return {
        "metric": "csat", "audience": "end_user", "place": "network", "value": "82,5",
        "owner": "1", "objective": "Right the first time", "applies_from": "2026-W47", **changes,
    }  # fmt: skip


def test_targets_are_read_with_their_owners_by_the_whole_house(
    published: list[Edition], client_as: ClientAs
) -> None:
    executive = client_as(Role.EXECUTIVE, None)

    text = page_text(executive, "/targets")

    assert "Satisfaction % satisfied or very satisfied End user Network 80 M. Osei always" in text
    assert "Set a target" not in text
    assert executive.get("/targets/set").status_code == 403
    assert executive.post("/targets/set", data=given()).status_code == 403


def test_a_manager_sets_a_target_in_the_metrics_own_unit(
    published: list[Edition], manager: FlaskClient
) -> None:
    assert 'value="80"' in manager.get("/targets/set?metric=csat&audience=end_user").text

    answer = manager.post("/targets/set", data=given(), follow_redirects=True)

    text = text_of(answer.text)
    assert "Set. What held before stays on record." in text
    assert "From the week on" not in text
    assert "End user Network 82.5 Programme_Manager 2026-W47 Right the first time" in text


WRONG = {
    "no number": ({"value": "much"}, "Write a number from 0 to 100"),
    "nothing": ({"value": ""}, "Write a number from 0 to 100"),
    "beyond the scale": ({"value": "101"}, "Write a number from 0 to 100"),
    "infinite": ({"value": "inf"}, "Write a number from 0 to 100"),
    "below the NPS": ({"metric": "nps", "value": "-101"}, "Write a number from −100 to 100"),
    "below ease": ({"metric": "effort", "value": "0.9"}, "Write a number from 1 to 7"),
    "no owner": ({"owner": ""}, "Choose who owns it."),
    "unknown owner": ({"owner": "99"}, "Not a valid choice"),
    "unknown metric": ({"metric": "revenue"}, "Not a valid choice"),
    "unknown place": ({"place": "country:Atlantis"}, "Not a valid choice"),
    "no week": ({"applies_from": "soon"}, "Write it as 2018-W20."),
    "a published week": ({"applies_from": "2026-W45"}, "Let this one begin with 2026-W46 or later"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_set(
    published: list[Edition], manager: FlaskClient, name: str
) -> None:
    changes, text = WRONG[name]

    answer = manager.post("/targets/set", data=given(**changes))

    assert answer.status_code == 400
    assert text in text_of(answer.text)
    assert "82" not in page_text(manager, "/targets")


def test_an_address_that_names_nothing_known_leaves_the_choice_open(
    published: list[Edition], manager: FlaskClient
) -> None:
    answer = manager.get("/targets/set?metric=revenue&audience=nobody&place=country:Atlantis")

    assert answer.status_code == 200
