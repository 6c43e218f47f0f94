"""Every label, for every reader, has the documented form and nothing beside it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from flask.testing import FlaskClient

from access.models import Role
from metrics.models import Edition

SCHEMA = Path(__file__).resolve().parents[4] / "docs" / "label.schema.json"
FINAL = "/label/2026-W45/final/0"
LABELS = {
    "an estimate": (None, f"{FINAL}/end_user/nps/1/network.json"),
    "a hidden one": (None, f"{FINAL}/channel_partner/nps/1/network.json?touchpoint=commissioning"),
    "a gap": (None, f"{FINAL}/gap/nps/1/network.json"),
    "a paired gap": (None, f"{FINAL}/paired_gap/nps/13/network.json"),
    "a partner's own": ("ribera", f"{FINAL}/end_user/csat/4/partner.json?node=ribera"),
    "the network's, for a partner": ("ribera", f"{FINAL}/end_user/intent/4/network.json"),
}


@pytest.mark.parametrize("case", LABELS)
def test_a_label_is_as_documented(
    case: str, client_as: Callable[..., FlaskClient], published: list[Edition]
) -> None:
    partner, path = LABELS[case]
    role = Role.CHANNEL_PARTNER if partner else Role.EXECUTIVE

    label = client_as(role, partner).get(path).get_json()

    jsonschema.validate(label, json.loads(SCHEMA.read_text()))


def test_a_label_made_by_the_pipeline_is_as_documented(
    client_as: Callable[..., FlaskClient], final: Edition
) -> None:
    house = client_as(Role.EXECUTIVE, None)
    schema = json.loads(SCHEMA.read_text())

    for name in ("end_user/nps/1/network", "channel_partner/csat/13/network", "gap/nps/4/network"):
        jsonschema.validate(house.get(f"{FINAL}/{name}.json").get_json(), schema)


def test_a_key_that_is_not_documented_is_found(
    client_as: Callable[..., FlaskClient], published: list[Edition]
) -> None:
    label = client_as(Role.EXECUTIVE, None).get(LABELS["a gap"][1]).get_json()
    label["figure"]["mood"] = "good"

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(label, json.loads(SCHEMA.read_text()))
